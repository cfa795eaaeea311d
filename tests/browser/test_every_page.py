"""Every kind of page of every role in Chromium: quiet console, own host, no sideways scrolling, axe, Vietnamese.

The pages are those a crawl by Django's own client reaches, one of a kind; a kind is the view with what makes its page
another one (the tab of a profile, the layout of a table). axe tries each kind once, whichever role comes first.
"""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from tests.browser.conftest import SIZES
from tests.browser.workbook import Line, office_workbook
from tests.crawler import crawl

pytestmark = pytest.mark.browser

ROLES = ("noivu", "xa_10678", "lanhdao", "quantri", "kiemtra")
# Pages that no link leads to: nothing found, not there, no right, an empty list.
MORE = {
    "noivu": [
        "/tim/?q=nguyen",
        "/tim/?q=khongcoai",
        "/ho-so/?tim=khongcoai",
        "/ho-so/khong-co/",
        "/quan-tri/",
    ],
    "xa_10678": ["/ho-so/KM0001/", "/xa-phuong/10675/"],
    "lanhdao": ["/?nam=2019&pham_vi=area:Tam Lưu&nhom=can_bo", "/nhap-excel/"],
}
PARTS = ("muc", "theo")
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
ENGLISH = re.compile(
    r"\b(Submit|Delete|Save|Search|Cancel|Edit|Add|None|True|False|null|undefined|NaN|Error|Page|Next|Previous|Home"
    r"|This field is required|Enter a valid|Select a valid|Please|Loading|Choose File|No file chosen"
    r"|January|Monday|Jan\.|minutes?|days? ago)\b"
)
LOOK = """() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter((h) => h.offsetParent !== null).length,
    band: document.querySelector(".synthetic-band") !== null,
    text: document.body.innerText,
    wide: document.documentElement.scrollWidth - innerWidth,
})"""
# What stands out to the right, without what scrolls inside its own box.
WIDEST = """() => [...document.querySelectorAll("main *, header *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-scroll"))
    .map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 3)"""
# A table's first rows are tried by axe, and its last: five hundred of one kind take it seconds and tell it nothing.
FEW_ROWS = """() => document.querySelectorAll("main tbody, main ul, main ol").forEach((list) =>
    [...list.children].slice(8, -2).forEach((row) => row.remove()))"""
# The rules of axe whose findings a person would feel; its "moderate" and "minor" are advice.
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def files_sent(demo):
    """One file that waits for its word and one that was refused, so that their pages exist."""
    client = demo.client("xa_10678")
    lines = [
        Line("Nguyễn Thị Kiểm Thử", "30/02/1980", is_woman=True, post="Văn phòng - Thống kê"),
        Line("Đặng Văn Mới", "12/5/1990", post="Tư pháp - Hộ tịch", degree="Đại học Luật"),
        Line("Đào Trọng Bắc", "02/01/1989", national_id="030089007362", post="Văn phòng - Thống kê"),
    ]
    for name, content in (
        ("danh-sach.xlsx", office_workbook("xã Bạch Đằng", lines)),
        ("hong.xlsx", b"%PDF-1.4"),
    ):
        answer = client.post(
            "/nhap-excel/gui/", {"file": SimpleUploadedFile(name, content), "unit": "10678", "as_of": ""}
        )
        assert answer.status_code == 302


@pytest.fixture(scope="module")
def tried_by_axe():
    return set()


def kind_of(url):
    """The view and what makes its page another one."""
    parts = urlsplit(url)
    match = resolve(parts.path)
    asked = parse_qs(parts.query)
    form = match.kwargs.get("code") if match.view_name == "officials:record-add" else None
    return match.view_name, *(tuple(asked.get(part, [])) for part in PARTS), form


def kind_or_path(url):
    """As `kind_of`; addresses that lead nowhere stand for themselves."""
    try:
        return kind_of(url)
    except LookupError:
        return (url,)


def pages_of(client):
    """One address of each kind of page that links reach, downloads left out."""
    chosen = {}
    for url, response, _ in crawl(client, per_shape=1, shape=kind_or_path):
        assert response.status_code < 400, (url, response.status_code)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            chosen[kind_or_path(url)] = url
    return chosen


@pytest.mark.parametrize("role", ROLES)
def test_every_kind_of_page_of_a_role_is_sound(role, visit, demo, files_sent, tried_by_axe):
    visit.allowed += [r"status of 40[34]"]  # the pages in MORE that refuse
    pages = [*pages_of(demo.client(role)).values(), *MORE.get(role, [])]
    page = visit(role)
    faults = []
    for url in pages:
        page.set_viewport_size(SIZES["laptop"])
        page.goto(url)
        faults += [(url, text) for text in faults_of(page, tried_by_axe, url)]
    assert not faults, "\n".join(f"{url}: {text}" for url, text in faults)
    assert len(pages) >= {"noivu": 30, "xa_10678": 30, "lanhdao": 15}.get(role, 5)


def faults_of(page, tried_by_axe, url):
    seen = page.evaluate(LOOK)
    if seen["lang"] != "vi":
        yield f"lang is {seen['lang']!r}"
    if not seen["title"].strip() or seen["title"].startswith("·"):
        yield "no title"
    if seen["headings"] != 1:
        yield f"{seen['headings']} headings of the first level"
    if not seen["band"]:
        yield "does not say that the data are synthetic"
    if english := ENGLISH.findall(seen["text"]):
        yield f"English on the page: {sorted(set(english))}"
    if seen["wide"] > 0:
        yield f"scrolls sideways at 1366 px: {page.evaluate(WIDEST)}"
    page.set_viewport_size(SIZES["phone"])
    if not comes_true(page, f"document.documentElement.scrollWidth <= {SIZES['phone']['width']}"):
        yield f"scrolls sideways at 390 px: {page.evaluate(WIDEST)}"
    kind = kind_or_path(url)[:3]
    if kind not in tried_by_axe:
        tried_by_axe.add(kind)
        page.set_viewport_size(SIZES["laptop"])
        page.evaluate(FEW_ROWS)
        yield from axe_faults(page)


def comes_true(page, condition, within=3000):
    """Charts follow a new width a moment later, on a busy machine a long one: what does not pass is a fault.

    Asked again and again from here: the page's own policy refuses to look at a text as script while it waits.
    """
    end = time.monotonic() + within / 1000
    while not page.evaluate(condition):
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(50)
    return True


def axe_faults(page, context=None):
    for found in Axe().run(page, context=context, options=AXE).response["violations"]:
        if found["impact"] in GRAVE:
            places = [
                (node["target"], node["failureSummary"].splitlines()[1:2]) for node in found["nodes"][:3]
            ]
            yield f"axe {found['id']}: {places}"


@pytest.mark.parametrize("size", SIZES)
def test_the_sign_in_page_is_sound(size, visit):
    page = visit(size=size)
    page.goto("/dang-nhap/")
    seen = page.evaluate(LOOK)
    assert (seen["lang"], seen["headings"], seen["band"]) == ("vi", 1, True)
    assert "Đăng nhập" in seen["title"]
    assert seen["wide"] <= 0
    assert not ENGLISH.findall(seen["text"])
    assert list(axe_faults(page)) == []
