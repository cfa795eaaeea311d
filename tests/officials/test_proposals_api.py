"""A unit that only proposes, over the API: the same write is answered with its proposal."""

from __future__ import annotations

from datetime import date

import pytest
from rest_framework.test import APIClient

from assessments.models import Award, Evaluation
from officials.models import Proposal, ProposalPeriod

pytestmark = pytest.mark.django_db
AWARD = {"official_id": "P-AN", "title": "Giấy khen", "kind": "hinh_thuc", "year": 2020}


@pytest.fixture
def only(town):
    ProposalPeriod.objects.create(
        public_id="G1", unit=town.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    return town


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_write_is_accepted_as_a_proposal(only):
    response = client_of(only.people.xa_minh).post("/api/v1/awards/", AWARD, format="json")
    assert response.status_code == 202
    waiting = Proposal._base_manager.get()
    assert (response.json()["proposal_id"], waiting.source) == (waiting.public_id, "api")
    assert not Award._base_manager.exists()


def test_a_change_is_proposed_on_the_version_that_was_read(only):
    Evaluation._base_manager.create(public_id="E1", official=only.an, year=2020, level="tot")
    client = client_of(only.people.xa_minh)
    stale = client.patch("/api/v1/evaluations/E1/", {"level": "xuat_sac", "version": 7}, format="json")
    fresh = client.patch("/api/v1/evaluations/E1/", {"level": "xuat_sac", "version": 1}, format="json")
    assert (stale.status_code, fresh.status_code) == (409, 202)
    assert Evaluation._base_manager.get().level == "tot"
    assert (Proposal._base_manager.get().old, Proposal._base_manager.get().new) == (
        {"level": "tot"},
        {"level": "xuat_sac"},
    )


def proposed(only, **facts):
    client_of(only.people.xa_minh).post("/api/v1/awards/", AWARD | facts, format="json")
    return Proposal._base_manager.order_by("-pk").first()


def decide(user, proposal, decision, version=1, **more):
    address = f"/api/v1/proposals/{proposal.public_id}/decide/"
    return client_of(user).post(address, {"decision": decision, "version": version, **more}, format="json")


def test_the_unit_and_the_district_read_what_waits_and_another_unit_nothing(only):
    waiting = proposed(only)
    for who in ("xa_minh", "noivu"):
        [row] = (
            client_of(getattr(only.people, who)).get("/api/v1/proposals/?state=proposed").json()["results"]
        )
        assert row["proposal_id"] == waiting.public_id
        assert (row["official_id"], row["unit"], row["act"], row["source"]) == ("P-AN", "10702", "add", "api")
        assert row["new"]["title"] == "Giấy khen"
    other = client_of(only.people.xa_khac)
    assert other.get("/api/v1/proposals/").json()["count"] == 0
    assert other.get(f"/api/v1/proposals/{waiting.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("official_id=P-AN", 2), ("official_id=P-KHONG", 0), ("unit=10702", 2), ("unit=10675", 0), ("state=approved", 0),
        ("source_id=n-1", 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(only, query, count):
    proposed(only)
    proposed(only, year=2019)
    assert client_of(only.people.noivu).get(f"/api/v1/proposals/?{query}").json()["count"] == count


def test_the_district_agrees_and_the_row_is_written(only):
    answer = decide(only.people.noivu, proposed(only), "approve")
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")
    assert Award._base_manager.get().title == "Giấy khen"


def test_a_refusal_over_the_api_needs_its_reason(only):
    waiting = proposed(only)
    assert decide(only.people.noivu, waiting, "reject").json() == {
        "comment": ["Đề nghị nêu lý do không đồng ý."]
    }
    answer = decide(only.people.noivu, waiting, "reject", comment="Thiếu quyết định")
    assert (answer.json()["state"], answer.json()["comment"]) == ("rejected", "Thiếu quyết định")
    assert not Award._base_manager.exists()


def test_what_was_decided_meanwhile_is_409_with_its_state(only):
    waiting = proposed(only)
    assert decide(only.people.xa_minh, waiting, "withdraw").status_code == 200
    answer = decide(only.people.noivu, waiting, "approve")
    assert (answer.status_code, answer.json()["state"]) == (409, "withdrawn")
    assert not Award._base_manager.exists()


def test_a_unit_does_not_decide_nor_the_district_withdraw(only):
    waiting = proposed(only)
    assert decide(only.people.xa_minh, waiting, "approve").status_code == 403
    assert decide(only.people.noivu, waiting, "withdraw").status_code == 403
    waiting.refresh_from_db()
    assert waiting.is_open


@pytest.mark.parametrize("body", [{}, {"decision": "x", "version": 1}, {"decision": "approve", "version": 0}])
def test_a_wrong_decision_is_400(only, body):
    address = f"/api/v1/proposals/{proposed(only).public_id}/decide/"
    assert client_of(only.people.noivu).post(address, body, format="json").status_code == 400


def test_the_menu_of_who_decides_counts_what_waits(only, signed_in):
    count = '<span class="menu-count">1</span>'
    assert "menu-count" not in signed_in(only.people.noivu).get("/ho-so/").content.decode()
    proposed(only)
    assert count in signed_in(only.people.noivu).get("/ho-so/").content.decode()
    assert "menu-count" not in signed_in(only.people.xa_minh).get("/ho-so/").content.decode()


def test_the_district_writes_at_once(only):
    response = client_of(only.people.noivu).post("/api/v1/awards/", AWARD, format="json")
    assert response.status_code == 201
    assert not Proposal._base_manager.exists()
