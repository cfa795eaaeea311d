"""The kinds of rows about leaving a post for age and about changing posts: retirement steps, conclusions on rotation."""

from __future__ import annotations

from typing import Any

from officials.kinds import all_posts, shown
from officials.models import RetirementStep, RotationStep
from officials.record_kinds import Ask, Asking, Cell, RecordKind, adding, record_kinds

POSTPONED = RetirementStep.Kind.POSTPONED
KEPT = RotationStep.Conclusion.KEPT


def check_retirement_step(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    """Only who is kept on has a day until when; it lies after the day of the paper."""
    kind, day, until = facts.get("kind"), facts.get("day"), facts.get("until")
    if kind == POSTPONED and not until:
        return {"until": "Đề nghị nhập ngày kéo dài đến."}
    if kind and kind != POSTPONED and until:
        return {"until": "Chỉ nhập ngày này khi kéo dài thời gian công tác. Đề nghị bỏ trống."}
    if day and until and until < day:
        return {"until": "Ngày kéo dài đến phải từ ngày văn bản trở đi. Đề nghị kiểm tra lại."}
    return {}


def asked_step(asking: Asking) -> str:
    """The step the link names (`?buoc=`), else none."""
    wanted = str(asking.params.get("buoc", ""))
    return wanted if wanted in RetirementStep.Kind.values else ""


def check_rotation_step(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    if facts.get("conclusion") == KEPT and not facts.get("note"):
        return {"note": "Đề nghị nêu lý do chưa chuyển đổi."}
    return {}


def post_held(asking: Asking) -> Any:
    """The post of the current primary posting, else of the last one."""
    rows = asking.official.appointments.visible_to(asking.user).filter(is_primary=True)  # type: ignore[attr-defined]
    last = rows.select_related("post").order_by("starts_on", "pk").last()
    return last.post if last is not None else None


RETIREMENT = RecordKind(
    code="nghi-huu",
    model=RetirementStep,
    noun="bước nghỉ hưu",
    tab="cong-tac",
    asks=(
        Ask("kind", start=asked_step),
        Ask("day"),
        Ask("document_no"),
        Ask("until", hint="Chỉ với bước kéo dài thời gian công tác."),
        Ask("note"),
    ),
    cells=(
        Cell("Bước", lambda row: row.get_kind_display(), ("kind",)),
        Cell("Ngày văn bản", lambda row: shown(row.day), ("day",)),
        Cell("Số văn bản", lambda row: shown(row.document_no), ("document_no",)),
        Cell("Kéo dài đến", lambda row: shown(row.until), ("until",)),
        Cell("Ghi chú", lambda row: shown(row.note), ("note",)),
    ),
    add=adding(RetirementStep),
    check=check_retirement_step,
    order_by=("-day", "-pk"),
    order=110,
)

ROTATION = RecordKind(
    code="chuyen-doi",
    model=RotationStep,
    noun="kết luận chuyển đổi vị trí",
    tab="cong-tac",
    asks=(
        Ask("post", choices=all_posts, describe=lambda post: post.name, start=post_held),
        Ask("conclusion"),
        Ask("day"),
        Ask("document_no"),
        Ask("note"),
    ),
    cells=(
        Cell("Chức danh", lambda row: row.post.name, ("post",)),
        Cell("Kết luận", lambda row: row.get_conclusion_display(), ("conclusion",)),
        Cell("Ngày kết luận", lambda row: shown(row.day), ("day",)),
        Cell("Số văn bản", lambda row: shown(row.document_no), ("document_no",)),
        Cell("Lý do, ghi chú", lambda row: shown(row.note), ("note",)),
    ),
    add=adding(RotationStep),
    check=check_rotation_step,
    order_by=("-day", "-pk"),
    related=("post",),
    order=120,
)


def register_career_kinds() -> None:
    for kind in (RETIREMENT, ROTATION):
        record_kinds.register(kind)
