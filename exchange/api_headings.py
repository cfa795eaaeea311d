"""`/api/v1/import-headings/`: what was said about headings of one's files, to read, say, change and forget."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.heading_models import LONGEST_HEADING, LONGEST_TARGET, RememberedHeading
from exchange.services import headings
from exchange.workbooks.columns.base import LONGEST_KEY
from exchange.workbooks.columns.mapping import IGNORED, IGNORED_LABEL, target_groups
from foundation.api.urls import extra_views
from foundation.dates import today
from foundation.scope import demand_right
from officials.models import Unit

RIGHTS = {
    "list": "read",
    "retrieve": "read",
    "create": "write",
    "partial_update": "write",
    "destroy": "write",
    "targets": "read",
    "metadata": "read",
}
ALL = "all"


class HeadingSerializer(serializers.ModelSerializer):
    """A remembered heading. `target` empty = the column is not wanted; `meaning` null = the target exists no more."""

    id = serializers.CharField(source="public_id", read_only=True)
    unit = serializers.SerializerMethodField(help_text="Mã đơn vị, hoặc “all” cho tệp toàn thị xã.")
    meaning = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = RememberedHeading
        fields = ["id", "unit", "heading", "key", "target", "meaning", "said_at", "said_by_name", "version"]

    def get_unit(self, row: RememberedHeading) -> str:
        return row.unit.public_id if row.unit else ALL


class NewHeadingSerializer(serializers.Serializer):
    """What to say: the heading (levels parted by “|”), its target; `key` of a result instead of guessing the levels."""

    unit = serializers.CharField(required=False, max_length=80)
    heading = serializers.CharField(max_length=LONGEST_HEADING)
    key = serializers.CharField(required=False, max_length=LONGEST_KEY)
    target = serializers.CharField(max_length=LONGEST_TARGET, allow_blank=True)


class ChangedHeadingSerializer(serializers.Serializer):
    """The new target, and the version that was read."""

    target = serializers.CharField(max_length=LONGEST_TARGET, allow_blank=True)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class TargetSerializer(serializers.Serializer):
    """One thing a heading may mean."""

    target = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    topic = serializers.CharField()


_ID = OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)
_VERSION = OpenApiParameter("version", OpenApiTypes.INT, required=True, description="Phiên bản đã đọc.")


@extend_schema_view(
    list=extend_schema(
        summary="Cách hiểu tiêu đề cột đã nhớ", parameters=[OpenApiParameter("unit", OpenApiTypes.STR)]
    ),
    retrieve=extend_schema(summary="Một cách hiểu tiêu đề cột", parameters=[_ID]),
)
class HeadingViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RememberedHeading]
):
    """Cách hiểu tiêu đề cột."""

    serializer_class = HeadingSerializer
    queryset = RememberedHeading.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            demand_right(request.user, RIGHTS[self.action], RememberedHeading)

    def get_queryset(self) -> Any:
        rows = RememberedHeading.objects.visible_to(self.request.user).select_related("unit")
        unit = self.request.query_params.get("unit")
        if unit and self.action == "list":
            if "\x00" in unit:
                raise exceptions.ValidationError({"unit": ["Giá trị không hợp lệ."]})
            rows = rows.filter(unit__isnull=True) if unit == ALL else rows.filter(unit__public_id=unit)
        return rows

    @extend_schema(
        summary="Nhớ một cách hiểu tiêu đề cột",
        request=NewHeadingSerializer,
        responses={201: HeadingSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        sent = NewHeadingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        unit = self._unit(facts.pop("unit", ""))
        row = headings.add_heading(by=request.user, unit=unit, **facts)
        return Response(HeadingSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Đổi một cách hiểu tiêu đề cột", request=ChangedHeadingSerializer, responses=HeadingSerializer,
        parameters=[_ID],
    )  # fmt: skip
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        sent = ChangedHeadingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        headings.change_heading(row, by=request.user, **sent.validated_data)
        return Response(HeadingSerializer(row).data)

    @extend_schema(
        summary="Quên một cách hiểu tiêu đề cột", parameters=[_ID, _VERSION], responses={204: None}
    )
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        version = request.query_params.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise exceptions.ValidationError({"version": ["Đề nghị gửi phiên bản đã đọc."]})
        headings.forget_heading(row, by=request.user, version=int(version))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Những mục mà một tiêu đề cột có thể là", responses=TargetSerializer(many=True), filters=False
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def targets(self, request: Request) -> Response:
        year = today().year
        found = [{"target": IGNORED, "label": IGNORED_LABEL, "topic": ""}]
        found += [
            {"target": target.value, "label": target.label, "topic": topic}
            for topic, targets in target_groups(range(year - 4, year + 1))
            for target in targets
        ]
        return Response(found)

    def _unit(self, text: str) -> Unit | None:
        user = self.request.user
        units = Unit.objects.visible_to(user).existing_on(today())
        everywhere = user.may("write", RememberedHeading, "all")  # type: ignore[union-attr]
        if text == ALL and everywhere:
            return None
        if not text and not everywhere and len(units) == 1:
            return units[0]
        found = next((unit for unit in units if unit.public_id == text), None)
        if found is None:
            raise exceptions.ValidationError({"unit": ["Đề nghị chọn một đơn vị trong danh sách."]})
        return found


def spoken_of(sent: Any) -> dict[str, str]:
    """The `mapping` of an upload, `{heading: target}` as JSON text. Raises ValidationError."""
    try:
        found = json.loads(sent) if isinstance(sent, str) else sent
    except (ValueError, RecursionError):
        found = None
    is_plain = isinstance(found, dict) and all(
        isinstance(target, str) and len(target) <= LONGEST_TARGET and key.strip() and "\x00" not in key
        for key, target in found.items()
    )
    if not is_plain:
        raise exceptions.ValidationError({"mapping": ['Đề nghị gửi dạng {"tiêu đề": "mục"}.']})
    try:
        headings.check_targets(found)
    except headings.WrongHeadings as wrong:
        texts = [f"“{key}”: {text}" if key else text for key, text in wrong.errors.items()]
        raise exceptions.ValidationError({"mapping": texts}) from wrong
    return dict(found)


extra_views.append(("import-headings", HeadingViewSet, "import-headings"))
