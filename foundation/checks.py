"""System checks for what an installer may get wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def production_has_no_fixed_day(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A fixed working day belongs to the demonstration; in production it would date every act wrongly."""
    if settings.KINHMON_ENV == "production" and settings.KINHMON_TODAY is not None:
        return [
            Error(
                "KINHMON_TODAY is set in production.",
                hint="Remove KINHMON_TODAY from the environment and from .env.",
                id="kinhmon.E001",
            )
        ]
    return []
