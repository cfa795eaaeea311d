"""Writing through the pages: nothing typed is lost, nothing is written twice, nobody overwrites another unseen."""

from __future__ import annotations

from datetime import date

import pytest

from foundation import audit
from foundation.models import AccessEvent, AuditEvent
from officials.models import Absence, Appointment, FamilyMember, Official, Qualification, SalaryStep
from tests import factories

AN = "/ho-so/P-AN/"
FACTS = {"full_name": "Nguyễn Văn An", "sex": "nam", "birth_date": "12/05/1980", "version": "1"}
REGISTER = {
    "full_name": "Lê Thị Mới", "sex": "nu", "birth_date": "05/1990", "unit": "10702", "post": "tu_phap_ho_tich",
    "starts_on": "1/7/2021", "khoa": "k1",
}  # fmt: skip


def text(response):
    return response.content.decode()


# --- personal facts -----------------------------------------------------------------------------------------
def test_a_correction_is_saved_and_audited(town, signed_in):
    answer = signed_in(town.people.xa_minh).post(
        f"{AN}sua/", FACTS | {"birth_date": "5/1980", "ly_do": "theo khai sinh"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{AN}?muc=ban-than"
    town.an.refresh_from_db()
    assert (town.an.birth_date_partial.iso, town.an.version) == ("1980-05", 2)
    event = AuditEvent.objects.first()
    assert (event.action, event.actor, event.subject_id) == ("correct", "xa_minh", "P-AN")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("birth_date", "30/02/1980", "Ngày 30/02/1980 không tồn tại."),
        ("birth_date", "1/1/2022", "sau ngày làm việc"),
        ("full_name", "", "Đề nghị nhập họ và tên."),
        ("full_name", "x" * 10_000, "nhiều nhất 100 ký tự"),
        ("full_name", "An\x00", "ký tự không đọc được"),
        ("sex", "khac", "một trong các giá trị có sẵn"),
        ("national_id", "12345", "CCCD có 12 chữ số"),
        ("party_joined_on", "1990", "đủ 18 tuổi"),
        ("party_member", "co-le", "một trong các giá trị có sẵn"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_stays_typed(town, signed_in, field, typed, says):
    answer = signed_in(town.people.noivu).post(f"{AN}sua/", FACTS | {"hometown": "Quê đã gõ", field: typed})
    assert answer.status_code == 200
    assert any(says in message for message in answer.context["form"].errors[field])
    assert "Quê đã gõ" in text(answer)
    assert f'href="#id_{field}' in text(answer)
    town.an.refresh_from_db()
    assert town.an.version == 1


def test_an_id_number_in_use_says_nothing_about_whose_it_is(town, signed_in):
    town.binh.national_id = "030080001234"
    town.binh.save()
    page = text(signed_in(town.people.xa_minh).post(f"{AN}sua/", FACTS | {"national_id": "030080001234"}))
    assert "không dùng được ở đây" in page
    assert "Bình" not in page
    assert "An Lưu" not in page


def test_a_stale_save_shows_both_values_and_loses_nothing(town, signed_in):
    signed_in(town.people.noivu).post(f"{AN}sua/", FACTS | {"hometown": "Quê của Phòng"})
    client = signed_in(town.people.xa_minh)
    mine = FACTS | {"hometown": "Quê của xã", "religion": "Không"}
    page = client.post(f"{AN}sua/", mine)
    assert page.status_code == 200
    assert "Hồ sơ vừa được ông/bà Người thử cập nhật" in text(page)
    assert "Quê của Phòng" in text(page)
    assert 'name="religion" value="Không"' in text(page)
    town.an.refresh_from_db()
    assert town.an.hometown == "Quê của Phòng"
    conflict = {field.name: (field.theirs, field.mine) for field in page.context["conflict"].fields}
    assert conflict == {"hometown": ("Quê của Phòng", "Quê của xã"), "religion": ("", "Không")}
    client.post(f"{AN}sua/", mine | {"version": "2", "chon-hometown": "theirs", "chon-religion": "mine"})
    town.an.refresh_from_db()
    assert (town.an.hometown, town.an.religion, town.an.version) == ("Quê của Phòng", "Không", 3)


def test_in_a_conflict_fields_i_left_alone_stay_theirs_unless_chosen(town, signed_in):
    client = signed_in(town.people.noivu)
    opened = client.get(f"{AN}sua/").context["form"]
    client.post(f"{AN}sua/", FACTS | {"religion": "Phật giáo"})
    page = client.post(f"{AN}sua/", FACTS | {"goc": opened["goc"].value(), "hometown": "Hiệp Hòa"})
    choices = {field.name: field.choice for field in page.context["conflict"].fields}
    assert choices == {"religion": "theirs", "hometown": "mine"}


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1", "0"])
def test_a_tampered_version_is_a_conflict_not_a_fault(town, signed_in, version):
    answer = signed_in(town.people.noivu).post(f"{AN}sua/", FACTS | {"version": version, "hometown": "X"})
    assert answer.status_code == 200
    town.an.refresh_from_db()
    assert town.an.version == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("noivu", 200),
        ("xa_minh", 200),
        ("xa_khac", 404),
        ("lanhdao", 403),
        ("quantri", 403),
        ("chua_gan", 404),
    ],
)
def test_who_may_open_the_forms(town, signed_in, who, status):
    client = signed_in(getattr(town.people, who))
    for path in ("sua/", "cong-tac/them/", "trinh-do/them/", "xep-loai/them/", "suc-khoe/them/"):
        assert client.get(AN + path).status_code == status, path


def test_only_district_staff_write_discipline(town, signed_in):
    assert signed_in(town.people.xa_minh).get(f"{AN}ky-luat/them/").status_code == 403
    assert signed_in(town.people.noivu).get(f"{AN}ky-luat/them/").status_code == 200


# --- rows ---------------------------------------------------------------------------------------------------
def test_a_double_submit_makes_one_row(town, signed_in):
    client = signed_in(town.people.xa_minh)
    sent = {"kind": "professional", "level": "dai_hoc", "field": "Luật", "attained_on": "2009", "khoa": "k-1"}
    for _ in range(2):
        assert client.post(f"{AN}trinh-do/them/", sent).status_code == 302
    row = Qualification.objects.get()
    assert (row.level, row.attained_on_partial.iso, row.official_id) == ("dai_hoc", "2009", town.an.pk)


def test_a_level_of_another_kind_is_refused_with_the_form_kept(town, signed_in):
    sent = {"kind": "political", "level": "tien_si", "institution": "Trường đã gõ", "khoa": "k"}
    page = signed_in(town.people.noivu).post(f"{AN}trinh-do/them/", sent)
    assert "không thuộc loại Lý luận chính trị" in text(page)
    assert "Trường đã gõ" in text(page)
    assert not Qualification.objects.exists()


def test_a_link_names_the_kind_and_offers_its_levels_only(town, signed_in):
    form = signed_in(town.people.noivu).get(f"{AN}trinh-do/them/?loai=political").context["form"]
    assert [value for value, _ in form.fields["kind"].choices] == ["political"]
    assert "tien_si" not in dict(form.fields["level"].choices)


def test_a_row_is_corrected_and_taken_out_with_a_reason(town, signed_in):
    row = factories.make_qualification(town.an)
    client = signed_in(town.people.noivu)
    sent = {"kind": "professional", "level": "thac_si", "version": "1"}
    assert client.post(f"{AN}trinh-do/{row.public_id}/sua/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.level, row.version) == ("thac_si", 2)
    removal = f"{AN}trinh-do/{row.public_id}/xoa/"
    assert "Chuyên môn: Thạc sĩ" in text(client.get(removal))
    assert "Đề nghị nhập lý do xóa." in text(client.post(removal, {"version": "2", "reason": ""}))
    stale = client.post(removal, {"version": "1", "reason": "nhập nhầm"})
    assert "vừa được ông/bà" in text(stale)
    assert stale.context["form"].version == 2
    assert client.post(removal, {"version": "2", "reason": "nhập nhầm"}).status_code == 302
    assert not Qualification.objects.exists()
    assert audit.open_events([AuditEvent.objects.first()])[0].reason == "nhập nhầm"


def test_rows_of_another_person_or_unit_are_not_found(town, signed_in):
    row = factories.make_qualification(town.binh)
    assert signed_in(town.people.noivu).get(f"{AN}trinh-do/{row.public_id}/sua/").status_code == 404
    client = signed_in(town.people.xa_minh)
    for path in (f"trinh-do/{row.public_id}/sua/", f"trinh-do/{row.public_id}/xoa/", "trinh-do/them/"):
        assert client.get(f"/ho-so/P-BINH/{path}").status_code == 404
        assert client.post(f"/ho-so/P-BINH/{path}", {"version": "1", "reason": "x"}).status_code == 404
    assert Qualification.objects.count() == 1


def test_an_unknown_kind_of_row_is_not_found(town, signed_in):
    assert signed_in(town.people.noivu).get(f"{AN}khong-co/them/").status_code == 404


@pytest.mark.parametrize(
    ("code", "sent", "model"),
    [
        (
            "luong",
            {"rank_code": "01.003", "step": "3", "coefficient": "3,00", "starts_on": "1/1/2020"},
            SalaryStep,
        ),
        ("gia-dinh", {"relation": "Vợ", "full_name": "Lê Thị C", "birth_year": "1982"}, FamilyMember),
        ("nghi", {"kind": "om", "starts_on": "1/3/2021", "ends_on": "10/3/2021"}, Absence),
    ],
)
def test_every_kind_of_this_floor_can_be_added(town, signed_in, code, sent, model):
    assert signed_in(town.people.noivu).post(f"{AN}{code}/them/", sent | {"khoa": "k"}).status_code == 302
    assert model.objects.get().official_id == town.an.pk


def test_ends_before_starts_is_said_at_the_end(town, signed_in):
    sent = {"kind": "om", "starts_on": "10/3/2021", "ends_on": "1/3/2021", "khoa": "k"}
    page = signed_in(town.people.noivu).post(f"{AN}nghi/them/", sent)
    assert "từ ngày 10/03/2021 trở đi" in text(page)


def test_relatives_are_offered_from_the_own_unit_only(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Văn Cùng", public_id="P-CUNG")
    client = signed_in(town.people.noivu)
    offered = client.get(f"{AN}gia-dinh/them/").context["form"].fields["relative_official"].queryset
    assert [person.public_id for person in offered] == ["P-CUNG"]
    page = client.post(f"{AN}gia-dinh/them/", {"relation": "Anh", "relative_official": "P-BINH", "khoa": "k"})
    assert page.status_code == 200
    assert not FamilyMember.objects.exists()


# --- postings -----------------------------------------------------------------------------------------------
def test_a_new_primary_posting_ends_the_earlier_one(town, signed_in):
    sent = {
        "unit": "10702",
        "post": "tu_phap_ho_tich",
        "is_primary": "on",
        "starts_on": "1/7/2021",
        "khoa": "k",
    }
    assert signed_in(town.people.xa_minh).post(f"{AN}cong-tac/them/", sent).status_code == 302
    old, new = Appointment.objects.filter(official=town.an).order_by("starts_on")
    assert (old.ends_on, new.post_id) == (date(2021, 6, 30), "tu_phap_ho_tich")


def test_a_commune_cannot_post_into_another_unit(town, signed_in):
    sent = {
        "unit": "10675",
        "post": "tu_phap_ho_tich",
        "is_primary": "on",
        "starts_on": "1/7/2021",
        "khoa": "k",
    }
    page = signed_in(town.people.xa_minh).post(f"{AN}cong-tac/them/", sent)
    assert page.status_code == 200
    assert "unit" in page.context["form"].errors
    assert Appointment.objects.filter(official=town.an).count() == 1


def test_district_staff_move_people_between_units(town, signed_in):
    sent = {
        "unit": "10675",
        "post": "tu_phap_ho_tich",
        "is_primary": "on",
        "starts_on": "1/7/2021",
        "khoa": "k",
    }
    signed_in(town.people.noivu).post(f"{AN}cong-tac/them/", sent)
    town.an.refresh_from_db()
    assert town.an.unit_id == town.khac.pk
    assert signed_in(town.people.xa_minh).get(AN).status_code == 404


def test_a_posting_is_ended_with_day_and_reason(town, signed_in):
    row = Appointment.objects.get(official=town.an)
    url = f"{AN}cong-tac/{row.public_id}/ket-thuc/"
    client = signed_in(town.people.noivu)
    early = client.post(url, {"ends_on": "1/1/2010", "end_reason": "nghi_huu", "version": "1"})
    assert "từ ngày 01/07/2016 trở đi" in text(early)
    assert (
        client.post(url, {"ends_on": "30/11/2021", "end_reason": "nghi_huu", "version": "1"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.ends_on, row.end_reason) == (date(2021, 11, 30), "nghi_huu")


# --- registering --------------------------------------------------------------------------------------------
def test_a_new_official_is_registered_once(town, signed_in):
    client = signed_in(town.people.xa_minh)
    for _ in range(2):
        assert client.post("/ho-so/them/", REGISTER).status_code == 302
    person = Official.objects.get(full_name="Lê Thị Mới")
    assert (person.unit_id, person.birth_date_partial.iso) == (town.minh.pk, "1990-05")
    assert person.appointments.get().post_id == "tu_phap_ho_tich"


def test_a_commune_registers_in_its_own_unit_only(town, signed_in):
    page = signed_in(town.people.xa_minh).post("/ho-so/them/", REGISTER | {"unit": "10675"})
    assert page.status_code == 200
    assert "Phường An Lưu" not in text(page)
    assert Official.objects.count() == 2


def test_a_namesake_is_a_question_not_a_guess(town, signed_in):
    sent = REGISTER | {"full_name": "Nguyễn Văn An", "birth_date": "12/5/1980"}
    client = signed_in(town.people.noivu)
    page = client.post("/ho-so/them/", sent)
    assert "Đã có hồ sơ cùng họ tên và ngày sinh" in text(page)
    assert Official.objects.count() == 2
    assert client.post("/ho-so/them/", sent | {"khac_nguoi": "1"}).status_code == 302
    assert Official.objects.count() == 3


@pytest.mark.parametrize("field", ["unit", "post", "starts_on", "full_name"])
def test_what_registering_needs_is_named(town, signed_in, field):
    page = signed_in(town.people.noivu).post("/ho-so/them/", REGISTER | {field: ""})
    assert page.context["form"].errors[field][0].startswith("Đề nghị")
    assert Official.objects.count() == 2


@pytest.mark.parametrize(("who", "status"), [("lanhdao", 403), ("quantri", 403), ("chua_gan", 404)])
def test_others_register_nobody(town, signed_in, who, status):
    assert signed_in(getattr(town.people, who)).post("/ho-so/them/", REGISTER).status_code == status
    assert Official.objects.count() == 2


def test_a_form_asked_for_by_htmx_comes_alone_and_a_save_reloads_the_page(town, signed_in):
    client = signed_in(town.people.noivu)
    part = client.get(f"{AN}sua/", headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    saved = client.post(f"{AN}sua/", FACTS | {"hometown": "Hiệp Hòa"}, headers={"HX-Request": "true"})
    assert saved["HX-Refresh"] == "true"


# --- what another unit's rows must not tell -----------------------------------------------------------------
def test_hits_on_id_numbers_are_noted_and_come_to_an_end(town, signed_in, monkeypatch):
    monkeypatch.setattr("officials.views.saving.MOST_ID_HITS_A_DAY", 2)
    town.binh.national_id = "030080001234"
    town.binh.save()
    client = signed_in(town.people.xa_minh)
    for _ in range(2):
        assert "không dùng được ở đây" in text(
            client.post(f"{AN}sua/", FACTS | {"national_id": "030080001234"})
        )
    assert AccessEvent.objects.filter(action="id_taken", actor="xa_minh", object_id="P-AN").count() == 2
    assert "Quá nhiều số CCCD" in text(client.post(f"{AN}sua/", FACTS | {"national_id": "030080009999"}))
    town.an.refresh_from_db()
    assert town.an.national_id == ""


def test_a_relative_in_another_unit_is_not_named_and_stays_when_the_row_is_corrected(town, signed_in):
    row = FamilyMember.objects.create(
        public_id="F1", official=town.an, relation="Anh", relative_official=town.binh
    )
    client = signed_in(town.people.xa_minh)
    page = text(client.get(f"{AN}?muc=luong"))
    assert "Bình" not in page
    url = f"{AN}gia-dinh/F1/sua/"
    assert "relative_official" not in client.get(url).context["form"].fields
    client.post(url, {"relation": "Anh ruột", "version": "1"})
    row.refresh_from_db()
    assert (row.relation, row.relative_official_id) == ("Anh ruột", town.binh.pk)


def test_a_commune_does_not_correct_postings_in_other_units(town, signed_in):
    row = factories.make_appointment(
        town.an, town.khac, starts_on=date(2010, 1, 1), ends_on=date(2016, 6, 30), public_id="A-CU"
    )
    client = signed_in(town.people.xa_minh)
    page = text(client.get(f"{AN}?muc=cong-tac"))
    assert "Đề nghị điều chỉnh" in page
    assert "Gửi đề nghị" in text(client.get(f"{AN}cong-tac/{row.public_id}/sua/"))
    assert (
        client.post(f"{AN}cong-tac/{row.public_id}/xoa/", {"version": "1", "reason": "x"}).status_code == 302
    )
    row.refresh_from_db()  # still there: it was only asked for
    assert signed_in(town.people.noivu).get(f"{AN}cong-tac/{row.public_id}/sua/").status_code == 200
