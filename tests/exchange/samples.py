"""The sample workbooks with their truth, and how a result is held against it."""

from __future__ import annotations

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "workbooks"
LEVELS = (("error", "errors"), ("warning", "warnings"), ("info", "infos"))
CHANGES = {
    "existing_unchanged": "same",
    "existing_update": "changed",
    "existing_conflict": "conflict",
    "existing_reactivate": "reactivate",
    "duplicate_in_file": "duplicate",
    "other_unit": "other_unit",
    "new": "new",
}
# Further infos a row may carry besides those of its truth: they say what was tidied, never that something is wrong.
QUIET = {"case_normalised", "unchanged", "date_partial"}


@functools.cache
def truth():
    return json.loads((FOLDER / "expected.json").read_text())


def sample(code):
    return next(item for item in truth()["files"] if item["id"] == code)


def path_of(code):
    return FOLDER / sample(code)["file"]


def content_of(code):
    return path_of(code).read_bytes()


def differences(result, code):
    """Everything in which a result differs from the truth of a sample; [] when it is exact."""
    expected = sample(code)
    got = {(row["sheet"], row["row"]): row for row in result["rows"]}
    wanted = {(row["sheet"], row["row"]): row for row in expected["rows"]}
    found = [(key, "lost") for key in wanted.keys() - got.keys()]
    found += [(key, "invented") for key in got.keys() - wanted.keys()]
    for key in wanted.keys() & got.keys():
        found += [(key, *item) for item in _row_differences(got[key], wanted[key])]
    found += _skipped_differences(result, expected)
    return found


def _row_differences(got, wanted):
    if got["status"] not in [wanted["status"], *wanted.get("alt_status", [])]:
        yield "status", got["status"], wanted["status"]
    values, truth_values = got["values"], wanted["values"]
    for name in values.keys() ^ truth_values.keys():
        yield "field", name, values.get(name), truth_values.get(name)
    for name in values.keys() & truth_values.keys():
        if values[name] != truth_values[name] and values[name] not in wanted.get("alt_values", {}).get(
            name, []
        ):
            yield "value", name, values[name], truth_values[name]
    if got["status"] == wanted["status"]:
        for level, key in LEVELS:
            have = {(p["field"], p["code"]) for p in got["problems"] if p["level"] == level}
            want = {(p["field"], p["code"]) for p in wanted.get(key, [])}
            extra = {item for item in have - want if item[1] not in QUIET}
            if want - have or extra:
                yield level, have, want
    match = wanted.get("match")
    if match and got["change"] != CHANGES[match["kind"]]:
        yield "change", got["change"], match["kind"]
    if match and "existing_id" in match and got["official_id"] != match["existing_id"]:
        yield "official", got["official_id"], match["existing_id"]


def _skipped_differences(result, expected):
    have = {(item["sheet"], item["row"], item["kind"]) for item in result["skipped"]}
    want = {(i["sheet"], i["row"], i["kind"]) for i in expected["non_data_rows"] if i["kind"] != "blank"}
    want |= {(sheet, row, "header") for sheet, rows in expected["header_rows"].items() for row in rows}
    extra = {item for item in have - want if item[2] != "other_sheet"}
    return [("skipped", item) for item in want - have] + [("skipped wrongly", item) for item in extra]
