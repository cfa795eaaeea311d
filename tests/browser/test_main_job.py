"""The main job in Chromium, on a laptop and on a phone: workbook → record → figure → reason → export."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from foundation.models import AuditEvent
from foundation.scope import unscoped
from officials.models import Appointment, Official, Qualification
from tests.browser.conftest import SIZES
from tests.browser.workbook import FIRST_ROW, Line, office_workbook

pytestmark = pytest.mark.browser

# Who is where in the demonstration. Each size has its own unit and people, so that the two runs do not meet.
CASES = {
    "laptop": SimpleNamespace(
        unit="10675",
        name="phường An Lưu",
        area="Tam Lưu",
        new=Line(
            "Ngô Thị Thùy Dương", "", True, post="Văn hóa - Xã hội", degree="Đại học", theory="Trung cấp"
        ),
        folded="thuy duong",
        changed=Line("Phạm Diệu Lan", "24/03/1972", True, "030172007784", "Văn phòng - Thống kê", "Đại học"),
        changed_id="KM0012",
    ),
    "phone": SimpleNamespace(
        unit="10681",
        name="phường Thất Hùng",
        area="Bắc An Phụ",
        new=Line("Đặng Đình Đức Độ", "", post="Tư pháp - Hộ tịch", degree="Đại học", theory="Trung cấp"),
        folded="dinh duc do",
        changed=Line("Lê Quỳnh Ninh", "28/04/1974", True, "030174006030", "Phó Chủ tịch UBND", "Đại học"),
        changed_id="KM0046",
    ),
}
CASES["laptop"].new.birth = "17/9/1993"
CASES["phone"].new.birth = "05/1991"
WRONG = Line("Vũ Thị Ngày Sai", "30/02/1980", True, post="Tài chính - Kế toán", degree="Đại học")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_office_workbook_to_the_figure(size, visit, tmp_path):
    case = CASES[size]
    before = figures_of(visit("noivu", size), case)
    send_and_confirm(visit, size, case)
    official = check_database(case)
    correct_the_record(visit, size, case, official)
    after = figures_of(visit("noivu", size), case)
    assert after.people == before.people + 1
    assert after.town == before.town + 1
    # Two more hold a degree of a university: the new person and the one whose degree the file added.
    assert after.degree == before.degree + 2
    assert after.of == before.of + 1


# --- the commune: file, check, confirm --------------------------------------------------------------------------
def send_and_confirm(visit, size, case):
    page = visit.sign_in(f"xa_{case.unit}", size)
    if size == "phone":
        page.get_by_role("button", name="Mục lục").click()
    page.get_by_role("link", name="Nhập từ Excel").first.click()
    content = office_workbook(case.name, [case.new, case.changed, WRONG])
    page.get_by_label("Tệp Excel").set_input_files(
        {"name": f"CBCC {case.name} 2021.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()
    cards = {card_title(card): card_value(card) for card in page.locator(".stat-card").all()}
    assert cards == {
        "Nhập được ngay": "2",
        "Cần xác nhận": "0",
        "Phải sửa": "1",
        "Ngoài phạm vi thống kê": "0",
    }
    problems = page.get_by_role("region", name="Các dòng cần xem")
    wrong = problems.locator("tbody tr", has_text=WRONG.name)
    assert wrong.count() == 1
    told = wrong.inner_text()
    assert "30/02/1980" in told
    assert "Ngày 30/02/1980 không tồn tại" in told
    assert str(FIRST_ROW + 2) in told
    assert "Ghi lại ngày/tháng/năm" in told
    if size == "laptop":  # a card leaves out what it cannot choose
        assert "Sửa trong Excel rồi gửi lại" in told
    good = page.get_by_role("region", name="Các dòng nhập được")
    assert case.new.name in good.inner_text()
    assert "Đại học" in good.locator("tbody tr", has_text=case.changed.name).inner_text()
    assert (
        "1 hồ sơ mới"
        in page.locator(".panel", has=page.get_by_role("heading", name="Sau khi xác nhận")).inner_text()
    )
    with unscoped("nothing is written before the word"):
        assert not Official.objects.filter(full_name=case.new.name).exists()
    page.get_by_role("button", name="Xác nhận nhập").click()
    page.get_by_role("heading", name="Kết quả nhập").wait_for()
    assert "1 hồ sơ mới, 1 hồ sơ thay đổi" in page.locator("main").inner_text()
    assert WRONG.name in page.get_by_role("region", name="Các dòng cần xem").inner_text()


def check_database(case):
    """What the file has left: the new person with post and degree, the other's degree, nothing of the wrong row."""
    with unscoped("what the import wrote"):
        official = Official.objects.get(full_name=case.new.name)
        post = Appointment.objects.get(official=official)
        assert (official.unit.public_id, post.unit.public_id, post.is_primary) == (case.unit, case.unit, True)
        assert Qualification.objects.filter(
            official=official, kind="professional", level="dai_hoc", attained_on=None
        ).exists()
        assert Qualification.objects.filter(
            official__public_id=case.changed_id, kind="professional", level="dai_hoc"
        ).exists()
        assert not Official.objects.filter(full_name=WRONG.name).exists()
        assert AuditEvent.objects.filter(object_id=official.public_id, actor_name__contains="").exists()
    return official


