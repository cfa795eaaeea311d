"""What units propose and the district decides: each act is one transaction with its event."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from foundation import audit
from foundation.dates import PartialDate
from foundation.errors import Denied, Refused
from foundation.fields import PartialDateField
from foundation.ids import new_public_id
from foundation.scope import ScopedModel, unscoped
from foundation.versions import StaleVersion, save_changes
from officials.checks import check_can_propose, check_can_write
from officials.models import NEXT_STATES, Appointment, Official, Proposal
from officials.posting_rules import ERROR
from officials.record_kinds import Asking, RecordKind, record_kinds
from officials.services import attachments, posting_checks, postings, records
from officials.services.attachments import Sent
from officials.services.posting_checks import Override

State, Act = Proposal.State, Proposal.Act


class Overtaken(Exception):
    """The row is no longer what it was when the change was proposed."""


# --- values as they are kept ---------------------------------------------------------------------------------
def kept(value: Any) -> Any:
    """A value as JSON holds it: dates as in the data package, a referenced row by its code or public id."""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return getattr(value, "code", "") if not isinstance(value, ScopedModel) else value.public_id
    return value


def value_of(model: type[models.Model], name: str, held: Any) -> Any:
    """The value that `kept` made JSON of. DoesNotExist for a referenced row that is gone."""
    field: Any = model._meta.get_field(name)
    if held is None or (held == "" and not isinstance(field, models.CharField)):
        return None
    if isinstance(field, PartialDateField):
        return PartialDate.parse(held)
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        key = "public_id" if issubclass(target, ScopedModel) else "code"
        return target._base_manager.get(**{key: held})
    return field.to_python(held)


def values_now(row: Any, names: Mapping[str, Any] | list[str]) -> dict[str, Any]:
    """Fields of a row as JSON holds them."""
    found = {}
    for name in names:
        partial = f"{name}_partial"
        found[name] = kept(getattr(row, partial) if hasattr(type(row), partial) else getattr(row, name))
    return found


def kind_of(model: type[models.Model]) -> RecordKind:
    return next(kind for kind in record_kinds if kind.model is model)


# --- proposing -----------------------------------------------------------------------------------------------
@transaction.atomic
def propose(
    kind: RecordKind,
    *,
    by: Any,
    official: Official,
    act: str,
    values: dict[str, Any] | None = None,
    row: Any = None,
    version: int = 0,
    reason: str = "",
    source: str = Proposal.Source.FORM,
    source_id: str = "",
    override: Override | None = None,
    scan: Sent | None = None,
) -> Proposal | None:
    """Ask the district for a change, with a `scan` that proves it. The same open proposal again is that one; None when
    nothing would change. Whoever may read such rows of the unit may ask, also where they may not write them.

    Errors: Denied, StaleVersion (the row was changed since it was opened), Refused, Doubted (warnings of a posting that
    `override` does not answer), ValidationError.
    """
    check_can_propose(by, kind.model, official.unit)
    assert official.unit is not None
    if row is not None:
        row = kind.model._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if row.version != version:
            raise StaleVersion(row, values or {})
    old, new = _compared(kind, row, values or {}, act)
    if act in (Act.CHANGE, Act.END) and not new:
        return None
    if kind.model is Appointment:
        reason = _check_posting(official, row, values or {}, act, by=by, override=override, reason=reason)
    _check_row(kind, official, row, values or {}, act)
    asked = {
        "official": official,
        "kind": kind.code,
        "act": act,
        "row_id": row.public_id if row is not None else "",
        "state": State.PROPOSED,
    }
    for waiting in Proposal._base_manager.filter(**asked):
        if waiting.new == new:
            _attach(waiting, scan, by=by)
            return waiting
    proposal = Proposal(
        public_id=new_public_id(Proposal.id_letter),
        unit=official.unit,
        row_version=row.version if row is not None else 0,
        old=old,
        new=new,
        reason=reason,
        source=source,
        source_id=source_id,
        proposed_at=timezone.now(),
        proposed_by=by,
        **asked,
    )
    _store(proposal, kind, by=by)
    _attach(proposal, scan, by=by)
    return proposal


def _compared(
    kind: RecordKind, row: Any, values: dict[str, Any], act: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values of what would change, as they are kept in a proposal."""
    new = {name: kept(value) for name, value in values.items()}
    if act in (Act.CHANGE, Act.END):
        now = values_now(row, new)
        new = {name: value for name, value in new.items() if not _same(value, now[name])}
        return {name: now[name] for name in new}, new
    return (values_now(row, [ask.name for ask in kind.asks]) if act == Act.REMOVE else {}), new


