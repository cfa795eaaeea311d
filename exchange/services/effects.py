"""What an import did to the records, kept person by person so that it can be shown and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from exchange.models import ImportBatch, ImportEffect
from exchange.workbooks.commit import Touched, TouchedRow, Written
from foundation import audit
from foundation.scope import unscoped


def keep(batch: ImportBatch, written: Written) -> None:
    """Keep what was written, inside the transaction that wrote it."""
    sealed = audit.seal({item.official_id: [asdict(row) for row in item.rows] for item in written.touched})
    with unscoped("what a batch that is being written did"):
        ImportEffect.objects.bulk_create(
            (
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
            ),
            batch_size=500,
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


def count(batch: ImportBatch) -> tuple[int, int]:
    """How many people the batch added, and how many it changed."""
    with unscoped("what a batch that its reader has found did"):
        new = list(ImportEffect.objects.filter(batch=batch).order_by().values_list("is_new", flat=True))
    return sum(new), len(new) - sum(new)
