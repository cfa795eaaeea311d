from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "officials"
    verbose_name = "Cán bộ, công chức"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from officials import registrations  # noqa: F401