def _store(proposal: Proposal, kind: RecordKind, *, by: Any) -> None:
    """Save a new proposal and its event."""
    old, new = proposal.old, proposal.new
    with unscoped("a new proposal"):
        proposal.full_clean()
        proposal.save(force_insert=True)
    audit.record(
        by=by,
        action="propose",
        obj=proposal,
        subject=proposal.official,
        unit=proposal.unit,
        changes={name: [old.get(name), new.get(name)] for name in sorted({*old, *new})},
        reason=proposal.reason,
        summary=f"{Act(proposal.act).label} {kind.noun}",
    )


def _attach(proposal: Proposal, scan: Sent | None, *, by: Any) -> None:
    if scan is not None:
        digest = hashlib.sha256(scan.content).hexdigest()
        key = f"{proposal.public_id[:40]} {digest[:32]}"  # the same scan sent again is that one
        attachments.attach_scan(proposal, by=by, sent=scan, title="Bản quét kèm đề nghị", key=key)


def _check_row(kind: RecordKind, official: Official, row: Any, values: dict[str, Any], act: str) -> None:
    """The rules that one row has to keep; rules of a whole record are asked again when it is decided."""
    if act == Act.REMOVE:
        return
    if act == Act.ADD:
        row = records.build(kind.model, facts=values, official=official)
    else:
        records.assign(row, values)
    with unscoped("validation of a proposed row"):
        row.full_clean()


def _check_posting(
    official: Official,
    row: Any,
    values: dict[str, Any],
    act: str,
    *,
    by: Any,
    override: Override | None,
    reason: str,
) -> str:
    """The rules of postings for what is proposed; the reason, with why it is proposed in spite of warnings."""
    if act == Act.REMOVE or (act == Act.ADD and not {"unit", "post", "starts_on"} <= set(values)):
        return reason
    if act == Act.ADD:
        found = posting_checks.check_new(official, values, by=by)
    elif act == Act.END:
        found = posting_checks.check_ending(row, values["ends_on"], values.get("end_reason", ""), by=by)
    else:
        found = posting_checks.check_changed(row, values, by=by)
    if override is None:  # a workbook, the API: only what is never allowed stops it
        found = [item for item in found if item.level == ERROR]
    return posting_checks.stop_at(found, override=override, reason=reason)


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in (None, "") and other in (None, ""))


# --- deciding ------------------------------------------------------------------------------------------------
def check_can_approve(by: Any) -> None:
    if not by.may("write", Proposal, "all"):
        raise Denied("Đề nghị do Phòng Nội vụ quyết định.")


def approve(
    proposal: Proposal,
    *,
    by: Any,
    version: int,
    comment: str = "",
    amended: dict[str, Any] | None = None,
) -> Proposal:
    """Write what was proposed, or those fields with the `amended` values, through the service of a direct write,
    checked again now. What was proposed stays beside what was written; other values need a comment.

    The proposal becomes `overtaken`, and nothing is written, when the row is no longer what it was. Errors: Denied,
    Refused (also: decided already), ValidationError, StaleVersion.
    """
    check_can_approve(by)
    with transaction.atomic():
        locked = _locked(proposal, version)
        if amended is not None:
            _amend(locked, amended, comment)
        try:
            with transaction.atomic():
                _apply(locked, by=by)
        except (Overtaken, StaleVersion):
            return _decide(locked, State.OVERTAKEN, by=by, comment=comment)
        return _decide(locked, State.APPROVED, by=by, comment=comment)


def _amend(locked: Proposal, amended: dict[str, Any], comment: str) -> None:
    """Put the district's values on the locked proposal, unsaved; nothing where they are the proposed ones."""
    if locked.act == Act.REMOVE:
        raise Refused("Đề nghị xóa chỉ có thể đồng ý hoặc không đồng ý.")
    values = {name: kept(value) for name, value in amended.items()}
    asked = set(locked.new)
    if locked.act == Act.ADD:
        asked |= {ask.name for ask in record_kinds[locked.kind].asks}
    if not set(values) <= asked:
        raise Refused("Chỉ điều chỉnh được những mục được đề nghị.")
    written = locked.new | values
    if all(_same(written[name], locked.new.get(name)) for name in written):
        return
    if locked.act != Act.ADD and all(_same(written[name], locked.old.get(name)) for name in written):
        raise Refused("Với giá trị này hồ sơ không thay đổi. Đề nghị chọn “Không đồng ý” và nêu lý do.")
    if not comment.strip():
        raise Refused("Đề nghị nêu lý do điều chỉnh.", field="comment")
    locked.accepted = written


