"""What importing one row would do: computed the same way for the preview and for the commit.

A plan holds new rows and changed fields, nothing else; an empty plan means that the file says what the records
already say. Facts of a file never erase: a blank cell changes nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Award, Discipline, Evaluation, HealthCheck
from exchange.workbooks.columns.person import from_json
from exchange.workbooks.existing import Person
from exchange.workbooks.labels import label_of, level_label, post_label, rating_label, shown
from exchange.workbooks.rows import Row
from exchange.workbooks.values.cells import person_key, words
from foundation.dates import PartialDate
from foundation.scope import ScopedModel
from officials.models import Appointment, Qualification, Unit

# field of the row → field of Official
PERSONAL = {
    "full_name": "full_name",
    "sex": "sex",
    "birth": "birth_date",
    "national_id": "national_id",
    "ethnicity": "ethnicity",
    "religion": "religion",
    "hometown": "hometown",
    "general_education": "general_education",
    "party_member": "party_member",
    "party_date": "party_joined_on",
    "party_official_date": "party_official_on",
}
DATES = {"birth", "party_date", "party_official_date"}
LEVELS = {
    "degree_level": "professional",
    "political_theory": "political",
    "state_management": "state_management",
}
NONE_LEVELS = {"chua_qua_dao_tao", "chua"}
CERTIFICATES = {
    "it_certificate": ("it", "it_level"),
    "foreign_language": ("foreign_language", "language_level"),
}


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to add: model and field values (PartialDate for partial dates)."""

    model: type[ScopedModel]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """Fields of an existing row to set."""

    row: ScopedModel
    changes: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """`personal` = fields of the official to set (all of them for a new one); `conflicts` among them need a choice."""

    unit: Unit
    person: Person | None
    personal: dict[str, Any] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    new: list[NewRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    moves: bool = False
    returns: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.personal or self.new or self.changed)

    def without_conflicts(self) -> Plan:
        """The same plan, keeping what the records hold where file and record contradict each other."""
        kept = {name: value for name, value in self.personal.items() if name not in self.conflicts}
        return Plan(self.unit, self.person, kept, set(), self.new, self.changed, self.differences)


def make_plan(row: Row, *, unit: Unit, person: Person | None, as_of: dt.date, with_discipline: bool) -> Plan:
    """Compare a row with a person's records (None: a new person)."""
    plan = Plan(unit, person)
    maker = _Maker(row, plan, as_of)
    maker.personal()
    maker.posts()
    maker.levels()
    maker.certificates()
    maker.years()
    maker.awards()
    if with_discipline:
        maker.disciplines()
    return plan


