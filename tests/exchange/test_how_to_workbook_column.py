"""docs/how-to/add-a-workbook-column.md does what it says: its code is run, and the column is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.problems import CODES
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import codes, read, values

DOCUMENT = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-workbook-column.md"


@pytest.fixture
def recruited():
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.S)
    exec(compile(code, str(DOCUMENT), "exec"), {})
    yield
    COLUMNS.remove("recruited")


@pytest.mark.parametrize("heading", ["Ngày tuyển dụng", "NGÀY VÀO NGÀNH", "Năm tuyển dụng"])
def test_the_new_column_is_read_under_each_of_its_headings(recruited, heading):
    header = [*HEADER, heading]
    assert values(header, *PERSON, "01/07/2008")["recruited"] == {"iso": "2008-07-01", "precision": "day"}
    assert values(header, *PERSON, "")["recruited"] is None
    assert ("recruited", "date_invalid") in codes(header, *PERSON, "31/02/2008")


def test_without_the_declaration_its_heading_is_told_as_unknown():
    found = read(("DS", [[*HEADER, "Ngày tuyển dụng"], [*PERSON, "2008"]]))
    assert [item["heading"] for item in found.unknown_headings] == ["Ngày tuyển dụng"]


def test_every_path_and_code_the_document_names_exists():
    text = DOCUMENT.read_text()
    root = DOCUMENT.parents[2]
    for path in re.findall(r"`((?:exchange|tests|docs)/[\w/.-]+)`", text):
        assert (root / path).exists(), path
    for code in ("value_unknown", "date_invalid"):
        assert code in CODES
