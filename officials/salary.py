"""When an official's next regular raise is due, and why: pure functions over rows read once.

The time at a step is 36 or 24 months by rank, 60 for cán bộ paid by post (NĐ 92/2009/NĐ-CP Điều 6 khoản 1; TT
08/2013/TT-BNV Điều 2), longer by what delays it (NĐ 92/2009 Điều 6 khoản 3). What is not known is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from foundation.formats.vi_numbers import number
from foundation.forms import day_text
from officials.models import Absence, SalaryStep
from officials.months import add_months, months_between
from officials.raise_delays import Delay, not_asked
from officials.salary_law import BY_POST, RankTable, SalaryLaw
from officials.services.postings import id_order

RAISE, OVER_TOP, TOP, UNKNOWN = "nang_bac", "vuot_khung", "bac_cuoi", "chua_du_so_lieu"
KIND_LABELS = {
    RAISE: "Nâng bậc lương",
    OVER_TOP: "Phụ cấp thâm niên vượt khung",
    TOP: "Đã ở bậc cuối",
    UNKNOWN: "Chưa đủ số liệu",
}
BY_POST_BASIS = "NĐ 92/2009/NĐ-CP, Điều 6 khoản 1"
MONTHS_A_PERCENT = 12  # from one percentage of the seniority allowance to the next
OVER_TOP_BASIS = "TT 04/2005/TT-BNV, theo trí nhớ"
BY_RANK_BASIS = "TT 08/2013/TT-BNV, Điều 2; NĐ 204/2004/NĐ-CP, Điều 7"


# --- the answer ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RaiseAnswer:
    """When the next raise is due and how that was found.

    `kind` RAISE: from `step` to `next_step` on `due_on`; OVER_TOP: at the last step, `percent` from `due_on` on, after
    the `percent_now` recorded since `base_on` (None: none yet); TOP: nothing follows; UNKNOWN: `missing` says what the record lacks. `doubts` are to be looked at by a person.
    """

    kind: str
    current: SalaryStep | None = None
    rank: RankTable | None = None
    step: int | None = None
    next_step: int | None = None
    next_coefficient: Decimal | None = None
    base_on: date | None = None
    months: int | None = None
    delays: tuple[Delay, ...] = ()
    due_on: date | None = None
    percent: Decimal | None = None
    percent_now: Decimal | None = None
    missing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    basis: str = ""
    verified: str = "read"

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def delayed_months(self) -> int:
        return sum(delay.months or 0 for delay in self.delays)

    def in_words(self, user: Any) -> list[str]:
        """Base day, rule, delays, what is doubtful: one sentence each."""
        if self.kind == UNKNOWN:
            return [f"Chưa đủ số liệu: {', '.join(self.missing)}.", *self.doubts]
        lines = []
        if self.percent_now is not None:
            lines.append(
                f"Hưởng phụ cấp thâm niên vượt khung {number(self.percent_now)}% từ {day_text(self.base_on)}; "
                f"mức sau {self.months} tháng ({self.basis})."
            )
        elif self.base_on is not None and self.months is not None:
            lines.append(
                f"Giữ bậc từ {day_text(self.base_on)}; thời gian giữ bậc {self.months} tháng ({self.basis})."
            )
        for delay in self.delays:
            when = f" ({day_text(delay.day)})" if delay.day else ""
            lines.append(f"Kéo dài {delay.months} tháng: {delay.why}{when}, {delay.basis}.")
        if self.kind == TOP:
            lines.append("Đã ở bậc cuối của bảng; không có bậc tiếp theo.")
        return [*lines, *not_asked(user), *self.doubts]


@dataclass
class _Working:
    """What is gathered while one person is looked at."""

    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def next_raise(
    steps: Iterable[SalaryStep],
    *,
    post: str,
    law: SalaryLaw,
    delays: Iterable[Delay] = (),
    absences: Iterable[Absence] = (),
    before: date | None = None,
) -> RaiseAnswer:
    """The next regular raise of one person who holds `post` (its code, "" unknown).

    `before`: only steps that began before that day count, so that a past quarter can be asked again. Counts months.
    Source: see the module.
    """
    known = sorted(steps, key=lambda row: (row.starts_on, id_order(row.public_id)))
    if before is not None:
        known = [row for row in known if row.starts_on < before]
    if not known:
        return RaiseAnswer(UNKNOWN, missing=("chưa có diễn biến lương",))
    current, note = known[-1], _Working()
    if len(known) > 1 and known[-2].starts_on == current.starts_on:
        note.doubts.append(
            f"Cần kiểm tra: có hai bậc lương cùng hưởng từ ngày {day_text(current.starts_on)}; dòng ghi sau được tính."
        )
    rank = _rank_of(current, post, law, note)
    step = _step_of(current, rank, note) if rank is not None else None
    if rank is None or step is None or not rank.months:
        if rank is not None and not rank.months:
            note.missing.append(f"ngạch {rank.code} chưa có số tháng mỗi bậc")
        return RaiseAnswer(
            UNKNOWN, current, rank, step, missing=tuple(note.missing), doubts=tuple(note.doubts)
        )
    return _answer(known, rank, step, law, list(delays), list(absences), note)


def _answer(
    known: list[SalaryStep],
    rank: RankTable,
    step: int,
    law: SalaryLaw,
    delays: list[Delay],
    absences: list[Absence],
    note: _Working,
) -> RaiseAnswer:
    current = known[-1]
    base_on, months = _base_day(known), rank.months or 0
    is_last = step == len(rank.coefficients)
    paid_on, percent_now = _over_top_paid(known) or (base_on, None)
    if percent_now is not None and (rank.is_by_post or not is_last):
        note.doubts.append(
            "Cần kiểm tra: có ghi phụ cấp thâm niên vượt khung khi không ở bậc cuối của ngạch, hoặc xếp lương theo chức vụ."
        )
        paid_on, percent_now = base_on, None
    if rank.is_by_post and is_last:
        return RaiseAnswer(
            TOP, current, rank, step, base_on=base_on, basis=BY_POST_BASIS, doubts=tuple(note.doubts)
        )
    if percent_now is not None:
        base_on, months = paid_on, MONTHS_A_PERCENT
    counted = _counted(delays, base_on, months, law, note)
    due_on = add_months(base_on, months + sum(delay.months or 0 for delay in counted))
    _doubt_absences(absences, base_on, due_on, law, note)
    later = law.rank(rank.code, due_on)
    if later is not None and later != rank:
        note.doubts.append(
            f"Cần kiểm tra: bảng lương ngạch {rank.code} thay đổi từ {day_text(later.starts_on)} ({later.basis}); "
            "bậc tiếp theo tính theo bảng đang hưởng."
        )
    percent = _next_percent(percent_now, law) if is_last else None
    return RaiseAnswer(
        OVER_TOP if is_last else RAISE,
        current,
        rank,
        step,
        next_step=None if is_last else step + 1,
        next_coefficient=None if is_last else rank.coefficients[step],
        base_on=base_on,
        months=months,
        delays=tuple(counted),
        due_on=due_on,
        percent=percent,
        percent_now=percent_now,
        doubts=tuple(note.doubts),
        basis=_basis(rank, percent_now),
        verified=_weakest(
            [rank.verified, *(delay.verified for delay in counted), *(["memory"] if is_last else [])]
        ),
    )


def _rank_of(current: SalaryStep, post: str, law: SalaryLaw, note: _Working) -> RankTable | None:
    """The rank as written; where none is written, the table of the post's group for cán bộ."""
    code = current.rank_code
    if not code:
        group = law.group(post)
        if group is None:
            note.missing.append("chưa ghi mã ngạch")
            return None
        code = f"{BY_POST}{group}"
    rank = law.rank(code, current.starts_on)
    if rank is None:
        note.missing.append(f"ngạch {code} không có trong danh mục vào ngày {day_text(current.starts_on)}")
    return rank


