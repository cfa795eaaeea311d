"""What an import did, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from exchange import services
from exchange.forms import UndoForm
from exchange.models import ImportBatch
from exchange.views import preview, working
from exchange.views.workbooks import HOME, not_open
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Crumb
from foundation.contention import SAID, is_contention
from foundation.errors import Refused
from foundation.finding import visible_or_404
from foundation.scope import demand_right

MAX_NAMED = 50  # obstacles named on the page; the API gives all


@require_safe
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/nhap-excel/<id>/thay-doi/`: every person whom the import touched, old and new side by side, page by page."""
    demand_right(request.user, "read", ImportBatch)
    batch = _batch(request, public_id)
    page = _page(request, batch)
    context = {
        "batch": batch,
        "crumbs": _crumbs(batch),
        "page": page,
        "lines": preview.person_lines(batch, page.object_list, request.user),  # type: ignore[arg-type]
    }
    return render(request, "exchange/import_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/nhap-excel/<id>/hoan-tac/`: what would be taken back and the reason; then it is, or what stands against it."""
    demand_right(request.user, "write", ImportBatch)
    batch = _batch(request, public_id)
    services.check_may_undo(request.user, batch)
    if request.method != "POST":
        if batch.state != "committed":
            return redirect(batch)
        if services.is_being_undone(batch):
            return redirect(batch)
        return _ask(request, batch, UndoForm(), _obstacles(request, batch))
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _ask(request, batch, form, [])
    reason = form.cleaned_data["reason"]
    try:
        done = services.begin_undoing(batch, by=request.user, reason=reason)
    except services.NotOpen:
        return not_open(request, batch)
    except services.NotUndoable as refusal:
        return _ask(request, batch, form, refusal.obstacles)
    except OperationalError as error:
        if not is_contention(error):
            raise
        form.add_problem("", SAID)
        return _ask(request, batch, form, [])
    except Refused as refusal:
        form.add_problem(refusal.field, str(refusal))
        return _ask(request, batch, form, [])
    if done is not None:
        n_new, n_changed = done
        messages.success(request, f"Đã hoàn tác: bỏ {n_new} hồ sơ mới, {n_changed} hồ sơ trở lại như trước.")
    return redirect(batch)


def _obstacles(request: HttpRequest, batch: ImportBatch) -> list[services.Obstacle]:
    """Of a long file finding them takes as long as undoing: they are looked for when that has stumbled over some."""
    if services.is_long(batch):
        last = working.last_work(batch)
        if last is None or last.state != "failed":
            return []
    return services.obstacles_of(batch, by=request.user)


def _ask(
    request: HttpRequest, batch: ImportBatch, form: UndoForm, obstacles: list[services.Obstacle]
) -> HttpResponse:
    page = _page(request, batch)
    n_new, n_changed = services.counts([batch])[batch.pk]
    context: dict[str, Any] = {
        "batch": batch,
        "crumbs": _crumbs(batch),
        "form": form,
        "obstacles": obstacles[:MAX_NAMED],
        "n_obstacles": len(obstacles),
        "n_new": n_new,
        "n_changed": n_changed,
        "is_long": services.is_long(batch),
        "n_proposed": batch.result.get("proposed", 0),
        "page": page,
        "lines": preview.person_lines(batch, page.object_list, request.user, back=True),  # type: ignore[arg-type]
    }
    return render(request, "exchange/import_undo.html", context)


def _batch(request: HttpRequest, public_id: str) -> ImportBatch:
    batch: ImportBatch = visible_or_404(
        ImportBatch.objects.select_related("unit"), request.user, public_id=public_id
    )
    return batch


def _crumbs(batch: ImportBatch) -> list[Crumb]:
    return [HOME, Crumb(batch.file_name, batch.get_absolute_url())]


def _page(request: HttpRequest, batch: ImportBatch) -> Page[Any]:
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    effects: Any = services.EffectList(batch)
    return Paginator(effects, per_page).get_page(request.GET.get(PAGE_PARAMETER))
