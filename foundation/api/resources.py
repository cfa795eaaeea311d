"""A resource of the API as a declared object: serializer, scoped viewset and OpenAPI follow from it.

Each floor registers its resources in `<app>/api.py`; the project's urls build one router from the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api.fields import PartialDateApiField, ReferenceField, slug_of
from foundation.dates import PartialDate
from foundation.fields import PartialDateField
from foundation.finding import visible_or_404
from foundation.forms import FIRST_YEAR, LAST_YEAR
from foundation.registries import Registry
from foundation.scope import ScopedModel, demand_right
from foundation.vn_text import nfc

References = dict[str, tuple[str, type[models.Model]]]

# What each act of a viewset needs. No default: an act that is not listed is a KeyError, found by a test.
RIGHTS = {
    "list": "read",
    "retrieve": "read",
    "create": "write",
    "update": "write",
    "partial_update": "write",
    "metadata": "read",
}


@dataclass(frozen=True)
class Resource:
    """One kind of record: package columns (`fields`), how it is added and changed (services).

    `references` maps a column to `(model field, model)`; `create_only` are columns given once, at creation.
    `instead` gives what a write becomes for who may only propose it (answered with 202), or None.
    """

    code: str
    model: type[ScopedModel]
    id_column: str
    fields: tuple[str, ...]
    references: References = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    add: Callable[..., ScopedModel] | None = None
    change: Callable[..., bool] | None = None
    create_only: dict[str, serializers.Field] = field(default_factory=dict)
    read_only: tuple[str, ...] = ()
    instead: Callable[..., dict[str, Any] | None] | None = None

    def source_of(self, column: str) -> str:
        return self.references[column][0] if column in self.references else column


resources: Registry[Resource] = Registry("API resources")


class RecordSerializer(serializers.ModelSerializer):
    """Columns as in the data package; columns the reader may not see are left out."""

    resource: Resource

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = super().to_representation(instance)
        user = self.context["request"].user
        hidden: dict[str, bool] = self.context.setdefault("hidden", {})  # type: ignore[attr-defined]
        for column in list(shown):
            if column not in hidden:
                hidden[column] = not self._may_see(user, column)
            if hidden[column]:
                del shown[column]
            elif column in self.resource.references and self._is_out_of_scope(user, instance, column):
                shown[column] = None
        return shown

    def _is_out_of_scope(self, user: Any, instance: Any, column: str) -> bool:
        """True when the column names a person the reader may not see: a relative who serves in another unit."""
        name, model = self.resource.references[column]
        if not getattr(model, "is_audit_subject", False) or user.may("read", model, "all"):
            return False
        person = getattr(instance, name)
        return person is not None and person.unit_id not in user.unit_ids_today()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wrong = {}
        for name, value in attrs.items():
            if isinstance(value, str):
                attrs[name] = nfc(value)
            day = value.last_day if isinstance(value, PartialDate) else value
            if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
                wrong[name.removesuffix("_partial")] = [f"Đề nghị nhập năm từ {FIRST_YEAR} đến {LAST_YEAR}."]
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs

    def _may_see(self, user: Any, column: str) -> bool:
        if column in (self.resource.id_column, "version"):
            return True
        return user.may_see_field(self.resource.model, self.resource.source_of(column))


def serializer_for(resource: Resource) -> type[RecordSerializer]:
    """The serializer class of a resource; every field is listed, none comes by default."""
    attrs: dict[str, Any] = {"resource": resource}
    if resource.id_column:
        attrs[resource.id_column] = serializers.CharField(source="public_id", read_only=True)
    for column in resource.fields:
        declared = _declared_field(resource, column)
        if declared is not None:
            attrs[column] = declared
    attrs["version"] = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="Bắt buộc khi sửa: phiên bản đã đọc."
    )
    attrs |= resource.create_only
    names = [resource.id_column] if resource.id_column else []
    attrs["Meta"] = type(
        "Meta",
        (),
        {
            "model": resource.model,
            "fields": [*names, *resource.fields, *resource.create_only, "version"],
            "read_only_fields": list(resource.read_only),
            "extra_kwargs": _number_ranges(resource),
            "validators": [],
        },
    )
    return type(f"{resource.model.__name__}Serializer", (RecordSerializer,), attrs)


def _number_ranges(resource: Resource) -> dict[str, dict[str, int]]:
    """The same limits of whole numbers on every database (SQLite alone would take more than PostgreSQL keeps), of
    years those of the forms."""
    ranges = {}
    for column in resource.fields:
        if column in resource.references or column in resource.create_only:
            continue
        model_field = resource.model._meta.get_field(column)
        if isinstance(model_field, models.IntegerField):
            small = isinstance(model_field, models.SmallIntegerField | models.PositiveSmallIntegerField)
            lowest, highest = 0, 2**15 - 1 if small else 2**31 - 1
            if column == "year" or column.endswith("_year"):
                lowest, highest = FIRST_YEAR, LAST_YEAR
            ranges[column] = {"min_value": lowest, "max_value": highest}
    return ranges


def _declared_field(resource: Resource, column: str) -> serializers.Field | None:
    read_only = column in resource.read_only or resource.add is None
    if column in resource.references:
        name, model = resource.references[column]
        model_field = resource.model._meta.get_field(name)
        if read_only:
            return serializers.CharField(source=f"{name}.{slug_of(model)}", read_only=True, default=None)
        nullable = bool(model_field.null)
        renamed = {} if name == column else {"source": name}
        return ReferenceField(model=model, required=not nullable, allow_null=nullable, **renamed)
    try:
        model_field = resource.model._meta.get_field(column)
    except FieldDoesNotExist:
        return None
    if isinstance(model_field, PartialDateField):
        return PartialDateApiField(
            source=f"{column}_partial", required=False, allow_null=True, read_only=False
        )
    if column == "national_id":
        # Without the library's own uniqueness check, which would look beyond the writer's scope.
        return serializers.CharField(required=False, allow_blank=True, max_length=20)
    return None


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Reading within one's scope: no membership → 404, no right on the kind → 403, outside the scope → 404."""

    resource: Resource
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"
    queryset: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:  # None: a verb the resource does not have, answered with 405
            demand_right(request.user, RIGHTS[self.action], self.resource.model)

    def get_queryset(self) -> Any:
        names = [name for name, _ in self.resource.references.values()]
        rows = self.resource.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        rows = rows.select_related(*names).order_by("public_id")
        for column in self.resource.filters:
            value = self.request.query_params.get(column)
            if value is not None and self.action == "list":
                rows = rows.filter(**self._condition(column, value))
        return rows

    def _condition(self, column: str, value: str) -> dict[str, Any]:
        if "\x00" in value:
            raise exceptions.ValidationError({column: ["Giá trị không hợp lệ."]})
        if column in self.resource.references:
            name, model = self.resource.references[column]
            return {f"{name}__{slug_of(model)}": value}
        if isinstance(self.resource.model._meta.get_field(column), models.IntegerField):
            if not value.isascii() or not value.isdigit() or len(value) > 6:
                raise exceptions.ValidationError({column: ["Đề nghị ghi một số."]})
            return {column: int(value)}
        return {column: value}


