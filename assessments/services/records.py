"""What happens to an official in a year, as acts: each is one call, one transaction, one audit event.

They stand on `officials.services.records`; here are the rules that belong to a kind of record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assessments import unit_years
from assessments.discipline_rules import check_form, form_table, group_histories, group_on
from assessments.models import (
    Award,
    Discipline,
    Evaluation,
    HealthCheck,
    Training,
    UnitYear,
)
from foundation import audit, bulk
from foundation.errors import Refused
from foundation.scope import unscoped
from officials.checks import check_can_write
from officials.models import Official, Unit
from officials.services import records

LAST_YEAR_OF_OLD_LABEL = 2019  # NĐ 56/2015/NĐ-CP; from 2020 NĐ 90/2020/NĐ-CP


def record_evaluation(*, by: Any, official: Official, facts: dict[str, Any], key: str = "") -> Evaluation:
    """Add the rating of a year. Refused when the level does not belong to the regime of that year."""
    check_level(facts)
    return records.add(Evaluation, by=by, official=official, facts=facts, key=key)


def change_evaluation(
    *, by: Any, evaluation: Evaluation, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct a rating. Errors as `record_evaluation`, and StaleVersion."""
    check_level({name: changes.get(name, getattr(evaluation, name)) for name in ("year", "level", "status")})
    return records.change(evaluation, by=by, changes=changes, version=version, reason=reason)


def check_level(facts: dict[str, Any]) -> None:
    """Refused for a level outside the regime of its year, or a rated year without a level."""
    level, year = facts.get("level", ""), facts["year"]
    if level == Evaluation.Level.HAN_CHE_NANG_LUC and year > LAST_YEAR_OF_OLD_LABEL:
        raise Refused(
            "Mức này chỉ dùng đến năm 2019 (NĐ 56/2015/NĐ-CP); từ năm 2020 đề nghị chọn “Hoàn thành nhiệm vụ”.",
            field="level",
        )
    if facts.get("status", Evaluation.Status.RATED) == Evaluation.Status.RATED and not level:
        raise Refused("Đề nghị chọn mức xếp loại, hoặc chọn tình trạng khác “Đã xếp loại”.", field="level")


def record_health_check(*, by: Any, official: Official, facts: dict[str, Any], key: str = "") -> HealthCheck:
    """Add the health class of a year."""
    return records.add(HealthCheck, by=by, official=official, facts=facts, key=key)


def record_training(*, by: Any, official: Official, facts: dict[str, Any], key: str = "") -> Training:
    """Add a course an official attended."""
    return records.add(Training, by=by, official=official, facts=facts, key=key)


@transaction.atomic
def record_trainings(*, by: Any, officials: Sequence[Official], facts: dict[str, Any]) -> list[Training]:
    """Add the same course to many officials at once: one event a person, as many queries for 200 as for two.

    Errors: Denied when one of them may not be written, ValidationError. Hand over officials with their units.
    """
    for unit in {person.unit_id: person.unit for person in officials}.values():
        check_can_write(by, Training, unit)
    rows = [records.build(Training, facts=facts, official=person) for person in officials]
    insert_rows(by=by, rows=rows)
    return rows


@transaction.atomic
def remove_trainings(*, by: Any, trainings: Sequence[Training], reason: str) -> None:
    """Take out courses that a correction of results says were not finished; their values stay in the audit."""
    if not trainings:
        return
    for unit in {row.official.unit_id: row.official.unit for row in trainings}.values():
        check_can_write(by, Training, unit)
    names = [field.name for field in Training._meta.concrete_fields if field.name != "id"]
    entries = [
        _entry_of(
            row,
            "remove",
            {name: [value, None] for name, (_, value) in audit.created_values(row, names).items()},
            reason,
        )
        for row in trainings
    ]
    with unscoped("removal of checked rows"):
        Training.objects.filter(pk__in=[row.pk for row in trainings]).delete()
    audit.record_many(entries, by=by)


