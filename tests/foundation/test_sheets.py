"""What leaves as .xlsx or .csv holds the figures and can never run."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from foundation import sheets
from foundation.dates import PartialDate
from foundation.models import AccessEvent
from foundation.printed import Line, PrintedColumn, PrintedTable, write_printed_xlsx
from foundation.sheets import Column, Sheet
from tests.browser.hostile import demand_quiet_pdf, texts_of_workbook

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://evil","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|' /C calc'!A0",
]


def _xlsx(sheet):
    stream = io.BytesIO()
    sheets.write_xlsx(stream, sheet)
    return openpyxl.load_workbook(stream).worksheets[0]


def _csv(sheet):
    stream = io.BytesIO()
    sheets.write_csv(stream, sheet)
    raw = stream.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def _sheet(rows, **kw):
    columns = [
        Column("Họ và tên"),
        Column("Ngày sinh", "date"),
        Column("Số người", "int"),
        Column("Tỷ lệ", "percent"),
        Column("Hệ số", "number"),
    ]
    return Sheet("Danh sách", "Thị xã Kinh Môn", columns, rows, synthetic=kw.pop("synthetic", False), **kw)


ROW = ["Đỗ Thị Ỷ", date(1980, 5, 12), 1234, 72.4, Decimal("3.66")]


def test_a_workbook_has_title_block_header_and_real_values(settings):
    page = _xlsx(_sheet([ROW], source="Hồ sơ thử"))
    assert [page.cell(row, 1).value for row in (1, 2, 3)] == [
        "Danh sách",
        "Thị xã Kinh Môn",
        "Số liệu đến ngày 31/12/2021",
    ]
    assert [cell.value for cell in page[5]] == ["Họ và tên", "Ngày sinh", "Số người", "Tỷ lệ", "Hệ số"]
    name, birth, people, share, coefficient = page[6]
    assert (name.value, people.value, coefficient.value) == ("Đỗ Thị Ỷ", 1234, 3.66)
    assert birth.value.date() == date(1980, 5, 12)
    assert birth.number_format == "dd/mm/yyyy"
    assert share.value == pytest.approx(0.724)
    assert share.number_format == "0.0%"
    assert page.cell(8, 1).value == "Nguồn: Hồ sơ thử."
    assert page.freeze_panes == "B6"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_never_becomes_a_formula_in_a_workbook(payload):
    cell = _xlsx(_sheet([[payload, payload, payload, payload, payload]]))["A6"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.hyperlink is None
    assert cell.quotePrefix or not str(cell.value).strip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_would_run_is_prefixed_in_csv(payload):
    row = _csv(_sheet([[payload, payload, payload, payload, payload]]))[1]
    assert all(cell.startswith("'") for cell in row)


def test_a_printed_list_holds_the_payloads_as_letters_and_starts_nothing():
    texts = [
        *PAYLOADS,
        "<script>alert(1)</script>",
        "<a href='http://evil'>x</a>",
        "<img src='x'/>",
        "</para>",
    ]
    stream = io.BytesIO()
    columns = [Column(texts[-4]), Column(texts[-3])]
    rows = [[text, text] for text in texts]
    sheets.write_pdf_list(
        stream, Sheet(texts[-2], texts[-1], columns, rows, source=texts[-4], synthetic=False)
    )
    demand_quiet_pdf(stream.getvalue())


def test_a_printed_table_in_a_workbook_holds_them_as_text_too():
    texts = [*PAYLOADS, "<script>alert(1)</script>"]
    columns = [PrintedColumn((texts[0],), "text", 30)]
    table = PrintedTable(
        title=texts[0],
        subtitle=texts[1:2],
        columns=columns,
        lines=[Line([text]) for text in texts],
        notes=texts[2:3],
    )
    stream = io.BytesIO()
    write_printed_xlsx(stream, table)
    found = texts_of_workbook(stream.getvalue(), quoted=False)
    assert {"=1+1", "@SUM(A1)", "<script>alert(1)</script>"} <= set(found)
    cells = [
        c for row in openpyxl.load_workbook(stream).active.iter_rows() for c in row if c.value == "@SUM(A1)"
    ]
    assert [cell.quotePrefix for cell in cells] == [True]


def test_headings_and_notes_are_guarded_too():
    sheet = Sheet("=1", "+1", [Column("=A1")], [["x"]], source="x", notes=["@SUM(A1)"], synthetic=False)
    assert _csv(sheet)[0] == ["'=A1"]
    assert ["'@SUM(A1)"] in _csv(sheet)
    assert _xlsx(sheet)["A1"].data_type in ("s", "inlineStr")


def test_numbers_stay_numbers_in_csv():
    assert _csv(_sheet([["A", None, -5, 72.45, Decimal("-1.50")]]))[1] == ["A", "", "-5", "72.45", "-1.50"]


def test_what_is_missing_is_a_dash_and_never_zero():
    page = _xlsx(_sheet([["A", None, None, float("nan"), None]]))
    assert [cell.value for cell in page[6]] == ["A", None, "–", "–", "–"]


def test_partial_dates_keep_what_is_known():
    rows = [["A", PartialDate.parse("1980-05"), 1, 1, 1], ["B", date(1899, 1, 2), 1, 1, 1]]
    page = _xlsx(_sheet(rows))
    assert (page["B6"].value, page["B7"].value) == ("05/1980", "02/01/1899")
    assert [line[1] for line in _csv(_sheet(rows))[1:3]] == ["05/1980", "02/01/1899"]


def test_characters_no_cell_can_hold_are_left_out():
    assert _xlsx(_sheet([["A\x00B\ud800C" + "x" * 40_000, None, 1, 1, 1]]))["A6"].value.startswith("ABCx")
    assert _csv(_sheet([["A\x00B\ud800C", None, 1, 1, 1]]))[1][0] == "ABC"


def test_synthetic_records_say_so_in_both_forms():
    sheet = _sheet([ROW], synthetic=True)
    assert sheets.SYNTHETIC_LINE in [row[0].value for row in _xlsx(sheet).iter_rows()]
    assert [sheets.SYNTHETIC_LINE] in _csv(sheet)


def test_several_tables_of_one_name_make_one_workbook():
    stream = io.BytesIO()
    sheets.write_xlsx(stream, _sheet([ROW]), _sheet([ROW]))
    assert openpyxl.load_workbook(stream).sheetnames == ["Danh sách", "Danh sách 2"]


@pytest.mark.parametrize("name", ['Danh sách "A"\r\nX: y', "../../etc/passwd", "", "Đơn vị – Ỷ"])
def test_a_download_is_saved_and_never_rendered(town, name):
    response = sheets.download(by=town.people.noivu, sheet=_sheet([ROW]), kind="csv", name=name)
    disposition = response["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert "filename*=UTF-8''" in disposition
    assert "\r" not in disposition
    assert "\n" not in disposition
    assert "/" not in disposition
    assert disposition.isascii()
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_download_is_noted(town):
    sheets.download(
        by=town.people.xa_minh, sheet=_sheet([ROW]), kind="xlsx", name="Danh sách", unit_id="10702"
    )
    event = AccessEvent.objects.get()
    assert (event.actor, event.action, event.unit_id) == ("xa_minh", "export", "10702")
