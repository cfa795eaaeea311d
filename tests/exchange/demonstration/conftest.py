"""The demonstration, installed once for all tests of this folder; each rolls its own changes back."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from reports import snapshot

SETTINGS = {
    "KINHMON_ENV": "demo",
    "KINHMON_TODAY": date(2021, 12, 31),
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="package")
def _installed(django_db_setup, django_db_blocker):
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**SETTINGS):
            call_command("demo", "--format", "json", stdout=out, stderr=StringIO())
        yield json.loads(out.getvalue())["accounts"]
        transaction.set_rollback(True)
    snapshot.forget()


@pytest.fixture
def installed(_installed, db, settings):
    """The accounts that the command `demo` printed on an empty database."""
    settings.KINHMON_ENV = "demo"
    return _installed
