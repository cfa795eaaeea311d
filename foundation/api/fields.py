"""Serializer fields of the house: partial dates and references by public id within one's scope."""

from __future__ import annotations

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.dates import PartialDate
from foundation.scope import ScopedModel


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "example": "1980-05"})
class PartialDateApiField(serializers.Field):
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`; null = unknown."""

    default_error_messages = {"invalid": "Ngày phải có dạng 1980-05-12, 1980-05 hoặc 1980."}

    def to_internal_value(self, data: Any) -> PartialDate:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return PartialDate.parse(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: PartialDate) -> str:
        return value.iso


def slug_of(model: type[models.Model]) -> str:
    """The column by which a row of `model` is named outside: public id, else code, else name."""
    if issubclass(model, ScopedModel):
        return "public_id"
    return "code" if any(field.name == "code" for field in model._meta.get_fields()) else "name"


class ReferenceField(serializers.SlugRelatedField):
    """A reference by public id (posts: by code). Rows outside the writer's scope do not exist for it."""

    default_error_messages = {
        "does_not_exist": "Không tìm thấy “{value}”.",
        "invalid": "Giá trị không hợp lệ.",
    }

    def __init__(self, *, model: type[models.Model], **kwargs: Any) -> None:
        self.model = model
        super().__init__(slug_field=slug_of(model), queryset=model._default_manager.all(), **kwargs)

    def get_queryset(self) -> Any:
        if issubclass(self.model, ScopedModel):
            return self.model.objects.visible_to(self.context["request"].user)  # type: ignore[attr-defined]
        return self.model._default_manager.all()

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        return super().to_internal_value(data)

    def use_pk_only_optimization(self) -> bool:
        return False
