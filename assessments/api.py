"""API resources of this floor: the yearly sets, discipline, succession, inspections, unit years."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessments.models import (
    Award,
    Discipline,
    Evaluation,
    HealthCheck,
    Inspection,
    Succession,
    Training,
    UnitYear,
)
from assessments.services import records as yearly
from foundation.api.resources import References, Resource, resources
from officials.models import Official, Post, Unit
from officials.proposing import propose_instead
from officials.services import records

OFFICIAL: References = {"official_id": ("official", Official)}
UNIT: References = {"unit": ("unit", Unit)}


def _through(service: Callable[..., Any]) -> Callable[..., Any]:
    """A creating function as a `Resource` wants it, over a service that takes `official` and `facts`."""

    def add(*, by: Any, facts: dict[str, Any], key: str) -> Any:
        return service(by=by, official=facts.pop("official"), facts=facts, key=key)

    return add


def _change_evaluation(row: Evaluation, *, by: Any, changes: dict[str, Any], version: int) -> bool:
    return yearly.change_evaluation(by=by, evaluation=row, changes=changes, version=version)


def _change_discipline(row: Discipline, *, by: Any, changes: dict[str, Any], version: int) -> bool:
    return yearly.change_discipline(by=by, discipline=row, changes=changes, version=version)


def _add_unit_year(*, by: Any, facts: dict[str, Any], key: str) -> UnitYear:
    return yearly.record_unit_year(by=by, unit=facts.pop("unit"), facts=facts, key=key)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


resources.register(
    Resource(
        code="evaluations",
        model=Evaluation,
        id_column="evaluation_id",
        fields=_columns(
            "official_id year status level self_level party_level decided_on decided_by decision_no"
        ),
        references=OFFICIAL,
        filters=("official_id", "year"),
        add=_through(yearly.record_evaluation),
        change=_change_evaluation,
        instead=propose_instead,
    )
)
resources.register(
    Resource(
        code="health-checks",
        model=HealthCheck,
        id_column="health_check_id",
        fields=_columns("official_id year health_class checked_on facility"),
        references=OFFICIAL,
        filters=("official_id", "year"),
        add=_through(yearly.record_health_check),
        change=records.change,
    )
)
resources.register(
    Resource(
        code="trainings",
        model=Training,
        id_column="training_id",
        fields=_columns("official_id course kind starts_on ends_on hours cost result"),
        references=OFFICIAL,
        filters=("official_id", "kind"),
        add=_through(yearly.record_training),
        change=records.change,
    )
)
resources.register(
    Resource(
        code="awards",
        model=Award,
        id_column="award_id",
        fields=_columns("official_id title kind year decided_on authority decision_no"),
        references=OFFICIAL,
        filters=("official_id", "year"),
        add=_through(yearly.record_award),
        change=records.change,
        instead=propose_instead,
    )
)
resources.register(
    Resource(
        code="disciplines",
        model=Discipline,
        id_column="discipline_id",
        fields=_columns(
            "official_id form line act_ref acted_on decided_on ends_on in_duty authority decision_no"
        ),
        references=OFFICIAL,
        filters=("official_id",),
        add=_through(yearly.record_discipline),
        change=_change_discipline,
    )
)
resources.register(
    Resource(
        code="successions",
        model=Succession,
        id_column="succession_id",
        fields=_columns("official_id unit post term approved_on removed_on"),
        references=OFFICIAL | UNIT | {"post": ("post", Post)},
        filters=("official_id",),
    )
)
resources.register(
    Resource(
        code="inspections",
        model=Inspection,
        id_column="inspection_id",
        fields=_columns(
            "unit subject trigger body planned_on starts_on concluded_on findings violations sanctions "
            "remedy_due_on remedied_on"
        ),
        references=UNIT,
        filters=("unit",),
    )
)
resources.register(
    Resource(
        code="unit-years",
        model=UnitYear,
        id_column="id",
        fields=_columns(
            "unit year computers computers_over_5y cases cases_on_time satisfaction_pct reform_score "
            "complaints_received complaints_upheld complaints_on_time population posts_advertised applicants "
            "recruited"
        ),
        references=UNIT,
        filters=("unit", "year"),
        add=_add_unit_year,
        change=yearly.change_unit_year,
    )
)
