"""`--replace`: taking out the rows of all package tables before a load.

Rows that something outside the package stands on stay and are matched again by their id. A unit that does not come
back takes the roles given for it and the uploads sent for it with it: a role of a unit that is no longer there opens
nothing, and an upload's preview would speak of people who are gone. All proposals go: they speak of rows that are
replaced, and say what they were asked against; so do reorganisations and the surplus they left. A year's work (rounds,
courses, steps) on a unit or a person who does not come back goes with them. Users and the audit are never touched;
anything else that refers to a row which does not come back refuses the load (`checking`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import ForeignObjectRel, Q

from assessments.models import (
    Course,
    Enrolment,
    EvaluationCase,
    EvaluationRound,
    HealthRound,
    TrainingPlan,
)
from exchange.models import ImportBatch
from exchange.package.tables import TABLES, TableSpec
from foundation import audit
from foundation.models import AuditArea
from officials.models import (
    Proposal,
    ProposalPeriod,
    Reorganisation,
    RetirementStep,
    RotationStep,
    SurplusStatus,
    Unit,
)

_MODELS = {spec.model for spec in TABLES}
PROPOSAL = "officials.Proposal"
SURPLUS = "officials.SurplusStatus"
GO_WITH_THEIR_UNIT = (
    "accounts.Membership",
    "exchange.ImportBatch",
    "officials.ProposalPeriod",
    PROPOSAL,
    SURPLUS,
)

# A year's work → the ways from it to the unit or the person it is about; what stands on another comes first.
WORK: dict[type[models.Model], tuple[str, ...]] = {
    Enrolment: ("official", "course__unit", "course__plan__unit"),
    EvaluationCase: ("official", "round__unit"),
    Course: ("unit", "plan__unit"),
    EvaluationRound: ("unit",),
    HealthRound: ("unit",),
    TrainingPlan: ("unit",),
    RetirementStep: ("official",),
    RotationStep: ("official",),
}
_BATCH = 500
GIVES_WAY = (*GO_WITH_THEIR_UNIT, *(model._meta.label for model in WORK))


@dataclass
class Removed:
    """What a replacing load took away: rows of the tables, and what went with units that did not come back."""

    rows: int = 0
    memberships: list[str] = field(default_factory=list)
    imports: int = 0
    proposals: int = 0
    periods: int = 0
    surplus: int = 0
    reorganisations: int = 0
    files: int = 0
    work: int = 0

    def __str__(self) -> str:
        names = ", ".join(self.memberships) or "không ai"
        return (
            f"{self.rows} dòng, {self.imports} lần nhập từ Excel, {self.proposals} đề nghị, "
            f"{self.periods} thời gian chỉ đề nghị, {self.surplus} tình trạng dôi dư, "
            f"{self.reorganisations} lần sắp xếp đơn vị, {self.files} tệp đính kèm, {self.work} dòng đợt đánh giá, đào tạo, "
            f"khám sức khỏe, nghỉ hưu, chuyển đổi vị trí; gỡ phân quyền của: {names}"
        )

    def __bool__(self) -> bool:
        parts = (self.rows, self.memberships, self.imports, self.proposals, self.periods, self.surplus)
        return any(parts) or bool(self.reorganisations or self.files or self.work)


def held_rows(spec: TableSpec, *, besides: tuple[str, ...] = ()) -> models.QuerySet:
    """Rows of a package table that records outside it refer to, records of the kinds `besides` left aside."""
    condition = Q(pk__in=[])
    for key in _keys_from_outside(spec.model):
        if key.model._meta.label in besides:
            continue
        users = key.model._base_manager.filter(**{f"{key.name}__isnull": False}).order_by()
        condition |= Q(**{f"{key.target_field.name}__in": users.values(key.attname)})
    return spec.model._base_manager.filter(condition)


def _keys_from_outside(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys to `model` of models that are no package table."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            key: Any = relation.field
            if key.model not in _MODELS:
                yield key


def clear(unit_ids: set[str], official_ids: set[str], *, by: Any) -> Removed:
    """Delete every row of the package tables that is not held; `unit_ids`, `official_ids`: who comes back.

    One event for each role that goes with its unit; the rows themselves are told of by the event of the load.
    """
    removed = Removed()
    removed.work = _end_work(unit_ids, official_ids)
    _let_go(unit_ids, removed, by)
    for spec in reversed(TABLES):
        rows = spec.model._base_manager.all()
        kept = list(held_rows(spec).values_list("pk", flat=True))
        if kept:
            rows = rows.exclude(pk__in=kept)
        removed.rows += rows._raw_delete(rows.db)
    return removed


def _end_work(unit_ids: set[str], official_ids: set[str]) -> int:
    """Take out the year's work on units and people who do not come back; how many rows."""
    come_back = {"official": official_ids}
    n = 0
    for model, ways in WORK.items():
        known = model._base_manager.order_by().values_list("pk", *(f"{way}__public_id" for way in ways))
        gone = [
            pk
            for pk, *about in known
            if any(
                one is not None and one not in come_back.get(way, unit_ids)
                for way, one in zip(ways, about, strict=True)
            )
        ]
        n += len(gone)
        for start in range(0, len(gone), _BATCH):  # a town of 20,000 has more than a statement takes values
            # Trainings of a course that ends are deleted with their table: nothing is left that would protect it.
            rows = model._base_manager.filter(pk__in=gone[start : start + _BATCH])
            rows._raw_delete(rows.db)
    return n


def _let_go(unit_ids: set[str], removed: Removed, by: Any) -> None:
    proposals = Proposal._base_manager.all()
    removed.proposals = proposals.count()
    proposals.delete()
    # What a reorganisation did here can no longer be undone, and whoever is surplus after it is said anew.
    removed.surplus = SurplusStatus._base_manager.all().delete()[0]
    removed.reorganisations = Reorganisation._base_manager.all().delete()[0]
    for key in _keys_from_outside(Unit):
        if key.model._meta.label not in GO_WITH_THEIR_UNIT:
            continue  # a year's work has gone already
        rows = key.model._base_manager.filter(**{f"{key.name}__isnull": False})
        gone = rows.exclude(**{f"{key.name}__public_id__in": unit_ids})
        if key.model._meta.label == "accounts.Membership":
            for membership in gone.select_related("user", "unit"):
                removed.memberships.append(membership.user.username)
                audit.record(
                    by=by,
                    action="remove",
                    obj=membership,
                    summary=f"{membership.user}: {membership}",
                    reason="Đơn vị không còn trong gói dữ liệu thay thế",
                    area=AuditArea.SETTINGS,
                )
        elif key.model is ProposalPeriod:
            removed.periods += gone.count()
        elif key.model is ImportBatch:
            removed.imports += gone.count()
        gone.delete()
