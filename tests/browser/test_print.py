"""Paper: A4, no menus; the leader's overview is one page."""

from __future__ import annotations

import re

import pytest

from tests.browser.workbook import Line, office_workbook

pytestmark = pytest.mark.browser

PRINTED = [
    "/ho-so/",
    "/xa-phuong/",
    "/bang/",
    "/bang/?bang=post&theo=don_vi",
    "/xa-phuong/10675/",
    "/ho-so/KM0040/",
]
PRINTED += [
    "/bao-cao/",
    "/bao-cao/T8/",
    "/bao-cao/T8/?theo=chuc_danh",
    "/bao-cao/T1/?ngay=30/06",
    "/bieu-mau/bm02/",
]
PRINTED += ["/nhap-excel/", "/chi-tieu/C2u/", "/han-che/", "/?pham_vi=unit:10675"]
PRINTED += ["/bang-nhap/boi-duong/10675/2021/", "/dieu-kien-nam/?nam=2021"]
MENUS = ".side, .topbar, .page-action, .tab-bar, .pager ul, .btn"
SHEET, WIDE_SHEET = 673, 1001  # CSS pixels between the margins of print.css
CUT_OFF = """() => [...document.querySelectorAll("main .panel")].flatMap((box) => [...box.querySelectorAll("td, th, p, li")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > box.getBoundingClientRect().right + 1)
    .map((e) => e.textContent.trim().slice(0, 40)))"""


def n_pages(pdf):
    """Pages of a PDF as Chromium writes it: the objects of type Page."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_overview_of_a_leader_is_one_sheet(visit):
    page = visit("lanhdao")
    page.goto("/")
    page.locator(".chart.drawn").first.wait_for()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    assert n_pages(pdf) == 1


@pytest.mark.parametrize("address", PRINTED)
def test_pages_print_without_menus_and_say_what_they_are(address, visit):
    page = visit("noivu")
    page.goto(address)
    page.emulate_media(media="print")
    assert not [found for found in page.locator(MENUS).all() if found.is_visible()]
    assert page.locator("h1").is_visible()
    assert page.locator(".synthetic-band").is_visible()
    # On the sheet (A4 upright, or on its side for many columns) nothing is cut off at the right edge.
    is_wide = page.evaluate("getComputedStyle(document.body).page") == "wide"
    page.set_viewport_size({"width": WIDE_SHEET if is_wide else SHEET, "height": 1000})
    assert page.evaluate(CUT_OFF) == []


def test_a_yearly_grid_is_printed_as_text_with_what_was_just_typed(visit):
    """A box to type in cuts off what is longer than it."""
    page = visit("noivu")
    page.goto("/bang-nhap/boi-duong/10675/2021/")
    cell = page.locator(".entry-cell[data-column=course]").first
    cell.fill("Bồi dưỡng kiến thức quốc phòng và an ninh đối tượng 4 cho cán bộ, công chức cấp xã")
    page.emulate_media(media="print")
    assert not [box for box in page.locator(".entry-cell").all() if box.is_visible()]
    assert page.get_by_text("đối tượng 4 cho cán bộ, công chức cấp xã").is_visible()
    empty = page.locator(".entry-more[data-new]")
    assert empty.count()
    assert not empty.first.is_visible()


def test_a_list_longer_than_the_screen_is_printed_whole(visit):
    page = visit("noivu")
    page.goto("/ho-so/?so_dong=100")
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "(() => { const b = document.querySelector('.table-tall'); return b.scrollHeight - b.clientHeight; })()"
    )
    assert hidden <= 1
    assert 2 <= n_pages(page.pdf(prefer_css_page_size=True)) <= 6


def test_rows_of_an_import_are_printed_as_a_table_with_its_headings(visit):
    """Paper is as narrow as a phone, where tables become cards."""
    page = visit("xa_10678")
    page.goto("/nhap-excel/")
    content = office_workbook(
        "xã Bạch Đằng", [Line("Nguyễn Thị In", "30/02/1980", is_woman=True, post="VP-TK")]
    )
    page.get_by_label("Tệp Excel").set_input_files(
        {"name": "in.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.get_by_role("heading", name="Kiểm tra trước khi nhập").wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1000})
    row = page.locator("tr.row-wrong").first
    assert row.evaluate("e => getComputedStyle(e).display") == "table-row"
    assert page.get_by_role("columnheader", name="Hệ thống hiểu").is_visible()
    assert page.evaluate(CUT_OFF) == []
    page.goto("/nhap-excel/")
    assert page.get_by_role("columnheader", name="Tình trạng").is_visible()
    assert not page.get_by_label("Tệp Excel").is_visible()