def _step_of(current: SalaryStep, rank: RankTable, note: _Working) -> int | None:
    """The step as written, else the one its coefficient stands at; a contradiction is said."""
    coefficient, step = current.coefficient, current.step
    if step is None:
        if coefficient is None:
            note.missing.append("chưa ghi bậc và hệ số")
            return None
        if coefficient not in rank.coefficients:
            note.missing.append(f"hệ số {number(coefficient, 2)} không có trong bảng của ngạch {rank.code}")
            return None
        return rank.coefficients.index(coefficient) + 1
    if not 1 <= step <= len(rank.coefficients):
        note.missing.append(f"ngạch {rank.code} không có bậc {step}")
        return None
    if coefficient is not None and coefficient != rank.coefficients[step - 1]:
        note.doubts.append(
            f"Cần kiểm tra: hệ số {number(coefficient, 2)} khác bảng lương của ngạch {rank.code} bậc {step} "
            f"({number(rank.coefficients[step - 1], 2)})."
        )
    return step


def _base_day(known: list[SalaryStep]) -> date:
    """The first day at the step: rows that repeat rank, step and coefficient (another allowance) go on with it."""
    same = known[-1]
    first = same
    for row in reversed(known):
        if (row.rank_code, row.step, row.coefficient) != (same.rank_code, same.step, same.coefficient):
            break
        first = row
    return first.starts_on


def _over_top_paid(known: list[SalaryStep]) -> tuple[date, Decimal] | None:
    """The seniority allowance recorded last at the step held, and its first day.

    A row of the same step that names none says something else (another allowance); it does not end this one.
    """
    first_at_step = _base_day(known)
    rows = [row for row in known if row.starts_on >= first_at_step and row.over_top_percent]
    if not rows:
        return None
    last = rows[-1].over_top_percent
    first = rows[-1]
    for row in reversed(rows):
        if row.over_top_percent != last:
            break
        first = row
    return first.starts_on, Decimal(last or 0)


