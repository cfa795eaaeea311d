"""The rounds of evaluation of the demonstration: 2020 closed, 2021 with units at different steps. All [P].

The ratings stand in the records already, so a round is written as it came to them, many rows at once, with one event a
round. Nobody's rating is changed; only who left during a year gets the one that was still missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from assessments.models import (
    NOT_RATED,
    Discipline,
    Evaluation,
    EvaluationCase,
    EvaluationRegime,
    EvaluationRound,
    RatingAuthority,
)
from assessments.rating_rules import LOWEST, Finding, Rules, contradicted
from assessments.round_states import (
    ACT_REOPEN,
    CLOSED,
    DECIDED,
    NOTIFIED,
    OPEN,
    OPINION,
    PROPOSED,
    RATED,
    SELF,
    STATES,
)
from assessments.rounds import body_of, findings_for, managers_on, members, regime_of, rules_of
from assessments.services.rating_steps import Shared, Step, step_cases
from assessments.services.records import insert_rows
from exchange.workforce import layout
from foundation import audit, bulk
from foundation.dates import PartialDate, year_end, year_start
from foundation.ids import new_public_id
from officials.models import Absence, Appointment, Unit
from officials.services import records

Evaluations = Mapping[int, Evaluation]
WHY = "Số liệu minh họa: các bước của đợt được nạp cùng lúc"
AGAINST_A_RULE = "Cấp có thẩm quyền kết luận theo biên bản họp (minh họa)"
FORMER = "Hoàn thành tốt nhiệm vụ trong thời gian công tác tại đơn vị (minh họa)"
REOPENED = ("10720", "Bổ sung biên bản họp xét của đơn vị (minh họa)")
DECIDED_ON = {2020: date(2020, 12, 14), 2021: date(2021, 12, 14)}
DAYS_TO_NOTICE = 3
_ORDER = [state for state, _ in STATES]

# 2021 by unit: how far who serves there has come, and how far who left during the year.
CLOSED_2021 = ("10678", "10684", "10693", "10696", "10699", "10702", "10705", "10708", "10714")
NOTIFIED_2021 = ("10717", "10720", "10723", "10729")
STEPS: dict[int, dict[str, tuple[str, str]]] = {
    2020: dict.fromkeys(layout.CURRENT, (CLOSED, CLOSED)),
    2021: {
        **dict.fromkeys(CLOSED_2021, (CLOSED, CLOSED)),
        **dict.fromkeys(NOTIFIED_2021, (NOTIFIED, NOTIFIED)),
        "10675": (RATED, PROPOSED), "10687": (RATED, PROPOSED), "10726": (RATED, PROPOSED), "10744": (RATED, RATED),
        "10681": (NOTIFIED, OPEN), "10738": (NOTIFIED, SELF), "10741": (NOTIFIED, OPINION),
    },  # 10732, 10735, 10747 have opened no round yet
}  # fmt: skip


@dataclass(frozen=True)
class _Basis:
    """What all rounds of a year rest on; `held`: ratings in the records; `unusual`: see `_unusual`."""

    year: int
    regime: EvaluationRegime
    managers: Mapping[str, RatingAuthority]
    held: Evaluations
    unusual: set[int]


@dataclass(frozen=True)
class _Round:
    """A unit's round of a year while it is made: the row, its people, what the rules say of some of them."""

    row: EvaluationRound
    people: Mapping[int, Appointment]
    basis: _Basis
    findings: Mapping[int, list[Finding]]

    @property
    def held(self) -> Evaluations:
        return self.basis.held

    def of(self, official: int) -> list[Finding]:
        return self.findings.get(official, [])

    def body(self, posting: Appointment) -> str:
        manager = self.basis.managers.get(posting.post_id)
        return body_of(manager.manager, self.row.unit) if manager else ""


def install(user: Callable[[str], Any]) -> None:
    """All rounds, by the district."""
    district = user("noivu")
    units = {unit.public_id: unit for unit in Unit.objects.filter(public_id__in=layout.CURRENT)}
    for year, steps in STEPS.items():
        regime = regime_of(year)
        assert regime is not None
        rows = Evaluation.objects.filter(year=year).select_related("official__unit")
        held = {row.official_id: row for row in rows}
        basis = _Basis(year, regime, managers_on(year_end(year)), held, _unusual(year))
        rules = rules_of(year, regime)
        rounds = [_round(district, units[key], rules, basis) for key in sorted(steps)]
        EvaluationRound._base_manager.bulk_create([each.row for each in rounds])
        late = [row for each in rounds for row in _late_ratings(each, steps[each.row.unit.public_id][1])]
        insert_rows(by=district, rows=late, reason=WHY)
        known = held | {row.official_id: row for row in late}
        cases = [case for each in rounds for case in _cases(each, known, steps[each.row.unit.public_id])]
        bulk.insert(cases)
        _close(rounds, cases, district)
        audit.record_many([_entry(each) for each in rounds], by=district)
    _reopen_one(district)


def _unusual(year: int) -> set[int]:
    """Officials of whom a rule may say something: who came, went, moved, was away or disciplined in the year.

    Of everybody else it says that they are rated, and so they are; asking it for all costs a second.
    """
    first, last = year_start(year), year_end(year)
    in_year = Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))
    away = Absence.objects.filter(starts_on__lte=last).exclude(ends_on__lt=first)
    sets = (
        Appointment.objects.filter(in_year, is_primary=True),
        away,
        Discipline.objects.filter(decided_on__range=(first, last)),
    )
    return {pk for rows in sets for pk in rows.values_list("official_id", flat=True)}


