"""A batch as pages show it: words for values, problems first, choices, the sheet that goes back to the office."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from exchange.models import ImportBatch
from exchange.services import KEEP, LEAVE, TAKE, row_key
from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.labels import MISSING, SEX, field_label, label_of, post_label, rating_label
from exchange.workbooks.problems import refusal_message
from foundation.components import StatCard
from foundation.dates import PartialDate
from foundation.formats.vi_numbers import number
from foundation.sheets import Column, Sheet

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
STATUS = {
    "ok": ("Nhập được", "ok"),
    "warn": ("Cần xác nhận", "warning"),
    "error": ("Phải sửa", "danger"),
    "skip": ("Ngoài phạm vi", "quiet"),
}
CHANGES = {
    "new": ("Mới", "ok"),
    "changed": ("Thay đổi", "info"),
    "same": ("Không đổi", "quiet"),
    "moved": ("Chuyển đến", "info"),
    "conflict": ("Khác hồ sơ", "warning"),
    "reactivate": ("Trở lại", "warning"),
    "duplicate": ("Trùng", "danger"),
    "other_unit": ("Không dùng được", "danger"),
}
KINDS = {
    "typo_suggested": "Có thể gõ sai",
    "hidden_row": "Dòng ẩn trong Excel",
    "leading_zero_unverified": "Số CCCD mất số 0 ở đầu",
    "multiple_ticks": "Đánh dấu nhiều mức",
    "national_id_inconsistent": "Số CCCD không khớp giới tính, năm sinh",
    "existing_conflict": "Khác hồ sơ đang có",
    "existing_reactivate": "Đã thôi giữ chức vụ, nay có lại",
    "homonym": "Trùng họ tên, ngày sinh, khác số CCCD",
    "match_without_id": "Khớp chỉ bằng họ tên, ngày sinh",
    "ditto": "Dấu “như trên”",
    "health_free_text": "Sức khỏe ghi tự do",
    "not_foreign_language": "Tiếng dân tộc ở cột ngoại ngữ",
    "alias": "Họ tên kèm tên gọi khác",
    "partial_zero_date": "Ngày, tháng ghi 00",
    "eval_label_retired": "Mức xếp loại không dùng cho năm đó",
}
SKIPPED = {
    "title": "tiêu đề", "header": "dòng đầu bảng", "repeated_header": "dòng đầu bảng lặp lại",
    "column_numbers": "dòng số cột", "group": "dòng nhóm", "subtotal": "dòng cộng", "total": "dòng tổng cộng",
    "signature": "phần ký", "blank": "dòng trống", "note": "ghi chú", "other_sheet": "trang khác",
}  # fmt: skip
CHANGE_WORDS = (
    ("new", "hồ sơ mới"), ("changed", "hồ sơ thay đổi"), ("moved", "người chuyển đến"), ("reactivate", "người trở lại"),
    ("conflict", "hồ sơ sửa theo tệp"), ("same", "không đổi"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be done with a row that needs a word: value, text, whether chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem of one row, as the table of problems shows it."""

    row: dict[str, Any]
    column: str
    written: str
    meaning: str
    advice: str
    tag: str
    tone: str
    name: str
    control: str
    changes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


