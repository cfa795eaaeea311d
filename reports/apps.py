from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Chỉ tiêu, báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reports import registrations  # noqa: F401
