"""`/api/v1/tables/`, `/indicators/`, `/findings/`, `/claims/`, `/credibility/`: the documents of contracts 4 and 5, within the reader's rights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.api.urls import extra_paths
from foundation.commands import WrongUsage
from foundation.errors import Refused
from reports import snapshot as snapshots
from reports.access import indicators_for, reader_of, tables_for
from reports.claims.access import LEVELS as CLAIM_LEVELS
from reports.claims.access import claims_document
from reports.credibility.access import credibility_document
from reports.credibility.engine import LEVELS as CREDIBILITY_LEVELS
from reports.derived import seen_from
from reports.forms.reading import quality_document
from reports.frames.columns import GROUPS
from reports.frozen.closed import closed, closed_document
from reports.options import standpoint_of_texts, years_of
from reports.rules.access import findings_document
from reports.scopes import ALL_GROUPS, LEVELS, scopes_of
from reports.snapshot import Snapshot
from reports.standpoint import STANDARD
from reports.tables.names import split_names
from reports.tables.numbered.reading import numbered_for
from reports.views.choice import demand_figures

_MAX_YEARS = 10


def _parameter(name: str, text: str, *, many: bool = False, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=text, many=many, required=required)


YEARS = _parameter("years", "Các năm, ví dụ 2019-2021.", required=True)
AS_OF = _parameter("as_of", "Ngày tính của mỗi năm, ví dụ 2021-06-30; mặc định 31/12.")
UNITS_OF = _parameter(
    "units_of", "Tính người vào đơn vị của ngày này, ví dụ 2025-07-01; mặc định: đơn vị của từng năm."
)
CLOSED = _parameter(
    "closed", "1: số liệu đã chốt của các đơn vị đã được chấp nhận; không cùng as_of, units_of."
)
BY = _parameter("by", "Cấp tổng hợp: town, area, unit (lặp lại được); mặc định town.", many=True)
GROUP = _parameter("group", "can_bo hoặc cong_chuc; không ghi: chung và hai nhóm.", many=True)


class FigureView(APIView):
    """Reads figures: 404 without a membership, 403 for a role that reads none, 400 for a wrong parameter."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        demand_figures(request.user)

    def years(self, request: Request) -> list[int]:
        try:
            years = years_of(request.query_params.get("years", ""))
        except WrongUsage as error:
            raise exceptions.ValidationError({"years": [str(error)]}) from error
        if len(years) > _MAX_YEARS:
            raise exceptions.ValidationError({"years": [f"Nhiều nhất {_MAX_YEARS} năm một lần."]})
        return years

    def snapshot(self, request: Request) -> Snapshot:
        """The present snapshot from the standpoint asked for."""
        try:
            asked = (request.query_params.get(name, "") for name in ("as_of", "units_of"))
            standpoint = standpoint_of_texts(*asked)[1]
        except WrongUsage as error:
            raise exceptions.ValidationError({"as_of": [str(error)]}) from error
        if not self.as_closed(request):
            return seen_from(snapshots.current(), standpoint)
        if standpoint != STANDARD:
            raise exceptions.ValidationError({"closed": ["Không dùng cùng as_of, units_of."]})
        return closed(snapshots.current())

    def as_closed(self, request: Request) -> bool:
        """Whether the figures are asked for as closed."""
        wanted = request.query_params.get("closed", "")
        if wanted not in ("", "0", "1"):
            raise exceptions.ValidationError({"closed": ["Chỉ nhận: 0, 1."]})
        return wanted == "1"

    def looked_from(self, request: Request, snapshot: Snapshot, years: Sequence[int]) -> dict[str, Any]:
        """What the document says of how its figures were looked at."""
        found: dict[str, Any] = dict(snapshot.standpoint.document())
        if self.as_closed(request):
            found |= closed_document(snapshot, years, reader_of(request.user).units)
        return found

    def year(self, request: Request) -> int:
        year = request.query_params.get("year", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1900):
            raise exceptions.ValidationError({"year": ["Đề nghị ghi một năm, ví dụ 2021."]})
        return int(year)

    def choices(
        self, request: Request, name: str, allowed: Sequence[str], default: Sequence[str]
    ) -> list[str]:
        wanted = request.query_params.getlist(name)
        unknown = [value for value in wanted if value not in allowed]
        if unknown:
            raise exceptions.ValidationError({name: [f"Chỉ nhận: {', '.join(allowed)}."]})
        return [value for value in allowed if value in wanted] or list(default)

    def names(self, request: Request, name: str) -> list[str] | None:
        return request.query_params.getlist(name) or None


