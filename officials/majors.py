"""Asking whether fields of study suit a post on a day: a pure table, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from officials.models import MajorFit, Qualification, QualificationKind, major_key
from officials.models.qualifications import level_ranks


class Suits(TextChoices):
    """How someone's field of study stands to the post; a cell of the figures."""

    PHU_HOP = MajorFit.Fit.PHU_HOP.value, "Phù hợp"
    CHUA_XAC_DINH = "chua_xac_dinh", "Chưa xác định"
    CHUA_PHU_HOP = MajorFit.Fit.CHUA_PHU_HOP.value, "Chưa phù hợp"


@dataclass(frozen=True, slots=True)
class MajorTable:
    """The decisions in force on `day`: (post, key of the major) → it suits."""

    day: date
    fits: Mapping[tuple[str, str], bool]

    def speaks_of(self, post: str) -> bool:
        """True when anything was decided about the post: else nobody holding it can be judged."""
        return any(known == post for known, _ in self.fits)

    def has_decided(self, post: str, major: str) -> bool:
        return (post, major_key(major)) in self.fits

    def suits(self, post: str, majors: Iterable[str]) -> Suits | None:
        """How someone with these fields of study at the highest level stands; None when the table is silent on the post.

        One that suits is enough; one that nobody has decided on leaves it open; no degree at all is
        "chưa xác định". An empty text is a field nobody wrote down.
        """
        if not self.speaks_of(post):
            return None
        answers = [self.fits.get((post, major_key(text))) for text in majors]
        if True in answers:
            return Suits.PHU_HOP
        return Suits.CHUA_PHU_HOP if answers and None not in answers else Suits.CHUA_XAC_DINH


def majors_on(day: date, post: str = "") -> MajorTable:
    """The decisions in force on `day` (only on `post`, if one is named), one query; the later start wins where two rows
    are open."""
    found = MajorFit.objects.on(day)
    rows = (found.filter(post=post) if post else found).values_list(
        "post_id", "major_key", "fit", "starts_on"
    )
    ordered = sorted(rows, key=lambda row: row[3] or date.min)
    return MajorTable(day, {(post, key): fit == MajorFit.Fit.PHU_HOP for post, key, fit, _ in ordered})


def highest_majors(qualifications: Iterable[Qualification], day: date) -> list[Qualification]:
    """The professional records of the highest level held on `day`, several where they are equal; pure."""
    held = [
        row
        for row in qualifications
        if row.kind == QualificationKind.PROFESSIONAL and (row.attained_on is None or row.attained_on <= day)
    ]
    order = level_ranks[QualificationKind.PROFESSIONAL.value]
    best = min((order.get(row.level, len(order)) for row in held), default=None)
    return [row for row in held if order.get(row.level, len(order)) == best]
