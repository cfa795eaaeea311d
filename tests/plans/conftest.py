"""A town small enough to work out by hand: ten people in U1 (khu Bắc) and ten in U2 (khu Nam)."""

from __future__ import annotations

import pytest

from assessments.models import Training, UnitYear
from officials.models import Official
from reports import snapshot
from tests import factories
from tests.reports.conftest import load_rows
from tests.reports.small_town import Rows

YEAR = 2021


def courses(unit, n):
    """From now on exactly `n` people of the unit attended a course in the year."""
    people = [f"{unit}-{k}" for k in range(10)]
    Training.objects.filter(official__public_id__in=people).delete()
    for name in people[:n]:
        official = Official._base_manager.get(public_id=name)
        Training.objects.create(
            public_id=f"T-{name}", official=official, course="Khóa", kind="qlnn", starts_on="2021-05-01", ends_on="2021-05-10"
        )  # fmt: skip
    snapshot.forget()


def computers(unit, n):
    """From now on the unit has `n` computers."""
    UnitYear._base_manager.filter(unit__public_id=unit).update(computers=n)
    snapshot.forget()


@pytest.fixture
def two_units(db, tmp_path):
    """5 of 10 have a computer in each unit (norm: all); courses: 2 of 10 in U1, 6 of 10 in U2 (norm 60 %)."""
    r = Rows()
    for unit, area in (("U1", "Bắc"), ("U2", "Nam")):
        r.unit(unit, area)
        r.add("unit_years", unit=unit, year=YEAR, computers=5)
        for k in range(10):
            r.person(f"{unit}-{k}")
            r.posting(f"{unit}-{k}", unit, "van_phong_thong_ke", "2018-01-01")
    load_rows(r.tables, tmp_path / "two")
    courses("U1", 2)
    courses("U2", 6)


@pytest.fixture
def staff(two_units):
    """The district, who runs the rules."""
    return factories.make_user("district", username="noivu")
