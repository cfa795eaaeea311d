"""A town without any record still has every row of every figure."""

from __future__ import annotations

from reports import snapshot
from reports.indicators import compute_indicators, indicators
from reports.tables import compute_tables, tables


def test_a_town_without_records_has_every_row(db):
    snapshot.forget()
    rows = compute_indicators([2019, 2020])["rows"]
    assert len(rows) == len(indicators) * 3 * 2
    assert all(row["value"] in (None, 0) for row in rows)


def test_a_town_without_any_record_has_its_rows(db):
    snapshot.forget()
    rows = compute_tables([2021])["tables"]
    assert len(rows) == 3 * len(tables)
    assert {row["headcount"] for row in rows} == {0}
