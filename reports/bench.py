"""`bench --suite pages`: pages people live in against a bare signed-in page with the same number of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path, reverse

from accounts.models import Membership, User
from foundation.bench import BenchRow, BenchSuite, bench_suites, cpu_milliseconds
from foundation.dates import year_end
from officials.models import Appointment, Official, Unit
from reports import snapshot

DAY = year_end(2021)
LIST_ROWS = 25

_BARE = """<!DOCTYPE html><html lang="vi"><head><title>Danh sách</title></head><body><p>{{ user.full_name }}</p>
<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>
</body></html>"""


def bare(request: HttpRequest, rows: int) -> HttpResponse:
    """The floor: session, user, membership, one indexed query, `rows` plain rows of eight cells."""
    shown = (
        Official.objects.visible_to(request.user)
        .select_related("unit")
        .values_list(
            "public_id", "full_name", "sex", "birth_date", "unit__name", "hometown", "recruited_on", "version"
        )
    )[:rows]
    page = engines["django"].from_string(_BARE)
    return HttpResponse(page.render({"rows": list(shown), "user": request.user}, request))


def _urlconf() -> tuple[Any, ...]:
    site = import_module(settings.ROOT_URLCONF)
    return (path("bare/<int:rows>/", bare), *site.urlpatterns)


@contextmanager
def site() -> Iterator[Client]:
    """The site with the bare page beside it, and a district officer signed in."""
    user = User.objects.get(username="noivu")
    assert Membership.objects.filter(user=user).exists()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    # Plain names of static files: bench runs before anything has been collected.
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # The working day of the demonstration: in a later year its pages would have nothing to show.
    site_of_the_day = {"ROOT_URLCONF": _urlconf(), "ALLOWED_HOSTS": ["testserver"], "KINHMON_TODAY": DAY}
    with override_settings(**site_of_the_day, STORAGES=storages):
        yield client


def run() -> Iterator[BenchRow]:
    """Process CPU, median of 20; the dashboard warm (figures held) and cold (snapshot dropped before each)."""
    person = Appointment.objects.filter(is_primary=True, ends_on__isnull=True).first()
    assert person is not None
    unit = Unit.objects.existing_on(DAY).order_by("public_id")[0]
    pages = [
        ("Danh sách hồ sơ", reverse("officials:list"), LIST_ROWS, 3.0, None),
        ("Một hồ sơ", person.official.get_absolute_url(), LIST_ROWS, 3.0, None),
        ("Một xã, phường", unit.get_absolute_url(), None, 3.0, None),
        ("Tổng quan, đã có số liệu", reverse("reports:overview"), LIST_ROWS, 8.0, None),
        ("Tổng quan, chưa có số liệu", reverse("reports:overview"), LIST_ROWS, 40.0, snapshot.forget),
    ]
    with site() as client:
        for name, url, given, bar, before in pages:
            rows = given if given is not None else rows_of(client, url)
            act, floor_act = getting(client, url), getting(client, f"/bare/{rows}/")
            figure, floor = cpu_milliseconds(act, floor_act, before=before)
            yield BenchRow("pages", name, figure, "ms CPU", floor, bar)


def rows_of(client: Client, url: str) -> int:
    """How many rows the tables of a page have: people, places, figures."""
    bodies = re.findall(rb"<tbody.*?</tbody>", client.get(url).content, re.DOTALL)
    return sum(body.count(b"<tr") for body in bodies)


def getting(client: Client, url: str) -> Callable[[], object]:
    """An act that gets the page; got once before, so that templates are loaded and figures computed."""

    def get() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")

    get()
    return get


bench_suites.register(BenchSuite("pages", "Các trang thường dùng", run))
