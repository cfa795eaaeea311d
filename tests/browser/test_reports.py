"""The pages of reports as district, commune and leader, in every layout and from another standpoint, at both sizes."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_every_page import axe_faults, comes_true

pytestmark = pytest.mark.browser

PAGES = [
    "/bao-cao/",
    "/bao-cao/T1/?nam=2021",
    "/bao-cao/T7/?nam=2021&theo=khu",
    "/bao-cao/T8/?nam=2021&theo=don_vi&don_vi_ngay=01/07/2025",
    "/bao-cao/T8/?nam=2021&theo=nhom",
    "/bao-cao/T8/?nam=2021&theo=chuc_danh",
    "/bao-cao/T13/?nam=2021&theo=cheo&voi=age",
    "/bao-cao/T24/?nam=2021",
    "/bao-cao/T25/?nam=2021&ngay=30/06",
    "/chi-tieu/BM02.7/?nam=2021",
]


@pytest.mark.parametrize("role", ["noivu", "xa_10678", "lanhdao"])
def test_the_pages_of_reports_are_sound(role, visit):
    page, faults = visit(role), []
    for url in PAGES:
        page.set_viewport_size(SIZES["laptop"])
        page.goto(url)
        for summary in page.locator("#cach-tinh summary").all():
            summary.click()  # what opens is part of the page
        faults += [(url, text) for text in axe_faults(page)]
        page.locator(".drop-standpoint > summary").click()
        faults += [(url, text) for text in axe_faults(page, {"include": [[".drop-standpoint"]]})]
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            if not comes_true(page, f"document.documentElement.scrollWidth <= {size['width']}"):
                faults.append((url, f"scrolls sideways on a {name}"))
    assert faults == []


def test_another_day_is_chosen_in_the_menu_and_stays_on_the_way(visit):
    page = visit("noivu")
    page.goto("/bao-cao/T1/?nam=2021")
    page.locator(".drop-standpoint > summary").click()
    page.get_by_label("Ngày khác").fill("30/06")
    page.get_by_role("button", name="Xem").click()
    page.get_by_text("số liệu đến 30/06/2021").first.wait_for()
    page.get_by_role("link", name="Theo khu").click()
    page.get_by_text("số liệu đến 30/06/2021").first.wait_for()
    page.locator("#cach-tinh summary").click()
    page.locator("#cach-tinh a").first.click()
    page.get_by_text("30/06/2021").first.wait_for()
