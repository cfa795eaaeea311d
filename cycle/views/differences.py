"""Chênh lệch: what differs between the closed figures of a unit and year and the records of now, by person, with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cycle.models import Submission
from cycle.views.submissions import unit_or_404
from foundation import audit
from foundation.components import Crumb
from foundation.history import HistoryLine, lines_of, visible_events
from foundation.models import AuditArea
from foundation.scope import demand_right
from foundation.sensitivity import SENSITIVE, field_class
from officials.models import Official, Unit
from reports import snapshot as snapshots
from reports.access import may_read
from reports.frozen.closed import latest
from reports.frozen.differences import Item, UnitDifferences, differences
from reports.models import FrozenFigures

ACTS_SHOWN = 5


@dataclass(frozen=True)
class PersonLine:
    """One person whose figures moved: what, and the acts since the closing that may explain it."""

    name: str
    url: str
    items: Sequence[Item]
    acts: Sequence[HistoryLine]


@require_safe
def difference_list(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """`/gui-so-lieu/<unit>/<year>/chenh-lech/`: people and values by name only for who may read them, else numbers."""
    demand_right(request.user, "read", Submission)
    unit = unit_or_404(request, public_id, year)
    closing = latest([unit.public_id], year).get((unit.public_id, year))
    if closing is None:
        raise Http404
    found = differences(snapshots.current(), [unit.public_id], year).get((unit.public_id, year))
    found = found or UnitDifferences(closing, ())
    told, hidden = _told(request.user, unit, found.items)
    people = _people(request, closing, told)
    nameless = sum(item.subject_id not in people for item in told if item.subject_id)
    context = {
        "unit": unit,
        "form_year": year,
        "closed": closing,
        "people": [line for line in people.values() if line.items],
        "of_unit": [item for item in told if not item.subject_id],
        "n_people": len(found.people),
        "n_items": len(found.items),
        "n_hidden": hidden + nameless,
        "general": _general(request, closing),
        "earlier": _earlier(request.user, closing),
        "crumbs": [
            Crumb("Gửi số liệu", f"{reverse('cycle:submissions')}?nam={year}"),
            Crumb(unit.full_name, reverse("cycle:submission", args=[unit.public_id, year])),
        ],
    }
    _note_reading(request, unit, told)
    return render(request, "cycle/differences.html", context)


def _told(user: Any, unit: Unit, items: Sequence[Item]) -> tuple[list[Item], int]:
    """The items whose every field the reader may read of people of this unit, and how many others there are."""
    extent = "own" if unit.pk in user.unit_ids_today() else "all"
    told = [item for item in items if all(may_read(user, field, extent) for field in item.fields)]
    return told, len(items) - len(told)


def _people(request: HttpRequest, closing: FrozenFigures, told: Sequence[Item]) -> dict[str, PersonLine]:
    """By public id, in the order of names; only people the reader may see."""
    by_person: dict[str, list[Item]] = {}
    for item in told:
        if item.subject_id:
            by_person.setdefault(item.subject_id, []).append(item)
    rows = (
        Official.objects.visible_to(request.user).filter(public_id__in=by_person).order_by("name_sort", "pk")
    )
    acts: dict[str, list[HistoryLine]] = {}
    events = visible_events(request.user).filter(
        subject_id__in=by_person, seq__gt=closing.records_seq, area=AuditArea.RECORDS
    )
    for line in lines_of(request.user, list(events.order_by("-seq"))):
        acts.setdefault(line.subject_id, []).append(line)
    return {
        row.public_id: PersonLine(
            row.full_name,
            row.get_absolute_url(),
            by_person[row.public_id],
            acts.get(row.public_id, [])[:ACTS_SHOWN],
        )
        for row in rows
    }


def _general(request: HttpRequest, closing: FrozenFigures) -> list[HistoryLine]:
    """Acts since the closing that belong to no person: law and catalogues, the unit's own numbers, whole packages."""
    events = visible_events(request.user).filter(
        subject_id="", seq__gt=closing.records_seq, area=AuditArea.RECORDS, unit_id__in=["", closing.unit_key]
    )
    return lines_of(request.user, list(events.order_by("-seq")[:ACTS_SHOWN]))


def _earlier(user: Any, closing: FrozenFigures) -> list[FrozenFigures]:
    rows = FrozenFigures.objects.visible_to(user).filter(unit_key=closing.unit_key, year=closing.year)
    return [row for row in rows if row.number < closing.number]


def _note_reading(request: HttpRequest, unit: Unit, told: Sequence[Item]) -> None:
    """Sensitive values of people were opened: whose is noted (contracts 6)."""
    ids = {
        item.subject_id
        for item in told
        if item.subject_id
        and any(field_class(apps.get_model(label), name) == SENSITIVE for label, name in item.fields)
    }
    if ids:
        audit.log_access(
            by=request.user,
            action="open_sensitive",
            unit_id=unit.public_id,
            detail=f"Chênh lệch số liệu đã chốt: {len(ids)} người: {', '.join(sorted(ids))}",
        )