class ProposedSerializer(serializers.Serializer):
    """What a write became for who may only propose it: read and decided at `/api/v1/proposals/`."""

    proposal_id = serializers.CharField(allow_null=True, help_text="Trống: không có gì thay đổi.")
    state = serializers.CharField()
    detail = serializers.CharField()


class WritableRecordViewSet(RecordViewSet):
    """Writing through services; a change needs the `version` that was read."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        facts = _facts(serializer.validated_data)
        facts.pop("version", None)
        assert self.resource.add is not None
        if self.resource.instead is not None:
            values = {name: value for name, value in facts.items() if name != "official"}
            waiting = self.resource.instead(
                self.resource.model, by=request.user, official=facts["official"], values=values
            )
            if waiting is not None:
                return Response(waiting, status=status.HTTP_202_ACCEPTED)
        row = self.resource.add(by=request.user, facts=facts, key=_key(request))
        return Response(self.get_serializer(self._fresh(row)).data, status=status.HTTP_201_CREATED)

    def update(self, request: Request, *args: Any, partial: bool = False, **kwargs: Any) -> Response:
        row = self.get_object()
        serializer = self.get_serializer(row, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        changes = _facts(serializer.validated_data)
        version = changes.pop("version", None)
        if version is None:
            raise exceptions.ValidationError({"version": ["Đề nghị gửi phiên bản của hồ sơ đã đọc."]})
        for column in self.resource.create_only:
            changes.pop(column, None)
        if "official" in changes and changes.pop("official") != row.official:
            raise exceptions.ValidationError({"official_id": ["Không chuyển hồ sơ sang người khác."]})
        assert self.resource.change is not None
        if self.resource.instead is not None:
            waiting = self.resource.instead(
                self.resource.model,
                by=request.user,
                official=row.official,
                values=changes,
                row=row,
                version=version,
            )
            if waiting is not None:
                return Response(waiting, status=status.HTTP_202_ACCEPTED)
        self.resource.change(row, by=request.user, changes=changes, version=version)
        return Response(self.get_serializer(self._fresh(row)).data)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.update(request, *args, partial=True, **kwargs)

    def _fresh(self, row: ScopedModel) -> Any:
        """The row as its reader may see it; 404 when it has left their scope (an old key sent again)."""
        names = [name for name, _ in self.resource.references.values()]
        rows = self.resource.model.objects.select_related(*names)
        return visible_or_404(rows, self.request.user, pk=row.pk)


def viewset_for(resource: Resource) -> type[RecordViewSet]:
    """The viewset class of a resource, described for OpenAPI."""
    base = WritableRecordViewSet if resource.add is not None else RecordViewSet
    title = str(resource.model._meta.verbose_name)
    serializer = serializer_for(resource)
    viewset = type(
        f"{resource.model.__name__}ViewSet",
        (base,),
        {
            "resource": resource,
            "queryset": resource.model._default_manager.none(),
            "serializer_class": serializer,
            "__doc__": title,
        },
    )
    filters = [OpenApiParameter(column, OpenApiTypes.STR, required=False) for column in resource.filters]
    described = {
        "list": extend_schema(parameters=filters, summary=title),
        "retrieve": extend_schema(summary=title),
    }
    if resource.add is not None:
        waits = {202: ProposedSerializer} if resource.instead is not None else {}
        key = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=False)
        described["create"] = extend_schema(
            parameters=[key], summary=f"{title}: thêm", responses={201: serializer, **waits}
        )
        described["update"] = extend_schema(summary=f"{title}: sửa", responses={200: serializer, **waits})
        described["partial_update"] = extend_schema(
            summary=f"{title}: sửa một phần", responses={200: serializer, **waits}
        )
    return extend_schema_view(**described)(viewset)


def _facts(validated: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_partial"): value for name, value in validated.items()}


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 80:
        raise exceptions.ValidationError({"Idempotency-Key": ["Khóa dài quá 80 ký tự."]})
    return key
