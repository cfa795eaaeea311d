"""Bodies that issue papers: writing a new row, amending one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from foundation import history
from foundation.amending import show_problem, side_by_side, typed_or_chosen
from foundation.components import Crumb
from foundation.errors import Refused
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.body_forms import BODY_FIELDS, BodyChangeForm, BodyForm, body_initial, body_text
from officials.models import IssuingBody
from officials.services.bodies import add_issuing_body, change_issuing_body

TABLE = "issuing_bodies"


@require_http_methods(["GET", "HEAD", "POST"])
def add_body(request: HttpRequest) -> HttpResponse:
    """`/danh-muc/co-quan/them/`: how a body is named in another time."""
    demand_right(request.user, "write", "law")
    form = BodyForm(request.POST if request.method == "POST" else None, initial={"verified": "proposal"})
    if request.method == "POST" and form.is_valid():
        try:
            add_issuing_body(by=request.user, facts=form.facts())
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã lưu cơ quan ban hành văn bản.")
            return redirect(_back())
    context = {"form": form, "heading": "Thêm cơ quan ban hành văn bản", "lines": None}
    return render(request, "officials/body_form.html", context | _ways())


@require_http_methods(["GET", "HEAD", "POST"])
def edit_body(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-muc/co-quan/<mã>/sua/`: amend a row; two people editing choose between their values."""
    demand_right(request.user, "write", "law")
    row = get_object_or_404(IssuingBody, public_id=public_id)
    typed = typed_or_chosen(request, BodyChangeForm(initial=body_initial(row)), BODY_FIELDS)
    form = BodyChangeForm(typed, initial=body_initial(row))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_issuing_body(
                by=request.user,
                row=row,
                changes=form.facts(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["change_reason"],
            )
        except StaleVersion as stale:
            conflict = side_by_side(stale, BodyForm.base_fields, body_text)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã lưu." if is_changed else "Không có thay đổi nào.")
            return redirect(_back())
    context = {
        "form": form,
        "conflict": conflict,
        "heading": f"Cơ quan ban hành văn bản: {row.name}",
        "lines": history.history_of(request.user, row, limit=50),
    }
    return render(request, "officials/body_form.html", context | _ways())


def _back() -> str:
    return f"{reverse('officials:catalogues')}?{urlencode({'bang': TABLE})}"


def _ways() -> dict[str, Any]:
    return {"cancel_url": _back(), "crumbs": [Crumb("Văn bản, danh mục", _back())]}
