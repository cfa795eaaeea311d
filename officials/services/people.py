"""Registering officials and correcting their personal facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from foundation import audit, versions
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.scope import unscoped
from officials.checks import check_can_decide, check_can_write
from officials.models import Appointment, Official, Post, Unit
from officials.services import posting_checks, postings, records
from officials.services.posting_checks import Override

ID_TAKEN = "Số CCCD, CMND này không dùng được ở đây. Đề nghị kiểm tra lại hoặc liên hệ Phòng Nội vụ."


@transaction.atomic
def register_official(
    *,
    by: Any,
    facts: dict[str, Any],
    unit: Unit,
    post: Post,
    starts_on: date,
    start_unknown: bool = False,
    posting: dict[str, Any] | None = None,
    key: str = "",
    override: Override | None = None,
) -> Official:
    """A new official with a first primary posting; one audit event for both.

    Errors: Denied; Refused when the ID number is taken (nothing is said of by whom) or the posting is not possible;
    Doubted (warnings that `override` does not answer); ValidationError.
    """
    check_can_write(by, Official, unit)
    check_can_decide(by, Appointment, unit)  # a new record comes with a post
    first = {
        "unit": unit,
        "post": post,
        "starts_on": starts_on,
        "start_unknown": start_unknown,
        "is_primary": True,
        **(posting or {}),
    }
    check_national_id(facts.get("national_id", ""))

    def make() -> Official:
        return _register(by=by, facts=facts, first=first, override=override)

    content = [unit.public_id, post.code, starts_on, facts]
    official, _ = versions.create_once(
        by=by,
        key=key,
        action="register",
        content=content,
        make=make,
        find=lambda public_id: Official._base_manager.get(public_id=public_id),
    )
    return official  # type: ignore[return-value]


def _register(
    *, by: Any, facts: dict[str, Any], first: dict[str, Any], override: Override | None
) -> Official:
    """The rows of a new official and of the first posting, and their one event."""
    unit: Unit = first["unit"]
    official = Official(public_id=new_public_id("o"), unit=unit)
    records.assign(official, facts)
    official.derive()
    posting_checks.lock(unit, official)
    reason = posting_checks.stop_at(
        posting_checks.check_new(official, first, by=by), override=override, reason=""
    )
    with unscoped("a new official"):
        official.full_clean()
        official.save(force_insert=True)
        row = records.build(Appointment, facts=first, official=official)
        row.full_clean()
        row.save(force_insert=True)
        postings.refresh_unit(official)
    audit.record(
        by=by,
        action="register",
        obj=official,
        subject=official,
        unit=unit,
        changes=_all_values(official)
        | {f"{row.public_id}.{k}": pair for k, pair in _all_values(row).items()},
        reason=reason,
        summary=f"{official.full_name}, {row.post.name}, {unit}",
    )
    return official


def _all_values(row: Official | Appointment) -> dict[str, Any]:
    return audit.created_values(row, [f.name for f in row._meta.concrete_fields if f.name != "id"])


@transaction.atomic
def change_official(
    *, by: Any, official: Official, changes: dict[str, Any], version: int, reason: str = ""
) -> bool:
    """Correct personal facts; True when something changed. Errors: Denied, Refused, StaleVersion, ValidationError."""
    check_can_write(by, Official, official.unit)
    if changes.get("national_id"):
        check_national_id(changes["national_id"], besides=official)
    changes = dict(changes)
    derived = Official(full_name=changes.get("full_name", official.full_name))
    derived.general_education = changes.get("general_education", official.general_education)
    derived.derive()
    if "full_name" in changes:
        changes |= {
            "full_name": derived.full_name,
            "name_sort": derived.name_sort,
            "name_folded": derived.name_folded,
        }
    if "general_education" in changes:
        changes["general_education_code"] = derived.general_education_code
    with unscoped("validation of one checked official"):
        return versions.save_changes(
            official,
            changes=changes,
            version=version,
            by=by,
            subject=official,
            unit=official.unit,
            reason=reason,
            action="correct",
            summary=official.full_name,
        )


def check_national_id(number: str, *, besides: Official | None = None) -> None:
    """Refused when another official has that ID number; the answer is the same whoever and wherever it is."""
    if not number:
        return
    taken = Official._base_manager.filter(national_id=number)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise Refused(ID_TAKEN, field="national_id")
