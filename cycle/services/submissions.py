"""Sending data, returning, accepting and reopening them; accepting the last set of a unit and year closes its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cycle.machine import ACCEPT, ACCEPTED, REOPEN, RETURN, SEND, SUBMISSION
from cycle.models import Submission
from cycle.reading import sent_sets
from foundation import audit
from foundation.audit import Entry
from foundation.dates import today, year_end
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.models import AuditArea
from foundation.registries import DataSetState, data_sets
from foundation.scope import unscoped
from officials.models import Unit
from reports.services import freeze

_WHY = "the right to act on this unit was checked"
REASON_LENGTH = 500


@dataclass(frozen=True)
class Asked:
    """One set that an act is asked for, with the version its reader saw (0 = not sent yet)."""

    unit: Unit
    code: str
    version: int


@transaction.atomic
def send(*, by: Any, year: int, asked: Sequence[Asked], reason: str = "") -> list[Submission]:
    """Send sets of one or several units. One audit event a set.

    Errors: Denied; Refused for a state that does not allow it, for a year to come, for an incomplete set without a
    reason, when somebody else was faster.
    """
    _check_year(year)
    _check_units(by, asked)
    states = _standings(asked, year)
    wanting = [each for each in asked if not states[each.unit.pk, each.code].is_complete]
    if wanting and not reason.strip():
        labels = ", ".join(dict.fromkeys(data_sets[each.code].label.lower() for each in wanting))
        raise Refused(
            f"Số liệu chưa đủ: {labels}. Đề nghị bổ sung hoặc nêu lý do gửi khi chưa đủ.", field="reason"
        )

    def change(row: Submission, each: Asked) -> None:
        standing = states[each.unit.pk, each.code]
        row.expected, row.filled = standing.expected, standing.filled
        row.contradictions = len(standing.contradictions)
        row.note = "" if standing.is_complete else reason.strip()[:REASON_LENGTH]
        row.sent_at, row.sent_by_id, row.sent_by_name = timezone.now(), by.pk, by.full_name or by.username

    return _act(SEND, by=by, year=year, asked=asked, reason=reason, change=change)


@transaction.atomic
def send_back(*, by: Any, year: int, asked: Sequence[Asked], reason: str) -> list[Submission]:
    """Return sets with a comment. One audit event a set. Errors: Denied; Refused as `send`, and without a comment."""
    return _decide(RETURN, by=by, year=year, asked=asked, reason=reason)


@transaction.atomic
def accept(*, by: Any, year: int, asked: Sequence[Asked]) -> list[Submission]:
    """Accept sets; a unit whose sets are then all accepted has its figures closed (one more event a unit).

    Errors: Denied; Refused as `send`.
    """
    rows = _decide(ACCEPT, by=by, year=year, asked=asked, reason="")
    codes = {each.code for each in sent_sets()}
    for unit in {each.unit.public_id: each.unit for each in asked}.values():
        with unscoped(_WHY):
            accepted = Submission.objects.filter(
                unit_key=unit.public_id, year=year, state=ACCEPTED, data_set__in=codes
            )
            n_accepted = accepted.count()
        if n_accepted == len(codes):
            freeze(by=by, unit=unit, year=year)
    return rows


@transaction.atomic
def reopen(*, by: Any, year: int, asked: Sequence[Asked], reason: str) -> list[Submission]:
    """Reopen accepted sets for a correction; the closed figures stay until they are accepted anew.

    One audit event a set. Errors: Denied; Refused as `send`, and without a reason.
    """
    return _decide(REOPEN, by=by, year=year, asked=asked, reason=reason)


def _decide(code: str, *, by: Any, year: int, asked: Sequence[Asked], reason: str) -> list[Submission]:
    _check_units(by, asked)

    def change(row: Submission, each: Asked) -> None:
        row.decided_at, row.decided_by_id = timezone.now(), by.pk
        row.decided_by_name = by.full_name or by.username
        row.comment = reason.strip()[:REASON_LENGTH]

    return _act(code, by=by, year=year, asked=asked, reason=reason, change=change)


def _act(
    code: str,
    *,
    by: Any,
    year: int,
    asked: Sequence[Asked],
    reason: str,
    change: Callable[[Submission, Asked], None],
) -> list[Submission]:
    if not asked:
        raise Refused("Đề nghị chọn ít nhất một bộ số liệu.")
    if len(reason) > REASON_LENGTH:
        raise Refused(f"Lý do dài không quá {REASON_LENGTH} ký tự.", field="reason")
    rows, entries = [], []
    with unscoped(_WHY):
        for each in sorted(asked, key=lambda item: (item.unit.public_id, item.code)):
            row = _held(each, year)
            _check_unchanged(row, each)
            before = row.state
            row.state = SUBMISSION.check(by, before, code, reason=reason).after
            row.version += 1
            change(row, each)
            row.full_clean()
            row.save()
            rows.append(row)
            entries.append(_entry(row, code, before, reason))
    audit.record_many(entries, by=by)
    return rows


def _held(each: Asked, year: int) -> Submission:
    """The row of the set, locked; one made now where the set was never sent."""
    values = {"unit_key": each.unit.public_id, "year": year, "data_set": each.code}
    row, _ = Submission.objects.select_for_update().get_or_create(
        **values, defaults={"public_id": new_public_id(Submission.id_letter), "version": 0}
    )
    return row


def _check_unchanged(row: Submission, each: Asked) -> None:
    if row.version != each.version:
        who = (
            row.decided_by_name
            if row.decided_at and row.decided_at >= (row.sent_at or row.decided_at)
            else row.sent_by_name
        )
        raise Refused(
            f"{row.label} của {each.unit} vừa được ông/bà {who or 'khác'} cập nhật: "
            f"{SUBMISSION.label_of(row.state).lower()}. Đề nghị xem lại tình trạng mới nhất."
        )  # fmt: skip


def _entry(row: Submission, code: str, before: str, reason: str) -> Entry:
    changes: dict[str, Any] = {"state": [before, row.state]}
    if code == SEND:
        changes |= {name: [None, getattr(row, name)] for name in ("expected", "filled", "contradictions")}
    return Entry(
        action=f"{code}_data",
        object_type=Submission._meta.label_lower,
        object_id=row.public_id,
        unit_id=row.unit_key,
        summary=str(row),
        reason=reason.strip(),
        area=AuditArea.CYCLE,
        changes=changes,
    )


def _check_year(year: int) -> None:
    if year > today().year:
        raise Refused("Chưa đến năm này nên chưa gửi được số liệu.")


def _check_units(by: Any, asked: Sequence[Asked]) -> None:
    """Denied for a unit out of reach; Refused for a set that no unit sends, or a unit that did not exist."""
    known = {each.code for each in sent_sets()}
    for each in asked:
        own = by.may("write", Submission, "own") and each.unit.pk in by.unit_ids_today()
        if not (own or by.may("write", Submission, "all")):
            raise Denied("Ông/bà không có quyền gửi hoặc xử lý số liệu của đơn vị này.")
        if each.code not in known:
            raise Refused("Không có bộ số liệu này. Đề nghị tải lại trang.")


def _standings(asked: Sequence[Asked], year: int) -> dict[tuple[int, str], DataSetState]:
    units = list({each.unit.pk: each.unit for each in asked}.values())
    if any(not unit.exists_on(year_end(year)) for unit in units):
        raise Refused(f"Đơn vị không tồn tại vào ngày 31/12/{year}.")
    found = {}
    for code in {each.code for each in asked}:
        for key, state in data_sets[code].states(units, year).items():
            found[key, code] = state
    return found
