"""The kit in a real Chromium: the gallery at both sizes, by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SIZES
from tests.browser.test_every_page import comes_true
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(chromium, live_server, client, settings):
    """`gallery(size, **context options)` → the open gallery and what went wrong while it opened."""
    settings.DEMO = True
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def open_it(size="laptop", **options):
        context = chromium.new_context(viewport=SIZES[size], locale="vi-VN", **options)
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        faults = []
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((live_server.url, "data:")) else faults.append(r.url),
        )
        page.goto(f"{live_server.url}/giao-dien/")
        return page, faults

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_gallery_draws_its_charts_reads_well_and_fits_the_screen(gallery, size):
    page, faults = gallery(size)
    page.wait_for_selector("#xep-loai.drawn svg text")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
    assert comes_true(page, "document.documentElement.scrollWidth <= innerWidth")
    assert faults == []


def test_digits_of_figures_have_one_width_in_every_weight(gallery):
    page, _ = gallery()
    measure = """() => [400, 600, 700].flatMap((weight) => [..."0123456789"].map((digit) => {
        const span = document.createElement("span");
        span.className = "num";
        span.style.fontWeight = weight;
        span.textContent = digit.repeat(20);
        document.body.append(span);
        return span.getBoundingClientRect().width;
    }))"""
    page.evaluate(measure)
    page.evaluate("document.fonts.ready")
    widths = page.evaluate(measure)
    assert max(widths) - min(widths) < 0.1


def test_a_slash_goes_to_the_search_and_escape_closes_a_menu(gallery):
    page, _ = gallery()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "tim-kiem"
    page.locator(".drop-year > summary").click()
    assert page.locator(".drop-year").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator(".drop-year").get_attribute("open") is None


def test_the_menu_folds_on_a_phone_and_opens_by_its_button(gallery):
    page, _ = gallery("phone")
    menu, button = page.locator("#menu-chinh"), page.locator(".menu-toggle")
    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"


def test_without_javascript_bars_tables_and_menus_still_work(gallery):
    page, _ = gallery(java_script_enabled=False)
    assert page.locator("#xep-loai .svg-bars").is_visible()
    assert page.locator("#phan-tan .chart-fallback table").is_visible()
    page.locator("#xep-loai summary").click()
    assert page.locator("#xep-loai details table").is_visible()
    page.locator(".drop-year > summary").click()
    page.locator(".drop-year .drop-panel a", has_text="2019").click()
    assert page.url.endswith("?nam=2019")
    phone, _ = gallery("phone", java_script_enabled=False)
    phone.locator(".menu-toggle").click()
    assert phone.locator("#menu-chinh").is_visible()
