"""Việc cần xử lý: what waits, from every registered source, the most urgent first."""

from __future__ import annotations

from datetime import date

import pytest

from cycle.work import of_unit, waiting_for
from foundation.registries import Registry, WorkItem, WorkItemSource

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def item(title, tone="info", due=None, unit=""):
    return WorkItem(title, "/ho-so/", due_on=due, tone=tone, unit=unit)


@pytest.fixture
def sources(monkeypatch):
    """`sources(code=[items])`: the page knows these sources alone."""

    def put(**found):
        registry = Registry("test")
        for order, (code, items) in enumerate(found.items()):
            registry.register(
                WorkItemSource(
                    code, f"Loại {code}", order, lambda user, day, items=items: items, "{} việc".format
                )
            )
        monkeypatch.setattr("cycle.work.work_item_sources", registry)

    return put


def test_the_late_stand_before_the_near_and_these_before_the_rest(town, sources):
    sources(a=[item("sau", due=date(2022, 5, 1)), item("gần", "warning")], b=[item("muộn", "danger")])
    found = waiting_for(town.people.noivu, DAY)
    assert [each.source.code for each in found] == ["b", "a"]
    assert [each.title for each in found[1].items] == ["gần", "sau"]


def test_a_source_without_anything_is_not_shown(town, sources):
    sources(a=[], b=[item("một")])
    assert [each.source.code for each in waiting_for(town.people.noivu, DAY)] == ["b"]


def test_a_source_is_asked_only_by_who_may_see_it(town, monkeypatch):
    registry = Registry("test")
    registry.register(
        WorkItemSource("x", "X", 1, lambda user, day: [item("kín")], str, lambda user: user.may("write", "law", "all"))
    )  # fmt: skip
    monkeypatch.setattr("cycle.work.work_item_sources", registry)
    assert waiting_for(town.people.noivu, DAY)
    assert not waiting_for(town.people.xa_minh, DAY)


def test_one_unit_has_only_its_own(town, sources):
    sources(a=[item("ở đây", unit="10702"), item("nơi khác", unit="10675"), item("chung")])
    [left] = of_unit(waiting_for(town.people.noivu, DAY), "10702")
    assert [each.title for each in left.items] == ["ở đây"]


def test_the_page_names_what_waits_with_its_unit_and_day(town, signed_in, sources):
    sources(a=[item("Nộp báo cáo", "danger", date(2021, 12, 1), "10702")])
    page = signed_in(town.people.noivu).get("/viec/").content.decode()
    assert "Nộp báo cáo" in page
    assert "Quá hạn 01/12/2021" in page
    assert "Phường Minh Tân" in page


def test_a_long_list_is_cut_until_its_kind_is_chosen(town, signed_in, sources):
    sources(a=[item(f"việc số {n:02}") for n in range(30)])
    client = signed_in(town.people.noivu)
    assert "Xem thêm 22 việc" in client.get("/viec/").content.decode()
    whole = client.get("/viec/?loai=a").content.decode()
    assert "việc số 29" in whole
    assert "Xem thêm" not in whole


def test_the_district_chooses_a_unit_and_a_commune_does_not(town, signed_in, sources):
    sources(a=[item("ở đây", unit="10702"), item("nơi khác", unit="10675")])
    page = signed_in(town.people.noivu).get("/viec/?don_vi=10675").content.decode()
    assert "nơi khác" in page
    assert "ở đây" not in page
    assert "id_don_vi" not in signed_in(town.people.xa_minh).get("/viec/").content.decode()


def test_nothing_waiting_is_said(town, signed_in, sources):
    sources()
    assert "Không có việc nào đang chờ." in signed_in(town.people.lanhdao).get("/viec/").content.decode()


def test_what_is_no_unit_and_no_kind_falls_back_to_all(town, signed_in, sources):
    sources(a=[item("một", unit="10702")])
    page = signed_in(town.people.noivu).get("/viec/?loai=khong-co&don_vi=x'%22").content.decode()
    assert "một" in page


def test_every_page_of_who_works_with_records_leads_there(town, signed_in):
    assert (
        'class="topbar-link" href="/viec/"' in signed_in(town.people.xa_minh).get("/ho-so/").content.decode()
    )
    assert 'class="topbar-link"' not in signed_in(town.people.quantri).get("/tai-khoan/").content.decode()
