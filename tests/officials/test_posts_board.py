"""The board of posts: every place of every unit on a day, by who may see whom."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest

from officials.models import Official, SurplusStatus, Unit, UnitQuota
from officials.posts_board import HELD, MISSING, OPTIONAL, boards_of
from officials.staffing import staffing_of
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def place(user, unit, post, day=DAY):
    [board] = boards_of(user, [unit], day)
    return board.place(post)


def test_each_place_says_who_holds_it_or_that_it_is_vacant(town):
    assert [h.name for h in place(town.people.noivu, town.minh, "van_phong_thong_ke").holders] == [
        "Nguyễn Văn An"
    ]
    assert place(town.people.noivu, town.minh, "chu_tich_ubnd").state == MISSING
    assert place(town.people.noivu, town.minh, "truong_cong_an") is None  # never in a ward


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2020, 6, 30), MISSING), (date(2020, 7, 1), OPTIONAL), (date(2020, 7, 2), OPTIONAL)],
)
def test_a_police_chief_of_a_xa_is_no_lack_once_police_are_regular(town, day, state):
    assert place(town.people.noivu, factories.make_unit("x", kind="xa"), "truong_cong_an", day).state == state


@pytest.mark.parametrize(("day", "is_there"), [(date(2023, 7, 31), True), (date(2023, 8, 1), False)])
def test_the_police_chief_is_gone_from_01_08_2023(town, day, is_there):
    found = place(town.people.noivu, factories.make_unit("x", kind="xa"), "truong_cong_an", day)
    assert (found is not None) == is_there


def test_concurrent_and_surplus_holders_are_marked(town):
    factories.make_appointment(town.an, town.minh, "tu_phap_ho_tich", is_primary=False)
    SurplusStatus.objects.create(
        public_id="D1", official=town.an, unit=town.minh, starts_on=date(2019, 11, 1),
        until=date(2024, 10, 31), basis="NQ",
    )  # fmt: skip
    [holder] = place(town.people.noivu, town.minh, "tu_phap_ho_tich").holders
    assert holder.marks == "kiêm, dôi dư đến 31/10/2024"
    [holder] = place(town.people.noivu, town.minh, "tu_phap_ho_tich", date(2024, 11, 1)).holders
    assert holder.marks == "kiêm"


def test_a_place_of_the_past_is_not_vacant_for_a_commune_that_may_not_see_its_holder(town):
    Official.objects.filter(pk=town.an.pk).update(unit=town.khac)
    found = place(town.people.xa_minh, town.minh, "van_phong_thong_ke")
    assert (found.state, found.holders, found.elsewhere) == (HELD, [], 1)


def test_a_post_that_is_held_though_not_valid_stands_there(town):
    factories.make_official(unit=town.minh, post="truong_cong_an")
    found = place(town.people.noivu, town.minh, "truong_cong_an")
    assert not found.is_valid
    assert found.state == HELD


def test_the_page_by_group_and_day(town, signed_in):
    page = signed_in(town.people.noivu).get("/xa-phuong/vi-tri/?nhom=cong_chuc&ngay=30/06/2016")
    assert "Nguyễn Văn An" not in text(page)
    page = signed_in(town.people.noivu).get("/xa-phuong/vi-tri/?nhom=cong_chuc&ngay=01/07/2016")
    assert "Nguyễn Văn An" in text(page)
    assert "còn thiếu" in text(page)


@pytest.mark.parametrize("typed", ["31/02/2021", "2021", "x"])
def test_a_day_that_is_none_is_said_and_today_is_shown(town, signed_in, typed):
    page = signed_in(town.people.noivu).get(f"/xa-phuong/vi-tri/?ngay={typed}")
    assert page.status_code == 200
    assert "Đề nghị" in text(page) or "không tồn tại" in text(page)
    assert "ngày 31/12/2021" in text(page)


def test_a_commune_sees_its_own_unit_only(town, signed_in):
    page = signed_in(town.people.xa_minh).get("/xa-phuong/vi-tri/?nhom=cong_chuc")
    assert "Nguyễn Văn An" in text(page)
    assert "An Lưu" not in text(page)
    assert "Đỗ Thị Bình" not in text(page)


def test_the_page_of_a_unit_shows_its_places_on_the_day_of_the_page(town, signed_in):
    client = signed_in(town.people.lanhdao)
    assert "Ngày 31/12/2021" in text(client.get("/xa-phuong/10702/"))
    past = text(client.get("/xa-phuong/10702/?nam=2015"))
    assert "Ngày 31/12/2015" in past
    assert "Nguyễn Văn An" not in past


def test_the_file_has_one_line_a_place(town, signed_in):
    answer = signed_in(town.people.noivu).get("/xa-phuong/vi-tri/?xuat=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell for cell in row if cell] for row in book.active.iter_rows(values_only=True)]
    assert any("Nguyễn Văn An" in row and "Có mặt" in row for row in rows)
    assert any("Còn thiếu" in row for row in rows)


# --- the lawful surplus in the numbers --------------------------------------------------------------------------------
def test_a_surplus_on_its_path_is_a_state_with_its_day_and_an_alarm_after_it(town):
    UnitQuota.objects.create(public_id="K1", unit=town.minh, total=0, starts_on=date(2019, 1, 1))
    SurplusStatus.objects.create(
        public_id="D1", official=town.an, unit=town.minh, starts_on=date(2019, 11, 1),
        until=date(2024, 10, 31), basis="NQ",
    )  # fmt: skip

    def status(day):
        [one] = staffing_of([Unit.objects.get(pk=town.minh.pk)], day)
        return one.status

    assert status(date(2019, 10, 31))[0] == "warning"
    assert status(date(2019, 11, 1)) == ("info", "Dư 1, theo lộ trình đến 31/10/2024")
    assert status(date(2024, 10, 31))[0] == "info"
    assert status(date(2024, 11, 1))[0] == "warning"


def test_a_surplus_path_stands_on_the_profile_and_only_the_district_writes_it(town, signed_in):
    body = {
        "unit": "10702",
        "starts_on": "01/11/2019",
        "until": "31/10/2024",
        "basis": "NQ",
        "verified": "memory",
    }
    client = signed_in(town.people.noivu)
    assert client.post("/ho-so/P-AN/doi-du/them/", body).status_code == 302
    assert "31/10/2024" in text(client.get("/ho-so/P-AN/?muc=cong-tac"))
    assert "Dôi dư theo lộ trình đến 31/10/2024" in text(client.get("/ho-so/P-AN/"))
    wrong = client.post("/ho-so/P-AN/doi-du/them/", body | {"until": "31/10/2018", "khoa": "k"})
    assert "Ngày cuối phải từ ngày 01/11/2019" in text(wrong)
    assert signed_in(town.people.xa_minh).post("/ho-so/P-AN/doi-du/them/", body).status_code == 403
    assert SurplusStatus.objects.count() == 1
