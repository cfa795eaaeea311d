"""Forms of postings: what speaks against one is shown with names and days, and written only with a reason."""

from __future__ import annotations

import re
from datetime import date

import pytest

from foundation import audit
from foundation.errors import Refused
from foundation.models import AuditEvent
from officials.models import Absence, Appointment, Official, Post, SurplusStatus, Unit, UnitQuota
from officials.services import people, postings
from officials.services.posting_checks import Doubted, Override
from tests import factories

pytestmark = pytest.mark.django_db


def post(code):
    return Post.objects.get(code=code)


def chair(**kw):
    return {"post": "chu_tich_ubnd", "is_primary": "on", "starts_on": "01/06/2021", "term": "2021-2026"} | kw


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def send(client, person, unit, **kw):
    return client.post(
        f"/ho-so/{person.public_id}/cong-tac/them/", {"unit": unit.public_id, "khoa": "k1"} | kw
    )


def again(page, **kw):
    return {"canh_bao": page.context["doubts_mark"], **kw}


@pytest.fixture
def chairman(town):
    return factories.make_official(unit=town.minh, post="chu_tich_ubnd", full_name="Lê Văn Chủ")


def test_a_second_chairman_is_asked_about_and_nothing_is_written(town, signed_in, chairman):
    page = send(signed_in(town.people.noivu), town.an, town.minh, **chair())
    assert page.status_code == 200
    assert "Lê Văn Chủ (từ 01/07/2016 đến nay)" in text(page)
    assert "Lý do vẫn ghi" in text(page)
    assert 'value="01/06/2021"' in text(page)  # what was typed stays
    assert Appointment.objects.filter(post="chu_tich_ubnd").count() == 1
    assert not AuditEvent.objects.exists()


def test_with_a_reason_it_is_written_once_and_the_history_tells_why(town, signed_in, chairman):
    client = signed_in(town.people.noivu)
    mark = again(send(client, town.an, town.minh, **chair()), ly_do_van_ghi="Bàn giao trong tháng 6")
    for _ in range(2):
        assert send(client, town.an, town.minh, **chair(), **mark).status_code == 302
    assert Appointment.objects.filter(post="chu_tich_ubnd").count() == 2
    [opened] = audit.open_events(AuditEvent.objects.filter(action="appoint"))
    assert "Vẫn ghi vì: Bàn giao trong tháng 6." in opened.reason
    assert "Lê Văn Chủ" in opened.reason
    assert "Bàn giao trong tháng 6" in text(client.get(f"/ho-so/{town.an.public_id}/?muc=lich-su"))


def test_a_reason_for_other_warnings_does_not_count(town, signed_in, chairman):
    client = signed_in(town.people.noivu)
    mark = again(send(client, town.an, town.minh, **chair()), ly_do_van_ghi="Bàn giao")
    page = send(client, town.an, town.minh, **chair(term=""), **mark)
    assert "đã khác lúc trước" in text(page)
    assert Appointment.objects.filter(post="chu_tich_ubnd").count() == 1


def test_an_empty_reason_is_asked_for_again(town, signed_in, chairman):
    client = signed_in(town.people.noivu)
    mark = again(send(client, town.an, town.minh, **chair()), ly_do_van_ghi="  ")
    assert "Đề nghị nhập lý do vẫn ghi." in text(send(client, town.an, town.minh, **chair(), **mark))


def test_the_second_of_two_tabs_is_asked_about_the_first(town, signed_in):
    """Both tabs were opened while the post was vacant; the second to be sent sees who was written by the first."""
    client = signed_in(town.people.noivu)
    lan = factories.make_official(unit=town.minh, full_name="Vũ Thị Lan")
    assert send(client, town.an, town.minh, **chair()).status_code == 302
    assert "Nguyễn Văn An (từ 01/06/2021 đến nay)" in text(send(client, lan, town.minh, **chair(khoa="k2")))


def test_half_a_form_says_what_is_missing_and_keeps_the_rest(town, signed_in, chairman):
    page = send(signed_in(town.people.noivu), town.an, town.minh, post="chu_tich_ubnd", term="2021-2026")
    assert "Đề nghị nhập từ ngày." in text(page)
    assert 'value="2021-2026"' in text(page)
    assert "doubts" not in page.context


