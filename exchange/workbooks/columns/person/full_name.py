"""The person's name, in one column or split into surname and given name."""

from __future__ import annotations

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, is_blank
from exchange.workbooks.values.names import read_name, title_sex


def _name_part(below: str) -> str | None:
    return {
        "ho": "family",
        "ho dem": "family",
        "ho va dem": "family",
        "ho ten dem": "family",
        "ten": "given",
    }.get(below)


def _read_full_name(cells: list[Cell], context: RowContext) -> Reading:
    if len(cells) == 1:
        written = cells[0].value
        return _named(str(as_written(written)) if not is_blank(written) else "", context)
    ordered = sorted(
        (cell for cell in cells if not is_blank(cell.value)), key=lambda cell: cell.part == "given"
    )
    texts = list(dict.fromkeys(str(as_written(cell.value)) for cell in ordered))
    return _named(" ".join(texts), context)


def _named(text: str, context: RowContext) -> Reading:
    if not text:
        return Reading({"full_name": None}, [problem("full_name", "name_missing")])
    name, problems = read_name(text)
    if any(item.code == "honorific_removed" for item in problems):
        context.title_sex = title_sex(text)
    return Reading({"full_name": name}, problems)


COLUMNS.register(
    Column(
        field="full_name",
        title="Họ và tên",
        topic="Người",
        headings=(
            r"(?:ho (?:va |va chu |, )?(?:chu dem |dem )?(?:va )?ten|ho ten|hovaten|ho dem ten)(?: khai sinh)?(?: (?:cua )?(?:can bo|cbcc|cong chuc|cb cc)(?: cong chuc)?)?",
            r"ten can bo(?: cong chuc)?|hoten|full ?name",
        ),
        part=_name_part,
        parts=(("family", "họ và chữ đệm"), ("given", "tên")),
        alone=((r"ho|ho dem|ho va dem|ho va ten dem|ho ten dem", "family"), (r"ten", "given")),
        read=_read_full_name,
        required=True,
    )
)
