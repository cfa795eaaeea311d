"""A clerk in Chromium takes files full of faults to a clean import, doing only what the page says."""

from __future__ import annotations

import io

import openpyxl
import pytest

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
HEADINGS = {"Số CCCD": "Số CCCD/CMND"}


@pytest.mark.parametrize("code", SENDERS)
def test_a_clerk_brings_a_faulty_file_to_a_clean_import(code, visit):
    page = visit.sign_in(f"xa_{SENDERS[code]}")
    before = people_of(SENDERS[code])
    workbook = openpyxl.load_workbook(io.BytesIO(content_of(code)))
    send(page, content_of(code), f"{code}.xlsx")
    assert cards(page)["Phải sửa"] == str(sample(code)["assertions"]["rows_error"])
    assert page.get_by_role("heading", name="Việc cần sửa trong Excel").is_visible()
    n_removed = correct(workbook, faults(page))
    send(page, saved(workbook), f"{code} đã sửa.xlsx")
    assert cards(page)["Phải sửa"] == "0"
    for choice in page.locator("select[name^='row-']").all():
        choice.select_option(label="Nhập dòng này")
    page.get_by_role("button", name="Xác nhận nhập").click()
    page.get_by_role("heading", name="Kết quả nhập").wait_for()
    assert page.get_by_role("heading", name="chưa được nhập").count() == 0
    truth = sample(code)["assertions"]
    n_expected = truth["person_rows"] - truth["rows_skip"] - n_removed
    came = [name for name in people_of(SENDERS[code]) if name not in before]
    assert len(people_of(SENDERS[code])) - len(before) == n_expected, came
    assert {r["values"]["full_name"] for r in sample(code)["rows"] if r["status"] == "ok"} <= set(came)
    send(page, saved(workbook), f"{code} lần nữa.xlsx")
    assert "hồ sơ mới" not in outcome(page)


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


def correct(workbook, found):
    """Do to the sheet what the page says; how many rows it told to delete."""
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
