"""Many rows at once are the same rows that one by one would have been."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation import bulk
from foundation.dates import PartialDate
from foundation.models import AccessEvent, SubjectKey
from foundation.scope import unscoped
from officials.models import Qualification

pytestmark = pytest.mark.django_db
N = bulk.FEW + 7


def keys(n=N):
    return [SubjectKey(subject_id=f"o-{i}", key=f"khóa\t{i}\\N\n'\"") for i in range(n)]


@pytest.mark.parametrize("n", [0, 1, bulk.FEW, N])
def test_every_row_is_inserted_as_it_is(n):
    with transaction.atomic():
        bulk.insert(keys(n))
    assert {row.subject_id: row.key for row in SubjectKey.objects.filter(subject_id__startswith="o-")} == {
        row.subject_id: row.key for row in keys(n)
    }


def test_moments_numbers_and_empty_texts_come_back_the_same():
    now = timezone.now()
    with transaction.atomic():
        bulk.insert([AccessEvent(at=now, actor="", actor_name=f"Đỗ Thị Ý {i}", action="x") for i in range(N)])
    rows = AccessEvent.objects.filter(action="x")
    assert (rows.count(), {row.at for row in rows}, {row.actor for row in rows}) == (N, {now}, {""})


def test_partial_dates_links_and_defaults_are_kept(town):
    day = PartialDate.parse("2015-06")
    rows = [
        Qualification(public_id=f"q-{i}", official=town.an, kind="professional", level="dai_hoc")
        for i in range(N)
    ]
    for row in rows:
        row.attained_on_partial = day
    with transaction.atomic():
        bulk.insert(rows)
    with unscoped("a test"):
        read = list(Qualification.objects.filter(official=town.an, public_id__startswith="q-"))
    assert len(read) == N
    assert {(row.attained_on_partial, row.expires_on, row.official_id, row.version) for row in read} == {
        (day, None, town.an.pk, 1)
    }


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_inserted():
    with pytest.raises(RuntimeError):
        bulk.insert(keys())


def test_a_row_that_cannot_be_leaves_none():
    twice = [*keys(), SubjectKey(subject_id="o-1", key="x")]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(twice)
    assert not SubjectKey.objects.filter(subject_id__startswith="o-").exists()
