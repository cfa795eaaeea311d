"""Services of records: right, validation, one event, true `Official.unit`."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from assessments.services import records as yearly
from foundation import audit
from foundation.dates import PartialDate
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.versions import StaleVersion
from officials.models import Appointment, Official, Post, Qualification
from officials.services import people, postings, records

pytestmark = pytest.mark.django_db


def _register(by, unit, **kw):
    facts = {"full_name": "Trần Thị Ý", "sex": "nu", "birth_date": PartialDate.parse("1980-05")} | kw
    post = Post.objects.get(code="van_phong_thong_ke")
    return people.register_official(by=by, facts=facts, unit=unit, post=post, starts_on=date(2020, 1, 1))


def test_registering_makes_person_posting_and_one_event(town):
    official = _register(town.people.xa_minh, town.minh)
    assert official.unit == town.minh
    assert official.birth_date == date(1980, 5, 31)
    assert official.name_folded == "tran thi y"
    assert Appointment.objects.get(official=official).starts_on == date(2020, 1, 1)
    assert AuditEvent.objects.filter(action="register", subject_id=official.public_id).count() == 1


def test_an_officer_may_not_register_in_another_unit(town):
    with pytest.raises(Denied):
        _register(town.people.xa_khac, town.minh)
    assert AuditEvent.objects.count() == 0


def test_a_taken_id_number_is_refused_without_saying_whose_it_is(town):
    _register(town.people.noivu, town.khac, national_id="030180000001")
    with pytest.raises(Refused) as refusal:
        _register(town.people.xa_minh, town.minh, national_id="030180000001")
    assert "An Lưu" not in str(refusal.value)


def test_a_new_primary_posting_ends_the_earlier_and_moves_the_person(town):
    postings.add_appointment(
        by=town.people.noivu,
        official=town.an,
        facts={
            "unit": town.khac,
            "post": Post.objects.get(code="van_hoa_xa_hoi"),
            "starts_on": date(2021, 6, 1),
        },
    )
    town.an.refresh_from_db()
    assert town.an.unit == town.khac
    assert Appointment.objects.get(official=town.an, ends_on__isnull=False).ends_on == date(2021, 5, 31)


def test_a_commune_officer_may_not_move_a_person_out(town):
    with pytest.raises(Denied):
        postings.add_appointment(
            by=town.people.xa_minh,
            official=town.an,
            facts={
                "unit": town.khac,
                "post": Post.objects.get(code="van_hoa_xa_hoi"),
                "starts_on": date(2021, 6, 1),
            },
        )


def test_a_future_posting_moves_the_person_on_its_day(town, settings):
    postings.add_appointment(
        by=town.people.noivu,
        official=town.an,
        facts={
            "unit": town.khac,
            "post": Post.objects.get(code="van_hoa_xa_hoi"),
            "starts_on": date(2022, 2, 1),
        },
    )
    assert Official.objects.get(pk=town.an.pk).unit == town.minh
    settings.KINHMON_TODAY = date(2022, 2, 1)
    assert postings.refresh_all_units(by=town.people.noivu) == 1
    assert Official.objects.get(pk=town.an.pk).unit == town.khac


def test_the_daily_command_says_how_many_it_moved(town):
    said = []
    Official.objects.filter(pk=town.an.pk).update(unit=None)  # as if the posting had just begun
    for _ in range(2):
        out = StringIO()
        call_command("refresh_units", stdout=out)
        said.append(out.getvalue().strip())
    assert said == ["Đã cập nhật đơn vị hiện tại của 1 người.", "Không ai chuyển đơn vị hôm nay."]
    assert Official.objects.get(pk=town.an.pk).unit == town.minh


def test_a_stale_save_is_refused_and_names_who_was_first(town):
    opened = Official.objects.get(pk=town.an.pk)
    people.change_official(
        by=town.people.noivu, official=town.an, changes={"hometown": "Kinh Môn"}, version=town.an.version
    )
    with pytest.raises(StaleVersion) as stale:
        people.change_official(
            by=town.people.xa_minh, official=opened, changes={"hometown": "Hải Dương"}, version=opened.version
        )
    assert stale.value.current.hometown == "Kinh Môn"
    assert stale.value.mine == {"hometown": "Hải Dương"}


def test_saving_nothing_new_writes_no_event(town):
    assert not people.change_official(
        by=town.people.noivu, official=town.an, changes={"full_name": town.an.full_name}, version=1
    )
    assert AuditEvent.objects.count() == 0


def test_the_same_key_makes_one_row(town):
    facts = {"kind": "professional", "level": "dai_hoc", "attained_on": PartialDate.parse("2010")}
    for _ in range(2):
        records.add(Qualification, by=town.people.xa_minh, official=town.an, facts=facts, key="k1")
    assert Qualification.objects.filter(official=town.an).count() == 1
    assert AuditEvent.objects.filter(action="create").count() == 1


def test_the_same_key_with_other_content_is_refused(town):
    records.add(Qualification, by=town.people.xa_minh, official=town.an, facts={"kind": "it"}, key="k1")
    with pytest.raises(Refused):
        records.add(
            Qualification, by=town.people.xa_minh, official=town.an, facts={"kind": "defence"}, key="k1"
        )


def test_removing_keeps_the_values_in_the_audit_and_needs_a_reason(town):
    row = records.add(
        Qualification, by=town.people.noivu, official=town.an, facts={"kind": "it", "level": "b"}
    )
    with pytest.raises(Refused):
        records.remove(row, by=town.people.noivu, version=1, reason=" ")
    records.remove(row, by=town.people.noivu, version=1, reason="Nhập nhầm người")
    event = AuditEvent.objects.get(action="remove")
    assert audit.changes_of(event)["level"] == ["b", None]
    assert "enc:" in event.payload
    assert not Qualification.objects.exists()


def test_the_old_label_of_level_three_is_refused_after_2019(town):
    with pytest.raises(Refused):
        yearly.record_evaluation(
            by=town.people.noivu, official=town.an, facts={"year": 2020, "level": "han_che_nang_luc"}
        )


def test_a_commune_may_not_record_discipline(town):
    with pytest.raises(Denied):
        yearly.record_discipline(by=town.people.xa_minh, official=town.an, facts={"form": "khien_trach"})


def test_a_row_that_breaks_its_model_is_refused(town):
    with pytest.raises(ValidationError):
        records.add(Qualification, by=town.people.noivu, official=town.an, facts={"kind": "phi_hanh_gia"})


def test_the_chain_holds_after_all_that(town):
    _register(town.people.xa_minh, town.minh)
    records.add(Qualification, by=town.people.noivu, official=town.an, facts={"kind": "it"})
    assert audit.first_broken_row() is None
