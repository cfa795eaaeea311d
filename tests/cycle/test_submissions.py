"""Gửi số liệu: the way of a set of data from the unit to the town and back, on pages and in services."""

from __future__ import annotations

import pytest

from cycle.machine import SUBMISSION
from cycle.models import Submission
from cycle.reading import is_closed, parts_of, sent_sets
from cycle.services import Asked, accept, reopen, send, send_back
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from reports.models import FrozenFigures
from tests.cycle.conftest import YEAR, asked, close

pytestmark = pytest.mark.django_db
PAGE = f"/gui-so-lieu/10702/{YEAR}/"
N_SETS = 8


def row(code="nhan_su"):
    return Submission._base_manager.get(unit_key="10702", year=YEAR, data_set=code)


def sent(town, *codes):
    everything = asked(town.people.xa_minh, town.minh)
    chosen = [each for each in everything if not codes or each.code in codes]
    return send(by=town.people.xa_minh, year=YEAR, asked=chosen, reason="Đang bổ sung")


def test_the_unit_sends_what_it_has_with_a_reason_where_it_is_not_complete(staffed):
    [part] = [each for each in asked(staffed.people.xa_minh, staffed.minh) if each.code == "nhan_su"]
    send(by=staffed.people.xa_minh, year=YEAR, asked=[part])
    assert (row().state, row().expected, row().filled, row().note) == ("sent", 6, 6, "")


def test_the_first_act_offered_to_the_district_is_to_accept(staffed, signed_in):
    sent(staffed, "nhan_su")
    acts = signed_in(staffed.people.noivu).get(PAGE).context["acts"]
    assert [act.label for act in acts][:2] == ["Gửi số liệu", "Chấp nhận số liệu"]
    assert acts[-1].label == "Trả lại"


def test_incomplete_data_are_not_sent_without_a_reason(staffed):
    health = asked(staffed.people.xa_minh, staffed.minh, only={"suc_khoe"})
    with pytest.raises(Refused, match="chưa đủ: sức khỏe"):
        send(by=staffed.people.xa_minh, year=YEAR, asked=health)
    assert not Submission._base_manager.filter(state="sent").exists()
    send(by=staffed.people.xa_minh, year=YEAR, asked=health, reason="Một người chưa khám")
    assert (row("suc_khoe").expected, row("suc_khoe").filled) == (6, 5)
    assert row("suc_khoe").note == "Một người chưa khám"


def test_another_unit_is_not_sent_for(staffed):
    with pytest.raises(Denied):
        send(by=staffed.people.xa_khac, year=YEAR, asked=[Asked(staffed.minh, "nhan_su", 0)])


def test_a_set_of_the_district_is_sent_by_nobody(staffed):
    with pytest.raises(Refused):
        send(by=staffed.people.noivu, year=YEAR, asked=[Asked(staffed.minh, "ky_luat", 0)])


def test_a_year_to_come_is_not_sent(staffed):
    with pytest.raises(Refused):
        send(by=staffed.people.xa_minh, year=2022, asked=[Asked(staffed.minh, "nhan_su", 0)])


def test_every_state_takes_the_acts_of_the_table_and_no_other(staffed):
    """state × act, by the district, who may do all of them."""
    acts = {"send": send, "return": send_back, "accept": accept, "reopen": reopen}
    allowed = {(state, act.code): act.after for act in SUBMISSION.table for state in act.before}
    for state, _ in SUBMISSION.states:
        for code, act in acts.items():
            Submission._base_manager.all().delete()
            Submission._base_manager.create(
                public_id="gs-1", unit_key="10702", year=YEAR, data_set="nhan_su", state=state
            )
            one = {"by": staffed.people.noivu, "year": YEAR, "asked": [Asked(staffed.minh, "nhan_su", 1)]}
            more = {} if code == "accept" else {"reason": "Lý do"}
            if (state, code) in allowed:
                act(**one, **more)
                assert row().state == allowed[state, code]
            else:
                with pytest.raises(Refused):
                    act(**one, **more)
                assert row().state == state


def test_a_commune_neither_accepts_nor_returns_nor_reopens(staffed):
    sent(staffed, "nhan_su")
    one = {"by": staffed.people.xa_minh, "year": YEAR, "asked": [Asked(staffed.minh, "nhan_su", 1)]}
    for act in (send_back, reopen):
        with pytest.raises(Denied):
            act(**one, reason="x")
    with pytest.raises(Denied):
        accept(**one)


def test_returning_and_reopening_want_a_reason(staffed):
    sent(staffed, "nhan_su")
    one = {"by": staffed.people.noivu, "year": YEAR, "asked": [Asked(staffed.minh, "nhan_su", 1)]}
    with pytest.raises(Refused, match="nêu lý do"):
        send_back(**one, reason=" ")
    send_back(**one, reason="Thiếu ngày sinh")
    assert (row().state, row().comment) == ("returned", "Thiếu ngày sinh")


