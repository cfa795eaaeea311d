"""The facts of a personal file in the words of the paper, for both variants of form 2C. "" = not known, or not for
this reader: then the paper shows dots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from functools import partial as partial_of
from typing import Any

from assessments.models import Award, Discipline, HealthCheck, Training
from foundation import vn_text
from foundation.dates import PartialDate
from foundation.forms import lower_first
from foundation.models import Attachment
from foundation.papers import Photo
from officials.dossier import partial
from officials.models import (
    Absence,
    Committee,
    FamilyMember,
    PersonalFile,
    Qualification,
    QualificationKind,
    Rank,
    SalaryStep,
)
from officials.services.attachments import stored_bytes
from reports.documents import words
from reports.documents.reading import File

_SPOUSE = ("vo", "chong")
_NONE = "none"


@dataclass
class Facts:
    """One person's file, asked item by item. `ranks` = names of the salary ranks by code; `portrait` = the file of
    the photograph, None where there is none or this reader may not open files."""

    file: File
    ranks: dict[str, str]
    portrait: Attachment | None = None

    # --- the person -----------------------------------------------------------------------------------------
    @cached_property
    def personal(self) -> PersonalFile | None:
        rows: list[PersonalFile] = self.file.of(PersonalFile)
        return rows[0] if rows else None

    def said(self, name: str) -> str:
        """A fact of the personal file, as written."""
        if self.personal is None or not self.file.sees(name, PersonalFile):
            return ""
        if hasattr(PersonalFile, f"{name}_partial"):
            return words.known(partial(self.personal, name))
        if hasattr(PersonalFile, f"get_{name}_display"):
            return str(getattr(self.personal, f"get_{name}_display")())
        return words.known(getattr(self.personal, name))

    def ticked(self, name: str) -> bool:
        return bool(self.personal is not None and getattr(self.personal, name))

    def own(self, name: str) -> str:
        """A fact of the person, as written."""
        if not self.file.sees(name):
            return ""
        if hasattr(type(self.file.official), f"{name}_partial"):
            return words.known(partial(self.file.official, name))
        return words.known(getattr(self.file.official, name))

    @property
    def name(self) -> str:
        return self.file.official.full_name.upper()

    @property
    def photo(self) -> Photo:
        """The frame of the form with the photograph in it, or empty; the picture is read as the paper is written."""
        return Photo(image=partial_of(stored_bytes, self.portrait)) if self.portrait else Photo()

    @property
    def sex(self) -> str:
        return str(self.file.official.get_sex_display())

    @property
    def birth(self) -> tuple[str, str, str]:
        return words.day_parts(
            partial(self.file.official, "birth_date") if self.file.sees("birth_date") else None
        )

    # --- work -----------------------------------------------------------------------------------------------
    @property
    def posts(self) -> str:
        return words.posts_in_words(self.file.held)

    @property
    def body(self) -> str:
        posting = self.file.primary
        return words.organisation(posting.post_id, posting.unit) if posting else ""

    @property
    def salary(self) -> SalaryStep | None:
        begun = [row for row in self.file.of(SalaryStep) if row.starts_on <= self.file.day]
        return begun[-1] if begun else None

    @property
    def over_top(self) -> str:
        """The seniority allowance of the step held; "" where none is recorded."""
        percent = self.salary.over_top_percent if self.salary else None
        return f"thâm niên vượt khung {percent}%" if percent else ""

    @property
    def rank(self) -> str:
        return self.ranks.get(self.salary.rank_code, "") if self.salary else ""

    # --- levels ---------------------------------------------------------------------------------------------
    def level(self, kind: str) -> str:
        """The highest level of a kind, with its field; a stated none in the words of its kind."""
        row = self.file.levels.get(kind)
        return _level(row) if row else ""

    def every(self, kind: str) -> str:
        """All certificates of a kind (languages), the level of each."""
        rows = [row for row in self.file.of(Qualification) if row.kind == kind]
        held = [row for row in rows if row.level != _NONE] or rows
        return "; ".join(dict.fromkeys(_named(row) for row in held))

    @property
    def languages(self) -> str:
        return self.every(QualificationKind.FOREIGN_LANGUAGE)

    # --- awards, discipline, health -------------------------------------------------------------------------
    @property
    def awards(self) -> str:
        """Every award with its year, the latest first; nobody's order of them is known."""
        found = []
        for row in reversed(self.file.of(Award)):
            decided = partial(row, "decided_on")
            year = row.year or (decided.last_day.year if decided else None)
            found.append(f"{row.title} ({year})" if year else row.title)
        return "; ".join(dict.fromkeys(found)) or (
            "Chưa được khen thưởng" if self.ticked("never_awarded") else ""
        )

    @property
    def discipline(self) -> str:
        found = []
        for row in self.file.of(Discipline):
            decided = partial(row, "decided_on") or partial(row, "acted_on")
            line = f"{row.get_line_display()}: " if row.line else ""
            year = f" ({decided.last_day.year})" if decided else ""
            found.append(f"{line}{lower_first(str(row.get_form_display()))}{year}")
        return "; ".join(found)

    @property
    def health(self) -> str:
        rows = [row for row in self.file.of(HealthCheck) if row.health_class]
        return f"{rows[-1].get_health_class_display()}, năm {rows[-1].year}" if rows else ""

    @property
    def enlisted(self) -> str:
        return "Không nhập ngũ" if self.ticked("never_enlisted") else self.said("enlisted_on")

    # --- tables ---------------------------------------------------------------------------------------------
    @property
    def studies(self) -> tuple[tuple[str, ...], ...]:
        """Institution, field, months, mode, diploma: degrees, certificates and courses in the order of time."""
        found: list[tuple[Any, tuple[str, ...]]] = []
        for row in self.file.of(Qualification):
            if row.level == _NONE:
                continue
            attained = partial(row, "attained_on")
            months = words.months(partial(row, "studied_from"), attained)
            diploma = row.level_label if row.kind == QualificationKind.PROFESSIONAL else _with_kind(row)
            mode = str(row.get_mode_display())
            found.append((_last(attained), (row.institution, row.field or _kind(row), months, mode, diploma)))
        for course in self.file.of(Training):
            months = words.months(course.starts_on, course.ends_on)
            found.append((course.ends_on, ("", course.course, months, "Bồi dưỡng", course.result)))
        # What has no day stands last: there is nowhere in time to put it.
        found.sort(key=lambda one: (one[0] is None, one[0] or self.file.day))
        return tuple(cells for _, cells in found)

    @property
    def career(self) -> tuple[tuple[str, str], ...]:
        """Months, and what the person was then: postings, Party committees, study leave, in the order of time."""
        found: list[tuple[Any, str, str]] = []
        for row in self.file.appointments:
            also = "" if row.is_primary else " (kiêm nhiệm)"
            found.append((row.starts_on, words.posting_period(row), f"{row.post.name}{also}, {row.unit}"))
        for seat in self.file.of(Committee):
            months = words.months(seat.starts_on, seat.ends_on, open_end="nay" if seat.starts_on else "")
            found.append((seat.starts_on, months, f"Tham gia cấp ủy: {seat.get_body_display()}, {seat.unit}"))
        for leave in self.file.of(Absence):
            if leave.kind == Absence.Kind.DI_HOC:
                months = words.months(leave.starts_on, leave.ends_on, open_end="nay")
                found.append((leave.starts_on, months, "Đi học"))
        found.sort(key=lambda one: (one[0] is None, one[0] or self.file.day))
        return tuple((months, text) for _, months, text in found)

    def family(self, *, of_spouse: bool) -> tuple[tuple[str, ...], ...]:
        """Relation, name, year of birth, and where and what they are: the own side, or that of husband or wife."""
        rows: list[FamilyMember] = self.file.of(FamilyMember)
        return tuple(
            (
                row.relation[:1].upper() + row.relation[1:],
                row.full_name,
                words.known(row.birth_year),
                row.note,
            )
            for row in rows
            if is_of_spouse(row.relation) == of_spouse
        )

    @property
    def pay(self) -> list[tuple[str, str, str]]:
        """Month, rank and step, coefficient of every step, in the order of time."""
        return [
            (
                words.month(row.starts_on),
                "/".join(text for text in (row.rank_code, words.known(row.step)) if text),
                words.coefficient(row.coefficient),
            )
            for row in self.file.of(SalaryStep)
        ]


def is_of_spouse(relation: str) -> bool:
    """`Bố vợ`, `Em chồng` belong to the side of husband or wife; `Vợ`, `Chồng`, `Bố`, `Em rể` to the own."""
    told = vn_text.fold(relation).replace("(", " ").replace(")", " ").split()
    return len(told) > 1 and told[0] not in _SPOUSE and told[-1] in _SPOUSE


def rank_names() -> dict[str, str]:
    """The names of the salary ranks by code, the latest rule last; one query."""
    return dict(Rank.objects.order_by("starts_on", "pk").values_list("code", "name"))


def _level(row: Qualification) -> str:
    return row.level_label + (f", {row.field}" if row.field else "")


def _named(row: Qualification) -> str:
    """`Tiếng Anh: Chứng chỉ B`: the language, then its level."""
    return f"{row.field}: {row.level_label}" if row.field else row.level_label


def _kind(row: Qualification) -> str:
    return str(row.get_kind_display())


def _with_kind(row: Qualification) -> str:
    return row.level_label if row.field else f"{_kind(row)}: {lower_first(row.level_label)}"


def _last(value: PartialDate | None) -> Any:
    return value.last_day if value else None
