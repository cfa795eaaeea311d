"""A decision that raises the salary of several people: one act, one step and one event a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from foundation import audit, versions
from foundation.dates import PartialDate, today
from foundation.errors import Refused
from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from foundation.scope import unscoped
from officials.checks import check_can_decide, check_can_write, proposes_only
from officials.kinds import SALARY
from officials.models import Appointment, Official, Proposal, SalaryStep, Unit
from officials.months import add_months
from officials.raises import raise_of
from officials.roster import post_of
from officials.salary import OVER_TOP, RAISE, RaiseAnswer, early_allowance, over_top_percent
from officials.salary_law import salary_law
from officials.services import proposals, records

Reason = SalaryStep.Reason
MOST_MONTHS_AHEAD = 12


@dataclass(frozen=True)
class NewStep:
    """What one person gets by the decision; `over_top_percent` at the step held, where that is the last."""

    official: Official
    step: int
    coefficient: Decimal
    starts_on: date
    reason: str
    over_top_percent: int | None = None


@dataclass(frozen=True)
class Decision:
    """The paper all steps rest on; `reason` is asked for where a limit is passed."""

    decision_no: str
    decided_on: PartialDate | None
    decided_by: str
    reason: str = ""


@dataclass
class RaiseProblems(Exception):
    """What is wrong with the lines: (place of the line, field, sentence); nothing was written."""

    problems: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def record_raises(*, by: Any, lines: Sequence[NewStep], decision: Decision, key: str = "") -> list[Any]:
    """Write the steps of one decision, or propose them where the unit may only propose.

    All or none. The same `key` again writes nothing anew. Errors: Denied; Refused (nobody named, a person twice, the
    limit of early raises passed without a reason); RaiseProblems (a line); ValidationError. Source: salary module.
    """
    if not lines:
        raise Refused("Đề nghị chọn ít nhất một người.")
    if len({line.official.pk for line in lines}) != len(lines):
        raise Refused("Một người có hai dòng trong cùng quyết định. Đề nghị bỏ bớt.")
    for line in lines:
        check_can_write(by, SalaryStep, line.official.unit)
    proposing = [proposes_only(by, SalaryStep, line.official.unit) for line in lines]
    if not any(proposing):
        for line in lines:
            check_can_decide(by, SalaryStep, line.official.unit)
    content = [
        [line.official.public_id, line.step, line.coefficient, line.starts_on, line.reason]
        + ([line.over_top_percent] if line.over_top_percent is not None else [])
        for line in lines
    ]
    content.append(
        [decision.decision_no, decision.decided_on and decision.decided_on.iso, decision.decided_by]
    )
    made: list[Any] = []

    def make() -> Any:
        held = _check(by, lines, decision)
        made.extend(
            _propose(by, line, decision, held[line.official.pk])
            if only
            else _write(by, line, decision, held[line.official.pk])
            for line, only in zip(lines, proposing, strict=True)
        )
        return made[0]

    model: Any = Proposal if proposing[0] else SalaryStep
    first, fresh = versions.create_once(
        by=by,
        key=key,
        action="raise salaries",
        content=content,
        make=make,
        find=lambda public_id: model._base_manager.get(public_id=public_id),
    )
    return made if fresh else [first]


def _check(by: Any, lines: Sequence[NewStep], decision: Decision) -> dict[int, SalaryStep]:
    """The step each person holds; RaiseProblems for lines that cannot be, Refused for a limit passed silently."""
    problems: list[tuple[int, str, str]] = []
    held: dict[int, SalaryStep] = {}
    beyond: list[str] = []
    for place, line in enumerate(lines):
        with unscoped("the salary of people the caller may write"):
            Official._base_manager.select_for_update(of=("self",)).get(pk=line.official.pk)
            answer, _ = raise_of(by, line.official, post_of(line.official, today()), line.starts_on)
        if (taken := _taken(line)) is not None:
            text = f"Đã có bậc lương hưởng từ ngày {day_text(taken)}. Đề nghị kiểm tra lại ngày."
            problems.append((place, "starts_on", text))
            continue
        if answer.current is None:
            text = "Chưa có diễn biến lương. Đề nghị nhập bậc đang hưởng ở hồ sơ."
            problems.append((place, "starts_on", text))
            continue
        held[line.official.pk] = answer.current
        problems += [(place, name, text) for name, text in _wrong(line, answer, beyond)]
    if problems:
        raise RaiseProblems(problems)
    beyond += _over_limit(lines)
    if beyond and not decision.reason.strip():
        raise Refused(f"{' '.join(beyond)} Nếu vẫn ghi, đề nghị nêu lý do.", field="reason")
    return held


def _taken(line: NewStep) -> date | None:
    """The first day of a step the person has on that day or after it."""
    later = SalaryStep._base_manager.filter(official=line.official, starts_on__gte=line.starts_on)
    return later.order_by("starts_on").values_list("starts_on", flat=True).first()


def _wrong(line: NewStep, answer: RaiseAnswer, beyond: list[str]) -> list[tuple[str, str]]:
    """What is impossible of a line; what only passes a limit goes to `beyond`."""
    if line.starts_on > add_months(today(), MOST_MONTHS_AHEAD):
        return [("starts_on", "Ngày hưởng cách ngày làm việc hơn một năm. Đề nghị kiểm tra lại.")]
    if line.reason == Reason.OTHER:
        return []
    if answer.kind == OVER_TOP and line.over_top_percent is not None:
        return _wrong_over_top(line, answer)
    if answer.kind != RAISE or answer.due_on is None:
        return [("reason", "Không xác định được bậc tiếp theo. Đề nghị kiểm tra hồ sơ, hoặc chọn “Khác”.")]
    found = []
    if line.step != answer.next_step:
        found.append(
            ("step", f"Bậc tiếp theo là bậc {answer.next_step}. Đề nghị kiểm tra lại, hoặc chọn “Khác”.")
        )
    elif line.coefficient != answer.next_coefficient:
        wanted = f"{answer.next_coefficient:f}".replace(".", ",")
        found.append(("coefficient", f"Hệ số của bậc {line.step} là {wanted}. Đề nghị kiểm tra lại."))
    is_early = line.starts_on < answer.due_on
    if line.reason == Reason.REGULAR and is_early:
        found.append(
            (
                "starts_on",
                f"Chưa đến hạn: {day_text(answer.due_on)}. Đề nghị sửa ngày, hoặc chọn nâng trước thời hạn.",
            )
        )
    if line.reason == Reason.EARLY:
        if not is_early:
            found.append(
                ("reason", f"Đã đến hạn từ {day_text(answer.due_on)}: đề nghị chọn nâng thường xuyên.")
            )
        months = salary_law(line.starts_on).value("nang_luong.som.thang")
        if months is not None and add_months(line.starts_on, int(months)) < answer.due_on:
            beyond.append(f"{line.official.full_name}: nâng trước hạn quá {int(months)} tháng.")
    return found


def _wrong_over_top(line: NewStep, answer: RaiseAnswer) -> list[tuple[str, str]]:
    """What is impossible of a seniority allowance: it stands at the step held, from its due day on."""
    assert answer.due_on is not None
    assert answer.current is not None
    if line.reason != Reason.REGULAR:
        return [("reason", "Phụ cấp thâm niên vượt khung không có trước thời hạn. Đề nghị chọn lại.")]
    if (line.step, line.coefficient) != (answer.step, answer.current.coefficient):
        return [("step", f"Phụ cấp này ghi ở bậc đang hưởng, bậc {answer.step}. Đề nghị kiểm tra lại.")]
    if line.starts_on < answer.due_on:
        return [("starts_on", f"Chưa đến hạn: {day_text(answer.due_on)}. Đề nghị sửa ngày.")]
    law = salary_law(line.starts_on)
    most = over_top_percent(answer, law, line.starts_on)
    if (
        answer.percent is None
        or most is None
        or not answer.percent <= Decimal(line.over_top_percent or 0) <= most
    ):
        due = f"{number(answer.percent)}%"
        return [("over_top_percent", f"Mức đến hạn là {due}. Đề nghị kiểm tra lại, hoặc chọn “Khác”.")]
    return []


def _over_limit(lines: Sequence[NewStep]) -> list[str]:
    """Units whose early raises of a year would pass the limit."""
    wanted: Counter[tuple[int, int]] = Counter()
    units = {}
    for line in lines:
        if line.reason == Reason.EARLY and line.official.unit is not None:
            wanted[line.official.unit.pk, line.starts_on.year] += 1
            units[line.official.unit.pk] = line.official.unit
    found = []
    for (pk, year), n in sorted(wanted.items()):
        # Two decisions of one unit at once would each see the places that the other takes.
        Unit._base_manager.select_for_update(of=("self",)).get(pk=pk)
        day = min(today(), date(year, 12, 31))
        allowance = early_allowance(_staff(pk, day), _used(pk, year), salary_law(day))
        if allowance is not None and n > allowance.left:
            found.append(
                f"{units[pk].full_name}: năm {year} được nâng trước thời hạn {allowance.limit} người, "
                f"còn {allowance.left}, quyết định này có {n}."
            )
    return found


def _staff(unit: int, day: date) -> int:
    return (
        Appointment._base_manager.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), is_primary=True, starts_on__lte=day, unit=unit
        )
        .values("official")
        .distinct()
        .count()
    )


def _used(unit: int, year: int) -> int:
    rows = SalaryStep._base_manager.filter(
        official__unit=unit, reason=Reason.EARLY, starts_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    return rows.values("official").distinct().count()


def _facts(line: NewStep, decision: Decision, held: SalaryStep) -> dict[str, Any]:
    """The values of the new step; allowances go on, the one for seniority only at the same step."""
    stays = (line.step, line.coefficient) == (held.step, held.coefficient)
    percent = held.over_top_percent if line.over_top_percent is None and stays else line.over_top_percent
    return {
        "rank_code": held.rank_code,
        "step": line.step,
        "coefficient": line.coefficient,
        "starts_on": line.starts_on,
        "allowance": held.allowance,
        "reason": line.reason,
        "decision_no": decision.decision_no,
        "decided_on": decision.decided_on,
        "decided_by": decision.decided_by,
        "over_top_percent": percent,
    }


def _write(by: Any, line: NewStep, decision: Decision, held: SalaryStep) -> SalaryStep:
    row = records.build(SalaryStep, facts=_facts(line, decision, held), official=line.official)
    with unscoped("a new step of a checked person"):
        row.full_clean()
        row.save(force_insert=True)
    names = [f.name for f in SalaryStep._meta.concrete_fields if f.name != "id"]
    audit.record(
        by=by,
        action="raise_salary",
        obj=row,
        subject=line.official,
        unit=line.official.unit,
        changes=audit.created_values(row, names),
        reason=decision.reason,
        summary=f"{SalaryStep._meta.verbose_name}: {row}",
    )
    return row


def _propose(by: Any, line: NewStep, decision: Decision, held: SalaryStep) -> Proposal:
    found = proposals.propose(
        SALARY,
        by=by,
        official=line.official,
        act=Proposal.Act.ADD,
        values=_facts(line, decision, held),
        reason=decision.reason,
    )
    assert found is not None  # adding always asks for something
    return found
