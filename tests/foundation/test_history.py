"""Reading the audit: who sees which events, and what an event says to whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.services import users
from assessments.services import records as yearly
from foundation import audit, history
from foundation.actors import SystemActor
from foundation.dates import PartialDate
from foundation.models import AuditArea, AuditEvent, SubjectKey
from officials.models import Official, Post
from officials.services import people, postings


def change(town, official=None, by=None, version=1, **changes):
    return people.change_official(
        by=by or town.people.noivu,
        official=official or town.an,
        changes=changes,
        version=version,
        reason="Theo quyết định số 12",
    )


@pytest.fixture
def some_events(town):
    """A change in each of two units, a discipline, an account, a sign-in."""
    change(town, town.an, hometown="Kinh Môn")
    change(town, town.binh, hometown="Chí Linh")
    yearly.record_discipline(
        by=town.people.noivu,
        official=town.an,
        facts={"form": "khien_trach", "line": "chinh_quyen", "decided_on": PartialDate.parse("2020-05-01")},
    )
    users.create_user(by=town.people.quantri, username="moi", full_name="Mới", password="khoai-lang-nuong-72")
    with transaction.atomic():
        audit.record(by=town.people.noivu, action="sign_in", area=AuditArea.SIGN_IN)
    return town


@pytest.mark.parametrize(
    ("who", "seqs"),
    [
        ("noivu", [1, 2, 3]),
        ("xa_minh", [1]),
        ("xa_khac", [2]),
        ("lanhdao", []),
        ("quantri", [4, 5]),
        ("kiemtra", [1, 2, 3, 4, 5]),
        ("chua_gan", []),
    ],
)
def test_each_role_reads_its_part_of_the_audit(some_events, who, seqs):
    found = history.visible_events(getattr(some_events.people, who))
    assert sorted(found.values_list("seq", flat=True)) == seqs


def test_a_stranger_reads_nothing(some_events):
    assert not history.visible_events(AnonymousUser()).exists()
    assert not history.visible_events(None).exists()


def test_an_event_without_unit_is_nobodys_own(town):
    Official._base_manager.filter(pk=town.an.pk).update(unit=None)
    change(town, Official._base_manager.get(pk=town.an.pk), hometown="X")
    assert not history.visible_events(town.people.xa_minh).exists()


def test_the_history_of_a_record_says_who_what_and_why_in_words(town):
    change(town, birth_date=PartialDate.parse("1981-03"), sex="nu", party_member=True)
    [line] = history.history_of(town.people.noivu, town.an)
    assert (line.what, line.who, line.reason) == (
        "Sửa thông tin cá nhân",
        "Người thử",
        "Theo quyết định số 12",
    )
    assert {(c.label, c.before, c.after) for c in line.changes} == {
        ("Ngày sinh", "12/05/1980", "03/1981"),
        ("Giới tính", "Nam", "Nữ"),
        ("Đảng viên", "–", "Có"),
    }


def test_the_history_of_a_person_holds_that_of_their_rows(town):
    change(town, hometown="Kinh Môn")
    row = town.an.appointments.get()
    postings.end_appointment(
        by=town.people.noivu,
        appointment=row,
        ends_on=date(2021, 6, 30),
        end_reason="nghi_huu",
        version=1,
    )
    latest, first = history.history_of(town.people.noivu, town.an)
    assert (first.what, latest.what, latest.about) == (
        "Sửa thông tin cá nhân",
        "Thôi giữ chức vụ",
        "Quá trình công tác",
    )
    assert ("Đến ngày", "–", "30/06/2021") in {(c.label, c.before, c.after) for c in latest.changes}
    assert [line.seq for line in history.history_of(town.people.noivu, row)] == [latest.seq]


def test_records_are_called_by_their_names_and_technical_columns_are_left_out(town):
    people.register_official(
        by=town.people.noivu,
        facts={"full_name": "Lê Thị Chi", "sex": "nu"},
        unit=town.minh,
        post=Post.objects.get(code="van_phong_thong_ke"),
        starts_on=date(2021, 3, 1),
    )
    [line] = history.lines_of(town.people.noivu, AuditEvent.objects.all())
    shown = {c.label: c.after for c in line.changes}
    assert shown["Họ và tên"] == "Lê Thị Chi"
    assert shown["Đơn vị"] == "phường Minh Tân"
    assert "Văn phòng" in str(shown)
    assert not {"public_id", "version", "name_sort", "Mã", "Phiên bản"} & set(shown)


def test_values_the_reader_may_not_see_are_not_shown(town):
    change(town, ethnicity="Tày", full_name="Nguyễn Văn Anh")
    [line] = history.lines_of(town.people.kiemtra, AuditEvent.objects.all())
    assert {c.label for c in line.changes} == {"Dân tộc", "Họ và tên"}
    assert all(c.hidden and c.before == c.after == history.HIDDEN for c in line.changes)
    assert line.summary == ""
    assert line.reason == "Theo quyết định số 12"
    assert "Tày" not in repr(line)
    assert "Anh" not in repr(line)


def test_the_own_officer_reads_the_values_of_the_own_unit(town):
    change(town, ethnicity="Tày")
    [line] = history.history_of(town.people.xa_minh, town.an)
    assert [(c.before, c.after) for c in line.changes] == [("–", "Tày")]


def test_leadership_gets_no_history(town):
    change(town, full_name="Nguyễn Văn Anh")
    assert history.history_of(town.people.lanhdao, town.an) == []


def test_a_value_that_is_no_field_is_for_who_reads_all_records(town):
    with transaction.atomic():
        audit.record(by=SystemActor(), action="load_package", changes={"sha256": "abc"}, unit="10702")
    events = AuditEvent.objects.all()
    assert history.lines_of(town.people.noivu, events)[0].changes[0].after == "abc"
    assert history.lines_of(town.people.kiemtra, events)[0].changes[0].hidden


def test_what_was_erased_is_said_to_be_erased(town):
    change(town, hometown="Kinh Môn")
    SubjectKey.objects.all().delete()
    [line] = history.history_of(town.people.noivu, town.an)
    assert line.erased
    assert line.reason == history.ERASED
    assert not line.changes


def test_settings_are_shown_with_their_values(town):
    users.change_user(
        by=town.people.quantri, user=town.people.xa_minh, changes={"full_name": "Tên mới"}, version=1
    )
    for reader in (town.people.quantri, town.people.kiemtra):
        [line] = history.lines_of(reader, history.visible_events(reader))
        assert [(c.label, c.before, c.after) for c in line.changes] == [
            ("Họ và tên, bộ phận", "Người thử", "Tên mới")
        ]


def test_fifty_lines_need_no_more_queries_than_five(town, django_assert_max_num_queries):
    for version in range(1, 51):
        change(town, version=version, hometown=f"Nơi {version}")
    events = list(AuditEvent.objects.all())
    with django_assert_max_num_queries(3):
        assert len(history.lines_of(town.people.noivu, events)) == 50
