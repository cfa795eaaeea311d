"""What a user may say about a heading that no column answers to: its targets, a suggestion, and how the answer is used.

A mapping is `{Heading.key: target}`; a target is a field ("ethnicity"), a part of one ("evaluations.2021", "birth.nu"),
or "" for a column that is not wanted. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from exchange.workbooks.columns.base import COLUMNS, OTHER_TOPIC, Column, Heading, match_heading
from exchange.workbooks.columns.relatives import about_relatives
from exchange.workbooks.values.cells import nearest, words

IGNORED = ""
IGNORED_LABEL = "Không cần cột này"
_MORE_WORDS = {  # everyday heads that no column answers to as they stand, and the field they most likely mean
    "cap bac": "posts",
    "cong viec": "posts",
    "trinh do hoc van": "general_education",
    "noi sinh": "hometown",
    "dia chi": "hometown",
    "ket qua": "evaluations",
    "suc khoe": "health_class",
    "bang cap": "degree_level",
    "ngoai ngu": "foreign_language",
    "chinh tri": "political_theory",
}


@dataclass(frozen=True, slots=True)
class MappingTarget:
    """One thing a heading may be said to mean. `value` is what a mapping holds."""

    field: str
    part: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.field}.{self.part}" if self.part else self.field


def mapping_targets(years: Iterable[int] = ()) -> list[MappingTarget]:
    """Every target in the order of the columns; columns by year get one target for each of `years`."""
    targets: list[MappingTarget] = []
    for column in COLUMNS:
        targets.append(MappingTarget(column.field, "", column.title))
        parts = [(str(year), str(year)) for year in years] if column.by_year else column.parts
        targets += [MappingTarget(column.field, part, f"{column.title}: {label}") for part, label in parts]
    return targets


def target_groups(years: Iterable[int] = ()) -> list[tuple[str, list[MappingTarget]]]:
    """The targets that are offered, under the topics by which people look for them, in the order of the columns."""
    groups: dict[str, list[MappingTarget]] = {}
    for target in mapping_targets(years):
        topic = COLUMNS[target.field].topic
        if topic:
            groups.setdefault(topic, []).append(target)
    rest = groups.pop(OTHER_TOPIC, [])
    return [*groups.items(), (OTHER_TOPIC, rest)] if rest else list(groups.items())


def target_label(value: str) -> str | None:
    """A target in words; None for one that does not exist (any more)."""
    if value == IGNORED:
        return IGNORED_LABEL
    found = target_of(value)
    if found is None:
        return None
    column, part = found
    label = part if column.by_year else dict(column.parts).get(part, part)
    return f"{column.title}: {label}" if part else column.title


def is_for_this_file_only(key: str, value: str) -> bool:
    """A year that the heading itself does not state ("Năm nay" = 2021) means another year in the next file."""
    found = target_of(value) if value else None
    return bool(found and found[1] and found[0].by_year and found[1] not in key)


def collide(one: str, other: str) -> bool:
    """True when two sheet columns of these targets would give one person two answers to the same question.

    Parts of a field stand beside each other (birth dates of men and of women); a part beside the whole field does not.
    """
    mine, theirs = target_of(one), target_of(other)
    if mine is None or theirs is None or mine[0] is not theirs[0] or mine[0].adds_up:
        return False
    years_apart = mine[0].by_year and mine[1] != theirs[1]
    return not (years_apart or (mine[1] and theirs[1] and mine[1] != theirs[1]))


def spoken_keys(text: str) -> tuple[str, ...]:
    """The keys that a heading named in words (API, command) may have: a result's `key`, or the heading as written.

    Levels are parted by "|", or by " – " as the result writes them; a single cell may hold that dash too.
    """
    levels = re.split(r"\s*\|\s*", text)
    found = [Heading.of(*levels).key, Heading.of(text).key, Heading.of(*text.split(" – ")).key, text.strip()]
    return tuple(dict.fromkeys(key for key in found if key))


def target_of(value: str) -> tuple[Column, str] | None:
    """The column and part a target names; None for a target that does not exist."""
    field, _, part = value.partition(".")
    if field not in COLUMNS:
        return None
    column = COLUMNS[field]
    known = not part or part in dict(column.parts) or (column.by_year and part.isdigit() and len(part) == 4)
    return (column, part) if known else None


def resolve(heading: Heading, mapping: Mapping[str, str]) -> tuple[tuple[Column, str] | None, bool]:
    """(column and part of a heading, the user wants it ignored). What the user said goes before what is declared."""
    said = mapping.get(heading.key) if mapping else None
    if said is None:
        return match_heading(heading), False
    if said == IGNORED:
        return None, True
    return target_of(said) or match_heading(heading), False


@lru_cache(maxsize=2_000)
def suggestion_for(heading: Heading) -> str | None:
    """The target an unknown heading most likely means: a title or everyday word one slip away or held in it."""
    if about_relatives(heading.levels):
        return None
    for level in reversed(heading.levels):
        known = {words(column.title): column.field for column in COLUMNS} | _MORE_WORDS
        slip = nearest(level, known)
        if slip:
            return known[slip]
        held = [spelling for spelling in known if f" {spelling} " in f" {level} "]
        if held:
            return known[max(held, key=len)]
    return None
