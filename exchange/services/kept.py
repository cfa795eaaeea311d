"""What was read of a file, kept: the file as a whole on its batch, its rows in a table of their own.

A page of a batch asks for the few rows it shows and for counts that were made once (`batch.summary`), so that a file
of 20 000 rows costs it what one of 25 costs. Only the API, the command and the returned file take every row. The
caller has found the batch through `visible_to`; nothing here asks again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from django.db.models import QuerySet

from exchange.models import ImportBatch, ImportRow
from exchange.services.choices import needs_no_word, warning_codes
from exchange.workbooks.commit import Written
from foundation.scope import unscoped

GOOD, QUESTION, WRONG, OUTSIDE = (
    str(room) for room in (ImportRow.Room.GOOD, ImportRow.Room.QUESTION, ImportRow.Room.WRONG, ImportRow.Room.OUTSIDE)
)  # fmt: skip
MAX_NAMED = 15  # row numbers named for one kind of error
_BATCH = 500


def set_result(batch: ImportBatch, result: dict[str, Any]) -> None:
    """Put the result of a reading on the batch, unsaved; its rows are `keep_rows`'s."""
    batch.result = result | {"rows": []}
    batch.summary = summary_of(result["rows"])
    batch.counts = result["counts"]


def keep_rows(
    batch: ImportBatch,
    rows: Sequence[dict[str, Any]],
    *,
    part: Callable[[], AbstractContextManager[None]] = nullcontext,
    tell: Callable[[int], None] = lambda n_done: None,
) -> None:
    """Replace the rows of a saved batch. Inside the caller's transaction, or each `part` in one of its own."""
    with unscoped("rows of a batch that is being written"):
        old = ImportRow.objects.filter(batch=batch)
        with part():
            old._raw_delete(old.db)
        for start in range(0, len(rows), _BATCH):
            tell(start)
            some = rows[start : start + _BATCH]
            with part():
                ImportRow.objects.bulk_create(_stored(batch, start + n, row) for n, row in enumerate(some))


def mark_imported(batch: ImportBatch, written: Written) -> None:
    """Say of every row whether it was imported, and whom it became."""
    with unscoped("rows of a batch that is being closed"):
        places = ImportRow.objects.filter(batch=batch).values_list("position", "sheet", "number")
        made = (_marked(batch, written, *place) for place in list(places))
        while part := list(islice(made, _BATCH)):
            ImportRow.objects.bulk_create(
                part, update_conflicts=True, unique_fields=["public_id"], update_fields=["imported", "official_id"]
            )  # fmt: skip


def document(batch: ImportBatch) -> dict[str, Any]:
    """The whole JSON of contracts 3."""
    return batch.result | {"rows": list(RowList(batch))}


@dataclass(frozen=True)
class RowList:
    """Rows of a batch in the order of the file, as JSON of contracts 3; counted and sliced by the database.

    `rooms`: only those (all when empty); `left`: only those that were not imported.
    """

    batch: ImportBatch
    rooms: tuple[str, ...] = ()
    imported: bool = False
    left: bool = False
    numbers: frozenset[int] | None = None

    def count(self) -> int:
        with unscoped("rows of a batch that its reader has found"):
            return self._query().count()

    __len__ = count

    def __bool__(self) -> bool:
        return self.count() > 0

    @overload
    def __getitem__(self, wanted: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, wanted: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        with unscoped("rows of a batch that its reader has found"):
            if isinstance(wanted, int):
                return _as_json(*self._query().values_list(*_COLUMNS)[wanted])
            return [_as_json(*row) for row in self._query().values_list(*_COLUMNS)[wanted]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self[:])

    def _query(self) -> QuerySet[ImportRow]:
        rows: QuerySet[ImportRow] = ImportRow.objects.filter(batch=self.batch).order_by("position")
        if self.rooms:
            rows = rows.filter(room__in=self.rooms)
        if self.imported:
            rows = rows.filter(imported=True)
        if self.left:
            rows = rows.exclude(imported=True)
        return rows if self.numbers is None else rows.filter(number__in=self.numbers)


def room_of(row: dict[str, Any]) -> str:
    """Where the preview shows a row."""
    if row["status"] == "warn":
        return GOOD if needs_no_word(row) else QUESTION
    return {"ok": GOOD, "error": WRONG, "skip": OUTSIDE}[row["status"]]


def summary_of(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What the pages say about all rows together.

    `rooms`, `changes` (of the good rows) and `kinds` (of warnings) count rows; `wrong` names the first rows of each
    kind of error; `years` of ratings and `stated` (sex, unit) are what a returned file has columns for.
    """
    rooms: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    wrong: dict[str, dict[str, Any]] = {}
    sheets: set[str] = set()
    years: set[str] = set()
    stated: set[str] = set()
    for row in rows:
        room = room_of(row)
        rooms[room] += 1
        sheets.add(row["sheet"])
        years.update(row["values"].get("evaluations") or {})
        stated.update(name for name in ("sex", "unit") if row["values"].get(name))
        if room == GOOD and row["change"]:
            changes[row["change"]] += 1
        elif room == QUESTION:
            kinds.update(warning_codes(row))
        for code in dict.fromkeys(item["code"] for item in row["problems"] if item["level"] == "error"):
            if room == WRONG:
                _name_wrong(wrong, code, row["row"])
    return {
        "sheets": len(sheets),
        "rooms": {room: rooms[room] for room in (GOOD, QUESTION, WRONG, OUTSIDE)},
        "changes": dict(changes),
        "kinds": [[code, n] for code, n in kinds.most_common()],
        "wrong": sorted(wrong.values(), key=lambda item: -int(item["count"])),
        "years": sorted(years),
        "stated": sorted(stated),
    }


def _name_wrong(wrong: dict[str, dict[str, Any]], code: str, number: int) -> None:
    kind = wrong.setdefault(code, {"code": code, "count": 0, "rows": []})
    kind["count"] += 1
    if len(kind["rows"]) < MAX_NAMED:
        kind["rows"].append(number)


_COLUMNS = ("data", "imported", "official_id")


def _as_json(data: dict[str, Any], imported: bool | None, official_id: str) -> dict[str, Any]:
    if imported is None:
        return data
    return data | {"imported": imported, "official_id": official_id or data["official_id"]}


def _stored(batch: ImportBatch, position: int, row: dict[str, Any]) -> ImportRow:
    return ImportRow(
        public_id=_public_id(batch, position),
        batch=batch,
        position=position,
        sheet=row["sheet"],
        number=row["row"],
        status=row["status"],
        change=row["change"] or "",
        room=room_of(row),
        data=row,
    )


def _marked(batch: ImportBatch, written: Written, position: int, sheet: str, number: int) -> ImportRow:
    """A row of which only the two columns that are updated count."""
    return ImportRow(
        public_id=_public_id(batch, position),
        batch=batch,
        position=position,
        number=number,
        data={},
        imported=(sheet, number) in written.official_ids,
        official_id=written.official_ids.get((sheet, number), ""),
    )


def _public_id(batch: ImportBatch, position: int) -> str:
    return f"{ImportRow.id_letter}-{batch.pk}-{position}"
