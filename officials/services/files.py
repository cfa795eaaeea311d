"""Correcting the facts of form 2C that stand on the person, whichever of the two tables holds them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation import audit, versions
from foundation.dates import PartialDate
from foundation.ids import new_public_id
from foundation.scope import ScopedModel, unscoped
from officials.checks import check_can_write
from officials.models import Official, PersonalFile
from officials.services import people, records
from officials.whole_file import PARTIAL, WholeFile, model_of


@transaction.atomic
def change_file(
    *, by: Any, official: Official, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct facts of the person and of the personal file in one act; True when something changed.

    `changes` by field name (PartialDate for partial dates); `version` is that of the WholeFile that was read. The
    file is begun with its first fact. One event. Errors: Denied, Refused, StaleVersion, ValidationError; KeyError for
    a name that is no such fact.
    """
    check_can_write(by, Official, official.unit)
    check_can_write(by, PersonalFile, official.unit)
    whole = _locked(official)
    if whole.version != version:
        raise StaleFile(whole, changes)
    if changes.get("national_id"):
        people.check_national_id(changes["national_id"], besides=official)
    told: dict[str, Any] = {}
    for model in (Official, PersonalFile):
        mine = {name: value for name, value in changes.items() if model_of(name) is model}
        told |= _save(whole.official if model is Official else whole.file, mine)
    if not told:
        return False
    audit.record(
        by=by,
        action="correct",
        obj=whole.official,
        subject=official,
        unit=official.unit,
        changes=told,
        reason=reason,
        summary=whole.official.full_name,
    )
    return True


class StaleFile(versions.StaleVersion):
    """The person's facts were changed meanwhile; `current` is the whole file as it stands."""

    def __init__(self, whole: WholeFile, mine: dict[str, Any]) -> None:
        super().__init__(whole.official, mine)
        self.current: Any = whole


def _locked(official: Official) -> WholeFile:
    """Both rows as they stand; the person's row is locked first, so that one file is begun at a time."""
    row = Official._base_manager.select_for_update(of=("self",)).get(pk=official.pk)
    file = PersonalFile._base_manager.select_for_update(of=("self",)).filter(official=row).first()
    return WholeFile(row, file)


def _save(row: ScopedModel, changes: dict[str, Any]) -> dict[str, Any]:
    """Write what differs; `{name as the audit keeps it: [before, after]}`."""
    before = {name: _value(row, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return {}
    records.assign(row, changed)
    columns = [*changed, *(f"{name}_precision" for name in changed if name in PARTIAL)]
    if isinstance(row, Official):
        row.derive()
        columns += ["full_name", "name_sort", "name_folded", "general_education_code"]
    begun = row.pk is not None
    if begun:
        row.version += 1
    else:
        row.public_id = new_public_id(row.id_letter)
    with unscoped("validation of a checked file"):
        row.full_clean()
        if begun:
            row.save(update_fields=[*dict.fromkeys(columns), "version"])
        else:
            row.save(force_insert=True)
    prefix = "" if isinstance(row, Official) else f"{row._meta.label_lower}:{row.public_id}."
    return {f"{prefix}{name}": [_told(before[name]), _told(_value(row, name))] for name in changed}


def _value(row: ScopedModel, name: str) -> Any:
    return getattr(row, f"{name}_partial" if name in PARTIAL else name)


def _told(value: Any) -> Any:
    return value.iso if isinstance(value, PartialDate) else audit.to_json(value)
