"""Every model field is public, personal or sensitive (house.md, "Before migration 0001").

Sensitive are ethnicity, religion, Party membership, health and discipline (NĐ 13/2023/NĐ-CP Điều 2 khoản 4; Luật
91/2025/QH15); personal are the facts that identify or describe a private person; the rest is what an office
publishes about its officials.
"""

from __future__ import annotations

from django.db import models

PUBLIC, PERSONAL, SENSITIVE = "public", "personal", "sensitive"
_ALWAYS_PUBLIC = {"id", "public_id", "version", "official", "unit"}


def field_class(model: type[models.Model], field: str) -> str:
    """The class of a field; KeyError where the model has not declared it (a test walks every field)."""
    if field.endswith("_precision"):
        field = field.removesuffix("_precision")
    declared: dict[str, str] = getattr(model, "field_classes", {})
    if field in declared:
        return declared[field]
    if field in _ALWAYS_PUBLIC:
        return PUBLIC
    if "*" in declared:
        return declared["*"]
    raise KeyError(f"{model.__name__}.{field} has no class")


def classes(*, public: str = "", personal: str = "", sensitive: str = "") -> dict[str, str]:
    """Field names (separated by spaces) by class, as the `field_classes` of a model."""
    return (
        dict.fromkeys(public.split(), PUBLIC)
        | dict.fromkeys(personal.split(), PERSONAL)
        | dict.fromkeys(sensitive.split(), SENSITIVE)
    )
