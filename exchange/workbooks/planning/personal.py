"""Facts about the person: set for a new one, compared for a known one."""

from __future__ import annotations

from typing import Any

from exchange.workbooks.columns.partial_dates import from_json
from exchange.workbooks.labels import shown
from exchange.workbooks.planning.base import DATES, PERSONAL, Maker
from exchange.workbooks.values.cells import person_key


def compare(maker: Maker) -> None:
    """Every stated fact of the person that differs from the record."""
    for name, column in PERSONAL.items():
        value = maker.values.get(name)
        if value is None or value == "":
            continue
        value = from_json(value) if name in DATES else value
        if maker.is_new:
            maker.plan.personal[name] = value
        else:
            _one(maker, name, column, value)


def _one(maker: Maker, name: str, column: str, value: Any) -> None:
    partial = f"{column}_partial"
    old = getattr(maker.person.official, partial if name in DATES else column)
    if old == value:
        return
    if name in DATES and old is not None and value.is_refined_by(old):
        maker.row.problems = [p for p in maker.row.problems if (p.field, p.code) != (name, "date_partial")]
        maker.row.add(name, "more_precise_kept", value.display())
        return
    known = old not in (None, "")
    if name == "party_member" and _joined_later(maker, stated=value):
        return
    if known and maker.is_past and not _contradicts(name, old, value):
        maker.row.add(name, "more_precise_kept", shown(name, value))
        return
    if known and _contradicts(name, old, value):
        maker.plan.conflicts.add(name)
        maker.row.add(name, "existing_conflict", shown(name, value), existing=shown(name, old))
    maker.plan.personal[name] = value
    maker.tell(name, shown(name, old), shown(name, value))


def _joined_later(maker: Maker, *, stated: bool) -> bool:
    """A list that says "no" of a day before the person joined says what the record says."""
    joined = maker.person.official.party_joined_on_partial
    return not stated and joined is not None and joined.first_day > maker.as_of


def _contradicts(name: str, old: Any, new: Any) -> bool:
    """A difference that cannot be a correction of spelling or a more precise form (contracts 3)."""
    if name == "full_name":
        return person_key(old) != person_key(new)
    if name == "birth":
        return not old.is_refined_by(new)
    return name in ("sex", "national_id")
