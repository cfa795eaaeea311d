"""The district of the sample workbooks: its 23 units and 60 people."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from tests.exchange.samples import FOLDER


@pytest.fixture
def son_binh(db):
    """The sample package, loaded as any district loads its own."""
    call_command("load_package", str(FOLDER / "package"), "--format", "json", stdout=io.StringIO())
