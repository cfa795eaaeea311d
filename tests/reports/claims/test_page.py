"""The page of the claims, its export and API, and what each role gets of them."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from officials.models import Unit
from reports.claims import CIRCULAR, VERDICTS, claims
from tests import factories

PAGE = "/chi-tieu/nhan-dinh/"


@pytest.fixture
def ask(big_town, signed_in):
    unit = Unit._base_manager.get(public_id="U1")
    users = {
        "district": factories.make_user("district"),
        "leadership": factories.make_user("leadership"),
        "commune": factories.make_user("commune", unit=unit),
        "auditor": factories.make_user("auditor"),
    }
    return lambda role, path=PAGE, **query: signed_in(users[role]).get(path, query)


def results(ask, role, **query):
    document = ask(role, reverse("api:claims"), years="2019-2021", **query).json()
    return {row["claim"]: row for row in document["results"] if row["scope"] == "all"}


def test_the_page_is_headed_by_the_circle_and_shows_every_claim(ask):
    text = ask("district").content.decode()
    main = text[text.index("<main") :]
    assert main.index(CIRCULAR) < main.index('id="ND1"')
    for claim in claims:
        assert f'id="{claim.code}"' in main
        assert claim.hides in main
    assert all(title in main for title in VERDICTS.values())
    assert "bệnh thành tích" not in main


def test_each_figure_leads_to_how_it_is_computed(ask):
    text = ask("district", loai="ND").content.decode()
    assert 'href="/chi-tieu/E2/?nam=2021&amp;pham_vi=all"' in text
    assert 'id="HC1a"' not in text


def test_what_is_hidden_from_a_reader_decides_no_verdict(ask):
    full, quiet = results(ask, "district"), results(ask, "leadership")
    assert full["HC5a"]["figures"][0]["value"] is not None
    assert quiet["HC5a"]["figures"][0]["value"] == {"suppressed": True}
    for code, row in quiet.items():
        for figure in row["figures"]:
            if figure["value"] == {"suppressed": True}:
                assert not any(isinstance(figure[name], float) for name in ("numerator", "low", "high"))
        if full[code]["verdict"] != row["verdict"]:
            assert row["verdict"] == "open"


def test_the_api_gives_town_and_khu_with_definitions(ask):
    document = ask("commune", reverse("api:claims"), years="2019-2021", by=["town", "area"]).json()
    assert [row["code"] for row in document["definitions"]] == claims.codes()
    assert {row["scope"] for row in document["results"]} == {"all", "area:Bắc", "area:Nam"}
    assert ask("commune", reverse("api:claims"), years="2019,2021").status_code == 400
    assert ask("commune", reverse("api:claims"), years="2019-2021", by="unit").status_code == 400
    assert ask("auditor", reverse("api:claims"), years="2021").status_code == 403


def test_the_export_holds_the_verdicts_and_the_visible_figures(ask):
    book = openpyxl.load_workbook(io.BytesIO(ask("leadership", xuat="xlsx").content))
    verdicts, figures = book.worksheets
    rows = list(verdicts.iter_rows(values_only=True))
    assert {row[0] for row in rows} >= set(claims.codes())
    assert any(CIRCULAR in str(row[0]) for row in rows)
    assert not [row for row in figures.iter_rows(values_only=True) if row[0] == "HC5a"]


def test_the_scope_of_a_unit_is_the_town(ask):
    assert "Nhận định nói về thị xã và khu" in ask("commune", pham_vi="unit:U1").content.decode()


def test_an_empty_town_has_a_page(db, signed_in):
    assert signed_in(factories.make_user("district")).get(PAGE).status_code == 200
