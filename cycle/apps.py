from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "cycle"
    verbose_name = "Nghiệp vụ hằng năm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cycle import registrations  # noqa: F401
