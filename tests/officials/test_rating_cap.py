"""The cap on excellent ratings (regulations 3.6, 16.2)."""

from __future__ import annotations

from datetime import date

import pytest

from officials.law import norms_on
from officials.models import Norm
from officials.rating_cap import rating_cap

pytestmark = pytest.mark.django_db


def test_of_twenty_people_three_may_be_excellent_or_four_where_they_count_themselves():
    assert rating_cap(norms_on(date(2021, 12, 31))).most(17, 3) == 3
    assert rating_cap(norms_on(date(2021, 12, 31))).most(16, 4) == 3
    Norm.objects.filter(code="E3.cap.base_with_xuat_sac").update(value=1)
    assert rating_cap(norms_on(date(2021, 12, 31))).most(16, 4) == 4


def test_the_cap_is_exact_where_a_tenth_is_none():
    assert [rating_cap(norms_on(date(2021, 12, 31))).most(n, 0) for n in (4, 5, 15, 35)] == [0, 1, 3, 7]


def test_there_is_no_cap_before_its_first_day_and_it_says_by_which_text():
    assert rating_cap(norms_on(date(2018, 9, 23))) is None
    cap = rating_cap(norms_on(date(2019, 12, 31)))
    assert "HD 21-HD/BTCTW" in cap.norms[0].basis
    assert cap.norms[0].verified == "memory"