def test_the_officer_of_another_unit_is_not_told_that_the_person_exists(town, signed_in, chairman):
    assert send(signed_in(town.people.xa_khac), chairman, town.khac, **chair()).status_code == 404


def test_a_holder_who_belongs_to_another_unit_now_is_not_named_to_the_commune(town, chairman):
    factories.make_appointment(chairman, town.khac, "chu_tich_ubnd", starts_on=date(2022, 1, 1))
    Official.objects.filter(pk=chairman.pk).update(unit=town.khac)
    facts = {"unit": town.minh, "post": post("chu_tich_ubnd"), "starts_on": date(2021, 1, 1), "term": "x"}
    with pytest.raises(Doubted) as doubted:
        postings.add_appointment(by=town.people.xa_minh, official=town.an, facts=facts, override=Override())
    assert "Lê Văn Chủ" not in str(doubted.value)
    assert "người nay thuộc đơn vị khác" in str(doubted.value)


def test_a_lawful_surplus_holder_is_no_second_holder(town, chairman):
    SurplusStatus.objects.create(
        public_id="D1", official=chairman, unit=town.minh, starts_on=date(2019, 11, 1),
        until=date(2024, 10, 31), basis="NQ",
    )  # fmt: skip
    facts = {"unit": town.minh, "post": post("chu_tich_ubnd"), "starts_on": date(2021, 1, 1), "term": "x"}
    postings.add_appointment(by=town.people.noivu, official=town.an, facts=facts, override=Override())
    assert Appointment.objects.filter(post="chu_tich_ubnd", ends_on=None).count() == 2


def test_whoever_cannot_be_asked_is_not_stopped_and_the_history_tells(town, chairman):
    facts = {"unit": town.minh, "post": post("chu_tich_ubnd"), "starts_on": date(2021, 1, 1), "term": "x"}
    postings.add_appointment(by=town.people.noivu, official=town.an, facts=facts)
    [opened] = audit.open_events(AuditEvent.objects.filter(action="appoint"))
    assert "Cảnh báo khi ghi: Phường Minh Tân đã có Chủ tịch" in opened.reason


def test_an_error_is_refused_whatever_the_reason(town):
    facts = {"unit": town.minh, "post": post("truong_cong_an"), "starts_on": date(2021, 1, 1)}
    with pytest.raises(Refused):
        postings.add_appointment(
            by=town.people.noivu, official=town.an, facts=facts, override=Override("Vì", "x")
        )


@pytest.mark.parametrize(
    ("day", "n"),
    [(date(2020, 6, 30), 1), (date(2020, 7, 1), 0), (date(2020, 7, 2), 0)],
)
def test_a_second_deputy_chairman_of_class_two_by_the_rule_of_the_day(town, day, n):
    """One before 01/07/2020, two from then on (from memory, said so)."""
    Unit.objects.filter(pk=town.minh.pk).update(unit_class="2")
    factories.make_official(unit=town.minh, post="pho_chu_tich_ubnd")
    unit = Unit.objects.get(pk=town.minh.pk)
    facts = {"unit": unit, "post": post("pho_chu_tich_ubnd"), "starts_on": day, "term": "x"}
    found = []
    try:
        postings.add_appointment(by=town.people.noivu, official=town.an, facts=facts, override=Override())
    except Doubted as doubted:
        found = doubted.findings
    assert len(found) == n
    assert all("chưa đối chiếu" in item.text for item in found)


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2019, 6, 24), 23), (date(2019, 6, 25), 21), (date(2019, 6, 26), 21),
        (date(2023, 7, 31), 21), (date(2023, 8, 1), 20), (date(2023, 8, 2), 20),
    ],
)  # fmt: skip
def test_the_number_given_is_that_of_the_day(town, day, limit):
    """A xã of class II: 23, from 25/06/2019 21, from 01/08/2023 20."""
    unit = factories.make_unit("x", kind="xa", unit_class="2")
    for number in range(limit):
        factories.make_official(unit=unit, post="van_hoa_xa_hoi" if number % 2 else "van_phong_thong_ke")
    facts = {"unit": unit, "post": post("tu_phap_ho_tich"), "starts_on": day}
    with pytest.raises(Doubted) as doubted:
        postings.add_appointment(by=town.people.noivu, official=town.an, facts=facts, override=Override())
    assert f"được giao {limit} người" in str(doubted.value)


