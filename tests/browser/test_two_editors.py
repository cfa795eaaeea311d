"""Two people at one record, and a session that ends while someone types: nothing typed is lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from foundation.scope import unscoped
from officials.models import Official

pytestmark = pytest.mark.browser


def person(unit):
    with unscoped("whom to edit"):
        return Official.objects.filter(unit__public_id=unit, appointments__ends_on=None).first()


def test_the_second_to_save_sees_both_values_and_chooses(visit):
    official = person("10696")
    address = f"/ho-so/{official.public_id}/sua/"
    first, second = visit("noivu"), visit("xa_10696", "phone")
    first.goto(address)
    second.goto(address)
    first.get_by_label("Quê quán").fill("Xã Lạc Long, thị xã Kinh Môn")
    first.get_by_label("Dân tộc").fill("Tày")
    first.get_by_role("button", name="Lưu").click()
    first.get_by_text("Đã cập nhật hồ sơ").wait_for()

    second.get_by_label("Quê quán").fill("Phường An Lưu, thị xã Kinh Môn")
    second.get_by_label("Tôn giáo").fill("Phật giáo")
    second.get_by_role("button", name="Lưu").click()
    conflict = second.locator(".conflict")
    conflict.wait_for()
    assert "Hồ sơ vừa được ông/bà Phòng Nội vụ" in conflict.inner_text()
    row = conflict.locator("fieldset", has_text="Quê quán")
    assert "Xã Lạc Long, thị xã Kinh Môn" in row.inner_text()
    assert "Phường An Lưu, thị xã Kinh Môn" in row.inner_text()
    official.refresh_from_db()
    assert (official.hometown, official.religion == "Phật giáo") == ("Xã Lạc Long, thị xã Kinh Môn", False)

    row.get_by_text("Ông/bà vừa nhập").click()
    second.get_by_role("button", name="Lưu lựa chọn").click()
    second.get_by_text("Đã cập nhật hồ sơ").wait_for()
    official.refresh_from_db()
    # Mine where I chose mine, and where only I had typed; theirs where only they had.
    assert official.hometown == "Phường An Lưu, thị xã Kinh Môn"
    assert (official.religion, official.ethnicity) == ("Phật giáo", "Tày")


def test_a_conflict_in_place_can_keep_the_other_value(visit):
    official = person("10699")
    address = f"/ho-so/{official.public_id}/?muc=ban-than"
    first, second = visit("noivu"), visit("noivu")
    for page, text in ((first, "Xã Minh Hòa"), (second, "Xã Lê Ninh")):
        page.goto(address)
        page.get_by_role("link", name="Sửa thông tin bản thân").click()
        page.get_by_label("Quê quán").fill(text)
    first.get_by_role("button", name="Lưu").click()
    first.get_by_text("Đã cập nhật thông tin bản thân").first.wait_for()
    second.get_by_role("button", name="Lưu").click()
    row = second.locator(".conflict fieldset", has_text="Quê quán")
    row.get_by_role("radio").first.check()
    second.get_by_role("button", name="Lưu lựa chọn").click()
    second.locator(".conflict").wait_for(state="detached")
    second.get_by_text("Không có thay đổi ở thông tin bản thân").first.wait_for()
    official.refresh_from_db()
    assert official.hometown == "Xã Minh Hòa"


def test_a_session_that_ended_does_not_take_what_was_typed(visit, demo):
    visit.allowed += ["status of 401", "Status Error Code 401"]
    official = person("10708")
    page = visit("xa_10708")
    page.goto(f"/ho-so/{official.public_id}/?muc=ban-than")
    page.get_by_role("link", name="Sửa thông tin bản thân").click()
    page.get_by_label("Quê quán").fill("Phường Minh Tân, thị xã Kinh Môn")
    Session.objects.all().delete()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Phiên làm việc đã hết hạn").wait_for()
    assert page.get_by_label("Quê quán").input_value() == "Phường Minh Tân, thị xã Kinh Môn"

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập lại").click()
    other = opened.value
    other.get_by_label("Tên đăng nhập").fill("xa_10708")
    other.get_by_label("Mật khẩu").fill(demo.password("xa_10708"))
    other.get_by_role("button", name="Đăng nhập").click()
    other.get_by_role("heading", level=1).wait_for()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã cập nhật thông tin bản thân").first.wait_for()
    official.refresh_from_db()
    assert official.hometown == "Phường Minh Tân, thị xã Kinh Môn"


def test_a_list_that_is_filtered_after_the_session_ended_leads_to_the_sign_in_page(visit, demo):
    page = visit("lanhdao")
    page.goto("/ho-so/")
    Session.objects.all().delete()
    page.get_by_label("Chức danh").select_option("van_hoa_xa_hoi")
    page.wait_for_url("**/dang-nhap/**")
    page.get_by_label("Tên đăng nhập").fill("lanhdao")
    page.get_by_label("Mật khẩu").fill(demo.password("lanhdao"))
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", level=1, name="Hồ sơ cán bộ, công chức").wait_for()
