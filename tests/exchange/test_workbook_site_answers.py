"""While hostile files are being refused the site answers everybody else."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook
from tests.exchange.hostile import ATTACKS

SLOW = ["half a million levels", "1 000 000 merges", "ratio bomb in one member", "records without an end"]
SECONDS = 5


def refused(name):
    try:
        open_workbook(ATTACKS[name].make(), ATTACKS[name].name)
    except Refusal as refusal:
        return refusal.code
    return "read"


@pytest.mark.own_process
@pytest.mark.django_db
def test_other_requests_are_answered_while_bombs_are_refused(client):
    """The files are opened in children: threads of the web process that wait for them hold nobody up."""
    with ThreadPoolExecutor(len(SLOW)) as threads:
        waiting = [threads.submit(refused, name) for name in SLOW]
        answers = []
        while not all(item.done() for item in waiting):
            started = time.monotonic()
            assert client.get(reverse("accounts:sign-in")).status_code == 200
            answers.append(time.monotonic() - started)
    assert len(answers) > 1
    assert max(answers[1:]) < SECONDS
    assert all(ATTACKS[name].is_met_by(item.result()) for name, item in zip(SLOW, waiting, strict=True))
