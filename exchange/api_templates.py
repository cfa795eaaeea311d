"""`/api/v1/import-templates/`: the workbooks that offices fill in, filled with a unit's people, as on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.models import ImportBatch
from exchange.sheets_out import SETS
from exchange.views.templates import TemplateForm, made
from foundation.api.urls import extra_views
from foundation.dates import today
from foundation.scope import demand_right
from foundation.sheets import CONTENT_TYPES

CODES = [*SETS]
# Templates are for those who send workbooks, as the page has it.
RIGHTS = {"list": "write", "retrieve": "write", "metadata": "write"}


class TemplateSerializer(serializers.Serializer):
    """One kind of template, and for which units and years it may be taken."""

    set = serializers.CharField()
    title = serializers.CharField()
    units = serializers.ListField(child=serializers.CharField(), help_text="Mã đơn vị, hoặc “all”.")
    first_year = serializers.IntegerField()
    last_year = serializers.IntegerField()


class TemplateViewSet(viewsets.GenericViewSet[Any]):
    """Mẫu nhập từ Excel."""

    serializer_class = TemplateSerializer
    queryset = ImportBatch.objects.none()
    lookup_field = "set"
    lookup_value_regex = "[^/]+"
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            demand_right(request.user, RIGHTS[self.action], ImportBatch)

    @extend_schema(summary="Các mẫu nhập từ Excel", responses=TemplateSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        form = TemplateForm(user=request.user)
        units = [code for code, _ in form.fields["unit"].choices]  # type: ignore[attr-defined]
        years = [year for year, _ in form.fields["year"].choices]  # type: ignore[attr-defined]
        return Response(
            [
                {
                    "set": item.code,
                    "title": item.label,
                    "units": units,
                    "first_year": min(years),
                    "last_year": max(years),
                }
                for item in SETS.values()
            ]
        )

    @extend_schema(
        summary="Một mẫu ghi sẵn người của đơn vị (.xlsx)",
        parameters=[
            OpenApiParameter("set", OpenApiTypes.STR, OpenApiParameter.PATH, enum=CODES),
            OpenApiParameter("unit", OpenApiTypes.STR, description="Mã đơn vị; trống: đơn vị của mình."),
            OpenApiParameter("year", OpenApiTypes.INT, description="Năm; trống: năm làm việc."),
        ],
        responses={(200, CONTENT_TYPES["xlsx"]): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def retrieve(self, request: Request, set: str) -> HttpResponse:
        if set not in SETS:
            raise exceptions.NotFound("Không tìm thấy.")
        asked = request.query_params
        form = TemplateForm(user=request.user)
        units = [code for code, _ in form.fields["unit"].choices]  # type: ignore[attr-defined]
        own = units[0] if len(units) == 1 else ""
        data = {"set": set, "unit": asked.get("unit") or own, "year": asked.get("year") or str(today().year)}
        form = TemplateForm(data, user=request.user, units=list(form.units.values()))
        if not form.is_valid():
            raise exceptions.ValidationError(
                {name: [str(t) for t in texts] for name, texts in form.errors.items()}
            )
        return made(form, by=request.user)


extra_views.append(("import-templates", TemplateViewSet, "import-templates"))