class _Maker:
    def __init__(self, row: Row, plan: Plan, as_of: dt.date) -> None:
        self.row, self.plan, self.as_of = row, plan, as_of
        self.values = row.values
        self.person = plan.person or Person(official=None)  # type: ignore[arg-type]
        self.is_new = plan.person is None

    def tell(self, field_name: str, old: str, new: str) -> None:
        if not self.is_new:
            self.plan.differences.append((field_name, old, new))

    # --- the person ---------------------------------------------------------------------------------------------

    def personal(self) -> None:
        for name, column in PERSONAL.items():
            value = self.values.get(name)
            if value is None or value == "":
                continue
            value = from_json(value) if name in DATES else value
            if self.is_new:
                self.plan.personal[column] = value
            else:
                self._compare(name, column, value)

    def _compare(self, name: str, column: str, value: Any) -> None:
        partial = f"{column}_partial"
        old = getattr(self.person.official, partial if name in DATES else column)
        if old == value:
            return
        if name in DATES and old is not None and value.is_refined_by(old):
            self.row.problems = [p for p in self.row.problems if (p.field, p.code) != (name, "date_partial")]
            self.row.add(name, "more_precise_kept", value.display())
            return
        known = old not in (None, "")
        if known and _contradicts(name, old, value):
            self.plan.conflicts.add(column)
            self.row.add(name, "existing_conflict", shown(name, value), existing=shown(name, old))
        self.plan.personal[column] = value
        self.tell(name, shown(name, old), shown(name, value))

    # --- posts --------------------------------------------------------------------------------------------------

    def posts(self) -> None:
        posts: list[str] = self.values.get("posts") or []
        if not posts:
            return
        if self.is_new:
            start, unknown = self._start()
            for place, code in enumerate(posts):
                self._add_post(code, start, unknown=unknown, is_primary=place == 0)
            return
        held = [a for a in self.person.appointments if _in_force(a, self.as_of)]
        here = [a for a in held if a.unit_id == self.plan.unit.pk]
        if not held:
            self._post_of_someone_out_of_post(posts)
            return
        fresh = [code for code in posts if code not in {a.post_id for a in here}]
        self.plan.moves = not here
        if fresh:
            self._replace_posts(fresh, posts, held, here)
        else:
            self._earlier_start([a for a in here if a.post_id in posts])

    def _start(self) -> tuple[dt.date, bool]:
        """First day of a post, and whether it is unknown (contracts 3, "Facts without dates")."""
        stated = from_json(self.values.get("post_date"))
        if stated:
            return stated.last_day, False
        years = self._years_stated()
        start = dt.date(min(years), 1, 1) if years else self.as_of
        born = self.plan.unit.starts_on
        return (max(start, born) if born and born <= self.as_of else start), True

    def _years_stated(self) -> set[int]:
        years = {int(year) for year, level in (self.values.get("evaluations") or {}).items() if level}
        years |= {year for text in self.values.get("rewards") or [] for year in years_in(text)}
        years |= {item["year"] for item in self.values.get("disciplines") or [] if item["year"]}
        if self.values.get("health_class"):
            years.add(self.as_of.year)
        return {year for year in years if year <= self.as_of.year}

    def _add_post(
        self, code: str, start: dt.date, *, unknown: bool, is_primary: bool, ends_on: Any = None
    ) -> None:
        facts = {
            "unit": self.plan.unit,
            "post_id": code,
            "is_primary": is_primary,
            "starts_on": start,
            "start_unknown": unknown,
            "ends_on": ends_on,
        }
        self.plan.new.append(NewRow(Appointment, facts))

    def _post_of_someone_out_of_post(self, posts: list[str]) -> None:
        """Nobody holds a post on the day: a start later than the file, or someone who had left."""
        later = [a for a in self.person.appointments if a.starts_on > self.as_of]
        earlier = [a for a in self.person.appointments if a.ends_on and a.ends_on < self.as_of]
        same = [a for a in later if a.start_unknown and a.post_id in posts and a.unit_id == self.plan.unit.pk]
        if same:
            self._earlier_start(same)
            return
        start, unknown = self._start()
        if earlier:
            start = max(start, max(a.ends_on for a in earlier if a.ends_on) + dt.timedelta(days=1))
        ends_on = min(a.starts_on for a in later) - dt.timedelta(days=1) if later else None
        if ends_on and start > ends_on:
            return
        self.plan.returns = bool(earlier) and not later
        for place, code in enumerate(posts):
            self._add_post(code, start, unknown=unknown, is_primary=place == 0, ends_on=ends_on)
        self.tell("posts", "không giữ chức vụ", ", ".join(post_label(code) for code in posts))

    def _replace_posts(
        self, fresh: list[str], posts: list[str], held: list[Appointment], here: list[Appointment]
    ) -> None:
        """New posts start on the date the file gives, else on the as-of day; the earlier ones end the day before."""
        stated = from_json(self.values.get("post_date"))
        start = stated.last_day if stated and stated.last_day <= self.as_of else self.as_of
        leaving = [a for a in held if a.post_id not in posts or a not in here]
        primary_stays = any(a.is_primary and a not in leaving for a in here)
        later = [a.starts_on for a in self.person.appointments if a.starts_on > self.as_of]
        ends_on = min(later) - dt.timedelta(days=1) if later else None
        for code in fresh:
            is_primary = not primary_stays and code == fresh[0]
            old = next((a for a in leaving if a.is_primary == is_primary and a.starts_on >= start), None)
            if old is not None:  # it began that very day (or later): a correction, not a new posting
                leaving.remove(old)
                self.plan.changed.append(ChangedRow(old, {"post_id": code, "unit": self.plan.unit}))
                continue
            self._add_post(code, start, unknown=False, is_primary=is_primary, ends_on=ends_on)
        for old in leaving:
            if old.starts_on < start:
                self.plan.changed.append(ChangedRow(old, {"ends_on": start - dt.timedelta(days=1)}))
        before = ", ".join(post_label(a.post_id) for a in held)
        self.tell("posts", before, ", ".join(post_label(code) for code in posts))
        if self.plan.moves:
            self.tell("unit", str(held[0].unit), str(self.plan.unit))

    def _earlier_start(self, rows: list[Appointment]) -> None:
        """A start that is not known is put right by a stated date, or reaches back to the earliest stated year."""
        start, unknown = self._start()
        for row in rows:
            if not row.start_unknown or (unknown and start >= row.starts_on):
                continue
            ended = [
                a.ends_on
                for a in self.person.appointments
                if a is not row and a.ends_on and a.ends_on < row.starts_on
            ]
            first = max([start, *(day + dt.timedelta(days=1) for day in ended)])
            if first == row.starts_on and unknown:
                continue
            self.plan.changed.append(ChangedRow(row, {"starts_on": first, "start_unknown": unknown}))
            self.tell("post_date", f"{row.starts_on:%d/%m/%Y} (không rõ)", f"{first:%d/%m/%Y}")

    # --- qualifications -----------------------------------------------------------------------------------------

    def levels(self) -> None:
        for name, kind in LEVELS.items():
            code = self.values.get(name)
            if code is None:
                continue
            held = [q for q in self.person.qualifications if q.kind == kind]
            level = "none" if code in NONE_LEVELS else code
            major = self._major() if kind == "professional" and level != "none" else ""
            same = [q for q in held if q.level == level]
            if same:
                stated = (self.values.get("degree_major") or "")[:150] if kind == "professional" else ""
                if stated and level != "none" and all(q.field != stated for q in same):
                    self.plan.changed.append(ChangedRow(same[0], {"field": stated}))
                    self.tell("degree_major", same[0].field, stated)
                continue
            if level == "none" and held:
                continue  # a level once held is not lost by a list that leaves it out
            self.plan.new.append(NewRow(Qualification, {"kind": kind, "level": level, "field": major}))
            self.tell(name, level_label(kind, held), label_of(code))

    def _major(self) -> str:
        return (self.values.get("degree_major") or self.row.facts.get("degree_level_rest") or "")[:150]

    def certificates(self) -> None:
        for name, (kind, level_fact) in CERTIFICATES.items():
            has = self.values.get(name)
            if has is None:
                continue
            held = [q for q in self.person.qualifications if q.kind == kind]
            if (has and any(q.level != "none" for q in held)) or (not has and held):
                continue
            level = self.row.facts.get(level_fact, "") if has else "none"
            language = self.row.facts.get("language", "") if has and kind == "foreign_language" else ""
            self.plan.new.append(NewRow(Qualification, {"kind": kind, "level": level, "field": language}))
            self.tell(name, "chưa có" if held else "–", "có" if has else "chưa có")

    # --- yearly facts -------------------------------------------------------------------------------------------

    def years(self) -> None:
        for year, level in (self.values.get("evaluations") or {}).items():
            if level:
                self._evaluation(int(year), level)
        health = self.values.get("health_class")
        if health:
            self._health(self.as_of.year, str(health))

    def _evaluation(self, year: int, level: str) -> None:
        held = [e for e in self.person.evaluations if e.year == year]
        current = _latest(held, "decided_on")
        if current is None:
            self.plan.new.append(NewRow(Evaluation, {"year": year, "level": level}))
        elif current.level != level:
            self.plan.changed.append(ChangedRow(current, {"level": level, "status": "rated"}))
        else:
            return
        self.tell(f"evaluations.{year}", rating_label(current.level) if current else "–", rating_label(level))

    def _health(self, year: int, health_class: str) -> None:
        current = _latest([h for h in self.person.health_checks if h.year == year], "checked_on")
        if current is None:
            self.plan.new.append(NewRow(HealthCheck, {"year": year, "health_class": health_class}))
        elif current.health_class != health_class:
            self.plan.changed.append(ChangedRow(current, {"health_class": health_class}))
        else:
            return
        self.tell("health_class", f"loại {current.health_class}" if current else "–", f"loại {health_class}")

    def awards(self) -> None:
        held = {(words(award.title), award.year) for award in self.person.awards}
        for text in self.values.get("rewards") or []:
            title = award_title(text)
            years: list[int | None] = [*years_in(text)]
            for year in years or [None]:
                if (words(title), year) in held:
                    continue
                held.add((words(title), year))
                facts = {"title": title[:200], "kind": award_kind(title), "year": year}
                self.plan.new.append(NewRow(Award, facts))
                self.tell("rewards", "–", text)

    def disciplines(self) -> None:
        held = {(d.form, _year_of(d)) for d in self.person.disciplines}
        for item in self.values.get("disciplines") or []:
            if (item["form"], item["year"]) in held:
                continue
            decided = PartialDate.parse(str(item["year"])) if item["year"] else None
            self.plan.new.append(NewRow(Discipline, {"form": item["form"], "decided_on": decided}))
            self.tell("disciplines", "–", label_of(item["form"]))


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEARS_SAID = re.compile(
    r"[\s,(]*(?:năm\s*)?(?<!\d)(?:19|20)\d\d(?!\d)[)\s]*(?:(?:,|và|-|–)\s*(?:19|20)\d\d[)\s]*)*", re.I
)
_FORMS = re.compile(r"\b(?:giay khen|bang khen|huan chuong|huy chuong|ky niem chuong|huy hieu|thu khen)\b")
_TITLES = re.compile(
    r"\b(?:chien si thi dua|cstd|cstdcs|lao dong tien tien|ldtt|chien si tien tien|thi dua)\b"
)


