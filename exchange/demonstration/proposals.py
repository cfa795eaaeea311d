"""One unit of the demonstration only proposed for a month: what waits, was agreed to, declined, taken back. All [P].

The month is over on the day of the demonstration, so that every commune officer writes the own records (contracts 6).

What is agreed to only completes the paper of an award that is counted already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from assessments.kinds import AWARD
from assessments.models import Award
from foundation.dates import PartialDate
from officials.models import Official, Proposal, Unit
from officials.services import proposals
from officials.services.proposal_periods import set_period

UNIT, SINCE, UNTIL = "10717", date(2021, 11, 1), date(2021, 11, 30)
YEAR = 2021
WAITING = 3


def install(user: Callable[[str], Any]) -> None:
    """The administrator sets the mode, the unit proposes, the district decides on some of it."""
    unit = Unit.objects.get(public_id=UNIT)
    reason = "Chế độ chỉ đề nghị (minh họa)"
    set_period(by=user("quantri"), unit=unit, starts_on=SINCE, ends_on=UNTIL, reason=reason)
    officer, district = user(f"xa_{UNIT}"), user("noivu")
    people = list(Official.objects.filter(unit=unit, appointments__ends_on=None).distinct().order_by("pk"))
    for person in people[:WAITING]:
        _propose_award(officer, person, "Giấy khen", "Đề nghị của đơn vị (minh họa)")
    declined = _propose_award(officer, people[WAITING], "Bằng khen", "Đề nghị của đơn vị (minh họa)")
    proposals.reject(
        declined, by=district, version=declined.version, comment="Chưa có quyết định kèm theo (minh họa)"
    )
    taken = _propose_award(officer, people[WAITING + 1], "Giấy khen", "Ghi nhầm người (minh họa)")
    proposals.withdraw(taken, by=officer, version=taken.version)
    row = Award.objects.filter(official__in=people, year=YEAR, decision_no="").order_by("pk").first()
    assert row is not None
    asked = proposals.propose(
        AWARD,
        by=officer,
        official=row.official,
        act=Proposal.Act.CHANGE,
        values={"decision_no": "Số liệu minh họa"},
        row=row,
        version=row.version,
        reason="Bổ sung số quyết định (minh họa)",
    )
    assert asked is not None
    proposals.approve(asked, by=district, version=asked.version)


def _propose_award(by: Any, person: Official, title: str, reason: str) -> Proposal:
    facts = {
        "title": title,
        "kind": Award.Kind.HINH_THUC,
        "year": YEAR,
        "decided_on": PartialDate(date(2021, 11, 20)),
        "authority": "Chủ tịch UBND thị xã",
    }
    made = proposals.propose(AWARD, by=by, official=person, act=Proposal.Act.ADD, values=facts, reason=reason)
    assert made is not None
    return made
