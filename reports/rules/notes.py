"""What floors above know of findings, shown beside them: each source gives notes by rule and scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from foundation.registries import Registry


@dataclass(frozen=True)
class FindingNote:
    """A few words beside a finding, with where to read on."""

    text: str
    url: str


@dataclass(frozen=True)
class NoteSource:
    """`notes(user, year)`: by (rule, scope) what this user may know of the findings of a year."""

    code: str
    notes: Callable[[Any, int], dict[tuple[str, str], FindingNote]]


note_sources: Registry[NoteSource] = Registry("finding notes")


def notes_for(user: Any, year: int) -> dict[tuple[str, str], FindingNote]:
    """The notes of all sources; of two about one finding the later source's."""
    found: dict[tuple[str, str], FindingNote] = {}
    for source in note_sources:
        found |= source.notes(user, year)
    return found
