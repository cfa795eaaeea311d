"""Random valid packages: everything comes back, and the second dump has the bytes of the first."""

import csv
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange.package.cells import max_length
from exchange.package.dumping import dump
from exchange.package.loading import load
from exchange.package.tables import TABLES, Kind
from foundation import vn_text
from foundation.actors import SystemActor
from officials.models.qualifications import LEVELS
from tests.exchange.package_rows import files_of, write_package

BY = SystemActor()
POSTS = ["bi_thu_dang_uy", "chu_tich_ubnd", "tai_chinh_ke_toan"]
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters='\n\r\t",;')
TEXT = st.text(LETTERS, min_size=1, max_size=12)
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


def composed(text):
    return unicodedata.normalize("NFC", text)


def cell(column, ids):
    """Texts that `column` keeps as they are."""
    limit = max_length(column) if column.kind in (Kind.TEXT, Kind.ID, Kind.AREA, Kind.NAME) else 0
    strategies = {
        Kind.TEXT: lambda: TEXT.map(composed).filter(lambda t: t.strip() and len(t) <= limit),
        Kind.NAME: lambda: TEXT.map(vn_text.nfc).filter(lambda t: t and len(t) <= limit),
        Kind.AREA: lambda: TEXT.map(vn_text.nfc).filter(lambda t: t and len(t) <= limit),
        Kind.ID: lambda: TEXT.filter(lambda t: t.strip()),
        Kind.CODE: lambda: st.sampled_from(column.codes),
        Kind.POST: lambda: st.sampled_from(POSTS),
        Kind.DATE: lambda: DAYS.map(date.isoformat),
        Kind.PARTIAL_DATE: lambda: PARTIAL,
        Kind.BOOLEAN: lambda: st.sampled_from(["0", "1"]),
        Kind.INTEGER: lambda: st.integers(1900, 2200).map(str),
        Kind.DECIMAL: lambda: st.integers(0, 99).map(str),
        Kind.REFERENCE: lambda: st.sampled_from(ids[column.refers]),
    }
    filled = strategies[column.kind]()
    has_default = column.kind is Kind.BOOLEAN and not column.field.null
    must = column.required or has_default or (column.kind is Kind.CODE and column.empty != ("",))
    return filled if must else st.one_of(st.just(""), filled)


def mended(table, row):
    """The row with what belongs together put in order."""
    if row.get("starts_on") and row.get("ends_on", "") and row["ends_on"] < row["starts_on"]:
        row["starts_on"], row["ends_on"] = row["ends_on"], row["starts_on"]
    if table == "qualifications" and row["level"] not in LEVELS[row["kind"]]:
        row["level"] = ""
    return row


@st.composite
def packages(draw):
    tables, ids = {}, {}
    for spec in TABLES:
        rows, keys = {}, {column.name for column in spec.key_columns}
        one = (
            st.fixed_dictionaries({column.name: cell(column, ids) for column in spec.columns})
            if (all(column.refers in ids for column in spec.columns if column.refers))
            else None
        )
        fewest = 1 if spec.name in ("units", "officials") else 0
        for row in draw(st.lists(one, min_size=fewest, max_size=3)) if one is not None else []:
            row = mended(spec.name, row)
            rows.setdefault(tuple(row[name] for name in sorted(keys)), row)
        if spec.name == "officials":
            for row in {row["national_id"]: row for row in rows.values()}.values():
                row["keep"] = True
            for row in rows.values():
                if not row.pop("keep", False):
                    row["national_id"] = ""
        tables[spec.name] = list(rows.values())
        if spec.has_own_id:
            ids[spec.name] = [row[spec.key[0]] for row in rows.values()]
    return tables


def read(folder):
    found = {}
    for spec in TABLES:
        if spec.optional and not (folder / spec.file).exists():
            found[spec.name] = []
            continue
        with (folder / spec.file).open(encoding="utf-8", newline="") as handle:
            found[spec.name] = in_order(csv.DictReader(handle))
    return found


def in_order(rows):
    return sorted(rows, key=lambda row: sorted(row.items()))


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking a package of 18 tables takes minutes and tells little more
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=packages())
def test_a_random_package_comes_back(tables):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = load(write_package(folder / "in", tables, quoting=csv.QUOTE_ALL), by=BY, replace=True)
        assert report.loaded, report.errors
        dump(folder / "first")
        assert read(folder / "first") == {name: in_order(rows) for name, rows in tables.items()}
        again = load(folder / "first", by=BY)
        assert again.loaded, again.errors
        assert all(counts.new == counts.changed == 0 for counts in again.tables.values())
        assert load(folder / "first", by=BY, replace=True).loaded
        dump(folder / "second")
        assert files_of(folder / "first") == files_of(folder / "second")
