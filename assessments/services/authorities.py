"""Who decides whose rating: the dated local table, amended by the district."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import RatingAuthority
from foundation import audit
from foundation.errors import Refused
from foundation.ids import new_public_id
from foundation.versions import create_once, save_changes
from officials.models import Post
from officials.services.law import check_can_change_law


@transaction.atomic
def add_authority(*, by: Any, facts: dict[str, Any], reason: str, key: str = "") -> RatingAuthority:
    """Add who decides for a post from a day on. One event `create`; the same `key` makes one row.

    Errors: Denied; Refused without a reason, for an unknown post, or where another row of the post holds then.
    """
    check_can_change_law(by)
    _demand_reason(reason)

    def make() -> RatingAuthority:
        _check(facts, None)
        row = RatingAuthority(public_id=new_public_id(RatingAuthority.id_letter), **facts)
        row.full_clean()
        row.save(force_insert=True)
        audit.record(
            by=by, action="create", obj=row, changes=audit.created_values(row, list(facts)), reason=reason,
            summary=str(row),
        )  # fmt: skip
        return row

    made, _ = create_once(
        by=by, key=key, action="add_authority", content=facts, make=make,
        find=lambda found: RatingAuthority.objects.get(public_id=found),
    )  # fmt: skip
    return made  # type: ignore[return-value]


@transaction.atomic
def change_authority(
    *, by: Any, row: RatingAuthority, changes: dict[str, Any], version: int, reason: str
) -> bool:
    """Amend a row; True when something changed. Errors as `add_authority`, and StaleVersion."""
    check_can_change_law(by)
    _demand_reason(reason)
    _check({"post_code": row.post_code, "starts_on": row.starts_on, "ends_on": row.ends_on} | changes, row)
    return save_changes(
        row, changes=changes, version=version, by=by, reason=reason, action="correct", summary=str(row)
    )


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do.", field="change_reason")


def _check(facts: dict[str, Any], row: RatingAuthority | None) -> None:
    if not Post.objects.filter(code=facts["post_code"]).exists():
        raise Refused("Đề nghị chọn một chức danh trong danh mục.", field="post_code")
    first, last = facts.get("starts_on") or date.min, facts.get("ends_on") or date.max
    # Locked, so that two people cannot write two rows for one time at once.
    for other in RatingAuthority.objects.select_for_update().filter(post_code=facts["post_code"]):
        if row is not None and other.pk == row.pk:
            continue
        if (other.starts_on or date.min) <= last and first <= (other.ends_on or date.max):
            raise Refused(
                "Thời gian này trùng với dòng khác của cùng chức danh. Đề nghị ghi ngày kết thúc của dòng đó trước.",
                field="starts_on",
            )
