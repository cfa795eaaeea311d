"""Everything the page of one batch shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from exchange.models import ImportBatch
from exchange.views.preview.history import CHANGE_WORDS, done_sentence
from exchange.views.preview.lines import problem_lines, row_line
from exchange.views.preview.questions import kinds_of, needs_no_word, wrong_kinds
from exchange.views.preview.words import SKIPPED
from exchange.workbooks.problems import refusal_message
from foundation.components import StatCard
from foundation.formats.vi_numbers import number

TEMPLATES = {
    "previewed": "exchange/import_preview.html",
    "committed": "exchange/import_result.html",
    "refused": "exchange/import_refused.html",
    "cancelled": "exchange/import_closed.html",
    "expired": "exchange/import_closed.html",
}
TOO_LARGE = "Tệp lớn hơn 10 MB. Đề nghị xóa hình ảnh, trang tính thừa hoặc tách tệp rồi gửi lại."
MAX_SHOWN = 200  # rows with problems drawn on one page; the rest follows the choice for its kind
MAX_GOOD = 50


def context_of(batch: ImportBatch, choices: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything the pages of one batch show; `choices` are kept ticked when the preview is shown again."""
    result = batch.result
    if batch.state == "refused":
        return {"message": refusal_message(batch.refuse_code)}
    rows = result.get("rows", [])
    chosen = choices or batch.choices
    doubtful = [row for row in rows if row["status"] in ("error", "warn") and not needs_no_word(row)]
    doubtful.sort(key=lambda row: row["status"] != "error")
    good = [row for row in rows if row["status"] == "ok" or needs_no_word(row)]
    outside = [row for row in rows if row["status"] == "skip"]
    left = [row for row in doubtful if not row.get("imported")]
    kinds = kinds_of(doubtful, chosen)
    return {
        "many_sheets": len({row["sheet"] for row in rows}) > 1,
        "cards": _cards(len(good), doubtful, len(outside)),
        "n_doubtful": len(doubtful),
        "problem_lines": problem_lines(doubtful[:MAX_SHOWN], chosen, {kind["code"] for kind in kinds}),
        "n_not_shown": max(len(doubtful) - MAX_SHOWN, 0),
        "kinds": kinds,
        "wrong_kinds": wrong_kinds(doubtful),
        "good": [row_line(row) for row in good[:MAX_GOOD]],
        "n_good": len(good),
        "n_good_more": max(len(good) - MAX_GOOD, 0),
        "outside": [row_line(row) for row in outside[:MAX_GOOD]],
        "n_outside": len(outside),
        "outcome": _outcome(good, doubtful),
        "as_of": dt.date.fromisoformat(result["as_of"]) if "as_of" in result else batch.as_of,
        "notices": result.get("notices", []),
        "unknown_headings": result.get("unknown_headings", []),
        "skipped": _skipped(result.get("skipped", [])),
        "n_skipped": sum(1 for item in result.get("skipped", []) if item["row"] is not None),
        "done": done_sentence(result.get("imported", {})),
        "left_lines": problem_lines(left[:MAX_SHOWN], {}, set()),
        "n_left": len(left),
        "imported": [row_line(row) for row in rows if row.get("imported")][:MAX_GOOD],
        "n_imported": sum(1 for row in rows if row.get("imported")),
    }


def _cards(n_good: int, doubtful: list[dict[str, Any]], n_outside: int) -> list[StatCard]:
    n_wrong = sum(1 for row in doubtful if row["status"] == "error")
    n_warn = len(doubtful) - n_wrong
    return [
        StatCard("Nhập được ngay", number(n_good), value_tone="ok"),
        StatCard("Cần xác nhận", number(n_warn), value_tone="warning" if n_warn else "quiet"),
        StatCard("Phải sửa", number(n_wrong), value_tone="danger" if n_wrong else "quiet"),
        StatCard("Ngoài phạm vi thống kê", number(n_outside), value_tone="quiet"),
    ]


def _outcome(good: list[dict[str, Any]], doubtful: list[dict[str, Any]]) -> list[str]:
    """The sentences of "Sau khi xác nhận"."""
    now = Counter(row["change"] for row in good)
    parts = [f"{number(now[key])} {text}" for key, text in CHANGE_WORDS if now.get(key)]
    sentences = [", ".join(parts) + "." if parts else "Chưa có dòng nào được nhập ngay."]
    n_wrong = sum(1 for row in doubtful if row["status"] == "error")
    if len(doubtful) > n_wrong:
        sentences.append(f"Thêm tối đa {number(len(doubtful) - n_wrong)} dòng, tùy lựa chọn của ông/bà.")
    if n_wrong:
        sentences.append(f"{number(n_wrong)} dòng phải sửa không được nhập.")
    return sentences


def _skipped(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was passed over, by sheet and kind: "dòng đầu bảng: 7, 8"."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in items:
        rows = grouped.setdefault((item["sheet"], SKIPPED[item["kind"]]), [])
        if item["row"] is not None:
            rows.append(str(item["row"]))
    return [
        {"sheet": sheet, "kind": kind, "rows": ", ".join(rows[:60])}
        for (sheet, kind), rows in grouped.items()
    ]
