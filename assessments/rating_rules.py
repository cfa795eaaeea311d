"""What the rules of a year say of one person's rating, worked out from dates: pure functions, no query.

Months are counted as calendars do: 01/01–31/03 is three months; what is left over in several spans
is days, thirty of them a month.
Everything is a warning with its arithmetic: who decides otherwise says why (regulations 3.2, 3.6, 3.7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.models import NOT_RATED, Discipline, Evaluation, EvaluationRegime
from foundation.dates import year_end, year_start
from officials.law import NormValue
from officials.models import Absence, Appointment
from officials.months import add_months

MIN_MONTHS, ABSENT_MONTHS, FORMER_MONTHS = "rating.min_months", "rating.absent_months", "rating.former_months"
MATERNITY, ANY_DISCIPLINE, DUE_DAY = "rating.maternity_counts", "rating.any_discipline", "rating.due_day"
DAYS_A_MONTH = 30
LOWEST = Evaluation.Level.KHONG_HOAN_THANH.value
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def n_days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months_and_days(self) -> tuple[int, int]:
        """Whole months from `first`, and the days left over."""
        end, months = self.last + _DAY, 0
        while add_months(self.first, months + 1) <= end:
            months += 1
        return months, (end - add_months(self.first, months)).days

    @property
    def in_words(self) -> str:
        return f"{self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}: {length_in_words(*self.months_and_days)}"


def length(spans: Sequence[Span]) -> tuple[int, int]:
    """Months and days of all spans together; days left over in several of them make a month by thirties."""
    parts = [span.months_and_days for span in spans]
    months, days = sum(m for m, _ in parts), sum(d for _, d in parts)
    if len([d for _, d in parts if d]) < 2:
        return months, days
    return months + days // DAYS_A_MONTH, days % DAYS_A_MONTH


def reaches(spans: Sequence[Span], limit: NormValue) -> bool:
    """Whether the spans together are as many months as the norm says; a day less is less."""
    return length(spans) >= (int(limit.value), 0)


def length_in_words(months: int, days: int) -> str:
    words = [f"{months} tháng" if months else "", f"{days} ngày" if days else ""]
    return " ".join(word for word in words if word) or "0 ngày"


def within(year: int, rows: Sequence[Absence | Appointment]) -> list[Span]:
    """The parts of dated rows that lie in the year, those that touch or overlap joined, in order.

    An open end counts to 31/12: who is still there is expected to stay.
    """
    first, last = year_start(year), year_end(year)
    cut = [
        Span(max(row.starts_on, first), min(row.ends_on or last, last))
        for row in rows
        if row.starts_on <= last and (row.ends_on or last) >= first
    ]
    joined: list[Span] = []
    for span in sorted(cut, key=lambda s: (s.first, s.last)):
        if joined and span.first <= joined[-1].last + _DAY:
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return joined


def without(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    """`spans` less the days of `gone`; both in order, each without overlap."""
    left = list(spans)
    for hole in gone:
        kept: list[Span] = []
        for span in left:
            if hole.last < span.first or span.last < hole.first:
                kept.append(span)
                continue
            if span.first < hole.first:
                kept.append(Span(span.first, hole.first - _DAY))
            if hole.last < span.last:
                kept.append(Span(hole.last + _DAY, span.last))
        left = kept
    return left


def meet(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The days that stand in both."""
    return without(spans, without(spans, others))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one person. `allows`: the results that agree with it; None = it limits nothing.

    `steps` is the arithmetic. `fields`: what its reader must be allowed to read.
    """

    code: str
    text: str
    basis: str = ""
    allows: frozenset[str] | None = None
    steps: tuple[str, ...] = ()
    needs: str = ""

    def agrees_with(self, result: str) -> bool:
        return self.allows is None or not result or result in self.allows


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at for one person: primary postings, absences, discipline of the year and, by year, acts that
    have counted before. `None` = the reader may not know it."""

    postings: Sequence[Appointment]
    absences: Sequence[Absence] | None
    disciplines: Sequence[Discipline] | None
    counted_acts: Mapping[str, int]
    former_opinion: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a year: norms of its 31/12, codes of its levels (highest first), every row of the discipline rule."""

    norms: Mapping[str, NormValue]
    levels: Sequence[str]
    discipline: Sequence[NormValue]


def findings_of(year: int, unit_id: int, facts: Facts, rules: Rules) -> list[Finding]:
    """All findings of a person whose last unit of the year is `unit_id`."""
    return [
        *_time_findings(year, facts, rules.norms, rules.levels),
        *_former_unit(year, unit_id, facts, rules.norms),
        *discipline_findings(year, facts, rules.discipline),
    ]


def _time_findings(
    year: int, facts: Facts, norms: Mapping[str, NormValue], levels: Sequence[str]
) -> list[Finding]:
    """Too short a time at work: no rating. Away for long: not above the third level."""
    if facts.absences is None or MIN_MONTHS not in norms:
        return []
    posted, away = within(year, facts.postings), within(year, facts.absences)
    worked = without(posted, away)
    minimum = norms[MIN_MONTHS]
    months, days = length(worked)
    if not reaches(worked, minimum):
        maternity = any(row.kind == Absence.Kind.THAI_SAN for row in facts.absences if within(year, [row]))
        also = "không phải kiểm điểm vì nghỉ thai sản" if maternity else "vẫn phải kiểm điểm"
        text = (
            f"Công tác trong năm {length_in_words(months, days)}, chưa đủ {minimum.value:.0f} tháng: "
            f"không xếp loại, {also}."
        )
        steps = tuple(span.in_words for span in worked)
        return [Finding("khong_xep_loai", text, _basis(minimum), frozenset({NOT_RATED}), steps, "absences")]
    return [*_capped(year, facts, norms, levels, posted), *_rated_anyway(worked, minimum)]


def _rated_anyway(worked: Sequence[Span], minimum: NormValue) -> list[Finding]:
    """Who worked long enough is rated: saying otherwise needs a reason. It shows only when it is contradicted."""
    text = (
        f"Công tác trong năm {length_in_words(*length(worked))}, đủ {minimum.value:.0f} tháng: được xếp loại."
    )
    return [Finding("duoc_xep_loai", text, _basis(minimum), frozenset(Evaluation.Level.values))]


def _capped(
    year: int, facts: Facts, norms: Mapping[str, NormValue], levels: Sequence[str], posted: Sequence[Span]
) -> list[Finding]:
    if ABSENT_MONTHS not in norms:
        return []
    counts_maternity = MATERNITY not in norms or bool(norms[MATERNITY].value)
    rows = [a for a in facts.absences or () if counts_maternity or a.kind != Absence.Kind.THAI_SAN]
    away = meet(within(year, rows), posted)
    months, days = length(away)
    limit = norms[ABSENT_MONTHS]
    if not reaches(away, limit):
        return []
    text = f"Nghỉ trong năm {length_in_words(months, days)}: không xếp từ “hoàn thành tốt” trở lên."
    maternity = any(a.kind == Absence.Kind.THAI_SAN for a in rows if within(year, [a]))
    more = (norms[MATERNITY].note,) if maternity and MATERNITY in norms else ()
    steps = (*(span.in_words for span in away), *more)
    return [Finding("gioi_han", text, _basis(limit), frozenset({*levels[2:], NOT_RATED}), steps, "absences")]


def _former_unit(year: int, unit_id: int, facts: Facts, norms: Mapping[str, NormValue]) -> list[Finding]:
    """Who came from another unit after six months there or more brings its opinion; not from one that went over."""
    if FORMER_MONTHS not in norms or facts.former_opinion:
        return []
    limit, found = norms[FORMER_MONTHS], []
    units = {
        row.unit_id: row.unit
        for row in facts.postings
        if row.unit_id != unit_id and row.end_reason != "sap_nhap"
    }
    for key, unit in units.items():
        spans = within(year, [row for row in facts.postings if row.unit_id == key])
        months, days = length(spans)
        if reaches(spans, limit):
            text = f"Cần ý kiến nhận xét của {unit}, nơi công tác {length_in_words(months, days)} trong năm."
            found.append(
                Finding("don_vi_cu", text, _basis(limit), None, tuple(span.in_words for span in spans))
            )
    return found


def discipline_findings(year: int, facts: Facts, norms: Sequence[NormValue]) -> list[Finding]:
    """Discipline decided in the year, each by the rule of its own day; `norms`: all rows of the rule.

    Until 14/09/2023 only for a violation in duty, from 15/09/2023 any, but one act in one year only. For 2019 and
    before the text was not read: it is said, and nothing concluded.
    """
    found: list[Finding] = []
    seen: set[str] = set()
    for row in facts.disciplines or ():
        day = row.decided_on or row.acted_on
        if day is None or day.year != year or (row.act_ref and row.act_ref in seen):
            continue
        seen.add(row.act_ref)
        norm = next((n for n in norms if _holds(n, day)), None)
        found.append(_discipline(row, day, norm, facts.counted_acts))
    return found


def _discipline(row: Discipline, day: date, norm: NormValue | None, counted: Mapping[str, int]) -> Finding:
    what = f"{row.get_form_display()} ({_line(row)}), {day:%d/%m/%Y}"
    if norm is None:
        return Finding(
            "ky_luat", f"{what}: chưa đọc toàn văn quy định của năm này, đề nghị xem xét.", needs="discipline"
        )
    if norm.value:
        if row.act_ref and row.act_ref in counted:
            text = f"{what}: hành vi này đã tính cho năm {counted[row.act_ref]}, không tính lần nữa."
            return Finding("ky_luat", text, _basis(norm), needs="discipline")
        text = f"{what}: xếp loại không hoàn thành nhiệm vụ."
        return Finding("ky_luat", text, _basis(norm), frozenset({LOWEST, NOT_RATED}), needs="discipline")
    if row.in_duty is None:
        text = f"{what}: chưa rõ có phải vi phạm trong thi hành nhiệm vụ, đề nghị kiểm tra."
        return Finding("ky_luat", text, _basis(norm), needs="discipline")
    if not row.in_duty:
        text = f"{what}: không phải vi phạm trong thi hành nhiệm vụ nên không ràng buộc mức xếp loại."
        return Finding("ky_luat", text, _basis(norm), needs="discipline")
    text = f"{what}, vi phạm trong thi hành nhiệm vụ: xếp loại không hoàn thành nhiệm vụ."
    return Finding("ky_luat", text, _basis(norm), frozenset({LOWEST, NOT_RATED}), needs="discipline")


def too_early(regime: EvaluationRegime, decided_on: date | None) -> Finding | None:
    """A decision before the decree of the year was in force (20/08/2020, 15/09/2023) wants a reason."""
    if decided_on is None or regime.starts_on is None or decided_on >= regime.starts_on:
        return None
    text = f"{regime.name} có hiệu lực từ {regime.starts_on:%d/%m/%Y}, sau ngày quyết định: đề nghị kiểm tra."
    return Finding("quyet_dinh_som", text, regime.basis, frozenset())


def contradicted(findings: Sequence[Finding], result: str) -> list[Finding]:
    """Those that `result` does not agree with: to be said, and overridden only with a reason."""
    return [finding for finding in findings if not finding.agrees_with(result)]


def advised(findings: Sequence[Finding], wanted: str, levels: Sequence[str]) -> str:
    """The result nearest to `wanted` that agrees with every finding; "" when nothing does."""
    ranked = [*levels[levels.index(wanted) :], NOT_RATED] if wanted in levels else [NOT_RATED]
    if not wanted and not any(f.code == "khong_xep_loai" for f in findings):
        return next((LOWEST for f in findings if f.code == "ky_luat" and f.allows), "")
    return next((code for code in ranked if not contradicted(findings, code)), "")


def _holds(norm: NormValue, day: date) -> bool:
    return (norm.starts_on is None or norm.starts_on <= day) and (norm.ends_on is None or day <= norm.ends_on)


def _line(row: Discipline) -> str:
    return str(row.get_line_display()).lower() or "chưa rõ tuyến"


def _basis(norm: NormValue) -> str:
    return f"{norm.basis} ({norm.verified_label})"
