"""Rows of a file as the tables of the preview show them: one line a row, or one line a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exchange.services import KEEP, LEAVE, TAKE, row_key, warning_codes
from exchange.views.preview.words import CHANGES, STATUS, short_rating, value_text
from exchange.workbooks.advice import advice_for
from exchange.workbooks.labels import MISSING, field_label, post_label

FOR_DISTRICT = {"belongs_to_other_unit", "record_by_district"}  # nothing that a commune could put right


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be done with a row that needs a word: value, text, whether chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field in which file and record differ: the file's value is taken unless the record's is kept."""

    control: str
    text: str
    is_kept: bool
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What would change in one field; `is_proposed`: the district decides about it."""

    text: str
    is_proposed: bool = False


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
    is_for_district: bool = False
    changes: tuple[Change, ...] = ()
    choices: tuple[Choice, ...] = ()
    fields: tuple[FieldChoice, ...] = ()


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
        "ratings": " · ".join(f"{year}: {short_rating(ratings[year])}" for year in sorted(ratings))
        or MISSING,
        "changes": change_lines(row),
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


def problem_lines(rows: list[dict[str, Any]], choices: dict[str, Any], kinds: set[str]) -> list[ProblemLine]:
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
                    advice=advice_for(item["code"]),
                    tag=tag,
                    tone=tone,
                    name=row["values"].get("full_name") or MISSING,
                    control=f"row-{row_key(row)}",
                    is_for_district=item["code"] in FOR_DISTRICT,
                    changes=change_lines(row) if place == 0 else (),
                    fields=field_choices(row, choices) if place == 0 and row["status"] == "warn" else (),
                    choices=_row_choices(row, chosen, kinds)
                    if place == 0 and row["status"] == "warn"
                    else (),
                )
            )
    return lines


def _row_choices(row: dict[str, Any], chosen: str, kinds: set[str]) -> tuple[Choice, ...]:
    """What may be done with a row; "as its kind" only where all its doubts are of kinds decided together.

    Which of two values holds is said at each field, so that a row and its fields cannot say different things.
    """
    options = [
        ("", "Theo cả loại") if warning_codes(row) <= kinds else ("", "Không nhập"),
        (TAKE, "Nhập dòng này"),
    ]
    if options[0][1] != "Không nhập":
        options.append((LEAVE, "Không nhập"))
    return tuple(Choice(value, label, value == chosen) for value, label in options)


def change_lines(row: dict[str, Any]) -> tuple[Change, ...]:
    proposed = row.get("proposed", ())
    return tuple(
        Change(f"{field_label(item['field'])}: {item['old']} → {item['new']}", item["part"] in proposed)
        for item in row.get("differences", [])
    )


def field_choices(row: dict[str, Any], choices: dict[str, Any]) -> tuple[FieldChoice, ...]:
    """The fields of a row to decide one by one; those decided together (`part`) share one control."""
    together: dict[str, list[str]] = {}
    for item in row.get("differences", []):
        text = f"{field_label(item['field'])}: {item['old']} → {item['new']}"
        together.setdefault(item["part"], []).append(text)
    said = choices.get("fields", {}).get(row_key(row), {})
    proposed = row.get("proposed", ())
    return tuple(
        FieldChoice(
            f"field-{row_key(row)}-{part}", "; ".join(texts), said.get(part) == KEEP, part in proposed
        )
        for part, texts in together.items()
    )
