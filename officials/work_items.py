"""What waits about the records themselves: proposals of units that nobody has decided on."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.dates import local_time
from foundation.formats import vi_numbers
from foundation.registries import WorkItem, WorkItemSource
from officials.models import Proposal
from officials.proposals_shown import title_of

LATE_AFTER_DAYS = 15  # a proposal that has waited longer stands out; nothing in law sets this


def decides(user: Any) -> bool:
    return bool(user.may("write", Proposal, "all"))


def find(user: Any, day: date) -> list[WorkItem]:
    """Proposals that wait for the reader's decision, the oldest first."""
    rows = Proposal.objects.visible_to(user).filter(state=Proposal.State.PROPOSED)
    rows = rows.select_related("official", "unit").order_by("proposed_at", "pk")
    return [_item(row, day) for row in rows]


def _item(row: Proposal, day: date) -> WorkItem:
    sent = local_time(row.proposed_at).date()
    return WorkItem(
        title=f"{row.official.full_name}: {title_of(row)}",
        url=row.get_absolute_url(),
        detail=f"gửi ngày {sent:%d/%m/%Y}",
        tone="warning" if (day - sent).days > LATE_AFTER_DAYS else "info",
        unit=row.unit.public_id,
    )


PROPOSALS = WorkItemSource(
    "proposals",
    "Đề nghị điều chỉnh hồ sơ chờ quyết định",
    20,
    find,
    lambda n: f"{vi_numbers.number(n)} đề nghị điều chỉnh hồ sơ chờ quyết định.",
    decides,
)
