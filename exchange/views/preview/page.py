"""Everything the page of one batch shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from exchange.models import ImportBatch
from exchange.services import GOOD, OUTSIDE, QUESTION, WRONG, RowList
from exchange.services import counts as counts_of_people
from exchange.views.preview.history import CHANGE_WORDS, done_sentence, proposed_sentence
from exchange.views.preview.lines import problem_lines, row_line
from exchange.views.preview.questions import kinds_of, wrong_kinds
from exchange.views.preview.words import SKIPPED
from exchange.workbooks.problems import refusal_message
from foundation.components import StatCard
from foundation.formats.vi_numbers import number

AT_WORK = "exchange/import_working.html"
TEMPLATES = {
    "reading": AT_WORK,
    "writing": AT_WORK,
    "unclear": "exchange/import_unclear.html",
    "previewed": "exchange/import_preview.html",
    "committed": "exchange/import_result.html",
    "undone": "exchange/import_result.html",
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
    if batch.state in ("refused", "unclear"):
        return {"message": refusal_message(batch.refuse_code)}
    counts, chosen = batch.summary["rooms"], choices or batch.choices
    is_open = batch.state == "previewed"
    return {
        "many_sheets": batch.summary["sheets"] > 1,
        "outside": [row_line(row) for row in RowList(batch, (OUTSIDE,))[:MAX_GOOD]]
        if counts[OUTSIDE]
        else [],
        "n_outside": counts[OUTSIDE],
        **(_waiting(batch, chosen) if is_open else _closed(batch)),
        "as_of": dt.date.fromisoformat(result["as_of"]) if "as_of" in result else batch.as_of,
        "notices": result.get("notices", []),
        "unknown_headings": result.get("unknown_headings", []),
        "skipped": _skipped(result.get("skipped", [])),
        "n_skipped": sum(1 for item in result.get("skipped", []) if item["row"] is not None),
    }


def _waiting(batch: ImportBatch, chosen: dict[str, Any]) -> dict[str, Any]:
    """The preview's own part: what is good, what needs a word, what has to be corrected."""
    counts = batch.summary["rooms"]
    n_doubtful = counts[QUESTION] + counts[WRONG]
    kinds = kinds_of(batch.summary, chosen)
    return {
        "cards": _cards(counts),
        "n_doubtful": n_doubtful,
        "problem_lines": problem_lines(_doubtful(batch), chosen, {kind["code"] for kind in kinds}),
        "n_not_shown": max(n_doubtful - MAX_SHOWN, 0),
        "kinds": kinds,
        "wrong_kinds": wrong_kinds(batch.summary),
        "good": [row_line(row) for row in RowList(batch, (GOOD,))[:MAX_GOOD]],
        "n_good": counts[GOOD],
        "n_good_more": max(counts[GOOD] - MAX_GOOD, 0),
        "outcome": _outcome(batch.summary, batch.result.get("proposing", 0)),
        "may_confirm": counts[GOOD] + counts[QUESTION] > 0,
    }


def _closed(batch: ImportBatch) -> dict[str, Any]:
    """The result's own part: what was imported and what was left."""
    imported = RowList(batch, imported=True)
    n_proposed = batch.result.get("proposed", 0)
    return {
        "done": proposed_sentence(*counts_of_people([batch])[batch.pk], n_proposed)
        if n_proposed
        else done_sentence(batch.result.get("imported", {})),
        "left_lines": problem_lines(_doubtful(batch, left=True), {}, set()),
        "n_left": RowList(batch, (QUESTION, WRONG), left=True).count(),
        "imported": [row_line(row) for row in imported[:MAX_GOOD]],
        "n_imported": imported.count(),
    }


def _doubtful(batch: ImportBatch, *, left: bool = False) -> list[dict[str, Any]]:
    """The first rows that need a person, errors before questions."""
    rows = RowList(batch, (WRONG,), left=left)[:MAX_SHOWN]
    n_more = MAX_SHOWN - len(rows)
    return rows + RowList(batch, (QUESTION,), left=left)[:n_more] if n_more else rows


def _cards(counts: dict[str, int]) -> list[StatCard]:
    n_warn, n_wrong = counts[QUESTION], counts[WRONG]
    return [
        StatCard("Nhập được ngay", number(counts[GOOD]), value_tone="ok" if counts[GOOD] else "quiet"),
        StatCard("Cần xác nhận", number(n_warn), value_tone="warning" if n_warn else "quiet"),
        StatCard("Phải sửa", number(n_wrong), value_tone="danger" if n_wrong else "quiet"),
        StatCard("Ngoài phạm vi thống kê", number(counts[OUTSIDE]), value_tone="quiet"),
    ]


def _outcome(summary: dict[str, Any], n_proposing: int) -> list[str]:
    """The sentences of "Sau khi xác nhận"; `n_proposing`: rows of which the district decides a part."""
    now, counts = summary["changes"], summary["rooms"]
    parts = [f"{number(now[key])} {text}" for key, text in CHANGE_WORDS if now.get(key)]
    sentences = [", ".join(parts) + "." if parts else "Chưa có dòng nào được nhập ngay."]
    if counts[QUESTION]:
        sentences.append(f"Thêm tối đa {number(counts[QUESTION])} dòng, tùy lựa chọn của ông/bà.")
    if counts[WRONG]:
        sentences.append(f"{number(counts[WRONG])} dòng phải sửa không được nhập.")
    if n_proposing:
        sentences.append(f"{number(n_proposing)} dòng có phần thành đề nghị, chờ Phòng Nội vụ quyết định.")
    if not counts[GOOD] + counts[QUESTION]:
        what = "Đề nghị sửa tệp theo các mục dưới đây rồi gửi lại." if counts[WRONG] else ""
        sentences = [f"Không có dòng nào để nhập. {what}".strip()]
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
