"""A yearly grid at the keyboard: moving, a block from Excel, a connection that breaks, what comes back afterwards."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.models import HealthCheck
from foundation.scope import unscoped
from tests.browser.test_every_page import AXE

pytestmark = pytest.mark.browser
HEALTH, COURSES = "/bang-nhap/suc-khoe/10747/2018/", "/bang-nhap/boi-duong/10747/2018/"
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def cells(page, column):
    return page.locator(f".entry-cell[data-column={column}]")


def saved(year=2018):
    with unscoped("what a test has saved"):
        return list(HealthCheck.objects.filter(official__unit__public_id="10747", year=year))


def opened(visit, address, username="xa_10747"):
    page = visit(username)
    page.goto(address)
    page.wait_for_load_state()
    expect(page.locator("[data-count]")).to_have_text("Chưa có ô nào thay đổi")
    return page


def test_keys_move_between_cells_and_escape_restores(visit):
    page = opened(visit, COURSES)
    first, second = cells(page, "course").nth(0), cells(page, "course").nth(1)
    first.focus()
    page.keyboard.type("Kỹ năng soạn thảo")
    expect(page.locator("[data-count]")).to_have_text("1 ô đã thay đổi, chưa lưu")
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_have_value("")
    page.keyboard.press("ArrowRight")
    expect(cells(page, "kind").nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cells(page, "kind").nth(1)).to_be_focused()
    expect(page.locator("[data-count]")).to_have_text("Chưa có ô nào thay đổi")


def test_a_list_of_choices_is_not_changed_by_passing_over_it(visit):
    page = opened(visit, HEALTH)
    choice = cells(page, "health_class").nth(0)
    was = choice.input_value()
    choice.focus()
    page.keyboard.press("ArrowDown")
    expect(cells(page, "health_class").nth(1)).to_be_focused()
    assert choice.input_value() == was


def test_a_block_from_excel_finds_its_people_and_says_what_has_no_place(visit):
    page = opened(visit, HEALTH)
    names = page.locator("tr.entry-line").evaluate_all("rows => rows.map((row) => row.dataset.name)")
    block = "\n".join(
        [
            f"{names[2]}\tLoại IV\t5/2018",
            f"{names[0]}\trất yếu\t2018",
            "Người Không Có\tI\t2018",
            f"{names[1]}\tlinh tinh\t\tthừa\tnữa",
        ]
    )
    cells(page, "health_class").nth(0).evaluate(PASTE, block)
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text("Đã dán 3 dòng")
    expect(notice).to_contain_text("1 dòng không có chỗ")
    expect(notice.locator("textarea").first).to_have_value("Người Không Có\tI\t2018")
    expect(notice).to_contain_text("“linh tinh”")
    expect(cells(page, "health_class").nth(2)).to_have_value("4")
    expect(cells(page, "health_class").nth(0)).to_have_value("5")
    expect(cells(page, "checked_on").nth(2)).to_have_value("5/2018")
    before = len(saved())
    page.get_by_role("button", name="Lưu").first.click()
    page.locator(".error-summary").wait_for()
    expect(page.locator(".error-summary")).to_contain_text("Không có giá trị “linh tinh”")
    expect(cells(page, "health_class").nth(2)).to_have_value("4")
    assert len(saved()) == before


def test_what_was_typed_outlives_a_broken_connection_and_is_offered_back(visit):
    visit.allowed += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    page = opened(visit, COURSES)
    cells(page, "course").nth(0).fill("Bồi dưỡng ngạch chuyên viên")
    cells(page, "ends_on").nth(0).fill("20/12/2018")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("[data-notice]")).to_contain_text("Mất kết nối với máy chủ")
    page.context.set_offline(False)

    again = page.context.new_page()  # the browser was closed and opened anew
    page.on("dialog", lambda dialog: dialog.accept())
    again.goto(COURSES)
    expect(again.locator("[data-notice]")).to_contain_text("Có 2 ô đã nhập lúc")
    again.get_by_role("button", name="Khôi phục").click()
    expect(cells(again, "course").nth(0)).to_have_value("Bồi dưỡng ngạch chuyên viên")
    again.get_by_role("button", name="Lưu").first.click()
    again.get_by_text("Đã lưu 1 khóa đào tạo, bồi dưỡng của 1 người.").wait_for()
    again.reload()
    expect(again.locator("[data-count]")).to_have_text("Chưa có ô nào thay đổi")
    expect(again.locator("[data-notice]")).to_be_hidden()


def test_health_is_never_kept_beyond_the_tab(visit):
    page = opened(visit, HEALTH)
    cells(page, "facility").nth(0).fill("Nơi khám thử")
    expect(page.locator("[data-count]")).to_have_text("1 ô đã thay đổi, chưa lưu")
    assert "Nơi khám thử" in page.evaluate("JSON.stringify(sessionStorage)")
    assert "Nơi khám thử" not in page.evaluate("JSON.stringify(localStorage)")
    page.on("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=False)


def test_one_value_goes_down_the_column_and_is_saved(visit):
    page = opened(visit, "/bang-nhap/suc-khoe/10747/2017/")
    n_lines = page.locator("tr.entry-line").count()
    cells(page, "facility").nth(0).fill("Trung tâm Y tế")
    page.get_by_role("button", name="Điền xuống: Cơ sở khám").click()
    expect(page.locator("[data-count]")).to_have_text(f"{n_lines} ô đã thay đổi, chưa lưu")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text(f"Đã lưu {n_lines} kết quả khám sức khỏe").wait_for()
    assert [row.facility for row in saved(2017)] == ["Trung tâm Y tế"] * n_lines


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_grid_with_faults_is_sound_for_everyone(size, visit):
    page = visit("xa_10747", size)
    page.goto(COURSES)
    cells(page, "ends_on").nth(1).fill("30/02/2018")
    page.get_by_role("button", name="Lưu").last.click()
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.matches('.error-summary')")
    found = Axe().run(page, options=AXE)
    assert [v["id"] for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
