"""From choosing the file to the result of an import and its undo, with the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser.test_keyboard import tab_to
from tests.exchange.made import HEADER, xlsx

pytestmark = pytest.mark.browser
WHO = "xa_10726"
PEOPLE = [
    [1, "Vũ Thị Phím", "Nữ", "12/05/1985", "Tư pháp - Hộ tịch"],
    [2, "Vũ Văn Phím", "Nam", "00/00/1984", "Văn phòng - Thống kê"],
    [3, "Vũ Văn Nhầm", "Nam", "30/02/1984", "Văn phòng - Thống kê"],
]


def press(page, selector, heading):
    """Go to a control and press Enter; the page with that heading follows."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=heading).wait_for()


def chosen_by_key(page, choosers, tries=5):
    """The dialogue that Space opens on the field; pressed again where a busy machine lost it, as a person would."""
    for _ in range(tries):
        page.keyboard.press("Space")
        for _ in range(100):
            page.wait_for_timeout(100)
            if choosers:
                return choosers[0]
    raise AssertionError("Space opens no dialogue")


def test_a_file_is_sent_checked_imported_and_taken_back_by_keyboard_alone(visit):
    page = visit(WHO)
    choosers = []
    # Before the key: what opens in between is nobody's.
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    page.goto("/nhap-excel/")
    page.wait_for_load_state("networkidle")  # the scripts of the page have taken hold of the field
    tab_to(page, "input[type=file]")
    chosen_by_key(page, choosers).set_files(
        {"name": "ds.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(("DS", [HEADER, *PEOPLE]))}
    )
    press(page, "form[enctype] button[type=submit]", "Kiểm tra trước khi nhập")
    tab_to(page, "select[name='row-DS!3']")
    page.keyboard.type("Nhập")
    assert page.locator("select[name='row-DS!3']").input_value() == "take"
    tab_to(page, ".columns-side button[type=submit]", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Kết quả nhập").wait_for()
    assert "2 hồ sơ mới" in page.locator("main").inner_text()
    assert page.get_by_role("heading", name="1 dòng chưa được nhập").is_visible()
    press(page, "a[href$='/hoan-tac/']", "Hoàn tác lần nhập")
    tab_to(page, "[name=reason]")
    page.keyboard.type("Nhập thử")
    press(page, "main form button[type=submit]", "Kết quả nhập")
    page.get_by_text("Đã hoàn tác: bỏ 2 hồ sơ mới").wait_for()
