"""What the page of one official knows of the person, read once a request: postings, levels, law of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from foundation.dates import PartialDate, today
from foundation.formats.vi_numbers import DASH
from officials import standards
from officials.law import retirement_rules
from officials.majors import Suits, highest_majors, majors_on
from officials.marks import SELDOM, SURPLUS, marks_of
from officials.models import Appointment, Official, Qualification, SurplusStatus, UnitSuccession
from officials.models.qualifications import level_ranks
from officials.services.postings import id_order

_KEPT = "_kinhmon_dossier"


def in_force(appointments: Iterable[Appointment], day: date) -> list[Appointment]:
    """Postings that hold on `day`, the primary that counts first (contracts 4), then in official order of posts."""
    held = [a for a in appointments if a.starts_on <= day and (a.ends_on is None or a.ends_on >= day)]
    primary = primary_of(held)
    rest = sorted((a for a in held if a is not primary), key=lambda a: (a.post.position, a.pk))
    return [primary, *rest] if primary is not None else rest


def primary_of(held: Iterable[Appointment]) -> Appointment | None:
    """Of the primary postings of a day the latest started, then the greatest id."""
    primaries = [a for a in held if a.is_primary]
    return max(primaries, key=lambda a: (a.starts_on, id_order(a.public_id)), default=None)


def highest_levels(qualifications: Iterable[Qualification], day: date) -> dict[str, Qualification]:
    """The highest record of each kind attained by `day`; an unknown level only where there is no other."""
    best: dict[str, Qualification] = {}
    for row in qualifications:
        if row.attained_on is not None and row.attained_on > day:
            continue
        if row.kind not in best or _rank(row) < _rank(best[row.kind]):
            best[row.kind] = row
    return best


def _rank(row: Qualification) -> int:
    order = level_ranks.get(row.kind, {})
    return order.get(row.level, len(order))


def years_between(first: date, last: date) -> int:
    """Completed years from one day to another."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


