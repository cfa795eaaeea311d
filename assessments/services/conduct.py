"""Awards of many under one decision; the two lines of one disciplinary act entered together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.discipline_rules import (
    end_of_effect,
    form_table,
    group_histories,
    group_on,
    mismatch,
)
from assessments.models import Award, Discipline
from assessments.services import records as yearly
from foundation import audit
from foundation.errors import Refused
from foundation.scope import unscoped
from foundation.versions import create_once
from officials.checks import check_can_decide, check_can_write, proposes_only
from officials.models import Official, Proposal
from officials.record_kinds import record_kinds
from officials.services import proposals, records

Line = Discipline.Line
MOST_DAYS_APART = 30  # NĐ 112/2020/NĐ-CP, Điều 2 khoản 6: the administrative decision follows the Party's


# --- awards --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Given:
    """What became of the people of one decision: awards written, or proposed; those who had it already."""

    written: int = 0
    proposed: int = 0
    held: int = 0


@transaction.atomic
def give_awards(*, by: Any, officials: Sequence[Official], facts: dict[str, Any]) -> Given:
    """One award to many people under one decision; where a unit only proposes, a proposal each.

    Someone who has the same title of the same year by the same decision is left out, so the same form sent twice
    gives it once. Errors: Denied, Refused without a year and a day, ValidationError.
    """
    if not facts.get("year") and not facts.get("decided_on"):
        raise Refused("Đề nghị ghi năm hoặc ngày quyết định khen thưởng.", field="year")
    people = list({person.pk: person for person in officials}.values())
    units = {person.unit_id: person.unit for person in people}
    for unit in units.values():
        check_can_write(by, Award, unit)
    asking = {key for key, unit in units.items() if proposes_only(by, Award, unit)}
    with unscoped("awards of people whose right was checked"):
        same = Award.objects.filter(
            official__in=people,
            title=facts["title"],
            year=facts.get("year"),
            decision_no=facts.get("decision_no", ""),
        )
        held = set(same.values_list("official_id", flat=True))
    fresh = [person for person in people if person.pk not in held]
    direct = [person for person in fresh if person.unit_id not in asking]
    for unit in {person.unit_id: person.unit for person in direct}.values():
        check_can_decide(by, Award, unit)
    yearly.insert_rows(by=by, rows=[records.build(Award, facts=facts, official=person) for person in direct])
    asked = [person for person in fresh if person.unit_id in asking]
    for person in asked:
        proposals.propose(
            record_kinds["khen-thuong"], by=by, official=person, act=Proposal.Act.ADD, values=facts
        )
    return Given(len(direct), len(asked), len(held))


# --- discipline ----------------------------------------------------------------------------------------------
def warnings_of(lines: Sequence[dict[str, Any]]) -> list[str]:
    """What a person should look at before two lines of one act are kept: forms that do not match, days far apart."""
    by_line = {line["line"]: line for line in lines}
    state, party = by_line.get(Line.CHINH_QUYEN), by_line.get(Line.DANG)
    if state is None or party is None:
        return []
    found = [mismatch(state["form"], party["form"])]
    if state["decided_on"] and party["decided_on"]:
        days = abs((state["decided_on"].last_day - party["decided_on"].last_day).days)
        if days > MOST_DAYS_APART:
            found.append(
                f"Hai quyết định cách nhau {days} ngày; quy định là trong {MOST_DAYS_APART} ngày "
                "(NĐ 112/2020/NĐ-CP, Điều 2 khoản 6)."
            )
    return [text for text in found if text]


@transaction.atomic
def record_act(
    *,
    by: Any,
    official: Official,
    act: dict[str, Any],
    lines: Sequence[dict[str, Any]],
    key: str = "",
    reason: str = "",
) -> Discipline:
    """Keep the decisions of one act (one or both lines) under one reference; the first of them.

    `act`: act_ref ("" = a new one), acted_on, in_duty; each of `lines`: line, form, decided_on, ends_on, decision_no,
    authority. An administrative end left open is worked out from the months of the form. Errors: Denied (district
    only); Refused for no line, a line the act has already, a form of another time, a warning without a reason.
    """
    check_can_write(by, Discipline, official.unit)
    if not lines:
        raise Refused("Đề nghị ghi ít nhất một quyết định: chính quyền hoặc Đảng.")

    content = [official.public_id, act, list(lines)]
    row, _ = create_once(
        by=by,
        key=key,
        action="record_act",
        content=content,
        make=lambda: _decide(by, official, act, lines, reason),
        find=lambda found: Discipline._base_manager.get(public_id=found),
    )
    return row  # type: ignore[return-value]


def _decide(
    by: Any, official: Official, act: dict[str, Any], lines: Sequence[dict[str, Any]], reason: str
) -> Discipline:
    reference = _reference(official, act, lines)
    others = _others(official, reference)
    taken = {row.line for row in others} & {line["line"] for line in lines}
    if taken:
        raise Refused(
            f"Vụ {reference} đã có quyết định của tuyến {Line(taken.pop()).label}. Đề nghị sửa dòng đó."
        )
    known = [
        {"line": row.line, "form": row.form, "decided_on": row.decided_on_partial}  # type: ignore[attr-defined]
        for row in others
    ]
    warned = warnings_of([*known, *lines])
    if warned and not reason.strip():
        raise Refused(" ".join(warned) + " Nếu vẫn ghi, đề nghị nêu lý do.", field="reason")
    made = [_add_line(by, official, {**act, **line, "act_ref": reference}, reason) for line in lines]
    return made[0]


def _add_line(by: Any, official: Official, facts: dict[str, Any], reason: str) -> Discipline:
    yearly.check_discipline_form(official, facts)
    _check_days(facts)
    if facts.get("ends_on") is None and facts.get("decided_on") is not None:
        decided = facts["decided_on"]
        group = group_on(group_histories([official]).get(official.pk, []), decided.last_day)
        facts["ends_on"] = end_of_effect(
            form_table(), form=facts["form"], line=facts["line"], group=group, decided=decided
        )
    return records.add(Discipline, by=by, official=official, facts=facts, reason=reason)


def _check_days(facts: dict[str, Any]) -> None:
    acted, decided, ends = facts.get("acted_on"), facts.get("decided_on"), facts.get("ends_on")
    if decided is None and acted is None:
        raise Refused("Đề nghị ghi ngày quyết định, hoặc ít nhất năm vi phạm.", field="acted_on")
    if acted and decided and decided.last_day < acted.first_day:
        raise Refused("Ngày quyết định phải sau ngày vi phạm. Đề nghị kiểm tra lại.", field="acted_on")
    if decided and ends and ends < decided.first_day:
        raise Refused(f"Ngày hết hiệu lực phải sau ngày quyết định ({decided.display()}).")


def _others(official: Official, reference: str) -> list[Discipline]:
    """The decisions of that act there are already, held until the end of the transaction."""
    with unscoped("decisions of an act whose right was checked"):
        rows = Discipline.objects.select_for_update(of=("self",)).filter(official=official, act_ref=reference)
        return list(rows)


def _reference(official: Official, act: dict[str, Any], lines: Sequence[dict[str, Any]]) -> str:
    """The reference given, else the next of its year: `VP-2021-03`."""
    given: str = act.get("act_ref", "").strip()
    if given:
        return given
    day = act.get("acted_on") or next((line["decided_on"] for line in lines if line["decided_on"]), None)
    year = day.last_day.year if day is not None else 0
    audit.take_turn()  # two people who record at once must not get one number
    stem = f"VP-{year}-"
    with unscoped("numbers of acts; the right was checked"):
        taken = set(Discipline.objects.filter(act_ref__startswith=stem).values_list("act_ref", flat=True))
    number = len(taken) + 1
    while f"{stem}{number:02d}" in taken:
        number += 1
    return f"{stem}{number:02d}"
