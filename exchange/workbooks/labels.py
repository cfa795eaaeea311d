"""Words for the values of a row, as pages and returned files show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exchange.workbooks.columns import COLUMNS
from exchange.workbooks.columns.post import POST_NAMES
from exchange.workbooks.columns.qualification import LEVEL_NAMES
from exchange.workbooks.columns.yearly import FORM_NAMES, RATING_NAMES
from foundation.dates import PartialDate
from officials.models.qualifications import LEVELS

MISSING = "–"
SEX = {"nam": "Nam", "nu": "Nữ"}
_MORE_FIELDS = {
    "row": "Cả dòng",
    "unit": "Đơn vị",
    "group": "Nhóm",
    "party_official_date": "Ngày chính thức vào Đảng",
}


def label_of(code: str) -> str:
    """A level or form of discipline in words."""
    return LEVEL_NAMES.get(code) or FORM_NAMES.get(code) or code


def post_label(code: str) -> str:
    return POST_NAMES.get(code, code)


def rating_label(code: str) -> str:
    return RATING_NAMES.get(code, MISSING)


def field_label(name: str) -> str:
    """The Vietnamese name of a field of a row ("evaluations.2021" → "Kết quả đánh giá, xếp loại 2021")."""
    base, _, part = name.partition(".")
    title = COLUMNS[base].title if base in COLUMNS else _MORE_FIELDS.get(base, base)
    return f"{title} {part}".strip()


def level_label(kind: str, held: Iterable[Any]) -> str:
    """The highest level held of a kind, in words."""
    order = list(LEVELS.get(kind, {}))
    levels = sorted((q.level for q in held if q.level in order), key=order.index)
    return LEVELS[kind][levels[0]] if levels else MISSING


def shown(name: str, value: Any) -> str:
    """A personal fact in words."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, bool):
        return "có" if value else "không"
    return SEX.get(value, str(value)) if name == "sex" else str(value)
