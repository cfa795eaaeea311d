"""Law and catalogues: every table with its sources, and the form that amends a norm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from foundation import components, history
from foundation.amending import show_problem, side_by_side, typed_or_chosen
from foundation.components import Chip, Crumb, Row, Tab
from foundation.dates import today
from foundation.errors import Refused
from foundation.forms import day_text
from foundation.registries import CatalogueRow, CatalogueTable, catalogue_tables
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.law import verification_label
from officials.law_forms import NORM_FIELDS, NormForm, norm_initial, norm_text
from officials.models import Norm, Verification
from officials.services.law import can_change_law, change_norm

TABLE_PARAMETER, FILTER_PARAMETER = "bang", "loc"
IN_FORCE, UNCHECKED = "hieu_luc", "chua_doi_chieu"
TONES = {Verification.READ.value: "ok", Verification.PROPOSAL.value: "info"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/danh-muc/?bang=<table>&loc=hieu_luc|chua_doi_chieu`: one table; for everyone with a role."""
    if not getattr(request.user, "has_membership", False):
        raise Http404
    chosen = catalogue_tables.get(request.GET.get(TABLE_PARAMETER, "")) or next(iter(catalogue_tables))
    rows = chosen.rows()
    wanted = request.GET.get(FILTER_PARAMETER, "")
    can_change = can_change_law(request.user)
    context = {
        "table": chosen,
        "tabs": _tabs(request, chosen),
        "chips": _chips(request, rows, wanted),
        "lines": [_line(chosen, row) for row in rows if _is_wanted(row, wanted)],
        "may_edit": can_change and any(row.edit_url for row in rows),
        "actions": [(label, reverse(name)) for label, name in chosen.actions] if can_change else [],
        "has_sources": any(row.verified for row in rows),
    }
    return render(request, "officials/catalogues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_norm(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-muc/<mã>/sua/`: amend a norm; two people editing choose between their values."""
    demand_right(request.user, "write", "law")
    norm = get_object_or_404(Norm, public_id=public_id)
    typed = typed_or_chosen(request, NormForm(initial=norm_initial(norm)), NORM_FIELDS)
    form = NormForm(typed, initial=norm_initial(norm))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_norm(
                by=request.user,
                norm=norm,
                changes=form.changes(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        except StaleVersion as stale:
            conflict = side_by_side(stale, NormForm.base_fields, norm_text)
        else:
            messages.success(request, "Đã lưu định mức." if is_changed else "Không có thay đổi nào.")
            return redirect("officials:catalogues")
    context = {
        "norm": norm,
        "form": form,
        "conflict": conflict,
        "rows": [
            Row("Mã", norm.code),
            Row("Đơn vị tính", norm.unit),
            Row("Tình trạng kiểm chứng", verification_label(norm.verified)),
        ],
        "lines": history.history_of(request.user, norm, limit=50),
        "cancel_url": reverse("officials:catalogues"),
        "crumbs": [Crumb("Văn bản, danh mục", reverse("officials:catalogues"))],
    }
    return render(request, "officials/norm_form.html", context)


def _tabs(request: HttpRequest, chosen: CatalogueTable) -> list[Tab]:
    return [
        Tab(
            table.title,
            components.query(request.GET, **{TABLE_PARAMETER: table.code, FILTER_PARAMETER: None}),
            active=table.code == chosen.code,
        )
        for table in catalogue_tables
    ]


def _chips(request: HttpRequest, rows: list[CatalogueRow], wanted: str) -> list[Chip]:
    labels = {IN_FORCE: f"Có hiệu lực ngày {day_text(today())}", UNCHECKED: "Chưa đối chiếu"}
    return [
        Chip(
            label,
            components.query(request.GET, **{FILTER_PARAMETER: None if wanted == code else code}),
            active=wanted == code,
            count=sum(_is_wanted(row, code) for row in rows),
        )
        for code, label in labels.items()
        if any(row.verified for row in rows)
    ]


def _is_wanted(row: CatalogueRow, wanted: str) -> bool:
    if wanted == IN_FORCE:
        day = today()
        return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day <= row.ends_on)
    if wanted == UNCHECKED:
        return row.verified not in (Verification.READ.value, Verification.PROPOSAL.value, "")
    return True


def _line(table: CatalogueTable, row: CatalogueRow) -> dict[str, Any]:
    return {
        "row": row,
        "cells": list(zip(table.columns, row.cells, strict=True)),
        "period": _period(row),
        "status": verification_label(row.verified),
        "tone": TONES.get(row.verified, "warning"),
    }


def _period(row: CatalogueRow) -> str:
    if row.starts_on is None:
        return f"đến {day_text(row.ends_on)}" if row.ends_on else "không giới hạn"
    return (
        f"{day_text(row.starts_on)} – {day_text(row.ends_on)}"
        if row.ends_on
        else f"từ {day_text(row.starts_on)}"
    )
