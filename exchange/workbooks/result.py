"""The result of reading a file, as the page, the API and the command give it (contracts 3)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from exchange.workbooks.analysis import Analysis
from exchange.workbooks.problems import refusal_message
from exchange.workbooks.rows import ERR, OK, SKIP, WARN, Row

COMMUNE_DISCIPLINE = "Kỷ luật, quy hoạch trong tệp chỉ để xem, không nhập; đề nghị gửi Phòng Nội vụ."


def accepted(analysis: Analysis, *, unit: str, batch: str, notices: list[str]) -> dict[str, Any]:
    """The JSON of a file that was read; `unit` is a unit id or `all`."""
    counts = count(analysis.rows)
    return {
        "outcome": "accept",
        "refuse_code": None,
        "message": _message(counts),
        "unit": unit,
        "batch": batch,
        "as_of": analysis.as_of.isoformat(),
        "counts": counts,
        "changes": dict(Counter(row.change for row in analysis.rows if row.change)),
        "fields": analysis.fields,
        "notices": notices,
        "rows": [row.as_json() for row in analysis.rows],
        "skipped": [item.as_json() for item in analysis.skipped],
    }


def refused(code: str, *, unit: str, batch: str) -> dict[str, Any]:
    """The JSON of a file that was not read."""
    return {
        "outcome": "refuse",
        "refuse_code": code,
        "message": refusal_message(code),
        "unit": unit,
        "batch": batch,
        "counts": {OK: 0, WARN: 0, ERR: 0, SKIP: 0},
        "rows": [],
        "skipped": [],
    }


def unread(*, unit: str, batch: str, n_rows: int) -> dict[str, Any]:
    """The JSON of a long file that is still to be read."""
    return {
        "outcome": None,
        "refuse_code": None,
        "message": f"Tệp có {n_rows} dòng, đang được đọc.",
        "unit": unit,
        "batch": batch,
        "counts": {OK: 0, WARN: 0, ERR: 0, SKIP: 0},
        "rows": [],
        "skipped": [],
    }


def recounted(document: dict[str, Any]) -> dict[str, Any]:
    """The result with its counts and message made anew from its rows, some of which have another status by now."""
    rows = document["rows"]
    found = Counter(row["status"] for row in rows)
    counts = {status: found.get(status, 0) for status in (OK, WARN, ERR, SKIP)}
    changes = dict(Counter(row["change"] for row in rows if row["change"]))
    return document | {"counts": counts, "changes": changes, "message": _message(counts)}


def count(rows: Iterable[Row]) -> dict[str, int]:
    """Rows by status, all four always there."""
    found = Counter(row.status for row in rows)
    return {status: found.get(status, 0) for status in (OK, WARN, ERR, SKIP)}


def warning_codes(row: dict[str, Any]) -> set[str]:
    return {item["code"] for item in row["problems"] if item["level"] == "warning"}


def needs_no_word(row: dict[str, Any]) -> bool:
    """A person found by name and birth date whose record already says all of it: nothing to decide."""
    return row["status"] == WARN and row["change"] == "same" and warning_codes(row) == {"match_without_id"}


def digest(result: dict[str, Any]) -> str:
    """A fingerprint of everything the user decides on: rows, their meaning, what would change, how headings were read."""
    shown = [result["outcome"], result["refuse_code"], result.get("as_of"), result["rows"]]
    shown += [{key: item["target"] for key, item in result.get("mapping", {}).items()}]
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _message(counts: dict[str, int]) -> str:
    parts = [f"{counts[OK]} dòng nhập được ngay"]
    if counts[WARN]:
        parts.append(f"{counts[WARN]} dòng cần xác nhận")
    if counts[ERR]:
        parts.append(f"{counts[ERR]} dòng phải sửa")
    if counts[SKIP]:
        parts.append(f"{counts[SKIP]} dòng ngoài phạm vi thống kê")
    return ", ".join(parts) + "."
