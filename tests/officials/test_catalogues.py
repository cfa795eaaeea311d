"""The page of law and catalogues, and the form that amends a norm."""

from datetime import date

import pytest

from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.registries import catalogue_tables
from foundation.versions import StaleVersion
from officials.law import norm_on
from officials.models import Norm
from officials.services.law import change_norm

pytestmark = pytest.mark.django_db
EDIT = "/danh-muc/dinh-muc-H3.thoi_viec.max/sua/"


def typed(norm, **changes):
    values = {
        "value": "3", "starts_on": "", "ends_on": "", "basis": norm.basis, "source": norm.source,
        "verified": norm.verified, "note": norm.note, "reason": "Theo kế hoạch của thị xã", "version": norm.version,
    }  # fmt: skip
    return values | changes


@pytest.fixture
def norm():
    return Norm.objects.get(code="H3.thoi_viec.max")


@pytest.mark.parametrize("table", [table.code for table in catalogue_tables])
def test_every_table_is_shown_with_source_and_status(table, town, signed_in):
    page = signed_in(town.people.xa_minh).get(f"/danh-muc/?bang={table}")
    text = page.content.decode()
    assert page.status_code == 200
    assert catalogue_tables[table].title in text
    if table not in ("posts", "major_fits"):  # the latter is empty until somebody decides
        assert "Nguồn: " in text
        assert "tag-warning" in text or "tag-info" in text
    assert "/sua/" not in text


def test_the_tables_of_both_floors_are_there():
    assert catalogue_tables.codes() == [
        "norms", "posts", "post_validities", "quota_norms", "post_standards", "ranks", "retirement_ages",
        "major_fits", "theory_links", "benchmarks", "issuing_bodies", "evaluation_regimes", "award_titles",
        "discipline_forms", "rating_authorities",
    ]  # fmt: skip


def test_an_unchecked_row_says_so_in_words(town, signed_in):
    text = signed_in(town.people.noivu).get("/danh-muc/?bang=norms").content.decode()
    assert "theo trí nhớ, chưa đối chiếu" in text
    assert "đề xuất của hệ thống" in text
    assert "1.490.000 đồng/tháng" in text


def test_filters_keep_only_what_they_say(town, signed_in):
    client = signed_in(town.people.noivu)
    in_force = client.get("/danh-muc/?bang=norms&loc=hieu_luc").content.decode()
    assert "1.490.000" in in_force
    assert "2.340.000" not in in_force
    unchecked = client.get("/danh-muc/?bang=norms&loc=chua_doi_chieu").content.decode()
    assert "theo trí nhớ" in unchecked
    assert "Số người ít nhất của một ô" not in unchecked


def test_nonsense_in_the_address_shows_the_first_table(town, signed_in):
    page = signed_in(town.people.noivu).get("/danh-muc/?bang=xyz&loc=%27")
    assert page.status_code == 200
    assert "Định mức, ngưỡng" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "read", "edit"),
    [
        ("noivu", 200, 200), ("xa_minh", 200, 403), ("lanhdao", 200, 403), ("quantri", 200, 403),
        ("kiemtra", 200, 403), ("chua_gan", 404, 404),
    ],
)  # fmt: skip
def test_everyone_with_a_role_reads_and_only_the_district_amends(who, read, edit, town, signed_in):
    client = signed_in(getattr(town.people, who))
    assert client.get("/danh-muc/").status_code == read
    assert client.get(EDIT).status_code == edit
    norm = Norm.objects.get(code="H3.thoi_viec.max")
    assert client.post(EDIT, typed(norm, value="9")).status_code == (302 if edit == 200 else edit)
    norm.refresh_from_db()
    assert norm.value == (9 if edit == 200 else 3)


def test_without_signing_in_one_is_sent_to_the_sign_in_page(client, db):
    assert client.get("/danh-muc/").status_code == 302
    assert client.get(EDIT).status_code == 302


