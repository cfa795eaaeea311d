"""A real Chromium against a live server: every page is watched for console errors and requests to other hosts."""

from __future__ import annotations

import json
import os
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread

SIZES = {"laptop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo(transactional_db, settings):
    """The demonstration, loaded; `demo.password("noivu")`."""
    settings.KINHMON_ENV = "demo"
    settings.DEMO = True
    out = StringIO()
    call_command("demo", "--format", "json", stdout=out, stderr=StringIO())
    accounts = {row["username"]: row["password"] for row in json.loads(out.getvalue())["accounts"]}
    return SimpleNamespace(password=accounts.__getitem__, usernames=list(accounts))


@pytest.fixture
def visit(chromium, live_server, demo):
    """`visit("noivu", size)` → a signed-in page; at the end nothing may have gone wrong in any of them."""
    faults: list[str] = []
    contexts = []

    def sign_in(username, size="laptop"):
        context = chromium.new_context(viewport=SIZES[size], locale="vi-VN", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: faults.append(f"{page.url} console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"{page.url} script: {error}"))
        page.on("request", lambda r: faults.append(f"outside: {r.url}") if _is_outside(r.url) else None)
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        page.base = live_server.url
        page.goto(f"{live_server.url}/dang-nhap/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", demo.password(username))
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
        return page

    def _is_outside(url):
        return not url.startswith((live_server.url, "data:", "blob:", "about:"))

    yield sign_in
    for context in contexts:
        context.close()
    assert faults == []
