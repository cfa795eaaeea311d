"""A workbook of a unit that only proposes: what rests on decisions becomes proposals, the rest is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchange.services.reading import Read
from exchange.workbooks.plan import ChangedRow, NewRow, Plan
from exchange.workbooks.problems import problem
from exchange.workbooks.result import recounted
from exchange.workbooks.rows import ERR, SKIP, Row
from foundation.scope import ScopedModel
from officials.checks import DECISION_BASED, proposes_only
from officials.models import Appointment, Post, Proposal, Unit
from officials.services import proposals

if TYPE_CHECKING:
    from exchange.models import ImportBatch

NEEDS_DISTRICT = "record_by_district"
NOTICE = (
    "Đơn vị đang ở chế độ chỉ đề nghị: chức danh, khen thưởng, xếp loại trong tệp thành đề nghị gửi Phòng Nội vụ; "
    "người chưa có hồ sơ thì không nhập, đề nghị gửi Phòng Nội vụ lập hồ sơ."
)


def sent_text(n_proposed: int) -> str:
    return f"{n_proposed} đề nghị đang chờ Phòng Nội vụ quyết định; xem ở mục Đề nghị."


def mark(found: Read, unit: Unit | None, *, by: Any) -> None:
    """Say in the result, row by row, which parts would be proposals (`proposed`); it is part of the fingerprint. Of the
    file, how many rows have such parts (`proposing`).

    A person without a record, whom only the district adds, is an error of the row: kept back, with the reason wherever
    the row is shown.
    """
    if found.matched is None or not proposes_only(by, Appointment, unit):
        return
    found.result["notices"].append(NOTICE)
    for row in found.result["rows"]:
        plan = found.matched.plans.get((row["sheet"], row["row"]))
        if plan is None or row["status"] in (ERR, SKIP):
            continue
        if plan.person is None:
            row["status"], row["change"] = ERR, None
            row["problems"].append(problem("row", NEEDS_DISTRICT).as_json())
        else:
            row["proposed"] = proposed_parts(plan)
    found.result = recounted(found.result)
    found.result["proposing"] = sum(1 for row in found.result["rows"] if row.get("proposed"))


def proposed_parts(plan: Plan) -> list[str]:
    """Parts of the plan for a person with a record that rest on decisions."""
    rows: list[tuple[str, str]] = [(item.field, item.model._meta.label) for item in plan.new]
    rows += [(item.field, item.row._meta.label) for item in plan.changed]
    return sorted({part for part, label in rows if label in DECISION_BASED})


def split(
    accepted: list[tuple[Row, Plan]], batch: ImportBatch, *, by: Any
) -> tuple[list[tuple[Row, Plan]], int]:
    """What is written directly, and how many proposals stand for the rest. Inside the caller's transaction."""
    if not proposes_only(by, Appointment, batch.unit):
        return accepted, 0
    direct: list[tuple[Row, Plan]] = []
    asked: set[str] = set()
    posts = {post.code: post for post in Post.objects.all()}
    for row, plan in accepted:
        if plan.person is None:
            continue
        parts = proposed_parts(plan)
        for model, act, values, target in _changes(plan, parts, posts):
            proposal = proposals.propose(
                proposals.kind_of(model),
                by=by,
                official=plan.person.official,
                act=act,
                values=values,
                row=target,
                version=target.version if target is not None else 0,
                source=Proposal.Source.WORKBOOK,
                source_id=batch.public_id,
                reason=f"Theo tệp {batch.file_name}, dòng {row.number}"[:500],
            )
            if proposal is not None:
                asked.add(proposal.public_id)
        direct.append((row, plan.without(parts)))
    return direct, len(asked)


def _changes(
    plan: Plan, parts: list[str], posts: dict[str, Post]
) -> list[tuple[type[ScopedModel], str, dict[str, Any], Any]]:
    """(model, act, values, row) of each change. Appointing ends the open earlier post, which is not asked for again."""
    appoints = any(item.model is Appointment and item.facts.get("is_primary") for item in plan.new)
    found: list[tuple[type[ScopedModel], str, dict[str, Any], Any]] = []
    items: list[NewRow | ChangedRow] = [*plan.new, *plan.changed]
    for item in items:
        if item.field not in parts:
            continue
        if isinstance(item, NewRow):
            found.append((item.model, Proposal.Act.ADD, _values(item.facts, posts), None))
            continue
        row = item.row
        ends_open_one = isinstance(row, Appointment) and row.is_primary and row.ends_on is None
        if not (appoints and ends_open_one and set(item.changes) <= {"ends_on", "end_reason"}):
            found.append((type(item.row), Proposal.Act.CHANGE, _values(item.changes, posts), item.row))
    return found


def _values(facts: dict[str, Any], posts: dict[str, Post]) -> dict[str, Any]:
    return {
        "post" if name == "post_id" else name: posts[value] if name == "post_id" else value
        for name, value in facts.items()
    }
