"""Reading rounds of evaluation: who is in one, what the rules say of each, how many excellent ratings there may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from assessments import rating_rules
from assessments.models import (
    NOT_RATED,
    Discipline,
    Evaluation,
    EvaluationCase,
    EvaluationRegime,
    RatingAuthority,
)
from assessments.rating_rules import Facts, Finding, Rules
from assessments.round_states import ACT_DECIDE, DECIDED, ROUND_CASE
from foundation.dates import year_end, year_start
from foundation.scope import unscoped
from foundation.states import Act
from officials.law import NormValue, norms_on
from officials.models import Absence, Appointment, Norm, Official, Unit
from officials.services.postings import id_order

Manager = RatingAuthority.Manager


def regime_of(year: int) -> EvaluationRegime | None:
    """The regime by which `year` is rated (regulations 3.1); the later row where a person left two open."""
    rows = EvaluationRegime.objects.filter(first_year__lte=year).exclude(last_year__lt=year)
    return rows.order_by("first_year", "pk").last()


def rules_of(year: int, regime: EvaluationRegime) -> Rules:
    """The rules of a year; three queries."""
    levels = [level.code for level in regime.levels.all()]
    return Rules(norms_on(year_end(year)), levels, _every_row(rating_rules.ANY_DISCIPLINE))


def _every_row(code: str) -> list[NormValue]:
    fields = list(NormValue.__dataclass_fields__)
    return [NormValue(**row) for row in Norm.objects.filter(code=code).order_by("starts_on").values(*fields)]


def reminder_day(year: int, norms: Mapping[str, NormValue]) -> date:
    """The day of December by which the year should be rated: a reminder, never a lock (regulations 16.3)."""
    norm = norms.get(rating_rules.DUE_DAY)
    return date(year, 12, int(norm.value) if norm else 31)


# --- who is in a round --------------------------------------------------------------------------------------
def members(unit: Unit, year: int) -> dict[int, Appointment]:
    """Officials (by primary key) whose last primary posting of the year was in `unit`, with that posting.

    So each official is in one round a year; who was transferred belongs to the later unit. Two queries.
    """
    with unscoped("who served in a unit the caller already holds"):
        here = Appointment.objects.filter(_in_year(year), unit=unit, is_primary=True)
        rows = primary_postings(list(here.values_list("official_id", flat=True)), year)
    last = {pk: found[-1] for pk, found in rows.items()}
    return {pk: row for pk, row in last.items() if row.unit_id == unit.pk}


def _in_year(year: int) -> Any:
    return Q(starts_on__lte=year_end(year)) & (Q(ends_on__isnull=True) | Q(ends_on__gte=year_start(year)))


def primary_postings(official_ids: Iterable[int], year: int) -> dict[int, list[Appointment]]:
    """Primary postings that touch the year, by official, the one that counts last; one query."""
    with unscoped("postings of people the caller already holds"):
        rows = Appointment.objects.filter(
            _in_year(year), official_id__in=list(official_ids), is_primary=True
        ).select_related("unit", "post", "official")
        found: dict[int, list[Appointment]] = {}
        for row in sorted(rows, key=lambda r: (r.starts_on, id_order(r.public_id))):
            found.setdefault(row.official_id, []).append(row)
    return found


def open_cases(unit: Unit, year: int) -> dict[int, EvaluationCase]:
    """Cases of a round that is still open, by primary key of the official; one query.

    For pages on which a rating is otherwise typed: what is in an open round is shown there and changed in the round.
    `case.get_absolute_url()` leads to it.
    """
    with unscoped("cases of a unit the caller already holds"):
        rows = EvaluationCase.objects.filter(round__unit=unit, year=year, round__closed_at__isnull=True)
        return {row.official_id: row for row in rows}


# --- what the rules say -------------------------------------------------------------------------------------
def findings_for(
    user: Any, unit: Unit, year: int, officials: Mapping[int, str], rules: Rules
) -> dict[int, list[Finding]]:
    """Findings by official, of what `user` may read; `officials`: what the former unit said of each. Five queries at most.

    Discipline is told only to who reads it: a commune neither sees nor is stopped by it.
    """
    ids = list(officials)
    postings = primary_postings(ids, year)
    absences = _absences(user, ids, year)
    disciplines, counted = _disciplines(user, ids, year)
    found = {}
    for pk, opinion in officials.items():
        facts = Facts(
            postings.get(pk, []),
            None if absences is None else absences.get(pk, []),
            None if disciplines is None else disciplines.get(pk, []),
            counted.get(pk, {}),
            opinion,
        )
        found[pk] = rating_rules.findings_of(year, unit.pk, facts, rules)
    return found


def _absences(user: Any, ids: list[int], year: int) -> dict[int, list[Absence]] | None:
    if not user.may_see_field(Absence, "kind"):
        return None
    with unscoped("absences of people the caller already holds; the right was asked"):
        rows = Absence.objects.filter(_in_year(year), official_id__in=ids)
        return _by_official(rows)


def _disciplines(
    user: Any, ids: list[int], year: int
) -> tuple[dict[int, list[Discipline]] | None, dict[int, dict[str, int]]]:
    """Disciplines by official, and the acts that an earlier year's lowest rating has counted already."""
    if not user.may("read", Discipline, "all"):
        return None, {}
    with unscoped("discipline of people the caller already holds; the right was asked"):
        rows = list(Discipline.objects.filter(official_id__in=ids))
        lowest = Evaluation.objects.filter(
            official_id__in={row.official_id for row in rows}, year__lt=year, level=rating_rules.LOWEST
        )
        rated = set(lowest.values_list("official_id", "year"))
    counted: dict[int, dict[str, int]] = {}
    for row in rows:
        day = row.decided_on or row.acted_on
        if row.act_ref and day and (row.official_id, day.year) in rated:
            counted.setdefault(row.official_id, {})[row.act_ref] = day.year
    return _by_official(rows), counted


