"""Rules of one posting about to be added, changed or ended: pure functions over what `posting_facts` has read.

An *error* is never allowed. A *warning* may be overridden with a written reason, which stays in the history: the
office knows cases that the rules do not (a second chairman for the days of a handover, a surplus after a merger).
Messages name people only of the unit in question, to whoever may write its postings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from foundation.forms import day_text

ERROR: Literal["error"] = "error"
WARNING: Literal["warning"] = "warning"
MIN_AGE = 18
MAX_AGE = 100
DISMISSED = {"bai_nhiem": "bãi nhiệm", "buoc_thoi_viec": "buộc thôi việc"}
NEVER_BACK = "qua_doi"


@dataclass(frozen=True, slots=True)
class PostingFinding:
    """What speaks against a posting. `key` tells two findings of one rule apart; `field` is where a form shows it."""

    level: Literal["error", "warning"]
    code: str
    text: str
    field: str = ""
    key: str = ""

    @property
    def identity(self) -> str:
        return f"{self.code}:{self.key}"


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting as the rules see it: of the person (with the unit's name), or of another holder (with the holder's)."""

    id: str
    post: str
    post_name: str
    unit_id: int
    place: str
    is_primary: bool
    starts_on: date
    ends_on: date | None = None
    end_reason: str = ""
    term: str = ""
    group: str = ""
    holder: str = ""
    start_unknown: bool = False

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: Posting) -> bool:
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )

    @property
    def span(self) -> str:
        first = "chưa rõ" if self.start_unknown else day_text(self.starts_on)
        return f"từ {first} đến {day_text(self.ends_on) if self.ends_on else 'nay'}"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The unit of a posting on its first day. `titles`: post → its name there; None = there is no catalogue at all."""

    name: str
    kind: str
    starts_on: date | None = None
    ends_on: date | None = None
    titles: dict[str, str] | None = None
    quota: int | None = None
    quota_basis: str = ""
    heads: int = 0

    def exists_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the rules look at: the posting, its unit, the person's other postings, the post's other holders.

    `holders` are those whose holding overlaps, people on a lawful surplus path left out; `most` how many may hold
    the post at once, with `most_basis`. `absences`: (first day, last day or None). `born_from`/`born_until`: the
    first and last possible day of birth. `counted`: the person is among `unit.heads` already. `ending`: the posting
    is being ended. `auto_ends`: the earlier open primary posting will end the day before this one.
    """

    posting: Posting
    unit: UnitFacts
    others: Sequence[Posting] = ()
    holders: Sequence[Posting] = ()
    most: int = 1
    most_basis: str = ""
    absences: Sequence[tuple[date, date | None]] = ()
    born_from: date | None = None
    born_until: date | None = None
    retires_on: date | None = None
    counted: bool = False
    ending: bool = False
    auto_ends: bool = False


Rule = Callable[[Case], Iterable[PostingFinding]]


def findings(case: Case) -> list[PostingFinding]:
    """All that speaks against the posting, errors first; each rule is one small function below."""
    found = [item for rule in RULES for item in rule(case)]
    return sorted(found, key=lambda item: item.level != ERROR)


def fresh(after: Iterable[PostingFinding], before: Iterable[PostingFinding]) -> list[PostingFinding]:
    """What a change brings up: a correction is not asked about what stood there already."""
    known = {item.identity for item in before}
    return [item for item in after if item.identity not in known]


def digest(found: Iterable[PostingFinding]) -> str:
    """A mark of the warnings as shown: a reason counts only for what its writer has read."""
    text = "\n".join(sorted(f"{item.identity} {item.text}" for item in found))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _error(code: str, text: str, field: str = "", key: str = "") -> PostingFinding:
    return PostingFinding(ERROR, code, text, field, key)


def _warning(code: str, text: str, field: str = "", key: str = "") -> PostingFinding:
    return PostingFinding(WARNING, code, text, field, key)


