"""`/api/v1/finding-runs/`, `run-findings/`, `known-findings/`, `finding-causes/`: running the rules, what is kept of it,
and saying causes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api.urls import extra_views
from foundation.forms import FIRST_YEAR
from foundation.scope import demand_right
from officials.models import TheoryLink
from plans.models import FindingCause, KnownFinding, RuleRun, RunFinding
from plans.reading import counts_of, teller
from plans.services import add_cause, change_cause, run_rules, withdraw_cause
from reports.scopes import LEVELS
from reports.views.choice import last_full_year

RIGHTS = {
    "list": "read",
    "retrieve": "read",
    "create": "write",
    "partial_update": "write",
    "withdraw": "write",
    "metadata": "read",
}
_ID = OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)
_KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=False)


def _filter(name: str, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=text)


class RunSerializer(serializers.ModelSerializer):
    """One run; the counts are of what the reader sees."""

    id = serializers.CharField(source="public_id", read_only=True)
    levels = serializers.ListField(child=serializers.CharField(), source="level_codes")
    counts = serializers.SerializerMethodField(help_text="Số hạn chế: new, still, gone.")
    # Said here, else each database would give the document limits of its own.
    year = serializers.IntegerField(read_only=True)
    n_rules = serializers.IntegerField(read_only=True)

    class Meta:
        model = RuleRun
        fields = ["id", "year", "levels", "data_version", "n_rules", "run_at", "run_by_name", "counts"]

    def get_counts(self, run: RuleRun) -> dict[str, int]:
        held = self.context.get("counts", {})
        return dict(held.get(run.pk) or counts_of(self.context["request"].user, [run])[run.pk])


class NewRunSerializer(serializers.Serializer):
    """The year to run, a full one; the levels (all of them by default)."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=9999)
    by = serializers.ListField(child=serializers.ChoiceField(list(LEVELS)), required=False, allow_empty=False)

    def validate_year(self, year: int) -> int:
        if year > last_full_year():
            raise serializers.ValidationError("Năm này chưa hết.")
        return year


class CauseSerializer(serializers.ModelSerializer):
    """A cause chosen for a finding: the factor of the theory as it read then, objective or subjective, on what basis."""

    id = serializers.CharField(source="public_id", read_only=True)
    finding = serializers.CharField(source="finding.public_id", read_only=True)
    link = serializers.CharField(source="link.public_id", read_only=True, help_text="Mã dòng cơ sở lý luận.")

    class Meta:
        model = FindingCause
        fields = [
            "id", "finding", "link", "factor", "kind", "basis", "chosen_at", "chosen_by_name", "withdrawn_at",
            "withdrawn_by_name", "withdrawn_because", "version",
        ]  # fmt: skip


class KnownFindingSerializer(serializers.ModelSerializer):
    """One finding that outlasts runs: one rule in one scope and year."""

    id = serializers.CharField(source="public_id", read_only=True)
    unit = serializers.CharField(source="unit_key", read_only=True)
    level = serializers.CharField(read_only=True)
    year = serializers.IntegerField(read_only=True)
    solution_group = serializers.IntegerField(read_only=True)

    class Meta:
        model = KnownFinding
        fields = ["id", "year", "rule", "solution_group", "scope", "level", "unit", "place"]


class RunFindingSerializer(serializers.Serializer):
    """What one run said of one finding. Numbers that the reader may not have are `{"suppressed": true}`."""

    id = serializers.CharField()
    run = serializers.CharField()
    finding = serializers.CharField()
    rule = serializers.CharField()
    solution_group = serializers.IntegerField()
    scope = serializers.CharField()
    state = serializers.ChoiceField(RunFinding.State.choices)
    gone_because = serializers.CharField(allow_blank=True)
    severity = serializers.JSONField(allow_null=True)
    people = serializers.JSONField(allow_null=True)
    text = serializers.CharField()
    guard = serializers.CharField(allow_blank=True)
    figures = serializers.JSONField()
    change = serializers.JSONField()
    actions = serializers.ListField(child=serializers.CharField())

    def to_representation(self, instance: RunFinding) -> dict[str, Any]:
        tell = self.context.setdefault("tell", teller(self.context["request"].user))  # type: ignore[attr-defined]
        return dict(tell(instance).document())


class NewCauseSerializer(serializers.Serializer):
    """The finding, the line of the theory whose factor it is, the basis in words."""

    finding = serializers.CharField(max_length=80)
    link = serializers.SlugRelatedField("public_id", queryset=TheoryLink.objects.all())
    basis = serializers.CharField(max_length=500)


class ChangedCauseSerializer(serializers.Serializer):
    """What changes, the version that was read, and why."""

    link = serializers.SlugRelatedField("public_id", queryset=TheoryLink.objects.all(), required=False)
    basis = serializers.CharField(max_length=500, required=False)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    reason = serializers.CharField(max_length=300)


