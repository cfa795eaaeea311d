"""The pages of a round: what each reader sees, one save for many people, bad input, two tabs, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import round_work
from assessments.models import Evaluation, EvaluationCase, EvaluationRound, RatingAuthority
from foundation.models import AccessEvent, AuditEvent
from officials.models import ProposalPeriod
from tests import factories
from tests.assessments.rounds_town import (
    YEAR,
    case_of,
    decided,
    discipline,
    go,
    opened,
    proposed,
)
from tests.whole_town import client_of, plain

pytestmark = pytest.mark.django_db


def url(act="", unit="10702", year=YEAR):
    name = "round-step" if act else "round"
    return reverse(f"assessments:{name}", args=[unit, year, *([act] if act else [])])


def fields(*officials, ticked=True, **values):
    """What a form sends for these people: `self_level="tot"` for each."""
    sent = {}
    for official in officials:
        case = case_of(official)
        sent[f"version-{case.public_id}"] = str(case.version)
        if ticked:
            sent[f"chon-{case.public_id}"] = "on"
        sent |= {f"{name}-{case.public_id}": value for name, value in values.items()}
    return sent


@pytest.fixture
def twenty(town):
    """A round of twenty people."""
    town.all = [
        town.an,
        *(factories.make_official(unit=town.minh, full_name=f"Lê Văn {n:02}") for n in range(19)),
    ]
    town.round = opened(town.people.xa_minh, town.minh)
    return town


# --- opening ------------------------------------------------------------------------------------------------
def test_an_officer_opens_the_round_from_its_page(town):
    client = client_of(town, "xa_minh")
    assert client.get(reverse("assessments:rounds")).url == url()
    assert "Mở đợt đánh giá năm 2021" in plain(client.get(url()))
    body = {"nam": "2021", "don_vi": "10702", "khoa": "k"}
    for _ in range(2):
        assert client.post(reverse("assessments:round-open"), body).url == url()
    assert EvaluationRound._base_manager.count() == 1
    assert "Nguyễn Văn An" in plain(client.get(url()))


def test_the_district_opens_every_round_that_is_not_open(town):
    opened(town.people.xa_minh, town.minh)
    factories.make_unit("10703", name="Vắng Người")
    client = client_of(town, "noivu")
    answer = client.post(reverse("assessments:round-open"), {"nam": "2021", "don_vi": "tat-ca"}, follow=True)
    text = plain(answer)
    assert "cho 1 đơn vị" in text
    assert "không có ai công tác" in text
    assert EvaluationRound._base_manager.count() == 2


@pytest.mark.parametrize("year", ["", "abcd", "20211", "99"])
def test_a_year_that_is_none_opens_nothing(town, year):
    client_of(town, "noivu").post(reverse("assessments:round-open"), {"nam": year, "don_vi": "10702"})
    assert not EvaluationRound._base_manager.exists()


def test_a_round_of_a_year_to_come_is_not_there(town):
    assert client_of(town, "noivu").get(url(year=2022)).status_code == 404
    assert client_of(town, "noivu").get(url(year=1999)).status_code == 404


# --- steps of many ------------------------------------------------------------------------------------------
def test_one_save_takes_a_step_with_everyone_who_has_a_level(twenty):
    client = client_of(twenty, "xa_minh")
    body = fields(*twenty.all[:5], self_level="tot", self_note="Đủ việc", ticked=False)
    body |= fields(*twenty.all[5:], self_level="", self_note="", ticked=False)
    answer = client.post(url("ghi_tu_xep_loai"), body, follow=True)
    assert "đã ghi cho 5 người" in plain(answer)
    assert EvaluationCase._base_manager.filter(state="tu_xep_loai").count() == 5
    assert AuditEvent.objects.filter(action="rate_ghi_tu_xep_loai").count() == 5


def test_everyone_is_moved_on_with_one_click(twenty):
    xa, client = twenty.people.xa_minh, client_of(twenty, "xa_minh")
    for official in twenty.all[:4]:
        go(xa, official, "ghi_tu_xep_loai", self_level="tot")
    form = client.get(url("ghi_y_kien")).context["form"]
    assert all(row.tick.value() for row in form.rows())
    body = fields(*twenty.all[:4], unit_level="tot", unit_opinion="Nhất trí")
    client.post(url("ghi_y_kien"), body)
    assert {case_of(o).state for o in twenty.all[:4]} == {"y_kien"}


def test_half_a_form_says_what_is_missing_keeps_what_was_typed_and_writes_nothing(twenty):
    good, bad = twenty.all[:2]
    body = fields(good, self_level="tot", self_note="Đủ", ticked=False)
    body |= fields(bad, self_level="", self_note="Chỉ ghi chú này", ticked=False)
    text = plain(client_of(twenty, "xa_minh").post(url("ghi_tu_xep_loai"), body))
    assert "Đề nghị chọn mức tự xếp loại." in text
    assert "Chỉ ghi chú này" in text
    assert {case_of(o).state for o in twenty.all} == {"mo"}


def test_pasted_nonsense_is_refused_and_nothing_is_written(twenty):
    client = client_of(twenty, "xa_minh")
    for wrong in ("han_che_nang_luc", "x" * 900, "\x00", "<script>"):
        body = fields(twenty.an, self_level=wrong, self_note="\ud7ff", ticked=False)
        assert client.post(url("ghi_tu_xep_loai"), body).status_code == 200
    text = plain(client.post(url("ghi_tu_xep_loai"), fields(twenty.an, self_note="a" * 501, ticked=False)))
    assert "nhiều nhất 500 ký tự" in text
    assert case_of(twenty.an).version == 1


def test_nobody_chosen_is_said(twenty):
    text = plain(client_of(twenty, "xa_minh").post(url("ghi_tu_xep_loai"), {}))
    assert "Đề nghị chọn ít nhất một người." in text


def test_two_tabs_see_each_other(twenty):
    body = fields(twenty.an, self_level="tot", self_note="Của tôi", ticked=False)
    go(twenty.people.noivu, twenty.an, "ghi_them", party_level="tot")
    client = client_of(twenty, "xa_minh")
    answer = client.post(url("ghi_tu_xep_loai"), body)
    text = plain(answer)
    assert "Hồ sơ vừa được ông/bà" in text
    assert "Của tôi" in text
    assert case_of(twenty.an).state == "mo"
    again = answer.context["form"].data
    client.post(url("ghi_tu_xep_loai"), {name: again[name] for name in again})
    assert case_of(twenty.an).self_note == "Của tôi"


def test_who_has_moved_on_meanwhile_is_named_with_what_was_typed(twenty):
    body = fields(twenty.an, self_level="xuat_sac", self_note="", ticked=False)
    go(twenty.people.noivu, twenty.an, "ghi_tu_xep_loai", self_level="tot")
    text = plain(client_of(twenty, "xa_minh").post(url("ghi_tu_xep_loai"), body))
    assert "nay là “Đã tự xếp loại”" in text
    assert "Ông/bà vừa nhập: Xuất sắc" in text
    assert case_of(twenty.an).self_level == "tot"


def test_the_same_form_sent_twice_is_one_step_and_no_fault(twenty):
    client = client_of(twenty, "xa_minh")
    body = fields(twenty.an, self_level="tot", ticked=False) | {"khoa": "k"}
    client.post(url("ghi_tu_xep_loai"), body)
    assert "đã được ghi trước đó" in plain(client.post(url("ghi_tu_xep_loai"), body, follow=True))
    assert case_of(twenty.an).version == 2


def test_the_district_records_a_decision_for_one_body_at_a_time(twenty):
    leader = factories.make_official(unit=twenty.minh, post="bi_thu_dang_uy", full_name="Bùi Văn Kiên")
    client = client_of(twenty, "noivu")
    client.post(reverse("assessments:round-refresh", args=["10702", YEAR]))
    for official in (leader, twenty.an):
        proposed(twenty.people.noivu, official)
    page = client.get(url("ghi_quyet_dinh") + "?dien=btv_thi_uy")
    assert [row.line.case.official for row in page.context["form_rows"]] == [leader]
    assert page.context["form"]["decided_by"].value() == "Ban Thường vụ Thị ủy"
    assert "Chủ tịch Ủy ban nhân dân xã, phường" in plain(page)
    shared = {"decided_by": "Ban Thường vụ Thị ủy", "decision_no": "12-QĐ/TU", "decided_on": "20/12/2021"}
    client.post(url("ghi_quyet_dinh") + "?dien=btv_thi_uy", fields(leader, proposed="tot") | shared)
    assert case_of(leader).state == "quyet_dinh"
    assert case_of(twenty.an).state == "de_xuat"
    rating = Evaluation._base_manager.get(official=leader)
    assert (rating.level, rating.decision_no) == ("tot", "12-QĐ/TU")


def test_a_decision_without_its_day_or_with_an_impossible_one_is_refused(twenty):
    proposed(twenty.people.noivu, twenty.an)
    client = client_of(twenty, "noivu")
    for day, says in (
        ("", "Đề nghị nhập ngày quyết định."),
        ("30/02/2021", "không tồn tại"),
        ("05/01/2022", "chưa đến"),
    ):
        body = fields(twenty.an, proposed="tot") | {"decided_by": "X", "decided_on": day}
        assert says in plain(client.post(url("ghi_quyet_dinh"), body))
    assert not Evaluation._base_manager.exists()


def test_a_decision_is_seen_over_the_api(twenty):
    from rest_framework.authtoken.models import Token

    decided(twenty.people.noivu, twenty.an)
    key = Token.objects.create(user=twenty.people.noivu).key
    answer = client_of(twenty, "anon").get(
        "/api/v1/evaluations/?official_id=P-AN", headers={"Authorization": f"Token {key}"}
    )
    [row] = answer.json()["results"]
    assert (row["year"], row["status"], row["level"], row["decided_on"]) == (
        2021,
        "rated",
        "tot",
        "2021-12-20",
    )


def test_a_unit_that_only_proposes_is_not_offered_the_decision(twenty):
    proposed(twenty.people.xa_minh, twenty.an)
    assert "Quyết định (1)" in plain(client_of(twenty, "xa_minh").get(url()))
    ProposalPeriod.objects.create(
        public_id="G1", unit=twenty.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    client = client_of(twenty, "xa_minh")
    assert "Quyết định (1)" not in plain(client.get(url()))
    assert "Không có ai ở bước này." in plain(client.get(url("ghi_quyet_dinh")))


def test_another_commune_finds_nothing(twenty):
    client = client_of(twenty, "xa_khac")
    for address in (url(), url("ghi_tu_xep_loai"), case_of(twenty.an).get_absolute_url()):
        assert client.get(address).status_code == 404
    assert client.post(url("ghi_tu_xep_loai"), fields(twenty.an, self_level="tot")).status_code == 404


# --- what is shown ------------------------------------------------------------------------------------------
def test_the_page_says_what_the_rules_say_and_the_caps_numbers(twenty):
    discipline(twenty.an, "2021-05-01")
    proposed(twenty.people.noivu, twenty.an, "khong_hoan_thanh")
    for official in twenty.all[1:4]:
        proposed(twenty.people.noivu, official, "xuat_sac")
    text = plain(client_of(twenty, "noivu").get(url()))
    assert "vi phạm trong thi hành nhiệm vụ: xếp loại không hoàn thành nhiệm vụ." in text
    assert "xuất sắc 3, nhiều nhất 0 (20% của 0 người xếp loại tốt, bỏ phần lẻ), vượt 3." in text
    assert "Khiển trách" not in plain(client_of(twenty, "xa_minh").get(url()))


def test_the_caps_say_nothing_of_shares_while_nobody_is_rated(twenty):
    text = plain(client_of(twenty, "noivu").get(url()))
    assert "chưa có ai được xếp loại tốt hay xuất sắc để so với tỷ lệ 20%." in text
    assert "nhiều nhất 0" not in text


def test_a_step_names_the_pages_above_it(twenty):
    crumbs = client_of(twenty, "noivu").get(url("ghi_tu_xep_loai")).context["crumbs"]
    assert [crumb.label for crumb in crumbs][:2] == ["Nghiệp vụ hằng năm", "Đánh giá, xếp loại năm 2021"]


def test_leadership_reads_results_and_nothing_of_how_they_came(twenty):
    discipline(twenty.an, "2021-05-01", in_duty=False)
    go(twenty.people.noivu, twenty.an, "ghi_them", party_level="hoan_thanh", former_opinion="Ý KIẾN CŨ")
    go(twenty.people.noivu, twenty.an, "ghi_tu_xep_loai", self_level="xuat_sac", self_note="TỰ NHẬN XÉT")
    go(twenty.people.noivu, twenty.an, "ghi_y_kien", unit_level="tot", unit_opinion="Ý KIẾN ĐƠN VỊ")
    proposed_one = twenty.all[1]
    decided(twenty.people.noivu, proposed_one, "tot")
    client = client_of(twenty, "lanhdao")
    for address in (url(), case_of(twenty.an).get_absolute_url()):
        text = plain(client.get(address))
        for secret in (
            "Ý KIẾN",
            "TỰ NHẬN XÉT",
            "Khiển trách",
            "Tự xếp loại</th>",
            "Đảng viên</th>",
            "nhiều nhất",
        ):
            assert secret not in text, secret
    assert "12-QĐ/TU" in plain(client.get(url()))
    assert "20/12/2021" in plain(client.get(case_of(proposed_one).get_absolute_url()))


def test_opening_the_page_notes_the_sensitive_facts_it_shows(twenty):
    client_of(twenty, "xa_minh").get(url())
    client_of(twenty, "lanhdao").get(url())
    [noted] = AccessEvent.objects.filter(action="open_sensitive")
    assert (noted.unit_id, "đợt đánh giá năm 2021" in noted.detail) == ("10702", True)


def test_a_persons_own_page_has_the_arithmetic_and_the_history(twenty):
    late = factories.make_official(unit=twenty.minh, full_name="Trần Thị Muộn", starts_on=date(2021, 9, 1))
    client = client_of(twenty, "xa_minh")
    client.post(reverse("assessments:round-refresh", args=["10702", YEAR]))
    go(twenty.people.xa_minh, late, "ghi_tu_xep_loai", self_note="Đã kiểm điểm")
    text = plain(client.get(case_of(late).get_absolute_url()))
    assert "01/09/2021–31/12/2021: 4 tháng" in text
    assert "NĐ 90/2020/NĐ-CP, Điều 2 khoản 3" in text
    assert "Đợt đánh giá: tự xếp loại" in text
    assert "Đã kiểm điểm" in text


def test_who_joined_late_is_offered_to_be_added(twenty):
    factories.make_official(unit=twenty.minh, full_name="Trần Thị Mới", starts_on=date(2021, 3, 1))
    client = client_of(twenty, "xa_minh")
    assert "1 người chưa có trong danh sách" in plain(client.get(url()))
    text = plain(client.post(reverse("assessments:round-refresh", args=["10702", YEAR]), follow=True))
    assert "thêm 1 người, bớt 0 người" in text
    assert "Trần Thị Mới" in text


def test_the_profile_says_how_far_the_round_is(twenty):
    text = plain(client_of(twenty, "xa_minh").get("/ho-so/P-AN/?muc=hang-nam"))
    assert "Đợt đánh giá" in text
    assert case_of(twenty.an).get_absolute_url() in text


def test_the_list_of_units_counts_states_and_results(twenty):
    decided(twenty.people.noivu, twenty.an, "tot")
    text = plain(client_of(twenty, "lanhdao").get(reverse("assessments:rounds")))
    assert "1 trên 2 đơn vị đã mở" in text
    [line] = [
        line
        for line in client_of(twenty, "noivu").get(reverse("assessments:rounds")).context["lines"]
        if line["row"]
    ]
    assert dict(line["states"]) == {
        "Mở": 19, "Tự xếp": 0, "Ý kiến": 0, "Đề xuất": 0, "Quyết định": 1, "Thông báo": 0, "Đóng": 0,
    }  # fmt: skip
    assert [n for _, n in line["results"]] == [0, 1, 0, 0]


def test_the_pages_cost_the_same_for_twenty_people_as_for_two(town):
    for _ in range(1):
        factories.make_official(unit=town.minh)
    opened(town.people.xa_minh, town.minh)
    clients = {who: client_of(town, who) for who in ("noivu", "xa_minh", "lanhdao")}

    def costs():
        found = {}
        for who, address in (
            ("noivu", url()), ("xa_minh", url()), ("lanhdao", url()), ("xa_minh", url("ghi_tu_xep_loai")),
            ("noivu", url("ghi_them")), ("noivu", reverse("assessments:rounds")),
        ):  # fmt: skip
            clients[who].get(address)
            with CaptureQueriesContext(connection) as queries:
                clients[who].get(address)
            found[who, address] = len(queries)
        return found

    few = costs()
    for _ in range(18):
        factories.make_official(unit=town.minh)
    client_of(town, "xa_minh").post(reverse("assessments:round-refresh", args=["10702", YEAR]))
    assert EvaluationCase._base_manager.count() == 20
    assert costs() == few


# --- work that waits ----------------------------------------------------------------------------------------
def test_what_waits_is_each_roles_own(twenty):
    day = date(2021, 12, 10)
    xa, noivu = twenty.people.xa_minh, twenty.people.noivu
    proposed(noivu, twenty.an)
    found = {item.title: item for item in round_work.find(xa, day)}
    assert set(found) == {
        "Phường Minh Tân: 19 người chờ tự xếp loại", "Phường Minh Tân: 1 người chờ quyết định",
    }  # fmt: skip
    assert {item.due_on for item in found.values()} == {date(2021, 12, 15)}
    titles = [item.title for item in round_work.find(noivu, day)]
    assert titles == ["Phường Minh Tân: 1 người chờ quyết định", "1 xã, phường chưa mở đợt đánh giá năm 2021"]


@pytest.mark.parametrize(
    ("day", "tone"),
    [
        (date(2021, 11, 14), "info"), (date(2021, 11, 15), "warning"), (date(2021, 12, 15), "warning"),
        (date(2021, 12, 16), "warning"), (date(2022, 2, 28), "warning"), (date(2022, 3, 1), "danger"),
    ],
)  # fmt: skip
def test_late_is_said_from_march_on(day, tone):
    assert round_work.tone(date(2021, 12, 15), day) == tone


def test_nothing_waits_of_a_unit_whose_ratings_are_all_in_the_records(town):
    day = date(2021, 12, 10)
    assert len(round_work.find(town.people.xa_minh, day)) == 1
    assert round_work.find(town.people.xa_minh, date(2021, 10, 31)) == []
    Evaluation.objects.create(public_id="E1", official=town.an, year=2021, level="tot")
    assert round_work.find(town.people.xa_minh, day) == []


def test_the_daily_mail_names_nobody():
    assert round_work.nameless(3) == "3 việc về đánh giá, xếp loại cán bộ, công chức."


# --- who decides --------------------------------------------------------------------------------------------
ROW = {
    "manager": "dang_uy", "basis": "QĐ 5", "source": "Văn bản", "verified": "read", "change_reason": "Đối chiếu",
}  # fmt: skip


def test_the_district_amends_who_decides_with_a_reason_and_a_history(town):
    address = reverse("assessments:authority-edit", args=["dien-quan-ly-bi_thu_doan"])
    client = client_of(town, "noivu")
    assert "Đề nghị nhập lý do." in plain(client.post(address, ROW | {"version": "1", "change_reason": ""}))
    client.post(address, ROW | {"version": "1", "manager": "btv_thi_uy"})
    row = RatingAuthority.objects.get(public_id="dien-quan-ly-bi_thu_doan")
    assert (row.manager, row.verified, row.version) == ("btv_thi_uy", "read", 2)
    assert "Đối chiếu" in plain(client.get(address))
    assert "Ban Thường vụ Thị ủy" in plain(client.get("/danh-muc/?bang=rating_authorities"))


def test_two_people_amending_one_row_choose(town):
    address = reverse("assessments:authority-edit", args=["dien-quan-ly-bi_thu_doan"])
    client = client_of(town, "noivu")
    client.post(address, ROW | {"version": "1", "basis": "QĐ 6"})
    text = plain(client.post(address, ROW | {"version": "1", "basis": "QĐ 7"}))
    assert "chon-basis" in text
    assert RatingAuthority.objects.get(public_id="dien-quan-ly-bi_thu_doan").basis == "QĐ 6"


def test_a_new_row_starts_after_the_old_one_ends(town):
    client = client_of(town, "noivu")
    new = ROW | {"post_code": "bi_thu_doan", "manager": "btv_thi_uy", "starts_on": "01/07/2021", "khoa": "k"}
    assert "trùng với dòng khác" in plain(client.post(reverse("assessments:authority-add"), new))
    ending = ROW | {"version": "1", "ends_on": "30/06/2021"}
    client.post(reverse("assessments:authority-edit", args=["dien-quan-ly-bi_thu_doan"]), ending)
    for _ in range(2):
        client.post(reverse("assessments:authority-add"), new)
    rows = RatingAuthority.objects.filter(post_code="bi_thu_doan").order_by("starts_on")
    assert sorted(row.manager for row in rows) == ["btv_thi_uy", "dang_uy"]
