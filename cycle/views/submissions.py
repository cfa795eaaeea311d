"""Gửi số liệu của một đơn vị: the checklist of one unit and year, and the acts on its sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cycle import services
from cycle.machine import ACCEPT, REOPEN, RETURN, SEND, SUBMISSION
from cycle.models import Submission
from cycle.reading import Part, parts_of, years_to_send
from cycle.services import Asked
from foundation.components import Crumb, Tab
from foundation.dates import year_end
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.history import history_of
from foundation.registries import WorkItem
from foundation.scope import demand_right
from foundation.states import Act
from officials.models import Official, Unit
from reports.frozen.closed import latest

CHOSEN, REASON, ACT = "chon", "ly_do", "viec"
NAMED = 12  # so many people are named of what is missing; the rest is a number with the way to the list
FAR_TOO_LONG = 5000


@dataclass(frozen=True)
class Line:
    """One set on the checklist: what is missing by name, what contradicts itself, whether it can be chosen."""

    part: Part
    value: str
    is_choosable: bool
    is_chosen: bool
    missing: Sequence[tuple[str, str]]
    more: int
    doubts: Sequence[WorkItem]
    n_doubts: int
    url: str

    @property
    def lacking(self) -> int:
        """How many of the wanted rows or facts are not there."""
        return self.part.standing.expected - self.part.standing.filled


@require_safe
def checklist(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """`/gui-so-lieu/<unit>/<year>/`."""
    demand_right(request.user, "read", Submission)
    unit = unit_or_404(request, public_id, year)
    return _page(request, unit, year)


@require_POST
def act(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """Send, return, accept or reopen the chosen sets of the unit."""
    demand_right(
        request.user, "write", Submission
    )  # asked first: a refusal must not tell which units there are
    unit = unit_or_404(request, public_id, year)
    code, reason = request.POST.get(ACT, ""), request.POST.get(REASON, "")[:FAR_TOO_LONG]
    try:
        asked = [Asked(unit, *_parsed(value)) for value in request.POST.getlist(CHOSEN)]
        rows = perform(code, by=request.user, year=year, asked=asked, reason=reason)
    except Denied as denied:
        raise PermissionDenied from denied
    except Refused as refused:
        return _page(request, unit, year, problem=str(refused))
    messages.success(request, f"{said(code)}: {len(rows)} bộ số liệu của {unit}, năm {year}.")
    return redirect("cycle:submission", public_id=unit.public_id, year=year)


def perform(code: str, *, by: Any, year: int, asked: Sequence[Asked], reason: str) -> list[Submission]:
    """Do one act of the machine. Errors: Denied, Refused."""
    if code == SEND:
        return services.send(by=by, year=year, asked=asked, reason=reason)
    if code == RETURN:
        return services.send_back(by=by, year=year, asked=asked, reason=reason)
    if code == ACCEPT:
        return services.accept(by=by, year=year, asked=asked)
    if code == REOPEN:
        return services.reopen(by=by, year=year, asked=asked, reason=reason)
    raise Refused("Đề nghị chọn việc cần làm.")


def said(code: str) -> str:
    """The act done, in words."""
    return {SEND: "Đã gửi", RETURN: "Đã trả lại", ACCEPT: "Đã chấp nhận", REOPEN: "Đã mở lại để điều chỉnh"}[
        code
    ]


def unit_or_404(request: HttpRequest, public_id: str, year: int) -> Unit:
    """The unit, when the reader may see it and it stood at the end of that year."""
    unit: Unit = visible_or_404(Unit.objects, request.user, public_id=public_id)  # type: ignore[arg-type]
    if year not in years_to_send() or not unit.exists_on(year_end(year)):
        raise Http404
    return unit


def _parsed(value: str) -> tuple[str, int]:
    """`nhan_su:3` → the set and the version its reader saw."""
    code, _, version = value.partition(":")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Refused("Đề nghị tải lại trang và chọn lại bộ số liệu.")
    return code, int(version)


def _page(request: HttpRequest, unit: Unit, year: int, problem: str = "") -> HttpResponse:
    user: Any = request.user
    [parts] = parts_of(user, [unit], year)
    acts = acts_of(user, parts)
    chosen = set(request.POST.getlist(CHOSEN)) if problem else None
    rows = [part.submission for part in parts if part.submission]
    closing = latest([unit.public_id], year).get((unit.public_id, year))
    context = {
        "unit": unit,
        "form_year": year,
        "lines": _lines(request, parts, chosen),
        "acts": acts,
        "needs_comment": any(each.code in (RETURN, REOPEN) for each in acts),
        "reason": request.POST.get(REASON, "")[:FAR_TOO_LONG] if problem else "",
        "problem": problem,
        "closed": closing,
        "history": history_of(user, rows[0], also=rows[1:], limit=40) if rows else [],
        "years_tabs": [
            Tab(str(each), reverse("cycle:submission", args=[unit.public_id, each]), each == year)
            for each in reversed(years_to_send())
            if unit.exists_on(year_end(each))
        ],
        "crumbs": [
            Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly")),
            Crumb("Gửi số liệu", f"{reverse('cycle:submissions')}?nam={year}"),
        ],
    }
    return render(request, "cycle/submission.html", context)


def acts_of(user: Any, parts: Sequence[Part]) -> list[Act]:
    """What the user may do with at least one of the sets; what goes on comes before what goes back."""
    if not (user.may("write", Submission, "own") or user.may("write", Submission, "all")):
        return []
    sent = [part for part in parts if not part.data_set.of_district]
    possible = {each.code for part in sent for each in SUBMISSION.acts(user, part.state)}
    return sorted(
        (each for each in SUBMISSION.table if each.code in possible), key=lambda act: act.needs_reason
    )


def _lines(request: HttpRequest, parts: Sequence[Part], chosen: set[str] | None) -> list[Line]:
    user: Any = request.user
    missing = {official for part in parts for official in part.standing.missing}
    # What contradicts itself may quote a birth date: who reads no such field is told how many points there are.
    told = user.may_see_field(Official, "birth_date")
    names = dict(
        Official.objects.visible_to(user).filter(public_id__in=missing).values_list("public_id", "full_name")
    )
    lines = []
    for part in parts:
        value = f"{part.data_set.code}:{part.version}"
        may = not part.data_set.of_district and bool(acts_of(user, [part]))
        here = [official for official in part.standing.missing if official in names]
        tab = f"?muc={part.data_set.tab}" if part.data_set.tab else ""
        lines.append(
            Line(
                part=part,
                value=value,
                is_choosable=may,
                is_chosen=value in chosen if chosen is not None else may and _is_next(user, part),
                missing=[
                    (names[official], reverse("officials:detail", args=[official]) + tab)
                    for official in here[:NAMED]
                ],
                more=max(0, len(part.standing.missing) - min(len(here), NAMED)),
                doubts=part.standing.contradictions if told else (),
                n_doubts=len(part.standing.contradictions),
                url=part.data_set.address(user, part.unit, part.year),
            )
        )
    return lines


def _is_next(user: Any, part: Part) -> bool:
    """Chosen from the start: what this reader is to act on next, not what could be reopened."""
    return any(each.code in (SEND, ACCEPT) for each in SUBMISSION.acts(user, part.state)) and (
        user.may("write", Submission, "all") == (part.state == "sent")
    )
