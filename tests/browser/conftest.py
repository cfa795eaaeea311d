"""A real Chromium against a live server with the demonstration; every page is watched while it is open.

One database for the whole folder, filled once: the demonstration, in a file of its own on SQLite (an in-memory
database is one connection, which the threads of a server cannot share) and in a database of its own on PostgreSQL.
Tests that write therefore take a unit or a person that no other test of this folder reads closely.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client, override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import CHROMIUM

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread

SIZES = {"laptop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SETTINGS = {
    "KINHMON_ENV": "demo",
    "DEMO": True,
    "KINHMON_TODAY": date(2021, 12, 31),
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": site_settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(django_db_blocker, tmp_path_factory):
    """The demonstration, loaded and served: `demo.url`, `demo.password("noivu")`, `demo.usernames`."""
    folder = tmp_path_factory.mktemp("browser")
    with (
        django_db_blocker.unblock(),
        override_settings(**SETTINGS, MEDIA_ROOT=folder / "media"),
        _own_database(folder / "demo.sqlite3"),
    ):
        call_command("migrate", verbosity=0)
        out = StringIO()
        call_command("demo", "--format", "json", stdout=out, stderr=StringIO())
        for _ in range(2):  # so that there are findings to follow, and two runs to compare
            recommend = {"year": "2021", "by": ["town", "area", "unit"]}
            call_command("recommend", **recommend, stdout=StringIO(), stderr=StringIO())
        accounts = {row["username"]: row["password"] for row in json.loads(out.getvalue())["accounts"]}
        server = LiveServer("127.0.0.1")
        try:
            yield SimpleNamespace(
                url=server.url, password=accounts.__getitem__, usernames=list(accounts), client=_client
            )
        finally:
            server.stop()


@contextmanager
def _own_database(path):
    """All connections of all threads lead to an empty database of this folder's own; afterwards to the former one."""
    former_settings = connections.settings[DEFAULT_DB_ALIAS]
    former = connections[DEFAULT_DB_ALIAS]
    on_sqlite = former.vendor == "sqlite"
    name = str(path) if on_sqlite else f"browser_{os.getpid()}"
    if not on_sqlite:
        with former._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.settings[DEFAULT_DB_ALIAS] = former_settings | {"NAME": name}
    del connections[DEFAULT_DB_ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections.settings[DEFAULT_DB_ALIAS] = former_settings
        connections[DEFAULT_DB_ALIAS] = former
        if not on_sqlite:
            with former._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _client(username):
    """Django's own client, signed in: for what needs no browser."""
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


class Visits:
    """Opens contexts of the browser and keeps what went wrong in any of their pages."""

    def __init__(self, chromium, demo):
        self.chromium, self.demo = chromium, demo
        self.faults: list[str] = []
        self.allowed: list[str] = []  # patterns of faults that a test provokes
        self.contexts = []

    def __call__(self, username="", size="laptop", **options):
        """A page of a new context; with `username` its session is signed in already."""
        context = self.chromium.new_context(
            viewport=SIZES[size], locale="vi-VN", accept_downloads=True, base_url=self.demo.url, **options
        )
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", self._watch)
        if username:
            cookie = self.demo.client(username).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.demo.url}])
        return context.new_page()

    def sign_in(self, username, size="laptop", **options):
        """A page signed in the way people do it."""
        page = self(size=size, **options)
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(self.demo.password(username))
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        return page

    def _watch(self, page):
        page.on("console", lambda m: self._note(page, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self._note(page, f"script: {error}"))
        page.on("request", lambda r: None if self._is_ours(r.url) else self._note(page, f"outside: {r.url}"))
        page.on("response", lambda r: self._note(page, f"{r.status} {r.url}") if r.status >= 500 else None)

    def _is_ours(self, url):
        return url.startswith((self.demo.url, "data:", "blob:", "about:"))

    def _note(self, page, text):
        self.faults.append(f"{page.url} {text}")

    def unexpected(self):
        return [fault for fault in self.faults if not any(re.search(text, fault) for text in self.allowed)]


@pytest.fixture
def visit(chromium, demo):
    """`visit("noivu", "phone")` → a signed-in page; at the end nothing may have gone wrong in any of them."""
    visits = Visits(chromium, demo)
    yield visits
    for context in visits.contexts:
        context.close()
    assert visits.unexpected() == []
