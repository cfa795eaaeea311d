"""Old Excel, OpenDocument and text tables: the same rows, whatever the office saved them as."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook
from exchange.workbooks.text import readable
from tests.exchange.made import HEADER, PERSON, sheet_of

MADE = Path(__file__).parent / "workbooks" / "made"
CELL = '<table:table-cell office:value-type="string"><text:p>An</text:p></table:table-cell>'
CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="DS">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
TABLE = "\r\n".join([";".join(HEADER), ";".join(map(str, PERSON))])


def ods(rows, manifest="<m/>", **members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT.format(rows))
        archive.writestr("META-INF/manifest.xml", manifest)
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def outcome(content, name):
    try:
        return sorted(open_workbook(content, name).sheets[0].rows)
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_values_errors_hidden_rows_and_merges_are_told(kind):
    book = open_workbook((MADE / f"old_excel.{kind}").read_bytes(), f"a.{kind}")
    sheet, hidden = book.sheets
    assert (book.kind, book.date1904) == (kind, kind == "xls")
    assert sheet.rows[2] == [
        1,
        "Nguyễn Văn An",
        "Nam",
        {"date": "1980-05-12"},
        "Chủ tịch UBND",
        {"error": "#DIV/0!"},
    ]
    assert (sheet.hidden_rows, sheet.merges, sheet.hidden) == ({3}, [(5, 0, 5, 2)], False)
    assert (hidden.name, hidden.hidden) == ("Ẩn", True)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f"<table:table-row>{CELL}</table:table-row>", [1]),
        ('<table:table-row table:number-rows-repeated="1048570"/><table:table-row>' + CELL + "</table:table-row>", [1048571]),
        (f'<table:table-row table:number-rows-repeated="1048570">{CELL}</table:table-row>', "zip_bomb"),
        (f'<table:table-row table:number-rows-repeated="99999999999">{CELL}</table:table-row>', "zip_bomb"),
        (f'<table:table-row table:number-rows-repeated="20000">{CELL * 190}</table:table-row>' * 50, "zip_bomb"),
        (f"<table:table-row>{CELL * 201}</table:table-row>", "too_many_columns"),
        ("<table:table-row>" + CELL.replace("cell ", 'cell table:number-columns-repeated="16384" ') + "</table:table-row>", "too_many_columns"),
        ('<table:table-row table:number-rows-repeated="x"/>', "corrupt_file"),
        ("<table:table-row>", "corrupt_file"),
        ("<table:table-row>" + "<table:table-cell/>" * 150_000 + "</table:table-row>", "zip_bomb"),
    ],
    ids=range(10),
)  # fmt: skip
def test_repeated_cells_of_opendocument_cost_nothing_and_fill_nothing(rows, expected):
    started = time.monotonic()
    assert outcome(ods(rows), "a.ods") == expected
    assert time.monotonic() - started < 5


def test_remarks_pinned_to_a_cell_are_not_its_text():
    remark = "<office:annotation><text:p>xem lại</text:p></office:annotation>"
    cell = CELL.replace("<text:p>An", f"{remark}<text:p>Nguyễn<text:s text:c='2'/>An")
    assert sheet_of(ods(f"<table:table-row>{cell}</table:table-row>"), "a.ods").cell(1, 0) == "Nguyễn  An"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"manifest": "<m><manifest:encryption-data/></m>"}, "password_protected"),
        ({"Basic__Standard__script-lb.xml": "<x/>"}, "macro_enabled"),
        ({"Scripts__python__a.py": "import os"}, "macro_enabled"),
    ],
)
def test_opendocument_with_a_password_or_macros_is_refused(members, code):
    assert outcome(ods(CELL, **members), "a.ods") == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_table_is_read_in_any_unicode_form_and_separator(encoding, separator):
    rows = [HEADER[:4], ["1", "Nguyễn Văn An", "Nam", "12/05/1980"]]
    text = "\n".join(separator.join(row) for row in rows)
    sheet = sheet_of(text.encode(encoding), "a.csv")
    assert (sheet.name, sheet.rows) == ("csv", {1: rows[0], 2: rows[1]})


def test_windows_1258_is_put_together_again():
    sheet = sheet_of(cp1258(TABLE), "a.csv")
    assert sheet.rows[1] == HEADER
    assert sheet.cell(2, 4) == "Chủ tịch UBND"


def cp1258(text):
    """Vowels with their own sign, the tone after them: the form that windows-1258 has."""
    letters = []
    for char in text:
        base, *marks = unicodedata.normalize("NFD", char)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shape = [mark for mark in marks if mark not in tones]
        letters.append(unicodedata.normalize("NFC", base + "".join(shape)) + "".join(tones))
    return "".join(letters).encode("cp1258")


def test_letters_of_old_fonts_in_a_text_table_are_decoded_cell_by_cell():
    content = "STT;Hä vµ tªn;Chøc vô\n1;NguyÔn V¨n An;Chñ tÞch".encode("latin-1")
    sheet = readable(open_workbook(content, "a.csv").sheets[0])
    assert sheet.rows == {1: ["STT", "Họ và tên", "Chức vụ"], 2: ["1", "Nguyễn Văn An", "Chủ tịch"]}


def test_a_quoted_cell_may_hold_separators_and_line_ends():
    sheet = sheet_of('STT;"Họ và\ntên";Ghi chú\n1;"An; Bình";"a ""b"""\n'.encode(), "a.csv")
    assert sheet.rows == {1: ["STT", "Họ và\ntên", "Ghi chú"], 2: ["1", "An; Bình", 'a "b"']}


def test_a_line_that_names_the_separator_is_no_record():
    assert sheet_of(b"sep=|\nA,1|B\nC|D\n", "a.csv").rows == {1: ["A,1", "B"], 2: ["C", "D"]}


def test_the_apostrophe_of_our_own_text_tables_is_taken_off_again():
    assert sheet_of(b"A;B\n'=1+1;'Anh\n", "a.csv").rows[2] == ["=1+1", "'Anh"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"A" * 5_000_000, "corrupt_file"),
        (b"A;B\n" + b";" * 1_000_000 + b"x\n", "too_many_columns"),
        (b"A;B\n" + b"1;2\n" * 25_001, "zip_bomb"),
        (b'A;B\n"1;2\n', "corrupt_file"),
        (b"A;B\n\n;;\n1;2\n", [1, 4]),
    ],
    ids=range(5),
)
def test_text_tables_out_of_measure_are_refused_in_time(content, expected):
    started = time.monotonic()
    assert outcome(content, "a.csv") == expected
    assert time.monotonic() - started < 5
