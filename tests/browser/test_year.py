"""A whole year of one commune in Chromium: its officer, the district, the leader, each at their own screen.

Twenty-one people of phường Hiệp An: one comes by transfer, one retires; health, courses and awards are typed into the
yearly grids; the ratings go through their round; an award is proposed and agreed to; the data are sent, returned, sent
again and accepted; a later correction shows as a difference, and is accepted anew.
"""

from __future__ import annotations

import re

import pytest

from assessments.models import Award, Evaluation, HealthCheck, Training
from foundation.scope import unscoped
from officials.models import Appointment, Official
from reports.models import FrozenFigures

pytestmark = pytest.mark.browser

UNIT, NAME, YEAR = "10735", "Phường Hiệp An", 2021
OFFICER, DISTRICT, LEADER, ADMIN = f"xa_{UNIT}", "noivu", "lanhdao", "quantri"
RETIRES, RATED, EXAMINED = "KM0338", "KM0330", "KM0336"


def test_a_whole_year_of_one_commune(visit):
    newcomer = transfer_somebody_in(visit)
    retire_somebody(visit)
    fill_the_grids(visit)
    rate_everybody(visit)
    propose_an_award(visit)
    send_return_and_accept(visit)
    correct_afterwards(visit)
    read_as_leader(visit, newcomer)


# --- people -------------------------------------------------------------------------------------------------
def transfer_somebody_in(visit):
    """The district moves an official of another ward here from 01/11; a doubt is answered with a reason."""
    with unscoped("who serves next door"):
        serving = Appointment.objects.filter(unit__public_id="10732", post="van_hoa_xa_hoi", ends_on=None)
        person = serving.order_by("public_id").first().official
    page = visit(DISTRICT)
    page.goto(f"/ho-so/{person.public_id}/dieu-dong/")
    page.get_by_label("Đơn vị đến").select_option(UNIT)
    page.get_by_label("Chức danh ở đơn vị mới").select_option("van_hoa_xa_hoi")
    page.get_by_label("Từ ngày").fill("1/11/2021")
    choose(page, "Điều động")
    choose(page, "Chuyển công tác")
    page.get_by_label("Số quyết định").fill("321/QĐ-UBND")
    save(page)
    if page.get_by_label("Lý do vẫn ghi").count():
        page.get_by_label("Lý do vẫn ghi").fill("Bố trí hai người theo quyết định của Ủy ban nhân dân tỉnh")
        save(page)
    page.get_by_role("heading", level=1, name=person.full_name).wait_for()
    with unscoped("where the person is now"):
        assert Official.objects.get(pk=person.pk).unit.public_id == UNIT
    return person.public_id


def retire_somebody(visit):
    """The officer ends the posting of who retires at the end of November."""
    with unscoped("the posting that ends"):
        row = Appointment.objects.get(official__public_id=RETIRES, ends_on=None, is_primary=True)
    page = visit(OFFICER)
    page.goto(f"/ho-so/{RETIRES}/cong-tac/{row.public_id}/ket-thuc/")
    page.get_by_label("Ngày cuối").fill("31/11/2021")
    choose(page, "Nghỉ hưu")
    save(page)
    assert "31/11/2021" in page.locator(".error-summary").inner_text()
    page.get_by_label("Ngày cuối").fill("30/11/2021")
    save(page)
    if page.get_by_label("Lý do vẫn ghi").count():
        page.get_by_label("Lý do vẫn ghi").fill("Nghỉ theo nguyện vọng, đã có quyết định")
        save(page)
    page.get_by_text("Đã kết thúc").wait_for()
    with unscoped("the ended posting"):
        row.refresh_from_db()
    assert (str(row.ends_on), row.end_reason) == ("2021-11-30", "nghi_huu")