class TablesView(FigureView):
    """Bảng số liệu."""

    @extend_schema(
        operation_id="tables",
        parameters=[YEARS, AS_OF, UNITS_OF, CLOSED, BY, GROUP, _parameter("table", "Tên bảng (lặp lại được); T1 đến T25 chỉ có khi được nêu tên.", many=True),
                    _parameter("age_bands", "decade (mặc định) hoặc bm02.")],
        responses=OpenApiTypes.OBJECT,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        bands = self.choices(request, "age_bands", ("decade", "bm02"), ("decade",))[0]
        names, by = self.names(request, "table"), self.choices(request, "by", LEVELS, ("town",))
        groups = self.choices(request, "group", GROUPS, ALL_GROUPS)
        try:
            plain, numbered = split_names(names)
            years, snapshot = self.years(request), self.snapshot(request)
            document = tables_for(request.user, years, by, groups, plain, bands, snapshot)
            document["tables"] += numbered_for(request.user, years, by, groups, numbered, snapshot)
            return Response(self.looked_from(request, snapshot, years) | document)
        except Refused as error:
            raise exceptions.ValidationError({"table": [str(error)]}) from error


class IndicatorsView(FigureView):
    """Chỉ tiêu."""

    @extend_schema(
        operation_id="indicators",
        parameters=[
            YEARS,
            AS_OF,
            UNITS_OF,
            CLOSED,
            BY,
            GROUP,
            _parameter("indicator", "Mã chỉ tiêu (lặp lại được).", many=True),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        codes, by = self.names(request, "indicator"), self.choices(request, "by", LEVELS, ("town",))
        groups = self.choices(request, "group", GROUPS, ALL_GROUPS)
        try:
            years, snapshot = self.years(request), self.snapshot(request)
            document = indicators_for(request.user, years, by, groups, codes, snapshot=snapshot)
            return Response(self.looked_from(request, snapshot, years) | document)
        except Refused as error:
            raise exceptions.ValidationError({"indicator": [str(error)]}) from error


class FindingsView(FigureView):
    """Hạn chế, vấn đề do quy tắc nêu ra, kèm bằng chứng."""

    @extend_schema(
        operation_id="findings",
        parameters=[_parameter("year", "Năm, ví dụ 2021.", required=True), BY],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        by = self.choices(request, "by", LEVELS, ("town",))
        return Response(findings_document(request.user, self.year(request), by))


class QualityFormView(FigureView):
    """Biểu BM02/BNV: số lượng, chất lượng cán bộ, công chức cấp xã của từng đơn vị trong phạm vi."""

    @extend_schema(
        operation_id="form_bm02",
        parameters=[_parameter("year", "Năm, ví dụ 2021.", required=True), AS_OF, UNITS_OF],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        snapshot = self.snapshot(request)
        document = quality_document(request.user, snapshot, self.year(request))
        return Response(snapshot.standpoint.document() | document)


class CredibilityView(FigureView):
    """Xem lại kết quả xếp loại: các phép thử của thị xã và từng khu."""

    @extend_schema(
        operation_id="credibility",
        parameters=[
            _parameter("year", "Năm, ví dụ 2021.", required=True),
            _parameter(
                "by", "Cấp: town, area (lặp lại được); mặc định cả hai. Không có cấp đơn vị.", many=True
            ),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        by = self.choices(request, "by", CREDIBILITY_LEVELS, CREDIBILITY_LEVELS)
        return Response(credibility_document(request.user, self.year(request), by))


class ClaimsView(FigureView):
    """Nhận định, ưu điểm, hạn chế của luận văn đối chiếu với số liệu; thị xã và từng khu."""

    @extend_schema(
        operation_id="claims",
        parameters=[
            YEARS,
            _parameter(
                "by", "Cấp: town, area (lặp lại được); mặc định town. Không có cấp đơn vị.", many=True
            ),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        years, by = self.years(request), self.choices(request, "by", CLAIM_LEVELS, ("town",))
        if years != list(range(years[0], years[-1] + 1)):
            raise exceptions.ValidationError({"years": ["Đề nghị ghi các năm liền nhau, ví dụ 2019-2021."]})
        scopes = scopes_of(snapshots.current(), years[-1], by, ("",))
        return Response(claims_document(request.user, years, scopes))


extra_paths += [
    path("tables/", TablesView.as_view(), name="tables"),
    path("indicators/", IndicatorsView.as_view(), name="indicators"),
    path("findings/", FindingsView.as_view(), name="findings"),
    path("claims/", ClaimsView.as_view(), name="claims"),
    path("credibility/", CredibilityView.as_view(), name="credibility"),
    path("forms/bm02/", QualityFormView.as_view(), name="form-bm02"),
]
