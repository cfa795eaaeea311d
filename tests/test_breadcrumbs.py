"""The way back: every page that the menu, the top bar or the tabs beside a page of the menu do not lead to has one."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from foundation.registries import menu_items, top_links
from tests.test_access import EIGHT, doors
from tests.whole_town import client_of, fill

pytestmark = pytest.mark.django_db
# Pages of the person or of the frame, and the reference tables, which belong to the whole site.
OF_NO_PART = {"foundation:search", "foundation:gallery", "accounts:account", "officials:catalogues"}
TABS = re.compile(r'<nav class="tab-bar".*?</nav>', re.DOTALL)


def roots():
    return {reverse(item.url_name) for item in menu_items} | {reverse(link.url_name) for link in top_links}


def is_beside_a_root(page):
    tabs = TABS.search(page)
    return tabs is not None and any(root != "/" and f'href="{root}' in tabs[0] for root in roots())


def pages_without(client, whole, who):
    """What `who` asks of the table of access and gets as a page with the menu but without a way back."""
    for door in doors(whole):
        url = reverse(door.route, args=door.args)
        is_page = door.verb == "GET" and not door.htmx and door.statuses[EIGHT.index(who)] == 200
        if not is_page or door.route.startswith("api:") or door.route in OF_NO_PART or url in roots():
            continue
        response = client.get(url + door.query)
        page = "" if response.streaming else response.content.decode(errors="replace")
        if 'id="menu-chinh"' in page and "breadcrumb-nav" not in page and not is_beside_a_root(page):
            yield str(door)


@pytest.mark.parametrize("who", ["noivu", "quantri"])
def test_every_page_below_the_menu_says_what_stands_above_it(town, who):
    whole = fill(town)
    without = set(pages_without(client_of(whole, who), whole, who))
    assert "\n".join(sorted(without)) == ""
