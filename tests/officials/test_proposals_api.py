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


def test_the_district_writes_at_once(only):
    response = client_of(only.people.noivu).post("/api/v1/awards/", AWARD, format="json")
    assert response.status_code == 201
    assert not Proposal._base_manager.exists()
