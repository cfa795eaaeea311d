"""Which pages show figures: every address of `reports` and the pages that figures are shown on, with examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from django.urls import reverse
from django.urls.resolvers import URLPattern

from foundation.dates import year_end
from officials.models import Area, Unit
from reports.indicators import indicators
from reports.tables.numbered.model import numbered_tables

OVERVIEW = "reports:overview"
DAY = year_end(2021)
# What else a page offers behind the same address, where it costs more than the plain page.
VARIANTS = {"reports:tables": ("?theo=don_vi",), "reports:findings": ("?cap=don_vi",)}


def _one_of_each_kind() -> list[str]:
    """An indicator of each kind: share, count, mean, ratio, rate."""
    return list({item.kind: item.code for item in indicators}.values())


def _a_unit() -> list[str]:
    return [Unit.objects.existing_on(DAY).order_by("public_id")[0].public_id]


def _an_area() -> list[str]:
    return [str(area) for area in Area.objects.filter(units__isnull=False).order_by("name")[:1]]


EXAMPLES: dict[str, Callable[[], list[str]]] = {
    "reports:indicator": _one_of_each_kind,
    "reports:numbered-table": lambda: list(numbered_tables.codes()),
    "reports:unit-profile": _a_unit,
    "reports:area-profile": _an_area,
    "reports:form": lambda: ["bm02", "bm04"],
}
# Papers are made of records, not of figures.
PAPERS = {"documents", "document"}


def figure_routes() -> dict[str, URLPattern]:
    """Every address of `reports` with figures, by its full name; one that names something needs a line in `EXAMPLES`."""
    urls = import_module("reports.urls")  # the views import what registers this suite
    routes = [route for route in urls.urlpatterns if route.name not in PAPERS]
    return {f"{urls.app_name}:{route.name}": route for route in routes}


def figure_pages() -> Iterator[tuple[str, str]]:
    """(route, address) of every page with figures."""
    for name, route in figure_routes().items():
        named = [[value] for value in EXAMPLES[name]()] if route.pattern.converters else [[]]
        for values in named:
            address = reverse(name, args=values)
            yield name, address
            for query in VARIANTS.get(name, ()):
                yield name, address + query
    unit = Unit.objects.existing_on(DAY).order_by("public_id")[0]
    yield "officials:unit-detail", unit.get_absolute_url()
