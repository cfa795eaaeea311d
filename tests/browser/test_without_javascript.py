"""Reading, searching, saving, importing with JavaScript switched off."""

from __future__ import annotations

import pytest

from foundation.scope import unscoped
from officials.models import Official
from tests.browser.conftest import SIZES
from tests.browser.workbook import Line, office_workbook

pytestmark = pytest.mark.browser

UNITS = {"laptop": ("10687", "Trịnh Thị Không"), "phone": ("10693", "Phùng Thị Vắng")}


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_day_without_javascript(size, visit):
    unit_id, newcomer = UNITS[size]
    with unscoped("whom to look for"):
        official = Official.objects.filter(unit__public_id=unit_id, appointments__ends_on=None).first()
        unit_name = official.unit.full_name
    page = visit.sign_in(f"xa_{unit_id}", size, java_script_enabled=False)

    # The list: search, filter, next order; each answer is a page of its own.
    page.goto("/ho-so/")
    page.get_by_label("Họ tên hoặc số CCCD").fill(official.name_folded)
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.locator("#danh-sach").get_by_role("link", name=official.full_name).first.click()

    # A correction, first refused, then saved.
    page.get_by_role("link", name="Cập nhật").click()
    page.get_by_label("Ngày sinh").fill("32/13/1980")
    page.get_by_label("Quê quán").fill("Xã Quang Thành, thị xã Kinh Môn")
    page.get_by_role("button", name="Lưu").click()
    assert page.locator(".error-summary a").first.get_attribute("href") == "#id_birth_date"
    assert page.get_by_label("Quê quán").input_value() == "Xã Quang Thành, thị xã Kinh Môn"
    page.get_by_label("Ngày sinh").fill("1979")
    page.get_by_role("button", name="Lưu").click()
    assert f"Đã cập nhật hồ sơ {official.full_name}." in page.locator("#thong-bao").inner_text()
    official.refresh_from_db()
    assert (official.hometown, official.birth_date_partial.iso) == ("Xã Quang Thành, thị xã Kinh Môn", "1979")

    # A row of a section, on a page of its own.
    page.goto(f"/ho-so/{official.public_id}/?muc=trinh-do")
    page.get_by_role("link", name="Thêm").first.click()
    assert page.get_by_role("button", name="Lưu").is_visible()

    # A workbook, from the file to the result.
    page.goto("/nhap-excel/")
    new = Line(newcomer, "3/4/1995", True, post="Văn hóa - Xã hội", degree="Cao đẳng")
    page.locator("input[type=file]").set_input_files(
        {
            "name": "DS.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": office_workbook(unit_name, [new]),
        }
    )
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kiểm tra trước khi nhập"
    page.get_by_role("button", name="Xác nhận nhập").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kết quả nhập"
    with unscoped("what was written"):
        assert Official.objects.get(full_name=new.name).unit.public_id == unit_id

    page.locator(".drop-account > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    assert "/dang-nhap/" in page.url
    page.goto("/ho-so/")
    assert "/dang-nhap/" in page.url