def test_who_saw_an_older_version_is_told_who_was_faster(staffed):
    sent(staffed, "nhan_su")
    old = [Asked(staffed.minh, "nhan_su", 0)]
    with pytest.raises(Refused, match="vừa được ông/bà"):
        accept(by=staffed.people.noivu, year=YEAR, asked=old)
    assert row().state == "sent"


def test_each_set_sent_has_its_own_event(staffed):
    before = AuditEvent.objects.count()
    rows = sent(staffed)
    events = AuditEvent.objects.filter(action="send_data")
    assert (len(rows), events.count()) == (N_SETS, N_SETS)
    assert AuditEvent.objects.count() == before + N_SETS
    assert {event.unit_id for event in events} == {"10702"}


def test_accepting_the_last_set_closes_the_figures(staffed):
    sent(staffed)
    everything = asked(staffed.people.noivu, staffed.minh)
    accept(by=staffed.people.noivu, year=YEAR, asked=everything[:-1])
    assert not FrozenFigures._base_manager.exists()
    accept(by=staffed.people.noivu, year=YEAR, asked=everything[-1:])
    closing = FrozenFigures._base_manager.get()
    assert (closing.unit_key, closing.year, closing.number, closing.n_people) == ("10702", YEAR, 1, 6)


def test_reopened_and_accepted_anew_is_a_new_version_and_the_old_one_stays(staffed):
    close(staffed.people, staffed.minh)
    one = asked(staffed.people.noivu, staffed.minh, only={"xep_loai"})
    reopen(by=staffed.people.noivu, year=YEAR, asked=one, reason="Sửa xếp loại")
    send(
        by=staffed.people.xa_minh,
        year=YEAR,
        asked=asked(staffed.people.noivu, staffed.minh, only={"xep_loai"}),
        reason="Đã sửa",
    )
    accept(
        by=staffed.people.noivu, year=YEAR, asked=asked(staffed.people.noivu, staffed.minh, only={"xep_loai"})
    )
    assert sorted(FrozenFigures._base_manager.values_list("number", flat=True)) == [1, 2]


# --- pages --------------------------------------------------------------------------------------------------
def test_the_checklist_names_who_is_missing_and_leads_there(staffed, signed_in):
    page = signed_in(staffed.people.xa_minh).get(PAGE).content.decode()
    assert "Gửi số liệu năm 2021" in page
    assert "Nguyễn Văn An" in page  # has neither a health check nor a rating
    assert "/ho-so/P-AN/?muc=suc-khoe" in page


def test_a_commune_knows_nothing_of_the_set_of_the_district(staffed, signed_in):
    assert "Kỷ luật" not in signed_in(staffed.people.xa_minh).get(PAGE).content.decode()
    assert "Kỷ luật" in signed_in(staffed.people.noivu).get(PAGE).content.decode()


def test_what_was_typed_stays_when_it_was_refused(staffed, signed_in):
    body = {"viec": "send", "chon": ["suc_khoe:0"], "ly_do": ""}
    page = signed_in(staffed.people.xa_minh).post(f"{PAGE}thuc-hien/", body).content.decode()
    assert "chưa đủ: sức khỏe" in page
    assert 'value="suc_khoe:0" checked' in page
    assert not Submission._base_manager.filter(state="sent").exists()


def test_sending_twice_sends_once(staffed, signed_in):
    client = signed_in(staffed.people.xa_minh)
    body = {"viec": "send", "chon": ["nhan_su:0"], "ly_do": ""}
    assert client.post(f"{PAGE}thuc-hien/", body).status_code == 302
    assert "vừa được ông/bà" in client.post(f"{PAGE}thuc-hien/", body).content.decode()
    assert (row().version, AuditEvent.objects.filter(action="send_data").count()) == (1, 1)


@pytest.mark.parametrize("value", ["", "nhan_su", "nhan_su:x", "khong_co:0", "nhan_su:99999999999"])
def test_nonsense_is_refused_in_words(staffed, signed_in, value):
    body = {"viec": "send", "chon": [value]}
    page = signed_in(staffed.people.xa_minh).post(f"{PAGE}thuc-hien/", body)
    assert page.status_code == 200
    assert "Chưa thực hiện." in page.content.decode()


