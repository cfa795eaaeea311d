"""What an import did to each person, or would undo, in words: only fields that the reader may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exchange.models import ImportBatch, ImportEffect
from exchange.services import names_in
from foundation import history
from foundation.formats.vi_numbers import DASH
from foundation.history import ChangeInWords
from officials.models import Official


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a batch. `url` is empty where there is no record to open (any more, or for this reader)."""

    name: str
    url: str
    is_new: bool
    changes: tuple[ChangeInWords, ...]


def person_lines(
    batch: ImportBatch, effects: Sequence[ImportEffect], user: Any, *, back: bool = False
) -> list[PersonLine]:
    """Effects of a page; `back`: from what is now to what it was. A fixed number of queries."""
    people = [effect.official_id for effect in effects]
    names = names_in(batch, people)
    events = history.visible_events(user).filter(seq__in=[effect.event_seq for effect in effects])
    told = {line.seq: line.changes for line in history.lines_of(user, events)}
    held = Official.objects.visible_to(user).filter(public_id__in=people)
    urls = {person.public_id: person.get_absolute_url() for person in held.only("public_id")}
    return [
        PersonLine(
            names.get(effect.official_id) or DASH,
            urls.get(effect.official_id, ""),
            effect.is_new,
            tuple(_turned(change) if back else change for change in told.get(effect.event_seq, ())),
        )
        for effect in effects
    ]


def _turned(change: ChangeInWords) -> ChangeInWords:
    return ChangeInWords(change.label, change.after, change.before, hidden=change.hidden)
