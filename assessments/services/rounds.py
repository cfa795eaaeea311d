"""A round of evaluation as a whole: opening it, bringing its list up to date, closing and opening with its cases."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.models import (
    EvaluationCase,
    EvaluationRound,
)
from assessments.round_states import (
    CLOSED,
    UNDECIDED,
)
from assessments.rounds import (
    latest_rating,
    members,
    primary_postings,
    regime_of,
)
from foundation import audit
from foundation.dates import today, year_end
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.scope import unscoped
from foundation.versions import create_once, save_changes
from officials.checks import check_can_write
from officials.models import Appointment, Unit

_WHY = "one round whose writer's right was checked"


@transaction.atomic
def open_round(*, by: Any, unit: Unit, year: int, key: str = "") -> EvaluationRound:
    """Open a unit's round of a year with a case for everyone in it. One event `open_round`.

    Errors: Denied (another unit's officer, leadership); Refused for a year to come, one before any known regime, a unit
    that did not exist on 31/12, a unit where nobody served, a round that is open already.
    """
    check_can_write(by, EvaluationRound, unit)

    def make() -> EvaluationRound:
        Unit._base_manager.select_for_update(of=("self",)).get(pk=unit.pk)
        regime = regime_of(year)
        _refuse_opening(unit, year, regime)
        found = members(unit, year)
        if not found:
            raise Refused(f"Năm {year} không có ai công tác ở {unit}. Đề nghị kiểm tra quá trình công tác.")
        row = EvaluationRound(
            public_id=new_public_id(EvaluationRound.id_letter),
            unit=unit,
            year=year,
            regime=regime,
            opened_at=timezone.now(),
            opened_by_id=by.pk,
            opened_by_name=by.full_name or by.username,
        )
        row.full_clean()
        row.save(force_insert=True)
        _add_cases(row, found, by=by)
        audit.record(
            by=by,
            action="open_round",
            obj=row,
            unit=unit,
            changes={"year": [None, year], "people": [None, len(found)]},
            summary=str(row),
        )
        return row

    with unscoped(_WHY):
        made, _ = create_once(
            by=by, key=key, action="open_round", content=[unit.public_id, year], make=make,
            find=lambda found: EvaluationRound._base_manager.get(public_id=found),
        )  # fmt: skip
    return made  # type: ignore[return-value]


def _refuse_opening(unit: Unit, year: int, regime: Any) -> None:
    if year > today().year:
        raise Refused(f"Năm {year} chưa đến.")
    if regime is None:
        raise Refused(f"Chưa có quy định đánh giá áp dụng cho năm {year}. Đề nghị kiểm tra danh mục.")
    if not unit.exists_on(year_end(year)):
        raise Refused(f"Đơn vị không có vào ngày 31/12/{year}.")
    if EvaluationRound._base_manager.filter(unit=unit, year=year).exists():
        raise Refused(f"Đợt đánh giá năm {year} của đơn vị đã được mở.")


def _add_cases(row: EvaluationRound, found: dict[int, Appointment], *, by: Any) -> int:
    """A case for each who has none this year, the rating already in the records linked; how many.

    The undecided case of someone who came from another unit's round moves here with what was written in it.
    """
    rows = EvaluationCase._base_manager.select_for_update(of=("self",)).select_related(
        "official__unit", "round__unit"
    )
    taken = {case.official_id: case for case in rows.filter(year=row.year, official_id__in=list(found))}
    n_new = 0
    for pk, posting in found.items():
        case = taken.get(pk)
        if case is None:
            _make_case(row, posting)
            n_new += 1
        elif case.round_id != row.pk and case.state in UNDECIDED:
            _move(case, row, posting, by=by)
            n_new += 1
    return n_new


def _make_case(row: EvaluationRound, posting: Appointment) -> None:
    held = latest_rating(posting.official, row.year)
    case = EvaluationCase(
        public_id=new_public_id(EvaluationCase.id_letter),
        round=row,
        official=posting.official,
        year=row.year,
        post_code=posting.post_id,
        group=posting.post.group,
        party_level=held.party_level if held else "",
        evaluation_ref=held.public_id if held else "",
    )
    case.save(force_insert=True)


def _move(case: EvaluationCase, row: EvaluationRound, posting: Appointment, *, by: Any) -> None:
    left = case.round
    save_changes(
        case,
        changes={"round": row, "post_code": posting.post_id, "group": posting.post.group},
        version=case.version,
        by=by,
        subject=case.official,
        unit=case.official.unit,
        action="move_round",
        summary=str(row),
    )
    settle(left, by=by)


@transaction.atomic
def refresh_round(*, by: Any, row: EvaluationRound) -> tuple[int, int]:
    """Add whom the postings now put into the round, take out undecided cases of whom they no longer do.

    Who belongs to another unit's round of the year moves there. Returns how many came and went; one event when
    anything changed. What was typed for who went stays in the audit.
    """
    check_can_write(by, EvaluationRound, row.unit)
    with unscoped(_WHY):
        row = EvaluationRound._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        found = members(row.unit, row.year)
        rows = row.cases.select_for_update(of=("self",)).select_related("official__unit", "round__unit")
        gone = [case for case in rows if case.official_id not in found and case.state in UNDECIDED]
        for case in gone:
            _leave(case, row, by=by)
        n_new = _add_cases(row, found, by=by)
        if n_new or gone:
            audit.record(
                by=by, action="refresh_round", obj=row, unit=row.unit,
                changes={"people": [row.cases.count() - n_new + len(gone), row.cases.count()]}, summary=str(row),
            )  # fmt: skip
            settle(row, by=by)
    return n_new, len(gone)


def _leave(case: EvaluationCase, row: EvaluationRound, *, by: Any) -> None:
    postings = primary_postings([case.official_id], row.year).get(case.official_id, [])
    elsewhere = (
        EvaluationRound._base_manager.filter(year=row.year, unit=postings[-1].unit_id) if postings else None
    )
    target = elsewhere.first() if elsewhere is not None else None
    if target is not None:
        _move(case, target, postings[-1], by=by)
        return
    values = audit.created_values(case, [f.name for f in case._meta.concrete_fields if f.name != "id"])
    audit.record(
        by=by, action="leave_round", obj=case, subject=case.official, unit=case.official.unit,
        changes={name: [value, None] for name, (_, value) in values.items()}, summary=str(row),
    )  # fmt: skip
    case.delete()


def settle(row: EvaluationRound, *, by: Any) -> None:
    """A round is closed while every case in it is, and open again as soon as one is not; an event when it changes."""
    states = set(row.cases.values_list("state", flat=True))
    all_closed = states == {CLOSED}
    if all_closed == (row.closed_at is not None):
        return
    changes = {
        "closed_at": timezone.now() if all_closed else None,
        "closed_by_name": (by.full_name or by.username) if all_closed else "",
    }
    action = "close_round" if all_closed else "reopen_round"
    save_changes(
        row, changes=changes, version=row.version, by=by, unit=row.unit, action=action, summary=str(row)
    )
