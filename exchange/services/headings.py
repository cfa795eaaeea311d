"""What offices say about headings of their files: used when a file is read, remembered for the next, forgotten.

What was said about one file is JSON, `{key: {"target", "heading", "by", "by_name", "on", "remembered"}}`: it is kept
with the batch, so that every further reading of that file understands it the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchange.heading_models import LONGEST_HEADING, RememberedHeading
from exchange.services.access import check_may_import
from exchange.workbooks.columns.base import Heading
from exchange.workbooks.columns.mapping import (
    IGNORED,
    is_for_this_file_only,
    spoken_keys,
    target_label,
    target_of,
)
from foundation import audit
from foundation.dates import local_time
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.scope import unscoped
from foundation.versions import StaleVersion, save_changes
from officials.models import Unit

Said = dict[str, dict[str, Any]]
MOST = 200  # headings one request may speak of
UNKNOWN_TARGET = "Đề nghị chọn một mục trong danh sách."
ONLY_ONE_FILE = "Tiêu đề này không ghi năm nên chỉ dùng được cho từng tệp. Đề nghị chọn mục không kèm năm, hoặc chọn khi gửi tệp."


class WrongHeadings(Refused):
    """What was said cannot be followed; `errors` says why, by key."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(errors.values())))
        self.errors = errors


# --- for the reading of a file --------------------------------------------------------------------------------
def for_file(unit: Unit | None, spoken: Mapping[str, str]) -> Said:
    """What is remembered of the office, and before it what was spoken for this file alone (API, command)."""
    with unscoped("what an office said about its own headings"):
        rows = list(RememberedHeading.objects.filter(unit=unit))
    said = {row.key: _remembered(row) for row in rows if row.meaning is not None}
    for text, target in spoken.items():
        for key in spoken_keys(text):
            said[key] = _said(target, heading=text, by=None)
    return said


def targets(said: Said) -> dict[str, str]:
    """`{key: target}`, as the reading takes it."""
    return {key: item["target"] for key, item in said.items()}


def used(said: Said, keys: set[str]) -> Said:
    """Of what was said, what speaks of headings that the file has."""
    return {key: item for key, item in said.items() if key in keys}


def missing_text(spoken: Mapping[str, str], keys: set[str]) -> str:
    """The sentence about headings that were spoken of and are not in the file; "" when all are."""
    missing = [text for text in spoken if not keys.intersection(spoken_keys(text))]
    return f"Trong tệp không có cột {', '.join(f'“{text}”' for text in missing)}." if missing else ""


def check_targets(spoken: Mapping[str, str | None]) -> None:
    """WrongHeadings where a target does not exist."""
    wrong = {key: UNKNOWN_TARGET for key, value in spoken.items() if value and (target_of(value) is None)}
    if len(spoken) > MOST:
        wrong[""] = f"Nhiều nhất {MOST} cột trong một lần."
    if wrong:
        raise WrongHeadings(wrong)


def _remembered(row: RememberedHeading) -> dict[str, Any]:
    return {
        "target": row.target,
        "heading": row.heading,
        "by": row.said_by_id,
        "by_name": row.said_by_name,
        "on": local_time(row.said_at).date().isoformat(),
        "remembered": True,
    }


def _said(target: str, *, heading: str, by: Any) -> dict[str, Any]:
    return {
        "target": target,
        "heading": heading[:LONGEST_HEADING],
        "by": by.pk if by is not None else None,
        "by_name": (by.full_name or by.username) if by is not None else "",
        "on": local_time(timezone.now()).date().isoformat(),
        "remembered": False,
    }


# --- saying it about a file -----------------------------------------------------------------------------------
def with_said(held: Said, spoken: Mapping[str, str | None], headings: Mapping[str, str], *, by: Any) -> Said:
    """What holds for a file after the user has spoken; None takes an answer back."""
    said = {key: item for key, item in held.items() if spoken.get(key, IGNORED) is not None}
    for key, target in spoken.items():
        if target is not None:
            said[key] = _said(target, heading=headings.get(key, key), by=by)
    return said