def _next_percent(percent_now: Decimal | None, law: SalaryLaw) -> Decimal | None:
    """The first percentage, or what follows the one recorded; None while the catalogue has no number."""
    if percent_now is None:
        return law.value("nang_luong.vuot_khung.dau")
    more = law.value("nang_luong.vuot_khung.moi_nam")
    return percent_now + more if more is not None else None


def _basis(rank: RankTable, percent_now: Decimal | None) -> str:
    if percent_now is not None:
        return OVER_TOP_BASIS
    return BY_POST_BASIS if rank.is_by_post else BY_RANK_BASIS


def _counted(delays: list[Delay], base_on: date, months: int, law: SalaryLaw, note: _Working) -> list[Delay]:
    """The delays that fall into the time at the step, which each of them lengthens; of one act the longest."""
    longest: dict[str, Delay] = {}
    for index, delay in enumerate(delays):
        if delay.day is None:
            note.doubts.append(
                "Cần kiểm tra: có việc có thể kéo dài thời gian nâng lương nhưng chưa ghi ngày."
            )
            continue
        key = delay.act or f"#{index}"
        if key not in longest or (delay.months or 0) > (longest[key].months or 0):
            longest[key] = delay
    adds_up = law.value("nang_luong.cham.cong_don") != 0
    counted: list[Delay] = []
    for delay in sorted(longest.values(), key=lambda one: (one.day or date.min, one.why)):
        assert delay.day is not None
        until = add_months(base_on, months + sum(one.months or 0 for one in counted))
        if not base_on <= delay.day <= until:
            continue
        if delay.months is None:
            note.doubts.append(
                "Cần kiểm tra: có việc có thể kéo dài thời gian nâng lương mà danh mục chưa có số tháng."
            )
        elif delay.months:
            counted.append(delay)
    if not adds_up and counted:
        counted = [max(counted, key=lambda one: one.months or 0)]
    elif len(counted) > 1:
        note.doubts.append("Cần kiểm tra: cộng các thời gian kéo dài theo trí nhớ, chưa đối chiếu văn bản.")
    return counted


def _doubt_absences(
    absences: list[Absence], base_on: date, due_on: date, law: SalaryLaw, note: _Working
) -> None:
    """Long absences of another kind may be unpaid and then do not count; the record does not say so."""
    least = int(law.value("nang_luong.nghi_dai.thang") or 1)
    for absence in absences:
        first, last = max(absence.starts_on, base_on), min(absence.ends_on or due_on, due_on)
        if absence.kind in ("", Absence.Kind.KHAC) and first <= last and months_between(first, last) >= least:
            note.doubts.append(
                f"Cần kiểm tra: nghỉ từ {day_text(absence.starts_on)}"
                f"{f' đến {day_text(absence.ends_on)}' if absence.ends_on else ', chưa ghi ngày kết thúc'}; "
                "nếu nghỉ không lương thì không tính vào thời gian giữ bậc."
            )


_STRENGTH = ("read", "partly", "inference", "memory", "proposal")


def _weakest(states: Iterable[str]) -> str:
    return max(states, key=_STRENGTH.index)


# --- amounts, early raises ----------------------------------------------------------------------------------
def monthly_amount(coefficient: Decimal | None, base_salary: Decimal | None) -> Decimal | None:
    """Coefficient × lương cơ sở, in đồng a month, without allowances; None when one of them is unknown."""
    if coefficient is None or base_salary is None:
        return None
    return (coefficient * base_salary).quantize(Decimal(1), ROUND_HALF_UP)


def over_top_percent(answer: RaiseAnswer, law: SalaryLaw, day: date) -> Decimal | None:
    """The seniority allowance at the last step on `day`: the first percentage when due, then more each full year."""
    if answer.kind != OVER_TOP or answer.due_on is None or answer.percent is None or day < answer.due_on:
        return None
    more = law.value("nang_luong.vuot_khung.moi_nam") or Decimal(0)
    return answer.percent + more * (months_between(answer.due_on, day) // 12)


@dataclass(frozen=True, slots=True)
class EarlyAllowance:
    """How many people of a unit may be raised early in a year: the limit, how many were, how many are left."""

    staff: int
    limit: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def early_allowance(staff: int, used: int, law: SalaryLaw) -> EarlyAllowance | None:
    """≤ 10 % of the people in post (rounded down: inference); None while no norm is in force."""
    ratio = law.value("nang_luong.som.ty_le")
    if ratio is None:
        return None
    return EarlyAllowance(staff, int(staff * ratio / 100), used)
