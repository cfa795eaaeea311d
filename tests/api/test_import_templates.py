"""Templates over the API: the same workbooks, rights and notes in the access log as on the page."""

from __future__ import annotations

import io

import openpyxl
import pytest
from rest_framework.authtoken.models import Token

from exchange.sheets_out import SETS
from foundation.models import AccessEvent

pytestmark = pytest.mark.django_db
ALL = "/api/v1/import-templates/"


@pytest.fixture
def ask(client, town):
    def get(path, by="xa_minh"):
        token = Token.objects.get_or_create(user=getattr(town.people, by))[0].key
        return client.get(path, headers={"Authorization": f"Token {token}"})

    return get


def test_the_sets_are_listed_with_the_units_and_years_they_can_be_taken_for(ask):
    found = ask(ALL).json()
    assert [item["set"] for item in found] == list(SETS)
    assert found[0]["units"] == ["10702"]
    assert found[0]["last_year"] == 2021
    assert ask(ALL, by="noivu").json()[0]["units"][0] == "all"


@pytest.mark.parametrize("code", SETS)
def test_each_set_is_the_workbook_of_the_page_and_is_noted(ask, client, town, code):
    answer = ask(f"{ALL}{code}/?year=2021")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    client.force_login(town.people.xa_minh, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/nhap-excel/mau/?set={code}&unit=10702&year=2021")
    assert cells(answer.content) == cells(page.content)
    first, second = AccessEvent.objects.filter(action="export").order_by("pk")
    assert (first.detail, first.unit_id) == (second.detail, second.unit_id)


def cells(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]


@pytest.mark.parametrize(
    ("query", "field"),
    [("?year=1999", "year"), ("?year=x", "year"), ("?unit=10675", "unit"), ("?unit=all", "unit")],
)
def test_what_is_not_offered_is_400_at_its_field(ask, query, field):
    answer = ask(f"{ALL}danh-sach/{query}")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_a_set_that_does_not_exist_is_404(ask):
    assert ask(f"{ALL}luong/").status_code == 404
