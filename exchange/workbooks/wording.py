"""A value of a row in words, as pages and files show it."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.labels import MISSING, SEX, label_of, post_label
from foundation.dates import PartialDate

HEALTH_NAMES = ("I", "II", "III", "IV", "V")


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
    if name == "trainings":
        return "; ".join(_course(item) for item in value)
    if name == "health_class":
        return HEALTH_NAMES[int(value) - 1]
    return (
        label_of(str(value))
        if name in ("degree_level", "political_theory", "state_management")
        else str(value)
    )


def _course(item: dict[str, Any]) -> str:
    """A course as one line: "Kỹ năng tiếp dân (01/03/2021 – 05/03/2021, 40 giờ)"."""
    days = [PartialDate.parse(item[name]["iso"]).display() for name in ("starts_on", "ends_on") if item[name]]
    more = [" – ".join(days)] if days else []
    more += [f"{item['hours']:g} giờ".replace(".", ",")] if item["hours"] else []
    return f"{item['course']} ({', '.join(more)})" if more else str(item["course"])