def test_amending_a_norm_writes_one_event_and_holds_at_once(town, signed_in, norm):
    before = AuditEvent.objects.count()
    client = signed_in(town.people.noivu)
    page = client.post(EDIT, typed(norm, value="2,5", verified="read"), follow=True)
    assert "Đã lưu định mức." in page.content.decode()
    assert str(norm_on("H3.thoi_viec.max", date(2021, 12, 31)).value) == "2.5000"
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.first()
    assert (event.object_id, event.actor) == (norm.public_id, "noivu")
    shown = client.get(EDIT).content.decode()
    assert "Theo kế hoạch của thị xã" in shown
    assert "không hiển thị" not in shown


def test_saving_without_a_change_writes_nothing(town, signed_in, norm):
    before = AuditEvent.objects.count()
    page = signed_in(town.people.noivu).post(EDIT, typed(norm), follow=True)
    assert "Không có thay đổi nào." in page.content.decode()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "Đề nghị nhập lý do sửa."),
        ({"value": "ba"}, "Đề nghị nhập một số"),
        ({"value": "-1"}, "Đề nghị nhập số từ 0 trở lên."),
        ({"value": "1" * 12}, "Số này quá lớn"),
        ({"starts_on": "30/02/2021"}, "không tồn tại"),
        ({"starts_on": "1/1/2021", "ends_on": "1/1/2020"}, "Ngày hết hiệu lực không được trước ngày có hiệu lực."),
        ({"verified": "chac"}, "Đề nghị chọn một trong các giá trị có sẵn."),
        ({"source": ""}, "Đề nghị nhập nguồn."),
    ],
)  # fmt: skip
def test_wrong_input_is_named_at_its_field_and_nothing_is_saved(changes, message, town, signed_in, norm):
    page = signed_in(town.people.noivu).post(EDIT, typed(norm, **changes))
    assert page.status_code == 200
    assert message in page.content.decode()
    assert Norm.objects.get(pk=norm.pk).version == 1


def test_two_rows_of_one_norm_may_not_hold_on_one_day(town, signed_in):
    pay = Norm.objects.get(code="luong_co_so", starts_on=date(2019, 7, 1))
    values = typed(pay, value="1490000", starts_on="30/6/2019", ends_on="30/6/2023")
    page = signed_in(town.people.noivu).post(f"/danh-muc/{pay.public_id}/sua/", values)
    assert "trùng với dòng khác của cùng định mức (01/07/2018 – 30/06/2019)" in page.content.decode()
    assert Norm.objects.get(pk=pay.pk).version == 1


def test_a_stale_form_shows_both_values_and_the_choice_is_saved(town, signed_in, norm):
    client = signed_in(town.people.noivu)
    stale = typed(norm, value="4", note="Của tôi")
    change_norm(by=town.people.noivu, norm=norm, changes={"value": 5}, version=1, reason="Trước")
    page = client.post(EDIT, stale)
    text = page.content.decode()
    assert "Hồ sơ vừa được ông/bà" in text
    assert "chon-value" in text
    assert Norm.objects.get(pk=norm.pk).value == 5
    resolved = stale | {"version": "2", "chon-value": "theirs", "chon-note": "mine"}
    assert client.post(EDIT, resolved).status_code == 302
    saved = Norm.objects.get(pk=norm.pk)
    assert (saved.value, saved.note, saved.version) == (5, "Của tôi", 3)


def test_the_service_itself_refuses_the_wrong_person_a_missing_reason_and_an_old_version(town, norm):
    with pytest.raises(Denied):
        change_norm(by=town.people.xa_minh, norm=norm, changes={"value": 5}, version=1, reason="x")
    with pytest.raises(Refused):
        change_norm(by=town.people.noivu, norm=norm, changes={"value": 5}, version=1, reason=" ")
    with pytest.raises(StaleVersion):
        change_norm(by=town.people.noivu, norm=norm, changes={"value": 5}, version=7, reason="x")
    assert Norm.objects.get(pk=norm.pk).value == 3


def test_a_norm_that_does_not_exist_is_not_found(town, signed_in):
    assert signed_in(town.people.noivu).get("/danh-muc/khong-co/sua/").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_rows(town, signed_in, django_assert_max_num_queries):
    client = signed_in(town.people.noivu)
    for table in catalogue_tables:
        with django_assert_max_num_queries(12):
            client.get(f"/danh-muc/?bang={table.code}")