def years_in(text: str) -> list[int]:
    """The years a line names, in order: "Lao động tiên tiến 2020, 2021" → [2020, 2021]."""
    return list(dict.fromkeys(int(year) for year in _YEAR.findall(text)))


def award_title(text: str) -> str:
    """A reward without its years: "Giấy khen … năm 2021" → "Giấy khen …"."""
    return _YEARS_SAID.sub(" ", text).strip(" ,;-–") or text


def award_kind(title: str) -> str:
    """`danh_hieu`, `hinh_thuc`, or "" when the words do not say."""
    spoken = words(title)
    return "hinh_thuc" if _FORMS.search(spoken) else "danh_hieu" if _TITLES.search(spoken) else ""


def _contradicts(name: str, old: Any, new: Any) -> bool:
    """A difference that cannot be a correction of spelling or a more precise form (contracts 3)."""
    if name == "full_name":
        return person_key(old) != person_key(new)
    if name == "birth":
        return not old.is_refined_by(new)
    return name in ("sex", "national_id")


def _in_force(appointment: Appointment, day: dt.date) -> bool:
    return appointment.starts_on <= day and (appointment.ends_on is None or appointment.ends_on >= day)


def _latest(rows: list[Any], date_field: str) -> Any:
    """The row that counts (contracts 4): the latest date, an empty one as the earliest, then the greatest id."""
    return max(rows, key=lambda row: (getattr(row, date_field) or dt.date.min, row.public_id), default=None)


def _year_of(discipline: Discipline) -> int | None:
    day = discipline.decided_on or discipline.acted_on
    return day.year if day else None