class WithdrawnCauseSerializer(serializers.Serializer):
    """The version that was read, and why the cause is taken back."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    reason = serializers.CharField(max_length=300)


class _Base(viewsets.GenericViewSet[Any]):
    """No membership → 404, no right on the kind → 403, outside the scope → 404."""

    model: Any
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:  # None: a verb that is not there, answered with 405
            demand_right(request.user, RIGHTS[self.action], self.model)

    def asked(self, name: str, *, number: bool = False) -> str | None:
        """A filter of the list, checked as text that a database takes."""
        value = self.request.query_params.get(name) if self.action == "list" else None
        if not value:
            return None
        if not value.isprintable() or (
            number and not (value.isascii() and value.isdigit() and len(value) < 5)
        ):
            raise exceptions.ValidationError({name: ["Giá trị không hợp lệ."]})
        return value

    def filtered(self, rows: Any, **paths: str) -> Any:
        """`rows` with the filters that were asked for: name → lookup."""
        for name, path in paths.items():
            value = self.asked(name, number=name == "year")
            if value is not None:
                rows = rows.filter(**{path: value})
        return rows


@extend_schema_view(
    list=extend_schema(summary="Các lần chạy quy tắc", parameters=[_filter("year", "Năm")]),
    retrieve=extend_schema(summary="Một lần chạy quy tắc", parameters=[_ID]),
)
class RunViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, _Base):
    """Lần chạy quy tắc."""

    model = RuleRun
    serializer_class = RunSerializer
    queryset = RuleRun.objects.none()

    def get_queryset(self) -> Any:
        return self.filtered(RuleRun.objects.all(), year="year")

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self.counts = counts_of(self.request.user, page or [])
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "counts": getattr(self, "counts", {})}

    @extend_schema(
        summary="Chạy quy tắc và lưu kết quả", request=NewRunSerializer, responses={201: RunSerializer}, parameters=[_KEY]
    )  # fmt: skip
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        sent = NewRunSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        levels = sent.validated_data.get("by", LEVELS)
        run = run_rules(by=request.user, year=sent.validated_data["year"], levels=levels, key=_key(request))
        return Response(self.get_serializer(run).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    list=extend_schema(
        summary="Hạn chế của các lần chạy",
        parameters=[
            _filter("run", "Mã lần chạy"),
            _filter("finding", "Mã hạn chế"),
            _filter("state", "new, still hoặc gone"),
            _filter("scope", "Phạm vi: all, area:<tên khu>, unit:<mã>"),
        ],
    ),
    retrieve=extend_schema(summary="Một hạn chế của một lần chạy", parameters=[_ID]),
)
class RunFindingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, _Base):
    """Hạn chế trong một lần chạy, cùng số liệu của ngày đó."""

    model = RunFinding
    serializer_class = RunFindingSerializer
    queryset = RunFinding.objects.none()

    def get_queryset(self) -> Any:
        rows = RunFinding.objects.visible_to(self.request.user).select_related("run", "finding")
        paths = {"run": "run__public_id", "finding": "finding__public_id", "scope": "finding__scope"}
        return self.filtered(rows, state="state", **paths)


@extend_schema_view(
    list=extend_schema(
        summary="Hạn chế đã ghi nhận",
        parameters=[_filter("year", "Năm"), _filter("rule", "Quy tắc"), _filter("scope", "Phạm vi")],
    ),
    retrieve=extend_schema(summary="Một hạn chế đã ghi nhận", parameters=[_ID]),
)
class KnownFindingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, _Base):
    """Hạn chế đã ghi nhận."""

    model = KnownFinding
    serializer_class = KnownFindingSerializer
    queryset = KnownFinding.objects.none()

    def get_queryset(self) -> Any:
        rows = KnownFinding.objects.visible_to(self.request.user)
        return self.filtered(rows, year="year", rule="rule", scope="scope")


@extend_schema_view(
    list=extend_schema(
        summary="Nguyên nhân của hạn chế", parameters=[_filter("finding", "Mã hạn chế đã ghi nhận")]
    ),
    retrieve=extend_schema(summary="Một nguyên nhân", parameters=[_ID]),
)
class CauseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, _Base):
    """Nguyên nhân của hạn chế, do người chọn."""

    model = FindingCause
    serializer_class = CauseSerializer
    queryset = FindingCause.objects.none()

    def get_queryset(self) -> Any:
        rows = FindingCause.objects.visible_to(self.request.user).select_related("finding", "link")
        return self.filtered(rows, finding="finding__public_id")

    @extend_schema(
        summary="Chọn một nguyên nhân", request=NewCauseSerializer, responses={201: CauseSerializer}, parameters=[_KEY]
    )  # fmt: skip
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        sent = NewCauseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        known = KnownFinding.objects.visible_to(request.user).filter(public_id=facts["finding"]).first()
        if known is None:
            raise exceptions.ValidationError({"finding": ["Không tìm thấy hạn chế này."]})
        cause = add_cause(by=request.user, key=_key(request), **(facts | {"finding": known}))
        return Response(CauseSerializer(cause).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Sửa một nguyên nhân", request=ChangedCauseSerializer, responses=CauseSerializer, parameters=[_ID]
    )  # fmt: skip
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        cause = self.get_object()
        sent = ChangedCauseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = {"link": cause.link, "basis": cause.basis} | sent.validated_data
        change_cause(by=request.user, cause=cause, **facts)
        return Response(CauseSerializer(cause).data)

    @extend_schema(
        summary="Rút một nguyên nhân", request=WithdrawnCauseSerializer, responses=CauseSerializer, parameters=[_ID]
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        cause = self.get_object()
        sent = WithdrawnCauseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        withdraw_cause(by=request.user, cause=cause, **sent.validated_data)
        return Response(CauseSerializer(cause).data)


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 80:
        raise exceptions.ValidationError({"Idempotency-Key": ["Khóa dài quá 80 ký tự."]})
    return key


extra_views += [
    ("finding-runs", RunViewSet, "finding-runs"),
    ("run-findings", RunFindingViewSet, "run-findings"),
    ("known-findings", KnownFindingViewSet, "known-findings"),
    ("finding-causes", CauseViewSet, "finding-causes"),
]
