"""Every test of credibility against its twin on random towns, in the town and in each khu."""

from __future__ import annotations

import pytest

from reports.credibility import credibility, credibility_tests
from tests.reports.conftest import loaded_once
from tests.reports.credibility.town import YEARS, random_town
from tests.reports.credibility.twin import ONLY_OURS, TWIN, Twin

AREAS = {"all": "", "area:Bắc": "Bắc", "area:Nam": "Nam"}


@pytest.fixture(scope="module", params=[1, 2])
def _town(request, django_db_setup, django_db_blocker, tmp_path_factory):
    tables = random_town(request.param).tables
    with loaded_once(django_db_blocker, tables, tmp_path_factory.mktemp(f"town{request.param}")):
        yield Twin(tables)


@pytest.fixture
def town(_town, db):
    return _town


def verdict(code, year, scope):
    return next((v for v in credibility(year) if v.test.code == code and v.scope.code == scope), None)


def test_every_test_has_a_twin():
    assert TWIN.keys() == set(credibility_tests.codes())


@pytest.mark.parametrize("code", TWIN)
def test_a_test_equals_its_twin(code, town):
    compared = 0
    for year in YEARS:
        for scope, area in AREAS.items():
            found = verdict(code, year, scope)
            if found is None or found.state == "missing":
                continue
            twin = TWIN[code](town, year, area)
            assert twin is not None, (year, scope, found.answer)
            figures, state = twin
            ours = {f.code: f.value for f in found.answer.figures if f.code not in ONLY_OURS.get(code, ())}
            assert ours.keys() == figures.keys(), (year, scope)
            for name, value in figures.items():
                assert ours[name] == pytest.approx(value, abs=1e-9), (year, scope, name)
            assert state in (None, found.state), (year, scope)
            compared += 1
    assert compared >= (1 if code in ("I5", "I7", "I9", "I10") else 6)
