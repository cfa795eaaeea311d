"""What discipline and ratings say about eligibility, as checks of the sheet of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assessments.bars import Bar, bar_of
from assessments.discipline_rules import form_table, group_histories
from assessments.kinds import EVALUATION_SHORT
from assessments.models import Discipline, Evaluation
from foundation.forms import day_text
from foundation.scope import unscoped
from officials.eligibility import (
    ELECTION,
    MET,
    PLANNING,
    RAISE,
    STUDY,
    UNKNOWN,
    UNMET,
    Candidate,
    Check,
    Guard,
    Line,
    eligibility_checks,
)
from officials.services.postings import id_order

FORM, LEVEL = Guard(Discipline, "form"), Guard(Evaluation, "level")
BAR_TITLE = "Không trong thời hạn hạn chế do kỷ luật"
BAR_BASIS = "Luật 52/2019/QH14, Điều 82"
GOOD = {Evaluation.Level.XUAT_SAC, Evaluation.Level.TOT}
N_YEARS = 3


def bar_lines(candidate: Candidate) -> Iterable[Line]:
    """No bar of a discipline in force, as `assessments.bars` works it out (regulations 16.9)."""
    official = candidate.official
    with unscoped("the lines carry the guard of the field they show"):
        rows = list(Discipline.objects.filter(official=official).order_by("decided_on", "pk"))
    if not rows:
        return [Line(BAR_TITLE, MET, "hồ sơ không ghi kỷ luật", BAR_BASIS, verified="partly", guards=(FORM,))]
    table, history = form_table(), group_histories([official]).get(official.pk, [])
    return [_bar_line(row, bar_of(row, table, history), candidate.day) for row in rows]


def _bar_line(row: Discipline, bar: Bar | None, day: date) -> Line:
    name = row.get_form_display().lower() + (f" ({row.get_line_display().lower()})" if row.line else "")
    decided = row.decided_on_partial  # type: ignore[attr-defined]
    if decided is None:
        status, facts = UNKNOWN, f"{name}, chưa ghi ngày quyết định"
    elif decided.first_day > day:
        status, facts = MET, f"{name} từ {decided.display()}, sau ngày xét"
    elif bar is None or bar.ends_on is None:
        status, facts = UNKNOWN, f"{name}, {decided.display()}; chưa rõ ngày hết hiệu lực, đề nghị kiểm tra"
    else:
        status = UNMET if day <= bar.ends_on else MET
        facts = f"{name}, {decided.display()}; hạn chế đến {day_text(bar.ends_on)}"
    basis, verified = (bar.basis, bar.verified) if bar else (BAR_BASIS, "memory")
    return Line(BAR_TITLE, status, facts, basis, "", verified, (FORM,))


def ratings_of(candidate: Candidate) -> dict[int, Evaluation]:
    """The rating of each year; the latest decision counts (contracts 4)."""
    if "ratings" not in candidate.known:
        with unscoped("the lines carry the guard of the field they show"):
            rows = list(Evaluation.objects.filter(official=candidate.official, year__lte=candidate.day.year))
        rows.sort(key=lambda row: (row.decided_on or date.min, id_order(row.public_id)))
        candidate.known["ratings"] = {row.year: row for row in rows}
    found: dict[int, Evaluation] = candidate.known["ratings"]
    return found


def last_rated_year(candidate: Candidate) -> int:
    """The last year that should be rated on the day: this one once it is rated, else the year before."""
    year = candidate.day.year
    return year if year in ratings_of(candidate) else year - 1


def _in_words(row: Evaluation | None, year: int) -> str:
    if row is None:
        return f"{year}: chưa có"
    if row.status != Evaluation.Status.RATED or not row.level:
        return f"{year}: {row.get_status_display().lower()}"
    return f"{year}: {EVALUATION_SHORT[Evaluation.Level(row.level)].lower()}"


def not_bad_lines(candidate: Candidate) -> Iterable[Line]:
    """The last rating is not "không hoàn thành nhiệm vụ"."""
    year = last_rated_year(candidate)
    row = ratings_of(candidate).get(year)
    known = row is not None and row.status == Evaluation.Status.RATED and bool(row.level)
    status = (
        UNKNOWN if not known else UNMET if row and row.level == Evaluation.Level.KHONG_HOAN_THANH else MET
    )
    return [
        Line(
            "Năm gần nhất không bị xếp loại không hoàn thành nhiệm vụ",
            status,
            _in_words(row, year),
            "QĐ 377-QĐ/TW (quy hoạch, từ 10/2025); trước đó theo trí nhớ",
            "plo.vn, bài 875999",
            "partly" if candidate.day >= date(2025, 11, 1) else "memory",
            (LEVEL,),
        )
    ]


def good_lines(candidate: Candidate) -> Iterable[Line]:
    """For postgraduate study: so many years in a row rated good or better, as the norm says."""
    norm = candidate.norms.get("di_hoc.tot.nam")
    if norm is None:
        return []
    last = last_rated_year(candidate)
    years = [last - back for back in range(int(norm.value))]
    rows = [ratings_of(candidate).get(year) for year in years]
    known = [row for row in rows if row is not None and row.status == Evaluation.Status.RATED and row.level]
    if any(row.level not in GOOD for row in known):
        status = UNMET
    else:
        status = MET if len(known) == len(years) else UNKNOWN
    facts = "; ".join(_in_words(row, year) for row, year in zip(rows, years, strict=True))
    return [
        Line(
            f"{norm.title}: {norm.value:.0f}", status, facts, norm.basis, norm.source, norm.verified, (LEVEL,)
        )
    ]


def fulfilled_lines(candidate: Candidate) -> Iterable[Line]:
    """For a raise: the ratings of the last years; one that was not fulfilled delays, years without one stay open."""
    last = last_rated_year(candidate)
    years = [last - back for back in range(N_YEARS)]
    rows = [ratings_of(candidate).get(year) for year in years]
    if any(row is not None and row.level == Evaluation.Level.KHONG_HOAN_THANH for row in rows):
        status = UNMET
    else:
        status = UNKNOWN if any(row is None for row in rows) else MET
    facts = "; ".join(_in_words(row, year) for row, year in zip(rows, years, strict=True))
    return [
        Line(
            "Hoàn thành nhiệm vụ trong thời gian giữ bậc (không hoàn thành thì kéo dài, không mất quyền)",
            status,
            facts,
            "NĐ 92/2009/NĐ-CP, Điều 6 khoản 1, 3",
            "thuvienphapluat.vn/hoi-dap-phap-luat/iframe/3C277",
            "partly",
            (LEVEL,),
        )
    ]


def register_checks() -> None:
    for check in (
        Check("han-che-ky-luat", frozenset({ELECTION, PLANNING, STUDY}), 60, bar_lines),
        Check("xep-loai-gan-nhat", frozenset({ELECTION, PLANNING}), 70, not_bad_lines),
        Check("xep-loai-di-hoc", frozenset({STUDY}), 71, good_lines),
        Check("xep-loai-giu-bac", frozenset({RAISE}), 72, fulfilled_lines),
    ):
        eligibility_checks.register(check)
