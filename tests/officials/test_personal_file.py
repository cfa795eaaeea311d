"""The personal file: groups of items edited in place, two editors, bad input, the history of any single value."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from foundation.models import AccessEvent, AuditEvent
from officials.file_groups import file_groups
from officials.file_sections import value_in_words
from officials.models import Official, PersonalFile
from officials.services import files
from officials.whole_file import model_of, whole_file_of

pytestmark = pytest.mark.django_db
AN = "/ho-so/P-AN/"
EDIT = f"{AN}muc/ban-than/sua/"


def text(response):
    return response.content.decode()


def opened(client, url):
    """What the form would send back untouched."""
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {
        name: "on" if value is True else value for name, value in sent.items() if value not in (None, False)
    }


def file_of(official):
    return PersonalFile.objects.get(official=official)


def test_every_item_of_the_two_tables_is_asked_for_exactly_once():
    asked = [name for group in file_groups for name in group.names]
    facts = {
        f.name
        for f in PersonalFile._meta.concrete_fields
        if f.editable and f.name not in {"id", "public_id", "official"}
    }
    assert len(asked) == len(set(asked))
    assert facts <= set(asked)
    assert {name for name in asked if model_of(name) is Official} >= {
        "full_name",
        "national_id",
        "recruited_on",
    }


def test_the_numbers_of_form_2c_stand_beside_the_labels():
    numbers = {ask.no for group in file_groups for ask in group.asks}
    on_the_person = {
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "13",
        "15.1",
        "16",
        "17",
        "18",
        "19",
    }
    assert on_the_person | {"20", "21", "23", "24", "25", "26", "29", "32"} <= numbers
    assert {"T7", "T10", "T13", "T21", "T31"} <= numbers


def test_facts_of_both_tables_are_saved_in_one_act_with_one_event(town, signed_in):
    client = signed_in(town.people.xa_minh)
    sent = opened(client, EDIT) | {
        "birth_place": "xã Hiệp Sơn",
        "hometown": "Kinh Môn",
        "ly_do": "Theo lý lịch",
    }
    before = AuditEvent.objects.count()
    assert client.post(EDIT, sent).url == f"{AN}?muc=ban-than#muc-ban-than"
    town.an.refresh_from_db()
    assert (town.an.hometown, file_of(town.an).birth_place) == ("Kinh Môn", "xã Hiệp Sơn")
    assert (town.an.version, file_of(town.an).version) == (2, 1)
    assert AuditEvent.objects.count() == before + 1


def test_saving_in_place_brings_the_section_back_with_the_new_value(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = opened(client, EDIT) | {"phone": "0900 000 001"}
    page = text(client.post(EDIT, sent, headers={"HX-Request": "true"}))
    assert "0900 000 001" in page
    assert "Đã cập nhật thông tin bản thân." in page
    assert 'id="do-day-du" hx-swap-oob="true"' in page
    assert "<html" not in page


def test_what_was_typed_stays_when_a_date_does_not_exist(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = opened(client, EDIT) | {"national_id_issued_on": "30/02/2016", "birth_place": "xã Hiệp Sơn"}
    page = text(client.post(EDIT, sent))
    assert "Ngày 30/02/2016 không tồn tại." in page
    assert 'value="xã Hiệp Sơn"' in page
    assert not PersonalFile.objects.exists()


@pytest.mark.parametrize(
    ("group", "typed", "said"),
    [
        ("doan-the", {"never_enlisted": "on", "enlisted_on": "1999"}, "Đề nghị chọn một trong hai."),
        (
            "doan-the",
            {"enlisted_on": "02/2001", "discharged_on": "2000"},
            "Ngày xuất ngũ phải sau ngày nhập ngũ.",
        ),
        ("doan-the", {"enlisted_on": "1979"}, "Ngày này ở trước ngày sinh."),
        ("doan-the", {"enlisted_on": "1/1/2022"}, "Ngày này ở sau ngày làm việc."),
        ("the-chat", {"height_cm": "1"}, "Đề nghị ghi chiều cao bằng xăng-ti-mét"),
        ("the-chat", {"height_cm": "251"}, "Đề nghị nhập số không quá 250."),
        ("the-chat", {"weight_kg": "sáu mươi"}, "Đề nghị nhập một số"),
        ("the-chat", {"blood_group": "x"}, "Đề nghị chọn một trong các giá trị có sẵn."),
        ("ban-than", {"phone": "không nhớ"}, "Số điện thoại chỉ gồm chữ số"),
        ("ban-than", {"full_name": ""}, "Đề nghị nhập họ và tên."),
        ("ban-than", {"other_names": "a" * 151}, "Đề nghị nhập nhiều nhất 150 ký tự (đang có 151)."),
        ("lich-su-ban-than", {"past_history": "x" * 3001}, "Đề nghị nhập nhiều nhất 3000 ký tự"),
        ("lich-su-ban-than", {"past_history": "a\x00b"}, "Nội dung có ký tự không đọc được."),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(town, signed_in, group, typed, said):
    client = signed_in(town.people.noivu)
    url = f"{AN}muc/{group}/sua/"
    answer = client.post(url, opened(client, url) | typed)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not PersonalFile.objects.exists()


def test_the_day_of_work_itself_is_no_future(town, signed_in):
    client = signed_in(town.people.noivu)
    url = f"{AN}muc/doan-the/sua/"
    for day, saved in (("31/12/2021", True), ("01/01/2022", False)):
        answer = client.post(url, opened(client, url) | {"enlisted_on": day})
        assert (answer.status_code == 302) is saved
    assert file_of(town.an).enlisted_on == date(2021, 12, 31)


def test_an_old_contradiction_elsewhere_does_not_keep_anybody_from_an_address(town, signed_in):
    Official.objects.filter(pk=town.an.pk).update(
        party_joined_on=date(1990, 1, 1), party_joined_on_precision="day"
    )
    client = signed_in(town.people.noivu)
    assert client.post(EDIT, opened(client, EDIT) | {"current_address": "Khu 3"}).status_code == 302


def test_a_birth_date_that_contradicts_another_group_is_told(town, signed_in):
    Official.objects.filter(pk=town.an.pk).update(
        party_joined_on=date(2005, 1, 1), party_joined_on_precision="day"
    )
    client = signed_in(town.people.noivu)
    page = text(client.post(EDIT, opened(client, EDIT) | {"birth_date": "1/1/1995"}))
    assert "Người vào Đảng phải đủ 18 tuổi." in page


# --- two editors --------------------------------------------------------------------------------------------
def test_two_groups_open_at_once_are_no_conflict(town, signed_in):
    client = signed_in(town.people.noivu)
    other = f"{AN}muc/lich-su-ban-than/sua/"
    first, second = opened(client, EDIT), opened(client, other)
    assert client.post(EDIT, first | {"phone": "0900"}).status_code == 302
    assert client.post(other, second | {"past_history": "Không"}).status_code == 302
    assert (file_of(town.an).phone, file_of(town.an).past_history) == ("0900", "Không")


def test_two_people_on_one_value_choose_and_nothing_is_lost(town, signed_in):
    client = signed_in(town.people.noivu)
    mine = opened(client, EDIT) | {"phone": "0900 111 111", "birth_place": "Kinh Môn"}
    files.change_file(by=town.people.xa_minh, official=town.an, changes={"phone": "0900 222 222"}, version=1)
    answer = client.post(EDIT, mine)
    conflict = answer.context["conflict"]
    assert [(f.name, f.theirs, f.mine) for f in conflict.fields if f.name == "phone"] == [
        ("phone", "0900 222 222", "0900 111 111")
    ]
    chosen = {"version": conflict.version, "chon-phone": "theirs", "chon-birth_place": "mine"}
    assert client.post(EDIT, mine | chosen).status_code == 302
    assert (file_of(town.an).phone, file_of(town.an).birth_place) == ("0900 222 222", "Kinh Môn")


def test_the_same_form_sent_twice_changes_once(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = opened(client, EDIT) | {"phone": "0900"}
    client.post(EDIT, sent)
    events = AuditEvent.objects.count()
    assert client.post(EDIT, sent).status_code == 302
    assert (AuditEvent.objects.count(), PersonalFile.objects.count()) == (events, 1)


# --- whose ---------------------------------------------------------------------------------------------------
def test_leadership_sees_nothing_of_the_file(town, signed_in):
    PersonalFile.objects.create(public_id="HS1", official=town.an, phone="0900 333", main_work="Việc kín")
    client = signed_in(town.people.lanhdao)
    for tab in ("ban-than", "cong-tac", "hang-nam", "suc-khoe", "luong"):
        page = text(client.get(f"{AN}?muc={tab}"))
        assert "0900 333" not in page
        assert "Việc kín" not in page
        assert "/gia-tri/" not in page
    assert client.get(f"{AN}gia-tri/phone/").status_code == 403
    assert client.get(f"{AN}gia-tri/sex/").status_code == 403


def test_another_unit_has_no_file_here(town, signed_in):
    client = signed_in(town.people.xa_khac)
    for path in ("muc/ban-than/", "muc/ban-than/sua/", "gia-tri/phone/"):
        assert client.get(f"{AN}{path}").status_code == 404


@pytest.mark.parametrize("name", ["unit", "version", "synthetic", "public_id", "khong-co"])
def test_what_is_no_item_is_not_there(town, signed_in, name):
    assert signed_in(town.people.noivu).get(f"{AN}gia-tri/{name}/").status_code == 404
    with pytest.raises(KeyError):
        files.change_file(by=town.people.noivu, official=town.an, changes={name: "x"}, version=1)


# --- looking back --------------------------------------------------------------------------------------------
def test_the_history_of_one_value_tells_only_of_it(town, signed_in):
    client = signed_in(town.people.noivu)
    for phone, why in (("0900 1", "Khai lần đầu"), ("0900 2", "Đổi số")):
        client.post(
            EDIT, opened(client, EDIT) | {"phone": phone, "birth_place": f"Nơi {phone}", "ly_do": why}
        )
    answer = client.get(f"{AN}gia-tri/phone/")
    told = [(line.changes[0].before, line.changes[0].after, line.reason) for line in answer.context["lines"]]
    assert told == [("0900 1", "0900 2", "Đổi số"), ("–", "0900 1", "Khai lần đầu")]
    assert "Nơi 0900" not in text(answer)


def test_the_history_of_a_sensitive_value_is_noted(town, signed_in):
    signed_in(town.people.noivu).get(f"{AN}gia-tri/religion/")
    assert AccessEvent.objects.get().detail == "Lịch sử: Tôn giáo"


def test_the_history_of_a_row_tells_of_its_values(town, signed_in):
    client = signed_in(town.people.noivu)
    row = {
        "kind": "it",
        "level": "co_ban",
        "institution": "Trường A",
        "mode": "boi_duong",
        "studied_from": "9/2015",
    }
    client.post(f"{AN}trinh-do/them/", row)
    row_id = town.an.qualifications.get(kind="it").public_id
    page = text(client.get(f"{AN}trinh-do/{row_id}/lich-su/"))
    assert "Trường A" in page
    assert "Bồi dưỡng" in page
    assert client.get(f"{AN}trinh-do/khong-co/lich-su/").status_code == 404


def test_paragraphs_keep_their_lines(town, signed_in):
    client = signed_in(town.people.noivu)
    url = f"{AN}muc/lich-su-ban-than/sua/"
    client.post(url, opened(client, url) | {"past_history": "Dòng  một\r\nDòng hai"})
    assert file_of(town.an).past_history == "Dòng một\nDòng hai"
    assert json.loads(opened(client, url)["goc"])["past_history"] == "Dòng một\nDòng hai"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"never_enlisted": True}, "Không nhập ngũ"),
        ({"enlisted_on": date(1999, 2, 28), "enlisted_on_precision": "month"}, "Có nhập ngũ"),
        ({}, None),
        ({"never_awarded": True}, "Chưa được khen thưởng"),
    ],
)
def test_a_tick_is_read_as_the_sentence_it_stands_for(town, facts, said):
    PersonalFile.objects.create(public_id="HS1", official=town.an, **facts)
    whole = whole_file_of(town.people.noivu, town.an)
    name = "never_awarded" if "never_awarded" in facts else "never_enlisted"
    assert value_in_words(whole, name) == said


def test_the_page_and_the_history_name_the_matter_of_a_tick(town, signed_in):
    PersonalFile.objects.create(public_id="HS1", official=town.an, never_enlisted=True)
    client = signed_in(town.people.noivu)
    page = text(client.get(f"{AN}?muc=ban-than"))
    assert re.search(r"<dt>Nhập ngũ .*?<dd>Không nhập ngũ", page)
    assert "Lịch sử: nhập ngũ" in text(client.get(f"{AN}gia-tri/never_enlisted/"))
    assert "Không nhập ngũ" in text(client.get(f"{AN}muc/doan-the/sua/"))
