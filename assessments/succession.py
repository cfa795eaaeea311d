"""Succession plans: who is planned on a day, whether each may be, who has to leave, the ratios, the summary table.

District only, and only while the module is on (`officials.modules`). Everything is set-based: a fixed number of
queries however many people are planned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from assessments.bars import BASIS, bars_of
from assessments.models import Discipline, Succession
from foundation.dates import PartialDate, age_on
from foundation.forms import day_text
from officials.law import NormValue, retirement_rules
from officials.models import Appointment, Official, Qualification
from officials.models.law import Norm, PostStandard
from officials.months import months_between
from officials.standards import Status, in_order, judge, person_of, standards_in_force

PER_POST, PER_PERSON = "quy_hoach.moi_chuc_danh.max", "quy_hoach.moi_nguoi.max"
MONTHS_LEFT, WOMEN, YOUNG, YOUNG_AGE = (
    "quy_hoach.con_cong_tac.min",
    "quy_hoach.nu.min",
    "quy_hoach.tre.min",
    "F5.young.age",
)
MODULE = "quy_hoach"
_TERM = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\Z")
MET, UNMET, UNKNOWN = Status.MET, Status.UNMET, Status.UNKNOWN


def term_years(term: str) -> tuple[int, int] | None:
    """`2020-2025` → (2020, 2025); None for what is no such term."""
    match = _TERM.match(term.strip())
    if match is None or int(match[1]) >= int(match[2]):
        return None
    return int(match[1]), int(match[2])


def planned_on(day: date) -> Q:
    """Plans in force on `day`: approved by then (or without a day), and not taken out by then."""
    return Q(Q(approved_on__isnull=True) | Q(approved_on__lte=day)) & Q(
        Q(removed_on__isnull=True) | Q(removed_on__gt=day)
    )


# --- conditions ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Condition:
    """One condition of being planned: met, unmet or unknown, in words, with its article and how far it was checked."""

    label: str
    status: str
    text: str
    basis: str
    verified: str = ""

    @property
    def status_label(self) -> str:
        return {MET: "Đạt", UNMET: "Chưa đạt"}.get(Status(self.status), "Chưa đủ số liệu")


class Judge:
    """Judges candidates on one day; reads the law and everything about `officials` once, in nine queries."""

    def __init__(self, user: Any, officials: Iterable[Official], day: date) -> None:
        people = {person.pk: person for person in officials}
        self.day = day
        self.months_norms = list(Norm.objects.filter(code=MONTHS_LEFT).order_by("starts_on", "pk"))
        self.retirement = retirement_rules(day)
        self.bars = bars_of(people, day)
        self.standards = standards_in_force(in_order(PostStandard.objects.all()), day)
        self.careers: dict[int, list[Appointment]] = {}
        for row in (
            Appointment.objects.visible_to(user).filter(official__in=people).order_by("starts_on", "pk")
        ):
            self.careers.setdefault(row.official_id, []).append(row)
        self.levels: dict[int, list[Qualification]] = {}
        for item in Qualification.objects.visible_to(user).filter(official__in=people).order_by("pk"):
            self.levels.setdefault(item.official_id, []).append(item)
        self.punished: dict[int, list[Discipline]] = {}
        for decision in Discipline.objects.visible_to(user).filter(
            official__in=people, decided_on__isnull=False, decided_on__lte=day
        ):
            self.punished.setdefault(decision.official_id, []).append(decision)

    def conditions(
        self, official: Official, post: str, term: str, since: date | None = None
    ) -> list[Condition]:
        """Every condition for that post and term, the general ones first.

        `since`: the day the person was approved, if that is done; the months left then count, by the norm of then.
        """
        return [
            self.age(official, term, since),
            self.discipline(official),
            *self.standard(official, post),
        ]

    def measured_on(self, term: str, since: date | None = None) -> date:
        """The day from which the months left are counted: the term's first one, or the day of approval (not yet
        approved: the day judged) if that is later."""
        years, day = term_years(term), since or self.day
        return max(day, date(years[0], 1, 1)) if years else day

    def months_left(self, official: Official, term: str, since: date | None = None) -> int | None:
        """Whole months from the measuring day to retirement; None when sex or birth is unknown."""
        retires = self.retirement.retirement_date(official.sex, official.birth_date_partial)
        if retires is None:
            return None
        return months_between(self.measured_on(term, since), retires)

    def _months_norm(self, since: date | None) -> Norm | None:
        day = since or self.day
        held = [row for row in self.months_norms if row.starts_on is None or row.starts_on <= day]
        held = [row for row in held if row.ends_on is None or day <= row.ends_on]
        return held[-1] if held else None

    def age(self, official: Official, term: str, since: date | None = None) -> Condition:
        norm, left = self._months_norm(since), self.months_left(official, term, since)
        label = "Tuổi công tác còn lại"
        if norm is None:
            return Condition(label, UNKNOWN, "Không có mức số trong danh mục của ngày này.", "")
        if left is None:
            return Condition(label, UNKNOWN, "Chưa có giới tính hoặc ngày sinh.", norm.basis, norm.verified)
        text = f"còn {max(left, 0)} tháng tính từ {day_text(self.measured_on(term, since))}, cần {norm.value:.0f} tháng"
        return Condition(label, MET if left >= norm.value else UNMET, text, norm.basis, norm.verified)

    def discipline(self, official: Official) -> Condition:
        bars = self.bars.get(official.pk, ())
        label = "Không trong thời hạn kỷ luật"
        if not bars:
            return Condition(label, MET, "không có quyết định đang có hiệu lực", BASIS)
        bar = bars[0]
        return Condition(label, UNMET if bar.is_clear else UNKNOWN, str(bar), bar.basis, bar.verified)

    def standard(self, official: Official, post: str) -> list[Condition]:
        person = person_of(
            official,
            qualifications=self.levels.get(official.pk, []),
            appointments=self.careers.get(official.pk, []),
            post=post,
        )
        found = [
            Condition(
                finding.rule.label,
                finding.status if finding.status != Status.IN_TRANSITION else UNMET,
                f"cần {finding.required_label}, hiện có {finding.held_label}",
                finding.rule.basis,
                finding.rule.verified,
            )
            for finding in judge(self.standards, post, person).findings
            if finding.counts
        ]
        return found or [
            Condition("Tiêu chuẩn chức danh", UNKNOWN, "Danh mục chưa có tiêu chuẩn của chức danh này.", "")
        ]

    def leaves_because(self, row: Succession) -> str:
        """Why a planned person has to leave on the day, "" when nothing says so (regulations 7.2).

        Over age: before the term begins, too few months left for it; once it runs, retirement reached. Disciplined
        from khiển trách up since the approval, or still in effect. No longer in any post.
        """
        official = row.official
        reasons = [self._too_old(official, row.term), self._disciplined(row)]
        if not any(
            post.is_primary
            and post.starts_on <= self.day
            and (post.ends_on is None or post.ends_on >= self.day)
            for post in self.careers.get(official.pk, [])
        ):
            reasons.append("không còn giữ chức danh")
        return "; ".join(reason for reason in reasons if reason)

    def _too_old(self, official: Official, term: str) -> str:
        retires = self.retirement.retirement_date(official.sex, official.birth_date_partial)
        if retires is None:
            return ""
        if retires < self.day:
            return f"đã đến tuổi nghỉ hưu ({day_text(retires)})"
        norm, left = self._months_norm(None), self.months_left(official, term)
        begun = self.measured_on(term) == self.day
        if begun or norm is None or left is None or left >= norm.value:
            return ""
        return f"quá tuổi: còn {left} tháng khi nhiệm kỳ bắt đầu, cần {norm.value:.0f} tháng"

    def _disciplined(self, row: Succession) -> str:
        bars = self.bars.get(row.official_id, ())
        since = [
            decision
            for decision in self.punished.get(row.official_id, [])
            if row.approved_on is not None and decision.decided_on and decision.decided_on >= row.approved_on
        ]
        if since:
            decision = max(since, key=lambda item: (item.decided_on or date.min, item.pk))
            day: PartialDate = decision.decided_on_partial  # type: ignore[attr-defined]
            return f"bị kỷ luật {decision.get_form_display().lower()} ngày {day.display()}"
        clear = [bar for bar in bars if bar.is_clear]
        return f"đang trong thời hạn kỷ luật {clear[0].form_label.lower()}" if clear else ""


# --- ratios --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ratio:
    """A share among planned people against the norm of the day; `norm` None: no number in force that day."""

    label: str
    n: int
    of: int
    unknown: int
    norm: NormValue | None

    @property
    def value(self) -> float | None:
        return 100 * self.n / self.of if self.of else None

    @property
    def is_met(self) -> bool | None:
        """None where there is nobody or no number to keep."""
        if self.norm is None or not self.of:
            return None
        return self.n * 100 >= self.norm.value * self.of


def ratios_of(people: Iterable[Official], day: date, norms: dict[str, NormValue]) -> list[Ratio]:
    """Women and young among distinct people; those whose sex or birth is unknown stand outside the denominator."""
    distinct = {person.pk: person for person in people}.values()
    sexes = [person.sex for person in distinct]
    births = [person.birth_date for person in distinct]
    limit = norms.get(YOUNG_AGE)
    ages = [age_on(birth, day) for birth in births if birth is not None]
    young = sum(age < limit.value for age in ages) if limit is not None else 0
    return [
        Ratio("Nữ", sexes.count("nu"), len(sexes) - sexes.count(""), sexes.count(""), norms.get(WOMEN)),
        Ratio(
            f"Trẻ (dưới {limit.value:.0f} tuổi)" if limit else "Trẻ",
            young,
            len(ages) if limit is not None else 0,
            len(births) - len(ages),
            norms.get(YOUNG),
        ),
    ]


# --- limits --------------------------------------------------------------------------------------------------
def crowded(rows: Iterable[Succession], norms: dict[str, NormValue]) -> list[str]:
    """Posts with more people, and people with more posts, than the norms of the day allow; sentences."""
    rows = list(rows)
    per_post = Counter((row.unit_id, row.post_id, row.term) for row in rows)
    per_person = Counter((row.official_id, row.term) for row in rows)
    names = {(row.unit_id, row.post_id, row.term): f"{row.post.name}, {row.unit}" for row in rows}
    people = {row.official_id: row.official.full_name for row in rows}
    found = []
    if PER_POST in norms:
        limit = norms[PER_POST]
        found += [
            f"{names[key]}: {n} người, tối đa {limit.value:.0f} ({limit.basis})"
            for key, n in per_post.items()
            if n > limit.value
        ]
    if PER_PERSON in norms:
        limit = norms[PER_PERSON]
        found += [
            f"{people[key[0]]}: {n} chức danh, tối đa {limit.value:.0f} ({limit.basis})"
            for key, n in per_person.items()
            if n > limit.value
        ]
    return found


# --- Biểu 12C ------------------------------------------------------------------------------------------------
HEADS_OF_BODIES = {
    "chu_tich_ubmttq",
    "bi_thu_doan",
    "chu_tich_hoi_phu_nu",
    "chu_tich_hoi_nong_dan",
    "chu_tich_hoi_ccb",
}
# Columns of Biểu 12C-BTCTW that plans of posts can fill; None: bodies and deputies that no plan of ours names.
COLUMNS: tuple[tuple[str, set[str] | None], ...] = (
    ("BCH", None),
    ("BTV", None),
    ("UBKT", None),
    ("Bí thư", {"bi_thu_dang_uy"}),
    ("Phó BT", {"pho_bi_thu_dang_uy"}),
    ("CT UBND", {"chu_tich_ubnd"}),
    ("PCT UBND", {"pho_chu_tich_ubnd"}),
    ("CT HĐND", {"chu_tich_hdnd"}),
    ("PCT HĐND", {"pho_chu_tich_hdnd"}),
    ("MTTQ, ĐT: trưởng", HEADS_OF_BODIES),
    ("MTTQ, ĐT: phó", None),
)
Row = tuple[str, Callable[[Official, dict[str, str]], bool]]


def summary_rows(day: date) -> list[Row]:
    """The lines of Biểu 12C with how each counts; levels are the highest held on `day`."""

    def aged(low: int, high: int) -> Callable[[Official, dict[str, str]], bool]:
        def count(person: Official, levels: dict[str, str]) -> bool:
            return person.birth_date is not None and low < age_on(person.birth_date, day) <= high

        return count

    def holds(kind: str, *codes: str) -> Callable[[Official, dict[str, str]], bool]:
        return lambda person, levels: levels.get(kind, "") in codes

    return [
        ("Tổng số", lambda person, levels: True),
        ("Nữ", lambda person, levels: person.sex == "nu"),
        ("Dân tộc thiểu số", lambda person, levels: person.ethnicity not in ("", "Kinh")),
        ("Từ 40 tuổi trở xuống", aged(-1, 40)),
        ("Từ trên 40 đến 50 tuổi", aged(40, 50)),
        ("Từ trên 50 tuổi", aged(50, 200)),
        ("Chuyên môn: Cao đẳng", holds("professional", "cao_dang")),
        ("Chuyên môn: Đại học", holds("professional", "dai_hoc")),
        ("Chuyên môn: Trên đại học", holds("professional", "thac_si", "tien_si")),
        ("Lý luận chính trị: Trung cấp", holds("political", "trung_cap")),
        ("Lý luận chính trị: Cao cấp, cử nhân", holds("political", "cao_cap", "cu_nhan")),
    ]


def summary(
    rows: Sequence[Succession], levels: dict[int, dict[str, str]], day: date
) -> list[tuple[str, list[int | None]]]:
    """Biểu 12C: line by line the numbers of people × posts; None where no plan of ours can say."""
    return [
        (
            label,
            [
                None
                if posts is None
                else sum(
                    row.post_id in posts and counts(row.official, levels.get(row.official_id, {}))
                    for row in rows
                )
                for _, posts in COLUMNS
            ],
        )
        for label, counts in summary_rows(day)
    ]
