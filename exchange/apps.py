from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "Trao đổi dữ liệu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from exchange import registrations  # noqa: F401
        from exchange.package import registrations as package_registrations  # noqa: F401
