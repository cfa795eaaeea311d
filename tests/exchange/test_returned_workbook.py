"""The office's own workbook comes back with results beside its rows, and reads as the file it was made from."""

from __future__ import annotations

import os
from random import Random

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from exchange.returned import inert, looks, own
from exchange.workbooks.annotation import RESULT_HEADING
from tests.exchange.made import HEADER, PERSON, rezipped, xlsx
from tests.exchange.random_layouts import lay_out
from tests.exchange.random_people import random_people
from tests.exchange.returning import opened, our_columns, read_bytes, results, returned, saved
from tests.exchange.samples import content_of, path_of, truth

ACCEPTED = [item["id"] for item in truth()["files"] if not item.get("refuse_code")]
SAI = [2, "Lê Văn Sai", "Nam", "30/02/1980", "CT UBND"]


def with_merges(laid):
    def change(page, book):
        for top, left, bottom, right in laid.merges:
            if (top, left) != (bottom, right):
                text = laid.table[top - 1][left] if left < len(laid.table[top - 1]) else ""
                page.merge_range(top - 1, left, bottom - 1, right, text)

    return change


# --- every file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ACCEPTED)
def test_every_sample_comes_back_inert_and_reads_as_it_did(code):
    content, name = content_of(code), path_of(code).name
    made = returned(content, name)
    assert made.is_own == name.endswith(".xlsx")
    assert inert.faults(made.content) == []
    before, after = read_bytes(content, name), read_bytes(made.content)
    assert after == before


@pytest.mark.parametrize("code", ["f04", "f08", "o01"])
def test_annotating_again_replaces_what_stood_there(code):
    once = returned(content_of(code), path_of(code).name).content
    twice = returned(once).content
    for page, again in zip(opened(once).worksheets, opened(twice).worksheets, strict=True):
        assert page.dimensions == again.dimensions
        assert [[c.value for c in row] for row in page] == [[c.value for c in row] for row in again]
        assert sorted(map(str, page.merged_cells.ranges)) == sorted(map(str, again.merged_cells.ranges))


@pytest.mark.parametrize("seed", range(int(os.environ.get("FUZZ_EXAMPLES", "12"))))
def test_any_layout_reads_after_annotating_as_before(seed):
    chance = Random(seed)
    laid = lay_out(chance, random_people(chance))
    content = xlsx(("DS", laid.table, with_merges(laid)))
    made = returned(content)
    assert made.is_own
    assert read_bytes(made.content) == read_bytes(content)


def looks_of(cell):
    return cell.value, repr(cell.font), repr(cell.border), cell.number_format, cell.alignment.horizontal


def test_layout_looks_and_other_sheets_stay_as_the_office_made_them():
    content = content_of("f04")
    before, after = opened(content, data_only=True), opened(returned(content, "f04.xlsx").content)
    assert after.sheetnames == before.sheetnames
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        for row in old:
            for cell in row:
                twin = new[cell.coordinate]
                assert looks_of(twin) == looks_of(cell), cell.coordinate
        assert {str(area) for area in old.merged_cells.ranges} <= {str(a) for a in new.merged_cells.ranges}
        widths = {name: item.width for name, item in old.column_dimensions.items()}
        assert widths == {name: new.column_dimensions[name].width for name in widths}


# --- what stands beside the rows --------------------------------------------------------------------------------


def test_a_wrong_row_says_what_is_wrong_and_what_to_do_and_its_cell_is_marked():
    page = opened(returned(xlsx(("DS", [HEADER, PERSON, SAI]))).content).active
    assert our_columns(page) == (6, 7)
    found = results(page)
    assert found[2] == ("Nhập được", "")
    assert found[3][0] == "Phải sửa"
    assert "Ngày 30/02/1980 không tồn tại" in found[3][1]
    assert "Ghi lại ngày/tháng/năm" in found[3][1]
    assert page["D3"].fill.fgColor.rgb == looks.MARKS[looks.WRONG]
    assert page["D2"].fill.fill_type is None
    assert page.auto_filter.ref == "A1:G3"
    assert page["G3"].alignment.wrap_text


