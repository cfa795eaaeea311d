"""The way of one set of data from the unit to the town and back, as one table."""

from __future__ import annotations

from accounts.models import Membership
from foundation.states import Act, machine, of

DRAFT, SENT, RETURNED, ACCEPTED, REOPENED = "draft", "sent", "returned", "accepted", "reopened"
SEND, RETURN, ACCEPT, REOPEN = "send", "return", "accept", "reopen"
_COMMUNE, _DISTRICT = Membership.Role.COMMUNE.value, Membership.Role.DISTRICT.value

SUBMISSION = machine(
    "cycle.submission",
    "Gửi số liệu",
    states=(
        (DRAFT, "Chưa gửi"),
        (SENT, "Đã gửi, chờ xử lý"),
        (RETURNED, "Bị trả lại"),
        (ACCEPTED, "Đã chấp nhận"),
        (REOPENED, "Mở lại để điều chỉnh"),
    ),
    start=DRAFT,
    table=(
        # The district sends for a unit that has nobody at the keyboard.
        Act(SEND, "Gửi số liệu", of(DRAFT, RETURNED, REOPENED), SENT, of(_COMMUNE, _DISTRICT)),
        Act(RETURN, "Trả lại", of(SENT), RETURNED, of(_DISTRICT), needs_reason=True),
        Act(ACCEPT, "Chấp nhận số liệu", of(SENT), ACCEPTED, of(_DISTRICT)),
        Act(REOPEN, "Mở lại để điều chỉnh", of(ACCEPTED), REOPENED, of(_DISTRICT), needs_reason=True),
    ),
)
TONES = {DRAFT: "quiet", SENT: "info", RETURNED: "danger", ACCEPTED: "ok", REOPENED: "warning"}
WAITS_FOR_UNIT = (DRAFT, RETURNED, REOPENED)