# --- the yearly sets ----------------------------------------------------------------------------------------
def fill_the_grids(visit):
    """Health, a course and an award, each on the unit's page of the year; a wrong date first loses nothing."""
    page = visit(OFFICER)
    name = name_of(EXAMINED)
    open_grid(page, "suc-khoe")
    cell(page, name, "Loại sức khỏe").select_option("2")
    cell(page, name, "Ngày khám").fill("31/11/2021")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text("Chưa có gì được lưu").first.wait_for()
    assert cell(page, name, "Loại sức khỏe").input_value() == "2"
    cell(page, name, "Ngày khám").fill("15/11/2021")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text(re.compile("Đã lưu")).first.wait_for()
    open_grid(page, "boi-duong")
    cell(page, name, "Khóa học").fill("Kỹ năng giải quyết thủ tục hành chính")
    cell(page, name, "Đến ngày").fill("20/11/2021")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text(re.compile("Đã lưu")).first.wait_for()
    open_grid(page, "khen-thuong")
    cell(page, name, "Danh hiệu").fill("Lao động tiên tiến")
    page.get_by_role("button", name="Lưu").first.click()
    page.get_by_text(re.compile("Đã lưu")).first.wait_for()
    with unscoped("what the grids wrote"):
        mine = {"official__public_id": EXAMINED}
        assert HealthCheck.objects.filter(**mine, year=YEAR, health_class="2").exists()
        assert Training.objects.filter(**mine, course__startswith="Kỹ năng giải quyết").exists()
        assert Award.objects.filter(**mine, title="Lao động tiên tiến").exists()


def open_grid(page, code):
    page.goto(f"/bang-nhap/{code}/{UNIT}/{YEAR}/")
    page.locator(".entry-grid").wait_for()


def cell(page, name, column):
    """The control of a person's last line (a new one, where there are several) in a column."""
    line = page.locator(".entry-line", has=page.get_by_text(name, exact=True)).last
    return line.locator(f"[aria-label*='{column}']").first


# --- ratings ------------------------------------------------------------------------------------------------
def rate_everybody(visit):
    """The officer takes everybody to a proposal, the district decides by body, the officer notifies and closes."""
    officer = visit(OFFICER)
    officer.goto(f"/danh-gia/{UNIT}/{YEAR}/")
    officer.get_by_role("button", name="Mở đợt đánh giá").click()
    officer.get_by_role("heading", name="Bước tiếp theo").wait_for()
    step(officer, "ghi_tu_xep_loai", levels="tot")
    step(officer, "ghi_y_kien")
    step(officer, "ghi_de_xuat")
    district = visit(DISTRICT)
    while open_step(district, "ghi_quyet_dinh"):
        district.get_by_label("Cơ quan, người quyết định").fill("Ban Thường vụ Thị ủy (minh họa)")
        district.get_by_label("Ngày quyết định").fill("20/12/2021")
        finish_step(district)
    step(district, "ghi_thong_bao", day="Ngày thông báo bằng văn bản")
    step(district, "dong_ho_so")
    district.goto(f"/danh-gia/{UNIT}/{YEAR}/")
    assert "đóng" in district.locator(".page-sub").inner_text()
    with unscoped("the rating in the record"):
        rating = Evaluation.objects.filter(official__public_id=RATED, year=YEAR).latest("decided_on")
    assert (rating.level, str(rating.decided_on)) == ("tot", "2021-12-20")


def step(page, act, *, levels="", day=""):
    assert open_step(page, act), act
    if levels:
        for control in page.locator("select[name^='self_level-']").all():
            control.select_option(levels)
        for control in page.locator("input[name^='self_note-']").all():
            control.fill("Đã tự kiểm điểm")
    if day:
        page.get_by_label(day).fill("25/12/2021")
    finish_step(page)


def open_step(page, act):
    """True when somebody waits at the step."""
    page.goto(f"/danh-gia/{UNIT}/{YEAR}/buoc/{act}/")
    return page.get_by_text("Không có ai ở bước này").count() == 0


def finish_step(page):
    page.get_by_role("button", name=re.compile("^Ghi ")).click()
    page.wait_for_url(re.compile(rf"/danh-gia/{UNIT}/{YEAR}/$"))


# --- a proposal ---------------------------------------------------------------------------------------------
def propose_an_award(visit):
    """The unit only proposes from now on; what the officer enters waits, the district agrees."""
    admin = visit(ADMIN)
    admin.goto("/quan-tri/chi-de-nghi/them/")
    admin.locator("#id_unit").select_option(UNIT)
    admin.get_by_label("Từ ngày").fill("31/12/2021")
    admin.get_by_label("Lý do").fill("Thử chế độ chỉ đề nghị")
    save(admin)
    officer = visit(OFFICER)
    officer.goto(f"/ho-so/{RATED}/khen-thuong/them/")
    officer.get_by_label("Danh hiệu, hình thức").fill("Giấy khen của Chủ tịch UBND thị xã")
    officer.get_by_label("Năm").fill("2021")
    save(officer)
    district = visit(DISTRICT)
    district.goto("/de-nghi/")
    row = district.locator("tbody tr", has_text=name_of(RATED)).first
    row.get_by_role("link").first.click()
    district.get_by_role("button", name="Đồng ý, ghi vào hồ sơ").click()
    district.wait_for_load_state()
    with unscoped("the award, once agreed to"):
        assert Award.objects.filter(official__public_id=RATED, title__startswith="Giấy khen của Chủ").exists()


