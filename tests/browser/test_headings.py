"""Saying what a heading means, in Chromium: by keyboard alone, on a phone, sound for everyone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SIZES
from tests.browser.test_every_page import AXE, GRAVE, comes_true
from tests.browser.test_keyboard import tab_to
from tests.exchange.made import HEADER, xlsx

pytestmark = pytest.mark.browser
WHO = "xa_10723"
PEOPLE = [
    [1, "Vũ Thị Khánh", "Nữ", "12/05/1985", "Tư pháp - Hộ tịch", "Tày"],
    [2, "Vũ Văn Lâm", "Nam", "00/00/1984", "Văn phòng - Thống kê", "Kinh"],
]


def send(page, header, rows):
    page.goto("/nhap-excel/")
    content = xlsx(("DS", [header, *rows]))
    page.get_by_label("Tệp Excel").set_input_files(
        {"name": "ds.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.get_by_role("heading", level=1).filter(has_text="hưa rõ").or_(
        page.get_by_role("heading", level=1, name="Kiểm tra trước khi nhập")
    ).wait_for()


def demand_sound(page):
    """No grave finding of axe, nothing wider than the screen, at both sizes."""
    page.wait_for_load_state()  # a page just begun has no element yet to measure
    for size in SIZES.values():
        page.set_viewport_size(size)
        assert comes_true(page, "document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page, options=AXE).response["violations"]
        assert [item["id"] for item in found if item["impact"] in GRAVE] == []
    page.set_viewport_size(SIZES["laptop"])


def test_an_unknown_heading_is_named_read_and_remembered_by_keyboard_alone(visit):
    page = visit(WHO)
    send(page, [*HEADER, "Nhóm người"], PEOPLE)
    demand_sound(page)
    tab_to(page, "select[name^='cot-']")
    page.keyboard.type("Dân")
    tab_to(page, "select[name='row-DS!3']")
    page.keyboard.type("Nhập")
    tab_to(page, "button[formaction$='/cot/']", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Đã đọc lại tệp").wait_for()
    assert page.locator("select[name='row-DS!3']").input_value() == "take"
    demand_sound(page)
    send(page, [*HEADER, "Nhóm người"], PEOPLE)
    page.get_by_text("Đã dùng cách hiểu cột ông/bà chọn ngày").wait_for()
    page.get_by_role("link", name="Xem, sửa, quên").click()
    demand_sound(page)
    page.get_by_role("link", name="Sửa, quên").first.click()
    demand_sound(page)
    page.get_by_role("button", name="Quên").click()
    page.get_by_text("tệp sau sẽ hỏi lại").wait_for()


def test_a_file_without_a_known_column_of_names_is_read_after_one_choice(visit):
    page = visit(WHO)
    send(page, ["STT", "Nhân sự", *HEADER[2:]], [row[:5] for row in PEOPLE])
    demand_sound(page)
    assert page.get_by_label("“Nhân sự”").input_value() == "full_name"
    page.get_by_role("button", name="Đọc lại tệp").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()
    page.get_by_role("button", name="Hủy, không nhập gì").click()


def test_the_menu_of_a_phone_takes_no_more_than_it_needs_while_a_page_is_short(visit):
    page = visit(WHO, "phone")
    page.goto("/nhap-excel/cot/")
    page.evaluate("document.querySelector('main').replaceChildren()")  # as while the rest is still on its way
    side, inner = (page.locator(name).bounding_box()["height"] for name in (".side", ".side-inner"))
    assert side - inner <= 1
