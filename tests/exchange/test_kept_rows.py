"""The rows of a reading stand in a table of their own; pages load what they show, API and command all of them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange import services
from exchange.models import ImportRow
from exchange.services import kept
from exchange.services.reading import read
from tests.exchange.test_workbook_import import TAKE_ALL, confirm, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    return town.people.xa_minh


def rows_of_file(n):
    return [
        [i + 1, f"Lê Thị {'ABCDEGHIKLMNOPQRSTUVXY'[i % 22]}nh", "Nữ", f"{i % 28 + 1:02}/03/1985", "VP-TK"]
        for i in range(n)
    ]


def test_the_document_is_what_the_reading_gave(town, officer):
    file = upload([*rows_of_file(3), [4, "", "Nữ", "1980", "VP-TK"]], town.minh)
    batch = services.preview(file, by=officer)
    batch.refresh_from_db()
    fresh = read(file, batch_id=batch.public_id).result
    assert services.document(batch) == fresh
    if connection.vendor == "sqlite":  # jsonb keeps no order of keys
        assert json.dumps(services.document(batch)) == json.dumps(fresh)
    assert batch.result["rows"] == []


def test_a_committed_row_says_whether_it_was_imported_and_whom_it_became(town, officer):
    batch = services.preview(
        upload([*rows_of_file(2), [3, "Lê Thị Sai", "Nữ", "30/02/1980", "VP-TK"]], town.minh), by=officer
    )
    assert "imported" not in services.document(batch)["rows"][0]
    written = confirm(batch, officer, TAKE_ALL)
    rows = services.document(batch)["rows"]
    assert [row["imported"] for row in rows] == [True, True, False]
    assert [row["official_id"] for row in rows] == [*written.official_ids.values(), None]


@pytest.mark.part_of_an_act
def test_a_preview_shown_again_replaces_the_rows(town, officer):
    batch = services.preview(upload(rows_of_file(3), town.minh), by=officer)
    kept.keep_rows(batch, services.document(batch)["rows"][:1])
    assert ImportRow.objects.filter(batch=batch).count() == 1


def test_a_slice_loads_no_more_than_it_shows(town, officer):
    batch = services.preview(upload(rows_of_file(30), town.minh), by=officer)
    with CaptureQueriesContext(connection) as queries:
        shown = services.RowList(batch, (services.GOOD,))[10:15]
    assert [row["row"] for row in shown] == [12, 13, 14, 15, 16]
    assert "LIMIT 5 OFFSET 10" in queries[0]["sql"]
    assert len(services.RowList(batch)) == 30


def test_rows_are_counted_by_what_they_need():
    same = {"level": "warning", "code": "match_without_id"}
    typo = {"level": "warning", "code": "typo_suggested"}
    bad = {"level": "error", "code": "date_invalid"}
    rows = [
        {"sheet": "A", "row": 1, "status": "ok", "change": "new", "values": {"sex": "nu"}, "problems": []},
        {"sheet": "A", "row": 2, "status": "warn", "change": "same", "values": {}, "problems": [same]},
        {"sheet": "B", "row": 3, "status": "warn", "change": "new", "values": {}, "problems": [typo]},
        {"sheet": "B", "row": 4, "status": "error", "change": None, "values": {}, "problems": [typo, bad]},
        {"sheet": "B", "row": 5, "status": "skip", "change": None, "values": {}, "problems": []},
    ]
    assert kept.summary_of(rows) == {
        "sheets": 2,
        "rooms": {"good": 2, "question": 1, "wrong": 1, "outside": 1},
        "changes": {"new": 1, "same": 1},
        "kinds": [["typo_suggested", 1]],
        "wrong": [{"code": "date_invalid", "count": 1, "rows": [4]}],
        "years": [],
        "stated": ["sex"],
    }
