"""Fixtures of the whole suite: a fixed working day, a fast hasher, eight people, the audit's triggers."""

from __future__ import annotations

import os
import shutil
from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management.commands import flush
from django.db import connections
from xdist.scheduler import LoadScopeScheduling

from exchange.returned import own
from exchange.workbooks import opening
from foundation import audit_triggers
from reports import snapshot
from tests import factories, migrated
from tests.nursery import Nursery
from tests.write_counter import WriteCounter

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(config, items):
    """Without Chromium the browser tests are skipped, which CI refuses (below)."""
    for item in items:
        if "browser" in item.keywords and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium"))


# Folders and files whose tests share something dear: one Chromium, one demonstration, a database of their own.
TOGETHER = ("tests/browser/", "tests/exchange/demonstration/", "tests/exchange/test_import_concurrency.py")


class SomeTogether(LoadScopeScheduling):
    """The tests of a place of TOGETHER stay on one worker; every other goes where there is time.

    xdist's own groups write their name into ids that pytest 9 builds anew, so its groups come apart.
    """

    def _split_scope(self, nodeid):
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return SomeTogether(config, log)


def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a failed run: what was not tried has not been shown to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and not exitstatus:
        reporter.write_line("FAILED: tests were skipped in CI")
        session.exitstatus = 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Before the database of the tests is made: on SQLite it is a copy, once one was made."""
    with migrated.copied_where_possible():
        yield


@pytest.fixture(scope="session")
def _nursery():
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(autouse=True)
def _children_without_their_start(request, monkeypatch, _nursery):
    """Workbooks are opened in forks of one process (tests.nursery); the mark `own_process` starts real ones."""
    if not request.node.get_closest_marker("own_process"):
        for module in (opening, own):
            monkeypatch.setattr(module, "subprocess", _nursery)


@pytest.fixture(scope="session")
def _no_collected_files(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def _media_of_the_tests(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _plain_settings(settings, _no_collected_files, _media_of_the_tests):
    # Every test client would read all that script/serve has collected: five times the cost of its request.
    settings.STATIC_ROOT = _no_collected_files
    settings.MEDIA_ROOT = _media_of_the_tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.KINHMON_TODAY = date(2021, 12, 31)
    settings.SYNTHETIC_CHECK_SECONDS = 0
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _no_figures_of_another_test():
    """Rows made by the factories write no audit event, so the data version does not tell two tests apart."""
    snapshot.forget()


@pytest.fixture(autouse=True)
def _every_write_has_its_event(request, monkeypatch):
    """Fails a test in which the application changed a record without an audit event in the same transaction.

    Steps of an act that write no event themselves carry the mark `part_of_an_act` where they are tried alone.
    """
    if request.node.get_closest_marker("part_of_an_act"):
        yield
        return
    counter = WriteCounter()
    counter.install(monkeypatch)
    yield
    counter.uninstall()
    assert not counter.faults, counter.faults


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_triggers():
    """Tests with real transactions end in a flush, which the append-only triggers refuse; tests alone may lift them."""
    original = flush.Command.handle

    def handle(self, **options):
        connection = connections[options["database"]]
        audit_triggers.uninstall(connection)
        try:
            original(self, **options)
        finally:
            audit_triggers.install(connection)
        _load_law()

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


def _load_law():
    """What the flush took and every installation has: law and catalogues, as `migrate` loads them."""
    for module in (
        "officials.migrations.0002_load_law",
        "officials.migrations.0012_load_theory",
        "officials.migrations.0021_load_issuing_bodies",
        "assessments.migrations.0002_load_law",
        "assessments.migrations.0004_load_round_rules",
    ):
        for operation in import_module(module).Migration.operations:
            operation.code(apps, None)


@pytest.fixture
def town(db):
    """Two units in two khu, one official each, and the eight people of the access table."""
    minh = factories.make_unit("10702", name="Minh Tân", area="Nhị Chiểu")
    khac = factories.make_unit("10675", name="An Lưu", area="Tam Lưu")
    people = SimpleNamespace(
        noivu=factories.make_user("district", username="noivu"),
        xa_minh=factories.make_user("commune", unit=minh, username="xa_minh"),
        xa_khac=factories.make_user("commune", unit=khac, username="xa_khac"),
        lanhdao=factories.make_user("leadership", username="lanhdao"),
        quantri=factories.make_user("admin", username="quantri"),
        kiemtra=factories.make_user("auditor", username="kiemtra"),
        chua_gan=factories.make_user(username="chua_gan"),
    )
    return SimpleNamespace(
        minh=minh,
        khac=khac,
        people=people,
        an=factories.make_official(unit=minh, full_name="Nguyễn Văn An", public_id="P-AN"),
        binh=factories.make_official(unit=khac, full_name="Đỗ Thị Bình", sex="nu", public_id="P-BINH"),
    )


@pytest.fixture
def signed_in(client):
    """`signed_in(user)` → a client with that user's session."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
