"""What every answer carries and no address allows: headers, CSRF, and that reading changes nothing."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from foundation.models import AccessEvent
from tests.isolation import NADA, about
from tests.test_access import doors, send
from tests.whole_town import KHAC, client_of, fill

pytestmark = pytest.mark.django_db
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# A file somebody sent is opened with nothing allowed at all.
OF_A_FILE = {"default-src": "'none'", "sandbox": ""}
# A script without a file, a style in an attribute or a sheet, an act in an attribute: the policy refuses them all.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style\b|\sstyle=\"|\son[a-z]+=\"|javascript:",
    re.IGNORECASE,
)


@pytest.fixture
def whole(town):
    return fill(town)


def one_of_each(town, *, verb="GET"):
    """The first door of each route, exports and the second kind of a route included."""
    seen = {}
    for door in doors(town):
        if door.verb == verb:
            seen.setdefault((door.route, "xuat" in door.query), door)
    return list(seen.values())


def faults_of(response):
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    policy = dict(part.partition(" ")[::2] for part in parts if part)
    is_page = response.get("Content-Type", "").startswith("text/html")
    if policy != CSP and (is_page or policy != OF_A_FILE):
        yield f"policy {policy}"
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for name, value in wanted.items():
        if response.get(name) != value:
            yield f"{name}: {response.get(name)}"
    if "no-store" not in response.get("Cache-Control", ""):
        yield f"Cache-Control: {response.get('Cache-Control')}"
    if is_page:
        found = INLINE.search(response.content.decode())
        if found:
            yield f"inline: {found.group()}"


@pytest.mark.parametrize("who", ["anon", "noivu", "quantri", "chua_gan"])
def test_every_answer_carries_the_strict_headers(whole, who):
    found = {}
    for door in one_of_each(whole):
        response = client_of(whole, who).get(reverse(door.route, args=door.args) + door.query)
        faults = list(faults_of(response))
        if faults:
            found[str(door)] = (response.status_code, faults)
    missing = client_of(whole, who).get("/khong-co/")
    assert not list(faults_of(missing))
    assert not found


def test_no_form_is_taken_without_its_token(whole):
    """On every page that takes a form, and on the API with a session instead of a token."""
    for who in ("noivu", "xa_minh", "quantri"):
        client_of(whole, who)  # signing in notes the moment
    before, taken = contents(), {}
    for door in doors(whole):
        if door.verb == "GET":
            continue
        who = "quantri" if door.route.startswith("accounts:") else "noivu"
        who = "xa_minh" if door.route.startswith("exchange:import-c") else who
        client = client_of(
            whole, "anon" if door.route == "accounts:sign-in" else who, enforce_csrf_checks=True
        )
        with transaction.atomic():
            status = send(whole, client, reverse(door.route, args=door.args), door, {}).status_code
            transaction.set_rollback(True)
        if status != 403:
            taken[str(door)] = status
    assert not taken
    assert contents() == before


# --- reading changes nothing --------------------------------------------------------------------------------
KEPT_WHEN_READING = {Session, AccessEvent}  # the session's life; that sensitive facts were read


def contents():
    """A digest of each table's rows, sessions and the log of readings left out."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model not in KEPT_WHEN_READING:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                rows = sorted(repr(row) for row in cursor.fetchall())
                found[model._meta.db_table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@pytest.mark.parametrize("who", ["noivu", "xa_minh", "quantri", "kiemtra"])
def test_reading_changes_nothing(whole, who):
    client = client_of(whole, who)
    before = contents()
    for door in one_of_each(whole):
        url = reverse(door.route, args=door.args) + door.query
        client.get(url)
        if who == "noivu":
            client.head(url)
        if who == "xa_minh":
            foreign = about(door, whole.events | {NADA: 987_654}, KHAC)
            client.get(reverse(foreign.route, args=foreign.args) + foreign.query)
    assert contents() == before


def test_an_act_asked_for_with_get_does_nothing(whole):
    for who in ("xa_minh", "quantri"):
        client_of(whole, who)
    before = contents()
    for door in doors(whole):
        if door.verb != "GET" and door.route not in ("accounts:sign-in",):
            who = "quantri" if door.route.startswith("accounts:") else "xa_minh"
            client_of(whole, who).get(reverse(door.route, args=door.args), {**(door.body or {})})
    assert contents() == before


# --- cookies ------------------------------------------------------------------------------------------------
def test_the_session_cookie_is_not_for_scripts_nor_for_other_sites(town):
    client = Client()
    answer = client.post(reverse("accounts:sign-in"), {"username": "noivu", "password": "mat-khau-thu-123"})
    assert answer.status_code == 302
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
