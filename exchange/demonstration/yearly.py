"""A year's work on the demonstration's records, done by its accounts through the services. All [P].

Nothing here changes a figure: courses are those the people have attended, proposals that were agreed to only complete a
paper, raises and conclusions are counted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from assessments.models import Award, HealthRound
from assessments.services.records import insert_rows
from exchange.demonstration import proposals, rounds, training
from foundation.dates import PartialDate
from officials.models import Appointment, RetirementStep, RotationStep, SalaryStep
from officials.months import add_months
from officials.raises import RaiseLine, RaiseState, raise_list
from officials.rotation import RotationState, rotation_list
from officials.services import records
from officials.services.raises import Decision, NewStep, record_raises

Users = Callable[[str], Any]
LAST = date(2021, 12, 31)
HEALTH_ROUNDS = (  # year, facility, first and last day: those within which the records have checks
    (2019, "Trung tâm Y tế thị xã Kinh Môn", date(2019, 4, 1), date(2019, 11, 20)),
    (2020, "Trung tâm Y tế thị xã Kinh Môn", date(2020, 4, 1), date(2020, 11, 20)),
    (2021, "Trung tâm Y tế thị xã Kinh Môn", date(2021, 4, 1), date(2021, 11, 20)),
    (2021, "Bệnh viện đa khoa tỉnh Hải Dương", date(2021, 4, 1), date(2021, 11, 20)),
)
EARLY_RAISES = 4
EARLY_FROM = date(2021, 12, 20)
ROTATIONS = (  # conclusions in turn on those whose time has ended; None: nothing was concluded yet
    (RotationStep.Conclusion.PLANNED, "Đưa vào kế hoạch năm 2022 (minh họa)"),
    (RotationStep.Conclusion.KEPT, "Chưa có người thay đúng chuyên ngành (minh họa)"),
    (RotationStep.Conclusion.PLANNED, "Đưa vào kế hoạch năm 2022 (minh họa)"),
    (RotationStep.Conclusion.KEPT, "Đang giữ việc chưa bàn giao xong (minh họa)"),
    (RotationStep.Conclusion.PLANNED, "Đưa vào kế hoạch năm 2022 (minh họa)"),
    None,
)
CONCLUDED_ON = date(2021, 11, 15)
NOTICE_MONTHS, DECISION_MONTHS = 6, 3  # Luật Cán bộ, công chức 2008 Điều 60 (norms `nghi_huu.*`)


def install(user: Users) -> None:
    """Everything in the order of the year; the rounds first, since they tell of earlier years."""
    rounds.install(user)
    district = user("noivu")
    _health_rounds(district)
    training.install(user)
    _rotations(district)
    _retirements(district)
    _early_raises(district)
    proposals.install(user)


def _health_rounds(by: Any) -> None:
    for year, facility, first, last in HEALTH_ROUNDS:
        facts = {
            "year": year,
            "facility": facility,
            "starts_on": first,
            "ends_on": last,
            "note": "Số liệu minh họa",
        }
        records.add(HealthRound, by=by, unit=None, facts=facts)


def _rotations(by: Any) -> None:
    """Conclusions on most of those whose time in a listed post has ended."""
    late = [line for line in rotation_list(by, LAST.year, LAST).lines if line.state == RotationState.LATE]
    made = []
    for number, line in enumerate(late):
        concluded = ROTATIONS[number % len(ROTATIONS)]
        if concluded is not None:
            conclusion, note = concluded
            facts = {"post": line.seat.post, "conclusion": conclusion, "day": CONCLUDED_ON, "note": note}
            made.append(records.build(RotationStep, facts=facts, official=line.seat.official))
    insert_rows(by=by, rows=made, reason="Số liệu minh họa")


def _retirements(by: Any) -> None:
    """Notice and decision of everybody who retired in 2021, each some days before it was due."""
    rows = Appointment.objects.filter(end_reason="nghi_huu", ends_on__year=LAST.year, is_primary=True)
    made = []
    for row in rows.select_related("official__unit").order_by("ends_on", "pk"):
        assert row.ends_on is not None
        for kind, months in (
            (RetirementStep.Kind.NOTICE, NOTICE_MONTHS),
            (RetirementStep.Kind.DECISION, DECISION_MONTHS),
        ):
            day = add_months(row.ends_on, -months) - timedelta(days=10)
            facts = {"kind": kind, "day": day, "note": "Số liệu minh họa"}
            made.append(records.build(RetirementStep, facts=facts, official=row.official))
    insert_rows(by=by, rows=made, reason="Số liệu minh họa")


def _early_raises(by: Any) -> None:
    """A few whose raise is less than a year away get it early for what they were honoured for, one a unit."""
    winners = set(
        Award.objects.filter(year=LAST.year, title="Chiến sĩ thi đua cơ sở").values_list(
            "official_id", flat=True
        )
    )
    near = [
        line
        for line in raise_list(by, date(2021, 10, 1), LAST).of(RaiseState.LATER)
        if line.official.pk in winners and not line.answer.delays and not line.answer.doubts
    ]
    chosen: dict[int, RaiseLine] = {}
    for line in near:
        chosen.setdefault(line.seat.unit.pk, line)
    lines = [_early(line) for line in list(chosen.values())[:EARLY_RAISES]]
    paper = Decision("Số liệu minh họa", PartialDate(EARLY_FROM), "Chủ tịch UBND thị xã")
    record_raises(by=by, lines=lines, decision=paper)


def _early(line: RaiseLine) -> NewStep:
    answer = line.answer
    assert answer.next_step is not None
    assert answer.next_coefficient is not None
    return NewStep(
        line.official, answer.next_step, answer.next_coefficient, EARLY_FROM, SalaryStep.Reason.EARLY
    )
