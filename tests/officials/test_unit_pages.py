"""Units: staffing against the number given, a lawful surplus as a state, the own unit only for a commune."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from officials.models import UnitQuota, UnitSuccession
from tests import factories

# session, user, membership, units, quotas, heads, menu, synthetic band
QUERIES = 9


def text(response):
    return response.content.decode()


def quota(unit, total):
    UnitQuota.objects.create(public_id=f"K{unit.pk}", unit=unit, total=total, starts_on=date(2019, 1, 1))


def lines(response):
    return {line.name: line for _, members, _ in response.context["groups"] for line in members}


def test_units_stand_by_khu_with_people_against_the_number_given(town, signed_in):
    quota(town.minh, 3)
    quota(town.khac, 1)
    page = signed_in(town.people.noivu).get("/xa-phuong/")
    assert [title for title, _, _ in page.context["groups"]] == ["Khu Nhị Chiểu", "Khu Tam Lưu"]
    assert (lines(page)["Phường Minh Tân"].total, lines(page)["Phường Minh Tân"].status) == (
        "1",
        "Còn thiếu 2",
    )
    assert lines(page)["Phường An Lưu"].status == "Đủ số được giao"
    assert page.context["total"].missing == "2"


def test_a_surplus_after_a_merger_is_a_state_and_no_alarm(town, signed_in):
    quota(town.minh, 0)
    quota(town.khac, 0)
    for number, name in enumerate(("A", "B")):
        old = factories.make_unit(f"old{number}", name=name, ends_on=date(2019, 10, 31))
        UnitSuccession.objects.create(
            public_id=f"S{number}", predecessor=old, successor=town.minh, effective_on=date(2019, 11, 1)
        )
    page = signed_in(town.people.noivu).get("/xa-phuong/")
    assert (lines(page)["Phường Minh Tân"].tone, lines(page)["Phường An Lưu"].tone) == ("info", "warning")
    assert "theo lộ trình" in lines(page)["Phường Minh Tân"].status


def test_a_past_year_shows_the_units_of_that_day(town, signed_in):
    factories.make_unit("cu", name="Thái Sơn", kind="xa", ends_on=date(2019, 10, 31))
    client = signed_in(town.people.noivu)
    assert "Xã Thái Sơn" in lines(client.get("/xa-phuong/?nam=2018"))
    assert "Xã Thái Sơn" not in lines(client.get("/xa-phuong/"))


def test_one_unit_lists_its_people_in_official_order(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Văn Chủ", post="chu_tich_ubnd")
    page = signed_in(town.people.noivu).get("/xa-phuong/10702/")
    assert [person.name for person in page.context["people"]] == ["Lê Văn Chủ", "Nguyễn Văn An"]
    assert "Bí thư Đảng ủy" in page.context["vacant"]
    assert "Chủ tịch UBND" not in page.context["vacant"]


def test_the_count_of_a_past_day_holds_also_for_who_has_moved(town, signed_in):
    moved = factories.make_official(unit=town.khac, full_name="Lê Thị Chuyển", starts_on=date(2020, 7, 1))
    factories.make_appointment(moved, town.minh, starts_on=date(2016, 7, 1), ends_on=date(2020, 6, 30))
    page = signed_in(town.people.xa_minh).get("/xa-phuong/10702/?nam=2019")
    assert page.context["staffing"].total == 2
    assert [person.name for person in page.context["people"]] == ["Nguyễn Văn An"]
    assert page.context["n_elsewhere"] == 1
    assert "Chuyển" not in text(page)


def test_a_commune_has_its_own_unit_only(town, signed_in):
    client = signed_in(town.people.xa_minh)
    assert list(lines(client.get("/xa-phuong/"))) == ["Phường Minh Tân"]
    assert client.get("/xa-phuong/10675/").status_code == 404
    assert client.get("/xa-phuong/10702/").status_code == 200


def test_leadership_sees_no_ages_on_a_unit(town, signed_in):
    page = text(signed_in(town.people.lanhdao).get("/xa-phuong/10702/"))
    assert "Nguyễn Văn An" in page
    assert "Tuổi" not in page


@pytest.mark.parametrize(("who", "status"), [("quantri", 403), ("kiemtra", 403), ("chua_gan", 404)])
def test_others_do_not_get_units(town, signed_in, who, status):
    client = signed_in(getattr(town.people, who))
    assert client.get("/xa-phuong/").status_code == status
    assert client.get("/xa-phuong/10702/").status_code == status


@pytest.mark.parametrize("n", [5, 50])
def test_the_number_of_queries_does_not_grow(town, signed_in, django_assert_num_queries, n):
    for index in range(n):
        unit = factories.make_unit(f"N{index}", name=f"Đơn vị {index}")
        factories.make_official(unit=unit)
        quota(unit, 2)
    client = signed_in(town.people.noivu)
    client.get("/xa-phuong/")
    with django_assert_num_queries(QUERIES):
        client.get("/xa-phuong/")


def test_the_export_holds_numbers(town, signed_in):
    quota(town.minh, 3)
    answer = signed_in(town.people.noivu).get("/xa-phuong/?xuat=xlsx")
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = next(row for row in page.iter_rows(values_only=True) if row[1] == "Phường Minh Tân")
    assert row[3:9] == (0, 1, 1, 3, 2, 0)


@pytest.mark.parametrize(
    "path", ["/xa-phuong/khong-co/", "/xa-phuong/%01/", "/ho-so/%01/", "/ho-so/khong-co/"]
)
def test_unknown_ids_are_not_found(town, signed_in, path):
    assert signed_in(town.people.noivu).get(path).status_code == 404
