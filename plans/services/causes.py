"""Saying what causes a finding: choosing a factor of the theory with a basis, amending it, taking it back."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from foundation import audit
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.scope import unscoped
from foundation.versions import create_once, save_changes
from officials.models import TheoryLink
from plans.checks import check_can_say_causes
from plans.models import FindingCause, KnownFinding

_WHY = "the finding was handed over by a door; the right was checked"


@transaction.atomic
def add_cause(*, by: Any, finding: KnownFinding, link: TheoryLink, basis: str, key: str = "") -> FindingCause:
    """Choose a cause of a finding. One audit event `create`; the same `key` makes one cause.

    Errors: Denied; Refused when the finding already has this factor or the basis is empty; ValidationError.
    """
    check_can_say_causes(by)

    def make() -> FindingCause:
        _demand_basis(basis)
        _refuse_twice(finding, link.factor)
        cause = FindingCause(
            public_id=new_public_id(FindingCause.id_letter),
            finding=finding,
            link=link,
            factor=link.factor,
            kind=link.factor_kind,
            basis=basis.strip(),
            chosen_at=timezone.now(),
            chosen_by_id=by.pk,
            chosen_by_name=by.full_name or by.username,
        )
        cause.full_clean()
        cause.save(force_insert=True)
        audit.record(
            by=by,
            action="create",
            obj=cause,
            unit=finding.unit_key,
            changes=audit.created_values(cause, ["factor", "kind", "basis"]),
            reason=cause.basis,
            summary=_summary(finding),
            area=AuditArea.PLANS,
        )
        return cause

    with unscoped(_WHY):
        content = {"finding": finding.public_id, "link": link.public_id, "basis": basis}
        made, _ = create_once(
            by=by, key=key, action="add_cause", content=content, make=make, find=lambda found: FindingCause.objects.get(public_id=found)
        )  # fmt: skip
    return cast(FindingCause, made)


@transaction.atomic
def change_cause(
    *, by: Any, cause: FindingCause, link: TheoryLink, basis: str, version: int, reason: str
) -> bool:
    """Amend a cause; True when something changed. One audit event `correct`.

    Errors: Denied; Refused without a reason, for one taken back, for a factor chosen already; StaleVersion.
    """
    check_can_say_causes(by)
    _demand_reason(reason)
    _demand_basis(basis)
    with unscoped(_WHY):
        _refuse_withdrawn(cause)
        if link.factor != cause.factor:
            _refuse_twice(cause.finding, link.factor)
        same = link.factor == cause.factor and link.factor_kind == cause.kind
        changes: dict[str, Any] = {"basis": basis.strip()}
        if not same:
            changes |= {"link": link, "factor": link.factor, "kind": link.factor_kind}
        return _save(cause, by=by, changes=changes, version=version, reason=reason, action="correct")


@transaction.atomic
def withdraw_cause(*, by: Any, cause: FindingCause, version: int, reason: str) -> None:
    """Take a cause back; it stays to be read with its reason. One audit event `withdraw_cause`.

    Errors: Denied; Refused without a reason or when it was taken back already; StaleVersion.
    """
    check_can_say_causes(by)
    _demand_reason(reason)
    with unscoped(_WHY):
        _refuse_withdrawn(cause)
        changes = {
            "withdrawn_at": timezone.now(),
            "withdrawn_by_name": by.full_name or by.username,
            "withdrawn_because": reason.strip(),
        }
        _save(cause, by=by, changes=changes, version=version, reason=reason, action="withdraw_cause")


def _save(
    cause: FindingCause, *, by: Any, changes: dict[str, Any], version: int, reason: str, action: str
) -> bool:
    return save_changes(
        cause,
        changes=changes,
        version=version,
        by=by,
        unit=cause.finding.unit_key,
        reason=reason,
        action=action,
        summary=_summary(cause.finding),
        area=AuditArea.PLANS,
    )


def _summary(finding: KnownFinding) -> str:
    from plans.reading import rule_title

    return f"{finding.place}, năm {finding.year}: {rule_title(finding.rule)}"


def _demand_basis(basis: str) -> None:
    if not basis.strip():
        raise Refused("Đề nghị nêu căn cứ: số liệu, văn bản hoặc biên bản nào cho thấy.", field="basis")


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do.", field="reason")


def _refuse_withdrawn(cause: FindingCause) -> None:
    if cause.withdrawn_at is not None:
        raise Refused("Nguyên nhân này đã được rút.")


def _refuse_twice(finding: KnownFinding, factor: str) -> None:
    held = FindingCause.objects.select_for_update().filter(
        finding=finding, factor=factor, withdrawn_at__isnull=True
    )
    if held.exists():
        raise Refused("Yếu tố này đã được chọn cho hạn chế này. Đề nghị sửa dòng đã có.", field="link")
