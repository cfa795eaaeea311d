"""The audit as pages: who did what to which record, when and why; for the auditor also who read what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.checks import reads_audit
from accounts.forms import AccessFilter, AuditFilter
from accounts.views import sheets
from accounts.views.tabs import administration_tabs
from foundation import history
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Crumb
from foundation.dates import VIETNAM
from foundation.models import AccessEvent, AuditEvent
from officials.models import Official, Unit


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/nhat-ky/`: acts, latest first, as far as contracts 6 lets the reader see them."""
    user = demand_reader(request)
    form = AuditFilter(request.GET or None, units=_units(user))
    seen = history.visible_events(user)
    found = _filtered(seen, form)
    kind = sheets.wanted(request)
    if kind:
        rows = _with_names(user, history.lines_of(user, found[: sheets.MOST]))
        return sheets.events(request, kind, rows, found.count())
    page = _page(request, found)
    lines = history.lines_of(user, page.object_list)
    context = {
        "form": form,
        "page": page,
        "rows": _with_names(user, lines),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "tabs": administration_tabs(request),
        "exports": sheets.links(request),
    }
    return render(request, "accounts/audit.html", context)


@require_safe
def event(request: HttpRequest, seq: int) -> HttpResponse:
    """`/quan-tri/nhat-ky/<seq>/`: one act with its values before and after."""
    user = demand_reader(request)
    row = get_object_or_404(history.visible_events(user), pk=seq)
    [line] = history.lines_of(user, [row])
    [entry] = _with_names(user, [line])
    context = {
        "entry": entry,
        "line": line,
        "event": row,
        "crumbs": [Crumb("Nhật ký thay đổi", reverse("accounts:audit"))],
    }
    return render(request, "accounts/audit_event.html", context)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/nhat-ky/truy-cap/`: sensitive facts opened, exports taken, refused hits. For the auditor."""
    user = demand_reader(request)
    if not user.may("read", "audit.all", "all"):
        raise PermissionDenied
    form = AccessFilter(request.GET or None)
    found = AccessEvent.objects.all()
    if form.is_valid():
        found = _between(found, form).order_by("-id")
        if form.cleaned_data["nguoi"]:
            text = form.cleaned_data["nguoi"]
            found = found.filter(Q(actor__icontains=text) | Q(actor_name__icontains=text))
    kind = sheets.wanted(request)
    if kind:
        return sheets.readings(request, kind, found[: sheets.MOST], found.count())
    page = _page(request, found)
    rows = [{"row": row, "what": history.action_name(row.action)} for row in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "tabs": administration_tabs(request)}
    context["exports"] = sheets.links(request)
    return render(request, "accounts/audit_access.html", context)


def demand_reader(request: HttpRequest) -> Any:
    """The user; 404 without any membership, 403 for a role that reads no audit."""
    user: Any = request.user
    if not user.has_membership:
        raise Http404
    if not reads_audit(user):
        raise PermissionDenied
    return user


def _filtered(found: QuerySet[AuditEvent], form: AuditFilter) -> QuerySet[AuditEvent]:
    """As far as the filters are valid; what is wrong with the others stands at the field."""
    form.is_valid()
    found = _between(found, form)
    wanted = getattr(form, "cleaned_data", {})
    if wanted.get("nguoi"):
        found = found.filter(Q(actor__icontains=wanted["nguoi"]) | Q(actor_name__icontains=wanted["nguoi"]))
    for name, column in (
        ("viec", "action"),
        ("loai", "object_type"),
        ("don_vi", "unit_id"),
        ("ho_so", "subject_id"),
    ):
        if wanted.get(name):
            found = found.filter(**{column: wanted[name]})
    return found.order_by("-seq")


def _between(found: QuerySet[Any], form: Any) -> QuerySet[Any]:
    wanted = getattr(form, "cleaned_data", {})
    if wanted.get("tu_ngay"):
        found = found.filter(at__gte=_midnight(wanted["tu_ngay"]))
    if wanted.get("den_ngay"):
        found = found.filter(at__lt=_midnight(wanted["den_ngay"] + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _page(request: HttpRequest, found: QuerySet[Any]) -> Page[Any]:
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size in {str(number) for number in PAGE_SIZES} else 50
    return Paginator(found, per_page).get_page(request.GET.get(PAGE_PARAMETER))


def _units(user: Any) -> list[tuple[str, str]]:
    """Units to filter by: those the reader may see."""
    return [(unit.public_id, unit.full_name) for unit in Unit.objects.visible_to(user)]


def _with_names(user: Any, lines: list[history.HistoryLine]) -> list[dict[str, Any]]:
    """Lines with the person's and the unit's name where the reader may see them, else with their ids."""
    people = Official.objects.visible_to(user).filter(public_id__in={line.subject_id for line in lines})
    units = Unit.objects.visible_to(user).filter(public_id__in={line.unit_id for line in lines})
    person_by_id = {person.public_id: person for person in people}
    unit_by_id = {unit.public_id: unit.full_name for unit in units}
    return [
        {
            "line": line,
            "person": person_by_id.get(line.subject_id),
            "unit": unit_by_id.get(line.unit_id, line.unit_id),
        }
        for line in lines
    ]
