"""The list of officials: who is in it, in which order, with which columns, for whom; and its export."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from foundation.models import AccessEvent
from tests import factories

LIST = "/ho-so/"
# session, user, membership, units, postings, levels, spans, synthetic band
QUERIES = 9


def names(response):
    return [row.name for row in response.context["people"]]


def test_the_list_shows_who_is_in_post_today(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Văn Nghỉ", ends_on=date(2020, 6, 30))
    assert names(signed_in(town.people.noivu).get(LIST)) == ["Nguyễn Văn An", "Đỗ Thị Bình"]


def test_a_commune_finds_only_its_own_people(town, signed_in):
    client = signed_in(town.people.xa_minh)
    page = client.get(LIST)
    assert names(page) == ["Nguyễn Văn An"]
    assert page.context["total"] == 1
    assert "Bình" not in page.content.decode()
    for query in ("tim=binh", "pham_vi=unit:10675", "pham_vi=area:Tam Lưu", "tinh_trang=moi", "gioi=nu"):
        page = client.get(f"{LIST}?{query}")
        assert "Đỗ Thị Bình" not in page.content.decode()
        assert "An Lưu" not in page.content.decode()


def test_past_years_show_the_posts_of_that_day(town, signed_in):
    moved = factories.make_official(unit=town.khac, full_name="Lê Thị Chuyển", starts_on=date(2020, 7, 1))
    factories.make_appointment(
        moved, town.minh, "bi_thu_doan", starts_on=date(2016, 7, 1), ends_on=date(2020, 6, 30)
    )
    rows = signed_in(town.people.noivu).get(f"{LIST}?nam=2019&tim=chuyen").context["people"]
    assert [(row.post, row.unit) for row in rows] == [("Bí thư Đoàn Thanh niên", "Phường Minh Tân")]


@pytest.mark.parametrize("typed", ["binh", "BÌNH", "đỗ bình", "do thi", "  bình   đỗ "])
def test_names_are_found_without_diacritics(town, signed_in, typed):
    assert names(signed_in(town.people.noivu).get(LIST, {"tim": typed})) == ["Đỗ Thị Bình"]


def test_people_sort_by_given_name(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Trần Văn Ân")
    factories.make_official(unit=town.minh, full_name="Vũ Thị Ánh")
    client = signed_in(town.people.noivu)
    expected = ["Nguyễn Văn An", "Vũ Thị Ánh", "Trần Văn Ân", "Đỗ Thị Bình"]
    assert names(client.get(LIST)) == expected
    assert names(client.get(f"{LIST}?sap_xep=-ten")) == expected[::-1]


def test_age_sorts_both_ways_and_the_unknown_stand_last(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Già", birth_date="1960")
    factories.make_official(unit=town.minh, full_name="Lê Không", birth_date=None)
    client = signed_in(town.people.noivu)
    assert names(client.get(f"{LIST}?sap_xep=tuoi"))[-2:] == ["Lê Già", "Lê Không"]
    oldest_first = names(client.get(f"{LIST}?sap_xep=-tuoi"))
    assert (oldest_first[0], oldest_first[-1]) == ("Lê Già", "Lê Không")


def test_filters_and_their_counts(town, signed_in):
    chief = factories.make_official(unit=town.minh, full_name="Lê Văn Chủ", post="chu_tich_ubnd")
    factories.make_qualification(chief, level="thac_si", attained_on="2015")
    client = signed_in(town.people.noivu)
    page = client.get(f"{LIST}?nhom=can_bo")
    assert names(page) == ["Lê Văn Chủ"]
    groups = {chip.label: chip.count for chip in page.context["chips"][0][1]}
    assert groups == {"Cán bộ": 1, "Công chức": 2}
    assert names(client.get(f"{LIST}?trinh_do=thac_si")) == ["Lê Văn Chủ"]
    assert names(client.get(f"{LIST}?chuc_danh=chu_tich_ubnd&gioi=nu")) == []


def test_who_left_is_found_with_the_last_post(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Văn Nghỉ", ends_on=date(2020, 6, 30))
    page = signed_in(town.people.noivu).get(f"{LIST}?tinh_trang=thoi")
    assert names(page) == ["Lê Văn Nghỉ"]
    assert page.context["people"][0].left == "đến 30/06/2020"


def test_a_person_without_any_post_is_not_lost(town, signed_in):
    factories.make_official(full_name="Lê Thị Chưa")
    assert "Lê Thị Chưa" in names(signed_in(town.people.noivu).get(f"{LIST}?tinh_trang=moi"))


def test_leadership_sees_no_birth_date_and_cannot_sort_by_it(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Già", birth_date="1960")
    client = signed_in(town.people.lanhdao)
    page = client.get(f"{LIST}?sap_xep=-tuoi")
    assert names(page) == ["Nguyễn Văn An", "Đỗ Thị Bình", "Lê Già"]
    for secret in ("1980", "1960", "Ngày sinh", "Tuổi"):
        assert secret not in page.content.decode()
    assert "Ngày sinh" not in client.get(f"{LIST}?xuat=csv").content.decode("utf-8-sig")


def test_leadership_cannot_find_people_by_id_number(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Có Số", national_id="030080001234")
    page = signed_in(town.people.lanhdao).get(f"{LIST}?tim=030080001234")
    assert names(page) == []
    assert "CCCD" not in page.content.decode()


@pytest.mark.parametrize("n", [5, 50])
def test_the_number_of_queries_does_not_grow(town, signed_in, django_assert_num_queries, n):
    for index in range(n):
        person = factories.make_official(unit=town.minh, full_name=f"Lê Văn Số {index}")
        factories.make_qualification(person)
        factories.make_appointment(person, town.minh, "bi_thu_doan", is_primary=False)
    client = signed_in(town.people.noivu)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(f"{LIST}?so_dong=50")


def test_htmx_gets_only_the_table(town, signed_in):
    answer = signed_in(town.people.noivu).get(LIST, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert 'id="danh-sach"' in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize(
    "query",
    [
        "trang=0", "trang=-1", "trang=9999", "trang=x", "so_dong=7", "so_dong=1e9", "nam=0000", "nam=9999",
        "nam=abc", "pham_vi=unit:khong", "sap_xep=__class__", "tim=%01%02", "tim=%27+OR+1%3D1--",
        "tim=" + "a+" * 4000, "tim=%25%25__", "xuat=exe", "tinh_trang=x", "gioi=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_any_address_answers(town, signed_in, query):
    assert signed_in(town.people.noivu).get(f"{LIST}?{query}").status_code == 200


def test_wildcards_find_nobody(town, signed_in):
    assert names(signed_in(town.people.noivu).get(LIST, {"tim": "%_"})) == []


def test_the_export_is_what_the_list_shows(town, signed_in):
    factories.make_official(unit=town.minh, full_name="Lê Nữ", sex="nu", birth_date="1985-03")
    client = signed_in(town.people.noivu)
    answer = client.get(f"{LIST}?gioi=nu&sap_xep=-ten&xuat=xlsx")
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page["A1"].value == "Danh sách cán bộ, công chức cấp xã"
    assert [page.cell(row, 1).value for row in (6, 7)] == ["Lê Nữ", "Đỗ Thị Bình"]
    heads = [cell.value for cell in page[5]]
    assert heads == [
        "Họ và tên", "Chức danh", "Kiêm nhiệm", "Đơn vị", "Giới tính", "Ngày sinh", "Tuổi", "Chuyên môn",
        "Lý luận chính trị", "Giữ chức danh từ",
    ]  # fmt: skip
    assert page.cell(6, 6).value == "03/1985"
    assert page.cell(7, 6).value.date() == date(1980, 5, 12)
    assert answer["Content-Disposition"].startswith("attachment")
    assert AccessEvent.objects.get(action="export").actor == "noivu"


def test_exported_names_never_run(town, signed_in):
    factories.make_official(unit=town.minh, full_name="=HYPERLINK(1)")
    client = signed_in(town.people.noivu)
    rows = list(csv.reader(io.StringIO(client.get(f"{LIST}?tim=hyper&xuat=csv").content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=HYPERLINK(1)"
    page = openpyxl.load_workbook(io.BytesIO(client.get(f"{LIST}?tim=hyper&xuat=xlsx").content)).active
    assert page["A6"].data_type in ("s", "inlineStr")


def test_a_commune_exports_its_own_people_only(town, signed_in):
    text = signed_in(town.people.xa_minh).get(f"{LIST}?xuat=csv&tinh_trang=moi").content.decode("utf-8-sig")
    assert "Nguyễn Văn An" in text
    assert "Bình" not in text


@pytest.mark.parametrize(("who", "status"), [("quantri", 403), ("kiemtra", 403), ("chua_gan", 404)])
def test_others_do_not_get_the_list(town, signed_in, who, status):
    assert signed_in(getattr(town.people, who)).get(LIST).status_code == status


def test_top_search_finds_only_what_may_be_seen(town, signed_in):
    client = signed_in(town.people.xa_minh)
    assert "Nguyễn Văn An" in client.get("/tim/?q=an").content.decode()
    assert "Đỗ Thị Bình" not in client.get("/tim/?q=binh").content.decode()
    assert "/xa-phuong/10675/" not in client.get("/tim/?q=an+luu").content.decode()
    assert "/xa-phuong/10675/" in signed_in(town.people.noivu).get("/tim/?q=an+luu").content.decode()


@pytest.mark.parametrize("scope", ["", "&pham_vi=unit:10702"])
def test_of_two_primary_postings_the_latest_started_counts_then_the_greatest_id(town, signed_in, scope):
    person = factories.make_official(full_name="Lê Hai Chức", public_id="P-HAI")
    same_day = {"starts_on": date(2018, 1, 1)}
    factories.make_appointment(person, town.khac, "bi_thu_doan", public_id="9", **same_day)
    factories.make_appointment(person, town.minh, "chu_tich_hoi_ccb", public_id="10", **same_day)
    factories.make_appointment(
        person, town.khac, "tu_phap_ho_tich", public_id="11", starts_on=date(2017, 1, 1)
    )
    rows = signed_in(town.people.noivu).get(f"{LIST}?tim=hai chuc{scope}").context["people"]
    assert [(row.post, row.unit) for row in rows] == [("Chủ tịch Hội CCB", "Phường Minh Tân")]


def test_a_unit_lists_who_counts_in_it_and_nobody_else(town, signed_in):
    person = factories.make_official(full_name="Lê Hai Chức", unit=town.khac, starts_on=date(2020, 1, 1))
    factories.make_appointment(person, town.minh, "bi_thu_doan", starts_on=date(2018, 1, 1))
    client = signed_in(town.people.noivu)
    assert "Lê Hai Chức" not in names(client.get(f"{LIST}?pham_vi=unit:10702"))
    assert "Lê Hai Chức" in names(client.get(f"{LIST}?pham_vi=unit:10675"))
    everybody = client.get(f"{LIST}?pham_vi=unit:10702&tinh_trang=moi").context["people"]
    assert [(row.name, row.age) for row in everybody] == [("Nguyễn Văn An", 41)]