def context_of(batch: ImportBatch, choices: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything the pages of one batch show; `choices` are kept ticked when the preview is shown again."""
    result = batch.result
    if batch.state == "refused":
        return {"message": refusal_message(batch.refuse_code)}
    rows = result.get("rows", [])
    chosen = choices or batch.choices
    doubtful = [row for row in rows if row["status"] in ("error", "warn") and not _needs_no_word(row)]
    doubtful.sort(key=lambda row: row["status"] != "error")
    good = [row for row in rows if row["status"] == "ok" or _needs_no_word(row)]
    outside = [row for row in rows if row["status"] == "skip"]
    left = [row for row in doubtful if not row.get("imported")]
    kinds = _kinds(doubtful, chosen)
    return {
        "many_sheets": len({row["sheet"] for row in rows}) > 1,
        "cards": _cards(len(good), doubtful, len(outside)),
        "n_doubtful": len(doubtful),
        "problem_lines": _problem_lines(doubtful[:MAX_SHOWN], chosen, {kind["code"] for kind in kinds}),
        "n_not_shown": max(len(doubtful) - MAX_SHOWN, 0),
        "kinds": kinds,
        "good": [row_line(row) for row in good[:MAX_GOOD]],
        "n_good": len(good),
        "n_good_more": max(len(good) - MAX_GOOD, 0),
        "outside": [row_line(row) for row in outside],
        "outcome": _outcome(good, doubtful),
        "as_of": dt.date.fromisoformat(result["as_of"]) if "as_of" in result else batch.as_of,
        "notices": result.get("notices", []),
        "unknown_headings": result.get("unknown_headings", []),
        "skipped": _skipped(result.get("skipped", [])),
        "n_skipped": sum(1 for item in result.get("skipped", []) if item["row"] is not None),
        "done": done_sentence(result.get("imported", {})),
        "left_lines": _problem_lines(left[:MAX_SHOWN], {}, set()),
        "n_left": len(left),
        "imported": [row_line(row) for row in rows if row.get("imported")][:MAX_GOOD],
        "n_imported": sum(1 for row in rows if row.get("imported")),
    }


def line_of(batch: ImportBatch) -> dict[str, Any]:
    """A batch in the list of those sent."""
    tones = {"previewed": "warning", "committed": "ok", "refused": "danger"}
    counts = batch.counts
    words = ", ".join(
        f"{counts[key]} {text}"
        for key, text in (
            ("ok", "nhập được"),
            ("warn", "cần xác nhận"),
            ("error", "phải sửa"),
            ("skip", "ngoài phạm vi"),
        )
        if counts.get(key)
    )
    return {
        "batch": batch,
        "state": batch.get_state_display(),
        "tone": tones.get(batch.state, "quiet"),
        "counts": words,
    }


def row_line(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the tables of rows."""
    values = row["values"]
    tag, tone = CHANGES.get(row["change"], STATUS[row["status"]]) if row["change"] else STATUS[row["status"]]
    ratings = values.get("evaluations") or {}
    return {
        "tag": tag,
        "tone": tone,
        "sheet": row["sheet"],
        "number": row["row"],
        "name": values.get("full_name") or MISSING,
        "posts": ", ".join(post_label(code) for code in values.get("posts") or []) or MISSING,
        "birth": value_text("birth", values.get("birth")),
        "degree": value_text("degree_level", values.get("degree_level")),
        "ratings": " · ".join(f"{year}: {_short_rating(ratings[year])}" for year in sorted(ratings))
        or MISSING,
        "changes": _change_lines(row),
        "notes": _notes(row),
        "is_new": row["change"] == "new",
        "reasons": [item["message"] for item in row["problems"]],
    }


def _notes(row: dict[str, Any]) -> list[str]:
    """What was tidied, and discipline that the file states (a commune's is shown here and not imported)."""
    notes = [
        item["message"] for item in row["problems"] if item["level"] == "info" and item["code"] != "unchanged"
    ]
    stated = value_text("disciplines", row["values"].get("disciplines"))
    return notes if stated == MISSING else [*notes, f"Kỷ luật ghi trong tệp: {stated}."]


def choices_of(post: QueryDict, batch: ImportBatch) -> dict[str, Any]:
    """The user's choices from the form: only rows and kinds that the preview has."""
    rows = {}
    for row in batch.result.get("rows", []):
        chosen = post.get(f"row-{row_key(row)}", "")
        if row["status"] == "warn" and chosen in (TAKE, KEEP, LEAVE):
            rows[row_key(row)] = chosen
    kinds = {code: post[f"kind-{code}"] for code in KINDS if post.get(f"kind-{code}") in (TAKE, LEAVE)}
    return {"rows": rows, "kinds": kinds}


def done_sentence(changes: Mapping[str, int]) -> str:
    """What was written, in one sentence."""
    parts = [f"{number(changes[key])} {text}" for key, text in CHANGE_WORDS if changes.get(key)]
    return f"Đã nhập: {', '.join(parts)}." if parts else "Không có dòng nào được nhập."


def value_text(name: str, value: Any) -> str:
    """A value of a row in words."""
    if value is None or value == [] or value == {}:
        return MISSING
    if isinstance(value, dict) and "iso" in value:
        return PartialDate.parse(value["iso"]).display()
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if name == "posts":
        return ", ".join(post_label(code) for code in value)
    if name == "sex":
        return SEX.get(value, str(value))
    if name == "rewards":
        return "; ".join(value)
    if name == "disciplines":
        return "; ".join(f"{label_of(item['form'])} {item['year'] or ''}".strip() for item in value)
    if name == "health_class":
        return ("I", "II", "III", "IV", "V")[int(value) - 1]
    return (
        label_of(str(value))
        if name in ("degree_level", "political_theory", "state_management")
        else str(value)
    )


def return_sheet(batch: ImportBatch) -> Sheet:
    """The rows that were not imported, with the reasons beside them: corrected, it can be sent again."""
    rows = [r for r in batch.result["rows"] if r["status"] in ("error", "warn") and not r.get("imported")]
    fields = [name for name in _fields_in_order(batch.result) if name != "evaluations"]
    years = sorted({year for row in batch.result["rows"] for year in row["values"].get("evaluations") or {}})
    columns = [Column("Lỗi / Cần xác nhận", width=48), Column("Trang", width=14), Column("Dòng", "int", 8)]
    columns += [Column(COLUMNS[name].title, width=22) for name in fields]
    columns += [Column(f"Kết quả đánh giá {year}", width=22) for year in years]
    return Sheet(
        title="Các dòng cần sửa hoặc xác nhận",
        unit_line=batch.scope_label,
        columns=columns,
        rows=[_return_cells(row, fields, years) for row in rows],
        source=f"tệp {batch.file_name}",
        day=batch.as_of,
        notes=["Sửa các ô bên phải cột “Dòng” rồi gửi lại tệp này ở trang Nhập từ Excel."],
    )


def _return_cells(row: dict[str, Any], fields: list[str], years: list[str]) -> list[Any]:
    written = {item["field"]: item["value"] for item in row["problems"] if item["value"]}
    reasons = " ".join(item["message"] for item in row["problems"] if item["level"] in ("error", "warning"))
    cells: list[Any] = [reasons, row["sheet"], row["row"]]
    for name in fields:
        value = row["values"].get(name)
        cells.append(_text_or_none(value_text(name, value)) if value not in (None, []) else written.get(name))
    ratings = row["values"].get("evaluations") or {}
    for year in years:
        level = ratings.get(year)
        cells.append(rating_label(level) if level else written.get(f"evaluations.{year}"))
    return cells


def _text_or_none(text: str) -> str | None:
    return None if text == MISSING else text


def _fields_in_order(result: dict[str, Any]) -> list[str]:
    """The fields the file had; birth by sex becomes sex and birth, a unit that a title named a column."""
    fields = set(result.get("fields", []))
    for name in ("sex", "unit"):
        if any(row["values"].get(name) for row in result["rows"]):
            fields.add(name)
    return [column.field for column in COLUMNS if column.field in fields]


def _cards(n_good: int, doubtful: list[dict[str, Any]], n_outside: int) -> list[StatCard]:
    n_wrong = sum(1 for row in doubtful if row["status"] == "error")
    n_warn = len(doubtful) - n_wrong
    return [
        StatCard("Nhập được ngay", number(n_good), value_tone="ok"),
        StatCard("Cần xác nhận", number(n_warn), value_tone="warning" if n_warn else "quiet"),
        StatCard("Phải sửa", number(n_wrong), value_tone="danger" if n_wrong else "quiet"),
        StatCard("Ngoài phạm vi thống kê", number(n_outside), value_tone="quiet"),
    ]


def _problem_lines(rows: list[dict[str, Any]], choices: dict[str, Any], kinds: set[str]) -> list[ProblemLine]:
    lines = []
    for row in rows:
        chosen = choices.get("rows", {}).get(row_key(row), "")
        shown = [item for item in row["problems"] if item["level"] in ("error", "warning")]
        for place, item in enumerate(sorted(shown, key=lambda item: item["level"] != "error")):
            tag, tone = STATUS["error" if item["level"] == "error" else "warn"]
            lines.append(
                ProblemLine(
                    row=row,
                    column=field_label(item["field"]),
                    written=item["value"] or "",
                    meaning=item["message"],
                    advice=_advice(row) if place == 0 else "",
                    tag=tag,
                    tone=tone,
                    name=row["values"].get("full_name") or MISSING,
                    control=f"row-{row_key(row)}",
                    changes=_change_lines(row) if place == 0 else (),
                    choices=_row_choices(row, chosen, kinds)
                    if place == 0 and row["status"] == "warn"
                    else (),
                )
            )
    return lines


def _advice(row: dict[str, Any]) -> str:
    return "Liên hệ Phòng Nội vụ" if row["change"] == "other_unit" else "Sửa trong Excel rồi gửi lại"


def _row_choices(row: dict[str, Any], chosen: str, kinds: set[str]) -> tuple[Choice, ...]:
    """What may be done with a row; "as its kind" only where all its doubts are of kinds decided together."""
    options = [
        ("", "Theo cả loại") if _warning_codes(row) <= kinds else ("", "Không nhập"),
        (TAKE, "Nhập theo tệp"),
    ]
    if row["change"] == "conflict":
        options.append((KEEP, "Giữ hồ sơ"))
    if options[0][1] != "Không nhập":
        options.append((LEAVE, "Không nhập"))
    return tuple(Choice(value, label, value == chosen) for value, label in options)


def _warning_codes(row: dict[str, Any]) -> set[str]:
    return {item["code"] for item in row["problems"] if item["level"] == "warning"}


def _change_lines(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"{field_label(item['field'])}: {item['old']} → {item['new']}" for item in row.get("differences", [])
    )


def _kinds(rows: list[dict[str, Any]], choices: dict[str, Any]) -> list[dict[str, Any]]:
    """The kinds of warnings that several rows have, to decide for all of a kind at once."""
    found = Counter(code for row in rows if row["status"] == "warn" for code in _warning_codes(row))
    taken = {code for code, choice in choices.get("kinds", {}).items() if choice == TAKE}
    return [
        {"code": code, "label": KINDS[code], "count": n, "chosen": code in taken}
        for code, n in found.most_common()
        if n > 1
    ]


def _needs_no_word(row: dict[str, Any]) -> bool:
    """A person found by name and birth date whose record already says all of it: nothing to decide."""
    return row["status"] == "warn" and row["change"] == "same" and _warning_codes(row) == {"match_without_id"}


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


_SHORT = {"xuat_sac": "Xuất sắc", "tot": "Tốt", "hoan_thanh": "Hoàn thành", "han_che_nang_luc": "Hạn chế năng lực",
          "khong_hoan_thanh": "Không hoàn thành"}  # fmt: skip


def _short_rating(level: str | None) -> str:
    return _SHORT.get(level or "", MISSING)
