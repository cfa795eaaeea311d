"""Proposals over the API: the same write, from a unit that only proposes, is answered with the proposal."""

from __future__ import annotations

from typing import Any

from foundation.scope import ScopedModel
from officials.checks import proposes_only
from officials.models import Official, Proposal
from officials.services import proposals


def propose_instead(
    model: type[ScopedModel],
    *,
    by: Any,
    official: Official,
    values: dict[str, Any],
    row: Any = None,
    version: int = 0,
) -> dict[str, Any] | None:
    """The proposal a write becomes, as the API tells of it; None where the write goes ahead."""
    if not proposes_only(by, model, official.unit):
        return None
    proposal = proposals.propose(
        proposals.kind_of(model),
        by=by,
        official=official,
        act=Proposal.Act.ADD if row is None else Proposal.Act.CHANGE,
        values=values,
        row=row,
        version=version,
        source=Proposal.Source.API,
    )
    if proposal is None:
        return {"proposal_id": None, "state": "unchanged", "detail": "Không có thay đổi."}
    detail = "Đề nghị của đơn vị, chờ Phòng Nội vụ quyết định."
    return {"proposal_id": proposal.public_id, "state": proposal.state, "detail": detail}
