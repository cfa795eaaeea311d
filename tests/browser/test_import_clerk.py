"""A clerk in Chromium takes files full of faults to a clean import, doing only what the page says."""

from __future__ import annotations

import io

import openpyxl
import pytest

from exchange.returned import looks
from foundation.scope import unscoped
from officials.models import Appointment
from tests.exchange.samples import content_of, sample

pytestmark = pytest.mark.browser

# Sample → the demonstration's unit that sends it; none of them is read closely elsewhere in this folder.
SENDERS = {"f08": "10702", "f15": "10705", "f17": "10741"}
# What the clerk knows from the paper records, by what the page asks for.
KNOWN = {
    "Ngày sinh": "12/05/1965",
    "Ngày vào Đảng": "05/2010",
    "Chức vụ, chức danh": "Văn phòng - Thống kê",
    "Số CCCD": "019081460821",
}
WRONG_CELL = looks.MARKS[looks.WRONG]
HEADINGS = {"Số CCCD": "Số CCCD/CMND"}


@pytest.mark.parametrize("told_by", ["the page", "the returned file"])
@pytest.mark.parametrize("code", SENDERS)
def test_a_clerk_brings_a_faulty_file_to_a_clean_import(code, told_by, visit):
    page = visit.sign_in(f"xa_{SENDERS[code]}")
    before = people_of(SENDERS[code])
    send(page, content_of(code), f"{code}.xlsx")
    assert cards(page)["Phải sửa"] == str(sample(code)["assertions"]["rows_error"])
    assert page.get_by_role("heading", name="Việc cần sửa trong Excel").is_visible()
    if told_by == "the page":
        workbook = openpyxl.load_workbook(io.BytesIO(content_of(code)))
        n_removed = correct(workbook, faults(page))
    else:
        workbook = openpyxl.load_workbook(fetched(page))
        n_removed = correct(workbook, notes(workbook))
    send(page, saved(workbook), f"{code} đã sửa.xlsx")
    assert cards(page)["Phải sửa"] == "0"
    for choice in page.locator("select[name^='row-']").all():
        choice.select_option(label="Nhập dòng này")
    page.get_by_role("button", name="Xác nhận nhập").click()
    page.get_by_role("heading", name="Kết quả nhập").wait_for()
    assert page.get_by_role("heading", name="chưa được nhập").count() == 0
    done = page.url
    truth = sample(code)["assertions"]
    n_expected = truth["person_rows"] - truth["rows_skip"] - n_removed
    came = [name for name in people_of(SENDERS[code]) if name not in before]
    assert len(people_of(SENDERS[code])) - len(before) == n_expected, came
    assert {r["values"]["full_name"] for r in sample(code)["rows"] if r["status"] == "ok"} <= set(came)
    send(page, saved(workbook), f"{code} lần nữa.xlsx")
    assert "hồ sơ mới" not in outcome(page)
    page.get_by_role("button", name="Hủy, không nhập gì").click()
    take_back(page, done)
    assert people_of(SENDERS[code]) == before


def send(page, content, name):
    page.goto("/nhap-excel/")
    page.get_by_label("Tệp Excel").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()


def cards(page):
    return {
        card.locator(".stat-title").inner_text(): card.locator(".stat-value").inner_text().strip()
        for card in page.locator(".stat-card").all()
    }


def outcome(page):
    return page.locator(".panel", has=page.get_by_role("heading", name="Sau khi xác nhận")).inner_text()


def faults(page):
    """(row, column, what the page says) of each line that has to be corrected."""
    lines = page.get_by_role("region", name="Các dòng cần xem").locator("tr.row-wrong").all()
    return [
        (
            int(line.locator("[data-label=Dòng]").inner_text()),
            line.locator("[data-label=Cột]").inner_text(),
            line.locator("[data-label='Hệ thống hiểu']").inner_text(),
        )
        for line in lines
    ]


def fetched(page):
    """The file with the results beside its rows, as the browser saves it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp kèm kết quả (.xlsx)").first.click()
    return io.BytesIO(download.value.path().read_bytes())


def notes(workbook):
    """The same as `faults`, read from what stands beside the rows of the returned file and the cells it marks."""
    sheet = workbook.worksheets[0]
    heads = {cell.value: cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value}
    result, reason = (heads[name] for name in ("Kết quả (hệ thống)", "Lý do, cách sửa (hệ thống)"))
    found = []
    for (cell,) in sheet.iter_rows(min_row=result.row + 1, min_col=result.column, max_col=result.column):
        if cell.value != "Phải sửa":
            continue
        marked = [at for at in sheet[cell.row][: result.column - 1] if at.fill.fgColor.rgb == WRONG_CELL]
        for line in str(sheet.cell(cell.row, reason.column).value).splitlines():
            column = next((name for name in KNOWN if line.startswith(name)), "")
            assert not column or heads[HEADINGS.get(column, column)].column in [at.column for at in marked]
            found.append((cell.row, column, line))
    assert found
    return found


def take_back(page, address):
    """Undo the import, as its page offers it."""
    page.goto(address)
    page.get_by_role("link", name="Hoàn tác lần nhập này").click()
    page.get_by_label("Lý do hoàn tác").fill("Nhập thử để học cách làm")
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    page.get_by_text("Đã hoàn tác:").wait_for()


def correct(workbook, found):
    """Do to the sheet what is said of it; how many rows were told to be deleted."""
    sheet = workbook.worksheets[0]
    columns = {
        str(cell.value): cell.column for row in sheet.iter_rows(max_row=8) for cell in row if cell.value
    }
    removed, numbered = set(), set()
    for row, column, said in found:
        if "Xóa dòng trùng" in said or "một người thì xóa một dòng" in said:
            removed.add(row)
        elif "chung một số" in said:  # one of the two is wrong: the clerk corrects the later one
            numbered.add(row)
        else:
            sheet.cell(row, columns[column]).value = KNOWN[column]
    if numbered:
        sheet.cell(max(numbered), columns[HEADINGS["Số CCCD"]]).value = KNOWN["Số CCCD"]
    for row in sorted(removed, reverse=True):
        sheet.delete_rows(row)
    return len(removed)


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def people_of(unit):
    with unscoped("what the import wrote"):
        rows = Appointment.objects.filter(unit__public_id=unit, ends_on=None, is_primary=True)
        return list(rows.values_list("official__full_name", flat=True))
