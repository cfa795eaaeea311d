"""Files as other programs write them, and files made to be taken for what they are not."""

from __future__ import annotations

import random
import re
import time

import pytest

from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook
from tests.exchange.made import HEADER, rezipped, sheet_of, simple

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "Họ và tên;Ngày sinh;Quê quán\nNguyễn Thị Đức;12/05/1980;Xã Thượng Yên\n"


def code_of(content, name):
    started = time.monotonic()
    with pytest.raises(Refusal) as caught:
        open_workbook(content, name)
    assert time.monotonic() - started < 5
    return caught.value.code


def _types(extra):
    return {
        "[Content_Types].xml": lambda data: data.replace(
            b"</Types>", b'<Override PartName="/xl/a.bin" ContentType="' + extra + b'"/></Types>'
        )
    }


def _sheet_data(rows):
    return {SHEET: lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>")}


_NOISE = random.Random(1).randbytes(2_000).hex().encode()  # as irregular as an honest file  # noqa: S311
ATTACKS = {
    "VBA under another name": (
        rezipped(simple(), replace=_types(b"application/vnd.ms-office.vbaProject")), "a.xlsx", "macro_enabled",
    ),
    "Excel 4.0 macros under another name": (
        rezipped(simple(), replace=_types(b"application/vnd.ms-excel.macrosheet+xml")), "a.xlsx", "macro_enabled",
    ),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>", "a.xls", "html_disguised"),
    "a web page in UTF-16": ("<html><table/></html>".encode("utf-16"), "a.xls", "html_disguised"),
    "a PDF of plain letters": (b"%PDF-1.7\na;b;c\na;b;c\n", "a.csv", "not_a_spreadsheet"),
    "Numbers": (
        rezipped(simple(), drop=("xl/workbook.xml", "[Content_Types].xml"), add={"Index/Document.iwa": b"x"}),
        "a.xlsx",
        "unsupported_format",
    ),
    "an open quote": (b'a;b;c\n1;"2;3\n4;5;6\n', "a.csv", "corrupt_file"),
    "five million columns": (b"a," * 5_000_000, "a.csv", "too_many_columns"),
    "one line of ten megabytes": (b"x" * 10_000_000, "a.csv", "corrupt_file"),
    "zeros behind a table": (b"a;b\n1;2\n" * 9_000 + b"\x00\x01", "a.csv", "not_a_spreadsheet"),
    "a hundred thousand rows": (b"a;b;c\n" * 100_000, "a.csv", "zip_bomb"),
    "marks without a cell": (
        rezipped(simple(), replace=_sheet_data(b"".join(b'<c r="A%d"><f>%d' % (n, n * 7919) for n in range(300_000)))), "a.xlsx", "corrupt_file",
    ),
    "marks outside of cells": (
        rezipped(simple(), replace=_sheet_data((b"<f/>" * 9_000 + _NOISE) * 300)), "a.xlsx", "corrupt_file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_is_not_what_it_seems_is_refused(attack):
    content, name, code = ATTACKS[attack]
    assert code_of(content, name) == code


def test_cells_full_of_marks_are_looked_at_once():
    cell = b'<c r="A9" t="str">' + b"<f/>" * 9_000 + _NOISE + b"x" * 250_000 + b"</c>"
    content = rezipped(simple(), replace=_sheet_data(cell * 100))
    started = time.monotonic()
    assert sheet_of(content).cell(2, 1) == "Nguyễn Văn An"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_clear_by_its_zeros(encoding):
    sheet = sheet_of(TABLE.encode(encoding), "a.csv")
    assert sheet.rows[2] == ["Nguyễn Thị Đức", "12/05/1980", "Xã Thượng Yên"]


def test_a_table_of_text_named_xls_is_read():
    assert sheet_of(TABLE.replace(";", "\t").encode(), "a.xls").cell(2, 0) == "Nguyễn Thị Đức"


def _utf16(data):
    return data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


@pytest.mark.parametrize(
    "change",
    [
        {SHEET: lambda data: b"\xef\xbb\xbf" + data},
        {SHEET: _utf16},
        {"xl/sharedStrings.xml": _utf16},
        {"xl/workbook.xml": _utf16, "xl/_rels/workbook.xml.rels": _utf16},
        {
            "xl/_rels/workbook.xml.rels": lambda data: data.replace(
                b'Target="worksheets', b'Target="/xl/worksheets'
            )
        },
        {SHEET: lambda data: data.replace(b'r="B2" ', b"").replace(b'r="A2"', b"").replace(b'r="C2" ', b"")},
        {
            "xl/sharedStrings.xml": lambda data: data.replace(
                "<t>Nguyễn Văn An</t>".encode(),
                '<r><t xml:space="preserve">Nguyễn </t></r><r><t>Văn An</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'.encode(),
            )
        },
    ],
    ids=["bom", "utf16-sheet", "utf16-strings", "utf16-book", "absolute", "no-refs", "rich-phonetic"],
)
def test_workbooks_as_other_programs_write_them(change):
    sheet = sheet_of(rezipped(simple(), replace=change))
    assert sheet.rows[1] == HEADER
    assert sheet.cell(2, 1) == "Nguyễn Văn An"


def test_prefixed_names_are_read():
    def prefixed(data):
        text = re.sub(rb"<(/?)(?![?!/])(\w)", rb"<\1x:\2", data)
        return text.replace(b" xmlns=", b" xmlns:x=")

    names = (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    sheet = sheet_of(rezipped(simple(), replace=dict.fromkeys(names, prefixed)))
    assert sheet.cell(2, 1) == "Nguyễn Văn An"
