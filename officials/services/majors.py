"""Deciding which field of study suits which post, and amending such a decision."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from foundation import audit, vn_text
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.versions import save_changes
from officials.models import MajorFit, Post, major_key
from officials.services.law import check_can_change_law


@transaction.atomic
def add_major_fit(*, by: Any, facts: dict[str, Any]) -> MajorFit:
    """Write down that a field of study suits, or does not suit, a post. One audit event `create`.

    `facts`: the fields of `MajorFit` but the key. Errors: Denied; Refused when another row of the same pair holds on one
    of the days; ValidationError.
    """
    check_can_change_law(by)
    row = MajorFit(public_id=new_public_id(MajorFit.id_letter), **facts)
    row.clean()
    _refuse_overlap(row, facts)
    row.full_clean()
    row.save(force_insert=True)
    audit.record(
        by=by, action="create", obj=row, changes=_told(facts), reason=row.reason, summary=_summary(row)
    )
    return row


@transaction.atomic
def change_major_fit(*, by: Any, row: MajorFit, changes: dict[str, Any], version: int, reason: str) -> bool:
    """Amend a decision; True when something changed. One audit event `correct`.

    Errors: Denied; Refused without a reason or when two rows of one pair would hold on the same day; StaleVersion;
    ValidationError.
    """
    check_can_change_law(by)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do sửa.", field="change_reason")
    _refuse_overlap(row, changes)
    major = changes.get("major", row.major)
    derived = {"major": vn_text.nfc(major), "major_key": major_key(major)}
    return save_changes(
        row,
        changes=changes | derived,
        version=version,
        by=by,
        reason=reason,
        action="correct",
        summary=_summary(row),
    )


def _refuse_overlap(row: MajorFit, changes: dict[str, Any]) -> None:
    first, last = changes.get("starts_on", row.starts_on), changes.get("ends_on", row.ends_on)
    post: Post = changes.get("post", row.post)
    key = major_key(changes.get("major", row.major))
    others = MajorFit.objects.select_for_update().filter(post=post, major_key=key).exclude(pk=row.pk)
    for other in others:
        starts_before_end = last is None or other.starts_on is None or other.starts_on <= last
        ends_after_start = first is None or other.ends_on is None or other.ends_on >= first
        if starts_before_end and ends_after_start:
            raise Refused(
                f"Ngành này đã được xác định cho chức danh {post.name} trong thời gian đó "
                f"({other.get_fit_display().lower()}). Đề nghị sửa dòng đã có.",
                field="major",
            )


def _summary(row: MajorFit) -> str:
    return f"{MajorFit._meta.verbose_name}: {row.major} – {row.post.name}"


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: [None, str(value)] for name, value in facts.items() if value not in (None, "")}
