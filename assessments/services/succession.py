"""Putting people into succession plans and taking them out: district only, only while the module is on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import Succession
from assessments.succession import MODULE, PER_PERSON, PER_POST, UNMET, Judge, term_years
from foundation import audit
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.forms import day_text
from foundation.models import IdempotencyKey
from foundation.scope import unscoped
from officials.checks import check_can_write
from officials.law import norms_on
from officials.models import Official, Post, Unit
from officials.modules import is_on
from officials.services import records


def check_on() -> None:
    """Denied while the module is off."""
    if not is_on(MODULE):
        raise Denied("Phần quy hoạch đang tắt.")


@transaction.atomic
def plan_person(
    *,
    by: Any,
    official: Official,
    unit: Unit,
    post: Post,
    term: str,
    approved_on: date,
    reason: str = "",
    key: str = "",
) -> Succession:
    """Plan a person for a post of a unit in a term. The same `key` again is the row made the first time.

    Errors: Denied (not the district, module off); Refused: term or day impossible, planned already, more people for
    the post or posts for the person than the norm of the day of approval allows, in effect of a disciplinary decision;
    for another unmet condition without a reason.
    """
    check_can_write(by, Succession, official.unit)
    check_on()
    years = term_years(term)
    if years is None:
        raise Refused("Đề nghị ghi nhiệm kỳ dạng 2020-2025.", field="term")
    if approved_on > today():
        raise Refused(f"Ngày {day_text(approved_on)} chưa đến. Đề nghị kiểm tra lại.", field="approved_on")
    term = f"{years[0]}-{years[1]}"
    facts = {"unit": unit, "post": post, "term": term, "approved_on": approved_on}
    if not _made_before(by, key):
        audit.take_turn()  # two people who plan at once must not pass a limit together
        _check_limits(official, unit, post, term, approved_on)
        _check_conditions(by, official, post, term, approved_on, reason)
    return records.add(Succession, by=by, official=official, facts=facts, key=key, reason=reason)


def _made_before(by: Any, key: str) -> bool:
    return bool(key) and IdempotencyKey.objects.filter(user_id=by.pk, key=key[:80]).exists()


def _check_limits(official: Official, unit: Unit, post: Post, term: str, day: date) -> None:
    with unscoped("plans counted for a limit; the right was checked"):
        # Whoever is planned later than that day counts too: the limit holds on every day after it.
        active = Succession.objects.filter(term=term, removed_on__isnull=True)
        for_post = active.filter(unit=unit, post=post)
        if for_post.filter(official=official).exists():
            raise Refused("Người này đã được quy hoạch chức danh đó.", field="post")
        n_people, n_posts = for_post.count(), active.filter(official=official).count()
    norms = norms_on(day)
    for code, n, what in (
        (PER_POST, n_people, f"Chức danh này đã có {n_people} người"),
        (PER_PERSON, n_posts, f"Người này đã được quy hoạch {n_posts} chức danh"),
    ):
        norm = norms.get(code)
        if norm is not None and n + 1 > norm.value:
            raise Refused(
                f"{what}; tối đa {norm.value:.0f} {norm.unit} ({norm.basis}; {norm.verified_label}).",
                field="post",
            )


def _check_conditions(by: Any, official: Official, post: Post, term: str, day: date, reason: str) -> None:
    judge = Judge(by, [official], day)
    barred = judge.discipline(official)
    if barred.status == UNMET:
        raise Refused(f"Không đưa vào quy hoạch: {barred.text} ({barred.basis}).")
    unmet = [item for item in judge.conditions(official, post.code, term) if item.status == UNMET]
    if unmet and not reason.strip():
        told = "; ".join(f"{item.label.lower()}: {item.text}" for item in unmet)
        raise Refused(f"Chưa đạt: {told}. Nếu vẫn đưa vào, đề nghị nêu lý do.", field="reason")


@transaction.atomic
def take_out(*, by: Any, rows: Sequence[Succession], removed_on: date, reasons: dict[str, str]) -> int:
    """Take people out of their plans, each with its reason by public id; how many. One event a person.

    A person confirms this; nothing leaves by itself. Errors: Denied; Refused without a reason, for a day before the
    approval or in the future, or when one of them was taken out meanwhile.
    """
    check_on()
    keys = [row.pk for row in rows]
    with unscoped("plans whose right is checked below"):
        held = list(
            Succession.objects.select_for_update(of=("self",))
            .select_related("official__unit")
            .filter(pk__in=keys)
        )
    for row in held:
        check_can_write(by, Succession, row.official.unit)
    if not held:
        raise Refused("Đề nghị chọn ít nhất một người.")
    if removed_on > today():
        raise Refused("Ngày đưa ra chưa đến. Đề nghị kiểm tra lại.", field="removed_on")
    entries = [_leave(row, removed_on, reasons.get(row.public_id, "").strip()[:300]) for row in held]
    with unscoped("plans whose right was checked"):
        Succession.objects.bulk_update(held, ["removed_on", "removed_because", "version"])
    audit.record_many(entries, by=by)
    return len(held)


def _leave(row: Succession, removed_on: date, because: str) -> audit.Entry:
    """Mark one row as taken out and say so; Refused as in `take_out`."""
    if not because:
        raise Refused("Đề nghị nêu lý do đưa ra khỏi quy hoạch.", field="reason")
    if row.removed_on is not None:
        raise Refused("Có người vừa được đưa ra khỏi quy hoạch. Đề nghị tải lại trang.")
    if row.approved_on is not None and removed_on < row.approved_on:
        raise Refused(
            f"Ngày đưa ra phải từ ngày phê duyệt ({day_text(row.approved_on)}).", field="removed_on"
        )
    row.removed_on, row.removed_because, row.version = removed_on, because, row.version + 1
    return audit.Entry(
        action="leave_plan",
        object_type=Succession._meta.label_lower,
        object_id=row.public_id,
        subject_id=row.official.public_id,
        unit_id=row.official.unit.public_id if row.official.unit else "",
        summary=f"Quy hoạch nhiệm kỳ {row.term}",
        reason=because,
        changes={"removed_on": [None, removed_on], "removed_because": ["", because]},
    )


__all__ = ["check_on", "plan_person", "take_out"]
