"""Nghiệp vụ hằng năm: each group once, and the menu knows where its pages belong."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize("username", ["noivu", "lanhdao", "xa_minh"])
def test_each_group_of_the_yearly_pages_stands_once(town, signed_in, username):
    page = signed_in(getattr(town.people, username)).get("/nghiep-vu/").content.decode()
    groups = re.findall(r'<h2 id="nhom-\d+">([^<]+)</h2>', page)
    assert "Tổ chức, nhân sự" in groups
    assert len(groups) == len(set(groups))


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/gui-so-lieu/", "Nghiệp vụ hằng năm"),
        ("/luong/", "Nghiệp vụ hằng năm"),
        ("/xa-phuong/vi-tri/", "Xã, phường"),
        ("/ho-so/day-du/", "Hồ sơ cán bộ, công chức"),
    ],
)
def test_the_menu_marks_one_entry_on_a_page_of_the_year(town, signed_in, path, label):
    page = signed_in(town.people.noivu).get(path).content.decode()
    menu = page[page.index("menu-label") - 2000 : page.index("</nav>", page.index("menu-label"))]
    marked = re.findall(r'aria-current="page">.*?<span class="menu-label">([^<]+)<', menu)
    assert marked == [label]
