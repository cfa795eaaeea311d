"""Text tables (.csv): which letters, which separator, then records. `row` is the number of the record."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from itertools import islice
from typing import Any

from exchange.workbooks.gate import Refusal
from exchange.workbooks.readers.base import demand_size, plain, reader, trimmed
from exchange.workbooks.values.legacy import decode, well_formed

SEPARATORS = ";,\t|"
_TRIED = 50  # records that are tried for each separator
_JUDGED = 20_000  # characters that are looked at to tell code pages apart
# What our own .csv files put before a text that a spreadsheet would take for a formula.
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@reader("csv")
def read_delimited(content: bytes) -> dict[str, Any]:
    """A text table of one sheet named `csv`. Errors: corrupt_file for letters or quotes nobody can make out."""
    text = in_unicode(content)
    separator, text = separator_of(text)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refusal("corrupt_file", "csv") from error
    rows = []
    for number, record in enumerate(records, start=1):
        cells = trimmed([plain(_unguarded(cell)) for cell in record])
        if cells:
            rows.append([number, cells])
    sheets = [{"name": "csv", "hidden": False, "rows": rows, "hidden_rows": [], "merges": []}]
    demand_size(sheets)
    return {"date1904": False, "sheets": sheets}


def in_unicode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, windows-1258, or an old font's letters (left for `values.legacy`)."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _from_code_page(content)


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