def _by_official(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.official_id, []).append(row)
    return found


# --- who decides --------------------------------------------------------------------------------------------
def managers_on(day: date) -> dict[str, RatingAuthority]:
    """Who decides the rating of the holders of each post on `day`, by code of the post; one query."""
    rows = RatingAuthority.objects.on(day)
    ordered = sorted(rows, key=lambda row: (row.starts_on or date.min, row.pk))
    return {row.post_code: row for row in ordered}


def body_of(manager: str, unit: Unit) -> str:
    """The deciding body as a decision names it, for this unit."""
    if manager == Manager.DANG_UY:
        return f"Đảng ủy {unit}"
    if manager == Manager.CHU_TICH:
        return f"Chủ tịch Ủy ban nhân dân {unit}"
    return str(Manager.BTV_THI_UY.label) if manager == Manager.BTV_THI_UY else ""


def acts_of(user: Any, case: EvaluationCase, manager: str, only_proposes: bool) -> list[Act]:
    """What `user` may do with a case now: the table, less the decisions that are not the unit's."""
    acts = ROUND_CASE.acts(user, case.state)
    return [act for act in acts if may_decide(user, act.code, manager, only_proposes)]


def may_decide(user: Any, code: str, manager: str, only_proposes: bool) -> bool:
    """Whether this act of a case is the user's: a unit records only decisions of its own level, and none while it
    only proposes ("chỉ đề nghị")."""
    if code != ACT_DECIDE or user.may("write", EvaluationCase, "all"):
        return True
    return manager in (Manager.DANG_UY, Manager.CHU_TICH) and not only_proposes


# --- the rating in the records ------------------------------------------------------------------------------
def ratings_of(user: Any, cases: Sequence[EvaluationCase]) -> dict[str, Evaluation]:
    """The official ratings that cases lead to, by public id; one query. One taken out of the records is missing."""
    ids = [case.evaluation_ref for case in cases if case.evaluation_ref]
    rows = Evaluation.objects.visible_to(user).filter(public_id__in=ids) if ids else []
    return {row.public_id: row for row in rows}


def latest_rating(official: Official, year: int) -> Evaluation | None:
    """The rating of a year that counts: the latest decision, an undated one the earliest (contracts 4)."""
    with unscoped("ratings of a person the caller already holds"):
        rows = Evaluation.objects.filter(official=official, year=year)
        return max(rows, key=lambda r: (r.decided_on or date.min, id_order(r.public_id)), default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """The result a case has come to: decided, else proposed, else what the unit or the person says."""

    result: str
    stage: str


def standing_of(case: EvaluationCase, rating: Evaluation | None) -> Standing:
    if case.state in DECIDED and rating is not None:
        is_rated = rating.status == Evaluation.Status.RATED
        return Standing(rating.level if is_rated else NOT_RATED, "quyết định")
    for value, stage in (
        (case.proposed, "đề xuất"),
        (case.unit_level, "ý kiến đơn vị"),
        (case.self_level, "tự xếp loại"),
    ):
        if value:
            return Standing(value, stage)
    return Standing("", "")