def test_after_confirming_each_row_says_what_became_of_it():
    content = xlsx(("DS", [HEADER, PERSON, SAI, [3, "Lê Thị Hoa", "Nữ", "00/00/1985", "VP-TK"]]))
    rows = read_bytes(content)["rows"]
    for row, change, imported in zip(rows, ("new", None, "new"), (True, False, False), strict=True):
        row["change"], row["imported"] = change, imported
    found = results(opened(returned(content, state="committed", rows=rows).content).active)
    assert [found[number][0] for number in (2, 3, 4)] == ["Đã nhập", "Phải sửa", "Chưa nhập"]
    assert "00/00/1985" in found[4][1]
    found = results(opened(returned(content, state="undone", rows=rows).content).active)
    assert [found[number][0] for number in (2, 3, 4)] == ["Đã hoàn tác", "Phải sửa", "Chưa nhập"]


def test_the_heading_is_as_tall_as_the_tables_own():
    page = opened(returned(content_of("f04"), "f04.xlsx").content).worksheets[0]
    column, _ = our_columns(page)
    heads = [row for row in range(1, 60) if page.cell(row, column).value == RESULT_HEADING]
    assert heads[0] == 7
    assert any(area.min_col == column and area.size["rows"] == 2 for area in page.merged_cells.ranges)


def test_further_rows_of_a_person_are_found_with_the_first():
    rows = [HEADER, SAI, ["", "", "", "", "Phó Bí thư Đảng ủy"], [3, *PERSON[1:]]]
    merged = ("DS", rows, lambda page, book: page.merge_range("B2:B3", "Lê Văn Sai"))
    found = results(opened(returned(xlsx(merged)).content).active)
    assert [found[number][0] for number in (2, 3, 4)] == ["Phải sửa", "Phải sửa", "Nhập được"]
    assert found[3][1] == ""


def test_notes_beside_the_table_keep_their_place():
    rows = [[*HEADER], [*PERSON, "", "hỏi lại anh Tư"], [*SAI]]
    page = opened(returned(xlsx(("DS", rows))).content).active
    assert page["G2"].value == "hỏi lại anh Tư"
    assert our_columns(page) == (8, 9)


def test_a_correction_takes_the_mark_away_and_gives_the_cell_its_colour_back():
    def colour(page, book):
        page.write(2, 3, "30/02/1980", book.add_format({"bg_color": "#FFFF00"}))

    first = opened(returned(xlsx(("DS", [HEADER, PERSON, SAI], colour))).content)
    assert first.active["D3"].fill.fgColor.rgb == looks.MARKS[looks.WRONG]
    first.active["D3"].value = "28/02/1980"
    again = opened(returned(saved(first)).content).active
    assert again["D3"].fill.fgColor.rgb == "FFFFFF00"
    assert results(again)[3] == ("Nhập được", "")


def test_a_deleted_row_moves_nothing_to_another_person():
    book = opened(
        returned(xlsx(("DS", [HEADER, SAI, [3, "Lê Văn Hỏng", "Nam", "31/02/1980", "CT UBND"]]))).content
    )
    book.active.delete_rows(2)
    content = saved(book)
    [row] = read_bytes(content)["rows"]
    assert (row["row"], row["values"]["full_name"]) == (2, "Lê Văn Hỏng")
    assert "31/02/1980" in results(opened(returned(content).content).active)[2][1]


def test_a_column_added_beside_the_table_is_read_and_ours_move_on():
    book = opened(returned(xlsx(("DS", [HEADER, PERSON, SAI]))).content)
    page = book.active
    page.insert_cols(6)
    page["F1"].value, page["F2"].value = "Dân tộc", "Tày"
    content = saved(book)
    assert read_bytes(content)["rows"][0]["values"]["ethnicity"] == "Tày"
    assert our_columns(opened(returned(content).content).active) == (7, 8)


def test_an_excel_table_takes_our_columns_in():
    book = opened(xlsx(("DS", [HEADER, PERSON, SAI])))
    book.active.add_table(Table(displayName="DS_CBCC", ref="A1:E3"))
    page = opened(returned(saved(book)).content).active
    assert page.tables["DS_CBCC"].ref == "A1:G3"
    assert page.tables["DS_CBCC"].column_names[-2:] == [page["F1"].value, page["G1"].value]
    assert not page.auto_filter.ref
    assert opened(returned(returned(saved(book)).content).content).active.tables["DS_CBCC"].ref == "A1:G3"


