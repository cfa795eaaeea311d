"""Fixtures of the figures: package rows, loaded, with their plain twin."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from officials.models import MajorFit
from reports import snapshot
from tests.reports.awkward import Maker, write_package
from tests.reports.plain import Town
from tests.reports.small_town import rows as small_town_rows


def load_rows(tables, folder):
    """Load package rows through the command; their twin."""
    out = io.StringIO()
    try:
        call_command("load_package", str(write_package(tables, folder)), format="json", stdout=out)
    except SystemExit as refused:
        raise AssertionError(out.getvalue()) from refused
    assert json.loads(out.getvalue())["loaded"]
    decide_majors()
    snapshot.forget()
    return Town(tables)


# What was decided about fields of study: post, field, suits, from, until.
MAJORS = (
    ("van_phong_thong_ke", "Luật kinh tế", True, None, None),
    ("tu_phap_ho_tich", "Luật kinh tế", True, None, None),
    ("tu_phap_ho_tich", "Nông học", False, None, None),
    ("tai_chinh_ke_toan", "Kế toán", True, None, None),
    ("dia_chinh_xay_dung", "Kế toán", True, None, date(2020, 6, 30)),
    ("dia_chinh_xay_dung", "Nông học", False, date(2020, 7, 1), None),
)


def decide_majors():
    if MajorFit.objects.exists():
        return
    for number, (post, major, suits, starts_on, ends_on) in enumerate(MAJORS):
        row = MajorFit(
            public_id=f"N{number}", major=major, post_id=post, fit="phu_hop" if suits else "chua_phu_hop",
            decided_by="Phòng Nội vụ", decided_on=date(2019, 12, 25), reason="Thử", starts_on=starts_on, ends_on=ends_on,
            verified="proposal",
        )  # fmt: skip
        row.clean()
        row.save()


@contextmanager
def loaded_once(blocker, tables, folder):
    """The rows in the database for all tests of a module; each test still rolls its own changes back."""
    with blocker.unblock(), transaction.atomic():
        yield load_rows(tables, folder)
        transaction.set_rollback(True)
    snapshot.forget()


@pytest.fixture
def awkward(db, tmp_path):
    """`awkward(seed)` → the twin of a loaded random package."""
    return lambda seed, n=45: load_rows(Maker(seed, n).tables, tmp_path / str(seed))


@pytest.fixture(scope="module")
def _small_town(django_db_setup, django_db_blocker, tmp_path_factory):
    with loaded_once(django_db_blocker, small_town_rows().tables, tmp_path_factory.mktemp("small")) as town:
        yield town


@pytest.fixture
def small_town(_small_town, db):
    """The eight people of `tests.reports.small_town`, loaded."""
    return _small_town


@pytest.fixture(scope="module")
def _big_town(django_db_setup, django_db_blocker, tmp_path_factory):
    with loaded_once(django_db_blocker, Maker(21, 90).tables, tmp_path_factory.mktemp("big")) as town:
        yield town


@pytest.fixture
def big_town(_big_town, db):
    """90 people of `tests.reports.awkward`, loaded."""
    return _big_town
