"""Text tables (.csv): which letters, which separator, then records. `row` is the number of the record."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import demand_size, plain, reader, trimmed
from exchange.workbooks.values.legacy import decode, well_formed

SEPARATORS = ";,\t|"
_TRIED = 50  # records that are tried for each separator
_JUDGED = 20_000  # characters that are looked at to tell code pages apart
_LONGEST_CELL = 32_767  # Excel's own bound
_MAX_MARKS = 20_000  # separators in one line; beyond that not even trailing blanks explain them
_END = "\x00"  # a record of our own behind the last one: a quote left open swallows it, and people with it
# What our own .csv files put before a text that a spreadsheet would take for a formula.
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@reader("csv")
def read_delimited(content: bytes) -> dict[str, Any]:
    """A text table of one sheet named `csv`. Errors: corrupt_file for letters or quotes nobody can make out."""
    text = in_unicode(content)
    separator, text = separator_of(text)
    rows = list(_rows(text, separator))
    sheets = [{"name": "csv", "hidden": False, "rows": rows, "hidden_rows": [], "merges": []}]
    demand_size(sheets)
    return {"date1904": False, "sheets": sheets}


def _rows(text: str, separator: str) -> Iterator[list[Any]]:
    """`[number, cells]` of the records that are not blank."""
    if any(text.count(mark) > _MAX_MARKS and _has_endless_line(text, mark) for mark in SEPARATORS):
        raise Refusal("too_many_columns")
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(f"{text.rstrip()}\n{_END}", newline="")
    try:
        for number, record in enumerate(csv.reader(lines, delimiter=separator), start=1):
            if record == [_END]:
                return
            cells = trimmed([plain(_unguarded(cell)) for cell in record])
            if cells:
                yield [number, cells]
    except csv.Error as error:
        raise Refusal("corrupt_file", "csv") from error
    raise Refusal("corrupt_file", "a quote is never closed")


def _has_endless_line(text: str, mark: str) -> bool:
    return any(line.count(mark) > _MAX_MARKS for line in io.StringIO(text))


def in_unicode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, windows-1258, or an old font's letters (left for `values.legacy`)."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if b"\x00" in content:
            return _unmarked_utf16(content)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _from_code_page(content)


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 without its mark is clear by where the zeros stand; any other file with zeros is no text."""
    start = content[:4096]
    if start.count(0) <= len(start) // 5:
        raise Refusal("not_a_spreadsheet", "zeros")
    little = start[1::2].count(0) > start[::2].count(0)
    text = content.decode("utf-16-le" if little else "utf-16-be", "replace")
    if "\x00" in text:
        raise Refusal("not_a_spreadsheet", "zeros")
    return text


def _from_code_page(content: bytes) -> str:
    """windows-1258 (marks stand after their vowel) or the letters of .VnTime and VNI: whichever reads as Vietnamese."""
    windows = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    old_font = content.decode("cp1252", "replace") if _is_cp1252(content) else content.decode("latin-1")
    as_windows = well_formed(windows[:_JUDGED])
    as_old_font = max(
        well_formed(decode(old_font[:_JUDGED])), well_formed(decode(old_font[:_JUDGED], prefer_vni=True))
    )
    return old_font if as_old_font > as_windows else windows


def _is_cp1252(content: bytes) -> bool:
    """TCVN3 has letters where windows-1252 has no sign at all."""
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def separator_of(text: str) -> tuple[str, str]:
    """The separator that cuts most records into the same number of cells, and the text without a `sep=` line."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator)), text


def _evenness(text: str, separator: str) -> int:
    try:
        lengths = Counter(
            len(record)
            for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _TRIED)
            if len(record) > 1
        )
    except csv.Error:
        return 0
    return max((count * length for length, count in lengths.items()), default=0)


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARDED) else cell
