"""What an installer gets: production settings without a warning, nonsense refused at start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {"KINHMON_ENV": "production", "SECRET_KEY": "kX9_mQ2-Lw7.Tz4pRb8" * 4, "KINHMON_TODAY": ""}


def manage(*argv, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *argv],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"} | GOOD | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deploy_check_has_no_issue():
    done = manage("check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({"KINHMON_ENV": "staging"}, "KINHMON_ENV"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"KINHMON_TODAY": "31/12/2021"}, "KINHMON_TODAY"),
        ({"KINHMON_TODAY": "2021-12-31"}, "kinhmon.E001"),
    ],
)
def test_nonsense_in_the_environment_stops_the_start(environment, what):
    done = manage("check", "--deploy", **environment)
    assert done.returncode != 0
    assert what in done.stderr


def test_production_cookies_are_bound_to_the_host_and_to_https():
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG)"
    )
    done = manage("shell", "--no-imports", "-c", code)
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", *["True"] * 5, "False"], (
        done.stderr
    )
