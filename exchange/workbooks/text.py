"""Making a sheet's text readable before anything is looked for: our own annotation taken out, old fonts decoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from exchange.workbooks.annotation import is_ours, without_annotation
from exchange.workbooks.opening import Sheet
from exchange.workbooks.values import legacy


@dataclass
class ReadableSheet:
    """A sheet in Unicode; `mapping` is what the user said about headings.

    `legacy_rows`: rows in which text had to be decoded; `doubts`: the text of a row that may be meant otherwise, and
    how it was taken.
    """

    sheet: Sheet
    rows: dict[int, list[Any]]
    legacy_rows: set[int] = field(default_factory=set)
    mapping: Mapping[str, str] = field(default_factory=dict)
    doubts: dict[int, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def said_names(self) -> frozenset[str]:
        """Levels of the headings that the user said to be the person's name."""
        said = (key for key, target in self.mapping.items() if target.partition(".")[0] == "full_name")
        return frozenset(level for key in said for level in key.split(" | "))

    def cell(self, row: int, column: int) -> Any:
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None


def readable(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> ReadableSheet:
    """Decode TCVN3 and VNI text cell by cell (contracts 3); what we once put beside the table is left out."""
    texts = _texts_beyond_ascii(sheet)
    if any(map(is_ours, texts)):
        sheet = without_annotation(sheet)
        texts = _texts_beyond_ascii(sheet)
    legacy_texts = {text for text in texts if legacy.looks_legacy(text)}
    if not legacy_texts and not any(map(legacy.is_part_legacy, texts)):
        return ReadableSheet(sheet, sheet.rows, mapping=mapping or {})
    result = ReadableSheet(sheet, {}, mapping=mapping or {})
    mostly = len(legacy_texts) > len(texts) / 2
    prefer_vni = legacy.is_vni(legacy_texts)
    is_mixed = legacy.has_modern(texts)
    for number, cells in sheet.rows.items():
        row = legacy.decode_row(
            [cell if isinstance(cell, str) else None for cell in cells],
            sheet_is_legacy=mostly,
            is_mixed=is_mixed,
            prefer_vni=prefer_vni,
        )
        if row.doubt:
            result.doubts[number] = row.doubt
        if row.changed:
            result.legacy_rows.add(number)
            cells = [new if isinstance(old, str) else old for old, new in zip(cells, row.texts, strict=True)]
        result.rows[number] = cells
    return result


def _texts_beyond_ascii(sheet: Sheet) -> set[str]:
    """The distinct texts that are not plain ASCII. Hot: looks at every cell."""
    return {
        cell
        for cells in sheet.rows.values()
        for cell in cells
        if cell.__class__ is str and not cell.isascii()
    }
