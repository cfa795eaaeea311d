"""Every sample workbook becomes exactly what its truth says, through the command and its services."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from foundation.models import AuditEvent
from tests.exchange.samples import differences, path_of, sample, truth

NARROW = ["f01", "f04", "f08", "f26"]
MORE = ["f11", "f15", "f17", "f18", "f20", "f22", "f29", "o01", "o05"]
NOTHING_NEW_TWICE = [*NARROW, *MORE]
REFUSED = ["h01", "h07", "h12", "h15"]


def run(code, *options):
    """Exit status and JSON of `import_workbook` for a sample, as its uploader."""
    out = io.StringIO()
    unit = sample(code)["uploader"]["unit"] or "all"
    status = 0
    try:
        call_command(
            "import_workbook",
            str(path_of(code)),
            "--unit",
            unit,
            "--as-of",
            "2021-12-31",
            "--format",
            "json",
            *options,
            stdout=out,
        )
    except SystemExit as stop:
        status = stop.code
    return status, json.loads(out.getvalue())


@pytest.mark.parametrize("code", NARROW + MORE)
def test_a_sample_is_read_exactly_as_its_truth_says(son_binh, code):
    status, result = run(code, "--dry-run")
    assert (status, result["outcome"]) == (0, "accept")
    assert differences(result, code) == []


@pytest.mark.parametrize("code", REFUSED)
def test_a_hostile_sample_is_refused_with_its_code(son_binh, code):
    status, result = run(code)
    assert status == 1
    assert (result["outcome"], result["refuse_code"]) == ("refuse", sample(code)["refuse_code"])
    assert result["rows"] == []


@pytest.mark.parametrize("code", NOTHING_NEW_TWICE)
def test_the_same_file_again_changes_nothing(son_binh, code):
    run(code, "--confirm-warnings")
    before = AuditEvent.objects.filter(action="import").count()
    _, again = run(code, "--confirm-warnings")
    assert {row["change"] for row in again["rows"] if row["status"] == "ok"} <= {"same"}
    assert AuditEvent.objects.filter(action="import").count() == before


def test_every_sample_is_tried():
    assert {item["id"] for item in truth()["files"]} == {*NARROW, *MORE, *REFUSED}