def test_a_posting_during_an_absence_and_after_retirement_is_asked_about(town, signed_in):
    Absence.objects.create(public_id="B1", official=town.an, kind="om", starts_on=date(2021, 5, 1))
    Official.objects.filter(pk=town.an.pk).update(birth_date=date(1950, 1, 1))
    page = send(
        signed_in(town.people.noivu), town.an, town.minh, post="tu_phap_ho_tich", starts_on="01/06/2021"
    )
    assert [item.code for item in page.context["doubts"]] == ["during_absence", "after_retirement"]
    assert "ốm" not in text(page).lower().split("lý do vẫn ghi")[0].split("chưa ghi: ")[1]


def test_a_correction_is_asked_only_about_what_it_brings_up(town, signed_in, chairman):
    row = chairman.appointments.get()
    client = signed_in(town.people.noivu)
    old = {
        "unit": "10702",
        "post": "chu_tich_ubnd",
        "starts_on": "01/07/2016",
        "is_primary": "on",
        "version": "1",
    }
    url = f"/ho-so/{chairman.public_id}/cong-tac/{row.public_id}/sua/"
    assert client.post(url, old | {"decision_no": "12"}).status_code == 302  # without a term, as before
    page = client.post(url, old | {"version": "2", "decision_no": "12", "ends_on": "30/06/2021"})
    assert [item.code for item in page.context["doubts"]] == ["end_without_reason"]


def test_ending_the_chief_post_asks_about_the_concurrent_one(town, signed_in):
    factories.make_appointment(town.an, town.minh, "tu_phap_ho_tich", is_primary=False)
    row = town.an.appointments.get(is_primary=True)
    url = f"/ho-so/P-AN/cong-tac/{row.public_id}/ket-thuc/"
    body = {"version": "1", "ends_on": "30/06/2021", "end_reason": "nghi_huu"}
    client = signed_in(town.people.xa_minh)
    page = client.post(url, body)
    assert "Chức danh kiêm nhiệm chưa kết thúc: Tư pháp - hộ tịch" in text(page)
    done = client.post(url, body | again(page, ly_do_van_ghi="Sẽ kết thúc tháng sau"))
    assert done.status_code == 302
    assert Appointment.objects.get(pk=row.pk).ends_on == date(2021, 6, 30)


def test_registering_a_second_chairman_is_asked_about_and_keeps_everything_typed(town, signed_in, chairman):
    body = {
        "full_name": "Trần Thị Ý", "sex": "nu", "birth_date": "05/1980", "unit": "10702", "post": "chu_tich_ubnd",
        "starts_on": "01/06/2021", "term": "2021-2026", "khoa": "kk",
    }  # fmt: skip
    client = signed_in(town.people.noivu)
    page = client.post("/ho-so/them/", body)
    assert "Lê Văn Chủ" in text(page)
    assert 'value="Trần Thị Ý"' in text(page)
    assert client.post("/ho-so/them/", body | again(page, ly_do_van_ghi="Bàn giao")).status_code == 302
    assert Official.objects.filter(full_name="Trần Thị Ý").count() == 1


def test_over_the_number_given_counts_nobody_twice(town):
    UnitQuota.objects.create(public_id="K1", unit=town.minh, total=1, starts_on=date(2019, 1, 1))
    facts = {"unit": town.minh, "post": post("tu_phap_ho_tich"), "starts_on": date(2021, 6, 1)}
    postings.add_appointment(by=town.people.noivu, official=town.an, facts=facts, override=Override())
    with pytest.raises(Doubted):
        people.register_official(
            by=town.people.noivu, facts={"full_name": "Mới"}, override=Override(), **facts
        )
