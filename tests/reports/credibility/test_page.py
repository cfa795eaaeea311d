"""The page Xem lại kết quả xếp loại, its export, its API, and the list of people that only the district opens."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from foundation.models import AccessEvent
from reports.credibility import FAMILIES, credibility_tests
from tests import factories
from tests.reports.credibility.test_access import readers, town_rows  # noqa: F401 (a fixture)

PAGE = "/chi-tieu/xem-lai-xep-loai/"


@pytest.fixture
def ask(readers, signed_in):  # noqa: F811
    users = readers(6, 6, 6)
    return lambda role, path=PAGE, **query: signed_in(getattr(users, role)).get(path, query)


def test_the_page_shows_every_test_by_family_with_formula_power_and_caveat(ask):
    text = ask("district").content.decode()
    for test in credibility_tests:
        assert f'id="{test.code}"' in text
        assert test.question in text
    assert all(title in text for title in FAMILIES.values())
    assert "Mức dấu hiệu cần xem lại: " in text
    assert "Đáng chú ý, không phải bằng chứng." in text
    assert "Số liệu minh họa được tạo để giống luận văn; không kiểm chứng luận văn." in text


def test_the_page_names_no_unit_and_no_person_and_not_the_word_of_the_thesis(ask):
    text = ask("district").content.decode()
    main = text[text.index("<main") :]
    assert "U01" not in main
    assert "Nguyễn Văn Thử" not in main
    assert "bệnh thành tích" not in text.lower()


def test_the_scope_of_a_unit_shows_the_town_and_says_so(ask):
    text = ask("district", pham_vi="unit:U00").content.decode()
    assert "không nói về từng đơn vị" in text
    assert "Toàn thị xã · năm 2021" in text


def test_of_discipline_in_a_khu_leadership_reads_nothing_and_in_the_town_no_number(ask):
    khu = ask("leadership", pham_vi="area:Khu 0").content.decode()
    assert "Được che" in khu
    town = ask("leadership").content.decode()
    assert "5 trên 5 người bị kỷ luật" not in town
    assert "5 trên 5 người bị kỷ luật" in ask("district").content.decode()
    assert "truong-hop" not in town


def test_the_export_holds_every_result_and_every_number_that_is_shown(ask):
    response = ask("leadership", xuat="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    results, numbers = book.worksheets
    rows = list(results.iter_rows(min_row=6, values_only=True))
    assert {row[1] for row in rows} >= set(credibility_tests.codes())
    assert not [row for row in numbers.iter_rows(values_only=True) if row[1] == "I6"]
    assert [row for row in numbers.iter_rows(values_only=True) if row[1] == "I1"]
    assert AccessEvent.objects.filter(action="export").count() == 1


def test_the_api_gives_the_same_and_knows_no_units(ask):
    document = ask("district", reverse("api:credibility"), year=2021, by="town").json()
    assert {row["scope"] for row in document["results"]} == {"all"}
    assert ask("district", reverse("api:credibility"), year=2021, by="unit").status_code == 400
    assert ask("district", reverse("api:credibility"), year="x").status_code == 400


def test_opening_the_list_of_people_is_noted_with_whom_it_showed(ask):
    response = ask("district", f"{PAGE}truong-hop/")
    text = response.content.decode()
    assert text.count("Nguyễn Văn Thử") == 5
    assert "phải xếp không hoàn thành nhiệm vụ" in text
    event = AccessEvent.objects.get(action="open_sensitive")
    assert "P0100" in event.detail
    assert "5 người" in event.detail


@pytest.mark.parametrize("role", ["leadership", "commune", "admin"])
def test_nobody_else_opens_the_list_and_nothing_is_noted(ask, role):
    assert ask(role, f"{PAGE}truong-hop/").status_code == 403
    assert not AccessEvent.objects.filter(action="open_sensitive").exists()


def test_an_empty_town_has_a_page_that_says_what_is_missing(db, signed_in):
    text = signed_in(factories.make_user("district")).get(PAGE).content.decode()
    assert "Mới tính được 0 phép thử" in text
    assert "Còn thiếu" in text