def remember(
    unit: Unit | None, spoken: Mapping[str, str | None], headings: Mapping[str, str], *, by: Any
) -> None:
    """Keep the answers for the office's next file, inside the caller's transaction and event.

    An answer that is true of this file only is not kept, and what was kept before about that heading is forgotten.
    """
    with unscoped("what an office said about its own headings"):
        rows = {row.key: row for row in RememberedHeading.objects.filter(unit=unit, key__in=list(spoken))}
        for key, target in spoken.items():
            row = rows.get(key)
            if target is None or is_for_this_file_only(key, target):
                if row is not None:
                    row.delete()
                continue
            if row is None:
                row = RememberedHeading(
                    public_id=new_public_id(RememberedHeading.id_letter), unit=unit, key=key
                )
            elif row.target == target:
                continue
            else:
                row.version += 1
            row.heading, row.target = headings.get(key, key)[:LONGEST_HEADING], target
            row.said_at, row.said_by_id = timezone.now(), by.pk
            row.said_by_name = by.full_name or by.username
            row.save()


# --- the remembered ones by themselves ------------------------------------------------------------------------
@transaction.atomic
def add_heading(*, by: Any, unit: Unit | None, heading: str, target: str, key: str = "") -> RememberedHeading:
    """Remember a heading before any file. `key` = the result's key, where the heading alone could be read in two ways.

    Errors: Denied, Refused (no such target, a heading without words, one that is remembered already).
    """
    check_may_import(by, unit, as_district=unit is None)
    key = key or Heading.of(*heading.split("|")).key
    _check(key, target)
    row = RememberedHeading(
        public_id=new_public_id(RememberedHeading.id_letter),
        unit=unit,
        key=key,
        heading=heading[:LONGEST_HEADING],
        target=target,
        said_at=timezone.now(),
        said_by_id=by.pk,
        said_by_name=by.full_name or by.username,
    )
    with unscoped("a heading of the office's own files"):
        if unit is not None:  # two who say the same at once: one after the other
            list(Unit.objects.filter(pk=unit.pk).select_for_update(of=("self",)))
        if RememberedHeading.objects.filter(unit=unit, key=key).exists():
            raise Refused("Tiêu đề này đã có cách hiểu. Đề nghị sửa cách hiểu đang có.", field="heading")
        row.full_clean()
        row.save(force_insert=True)
    _record(row, "remember_heading", by=by, changes={"target": [None, target_label(target)]})
    return row


@transaction.atomic
def change_heading(row: RememberedHeading, *, by: Any, target: str, version: int) -> bool:
    """Let a heading mean something else from the next file on. Errors: Denied, Refused, StaleVersion."""
    check_may_import(by, row.unit, as_district=row.unit is None)
    _check(row.key, target)
    if target == row.target and version == row.version:
        return False
    with unscoped("one heading of the office"):
        return save_changes(
            row,
            changes={
                "target": target,
                "said_at": timezone.now(),
                "said_by": _user(by),
                "said_by_name": by.full_name or by.username,
            },
            version=version,
            by=by,
            unit=row.unit,
            action="remember_heading",
            summary=row.heading,
        )


@transaction.atomic
def forget_heading(row: RememberedHeading, *, by: Any, version: int) -> None:
    """Ask again in the next file. Errors: Denied, StaleVersion."""
    check_may_import(by, row.unit, as_district=row.unit is None)
    current = RememberedHeading._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != version:
        raise StaleVersion(current, {})
    _record(current, "forget_heading", by=by, changes={"target": [target_label(current.target), None]})
    with unscoped("one heading of the office"):
        current.delete()


def _user(by: Any) -> Any:
    return by if by.pk is not None else None


def _check(key: str, target: str) -> None:
    if not key:
        raise Refused("Đề nghị ghi tiêu đề cột.", field="heading")
    if target and target_of(target) is None:
        raise Refused(UNKNOWN_TARGET, field="target")
    if is_for_this_file_only(key, target):
        raise Refused(ONLY_ONE_FILE, field="target")


def _record(row: RememberedHeading, action: str, *, by: Any, changes: dict[str, Any]) -> None:
    audit.record(by=by, action=action, obj=row, unit=row.unit, changes=changes, summary=row.heading)