# --- sending ------------------------------------------------------------------------------------------------
def send_return_and_accept(visit):
    officer, district = visit(OFFICER), visit(DISTRICT)
    submit(officer, "Gửi số liệu", reason="Còn người chưa khám, sẽ bổ sung")
    submit(district, "Trả lại", reason="Đề nghị bổ sung kết quả khám sức khỏe")
    officer.goto("/viec/")
    assert "trả lại" in officer.locator("main").inner_text().lower()
    submit(officer, "Gửi số liệu", reason="Đã kiểm tra lại, người còn lại chưa khám")
    submit(district, "Chấp nhận số liệu")
    assert "Số liệu đã chốt" in district.locator("main").inner_text()
    with unscoped("the closed figures"):
        assert FrozenFigures.objects.filter(unit_key=UNIT, year=YEAR).count() == 1


def submit(page, button, *, reason=""):
    page.goto(f"/gui-so-lieu/{UNIT}/{YEAR}/")
    for box in page.locator("input[name='chon']").all():
        box.check()
    if reason:
        page.locator("#id_ly_do").fill(reason)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_text("Chưa thực hiện.").count() == 0, page.locator(".alert-box-danger").inner_text()


def correct_afterwards(visit):
    """A birth date put right after the closing: the closed figures stay, the difference names the person."""
    district, officer = visit(DISTRICT), visit(OFFICER)
    closed_before = ages(district, closed=True)
    officer.goto(f"/ho-so/{RATED}/sua/")
    officer.get_by_label("Ngày sinh").fill("17/10/1960")
    officer.get_by_label("Lý do sửa").fill("Theo giấy khai sinh")
    save(officer)
    assert ages(district, closed=True) == closed_before
    assert ages(district, closed=False) != closed_before
    district.goto(f"/gui-so-lieu/{UNIT}/{YEAR}/chenh-lech/")
    told = district.locator("main").inner_text()
    assert name_of(RATED) in told
    assert "Theo giấy khai sinh" in told
    submit(district, "Mở lại để điều chỉnh", reason="Ngày sinh đã được sửa theo giấy khai sinh")
    submit(officer, "Gửi số liệu", reason="Người còn lại chưa khám")
    submit(district, "Chấp nhận số liệu")
    assert ages(district, closed=True) == ages(district, closed=False)


def ages(page, *, closed):
    """People of the unit by age in the year, as shown, from the closed figures or the live ones."""
    page.goto(f"/bang/?bang=age&pham_vi=unit:{UNIT}&nam={YEAR}{'&so_lieu=chot' if closed else ''}")
    rows = page.locator("main table tbody tr").all_inner_texts()
    return {cells[0]: cells[5] for cells in (row.split("\t") for row in rows)}  # earlier years are not closed


def read_as_leader(visit, newcomer):
    """Leadership sees the board and the new person, and nothing to press."""
    page = visit(LEADER)
    page.goto(f"/gui-so-lieu/?nam={YEAR}")
    row = page.locator("tbody tr", has_text=NAME)
    assert "Đã chốt" in row.inner_text()
    assert page.get_by_role("button", name="Chấp nhận số liệu").count() == 0
    page.goto(f"/ho-so/{newcomer}/")
    assert NAME.split(maxsplit=1)[1] in page.locator("main").inner_text()


# --- small things -------------------------------------------------------------------------------------------
def name_of(public_id):
    with unscoped("the name of a person of the demonstration"):
        return Official.objects.get(public_id=public_id).full_name


def choose(page, label):
    """An option of whichever group of radios or list holds it."""
    radio = page.get_by_label(label, exact=True)
    if radio.count() and radio.first.get_attribute("type") == "radio":
        radio.first.check()
    else:
        page.locator("main select", has=page.locator("option", has_text=label)).last.select_option(
            label=label
        )


def save(page):
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_load_state()