@transaction.atomic
def reject(proposal: Proposal, *, by: Any, version: int, comment: str) -> Proposal:
    """Say no, with the reason. Errors: Denied, Refused without a reason or when it is decided already."""
    check_can_approve(by)
    if not comment.strip():
        raise Refused("Đề nghị nêu lý do không đồng ý.", field="comment")
    return _decide(_locked(proposal, version), State.REJECTED, by=by, comment=comment)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Any, version: int, comment: str = "") -> Proposal:
    """The unit takes its proposal back. Errors: Denied (not of this unit), Refused when it is decided already."""
    if by.may("write", Proposal, "all") or not by.may("write", Proposal, "own"):
        raise Denied("Chỉ đơn vị đề nghị rút được đề nghị.")
    check_can_write(by, Proposal, proposal.official.unit)
    return _decide(_locked(proposal, version), State.WITHDRAWN, by=by, comment=comment)


@transaction.atomic
def take_back(proposal: Proposal, *, by: Any, comment: str) -> Proposal:
    """Withdraw an open proposal with the import it came from; whoever undoes that has the right to it.

    Errors: Refused when it is decided already.
    """
    return _decide(_locked(proposal, proposal.version), State.WITHDRAWN, by=by, comment=comment)


def _locked(proposal: Proposal, version: int) -> Proposal:
    rows = Proposal._base_manager.select_for_update(of=("self",)).select_related("official__unit")
    locked: Proposal = rows.get(pk=proposal.pk)
    if not NEXT_STATES[locked.state] or locked.version != version:
        raise Refused(f"Đề nghị này đã được xử lý: {locked.get_state_display().lower()}.")
    return locked


def _decide(locked: Proposal, state: str, *, by: Any, comment: str) -> Proposal:
    assert state in NEXT_STATES[locked.state]
    accepted, locked.accepted = locked.accepted, {}
    with unscoped("one locked proposal"):
        save_changes(
            locked,
            changes={
                "state": state,
                "decided_at": timezone.now(),
                "decided_by": by,
                "comment": comment.strip(),
                "accepted": accepted if state == State.APPROVED else {},
            },
            version=locked.version,
            by=by,
            subject=locked.official,
            unit=locked.official.unit,
            action="decide_proposal",
            summary=f"{locked.get_act_display()} {record_kinds[locked.kind].noun}: {State(state).label.lower()}",
        )
    decided: Proposal = Proposal._base_manager.get(pk=locked.pk)
    return decided


def _apply(proposal: Proposal, *, by: Any) -> None:
    kind, official = record_kinds[proposal.kind], proposal.official
    if official.unit_id != proposal.unit_id:
        raise Overtaken
    try:
        facts = {name: value_of(kind.model, name, held) for name, held in proposal.written.items()}
    except models.ObjectDoesNotExist:
        raise Overtaken from None
    why = f"Theo đề nghị {proposal.public_id}. {proposal.reason}".strip()[:500]
    if proposal.act == Act.ADD:
        _ask_kind(kind, facts, Asking(by, official))
        kind.add(by=by, official=official, facts=facts, key=f"de-nghi {proposal.public_id}")
        return
    model: Any = kind.model
    row = model._base_manager.filter(public_id=proposal.row_id, official=official).first()
    if row is None or values_now(row, proposal.old) != proposal.old:
        raise Overtaken
    if proposal.act == Act.REMOVE:
        kind.remove(row, by=by, version=row.version, reason=why)
    elif proposal.act == Act.END:
        ending = {name: facts.get(name, getattr(row, name)) for name in ("ends_on", "end_reason")}
        postings.end_appointment(by=by, appointment=row, version=row.version, reason=why, **ending)
    else:
        whole = {
            ask.name: value_of(kind.model, ask.name, values_now(row, [ask.name])[ask.name])
            for ask in kind.asks
        }
        _ask_kind(kind, whole | facts, Asking(by, official, row))
        kind.change(row, by=by, changes=facts, version=row.version, reason=why)


def _ask_kind(kind: RecordKind, facts: dict[str, Any], asking: Asking) -> None:
    wrong = kind.check(facts, asking)
    if wrong:
        raise ValidationError(wrong)
