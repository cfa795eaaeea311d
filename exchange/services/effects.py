"""What an import did to the records, kept person by person so that it can be shown and undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from exchange.models import ImportBatch, ImportEffect, ImportRow
from exchange.workbooks.commit import Touched, TouchedRow, Written
from foundation import audit, bulk
from foundation.history import Source
from foundation.models import AuditEvent
from foundation.scope import unscoped


def keep(batch: ImportBatch, written: Written) -> None:
    """Keep what was written, inside the transaction that wrote it."""
    sealed = audit.seal({item.official_id: [row.as_json() for row in item.rows] for item in written.touched})
    bulk.insert(
        [
            ImportEffect(
                public_id=f"{ImportEffect.id_letter}-{batch.pk}-{position}",
                batch=batch,
                position=position,
                official_id=item.official_id,
                is_new=item.is_new,
                event_seq=item.seq,
                sealed=sealed[item.official_id],
            )
            for position, item in enumerate(written.touched)
        ]
    )


def load(batch: ImportBatch) -> tuple[list[Touched], list[str]]:
    """What the batch did, and the ids of people of whom it cannot be read any more (their key was destroyed)."""
    with unscoped("what a batch that its reader has found did"):
        effects = list(ImportEffect.objects.filter(batch=batch).order_by("position"))
    touched = opened(effects)
    read = {item.official_id for item in touched}
    return touched, [effect.official_id for effect in effects if effect.official_id not in read]


def opened(effects: Sequence[ImportEffect]) -> list[Touched]:
    """Effects as they were kept, in their order, without those of people whose key was destroyed."""
    contents = audit.unseal([(effect.official_id, effect.sealed) for effect in effects])
    return [
        Touched(effect.official_id, effect.is_new, effect.event_seq, [TouchedRow(**item) for item in rows])
        for effect, rows in zip(effects, contents, strict=True)
        if rows is not None
    ]


def note_undone(batch: ImportBatch, events: Sequence[AuditEvent]) -> None:
    """The events that tell of the undoing, one for each effect in its order. Inside the caller's transaction."""
    if events:
        done = ImportEffect.objects.filter(batch=batch)
        done.update(undo_seq=F("position") + events[0].seq)  # numbers without gaps, as the positions are


def counts(batches: Iterable[ImportBatch]) -> dict[int, tuple[int, int]]:
    """How many people each batch added, and how many it changed, by its key; one query."""
    with unscoped("what batches that their reader has found did"):
        done = ImportEffect.objects.filter(batch__in=[batch.pk for batch in batches]).order_by()
        found = dict.fromkeys((batch.pk for batch in batches), (0, 0))
        people = done.values("batch").annotate(n_people=Count("pk"), n_new=Count("pk", filter=Q(is_new=True)))
        for pk, n_people, n_new in people.values_list("batch", "n_people", "n_new"):
            found[pk] = (n_new, n_people - n_new)
    return found


@dataclass(frozen=True)
class EffectList:
    """What a batch did to each person, in the order of the file; counted and sliced by the database, to be paged."""

    batch: ImportBatch

    def count(self) -> int:
        with unscoped("what a batch that its reader has found did"):
            return self._query().count()

    __len__ = count

    def __getitem__(self, wanted: slice) -> list[ImportEffect]:
        with unscoped("what a batch that its reader has found did"):
            return list(self._query()[wanted])

    def _query(self) -> QuerySet[ImportEffect]:
        return ImportEffect.objects.filter(batch=self.batch).defer("sealed").order_by("position")


def names_in(batch: ImportBatch, people: Iterable[str]) -> dict[str, str]:
    """People as the file itself names them, by their ids: the reader of the batch has its rows."""
    wanted, found = sorted(people), {}
    with unscoped("rows of a batch that its reader has found"):
        for start in range(0, len(wanted), 500):
            rows = ImportRow.objects.filter(
                batch=batch, official_id__in=wanted[start : start + 500]
            ).order_by()
            for person, name in rows.values_list("official_id", "data__values__full_name"):
                found[person] = name or ""
    return found


def sources(user: Any, events: Sequence[AuditEvent]) -> dict[int, Source]:
    """The file that an event of an import, or of its undoing, came from, for whoever may open it."""
    numbers = [event.seq for event in events]
    with unscoped("which batch an event came from; only those the user may open are given back"):
        told = Q(event_seq__in=numbers) | Q(undo_seq__in=numbers)
        done = list(ImportEffect.objects.filter(told).values_list("event_seq", "undo_seq", "batch"))
    wanted = {batch for _, _, batch in done}
    open_to = ImportBatch.objects.visible_to(user).filter(pk__in=wanted).defer("result", "summary", "choices")
    files = {batch.pk: Source(f"Tệp “{batch.file_name}”", batch.get_absolute_url()) for batch in open_to}
    return {
        seq: files[batch]
        for first, second, batch in done
        for seq in (first, second)
        if seq and batch in files
    }
