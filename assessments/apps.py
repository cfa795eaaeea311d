from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Nghiệp vụ hằng năm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assessments import registrations  # noqa: F401
