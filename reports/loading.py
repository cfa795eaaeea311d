"""From table rows to the typed arrays of a snapshot (reports.reading says in which form)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foundation.vn_text import fold
from officials.models import major_key
from officials.models.qualifications import LEVELS
from reports import reading
from reports.frames import columns
from reports.reading import (
    EARLY,
    LATE,
    Ints,
    codes,
    frozen,
    ints,
    positions,
    select,
    sql_day,
    tie_ranks,
    ymd_of,
)  # fmt: skip

_NONE_WORDS = {"khong", "khong co", "khong theo", "khong ton giao", "k", "ko", "none", "0"}
UNIT_YEAR_VALUES = (
    "computers", "computers_over_5y", "cases", "cases_on_time", "satisfaction_pct", "reform_score",
    "complaints_received", "complaints_upheld", "complaints_on_time", "population", "posts_advertised", "applicants",
    "recruited",
)  # fmt: skip


@dataclass(frozen=True)
class RetirementRow:
    """A retirement age in force on the days `starts`–`ends` for a sex (code) and days of birth."""

    sex: int
    starts: int
    ends: int
    born_from: int
    born_until: int
    months: int


def load_units() -> reading.Units:
    areas = select("officials_area", ("id", "name"))
    key, ids, names, kinds, area, starts, ends = select(
        "officials_unit",
        ("id", "public_id", "name", "kind", "area_id", sql_day("starts_on", EARLY), sql_day("ends_on", LATE)),
    )
    # Only areas that have a unit are rows of a table; they stand in the order of their names.
    used = sorted({value for value in area if value is not None})
    name_of = dict(zip(*areas, strict=True))
    used.sort(key=lambda value: name_of[value])
    place = {value: index for index, value in enumerate(used)}
    return reading.Units(
        key=frozen(ints(key)),
        ids=tuple(ids),
        names=tuple(names),
        kinds=tuple(kinds),
        area=frozen(ints([place.get(value, -1) for value in area])),
        starts=frozen(ints(starts)),
        ends=frozen(ints(ends)),
        area_names=tuple(name_of[value] for value in used),
    )


def load_posts() -> reading.Posts:
    found = select("officials_post", ("position", "code", "short_name", '"group"'))
    rows = sorted(zip(*found, strict=True))
    return reading.Posts(
        codes=tuple(row[1] for row in rows),
        names=tuple(row[2] for row in rows),
        group=frozen(ints([columns.GROUPS.index(row[3]) for row in rows])),
    )


def load_officials() -> reading.Officials:
    found = select(
        "officials_official",
        (
            "id", "public_id", "sex", sql_day("birth_date", LATE), "ethnicity", "religion", "general_education_code",
            sql_day("recruited_on", LATE),
            "CASE WHEN party_member THEN 1 WHEN NOT party_member THEN 0 ELSE -1 END",
            sql_day("party_joined_on", LATE),
        ),
    )  # fmt: skip
    key, ids, sex, birth, ethnicity, religion, education, recruited, member, joined = found
    births = ints(birth)
    return reading.Officials(
        key=frozen(ints(key)),
        ids=tuple(ids),
        sex=frozen(_codes(sex, columns.SEX)),
        birth=frozen(births),
        birth_ymd=frozen(ymd_of(births)),
        ethnicity=frozen(_words(ethnicity, columns.ETHNICITY, {"kinh"}, "kinh", "minority")),
        religion=frozen(_words(religion, columns.RELIGION, _NONE_WORDS, "no", "yes")),
        general_education=frozen(_codes(education, columns.GENERAL_EDUCATION)),
        recruited=frozen(ints(recruited)),
        party_member=frozen(ints(member)),
        party_joined=frozen(ints(joined)),
    )


def _codes(values: Sequence[Any], column: columns.Column) -> Ints:
    order = {cell: code for code, cell in enumerate(column.cells) if cell != columns.UNKNOWN}
    return codes(values, order, column.code(columns.UNKNOWN))


def _words(
    values: Sequence[str], column: columns.Column, words: set[str], if_in: str, otherwise: str
) -> Ints:
    """Free text → cell: one of `words` → `if_in`, empty → unknown, anything else → `otherwise`."""
    known: dict[str, int] = {}
    for text in set(values):
        folded = fold(text)
        cell = columns.UNKNOWN if not folded else if_in if folded in words else otherwise
        known[text] = column.code(cell)
    return ints([known[text] for text in values])


def load_appointments(officials: Ints, units: Ints, posts: reading.Posts) -> reading.Appointments:
    found = select(
        "officials_appointment",
        (
            "public_id", "official_id", "unit_id", "post_id", "CASE WHEN is_primary THEN 1 ELSE 0 END",
            sql_day("starts_on", EARLY), sql_day("ends_on", LATE), "end_reason", "how",
            "CASE WHEN start_unknown THEN 1 ELSE 0 END",
        ),
    )  # fmt: skip
    ids, official, unit, post, primary, starts, ends, reason, how, start_unknown = found
    reasons = ("", *sorted(set(reason) - {""}))
    return reading.Appointments(
        ids=tuple(ids),
        official=frozen(positions(official, officials)),
        unit=frozen(positions(unit, units)),
        post=frozen(codes(post, {code: place for place, code in enumerate(posts.codes)}, -1)),
        primary=frozen(np.array(primary, dtype=bool)),
        starts=frozen(ints(starts)),
        ends=frozen(ints(ends)),
        reason=frozen(codes(reason, {text: place for place, text in enumerate(reasons)}, 0)),
        how=tuple(how),
        reasons=reasons,
        start_unknown=frozen(np.array(start_unknown, dtype=bool)),
    )


def load_levels(officials: Ints, majors: reading.Majors) -> dict[str, reading.Levels]:
    """Qualifications by kind, for the kinds that stand in tables. A field nobody decided on has no place in `majors`:
    it is -1."""
    wanted = ("professional", "political", "state_management", "it", "foreign_language", "ethnic_language")
    named = ", ".join(f"'{kind}'" for kind in wanted)
    official, kind, level, attained, field = select(
        "officials_qualification",
        (
            "official_id", "kind", "level", sql_day("attained_on", EARLY),
            "CASE WHEN kind IN ('foreign_language', 'professional') THEN field ELSE '' END",
        ),
        f"kind IN ({named})",
    )  # fmt: skip
    owner, days = positions(official, officials), ints(attained)
    kinds = codes(kind, {name: place for place, name in enumerate(wanted)}, -1)
    order = {(name, code): place for name in wanted for place, code in enumerate(LEVELS[name])}
    stated = codes(zip(kind, level, strict=True), order, -1)
    result = {}
    for place, name in enumerate(wanted):
        rows = np.flatnonzero(kinds == place)
        found, nothing = stated[rows], np.zeros(len(rows), dtype=np.int64)
        texts = [field[row] for row in rows.tolist()] if name in ("foreign_language", "professional") else []
        result[name] = reading.Levels(
            official=frozen(owner[rows]),
            level=frozen(np.where(found < 0, len(LEVELS[name]), found)),
            attained=frozen(days[rows]),
            tongue=frozen(_tongues(texts) if name == "foreign_language" else nothing),
            field=frozen(_fields(texts, majors) if name == "professional" else nothing),
        )
    return result


def _fields(texts: list[str], majors: reading.Majors) -> Ints:
    """The field of study of each text as a position in `majors.keys`; every spelling is looked at once."""
    place = {key: number for number, key in enumerate(majors.keys)}
    known = {text: place.get(major_key(text), -1) for text in set(texts)}
    return ints([known[text] for text in texts])


def _tongues(languages: list[str]) -> Ints:
    """Which language each text names, as a position in `reading.TONGUES`; every spelling is looked at once."""
    known = {text: _tongue(text) for text in set(languages)}
    return ints([known[text] for text in languages])


def _tongue(text: str) -> int:
    words = fold(text).split()
    if not words:
        return reading.TONGUES.index("unstated")
    is_english = bool({"anh", "english"} & set(words))
    return reading.TONGUES.index("english" if is_english else "other")


def load_evaluations(officials: Ints) -> tuple[reading.Yearly, reading.Yearly]:
    """The rating that counts of each person and year, a record without a conclusion is -1; and what the person had
    proposed in that same record (tự xếp loại), -1 where nothing is written."""
    ids, official, year, level, own, decided = select(
        "assessments_evaluation",
        (
            "public_id", "official_id", "year", "CASE WHEN status IN ('rated', '') THEN level ELSE '' END",
            "self_level", sql_day("decided_on", EARLY),
        ),
    )  # fmt: skip
    order = {cell: code for code, cell in enumerate(columns.EVALUATION.cells[:-1])}
    owner, years, last = _last_of_year(ids, positions(official, officials), ints(year), ints(decided))
    rated, proposed = (
        reading.Yearly(frozen(owner), frozen(years), frozen(codes(texts, order, -1)[last]))
        for texts in (level, own)
    )
    return rated, proposed


def load_health(officials: Ints) -> reading.Yearly:
    """The health class that counts of each person and year."""
    ids, official, year, health_class, checked = select(
        "assessments_healthcheck",
        ("public_id", "official_id", "year", "health_class", sql_day("checked_on", EARLY)),
    )
    order = {cell: code for code, cell in enumerate(columns.HEALTH.cells[:-1])}
    owner, years, last = _last_of_year(ids, positions(official, officials), ints(year), ints(checked))
    return reading.Yearly(frozen(owner), frozen(years), frozen(codes(health_class, order, -1)[last]))


def _last_of_year(ids: Sequence[str], official: Ints, year: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """(official, year, row) of the record that counts: the latest date (empty = earliest), then the greatest id."""
    rank = tie_ranks((official, year, day), ids)
    order = np.lexsort((rank, day, year, official))
    owner, years = official[order], year[order]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (owner[1:] != owner[:-1]) | (years[1:] != years[:-1])
    return owner[last], years[last], order[last]


def load_trainings(officials: Ints) -> reading.Events:
    """Courses that ended, in the year in which they ended."""
    official, kind, ends = select(
        "assessments_training", ("official_id", "kind", sql_day("ends_on", LATE)), "ends_on IS NOT NULL"
    )
    day = ints(ends)
    return _events(officials, official, reading.years_of(day), day, kind, columns.TRAINING_KINDS)


def load_awards(officials: Ints) -> reading.Events:
    """Awards in `year`, else in the year of the decision; without a date on 31/12 of the year."""
    official, kind, title, year, decided = select(
        "assessments_award",
        ("official_id", "kind", "title", "COALESCE(year, -1)", sql_day("decided_on", EARLY)),
    )
    day, stated = ints(decided), ints(year)
    years = np.where(stated >= 0, stated, reading.years_of(day))
    last_day = ((years - 1970 + 1).astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) - 1
    day = np.where(day == EARLY, np.where(years >= 0, last_day, EARLY), day)
    folded = {text: fold(text) for text in set(title)}  # every wording is looked at once
    titles = tuple(folded[text] for text in title)
    return _events(officials, official, years, day, kind, columns.AWARD_KINDS, titles)


def load_disciplines(officials: Ints) -> tuple[reading.Events, reading.Bools]:
    """Disciplinary decisions on the day decided, else on the day of the act; without either they never count. And
    whether each says: in performing duty."""
    official, form, day, in_duty = select(
        "assessments_discipline",
        (
            "official_id", "form", sql_day("COALESCE(decided_on, acted_on)", EARLY),
            "CASE WHEN in_duty THEN 1 ELSE 0 END",
        ),
    )  # fmt: skip
    days = ints(day)
    events = _events(officials, official, reading.years_of(days), days, form, columns.DISCIPLINE_FORMS)
    return events, frozen(np.array(in_duty, dtype=bool))


def _events(
    officials: Ints,
    official: Sequence[Any],
    year: Ints,
    day: Ints,
    kind: Sequence[str],
    kinds: tuple[str, ...],
    titles: tuple[str, ...] = (),
) -> reading.Events:
    order = {text: place for place, text in enumerate(kinds)}
    return reading.Events(
        official=frozen(positions(official, officials)),
        year=frozen(year),
        day=frozen(day),
        kind=frozen(codes(kind, order, -1)),
        kinds=kinds,
        titles=titles,
    )


def load_quotas(units: Ints) -> reading.Quotas:
    unit, total, starts, ends = select(
        "officials_unitquota",
        ("unit_id", "total", sql_day("starts_on", EARLY), sql_day("ends_on", LATE)),
    )
    return reading.Quotas(
        frozen(positions(unit, units)), frozen(ints(total)), frozen(ints(starts)), frozen(ints(ends))
    )


def load_unit_years(units: Ints) -> reading.UnitYears:
    unit, year, *values = select("assessments_unityear", ("unit_id", "year", *UNIT_YEAR_VALUES))
    numbers = {
        name: frozen(np.array([np.nan if v is None else float(v) for v in column], dtype=np.float64))
        for name, column in zip(UNIT_YEAR_VALUES, values, strict=True)
    }
    return reading.UnitYears(frozen(positions(unit, units)), frozen(ints(year)), numbers)


def load_retirement_ages() -> tuple[RetirementRow, ...]:
    found = select(
        "officials_retirementage",
        (
            "sex", sql_day("starts_on", EARLY), sql_day("ends_on", LATE), sql_day("born_from", EARLY),
            sql_day("born_until", LATE), "years", "months",
        ),
    )  # fmt: skip
    return tuple(
        RetirementRow(columns.SEX.code(sex), starts, ends, born_from, born_until, years * 12 + months)
        for sex, starts, ends, born_from, born_until, years, months in zip(*found, strict=True)
    )
