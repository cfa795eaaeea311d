"""The gallery shows every component; outside the demonstration it does not exist."""

from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import make_user

COMPONENTS = Path(__file__).resolve().parents[2] / "templates" / "components"
pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, settings):
    settings.DEMO = True
    client.force_login(make_user())
    return client.get(reverse("foundation:gallery"))


def test_the_gallery_renders_every_component(shown):
    # The head is drawn once a process and remembered, so an earlier test may have drawn it.
    drawn = {template.name for template in shown.templates} | {"components/_head.html"}
    assert {f"components/{p.name}" for p in COMPONENTS.glob("*.html")} - drawn == set()


def test_every_component_starts_with_a_comment_of_its_variables():
    assert [p.name for p in COMPONENTS.glob("*.html") if not p.read_text().startswith("{% comment %}")] == []


def test_every_component_is_in_the_kit_document():
    text = (COMPONENTS.parents[1] / "docs" / "ui-components.md").read_text()
    drawn_by_tags = {"sparkline.html", "pager.html", "th_sort.html", "messages.html", "_head.html"}
    names = {p.name for p in COMPONENTS.glob("*.html")} - drawn_by_tags
    assert {name for name in names if name not in text} == set()


def test_the_gallery_does_not_exist_in_production(client, settings):
    settings.DEMO = False
    client.force_login(make_user())
    assert client.get(reverse("foundation:gallery")).status_code == 404


def test_a_wrong_field_keeps_what_was_typed_and_is_linked_from_the_summary(shown):
    html = shown.content.decode()
    assert 'value="30/02/1980"' in html
    assert 'href="#id_loi-birth_date"' in html
    assert 'aria-describedby="id_loi-birth_date_helptext id_loi-birth_date_error"' in html


def test_the_frame_has_a_skip_link_a_search_and_the_csrf_token_for_htmx(shown):
    html = shown.content.decode()
    assert html.index("skip-link") < html.index("<aside")
    assert 'action="/tim/"' in html
    assert "hx-headers" in html
    assert 'lang="vi"' in html


@pytest.mark.parametrize("code", ["400", "403", "404", "405", "409", "413", "429", "500", "503"])
def test_an_error_page_speaks_vietnamese_and_gives_the_reference(code):
    from django.template.loader import render_to_string

    html = render_to_string(f"{code}.html", {"reference": "500-abcd"}, RequestFactory().get("/x"))
    assert f"Lỗi {code}" in html
    assert "500-abcd" in html