# --- the district: find, correct, history -----------------------------------------------------------------------
def correct_the_record(visit, size, case, official):
    page = visit.sign_in("noivu", size)
    page.goto("/ho-so/")
    page.get_by_label("Họ tên hoặc số CCCD").press_sequentially(case.folded)
    link = page.locator("#danh-sach").get_by_role("link", name=case.new.name)
    link.wait_for()
    page.wait_for_function("document.querySelectorAll('#danh-sach tbody tr').length === 1")
    assert "tim=" in page.url
    link.click()
    page.get_by_role("heading", level=1, name=case.new.name).wait_for()
    page.get_by_role("link", name="Cập nhật").click()
    page.get_by_label("Quê quán").fill("Phường Minh Tân, thị xã Kinh Môn, tỉnh Hải Dương")
    page.get_by_label(re.compile("Lý do")).fill("Đối chiếu với hồ sơ gốc.")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text(f"Đã cập nhật hồ sơ {case.new.name}.").wait_for()
    assert "Phường Minh Tân" in page.locator("main").inner_text()
    page.locator(".tab-bar").get_by_role("link", name="Lịch sử").click()
    history = page.locator("#muc-lich-su, main").first.inner_text()
    assert "Quê quán" in history
    assert "Phường Minh Tân, thị xã Kinh Môn, tỉnh Hải Dương" in history
    assert "Lý do: Đối chiếu với hồ sơ gốc." in history
    official.refresh_from_db()
    assert official.hometown == "Phường Minh Tân, thị xã Kinh Môn, tỉnh Hải Dương"
    assert official.version == 2


# --- figures ----------------------------------------------------------------------------------------------------
def figures_of(page, case):
    """The town's headcount and the unit's share with a degree, read from the overview."""
    page.goto("/?pham_vi=all")
    town = number_before(page.locator(".page-sub").inner_text(), "người")
    page.goto(f"/?pham_vi=unit:{case.unit}")
    people = number_before(page.locator(".page-sub").inner_text(), "người")
    card = page.locator(".stat-card", has=page.locator("a[href*='/chi-tieu/C2u/']"))
    share = re.search(r"\((\d+)/(\d+)\)", card.inner_text())
    return SimpleNamespace(town=town, people=people, degree=int(share[1]), of=int(share[2]))


def number_before(text, word):
    return int(re.search(rf"([\d.]+) {word}", text)[1].replace(".", ""))


def card_title(card):
    return card.locator(".stat-title").inner_text()