@dataclass
class Dossier:
    """One official on the working day; every list is read once, on first use."""

    user: Any
    official: Official
    day: date

    @cached_property
    def appointments(self) -> list[Appointment]:
        """All postings, the latest first."""
        rows = Appointment.objects.visible_to(self.user).filter(official=self.official)
        return list(rows.select_related("unit", "post").order_by("-starts_on", "-pk"))

    @cached_property
    def held(self) -> list[Appointment]:
        return in_force(self.appointments, self.day)

    @cached_property
    def primary(self) -> Appointment | None:
        return self.held[0] if self.held and self.held[0].is_primary else None

    @property
    def last_primary(self) -> Appointment | None:
        """The primary posting of today, else the last that began."""
        begun = [a for a in self.appointments if a.is_primary and a.starts_on <= self.day]
        return self.primary or (begun[0] if begun else None)

    @cached_property
    def qualifications(self) -> list[Qualification]:
        rows = Qualification.objects.visible_to(self.user).filter(official=self.official)
        return list(rows.order_by("kind", "-attained_on", "-pk"))

    @cached_property
    def levels(self) -> dict[str, Qualification]:
        return highest_levels(self.qualifications, self.day)

    @cached_property
    def successions(self) -> list[UnitSuccession]:
        """Reorganisations of units in which the person served."""
        units = {a.unit_id for a in self.appointments}
        if len(units) < 2 or not any(a.unit.ends_on and a.unit.ends_on < self.day for a in self.appointments):
            return []
        rows = UnitSuccession.objects.visible_to(self.user).filter(
            predecessor__in=units, successor__in=units, effective_on__lte=self.day
        )
        return list(rows.select_related("predecessor", "successor"))

    @cached_property
    def there(self) -> frozenset[str]:
        """What of the seldom things there is of this person (officials.marks)."""
        return marks_of(Official._base_manager.filter(pk=self.official.pk), SELDOM)[self.official.pk]

    @cached_property
    def surplus(self) -> SurplusStatus | None:
        """The lawful surplus path the person is on today."""
        if SURPLUS not in self.there:
            return None
        rows = SurplusStatus.objects.visible_to(self.user).filter(official=self.official)
        return rows.filter(starts_on__lte=self.day, until__gte=self.day).order_by("-until", "pk").first()

    @property
    def served_since(self) -> date | None:
        """The first day in any post of the commune level that is known."""
        return min((a.starts_on for a in self.appointments if not a.start_unknown), default=None)

    @cached_property
    def retires_on(self) -> date | None:
        if self.primary is None or not self.sees("birth_date"):
            return None
        sex = self.official.sex
        return retirement_rules(self.day, sex).retirement_date(sex, partial(self.official, "birth_date"))

    @cached_property
    def judgement(self) -> standards.Judgement | None:
        """How the person stands to the standard of the post held today; None without a post."""
        if self.primary is None:
            return None
        levels: dict[str, list[standards.Held]] = {}
        for row in self.qualifications:
            levels.setdefault(row.kind, []).append(standards.Held(row.level, row.attained_on))
        post = self.primary.post_id
        first = min(a.starts_on for a in self.appointments if a.post_id == post)
        sees_birth = self.sees("birth_date")
        person = standards.Person(
            sex=self.official.sex,
            general_education=self.official.general_education_code,
            levels=levels,
            recruited_on=self.official.recruited_on or self.served_since,
            age_when_first_held=self.official.age_on(first) if sees_birth else None,
        )
        judged = standards.judge(standards.standards_on(self.day, [post]), post, person)
        if sees_birth:
            return judged
        kept = tuple(f for f in judged.findings if f.rule.criterion not in standards.AGE_CRITERIA)
        return standards.Judgement(judged.post, judged.day, judged.verdict, kept)

    @cached_property
    def major_fit(self) -> Suits | None:
        """Whether the field of study suits the post held today; None where the table of majors is silent on it."""
        if self.primary is None:
            return None
        post = self.primary.post_id
        held, table = highest_majors(self.qualifications, self.day), majors_on(self.day, post)
        if any(row.level == "none" for row in held):
            return Suits.CHUA_PHU_HOP if table.speaks_of(post) else None
        return table.suits(post, [row.field for row in held])

    @property
    def major_names(self) -> str:
        """The fields of study at the highest level, as written."""
        return ", ".join(row.field for row in highest_majors(self.qualifications, self.day) if row.field)

    def sees(self, field: str) -> bool:
        return bool(self.user.may_see_field(Official, field))

    @cached_property
    def missing_facts(self) -> list[str]:
        """Facts every file should hold and this one does not, in words; only those the reader may see."""
        wanted: Sequence[tuple[str, str]] = (
            ("sex", "giới tính"),
            ("birth_date", "ngày sinh"),
            ("national_id", "số CCCD"),
            ("hometown", "quê quán"),
            ("ethnicity", "dân tộc"),
            ("religion", "tôn giáo"),
            ("general_education", "giáo dục phổ thông"),
            ("recruited_on", "ngày tuyển dụng"),
        )
        missing = [
            label for name, label in wanted if self.sees(name) and getattr(self.official, name) in (None, "")
        ]
        if self.sees("party_member"):
            if self.official.party_member is None:
                missing.append("đảng viên")
            elif self.official.party_member and not self.official.party_joined_on:
                missing.append("ngày vào Đảng")
        kinds = {
            "professional": "trình độ chuyên môn",
            "political": "lý luận chính trị",
            "state_management": "quản lý nhà nước",
        }
        return missing + [label for kind, label in kinds.items() if kind not in self.levels]


def partial(row: Any, name: str) -> PartialDate | None:
    """The partial date of a field, as known."""
    value: PartialDate | None = getattr(row, f"{name}_partial")
    return value


def level_in_words(row: Qualification | None) -> str:
    """`Đại học, Luật (2009)`; `–` where nothing is recorded."""
    if row is None:
        return DASH
    text = row.level_label + (f", {row.field}" if row.field else "")
    attained = partial(row, "attained_on")
    return f"{text} ({attained.last_day.year})" if attained else text


def dossier_of(request: HttpRequest, official: Official) -> Dossier:
    """The dossier of this request's official, made once."""
    kept: Dossier | None = getattr(request, _KEPT, None)
    if kept is None or kept.official.pk != official.pk:
        kept = Dossier(request.user, official, today())
        setattr(request, _KEPT, kept)
    return kept