def _round(by: Any, unit: Unit, rules: Rules, basis: _Basis) -> _Round:
    row = EvaluationRound(
        public_id=new_public_id(EvaluationRound.id_letter),
        unit=unit,
        year=basis.year,
        regime=basis.regime,
        opened_at=timezone.now(),
        opened_by_id=by.pk,
        opened_by_name=by.full_name,
    )
    people = members(unit, basis.year)
    asked = {pk: "" for pk in people if pk in basis.unusual}
    findings = findings_for(by, unit, basis.year, asked, rules) if asked else {}
    return _Round(row, people, basis, findings)


def _late_ratings(each: _Round, leavers: str) -> list[Evaluation]:
    """Ratings of who left during the year, where the round has come to a decision on them."""
    if leavers not in DECIDED:
        return []
    made = []
    for pk, posting in each.people.items():
        if pk in each.held:
            continue
        result = _advised(each.of(pk))
        is_rated = result != NOT_RATED
        facts: dict[str, Any] = {
            "year": each.row.year,
            "status": Evaluation.Status.RATED if is_rated else Evaluation.Status.NOT_RATED_BY_RULE,
            "level": result if is_rated else "",
            "self_level": result if is_rated else "",
        }
        if is_rated:
            facts |= {
                "decided_on": PartialDate(DECIDED_ON[each.row.year]),
                "decided_by": each.body(posting),
            }
        made.append(records.build(Evaluation, facts=facts, official=posting.official))
    return made


def _advised(found: list[Finding]) -> str:
    """The result a round comes to where nothing else is known: good, unless a rule says otherwise."""
    good = str(Evaluation.Level.TOT)
    return next((level for level in (good, NOT_RATED, LOWEST) if not contradicted(found, level)), NOT_RATED)


def _cases(each: _Round, held: Evaluations, steps: tuple[str, str]) -> list[EvaluationCase]:
    made = []
    for pk, posting in each.people.items():
        rating = held.get(pk)
        state = steps[0] if pk in each.held else steps[1]
        case = EvaluationCase(
            public_id=new_public_id(EvaluationCase.id_letter),
            round=each.row,
            official=posting.official,
            year=each.row.year,
            post_code=posting.post_id,
            group=posting.post.group,
            state=state,
            party_level=rating.party_level if rating else "",
            evaluation_ref=rating.public_id if rating else "",
        )
        _fill(case, rating, each.of(pk))
        made.append(case)
    return made


def _fill(case: EvaluationCase, rating: Evaluation | None, found: list[Finding]) -> None:
    """What was written on the way to the state: nothing that a later step would have to write."""
    result = (rating.level or NOT_RATED) if rating else _advised(found)
    level = "" if result == NOT_RATED else result
    reached = _ORDER.index(case.state)
    if reached >= _ORDER.index(SELF):
        case.self_level = rating.self_level if rating else level
        case.self_note = "" if level else "Chưa đủ thời gian công tác trong năm (minh họa)"
    if reached >= _ORDER.index(OPINION):
        case.unit_level = level
        case.former_opinion = FORMER if any(f.code == "don_vi_cu" for f in found) else ""
    if reached >= _ORDER.index(PROPOSED):
        case.proposed = result
        case.reason = AGAINST_A_RULE if contradicted(found, result) else ""
    if reached >= _ORDER.index(NOTIFIED):
        decided = rating.decided_on if rating is not None else None
        day = decided or DECIDED_ON[case.year]
        case.notified_on = min(day + timedelta(days=DAYS_TO_NOTICE), _last_day(case.year))


def _last_day(year: int) -> date:
    """Notices are out by the end of the year that the demonstration has reached."""
    return date(2021, 12, 31) if year == max(STEPS) else date(year + 1, 3, 31)


def _close(rounds: list[_Round], cases: list[EvaluationCase], by: Any) -> None:
    """A round is closed with its last case."""
    open_rows = {case.round_id for case in cases if case.state != CLOSED}
    done = [each.row for each in rounds if each.row.pk not in open_rows]
    for row in done:
        row.closed_at, row.closed_by_name = timezone.now(), by.full_name
    EvaluationRound._base_manager.bulk_update(done, ["closed_at", "closed_by_name"])


def _entry(each: _Round) -> audit.Entry:
    return audit.Entry(
        action="open_round",
        object_type=EvaluationRound._meta.label_lower,
        object_id=each.row.public_id,
        unit_id=each.row.unit.public_id,
        summary=str(each.row),
        reason=WHY,
        changes={"year": [None, each.row.year], "people": [None, len(each.people)]},
    )


def _reopen_one(by: Any) -> None:
    """One decided case is opened again for a correction: its rating stands until it is decided anew."""
    unit, reason = REOPENED
    row = EvaluationRound._base_manager.select_related("unit", "regime").get(unit__public_id=unit, year=2021)
    cases = EvaluationCase._base_manager.filter(round=row, state=NOTIFIED, group="cong_chuc")
    case = cases.exclude(proposed=NOT_RATED).order_by("pk").first()
    assert case is not None
    steps = [Step(case.public_id, case.version, {})]
    step_cases(by=by, row=row, act=ACT_REOPEN, steps=steps, shared=Shared(reason=reason))
