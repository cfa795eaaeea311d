"""The .xlsx reader: values, places, hidden rows, errors, formulas, date systems."""

from __future__ import annotations

from datetime import date

from tests.exchange.made import HEADER, PERSON, rezipped, sheet_of, simple, xlsx

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
