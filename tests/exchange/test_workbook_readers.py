"""The .xlsx reader: values, places, hidden rows, errors, formulas, date systems."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests.exchange.made import HEADER, PERSON, rezipped, sheet_of, simple, xlsx
from tests.exchange.made_xls import xls

SHEET = "xl/worksheets/sheet1.xml"


def test_rows_carry_the_number_that_excel_shows():
    sheet = sheet_of(xlsx(("DS", [[], [], HEADER, [], PERSON])))
    assert sorted(sheet.rows) == [3, 5]
    assert sheet.cell(5, 1) == "Nguyễn Văn An"


def test_a_table_that_begins_to_the_right_keeps_its_columns():
    sheet = sheet_of(xlsx(("DS", [[], [None, None, *HEADER], [None, None, *PERSON]])))
    assert sheet.cell(2, 3) == "Họ và tên"
    assert sheet.cell(3, 0) is None


def test_a_wrong_dimension_is_not_believed():
    content = rezipped(
        simple([PERSON, PERSON]), replace={SHEET: lambda data: data.replace(b'ref="A1:E3"', b'ref="A1:B1"')}
    )
    assert sheet_of(content).cell(3, 4) == "Chủ tịch UBND"


def test_hidden_rows_and_sheets_are_marked():
    content = xlsx(
        ("DS", [HEADER, PERSON, PERSON], lambda page, book: page.set_row(2, None, None, {"hidden": True}))
    )
    assert sheet_of(content).hidden_rows == {3}
    hidden = xlsx(("A", [HEADER]), ("B", [HEADER], lambda page, book: page.hide()))
    from exchange.workbooks.opening import open_workbook

    assert [sheet.hidden for sheet in open_workbook(hidden, "a.xlsx").sheets] == [False, True]


def test_formulas_give_their_stored_value_or_say_that_there_is_none():
    def write(page, book):
        page.write_formula(1, 1, "=UPPER(A1)", None, "NGUYỄN VĂN AN")
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        page.write_formula(1, 4, "=A1", None, 5)

    content = xlsx(("DS", [HEADER, [1]], write))
    no_value = rezipped(
        content, replace={SHEET: lambda data: data.replace(b"<f>A1</f><v>5</v>", b"<f>A1</f>")}
    )
    sheet = sheet_of(no_value)
    assert sheet.cell(2, 1) == "NGUYỄN VĂN AN"
    assert sheet.cell(2, 3) == {"error": "#DIV/0!"}
    assert sheet.cell(2, 4) == {"uncached": True}


def test_text_that_looks_like_markup_marks_nothing():
    content = xlsx(("DS", [HEADER, [1, 'có t="e" và <f>', "Nam"]]))
    assert sheet_of(content).cell(2, 1) == 'có t="e" và <f>'


def test_dates_follow_the_workbooks_own_date_system():
    def write(page, book):
        page.write_datetime(1, 3, date(1980, 5, 12), book.add_format({"num_format": "dd/mm/yyyy"}))

    for options in ({}, {"date_1904": True}):
        content = xlsx(("DS", [HEADER, [1]], write), **options)
        assert sheet_of(content).cell(2, 3) == {"date": "1980-05-12"}


def test_strict_office_open_xml_is_read_as_well():
    def strict(data):
        return data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    names = [
        "xl/workbook.xml",
        SHEET,
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ]
    content = rezipped(simple(), replace={name: strict for name in names})
    assert sheet_of(content).cell(2, 1) == "Nguyễn Văn An"


def test_whole_numbers_are_whole_and_texts_keep_their_zeros():
    sheet = sheet_of(simple([[1, "An", 19080001234, "019080001234"]]))
    assert sheet.cell(2, 2) == 19080001234
    assert sheet.cell(2, 3) == "019080001234"


def test_merged_ranges_are_told():
    content = xlsx(("DS", [], lambda page, book: page.merge_range("A1:C1", "Trình độ")))
    assert sheet_of(content).merges == [(1, 0, 1, 2)]


def test_characters_no_database_takes_are_left_out():
    content = rezipped(
        simple(),
        replace={
            "xl/sharedStrings.xml": lambda data: data.replace(
                "Văn An".encode(), "_x0000_Văn_xD800_ An_x0007_".encode()
            )
        },
    )
    name = sheet_of(content).cell(2, 1)
    assert name.isprintable()
    assert name.startswith("Nguyễn")


def test_a_row_without_height_is_hidden_too():
    content = xlsx(("DS", [HEADER, PERSON, PERSON], lambda page, book: page.set_row(2, 0)))
    flat = rezipped(content, replace={SHEET: lambda data: data.replace(b'hidden="1"', b'ht="0"')})
    assert sheet_of(flat).hidden_rows == {3}


def test_a_hidden_column_is_read_and_hides_no_row():
    hide = lambda page, book: page.set_column("B:B", None, None, {"hidden": True})  # noqa: E731
    sheet = sheet_of(xlsx(("DS", [HEADER, PERSON], hide)))
    assert (sheet.hidden_rows, sheet.cell(2, 1)) == (frozenset(), "Nguyễn Văn An")


def by_openpyxl(*cells):
    """A workbook whose formulas nobody has calculated: openpyxl writes them without a value."""
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("empty", [b"<v></v>", b"<v />", b"<v/>", b""])
def test_a_file_that_no_program_has_calculated_says_so_in_each_formula(empty):
    content = by_openpyxl(("A1", "=1+1"), ("B1", '="x"'), ("C1", "chữ"))
    written = rezipped(content, replace={SHEET: lambda data: data.replace(b"<v />", empty)})
    assert sheet_of(written).rows == {1: [{"uncached": True}, {"uncached": True}, "chữ"]}


def test_an_empty_result_beside_calculated_ones_is_an_empty_cell():
    def write(page, book):
        page.write_formula(1, 0, "=ROW()", None, 2)
        page.write_formula(1, 1, '=IF(1=1,"","x")', None, "")

    assert sheet_of(xlsx(("DS", [HEADER], write))).rows[2] == [2]


def test_a_long_formula_and_one_without_a_body_are_told_as_well():
    long = b"<f>" + b"A1+" * 8_000 + b"A1</f>"
    content = rezipped(
        xlsx(("DS", [HEADER, [71, 72]])),
        replace={
            SHEET: lambda data: data.replace(b"<v>71</v>", long).replace(
                b"<v>72</v>", b'<f t="shared" si="0"/>'
            )
        },
    )
    assert sheet_of(content).rows[2] == [{"uncached": True}, {"uncached": True}]


def test_errors_and_formulas_are_found_in_prefixed_markup():
    def prefixed(data):
        cells = b'<x:c r="A2" t=\'e\'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c><x:c r="B2"><x:f>A1</x:f></x:c>'
        cells += b'<x:c r="C2"><x:f>A1</x:f><x:v>7</x:v></x:c>'
        opened = data.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
        opened = opened.replace(b"xmlns=", b"xmlns:x=")
        return opened.replace(b"</x:sheetData>", b'<x:row r="2">' + cells + b"</x:row></x:sheetData>")

    content = rezipped(xlsx(("DS", [HEADER])), replace={SHEET: prefixed})
    assert sheet_of(content).rows[2] == [{"error": "#DIV/0!"}, {"uncached": True}, 7]


@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_title_merged_over_the_whole_row_is_no_wide_table(make):
    rows = [["DANH SÁCH"], HEADER, PERSON]
    if make is xls:
        content = xls(("DS", rows, {"merges": [(1, 0, 1, 65_535), (2, 300, 3, 400)]}))
    else:
        content = xlsx(("DS", rows, lambda page, book: page.merge_range("A1:XFD1", "DANH SÁCH")))
    assert sheet_of(content, f"a.{make.__name__}").merges == [(1, 0, 1, 199)]