def test_columns_hidden_or_grouped_to_the_edge_are_cut_where_ours_stand():
    def change(page, book):
        page.set_column(5, 16_383, 3, None, {"hidden": True})

    page = opened(returned(xlsx(("DS", [HEADER, PERSON], change))).content).active
    columns = [(item.min, item.max, item.hidden) for item in page.column_dimensions.values() if item.min >= 6]
    assert sorted(columns) == [(6, 6, False), (7, 7, False), (8, 16_384, True)]


def test_a_protected_sheet_lets_its_rows_be_filtered():
    page = opened(
        returned(xlsx(("DS", [HEADER, PERSON, SAI], lambda page, book: page.protect("x")))).content
    ).active
    assert page.protection.sheet
    assert not page.protection.autoFilter
    assert not page["F3"].protection.locked


def test_comments_stay_with_their_cells():
    book = opened(xlsx(("DS", [HEADER, PERSON])))
    book.active["B2"].comment = Comment("hỏi bà Lan", "Tổ chức")
    assert opened(returned(saved(book)).content).active["B2"].comment.text == "hỏi bà Lan"


# --- odd files --------------------------------------------------------------------------------------------------


def strict(content):
    """The same workbook in the strict form of the format."""
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }

    def change(data):
        for common, other in names.items():
            data = data.replace(common, other)
        return data

    parts = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
    return rezipped(
        content, replace=dict.fromkeys([*parts, "xl/_rels/workbook.xml.rels", "_rels/.rels"], change)
    )


def in_utf16(content):
    def change(data):
        return data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    return rezipped(content, replace={"xl/worksheets/sheet1.xml": change, "xl/sharedStrings.xml": change})


def since_1904(content):
    return rezipped(
        content,
        replace={"xl/workbook.xml": lambda data: data.replace(b"<workbookPr", b'<workbookPr date1904="1"')},
    )


@pytest.mark.parametrize("form", [strict, in_utf16, since_1904])
def test_odd_forms_of_the_format_come_back_too(form):
    def dated(page, book):
        page.write_number(1, 3, 29_352, book.add_format({"num_format": "dd/mm/yyyy"}))

    content = form(xlsx(("DS", [HEADER, PERSON, SAI], dated)))
    made = returned(content)
    assert made.is_own
    assert read_bytes(made.content) == read_bytes(content)


def test_a_hidden_row_and_a_value_below_a_merge_stay():
    def change(page, book):
        page.merge_range(1, 4, 2, 4, "Chủ tịch UBND")
        page.set_row(2, None, None, {"hidden": True})
        page.write(2, 4, "Phó Chủ tịch UBND")

    content = xlsx(("DS", [HEADER, PERSON, SAI], change))
    made = returned(content)
    assert made.is_own
    assert read_bytes(made.content) == read_bytes(content)


def test_a_file_that_the_library_cannot_take_comes_back_as_a_new_one(monkeypatch):
    content = xlsx(("DS", [HEADER, PERSON, SAI]))
    monkeypatch.setattr(own, "_ask_child", lambda *_: None)
    made = returned(content)
    assert not made.is_own
    assert read_bytes(made.content) == read_bytes(content)
    assert results(opened(made.content).active)[3][0] == "Phải sửa"


def test_annotated_bytes_that_read_otherwise_are_never_handed_out(monkeypatch):
    content = xlsx(("DS", [HEADER, PERSON, SAI]))
    other = xlsx(("DS", [HEADER, PERSON, [2, "Lê Văn Khác", "Nam", "30/02/1980", "CT UBND"]]))
    monkeypatch.setattr(own, "_ask_child", lambda *_: other)
    assert not returned(content).is_own


def test_a_longer_file_comes_back_as_a_new_one(monkeypatch):
    monkeypatch.setattr(own, "MAX_ROWS", 1)
    content = xlsx(("DS", [HEADER, PERSON, SAI], lambda page, book: page.set_column(0, 5, 12)))
    made = returned(content)
    assert not made.is_own
    assert read_bytes(made.content) == read_bytes(content)


@pytest.mark.own_process
def test_the_childs_limits_hold_for_the_largest_own_file():
    people = [
        [n, f"Nguyễn Văn {'ABCDEGHIKL'[n % 10]}", "Nam", "30/02/1980", "VP-TK", *"abcdefghij" * 3]
        for n in range(2000)
    ]
    content = xlsx(("DS", [[*HEADER, *(f"Cột {n}" for n in range(30))], *people]))
    assert returned(content).is_own