def insert_rows(*, by: Any, rows: Sequence[Any], reason: str = "") -> None:
    """Write new rows of one model that hang on officials, with one event a person; the right has been checked.

    Fields are validated; what needs a query a row (that the official exists) is known already.
    """
    if not rows:
        return
    names = [field.name for field in rows[0]._meta.concrete_fields if field.name != "id"]
    for row in rows:
        row.clean_fields(exclude=[name for name in names if name in ("official", "of_course")])
        row.clean()
    with unscoped("new rows of checked people"):
        bulk.insert(rows)
    audit.record_many(
        [_entry_of(row, "create", audit.created_values(row, names), reason) for row in rows], by=by
    )


def _entry_of(row: Any, action: str, changes: dict[str, Any], reason: str) -> audit.Entry:
    official: Official = row.official
    return audit.Entry(
        action=action,
        object_type=row._meta.label_lower,
        object_id=row.public_id,
        subject_id=official.public_id,
        unit_id=official.unit.public_id if official.unit else "",
        summary=f"{row._meta.verbose_name}: {row}",
        reason=reason,
        changes=changes,
    )


def record_award(*, by: Any, official: Official, facts: dict[str, Any], key: str = "") -> Award:
    """Add an award; Refused without a year and a decision day."""
    if not facts.get("year") and not facts.get("decided_on"):
        raise Refused("Đề nghị ghi năm hoặc ngày quyết định khen thưởng.", field="year")
    return records.add(Award, by=by, official=official, facts=facts, key=key)


def record_discipline(*, by: Any, official: Official, facts: dict[str, Any], key: str = "") -> Discipline:
    """Add a disciplinary decision (district staff). Refused for a form there was not on that day for that group."""
    check_discipline_form(official, facts)
    return records.add(Discipline, by=by, official=official, facts=facts, key=key)


def change_discipline(
    *, by: Any, discipline: Discipline, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct a decision. Errors as `record_discipline`, and StaleVersion."""
    if {"form", "line", "decided_on"} & set(changes):
        now = {"form": discipline.form, "line": discipline.line, "decided_on": discipline.decided_on_partial}  # type: ignore[attr-defined]
        check_discipline_form(discipline.official, now | changes)
    return records.change(discipline, by=by, changes=changes, version=version, reason=reason)


def check_discipline_form(official: Official, facts: dict[str, Any]) -> None:
    """Refused when the form did not exist for the person's group on the day of the decision (regulations 6.2)."""
    decided = facts.get("decided_on")
    if decided is None:
        return
    group = group_on(group_histories([official]).get(official.pk, []), decided.last_day)
    wrong = check_form(
        form_table(), form=facts.get("form", ""), line=facts.get("line", ""), group=group, decided=decided
    )
    if wrong:
        raise Refused(wrong, field="form")


def record_unit_year(*, by: Any, unit: Unit, facts: dict[str, Any], key: str = "") -> UnitYear:
    """Add what a unit had and did in a year; Refused when the year is there already."""
    if UnitYear._base_manager.filter(unit=unit, year=facts["year"]).exists():
        raise Refused(
            f"Đã có số liệu năm {facts['year']} của đơn vị. Đề nghị sửa dòng đang có.", field="year"
        )
    check_unit_year(facts)
    return records.add(UnitYear, by=by, unit=unit, facts=facts, key=key)


def change_unit_year(
    row: UnitYear, *, by: Any, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct the figures of a year. Errors: Refused (numbers that contradict each other), Denied, StaleVersion."""
    now = {name: getattr(row, name) for name in unit_years.NUMBERS}
    check_unit_year(now | changes)
    return records.change(row, by=by, changes=changes, version=version, reason=reason)


def check_unit_year(facts: dict[str, Any]) -> None:
    for name, text in unit_years.contradictions(facts).items():
        raise Refused(text, field=name)
