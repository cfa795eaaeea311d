"""A unit that only proposes: the form asks, the district decides, the record changes only then."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Award, Evaluation
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from officials.models import Appointment, Proposal, ProposalPeriod, SalaryStep
from officials.record_kinds import record_kinds
from officials.services import attachments, proposal_periods, proposals, records
from officials.services.attachments import Sent, files_of
from tests import factories

pytestmark = pytest.mark.django_db
SALARY = {
    "rank_code": "01.003",
    "step": "4",
    "coefficient": "3,33",
    "starts_on": "01/02/2021",
    "allowance": "0,25",
}


@pytest.fixture
def only(town):
    """Minh Tân only proposes."""
    ProposalPeriod.objects.create(
        public_id="G1",
        unit=town.minh,
        starts_on=date(2021, 1, 1),
        ends_on=date(2021, 12, 31),
        reason="Thí điểm",
    )
    return town


def url(code, *more):
    return reverse("officials:record-" + ("change" if more else "add"), args=["P-AN", code, *more])


def proposed(client, code="luong", body=SALARY):
    response = client.post(url(code), body)
    assert response.status_code == 302, response.content.decode()
    return Proposal._base_manager.get()


def decide(client, proposal, act, comment=""):
    body = {"viec": act, "version": proposal.version, "y_kien": comment}
    response = client.post(reverse("officials:proposal-decide", args=[proposal.public_id]), body)
    return response, Proposal._base_manager.get(pk=proposal.pk)


def test_without_the_setting_an_officer_writes_at_once(town, signed_in):
    signed_in(town.people.xa_minh).post(url("luong"), SALARY)
    assert SalaryStep._base_manager.count() == 1
    assert not Proposal._base_manager.exists()


@pytest.mark.parametrize(
    ("code", "body", "model"),
    [
        ("luong", SALARY, SalaryStep),
        (
            "xep-loai",
            {"year": "2020", "status": "rated", "level": "tot", "decided_on": "01/2021"},
            Evaluation,
        ),
        ("khen-thuong", {"title": "Giấy khen", "kind": "hinh_thuc", "year": "2020"}, Award),
        (
            "cong-tac",
            {"unit": "10702", "post": "van_hoa_xa_hoi", "starts_on": "01/05/2021", "is_primary": "on"},
            Appointment,
        ),
    ],
)
def test_what_rests_on_decisions_waits_until_the_district_agrees(only, signed_in, code, body, model):
    before = model._base_manager.count()
    proposal = proposed(signed_in(only.people.xa_minh), code, body)
    assert model._base_manager.count() == before
    _, proposal = decide(signed_in(only.people.noivu), proposal, "dong-y")
    assert proposal.state == "approved"
    assert model._base_manager.count() == before + 1
    assert AuditEvent.objects.filter(object_type=model._meta.label_lower, actor="noivu").count() == 1


def test_the_form_says_that_it_proposes(only, signed_in):
    page = signed_in(only.people.xa_minh).get(url("luong")).content.decode()
    assert "chờ Phòng Nội vụ quyết định" in page
    assert "Gửi đề nghị" in page


def test_the_district_and_other_units_write_as_before(only, signed_in):
    signed_in(only.people.noivu).post(url("luong"), SALARY)
    signed_in(only.people.xa_khac).post(reverse("officials:record-add", args=["P-BINH", "luong"]), SALARY)
    assert SalaryStep._base_manager.count() == 2


def test_other_facts_are_written_at_once(only, signed_in):
    body = {"kind": "it", "level": "co_ban", "attained_on": "05/2020"}
    assert signed_in(only.people.xa_minh).post(url("trinh-do"), body).status_code == 302
    assert not Proposal._base_manager.exists()


@pytest.mark.parametrize(("day", "waits"), [(date(2021, 12, 31), True), (date(2022, 1, 1), False)])
def test_the_setting_holds_until_its_last_day(only, signed_in, settings, day, waits):
    settings.KINHMON_TODAY = day
    signed_in(only.people.xa_minh).post(url("luong"), SALARY)
    assert Proposal._base_manager.exists() == waits


def test_no_service_lets_an_officer_past_the_setting(only):
    with pytest.raises(Denied):
        records.add(
            SalaryStep, by=only.people.xa_minh, official=only.an, facts={"starts_on": date(2021, 1, 1)}
        )


def test_the_same_proposal_again_is_the_same(only, signed_in):
    client = signed_in(only.people.xa_minh)
    client.post(url("luong"), SALARY)
    client.post(url("luong"), SALARY)
    assert Proposal._base_manager.count() == 1


def test_two_officers_may_propose_different_things_and_only_the_first_fits(only, signed_in):
    row = SalaryStep._base_manager.create(
        public_id="S1", official=only.an, step=3, starts_on=date(2020, 1, 1)
    )
    made = []
    for step in (4, 5):
        made.append(
            proposals.propose(
                record_kinds["luong"], by=only.people.xa_minh, official=only.an, act="change",
                values={"step": step}, row=row, version=1,
            )
        )  # fmt: skip
    first = proposals.approve(made[0], by=only.people.noivu, version=1)
    second = proposals.approve(made[1], by=only.people.noivu, version=1)
    assert (first.state, second.state) == ("approved", "overtaken")
    row.refresh_from_db()
    assert row.step == 4


def test_another_fact_of_the_row_may_have_changed_meanwhile(only):
    row = SalaryStep._base_manager.create(
        public_id="S1", official=only.an, step=3, starts_on=date(2020, 1, 1)
    )
    proposal = proposals.propose(
        record_kinds["luong"], by=only.people.xa_minh, official=only.an, act="change",
        values={"step": 4, "rank_code": ""}, row=row, version=1,
    )  # fmt: skip
    records.change(row, by=only.people.noivu, changes={"rank_code": "01.003"}, version=1)
    assert proposals.approve(proposal, by=only.people.noivu, version=1).state == "approved"


def test_agreeing_twice_writes_once(only, signed_in):
    proposal = proposed(signed_in(only.people.xa_minh))
    client = signed_in(only.people.noivu)
    decide(client, proposal, "dong-y")
    response, _ = decide(client, proposal, "dong-y")
    assert "đã được xử lý" in response.content.decode()
    assert SalaryStep._base_manager.count() == 1


def test_a_refusal_needs_its_reason(only, signed_in):
    proposal = proposed(signed_in(only.people.xa_minh))
    client = signed_in(only.people.noivu)
    response, same = decide(client, proposal, "khong-dong-y")
    assert same.state == "proposed"
    assert "lý do" in response.content.decode()
    _, same = decide(client, proposal, "khong-dong-y", "Chưa có quyết định")
    assert same.state == "rejected"
    assert not SalaryStep._base_manager.exists()


def test_the_unit_takes_its_proposal_back_and_then_it_cannot_be_agreed_to(only, signed_in):
    proposal = proposed(signed_in(only.people.xa_minh))
    _, same = decide(signed_in(only.people.xa_minh), proposal, "rut")
    assert same.state == "withdrawn"
    with pytest.raises(Refused):
        proposals.approve(same, by=only.people.noivu, version=same.version)


def test_a_unit_decides_nothing_and_another_unit_finds_nothing(only, signed_in):
    proposal = proposed(signed_in(only.people.xa_minh))
    response, same = decide(signed_in(only.people.xa_minh), proposal, "dong-y")
    assert (response.status_code, same.state) == (403, "proposed")
    response, _ = decide(signed_in(only.people.xa_khac), proposal, "rut")
    assert response.status_code == 404


def test_a_person_who_left_the_unit_is_no_longer_its_to_propose(only):
    proposal = proposals.propose(
        record_kinds["khen-thuong"], by=only.people.xa_minh, official=only.an, act="add",
        values={"title": "Giấy khen", "kind": "hinh_thuc", "year": 2020},
    )  # fmt: skip
    type(only.an)._base_manager.filter(pk=only.an.pk).update(unit=only.khac)
    assert proposals.approve(proposal, by=only.people.noivu, version=1).state == "overtaken"


def test_the_profile_shows_what_waits_beside_what_is_recorded(only, signed_in):
    client = signed_in(only.people.xa_minh)
    proposed(client)
    page = client.get("/ho-so/P-AN/").content.decode()
    assert "Đề nghị đang chờ quyết định" in page
    assert "01.003" in page
    assert "Đề nghị đang chờ" not in signed_in(only.people.lanhdao).get("/ho-so/P-AN/").content.decode()


def test_taking_out_and_ending_are_proposed_too(only, signed_in):
    client = signed_in(only.people.xa_minh)
    row = Appointment._base_manager.get(official=only.an)
    ending = {"version": "1", "ends_on": "30/11/2021", "end_reason": "nghi_huu", "reason": ""}
    client.post(reverse("officials:posting-end", args=["P-AN", row.public_id]), ending)
    removing = {"version": "1", "reason": "Ghi trùng"}
    client.post(reverse("officials:record-remove", args=["P-AN", "cong-tac", row.public_id]), removing)
    assert sorted(p.act for p in Proposal._base_manager.all()) == ["end", "remove"]
    row.refresh_from_db()
    assert row.ends_on is None
    ended = proposals.approve(Proposal._base_manager.get(act="end"), by=only.people.noivu, version=1)
    assert ended.state == "approved"
    row.refresh_from_db()
    assert row.ends_on == date(2021, 11, 30)


def test_the_administrator_sets_and_ends_the_time(town):
    period = proposal_periods.set_period(
        by=town.people.quantri, unit=town.minh, starts_on=date(2021, 1, 1), ends_on=None, reason="Thí điểm"
    )
    with pytest.raises(Refused):
        proposal_periods.set_period(
            by=town.people.quantri, unit=town.minh, starts_on=date(2022, 1, 1), ends_on=None, reason="Nữa"
        )
    with pytest.raises(Denied):
        proposal_periods.end_period(period, by=town.people.noivu, ends_on=date(2021, 6, 1), version=1)
    assert proposal_periods.end_period(period, by=town.people.quantri, ends_on=date(2021, 6, 1), version=1)


def test_every_state_says_what_may_follow():
    from officials.models import NEXT_STATES

    assert set(NEXT_STATES) == set(Proposal.State.values)


# --- scans, other values, asking about what one only reads ----------------------------------------------------
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def waiting_award(only, **more):
    facts = {"title": "Giấy khen", "kind": "hinh_thuc", "year": 2021}
    return proposals.propose(
        record_kinds["khen-thuong"], by=only.people.xa_minh, official=only.an, act="add", values=facts, **more
    )


def test_a_scan_goes_with_the_form_and_more_may_follow(only, signed_in, store):
    client = signed_in(only.people.xa_minh)
    body = {"title": "Giấy khen", "kind": "hinh_thuc", "year": "2021"}
    client.post("/ho-so/P-AN/khen-thuong/them/", body | {"file": SimpleUploadedFile("to-trinh.pdf", PDF)})
    proposal = Proposal._base_manager.get()
    more = {"title": "Phụ lục", "file": SimpleUploadedFile("b.pdf", PDF + b" \n%%EOF")}
    assert client.post(f"/de-nghi/{proposal.public_id}/tep/them/", more).status_code == 302
    assert [str(row) for row in files_of(proposal)] == ["Phụ lục", "Bản quét kèm đề nghị"]
    row = files_of(proposal).last()
    assert (
        signed_in(only.people.noivu).get(f"/de-nghi/{proposal.public_id}/tep/{row.public_id}/").content == PDF
    )
    assert (
        signed_in(only.people.xa_khac).get(f"/de-nghi/{proposal.public_id}/tep/{row.public_id}/").status_code
        == 404
    )


def test_a_scan_that_is_none_stops_the_proposal_and_keeps_what_was_typed(only, signed_in, store):
    body = {
        "title": "Giấy khen",
        "kind": "hinh_thuc",
        "year": "2021",
        "file": SimpleUploadedFile("a.pdf", b"<html>"),
    }
    page = signed_in(only.people.xa_minh).post("/ho-so/P-AN/khen-thuong/them/", body).content.decode()
    assert "không phải là PDF, JPEG hoặc PNG" in page
    assert 'value="Giấy khen"' in page
    assert not Proposal._base_manager.exists()


def test_the_district_agrees_with_other_values_and_both_are_kept(only, signed_in):
    proposal = waiting_award(only)
    client, url = signed_in(only.people.noivu), f"/de-nghi/{proposal.public_id}/dieu-chinh/"
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"year": "2020"}
    assert "Đề nghị nêu lý do điều chỉnh." in client.post(url, sent).content.decode()
    assert client.post(url, sent | {"comment": "Quyết định ghi năm 2020"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.new["year"], proposal.accepted["year"]) == ("approved", 2021, 2020)
    assert Award._base_manager.get().year == 2020
    page = signed_in(only.people.xa_minh).get(proposal.get_absolute_url()).content.decode()
    for part in ("Đã đồng ý, có điều chỉnh", "Quyết định ghi năm 2020", "Phòng Nội vụ ghi giá trị khác"):
        assert part in page


def test_the_same_values_are_a_plain_approval(only):
    proposal = waiting_award(only)
    decided = proposals.approve(proposal, by=only.people.noivu, version=1, amended={"year": 2021})
    assert (decided.state, decided.accepted) == ("approved", {})


def test_only_what_was_proposed_may_be_given_another_value(only):
    row = Award._base_manager.create(public_id="W-1", official=only.an, title="Giấy khen", year=2020)
    proposal = proposals.propose(
        record_kinds["khen-thuong"], by=only.people.xa_minh, official=only.an, act="change", row=row, version=1,
        values={"year": 2021},
    )  # fmt: skip
    district = {"by": only.people.noivu, "version": 1, "comment": "Theo quyết định"}
    for amended in ({"title": "Bằng khen"}, {"year": 2020}):
        with pytest.raises(Refused):
            proposals.approve(proposal, amended=amended, **district)
    assert proposals.approve(proposal, amended={"year": 2019}, **district).accepted == {"year": 2019}
    row.refresh_from_db()
    assert (row.year, row.title) == (2019, "Giấy khen")


def test_an_impossible_value_of_the_district_is_told_at_its_field(only, signed_in):
    proposal = waiting_award(only)
    url = f"/de-nghi/{proposal.public_id}/dieu-chinh/"
    body = {"title": "Giấy khen", "year": "20x1", "version": "1", "comment": "x"}
    page = signed_in(only.people.noivu).post(url, body).content.decode()
    assert "Đề nghị nhập năm gồm bốn chữ số" in page
    assert Proposal._base_manager.get().state == "proposed"


@pytest.mark.parametrize("who", ["xa_minh", "xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan"])
def test_nobody_but_the_district_changes_the_values(only, who):
    with pytest.raises(Denied):
        proposals.approve(
            waiting_award(only), by=getattr(only.people, who), version=1, comment="x", amended={"year": 2020}
        )


def test_a_decided_proposal_takes_no_more_scans_and_keeps_its_own(only, store):
    proposal = waiting_award(only, scan=Sent(PDF, "a.pdf"))
    proposals.approve(proposal, by=only.people.noivu, version=1)
    with pytest.raises(Refused):
        attachments.attach_scan(proposal, by=only.people.xa_minh, sent=Sent(PDF, "b.pdf"), title="Muộn")
    with pytest.raises(Refused):
        attachments.detach(files_of(proposal).get(), only.an, by=only.people.noivu, version=1, reason="x")


def test_an_officer_asks_about_a_posting_elsewhere_that_only_the_district_corrects(town, signed_in):
    row = factories.make_appointment(
        town.an, town.khac, starts_on=date(2010, 1, 1), ends_on=date(2016, 6, 30), public_id="A-CU"
    )
    client, url = signed_in(town.people.xa_minh), "/ho-so/P-AN/cong-tac/A-CU/sua/"
    assert "Đề nghị điều chỉnh" in client.get("/ho-so/P-AN/?muc=cong-tac").content.decode()
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "file"}
    assert (
        client.post(url, sent | {"decision_no": "45/QĐ", "ly_do": "Theo quyết định gốc"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.decision_no == ""
    proposal = Proposal._base_manager.get()
    assert proposal.new == {"decision_no": "45/QĐ"}
    page = signed_in(town.people.noivu).get(proposal.get_absolute_url())
    assert page.context["row_name"] == "Văn phòng - thống kê, Phường An Lưu"
    assert proposals.approve(proposal, by=town.people.noivu, version=1).state == "approved"
    row.refresh_from_db()
    assert row.decision_no == "45/QĐ"


def test_what_one_may_not_read_one_may_not_ask_about(town):
    with pytest.raises(Denied):
        proposals.propose(
            record_kinds["ky-luat"],
            by=town.people.xa_minh,
            official=town.an,
            act="add",
            values={"form": "canh_cao"},
        )