def test_the_district_accepts_several_units_at_once(staffed, signed_in):
    close_to = {unit.public_id: asked(staffed.people.noivu, unit) for unit in (staffed.minh, staffed.khac)}
    for each in close_to.values():
        send(by=staffed.people.noivu, year=YEAR, asked=each, reason="Chưa đủ")
    client = signed_in(staffed.people.noivu)
    chosen = [f"{unit}|" + ",".join(f"{each.code}:1" for each in sets) for unit, sets in close_to.items()]
    answer = client.post(f"/gui-so-lieu/xu-ly/?nam={YEAR}", {"viec": "accept", "chon": chosen})
    assert answer.status_code == 302
    assert FrozenFigures._base_manager.count() == 2
    assert "Đã chốt" in client.get(f"/gui-so-lieu/?nam={YEAR}&tinh_trang=chot").content.decode()


def test_returning_on_the_board_wants_a_comment_and_keeps_the_choice(staffed, signed_in):
    sent(staffed, "nhan_su")
    body = {"viec": "return", "chon": ["10702|nhan_su:1"], "ly_do": ""}
    page = signed_in(staffed.people.noivu).post(f"/gui-so-lieu/xu-ly/?nam={YEAR}", body).content.decode()
    assert "Đề nghị nêu lý do." in page
    assert 'value="10702|nhan_su:1" checked' in page
    assert row().state == "sent"


def test_the_unit_reads_why_its_data_came_back(staffed, signed_in):
    sent(staffed, "nhan_su")
    send_back(
        by=staffed.people.noivu,
        year=YEAR,
        asked=[Asked(staffed.minh, "nhan_su", 1)],
        reason="Thiếu hai người",
    )
    client = signed_in(staffed.people.xa_minh)
    assert "Thiếu hai người" in client.get(PAGE).content.decode()
    assert "Thiếu hai người" in client.get("/viec/").content.decode()


def test_leadership_reads_and_has_no_buttons(staffed, signed_in):
    page = signed_in(staffed.people.lanhdao).get(PAGE).content.decode()
    assert "Các bộ số liệu" in page
    assert 'name="viec"' not in page


def test_who_writes_is_led_to_the_grid_of_a_set_and_who_reads_to_the_people(staffed, signed_in):
    address = f"/gui-so-lieu/10702/{YEAR}/"
    grid = f"/bang-nhap/suc-khoe/10702/{YEAR}/"
    assert grid in signed_in(staffed.people.xa_minh).get(address).content.decode()
    assert grid in signed_in(staffed.people.noivu).get(address).content.decode()
    assert grid not in signed_in(staffed.people.lanhdao).get(address).content.decode()


def test_the_board_leads_to_the_letter_that_reminds_who_has_not_sent(staffed, signed_in):
    page = signed_in(staffed.people.noivu).get(f"/gui-so-lieu/?nam={YEAR}").content.decode()
    assert f"/van-ban/don-doc/?nam={YEAR}&amp;xa=" in page
    assert (
        "don-doc" not in signed_in(staffed.people.lanhdao).get(f"/gui-so-lieu/?nam={YEAR}").content.decode()
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_board_is_exported(staffed, signed_in, kind):
    answer = signed_in(staffed.people.noivu).get(f"/gui-so-lieu/?nam={YEAR}&xuat={kind}")
    assert answer.status_code == 200
    assert len(b"".join(answer) if answer.streaming else answer.content) > 200


def test_a_year_without_the_unit_is_not_found(staffed, signed_in):
    client = signed_in(staffed.people.noivu)
    assert client.get("/gui-so-lieu/10702/1999/").status_code == 404
    assert client.get("/gui-so-lieu/khong-co/2021/").status_code == 404


def test_leadership_learns_neither_who_was_not_examined_nor_how_many(staffed, signed_in):
    page = signed_in(staffed.people.lanhdao).get(PAGE).content.decode()
    assert "Sức khỏe" in page
    assert "/ho-so/P-AN/?muc=suc-khoe" not in page
    assert page.count("Không được xem") == 3  # health, courses, awards
    board = signed_in(staffed.people.lanhdao).get(f"/gui-so-lieu/?nam={YEAR}").content.decode()
    assert "lượt" not in board


def test_the_export_of_the_board_tells_leadership_no_share_of_health(staffed, signed_in):
    def lines(user):
        return signed_in(user).get(f"/gui-so-lieu/?nam={YEAR}&xuat=csv").content.decode("utf-8-sig")

    assert lines(staffed.people.noivu).count("%)") > lines(staffed.people.lanhdao).count("%)")


def test_a_unit_is_not_closed_for_leadership_while_its_health_data_are_open(staffed):
    others = {each.code for each in sent_sets()} - {"suc_khoe"}
    by = staffed.people.noivu
    send(by=by, year=YEAR, asked=asked(by, staffed.minh, only=others), reason="Chưa đủ")
    accept(by=by, year=YEAR, asked=asked(by, staffed.minh, only=others))
    [parts] = parts_of(staffed.people.lanhdao, [staffed.minh], YEAR)
    assert not is_closed(parts)
