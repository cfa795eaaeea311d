"""The site by keyboard alone: no test here uses the mouse."""

from __future__ import annotations

import pytest

from foundation.scope import unscoped
from officials.models import Official

pytestmark = pytest.mark.browser

ACTIVE = "document.activeElement"
FOCUSABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden" && !e.disabled)"""
# How an element shows that it has the focus: an outline or a ring drawn as a shadow, its own or of the card it fills.
RING = """() => {
    const own = getComputedStyle(document.activeElement);
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const card = document.activeElement.closest(".stat-card");
    return drawn(own) || own.boxShadow !== "none" || (card !== null && drawn(getComputedStyle(card)));
}"""
WHO = """() => { const e = document.activeElement;
    return `${e.tagName} ${e.id} ${e.className} ${(e.textContent || "").trim().slice(0, 40)}`; }"""


def tab_to(page, selector, limit=80, key="Tab"):
    """Press Tab until the focus stands on `selector`."""
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate(f"(s) => {ACTIVE}.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab; the focus is on {page.evaluate(WHO)}")


def test_sign_in_open_a_record_correct_it_and_save(visit, demo):
    page = visit()
    page.goto("/dang-nhap/")
    tab_to(page, "[name=username]")
    page.keyboard.type("xa_10714")
    page.keyboard.press("Tab")
    page.keyboard.type(demo.password("xa_10714"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tổng quan").wait_for()
    with unscoped("whom to look for"):
        official = Official.objects.filter(unit__public_id="10714", appointments__ends_on=None).first()

    page.keyboard.press("/")
    assert page.evaluate(f"{ACTIVE}.id") == "tim-kiem"
    page.keyboard.type(official.name_folded)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=official.full_name).first.wait_for()
    tab_to(page, f"main a[href*='/ho-so/{official.public_id}/']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=official.full_name).wait_for()
    tab_to(page, f"a[href$='/{official.public_id}/sua/']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Sửa thông tin bản thân").wait_for()

    # A wrong date: the summary has the focus, its link leads to the field, what was typed stands there.
    tab_to(page, "[name=birth_date]")
    page.keyboard.type("31/02/1980")  # Tab selects what stood there
    page.keyboard.press("Enter")
    page.locator(".error-summary").wait_for()
    assert page.evaluate(f"{ACTIVE}.matches('.error-summary')")
    page.keyboard.press("Tab")
    assert "Ngày sinh" in page.evaluate(f"{ACTIVE}.textContent")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{ACTIVE}.name === 'birth_date' || location.hash === '#id_birth_date'")
    page.locator("[name=birth_date]").press("Control+a")
    assert page.locator("[name=birth_date]").input_value() == "31/02/1980"
    earlier = official.birth_date.year - 1
    page.keyboard.type(f"5/{earlier}")
    tab_to(page, "[name=hometown]")
    page.keyboard.type("Phường Hiệp Sơn, thị xã Kinh Môn")
    page.keyboard.press("Enter")
    page.get_by_text(f"Đã cập nhật hồ sơ {official.full_name}.").wait_for()
    official.refresh_from_db()
    assert (official.hometown, official.birth_date_partial.iso) == (
        "Phường Hiệp Sơn, thị xã Kinh Môn",
        f"{earlier}-05",
    )


def test_a_section_is_edited_in_place(visit):
    page = visit("noivu")
    page.goto("/ho-so/KM0032/?muc=trinh-do")
    tab_to(page, "#noi-dung a[href$='/trinh-do/them/'], #noi-dung a[hx-get]")
    page.keyboard.press("Enter")
    form = page.locator("form.record-form")
    form.wait_for()
    assert "muc=trinh-do" in page.url  # on the page itself
    tab_to(page, "form.record-form a, form.record-form button[type=submit]")


def test_the_skip_link_is_first_and_leads_to_the_content(visit):
    page = visit("noivu")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{ACTIVE}.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#noi-dung"
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('noi-dung').contains({ACTIVE})")


@pytest.mark.parametrize("address", ["/", "/ho-so/", "/nhap-excel/"])
def test_everything_that_takes_the_focus_shows_it(address, visit):
    page = visit("noivu")
    page.goto(address)
    page.wait_for_load_state("networkidle")  # charts bring links of their own
    n_focusable = page.evaluate(f"({FOCUSABLE})().length")
    seen, without_ring = set(), []
    for _ in range(n_focusable + 5):
        page.keyboard.press("Tab")
        if page.evaluate(f"{ACTIVE} === document.body"):
            break
        who = page.evaluate(WHO)
        seen.add(who)
        if not page.evaluate(RING):
            without_ring.append(who)
    assert not without_ring
    assert len(seen) > 15


def test_menus_open_move_and_close(visit):
    page = visit("noivu")
    page.goto("/")
    tab_to(page, ".drop-year > summary")
    page.keyboard.press("Enter")
    assert page.locator(".drop-year .drop-panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".drop-year .drop-panel").is_visible()
    assert page.evaluate(f"{ACTIVE}.matches('.drop-year > summary')")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    label = page.evaluate(f"{ACTIVE}.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**nam={label.split()[-1]}*")


def test_the_menu_of_a_phone_opens_by_enter_and_by_space(visit):
    page = visit("noivu", "phone")
    page.goto("/")
    tab_to(page, ".menu-toggle")
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        assert page.locator("#menu-chinh").is_visible()
        assert page.locator(".menu-toggle").get_attribute("aria-expanded") == "true"
        page.keyboard.press(key)
        assert not page.locator("#menu-chinh").is_visible()
    page.keyboard.press("Enter")
    tab_to(page, "#menu-chinh a[href='/ho-so/']", limit=6)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Hồ sơ cán bộ, công chức").wait_for()