# --- errors ---------------------------------------------------------------------------------------------------------
def ends_before_start(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if row.ends_on is not None and row.ends_on < row.starts_on:
        text = f"Ngày kết thúc phải từ ngày {day_text(row.starts_on)} trở đi. Đề nghị kiểm tra lại."
        yield _error("ends_before_start", text, "ends_on")


def unit_not_existing(case: Case) -> Iterable[PostingFinding]:
    row, unit = case.posting, case.unit
    if case.ending:
        return
    if not unit.exists_on(row.starts_on):
        text = f"{unit.name} không tồn tại vào ngày {day_text(row.starts_on)}. Đề nghị chọn đơn vị hoặc ngày khác."
        yield _error("unit_not_existing", text, "unit")


def post_not_valid(case: Case) -> Iterable[PostingFinding]:
    row, unit = case.posting, case.unit
    if case.ending or unit.titles is None or row.post in unit.titles:
        return
    text = f"Chức danh {row.post_name} không có ở {unit.kind} vào ngày {day_text(row.starts_on)}."
    yield _error("post_not_valid", text, "post")


def outside_life(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if case.born_from is not None and row.starts_on <= case.born_from:
        text = f"Ngày {day_text(row.starts_on)} trước khi người này sinh ra. Đề nghị kiểm tra lại ngày."
        yield _error("outside_life", text, "starts_on", "birth")
    if case.born_until is not None and row.starts_on.year - case.born_until.year > MAX_AGE:
        text = f"Người này quá {MAX_AGE} tuổi vào ngày {day_text(row.starts_on)}. Đề nghị kiểm tra lại ngày."
        yield _error("outside_life", text, "starts_on", "age")
    died = next(
        (o for o in case.others if o.end_reason == NEVER_BACK and o.ends_on and o.ends_on < row.starts_on),
        None,
    )
    if died is not None:
        text = f"Hồ sơ ghi người này qua đời ngày {day_text(died.ends_on)}. Đề nghị kiểm tra lại hồ sơ."
        yield _error("outside_life", text, "starts_on", "death")


# --- warnings: the post and the unit ------------------------------------------------------------------------------------
def too_many_holders(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if case.ending:
        return
    rivals = [o for o in case.holders if o.post == row.post and row.overlaps(o)]
    if _most_together(row, rivals) + 1 <= case.most:
        return
    names = "; ".join(f"{o.holder} ({o.span})" for o in sorted(rivals, key=lambda o: o.starts_on))
    limit = f"mỗi đơn vị nhiều nhất {case.most} người" if case.most > 1 else "mỗi đơn vị chỉ có 1 người"
    basis = f" ({case.most_basis})" if case.most_basis else ""
    key = ",".join(sorted(o.id for o in rivals))
    text = f"{case.unit.name} đã có {row.post_name}: {names}. Chức danh này {limit}{basis}."
    yield _warning("too_many_holders", text, "post", f"{row.post}:{key}")


def _most_together(row: Posting, rivals: Sequence[Posting]) -> int:
    """How many of them hold on one day within the posting, at most."""
    days = {max(row.starts_on, o.starts_on) for o in rivals}
    return max((sum(o.holds_on(day) for o in rivals) for day in days), default=0)


def over_quota(case: Case) -> Iterable[PostingFinding]:
    row, unit = case.posting, case.unit
    if case.ending or not row.is_primary or case.counted or unit.quota is None:
        return
    if unit.heads + 1 > unit.quota:
        basis = f" ({unit.quota_basis})" if unit.quota_basis else ""
        text = (
            f"{unit.name} được giao {unit.quota} người{basis}, vào ngày {day_text(row.starts_on)} đã có mặt "
            f"{unit.heads} người; thêm người này là dư."
        )
        yield _warning("over_quota", text, "unit", row.place)


def no_term(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if not case.ending and row.group == "can_bo" and not row.term:
        text = f"{row.post_name} là chức vụ theo nhiệm kỳ nhưng chưa ghi nhiệm kỳ."
        yield _warning("no_term", text, "term", row.post)


# --- warnings: the person's own line of postings ----------------------------------------------------------------------
def overlapping_primaries(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if case.ending or not row.is_primary:
        return
    for other in case.others:
        ends_by_itself = case.auto_ends and other.ends_on is None and other.starts_on < row.starts_on
        if other.is_primary and not ends_by_itself and row.overlaps(other):
            text = (
                f"Người này còn giữ chức danh chính khác trong thời gian này: {other.post_name}, {other.place} "
                f"({other.span})."
            )
            yield _warning("overlapping_primaries", text, "starts_on", other.id)


def gap_before(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    earlier = [o for o in case.others if o.is_primary and o.ends_on is not None and o.ends_on < row.starts_on]
    if case.ending or not row.is_primary or row.start_unknown or not earlier:
        return
    if any(o.is_primary and o.holds_on(row.starts_on - timedelta(days=1)) for o in case.others):
        return
    last = max(earlier, key=lambda o: o.ends_on or date.min)
    days = (row.starts_on - (last.ends_on or row.starts_on)).days - 1
    if days > 0 and not last.end_reason:
        text = (
            f"Có {days} ngày trống giữa {last.post_name}, {last.place} (đến {day_text(last.ends_on)}) và chức danh này, "
            "lý do kết thúc trước đó chưa ghi."
        )
        yield _warning("gap_before", text, "starts_on", last.id)


def end_without_reason(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if row.ends_on is not None and not row.end_reason:
        text = f"Kết thúc ngày {day_text(row.ends_on)} nhưng chưa ghi lý do kết thúc."
        yield _warning("end_without_reason", text, "end_reason", row.id)


def concurrent_left_open(case: Case) -> Iterable[PostingFinding]:
    """The person's chief post ends and posts held besides it stay without one."""
    row = case.posting
    if not case.ending or not row.is_primary or row.ends_on is None:
        return
    after = row.ends_on + timedelta(days=1)
    if any(o.is_primary and o.holds_on(after) for o in case.others):
        return
    left = [o for o in case.others if not o.is_primary and o.holds_on(after)]
    if left:
        names = "; ".join(f"{o.post_name} ({o.span})" for o in left)
        text = f"Chức danh kiêm nhiệm chưa kết thúc: {names}."
        yield _warning("concurrent_left_open", text, "ends_on", ",".join(sorted(o.id for o in left)))


def during_absence(case: Case) -> Iterable[PostingFinding]:
    day = case.posting.starts_on
    if case.ending:
        return
    for first, last in case.absences:
        if first <= day and (last is None or day <= last):
            until = day_text(last) if last else "chưa rõ ngày"
            text = f"Ngày {day_text(day)} nằm trong thời gian nghỉ (từ {day_text(first)} đến {until})."
            yield _warning("during_absence", text, "starts_on", first.isoformat())


def after_retirement(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if not case.ending and case.retires_on is not None and row.starts_on > case.retires_on:
        text = f"Ngày bắt đầu sau ngày đến tuổi nghỉ hưu ({day_text(case.retires_on)})."
        yield _warning("after_retirement", text, "starts_on")


def under_age(case: Case) -> Iterable[PostingFinding]:
    born, day = case.born_until, case.posting.starts_on
    if case.ending or born is None or case.born_from is None or day <= case.born_from:
        return
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < MIN_AGE:
        yield _warning(
            "under_age", f"Người này chưa đủ {MIN_AGE} tuổi vào ngày {day_text(day)}.", "starts_on"
        )


def after_dismissal(case: Case) -> Iterable[PostingFinding]:
    row = case.posting
    if case.ending:
        return
    for other in case.others:
        if other.end_reason in DISMISSED and other.ends_on and other.ends_on < row.starts_on:
            text = (
                f"Người này đã bị {DISMISSED[other.end_reason]} ngày {day_text(other.ends_on)} "
                f"({other.post_name}, {other.place})."
            )
            yield _warning("after_dismissal", text, "starts_on", other.id)


RULES: tuple[Rule, ...] = (
    ends_before_start,
    unit_not_existing,
    post_not_valid,
    outside_life,
    too_many_holders,
    over_quota,
    no_term,
    overlapping_primaries,
    gap_before,
    end_without_reason,
    concurrent_left_open,
    during_absence,
    after_retirement,
    under_age,
    after_dismissal,
)
