"""Taking an import back: as a whole, with a reason, as long as nothing later depends on it.

What the import did is known row by row (`effects`); `obstacles` says what speaks against it. Here the rows are
locked, put back exactly as they were, and told of in the audit, in one transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.models import ImportBatch
from exchange.services import batches, effects
from exchange.services.access import check_may_undo
from exchange.services.batches import NotOpen
from exchange.services.obstacles import Obstacle, find
from exchange.services.waiting import Waiting
from exchange.workbooks.commit import Touched
from exchange.workbooks.progress import RESTORING
from foundation import audit
from foundation.errors import Refused
from foundation.models import AuditEvent
from foundation.scope import unscoped
from officials.models import Appointment, Official, Proposal
from officials.services import proposals
from officials.services.postings import refresh_unit

_CHUNK = 500
Rows = dict[tuple[str, str], Any]


class NotUndoable(Exception):
    """Something later depends on the import; nothing was taken back. `obstacles` names the people and the later acts."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__("Không hoàn tác được: có việc làm sau đó dựa vào lần nhập này.")


def check_ask(batch: ImportBatch, *, by: Any, reason: str) -> None:
    """What can be seen at once. Errors: Denied, Refused without a reason, NotOpen (not imported, or undone already)."""
    check_may_undo(by, batch)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do hoàn tác.", field="reason")
    if not batch.may_become("undone"):
        raise NotOpen


def undo(batch: ImportBatch, *, by: Any, reason: str, waiting: Waiting | None = None) -> tuple[int, int]:
    """Take an import back; how many people were removed, and how many put back to what they were.

    `waiting`: a long one, beside the request. Errors: as `check_ask`, NotUndoable.
    """
    check_ask(batch, by=by, reason=reason)
    waiting = waiting or Waiting()
    waiting.tell(RESTORING, 0, 0)
    try:
        with transaction.atomic():
            locked = _lock(batch)
            touched, erased = effects.load(locked)
            with unscoped("undoing an import of the caller's scope"):
                _proposals(locked)
                rows = _lock_rows(touched)
                obstacles = find(locked, touched, rows, erased, by=by)
                if obstacles:
                    raise NotUndoable(obstacles)
                waiting.check()
                _undo(locked, touched, rows, by=by, reason=reason.strip()[:300])
                waiting.finish()
    except IntegrityError:
        # Between the look and the end of the transaction something came to stand on what was to be removed.
        raise NotUndoable([Obstacle.unknown()]) from None
    batch.refresh_from_db()
    n_new = sum(1 for item in touched if item.is_new)
    return n_new, len(touched) - n_new


def obstacles_of(batch: ImportBatch, *, by: Any) -> list[Obstacle]:
    """What speaks against undoing the batch now, for the page that asks. Errors: Denied."""
    check_may_undo(by, batch)
    touched, erased = effects.load(batch)
    with unscoped("what an import of the caller's scope has become"):
        rows = {key: row for key, row in _stored(_row_ids(touched), lock=False)}
        return find(batch, touched, rows, erased, by=by)


# --- finding the rows -------------------------------------------------------------------------------------------
def _lock(batch: ImportBatch) -> ImportBatch:
    with unscoped("the batch that the caller has found"):
        locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
        if not locked.may_become("undone"):
            raise NotOpen
    batches.lock_units(locked.unit)
    return locked


