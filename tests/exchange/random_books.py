"""Files at random around random tables: kinds of file, letters, old fonts, hidden parts, several sheets, whole towns."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from random import Random

from tests.exchange.made import xlsx
from tests.exchange.made_xls import xls
from tests.exchange.old_fonts import in_tcvn3, in_vni, in_windows_1258
from tests.exchange.random_layouts import Laid, lay_out
from tests.exchange.random_people import Person, random_people
from tests.exchange.reading import UNITS

KINDS = ["xlsx", "xls", "ods", "csv"]
KIND_WORDS = {"xa": "Xã", "phuong": "Phường", "thi_tran": "Thị trấn"}
OTHER_SHEETS = [
    [["Hướng dẫn"], ["1. Nhập đủ các cột."], ["2. Không xóa dòng tiêu đề."]],
    [["Danh mục", "Mã"], ["Đại học", "ĐH"], ["Cao đẳng", "CĐ"]],
    [],
]
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles><style:style style:name="no" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)  # fmt: skip


@dataclass
class Page:
    """One sheet: its cells, its people by row with the unit they belong to, what of it is hidden."""

    name: str
    laid: Laid
    people: dict[int, tuple[Person, str | None]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    others: dict[int, Person] = field(default_factory=dict)  # those of a second table beside the first


@dataclass
class Book:
    """A file with what is true of it. `own` = the unit for which it is read, None = for all of the town."""

    kind: str
    content: bytes
    pages: list[Page]
    own: str | None
    shape: str


def random_book(seed: int) -> Book:
    """The file of a seed."""
    chance = Random(seed)
    kind = chance.choice(KINDS)
    town = chance.choice(["one", "one", "sheet a commune", "grouped", "beside"])
    if kind == "csv" and town == "sheet a commune":
        town = "grouped"
    pages = _pages(chance, town)
    if kind != "csv":
        _hide(chance, pages)
        if chance.random() < 0.3:
            other = Laid([list(row) for row in chance.choice(OTHER_SHEETS)])
            pages.insert(chance.randint(0, len(pages)), Page("Khác", other, {}))
    font = _old_font(chance)
    if kind != "csv" and font:
        _write_in_old_font(chance, pages, font)
    letters, content = _content(chance, kind, pages)
    return Book(
        kind, content, pages, "U03" if town in ("one", "beside") else None, f"{kind} {letters} {town} {font}"
    )


def _pages(chance: Random, town: str) -> list[Page]:
    if town == "one":
        people = random_people(chance)
        laid = lay_out(chance, people)
        return [Page("DS", laid, {row: (p, None) for row, p in zip(laid.numbers, people, strict=True)})]
    if town == "beside":
        return [_beside(chance)]
    units = chance.sample(UNITS, chance.randint(1, 4))
    if town == "sheet a commune":
        pages = []
        for unit in units:
            people = random_people(chance)
            laid = lay_out(chance, people, titles=[[f"UBND {_named(unit)}".upper()], ["DANH SÁCH"], []])
            of = {row: (p, unit.public_id) for row, p in zip(laid.numbers, people, strict=True)}
            pages.append(Page(chance.choice([unit.name, _named(unit)]), laid, of))
        return pages
    parts = [(unit, random_people(chance, few=True)) for unit in units]
    people = [person for _, some in parts for person in some]
    before, at = {}, 0
    for number, (unit, some) in enumerate(parts, 1):
        before[at] = chance.choice(
            [["I" * number, _named(unit)], ["", _named(unit).upper()], [f"{number}. {_named(unit)}"]]
        )
        at += len(some)
    laid = lay_out(
        chance, people, titles=[["THỊ XÃ KINH MÔN"], ["DANH SÁCH CÁN BỘ, CÔNG CHỨC"], []], before=before
    )
    owners = [unit.public_id for unit, some in parts for _ in some]
    return [Page("Tổng hợp", laid, dict(zip(laid.numbers, zip(people, owners, strict=True), strict=True)))]


def _beside(chance: Random) -> Page:
    """Two tables beside each other; the right one has no titles of its own."""
    some = random_people(chance)
    others = random_people(chance)
    one, other = (
        lay_out(chance, some),
        lay_out(chance, others, titles=[[]] * chance.randint(1, 3), signs=False),
    )
    width = max(len(row) for row in one.table) + chance.randint(0, 2)
    height = max(len(one.table), len(other.table))
    rows = [(side.table + [[]] * height)[:height] for side in (one, other)]
    table = [[*left, *[""] * (width - len(left)), *right] for left, right in zip(*rows, strict=True)]
    merges = one.merges + [(r0, c0 + width, r1, c1 + width) for r0, c0, r1, c1 in other.merges]
    page = Page("DS", Laid(table, merges), {row: (p, None) for row, p in zip(one.numbers, some, strict=True)})
    page.others = {row: person for row, person in zip(other.numbers, others, strict=True)}
    return page


def _named(unit) -> str:
    return f"{KIND_WORDS[unit.kind]} {unit.name}"


def _hide(chance: Random, pages: list[Page]) -> None:
    for page in pages:
        if chance.random() < 0.2:
            page.hidden_rows = set(chance.sample(sorted(page.people), min(2, len(page.people))))
    if len(pages) > 1 and chance.random() < 0.3:
        chance.choice(pages[1:]).hidden = True


def _old_font(chance: Random):
    return {0: in_tcvn3, 1: in_vni}.get(chance.randint(0, 3))


def _write_in_old_font(chance: Random, pages: list[Page], font) -> None:
    """All cells of the file, or those of some rows."""
    share = chance.choice([1.0, 1.0, 0.5])
    for page in pages:
        for row in page.laid.table:
            if chance.random() >= share:
                continue
            for place, cell in enumerate(row):
                old = font(cell) if isinstance(cell, str) else None
                if old is not None:
                    row[place] = old


# --- writing the file -------------------------------------------------------------------------------------------


def _content(chance: Random, kind: str, pages: list[Page]) -> tuple[str, bytes]:
    if kind == "csv":
        return _csv(chance, pages[0].laid.table)
    if kind == "xls":
        return "", xls(*[(page.name, page.laid.table, _options(page)) for page in pages])
    if kind == "ods":
        return "", _ods(pages)
    return "", xlsx(*[(page.name, page.laid.table, _dressed(chance, page)) for page in pages])


def _options(page: Page) -> dict:
    return {"merges": page.laid.merges, "hidden": page.hidden, "hidden_rows": page.hidden_rows}


def _dressed(chance: Random, page: Page):
    hides_column = chance.random() < 0.2

    def dress(sheet, book) -> None:
        for r0, c0, r1, c1 in page.laid.merges:
            top = page.laid.table[r0 - 1][c0] if c0 < len(page.laid.table[r0 - 1]) else ""
            sheet.merge_range(r0 - 1, c0, r1 - 1, c1, top)
        for number in page.hidden_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        if hides_column:
            sheet.set_column(2, 2, None, None, {"hidden": True})
        if page.hidden:
            sheet.hide()

    return dress


def _ods(pages: list[Page]) -> bytes:
    tables = "".join(
        f'<table:table table:name="{escape(page.name)}" table:style-name="{"no" if page.hidden else "yes"}">'
        + "".join(_ods_row(page, number, cells) for number, cells in enumerate(page.laid.table, 1))
        + "</table:table>"
        for page in pages
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(tables))
        archive.writestr("META-INF/manifest.xml", "<m/>")
    return stream.getvalue()


def _ods_row(page: Page, number: int, cells: list[object]) -> str:
    spans = {(r0, c0): (r1 - r0 + 1, c1 - c0 + 1) for r0, c0, r1, c1 in page.laid.merges}
    shown = ' table:visibility="collapse"' if number in page.hidden_rows else ""
    told = []
    for column, cell in enumerate(cells):
        n_rows, n_columns = spans.get((number, column), (1, 1))
        span = f' table:number-rows-spanned="{n_rows}" table:number-columns-spanned="{n_columns}"'
        span = span if (n_rows, n_columns) != (1, 1) else ""
        if isinstance(cell, (int, float)):
            told.append(f'<table:table-cell{span} office:value-type="float" office:value="{cell}"/>')
        elif cell in ("", None):
            told.append(f"<table:table-cell{span}/>")
        else:
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
            told.append(f'<table:table-cell{span} office:value-type="string">{lines}</table:table-cell>')
    return f"<table:table-row{shown}>{''.join(told) or '<table:table-cell/>'}</table:table-row>"


def _csv(chance: Random, table: list[list[object]]) -> tuple[str, bytes]:
    mark = chance.choice([",", ";", "\t"])
    text = "\r\n".join(mark.join(_csv_cell(cell, mark) for cell in row) for row in table) + "\r\n"
    ways = {
        "utf-8-sig": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "windows-1258": in_windows_1258(text),
    }
    old = [[in_tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in table]
    if all(cell is not None for row in old for cell in row):
        ways["tcvn3"] = "\r\n".join(mark.join(_csv_cell(c, mark) for c in row) for row in old).encode(
            "latin-1"
        )
    letters = chance.choice([name for name, data in ways.items() if data is not None])
    return f"{letters} {mark!r}", ways[letters]


def _csv_cell(cell: object, mark: str) -> str:
    text = "" if cell is None else str(cell)
    return '"{}"'.format(text.replace('"', '""')) if any(char in text for char in (mark, '"', "\n")) else text
