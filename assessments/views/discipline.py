"""Kỷ luật: the acts of a year with both lines, what is in effect, entering an act (district only, opening is noted)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.bars import BARRED, Bar, bar_of
from assessments.discipline_rules import form_table, group_histories, mismatch
from assessments.forms import ActForm
from assessments.models import Discipline
from assessments.services import conduct
from assessments.views.common import (
    FORM_METHODS,
    asked_unit,
    asked_year,
    crumbs,
    day_of,
    units_of,
    years_to_choose,
)
from foundation import audit
from foundation.components import Chip, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from officials.models import Official
from officials.views.records import note_sensitive
from officials.views.saving import attempt, done

MOST_FOUND = 30
IN_EFFECT = "hieu-luc"


def home() -> tuple[str, str]:
    return ("Kỷ luật", reverse("assessments:discipline"))


@dataclass(frozen=True)
class Decision:
    """One decision as the page shows it: until when it is in effect, on the day looked at or not any more."""

    row: Discipline
    bar: Bar | None
    is_in_effect: bool
    change_url: str


@dataclass(frozen=True)
class ShownAct:
    """One act of one official with its decisions, and what does not match between them."""

    official: Official
    reference: str
    decisions: list[Decision]
    warning: str
    add_url: str

    @property
    def is_in_effect(self) -> bool:
        return any(decision.is_in_effect for decision in self.decisions)


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """`/ky-luat/?nam=&don_vi=&xem=hieu-luc`: the acts of a year, or all decisions in effect today."""
    user: Any = request.user
    demand_right(user, "read", Discipline)
    year = asked_year(request)
    units = units_of(user, day_of(year))
    chosen = asked_unit(request, units)
    only_in_effect = request.GET.get("xem") == IN_EFFECT
    rows = Discipline.objects.visible_to(user).select_related("official__unit")
    if chosen is not None:
        rows = rows.filter(official__unit=chosen)
    if not only_in_effect:
        in_year = Q(decided_on__year=year) | Q(decided_on__isnull=True, acted_on__year=year)
        rows = rows.filter(in_year)
    acts = shown_acts(rows.order_by("-decided_on", "-acted_on", "-pk"), today())
    if only_in_effect:
        acts = [act for act in acts if act.is_in_effect]
    audit.log_access(
        by=user,
        action="open_sensitive",
        unit_id=chosen.public_id if chosen else "",
        detail=f"Kỷ luật: {'đang có hiệu lực' if only_in_effect else f'năm {year}'}",
    )
    context = {
        "year": year,
        "years": years_to_choose()[1:],
        "units": units,
        "chosen": chosen,
        "acts": acts,
        "chips": [
            Chip(f"Năm {year}", query(request.GET, xem=None), not only_in_effect),
            Chip("Đang có hiệu lực", query(request.GET, xem=IN_EFFECT), only_in_effect),
        ],
        "barred": BARRED,
        "crumbs": crumbs(),
    }
    return render(request, "assessments/discipline.html", context)


def shown_acts(rows: Iterable[Discipline], day: date) -> list[ShownAct]:
    """Decisions grouped into acts (an official and a reference), in the order of the first of each; three queries."""
    found = list(rows)
    table, histories = form_table(), group_histories({row.official_id for row in found})
    grouped: dict[tuple[int, str], list[Discipline]] = {}
    for row in found:
        grouped.setdefault((row.official_id, row.act_ref or row.public_id), []).append(row)
    acts = []
    for members in grouped.values():
        members.sort(key=lambda row: (row.line, row.pk))
        decisions = []
        for row in members:
            bar = bar_of(row, table, histories.get(row.official_id, []))
            is_in_effect = (
                bar is not None and bar.ends_on is not None and bar.decided.first_day <= day <= bar.ends_on
            )
            url = reverse("officials:record-change", args=[row.official.public_id, "ky-luat", row.public_id])
            decisions.append(Decision(row, bar, is_in_effect, url))
        acts.append(_act(members, decisions))
    return acts


def _act(members: list[Discipline], decisions: list[Decision]) -> ShownAct:
    first, forms = members[0], {row.line: row.form for row in members}
    lines = {row.line for row in members}
    missing_line = first.act_ref and not {"chinh_quyen", "dang"} <= lines
    add_url = f"{reverse('assessments:discipline-add')}?nguoi={first.official.public_id}&vu={first.act_ref}"
    return ShownAct(
        official=first.official,
        reference=first.act_ref,
        decisions=decisions,
        warning=mismatch(forms.get("chinh_quyen", ""), forms.get("dang", "")),
        add_url=add_url if missing_line else "",
    )


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """`/ky-luat/them/`: first who (`?tim=`), then (`?nguoi=`) the decisions of the act; `?vu=` adds to an act."""
    user: Any = request.user
    demand_right(user, "write", Discipline)
    who = request.GET.get("nguoi", "")
    if not who:
        return _choose(request)
    official: Official = visible_or_404(Official.objects.select_related("unit"), user, public_id=who)
    reference = request.GET.get("vu", "")[:60]
    known = list(
        Discipline.objects.visible_to(user).filter(official=official, act_ref=reference) if reference else []
    )
    note_sensitive(request, official, "Kỷ luật")
    first = known[0] if known else None
    initial = {"act_ref": reference if known else ""} | (
        {"acted_on": first.acted_on_partial, "in_duty": first.in_duty} if first else {}  # type: ignore[attr-defined]
    )
    form = ActForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: conduct.record_act(
                by=user,
                official=official,
                act=form.act,
                lines=form.lines,
                key=form.key,
                reason=form.cleaned_data["reason"],
            ),
        )
        if outcome.saved:
            row = outcome.result
            day = row.decided_on or row.acted_on
            return done(request, f"Đã ghi vụ {row.act_ref} của {official}.", f"{home()[1]}?nam={day.year}")
    context = {
        "form": form,
        "official": official,
        "known": known,
        "title": "Ghi quyết định kỷ luật",
        "submit": "Lưu",
        "cancel_url": home()[1],
        "crumbs": crumbs(home()),
    }
    return render(request, "officials/record_form.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("tim", "")[:100].strip()
    people = Official.objects.visible_to(request.user).select_related("unit")
    found = list(people.matching(text)[: MOST_FOUND + 1]) if text else []
    context = {
        "text": text,
        "people": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "title": "Ghi quyết định kỷ luật",
        "about": "Chọn người bị kỷ luật.",
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/choose_person.html", context)
