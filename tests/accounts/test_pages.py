"""The pages of administration and of the audit, as each of the eight people meets them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, User
from foundation import audit
from foundation.actors import SystemActor
from foundation.models import AccessEvent, AuditArea, AuditEvent
from officials.services import people
from tests import factories

EIGHT = ("anon", "noivu", "xa_minh", "xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan")
ONLY_ADMIN = (302, 403, 403, 403, 403, 200, 403, 404)
PAGES = {
    "/quan-tri/tai-khoan/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/them/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/xa_minh/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/xa_minh/sua/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/xa_minh/khoa/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/xa_minh/mat-khau/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/xa_minh/vai-tro/": ONLY_ADMIN,
    "/quan-tri/tai-khoan/khong_co/": (302, 403, 403, 403, 403, 404, 403, 404),
    "/quan-tri/nhat-ky/": (302, 200, 200, 200, 403, 200, 200, 404),
    "/quan-tri/nhat-ky/truy-cap/": (302, 403, 403, 403, 403, 403, 200, 404),
    "/quan-tri/nhat-ky/1/": (302, 200, 200, 404, 403, 404, 200, 404),
    "/quan-tri/nhat-ky/2/": (302, 404, 404, 404, 403, 200, 200, 404),
    "/quan-tri/nhat-ky/99999999999999999999/": (302, 404, 404, 404, 403, 404, 404, 404),
    "/tai-khoan/": (302, 200, 200, 200, 200, 200, 200, 200),
    "/doi-mat-khau/": (302, 200, 200, 200, 200, 200, 200, 200),
}


@pytest.fixture
def two_events(town):
    """1: a change of An of Minh Tân; 2: a sign-in."""
    people.change_official(
        by=town.people.noivu, official=town.an, changes={"ethnicity": "Tày"}, version=1, reason="Lý do riêng"
    )
    with transaction.atomic():
        audit.record(
            by=town.people.noivu, action="sign_in", area=AuditArea.SIGN_IN, summary="Từ địa chỉ 10.0.0.1."
        )
    return town


def client_of(town, who):
    client = Client()
    if who != "anon":
        client.force_login(getattr(town.people, who), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", PAGES)
def test_who_opens_which_page(two_events, path):
    answers = tuple(client_of(two_events, who).get(path).status_code for who in EIGHT)
    assert dict(zip(EIGHT, answers, strict=True)) == dict(zip(EIGHT, PAGES[path], strict=True))


@pytest.mark.parametrize(
    "path",
    [
        "/quan-tri/tai-khoan/them/",
        "/quan-tri/tai-khoan/xa_minh/sua/",
        "/quan-tri/tai-khoan/xa_minh/khoa/",
        "/quan-tri/tai-khoan/xa_minh/mat-khau/",
        "/quan-tri/tai-khoan/xa_minh/vai-tro/",
    ],
)
def test_who_may_not_open_a_form_may_not_send_it(two_events, path):
    before = AuditEvent.objects.count()
    for who, status in zip(EIGHT, ONLY_ADMIN, strict=True):
        if who != "quantri":
            assert client_of(two_events, who).post(path, {"reason": "x", "version": 1}).status_code == status
    assert AuditEvent.objects.count() == before


def test_the_menu_shows_administration_only_to_who_has_it(town):
    for who, label in (("quantri", "Quản trị hệ thống"), ("noivu", "Nhật ký"), ("kiemtra", "Nhật ký")):
        assert label in client_of(town, who).get("/tai-khoan/").content.decode()
    page = client_of(town, "lanhdao").get("/tai-khoan/").content.decode()
    assert "Nhật ký" not in page
    assert "Quản trị hệ thống" not in page


def test_administration_leads_each_to_their_part(town):
    assert client_of(town, "quantri").get("/quan-tri/")["Location"] == "/quan-tri/tai-khoan/"
    assert client_of(town, "kiemtra").get("/quan-tri/")["Location"] == "/quan-tri/nhat-ky/"


# --- accounts -----------------------------------------------------------------------------------------------
@pytest.fixture
def admin(town):
    return client_of(town, "quantri")


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(town, admin):
    page = admin.post("/quan-tri/tai-khoan/them/", {"username": "Xa_Moi", "full_name": "Công chức mới"})
    password = page.context["password"]
    assert password in page.content.decode()
    assert password not in admin.get("/quan-tri/tai-khoan/xa_moi/").content.decode()
    user = Client()
    assert user.post("/dang-nhap/", {"username": "xa_moi", "password": password}).status_code == 302
    assert user.get("/tai-khoan/")["Location"] == "/doi-mat-khau/"


@pytest.mark.parametrize(
    ("username", "full_name", "message"),
    [
        ("noivu", "Trùng tên", "Tên đăng nhập này đã có người dùng."),
        ("có dấu", "Sai dạng", "chữ thường không dấu"),
        ("", "Thiếu", "Đề nghị nhập tên đăng nhập."),
        ("xa_moi", "", "Đề nghị nhập họ và tên"),
    ],
)
def test_a_bad_new_account_is_explained_and_nothing_typed_is_lost(town, admin, username, full_name, message):
    response = admin.post("/quan-tri/tai-khoan/them/", {"username": username, "full_name": full_name})
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert full_name in page
    assert not User.objects.filter(full_name="Trùng tên").exists()


def test_the_list_is_searched_without_diacritics(town, admin):
    User.objects.filter(username="noivu").update(full_name="Đỗ Thị Hòa, Phòng Nội vụ")
    page = admin.get("/quan-tri/tai-khoan/?q=do thi hoa").content.decode()
    assert "noivu" in page
    assert "lanhdao" not in page


def test_the_list_needs_no_more_queries_for_more_accounts(town, admin, django_assert_max_num_queries):
    for number in range(40):
        factories.make_user("commune", unit=town.minh, username=f"xa{number}")
    with django_assert_max_num_queries(12):
        admin.get("/quan-tri/tai-khoan/")


def test_a_role_is_given_and_ended(town, admin):
    fields = {"role": "commune", "unit": "10702", "starts_on": "1/12/2021", "ends_on": ""}
    assert admin.post("/quan-tri/tai-khoan/chua_gan/vai-tro/", fields).status_code == 302
    row = Membership.objects.get(user__username="chua_gan")
    assert (row.unit, row.starts_on) == (town.minh, date(2021, 12, 1))
    path = reverse("accounts:membership-end", args=[row.public_id])
    ending = {"ends_on": "30/12/2021", "reason": "Chuyển công tác", "version": 1}
    assert admin.post(path, ending).status_code == 302
    assert not User.objects.get(username="chua_gan").has_membership
    assert "Chuyển công tác" in admin.get("/quan-tri/tai-khoan/chua_gan/").content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"role": "commune", "unit": "", "starts_on": "1/1/2022"}, "Vai trò này cần chọn xã, phường."),
        ({"role": "district", "unit": "10702", "starts_on": "1/1/2022"}, "không chọn xã, phường"),
        ({"role": "district", "starts_on": "30/2/2022"}, "không tồn tại"),
        (
            {"role": "district", "starts_on": "1/1/2022", "ends_on": "1/1/2021"},
            "không được trước ngày bắt đầu",
        ),
        ({"role": "", "starts_on": "1/1/2022"}, "Đề nghị chọn vai trò."),
        ({"role": "king", "starts_on": "1/1/2022"}, "Đề nghị chọn một trong các giá trị có sẵn."),
    ],
)
def test_a_bad_role_is_explained(town, admin, fields, message):
    response = admin.post("/quan-tri/tai-khoan/chua_gan/vai-tro/", fields)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Membership.objects.filter(user__username="chua_gan").exists()


@pytest.mark.parametrize("path", ["khoa/", "vai-tro/", "mat-khau/"])
def test_nobody_acts_on_the_own_account(town, admin, path):
    fields = {"reason": "x", "version": 1, "role": "district", "starts_on": "1/1/2022"}
    response = admin.post(f"/quan-tri/tai-khoan/quantri/{path}", fields)
    assert response.status_code == 403
    assert "Ông/bà" in response.content.decode()


def test_switching_off_needs_a_reason_and_works_both_ways(town, admin):
    path = "/quan-tri/tai-khoan/xa_minh/khoa/"
    assert "Đề nghị nhập lý do." in admin.post(path, {"version": 1}).content.decode()
    admin.post(path, {"version": 1, "reason": "Nghỉ việc"})
    assert not User.objects.get(username="xa_minh").is_active
    admin.post(path, {"version": 2, "reason": "Trở lại"})
    assert User.objects.get(username="xa_minh").is_active


def test_two_administrators_editing_one_account_choose_between_their_values(town, admin):
    path = "/quan-tri/tai-khoan/xa_minh/sua/"
    admin.post(path, {"full_name": "Tên của người thứ nhất", "version": 1})
    page = admin.post(path, {"full_name": "Tên của tôi", "version": 1}).content.decode()
    assert "Hồ sơ vừa được ông/bà Người thử cập nhật" in page
    assert "Tên của người thứ nhất" in page
    assert "Tên của tôi" in page
    admin.post(path, {"full_name": "Tên của tôi", "version": 2, "chon-full_name": "theirs"})
    assert User.objects.get(username="xa_minh").full_name == "Tên của người thứ nhất"
    admin.post(path, {"full_name": "Tên của tôi", "version": 2, "chon-full_name": "mine"})
    assert User.objects.get(username="xa_minh").full_name == "Tên của tôi"


def test_a_reset_password_is_shown_once_and_ends_the_session(town, admin):
    user = client_of(town, "xa_minh")
    page = admin.post("/quan-tri/tai-khoan/xa_minh/mat-khau/")
    assert page.context["password"] in page.content.decode()
    assert user.get("/tai-khoan/").status_code == 302


# --- audit --------------------------------------------------------------------------------------------------
def test_the_audit_says_who_did_what_to_whom_and_why(two_events):
    page = client_of(two_events, "noivu").get("/quan-tri/nhat-ky/").content.decode()
    for text in ("Người thử", "noivu", "Sửa", "Nguyễn Văn An", "Phường Minh Tân", "Lý do riêng"):
        assert text in page
    assert "10.0.0.1" not in page


def test_an_act_shows_its_values_to_who_may_see_them(two_events):
    page = client_of(two_events, "xa_minh").get("/quan-tri/nhat-ky/1/").content.decode()
    assert "Dân tộc" in page
    assert "Tày" in page
    page = client_of(two_events, "kiemtra").get("/quan-tri/nhat-ky/1/").content.decode()
    assert "Dân tộc" in page
    assert "không hiển thị" in page
    assert "Tày" not in page
    assert "Nguyễn Văn An" not in page


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 2),
        ("viec=sign_in", 1),
        ("loai=officials.official", 1),
        ("don_vi=10702", 2),  # the auditor cannot choose a unit; the filter is not offered and not applied
        ("nguoi=NOIVU", 2),
        ("nguoi=ai đó", 0),
        ("ho_so=P-AN", 1),
        ("tu_ngay=1/1/2020&den_ngay=1/1/2021", 0),
    ],
)
def test_the_audit_is_filtered(two_events, query, n):
    page = client_of(two_events, "kiemtra").get(f"/quan-tri/nhat-ky/?{query}")
    assert len(page.context["rows"]) == n


def test_district_staff_filter_by_unit(two_events):
    client = client_of(two_events, "noivu")
    assert len(client.get("/quan-tri/nhat-ky/?don_vi=10702").context["rows"]) == 1
    assert len(client.get("/quan-tri/nhat-ky/?don_vi=10675").context["rows"]) == 0


def test_a_day_filter_counts_days_of_viet_nam(town, time_machine):
    time_machine.move_to("2021-12-31T17:30:00+00:00", tick=False)  # 1/1/2022, half past midnight
    with transaction.atomic():
        audit.record(by=SystemActor(), action="create")
    client = client_of(town, "kiemtra")
    assert len(client.get("/quan-tri/nhat-ky/?tu_ngay=1/1/2022&den_ngay=1/1/2022").context["rows"]) == 1
    assert len(client.get("/quan-tri/nhat-ky/?den_ngay=31/12/2021").context["rows"]) == 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tu_ngay=31/2/2021", "không tồn tại"),
        ("den_ngay=abc", "Đề nghị nhập ngày"),
        ("viec=xyz", "Đề nghị chọn một trong các giá trị có sẵn."),
        ("tu_ngay=2/1/2021&den_ngay=1/1/2021", "không được trước"),
        ("trang=-5&so_dong=10000000", None),
    ],
)
def test_a_bad_filter_is_explained_at_its_field(two_events, query, message):
    response = client_of(two_events, "noivu").get(f"/quan-tri/nhat-ky/?{query}")
    assert response.status_code == 200
    assert message is None or message in response.content.decode()


def test_the_audit_needs_no_more_queries_for_more_rows(town, django_assert_max_num_queries):
    for version in range(1, 61):
        people.change_official(
            by=town.people.noivu, official=town.an, changes={"hometown": f"Nơi {version}"}, version=version
        )
    client = client_of(town, "noivu")
    with django_assert_max_num_queries(14):
        page = client.get("/quan-tri/nhat-ky/?so_dong=50")
    assert len(page.context["rows"]) == 50


def test_the_auditor_sees_readings(two_events):
    audit.log_access(by=two_events.people.noivu, action="export", detail="Danh sách.xlsx")
    page = client_of(two_events, "kiemtra").get("/quan-tri/nhat-ky/truy-cap/").content.decode()
    assert "Xuất tệp" in page
    assert "Danh sách.xlsx" in page


# --- every form ---------------------------------------------------------------------------------------------
FORMS = [
    "/dang-nhap/",
    "/dang-xuat/",
    "/doi-mat-khau/",
    "/tai-khoan/ma-api/",
    "/quan-tri/tai-khoan/them/",
    "/quan-tri/tai-khoan/xa_minh/sua/",
    "/quan-tri/tai-khoan/xa_minh/khoa/",
    "/quan-tri/tai-khoan/xa_minh/mat-khau/",
    "/quan-tri/tai-khoan/xa_minh/vai-tro/",
]


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_csrf_token_is_refused(town, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.people.quantri, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(path, {"reason": "x"}).status_code == 403
    assert client.post(path, {"reason": "x"}, headers={"HX-Request": "true"}).status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_reading_a_page_changes_nothing(two_events, path):
    before = (
        list(AuditEvent.objects.values()),
        list(User.objects.values()),
        list(Membership.objects.values()),
    )
    for who in ("quantri", "kiemtra", "noivu"):
        client = client_of(two_events, who)
        User.objects.update(last_login=None)
        client.get(path)
        client.head(path)
        client.options(path)
    User.objects.update(last_login=None)
    after = (
        list(AuditEvent.objects.values()),
        list(User.objects.values()),
        list(Membership.objects.values()),
    )
    assert after == before


def test_a_new_installation_has_no_account(db):
    assert not User.objects.exists()


# --- files --------------------------------------------------------------------------------------------------
def rows_of(response):
    book = load_workbook(BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("noivu", "/quan-tri/nhat-ky/"),
        ("kiemtra", "/quan-tri/nhat-ky/truy-cap/"),
        ("quantri", "/quan-tri/tai-khoan/"),
    ],
)
def test_a_list_is_saved_as_a_file_and_the_export_is_noted(two_events, who, path, kind):
    audit.log_access(by=two_events.people.noivu, action="export", detail="=1+1")
    response = client_of(two_events, who).get(f"{path}?xuat={kind}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    last = AccessEvent.objects.first()
    assert (last.actor, last.action) == (who, "export")


def test_the_file_of_the_audit_holds_what_its_reader_may_see(two_events):
    mine = str(rows_of(client_of(two_events, "xa_minh").get("/quan-tri/nhat-ky/?xuat=xlsx")))
    assert "Dân tộc: – → Tày" in mine
    assert "Đăng nhập" not in mine
    auditors = str(rows_of(client_of(two_events, "kiemtra").get("/quan-tri/nhat-ky/?xuat=xlsx")))
    assert "Dân tộc: không hiển thị → không hiển thị" in auditors
    assert "Tày" not in auditors
    assert "Nguyễn Văn An" not in auditors
    others = str(rows_of(client_of(two_events, "xa_khac").get("/quan-tri/nhat-ky/?xuat=xlsx")))
    assert "P-AN" not in others


def test_who_may_not_open_a_list_may_not_save_it(two_events):
    for who, status in (("lanhdao", 403), ("chua_gan", 404)):
        assert client_of(two_events, who).get("/quan-tri/nhat-ky/?xuat=xlsx").status_code == status
    assert client_of(two_events, "noivu").get("/quan-tri/tai-khoan/?xuat=csv").status_code == 403


def test_an_act_opened_as_a_page_is_a_405_that_leads_back_to_its_form(town):
    answer = client_of(town, "noivu").get("/tai-khoan/nhac-viec/")
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Trang không mở trực tiếp được" in page
    assert '<a class="btn btn-primary" href="/tai-khoan/">' in page


def test_the_page_above_an_act_skips_addresses_that_lead_nowhere(town):
    page = client_of(town, "noivu").put("/danh-gia/10675/2021/buoc/de-xuat/").content.decode()
    assert 'href="/danh-gia/10675/2021/"' in page