def card_value(card):
    return card.locator(".stat-value").inner_text().strip()


# --- the leader: from the town down to the reason of one figure --------------------------------------------------
@pytest.mark.parametrize("size", SIZES)
def test_a_leader_drills_down_to_how_a_figure_comes_about(size, visit):
    page = visit.sign_in("lanhdao", size)
    assert page.get_by_role("heading", level=1).inner_text() == "Tổng quan"
    comparison = page.locator(".panel", has=page.get_by_role("heading", name="So sánh giữa các khu"))
    comparison.get_by_role("link", name="Khu Nhị Chiểu", exact=True).click()
    page.get_by_role("heading", level=1, name="Khu Nhị Chiểu").wait_for()
    page.get_by_role("link", name=re.compile("Minh Tân")).first.click()
    page.get_by_role("heading", level=1, name=re.compile("Minh Tân")).wait_for()
    figure = page.locator("main a[href*='/chi-tieu/C2u/']").first
    shown = figure.inner_text()
    figure.click()
    page.get_by_text("Cách tính và nguồn số liệu").first.wait_for()
    assert page.get_by_role("heading", name="Nguồn số liệu").is_visible()
    value = page.locator(".method-value").inner_text()
    counted = re.search(r"\((\d+)/(\d+)\)", value)
    assert counted, value
    if "%" in shown:
        assert re.search(r"[\d,]+%", shown)[0] in value
    formula = page.locator(".method-formula").inner_text()
    assert len(formula) > 20
    # Leadership may see names: the people counted are as many as the numerator says.
    people = page.locator(".panel", has=page.get_by_role("heading", name="Những người được tính"))
    assert people.locator(".people-list a").count() in (int(counted[1]), int(counted[2]))
    people.locator(".people-list a").first.click()
    page.get_by_role("link", name="Cập nhật").wait_for(state="detached")
    assert "Minh Tân" in page.locator(".person-head").inner_text()


# --- exports ----------------------------------------------------------------------------------------------------
def downloaded(page, click):
    with page.expect_download() as waiting:
        click()
    content = waiting.value.path().read_bytes()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    return load_workbook(io.BytesIO(content)).active


def rows_below(sheet, first):
    """The rows of an export under the heading whose first cell reads `first`, as texts."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if first in row)
    return rows[:start], rows[start], rows[start + 1 :]


@pytest.mark.parametrize("size", SIZES)
def test_the_exported_list_holds_exactly_the_rows_of_the_page(size, visit):
    page = visit("xa_10684", size)
    page.goto("/ho-so/?nhom=cong_chuc&sap_xep=-ten&so_dong=100")
    names = page.locator("#danh-sach tbody th").all_inner_texts()
    assert len(names) > 5
    sheet = downloaded(page, page.get_by_role("link", name="Tải .xlsx").click)
    above, head, rows = rows_below(sheet, "Họ và tên")
    at = head.index("Họ và tên")
    assert [row[at] for row in rows[: len(names)]] == names
    notes = [" ".join(filter(None, row)) for row in [*above, *rows[len(names) :]]]
    assert any("Số liệu minh họa" in note for note in notes)
    assert any(note.startswith("Nguồn") for note in notes)
    assert any("Công chức" in note for note in notes)  # the filter stands on the sheet


def test_an_exported_table_holds_the_figures_of_the_page(visit):
    page = visit("noivu")
    page.goto("/bang/?bang=degree&theo=nam")
    shown = page.locator("table.grid tbody tr")
    labels = shown.locator("th").all_inner_texts()
    counts = [row.locator("td").first.inner_text().replace(".", "") for row in shown.all()]
    sheet = downloaded(page, page.get_by_role("link", name="Xuất .xlsx").click)
    rows = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    exported = {row[0]: row[1] for row in rows if len(row) > 2}
    for label, count in zip(labels, counts, strict=True):
        assert exported[label].removesuffix(".0") == count, label
