"""Proposals of units stand among what waits for the district."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from officials.models import Proposal
from officials.work_items import PROPOSALS

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def propose(town, **kw):
    return Proposal.objects.create(
        public_id=f"v{Proposal._base_manager.count()}", official=town.an, unit=town.minh, kind="luong",
        act="add", new={"step": "4"}, proposed_by=town.people.xa_minh, proposed_at=kw.pop("at", timezone.now()), **kw,
    )  # fmt: skip


def test_what_waits_is_named_with_its_unit_and_leads_to_the_decision(town):
    proposal = propose(town)
    [item] = PROPOSALS.find(town.people.noivu, DAY)
    assert item.title.startswith("Nguyễn Văn An: ")
    assert (item.url, item.unit) == (proposal.get_absolute_url(), "10702")


def test_what_was_decided_waits_no_more(town):
    propose(town, state=Proposal.State.WITHDRAWN, decided_at=timezone.now(), decided_by=town.people.xa_minh)
    assert PROPOSALS.find(town.people.noivu, DAY) == []


def test_what_has_waited_long_stands_out(town):
    old = propose(town, at=timezone.now() - timedelta(days=20))
    [item] = PROPOSALS.find(town.people.noivu, timezone.now().date())
    assert (item.url, item.tone) == (old.get_absolute_url(), "warning")


def test_only_who_decides_is_told(town):
    assert PROPOSALS.may_see(town.people.noivu)
    assert not PROPOSALS.may_see(town.people.xa_minh)
    assert not PROPOSALS.may_see(town.people.lanhdao)


def test_the_sentence_of_the_mail_names_nobody():
    assert PROPOSALS.nameless(3) == "3 đề nghị điều chỉnh hồ sơ chờ quyết định."
