"""Fixtures of the figures: a package of awkward rows, loaded, with its plain twin."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

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
    snapshot.forget()
    return Town(tables)


@pytest.fixture
def awkward(db, tmp_path):
    """`awkward(seed)` → the twin of a loaded random package."""
    return lambda seed, n=45: load_rows(Maker(seed, n).tables, tmp_path / str(seed))


@pytest.fixture
def small_town(db, tmp_path):
    """The eight people of `tests.reports.small_town`, loaded."""
    return load_rows(small_town_rows().tables, tmp_path / "small")
