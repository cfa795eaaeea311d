"""Causes that a person chooses: who, when, why, which version; over the pages and over the API."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from foundation import audit, history
from foundation.errors import Denied, Refused
from foundation.models import AuditArea, AuditEvent
from foundation.versions import StaleVersion
from officials.models import TheoryLink, Unit
from plans.forms import factors_for
from plans.models import FindingCause, KnownFinding
from plans.services import add_cause, change_cause, run_rules, withdraw_cause
from tests import factories
from tests.plans.conftest import YEAR


@pytest.fixture
def known(staff):
    run_rules(by=staff, year=YEAR)
    return KnownFinding._base_manager.get(rule="training", scope="all")


@pytest.fixture
def link():
    """“Đào tạo, bồi dưỡng; kinh phí”, subjective, of F1, F2, F3."""
    return TheoryLink.objects.get(public_id="ly-luan-17")


@pytest.fixture
def other():
    """“Kinh phí, kinh tế - xã hội địa phương”, objective."""
    return TheoryLink.objects.get(public_id="ly-luan-21")


def client_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_cause_says_who_when_what_and_on_what_basis(staff, known, link):
    cause = add_cause(by=staff, finding=known, link=link, basis="Tờ trình 12/TTr-NV")
    assert (cause.factor, cause.kind) == (link.factor, "chu_quan")
    assert (cause.chosen_by, cause.chosen_by_name) == (staff, staff.full_name)
    event = audit.last_event()
    assert (event.action, event.area, event.object_id) == ("create", AuditArea.PLANS, cause.public_id)
    assert event.reason == "Tờ trình 12/TTr-NV"
    assert audit.changes_of(event)["factor"] == [None, link.factor]
    [line] = history.history_of(staff, cause)
    assert line.what == "Thêm nguyên nhân của hạn chế"
    # The theory may be rewritten later: the cause stays as it was chosen.
    TheoryLink.objects.filter(pk=link.pk).update(factor="Khác", factor_kind="khach_quan")
    cause.refresh_from_db()
    assert cause.factor != "Khác"


def test_a_factor_is_chosen_once_and_never_without_a_basis(staff, known, link):
    cause = add_cause(by=staff, finding=known, link=link, basis="Biên bản")
    with pytest.raises(Refused, match="đã được chọn"):
        add_cause(by=staff, finding=known, link=link, basis="Khác")
    with pytest.raises(Refused, match="căn cứ"):
        add_cause(by=staff, finding=known, link=link, basis="  ")
    withdraw_cause(by=staff, cause=cause, version=1, reason="Chưa đủ căn cứ")
    again = add_cause(by=staff, finding=known, link=link, basis="Có biên bản mới")
    assert FindingCause._base_manager.filter(finding=known).count() == 2
    with pytest.raises(Refused, match="đã được rút"):
        withdraw_cause(by=staff, cause=cause, version=2, reason="Nữa")
    assert again.version == 1


def test_the_same_key_makes_one_cause(staff, known, link):
    first, second = (add_cause(by=staff, finding=known, link=link, basis="B", key="k") for _ in range(2))
    assert first == second


def test_a_change_needs_a_reason_and_the_version_that_was_read(staff, known, link, other):
    cause = add_cause(by=staff, finding=known, link=link, basis="Biên bản")
    with pytest.raises(Refused, match="lý do"):
        change_cause(by=staff, cause=cause, link=other, basis="B", version=1, reason=" ")
    assert change_cause(by=staff, cause=cause, link=other, basis="Báo cáo", version=1, reason="Ghi nhầm")
    assert (cause.factor, cause.kind, cause.basis, cause.version) == (
        other.factor,
        "khach_quan",
        "Báo cáo",
        2,
    )
    assert audit.last_event().action == "correct"
    assert audit.last_event().reason == "Ghi nhầm"
    with pytest.raises(StaleVersion):
        change_cause(by=staff, cause=cause, link=link, basis="Khác", version=1, reason="Muộn")
    with pytest.raises(StaleVersion):
        withdraw_cause(by=staff, cause=cause, version=1, reason="Muộn")
    assert not change_cause(by=staff, cause=cause, link=other, basis="Báo cáo", version=2, reason="Như cũ")


def test_causes_move_no_figures(staff, known, link):
    before = audit.data_version()
    add_cause(by=staff, finding=known, link=link, basis="Biên bản")
    assert audit.data_version() == before


@pytest.mark.parametrize("role", ["leadership", "commune"])
def test_leadership_and_communes_look_and_change_nothing(staff, known, link, role):
    unit = Unit._base_manager.get(public_id="U1")
    user = factories.make_user(role, unit=unit if role == "commune" else None)
    mine = KnownFinding._base_manager.get(rule="computers", scope="unit:U1")
    cause = add_cause(by=staff, finding=mine, link=link, basis="Biên bản")
    for act in (
        lambda: add_cause(by=user, finding=mine, link=link, basis="B"),
        lambda: change_cause(by=user, cause=cause, link=link, basis="B", version=1, reason="L"),
        lambda: withdraw_cause(by=user, cause=cause, version=1, reason="L"),
    ):
        with pytest.raises(Denied):
            act()
    client = client_of(user)
    page = client.get(f"/giai-phap/han-che/{mine.public_id}/").content.decode()
    assert "Biên bản" in page
    assert "Chọn nguyên nhân" not in page
    assert f"/giai-phap/nguyen-nhan/{cause.public_id}/" not in page
    # Of the town and of another unit a commune finds nothing.
    elsewhere = KnownFinding._base_manager.get(rule="computers", scope="unit:U2")
    expected = 404 if role == "commune" else 200
    for known_finding in (known, elsewhere):
        assert client.get(f"/giai-phap/han-che/{known_finding.public_id}/").status_code == expected


def test_factors_of_the_rules_own_indicators_come_first(known, link):
    groups = factors_for(known)
    assert groups[0][0] == "Gợi ý theo chỉ tiêu"
    assert (link.public_id, f"{link.factor} (chủ quan)") in groups[0][1]
    assert [title for title, _ in groups[1:]] == ["Khách quan", "Chủ quan"]
    offered = [code for _, options in groups for code, _ in options]
    assert len(offered) == len(set(offered))
    factors = {link.public_id: (link.factor_kind, link.factor) for link in TheoryLink.objects.all()}
    assert {factors[code] for code in offered} == set(factors.values())


def test_two_tabs_choose_between_both_values(staff, known, link, other):
    cause = add_cause(by=staff, finding=known, link=link, basis="Biên bản")
    client = client_of(staff)
    address = f"/giai-phap/nguyen-nhan/{cause.public_id}/sua/"
    mine = {"link": link.public_id, "basis": "Của tôi", "reason": "Rõ hơn", "version": "1"}
    second = factories.make_user("district", username="hai")
    second.full_name = "Người Hai"
    change_cause(by=second, cause=cause, link=other, basis="Của người khác", version=1, reason="Sửa")
    page = client.post(address, mine)
    text = page.content.decode()
    assert page.status_code == 200
    assert all(word in text for word in ("Người Hai", "Của tôi", "Của người khác", other.factor))
    chosen = mine | {"version": "2", "chon-link": "theirs", "chon-basis": "mine"}
    assert client.post(address, chosen).status_code == 302
    cause.refresh_from_db()
    assert (cause.factor, cause.basis, cause.version) == (other.factor, "Của tôi", 3)


def test_pages_add_and_take_back_a_cause(staff, known, link):
    client = client_of(staff)
    form = client.get(f"/giai-phap/han-che/{known.public_id}/nguyen-nhan/")
    key = form.context["form"]["khoa"].value()
    body = {"link": link.public_id, "basis": "Biên bản", "khoa": key}
    address = f"/giai-phap/han-che/{known.public_id}/nguyen-nhan/"
    assert "Đề nghị nhập căn cứ" in client.post(address, body | {"basis": ""}).content.decode()
    for _ in range(2):  # sent twice, made once
        assert client.post(address, body).status_code == 302
    [cause] = FindingCause._base_manager.all()
    live = client.get(f"/han-che/?nam={YEAR}").content.decode()
    assert "Đã ghi nhận · 1 nguyên nhân" in live
    withdrawal = f"/giai-phap/nguyen-nhan/{cause.public_id}/rut/"
    assert client.post(withdrawal, {"version": "1", "reason": ""}).status_code == 200
    assert client.post(withdrawal, {"version": "1", "reason": "Nhầm"}).status_code == 302
    page = client.get(f"/giai-phap/han-che/{known.public_id}/").content.decode()
    assert "Đã rút" in page
    assert "Đã ghi nhận · chưa chọn nguyên nhân" in client.get(f"/han-che/?nam={YEAR}").content.decode()


def test_the_page_runs_the_rules_once_a_form(staff):
    client = client_of(staff)
    for body in ({"nam": "2022"}, {"nam": "xx"}, {}):
        client.post("/giai-phap/lan-chay/them/", body)
    n = AuditEvent.objects.filter(action="run_rules").count()
    for _ in range(2):
        assert client.post("/giai-phap/lan-chay/them/", {"nam": "2021", "khoa": "k"}).status_code == 302
    assert AuditEvent.objects.filter(action="run_rules").count() == n + 1
    run = client.get("/giai-phap/lan-chay/").context["page"][0]
    page = client.get(f"/giai-phap/lan-chay/{run.public_id}/?cap=don_vi&tinh_trang=new").content.decode()
    assert "Thiếu máy tính làm việc" in page
    other = run_rules(by=staff, year=YEAR)
    compared = client.get(f"/giai-phap/lan-chay/{other.public_id}/?voi={run.public_id}").content.decode()
    assert "So sánh hai lần chạy" in compared


# --- over the API -------------------------------------------------------------------------------------------
class Api:
    def __init__(self, user):
        self.headers = {"Authorization": f"Token {Token.objects.create(user=user).key}"}

    def __call__(self, verb, path, body=None, **headers):
        answer = Client().generic(
            verb, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json",
            headers=self.headers | headers,
        )  # fmt: skip
        return answer.status_code, answer.json()


def test_the_api_runs_reads_and_says_causes(staff, two_units, link, other):
    api = Api(staff)
    key = {"Idempotency-Key": "mot"}
    status, run = api("POST", "finding-runs/", {"year": YEAR, "by": ["town", "unit"]}, **key)
    assert (status, run["levels"], run["counts"]["still"]) == (201, ["town", "unit"], 0)
    assert api("POST", "finding-runs/", {"year": YEAR, "by": ["town", "unit"]}, **key)[1] == run
    assert api("POST", "finding-runs/", {"year": 2022})[0] == 400
    assert api("POST", "finding-runs/", {"year": YEAR, "by": ["khu"]})[0] == 400
    assert [row["id"] for row in api("GET", f"finding-runs/?year={YEAR}")[1]["results"]] == [run["id"]]
    rows = api("GET", f"run-findings/?run={run['id']}&state=new&scope=all")[1]["results"]
    [training] = [row for row in rows if row["rule"] == "training"]
    assert training["figures"][0]["numerator"] == 8
    assert training["change"]["needed"] == 4
    said = {"finding": training["finding"], "link": link.public_id, "basis": "Biên bản"}
    status, cause = api("POST", "finding-causes/", said)
    assert (status, cause["kind"], cause["version"]) == (201, "chu_quan", 1)
    assert api("POST", "finding-causes/", said)[0] == 400
    assert api("POST", "finding-causes/", said | {"link": "khong-co"})[0] == 400
    assert api("POST", "finding-causes/", said | {"finding": "khong-co"})[0] == 400
    change = {"link": other.public_id, "version": 1, "reason": "Ghi nhầm"}
    status, changed = api("PATCH", f"finding-causes/{cause['id']}/", change)
    assert (status, changed["kind"], changed["basis"], changed["version"]) == (
        200,
        "khach_quan",
        "Biên bản",
        2,
    )
    assert api("PATCH", f"finding-causes/{cause['id']}/", change)[0] == 409
    assert api("POST", f"finding-causes/{cause['id']}/withdraw/", {"version": 2})[0] == 400
    status, gone = api("POST", f"finding-causes/{cause['id']}/withdraw/", {"version": 2, "reason": "Nhầm"})
    assert (status, gone["withdrawn_because"]) == (200, "Nhầm")
    assert len(api("GET", f"finding-causes/?finding={training['finding']}")[1]["results"]) == 1
    for wrong in ("known-findings/?year=xx", "known-findings/?rule=%01", "run-findings/?run=%0a"):
        assert api("GET", wrong)[0] == 400


def test_the_api_keeps_to_the_scope(staff, two_units):
    run = run_rules(by=staff, year=YEAR)
    officer = Api(factories.make_user("commune", unit=Unit._base_manager.get(public_id="U1")))
    for name in ("run-findings", "known-findings"):
        status, found = officer("GET", f"{name}/?page_size=200")
        assert status == 200
        assert {row["scope"] for row in found["results"]} == {"unit:U1"}
    assert officer("POST", "finding-runs/", {"year": YEAR})[0] == 403
    town = KnownFinding._base_manager.filter(level="town").first()
    assert officer("GET", f"known-findings/{town.public_id}/")[0] == 404
    assert officer("GET", f"finding-runs/{run.public_id}/")[1]["counts"]["new"] == len(found["results"])
