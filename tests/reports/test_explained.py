"""Cách tính behind every figure: of forms, of tables, of what is exported (issue 4)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pypdf import PdfReader

from reports import snapshot as snapshots
from reports.access import indicators_for, reader_of
from reports.forms.papers import SALARY_COLUMNS, SALARY_HOW
from reports.forms.quality import COLUMNS, INDICATORS
from reports.forms.reading import quality_document
from reports.tables.numbered import numbered_tables
from tests import factories


@pytest.fixture
def district(big_town, client):
    user = factories.make_user("district")
    client.force_login(user)
    return user


def sheet(answer, name="Cách tính"):
    page = openpyxl.load_workbook(io.BytesIO(answer.content))[name]
    return [[cell for cell in row if cell] for row in page.iter_rows(values_only=True)]


def texts(answer, kind):
    if kind == "csv":
        return answer.content.decode("utf-8-sig")
    if kind == "pdf":
        pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        return pages.replace("\n", "")
    return str(sheet(answer))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.code)
def test_every_column_of_bm02_has_a_page_that_explains_it(district, client, column):
    page = client.get(f"/chi-tieu/{column.code}/?nam=2021")
    assert page.status_code == 200
    assert column.indicator.numerator_text in page.content.decode()


def test_a_column_of_a_form_is_explained_with_the_number_the_form_has(district, client):
    snapshot = snapshots.current()
    numbers = {row["scope"]: row["numbers"] for row in quality_document(district, snapshot, 2021)["rows"]}
    rows = indicators_for(district, [2021], ("unit",), ("",), [each.code for each in INDICATORS])["rows"]
    found = {(row["indicator"], row["scope"]): row["value"] for row in rows}
    for scope, said in numbers.items():
        if scope.startswith("unit:"):
            assert {number: found[f"BM02.{number}", scope] for number in said} == said


def test_who_may_not_read_the_facts_gets_no_column_of_a_form_explained_with_people(big_town, client):
    user = factories.make_user("leadership")
    client.force_login(user)
    assert not reader_of(user).reads(COLUMNS[3].indicator.fields)
    text = client.get("/chi-tieu/BM02.4/?nam=2021").content.decode()
    assert "không xem được từng người" in text


def test_the_catalogue_does_not_list_columns_of_forms(district, client):
    assert "BM02.4" not in client.get("/chi-tieu/").content.decode()


def test_every_column_of_a_form_says_how_it_is_filled(district, client):
    assert len(SALARY_HOW) == len(SALARY_COLUMNS)
    for code, n in (("bm02", len(COLUMNS)), ("bm04", len(SALARY_COLUMNS))):
        text = client.get(f"/bieu-mau/{code}/?nam=2021").content.decode()
        assert f'id="cot-{n}"' in text
        assert f'id="cot-{n + 1}"' not in text


@pytest.mark.parametrize("table", numbered_tables, ids=lambda table: table.code)
def test_every_line_of_a_numbered_table_says_how_it_comes_about(district, client, table):
    page = client.get(f"/bao-cao/{table.code}/?nam=2021")
    told = page.context["explained"]
    assert all(each.how and each.label for each in told)
    assert told or table.missing
    for url in {each.url for each in told if each.url}:
        assert client.get(url).status_code == 200


def test_a_count_leads_to_the_figure_it_is_the_numerator_of(district, client):
    told = {each.label: each for each in client.get("/bao-cao/T8/?nam=2021").context["explained"]}
    assert "/chi-tieu/C2.dai_hoc/" in told["Trình độ chuyên môn – Đại học"].url
    text = client.get("/bang/?bang=health&nam=2021").content.decode()
    assert "/chi-tieu/B1.1/" in text


@pytest.mark.parametrize(
    "address", ["/bao-cao/T8/?nam=2021&ngay=30/06", "/bang/?bang=degree&nam=2021", "/bieu-mau/bm02/?nam=2021"]
)
def test_a_workbook_carries_the_way_of_counting_the_data_version_the_source_and_the_day(
    district, client, address
):
    answer = client.get(f"{address}&xuat=xlsx")
    text = str(sheet(answer))
    assert f"Phiên bản số liệu: {snapshots.current().version:,}".replace(",", ".") in text
    assert "http://testserver/chi-tieu/" in text
    assert "30/06/2021" in text if "ngay" in address else "31/12/2021" in text
    assert "Nguồn" in text or "nguồn" in text


@pytest.mark.parametrize("kind", ["csv", "pdf"])
def test_every_other_export_carries_the_link_and_the_data_version(district, client, kind):
    said = texts(client.get(f"/bao-cao/T8/?nam=2021&xuat={kind}"), kind)
    assert "Phiên bản số liệu" in said
    assert "#cach-tinh" in said
    said = texts(client.get(f"/bang/?bang=degree&nam=2021&xuat={kind}"), kind)
    assert "#cach-tinh" in said
