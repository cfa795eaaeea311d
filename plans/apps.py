from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Hạn chế, giải pháp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plans import registrations  # noqa: F401
