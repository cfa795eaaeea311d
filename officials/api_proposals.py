"""`/api/v1/proposals/`: what units propose, to read; the district decides, the unit takes its own back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api.urls import extra_views
from foundation.scope import demand_right
from officials.models import Proposal
from officials.record_kinds import record_kinds
from officials.services import proposals

RIGHTS = {"list": "read", "retrieve": "read", "decide": "write", "metadata": "read"}
DECISIONS: dict[str, Callable[..., Proposal]] = {
    "approve": proposals.approve,
    "reject": proposals.reject,
    "withdraw": proposals.withdraw,
}
FILTERS = {
    "state": "state",
    "unit": "unit__public_id",
    "official_id": "official__public_id",
    "source_id": "source_id",
}
_ID = OpenApiParameter("public_id", OpenApiTypes.STR, OpenApiParameter.PATH)


class ProposalSerializer(serializers.ModelSerializer):
    """One change a unit asks for. `kind`: the section of the record; `row`: the row's id, empty for a new one; `old`,
    `new`: the asked fields in the notation of the data package, those the reader may see; `accepted`: what was written
    instead of `new` where the district agreed with other values."""

    proposal_id = serializers.CharField(source="public_id", read_only=True)
    official_id = serializers.CharField(source="official.public_id", read_only=True)
    unit = serializers.CharField(source="unit.public_id", read_only=True)
    row = serializers.CharField(source="row_id", read_only=True)
    old = serializers.SerializerMethodField()
    new = serializers.SerializerMethodField()
    accepted = serializers.SerializerMethodField()
    proposed_by = serializers.CharField(source="proposed_by.full_name", read_only=True)
    decided_by = serializers.CharField(
        source="decided_by.full_name", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Proposal
        fields = [
            "proposal_id", "official_id", "unit", "kind", "act", "row", "old", "new", "reason", "source", "source_id",
            "accepted", "state", "proposed_at", "proposed_by", "decided_at", "decided_by", "comment", "version",
        ]  # fmt: skip

    def get_old(self, proposal: Proposal) -> dict[str, Any]:
        return self._seen(proposal, proposal.old)

    def get_new(self, proposal: Proposal) -> dict[str, Any]:
        return self._seen(proposal, proposal.new)

    def get_accepted(self, proposal: Proposal) -> dict[str, Any]:
        return self._seen(proposal, proposal.accepted)

    def _seen(self, proposal: Proposal, values: dict[str, Any]) -> dict[str, Any]:
        user, model = self.context["request"].user, record_kinds[proposal.kind].model
        return {name: value for name, value in values.items() if user.may_see_field(model, name)}


class DecisionSerializer(serializers.Serializer):
    """`approve`, `reject` (with the reason as `comment`): the district; `withdraw`: the unit. `version`: as read."""

    decision = serializers.ChoiceField(sorted(DECISIONS))
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    comment = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DecidedAlreadySerializer(serializers.Serializer):
    """Somebody decided meanwhile: the state and version of now."""

    detail = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(
        summary="Đề nghị của các đơn vị",
        parameters=[OpenApiParameter(name, OpenApiTypes.STR) for name in FILTERS],
    ),
    retrieve=extend_schema(summary="Một đề nghị", parameters=[_ID]),
)
class ProposalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Proposal]):
    """Đề nghị."""

    serializer_class = ProposalSerializer
    queryset = Proposal.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            demand_right(request.user, RIGHTS[self.action], Proposal)

    def get_queryset(self) -> Any:
        joined = ("official", "official__unit", "unit", "proposed_by", "decided_by")
        rows = Proposal.objects.visible_to(self.request.user).select_related(*joined)
        for name, path in FILTERS.items():
            value = self.request.query_params.get(name)
            if value and self.action == "list":
                if "\x00" in value:
                    raise exceptions.ValidationError({name: ["Giá trị không hợp lệ."]})
                rows = rows.filter(**{path: value})
        return rows

    @extend_schema(
        summary="Đồng ý, không đồng ý, hoặc rút một đề nghị", parameters=[_ID], request=DecisionSerializer,
        responses={200: ProposalSerializer, 409: DecidedAlreadySerializer},
        description="Khi hồ sơ đã thay đổi từ lúc đề nghị thì không ghi gì và `state` là `overtaken`.",
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, public_id: str) -> Response:
        proposal = self.get_object()
        sent = DecisionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        decide = DECISIONS[asked["decision"]]
        if proposal.is_open and proposal.version == asked["version"]:
            decided = decide(proposal, by=request.user, version=asked["version"], comment=asked["comment"])
            return Response(self.get_serializer(decided).data)
        said = f"Đề nghị này đã được xử lý: {proposal.get_state_display().lower()}."
        body = {"detail": said, "state": proposal.state, "version": proposal.version}
        return Response(body, status=status.HTTP_409_CONFLICT)


extra_views.append(("proposals", ProposalViewSet, "proposals"))