def _row_ids(touched: Iterable[Touched]) -> dict[str, list[str]]:
    """Ids of the touched rows by model; of every person the official too, whose locks keep further rows away."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for item in touched:
        wanted[Official._meta.label_lower].add(item.official_id)
        for row in item.rows:
            wanted[row.model].add(row.public_id)
    return {label: sorted(ids) for label, ids in wanted.items()}


def _lock_rows(touched: Iterable[Touched]) -> Rows:
    """The touched rows as they stand, locked. Officials come last, as in every service that changes one of their rows."""
    wanted = _row_ids(touched)
    official = Official._meta.label_lower
    ordered = {label: wanted[label] for label in sorted(wanted) if label != official}
    return dict(_stored(ordered | {official: wanted.get(official, [])}, lock=True))


def _stored(wanted: dict[str, list[str]], *, lock: bool) -> Iterator[tuple[tuple[str, str], Any]]:
    for label, ids in wanted.items():
        model: Any = apps.get_model(label)
        for start in range(0, len(ids), _CHUNK):
            query = model._base_manager.filter(public_id__in=ids[start : start + _CHUNK]).order_by("pk")
            for row in query.select_for_update(of=("self",)) if lock else query:
                yield (label, row.public_id), row


# --- putting back -----------------------------------------------------------------------------------------------
def _undo(batch: ImportBatch, touched: list[Touched], rows: Rows, *, by: Any, reason: str) -> None:
    entries = _entries(touched, batch, reason)
    official = Official._meta.label_lower
    each = [(item, row, rows[row.model, row.public_id]) for item in touched for row in item.rows]
    made = [(row.model, stored.pk) for _, row, stored in each if row.before is None]
    _delete([pair for pair in made if pair[0] != official])
    _delete([pair for pair in made if pair[0] == official])
    for _, row, stored in reversed(
        each
    ):  # the last first: a number that passed from one to another passes back
        if row.before is not None:
            _restore(stored, row.before)
    _refresh_units(touched, rows)
    _withdraw(batch, by=by, reason=reason)
    events = audit.record_many(entries, by=by)
    effects.note_undone(batch, events)
    batch.state = "undone"
    batch.undone_at = timezone.now()
    batch.undone_by_name = by.full_name or by.username
    batch.undo_reason = reason
    batch.version += 1
    batch.save(update_fields=["state", "undone_at", "undone_by_name", "undo_reason", "version"])
    batches.record(batch, "workbook_undone", by=by, reason=reason)


def _delete(pairs: list[tuple[str, int]]) -> None:
    by_model: dict[str, list[int]] = defaultdict(list)
    for label, pk in pairs:
        by_model[label].append(pk)
    for label, pks in by_model.items():
        model: Any = apps.get_model(label)
        for start in range(0, len(pks), _CHUNK):
            query = model._base_manager.filter(pk__in=pks[start : start + _CHUNK])
            query._raw_delete(
                query.db
            )  # `find` has seen that nothing points to them; the database would refuse


def _restore(row: Any, before: dict[str, Any]) -> None:
    """Put the old values back; the version goes on, so that a form opened meanwhile is stale."""
    values = {}
    for name, value in before.items():
        field: Any = row._meta.get_field(name)
        values[name] = (field.target_field if field.is_relation else field).to_python(value)
        setattr(row, name, values[name])
    row.version += 1
    type(row)._base_manager.filter(pk=row.pk).update(**values, version=row.version)


def _refresh_units(touched: list[Touched], rows: Rows) -> None:
    """`Official.unit` of people whose postings are other ones again, as of the working day."""
    posting = Appointment._meta.label_lower
    for item in touched:
        if not item.is_new and any(row.model == posting for row in item.rows):
            refresh_unit(rows[Official._meta.label_lower, item.official_id])


def _proposals(batch: ImportBatch) -> list[Proposal]:
    """What the batch proposed, locked: before the rows, as a decision does."""
    made = Proposal._base_manager.filter(source=Proposal.Source.WORKBOOK, source_id=batch.public_id)
    return list(made.select_for_update(of=("self",)).order_by("pk"))


def _withdraw(batch: ImportBatch, *, by: Any, reason: str) -> None:
    """Proposals that nobody has decided go with the batch that made them."""
    for proposal in _proposals(batch):
        if proposal.is_open:
            proposals.take_back(
                proposal, by=by, comment=f"Hoàn tác lần nhập {batch.file_name}. {reason}"[:500]
            )


# --- telling ----------------------------------------------------------------------------------------------------
def _entries(touched: list[Touched], batch: ImportBatch, reason: str) -> list[audit.Entry]:
    """One event a person: what the event of the import told, the other way round."""
    told = {}
    for start in range(0, len(touched), _CHUNK):
        numbers = [item.seq for item in touched[start : start + _CHUNK]]
        for opened in audit.open_events(AuditEvent.objects.filter(seq__in=numbers)):
            told[opened.event.seq] = opened
    return [_entry(item, told[item.seq], batch, reason) for item in touched]


def _entry(item: Touched, told: audit.Opened, batch: ImportBatch, reason: str) -> audit.Entry:
    what = "bỏ hồ sơ do tệp lập" if item.is_new else "trở lại như trước"
    return audit.Entry(
        action="undo_import",
        object_type=Official._meta.label_lower,
        object_id=item.official_id,
        subject_id=item.official_id,
        unit_id=told.event.unit_id,
        summary=f"Hoàn tác tệp {batch.file_name[:150]}: {what}",
        reason=reason,
        changes={name: [after, before] for name, (before, after) in told.changes.items()},
    )
