"""What headings mean: said about a file that waits, and the list of what an office has said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from exchange.heading_forms import RememberedForm
from exchange.models import RememberedHeading
from exchange.services import headings
from exchange.workbooks.columns.mapping import target_label
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Crumb
from foundation.errors import Refused
from foundation.finding import visible_or_404
from foundation.forms import day_text
from foundation.scope import demand_right
from foundation.versions import StaleVersion

HOME = Crumb("Nhập từ Excel", "/nhap-excel/")
TITLE = "Cách hiểu tiêu đề cột"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/nhap-excel/cot/`: what was said about headings of the files of one's units."""
    demand_right(request.user, "write", RememberedHeading)
    rows = RememberedHeading.objects.visible_to(request.user).select_related("unit")
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    page = Paginator(rows, per_page).get_page(request.GET.get(PAGE_PARAMETER))
    many = request.user.may("write", RememberedHeading, "all")  # type: ignore[union-attr]
    context = {"title": TITLE, "page": page, "many_units": many, "crumbs": [HOME]}
    return render(request, "exchange/headings.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/nhap-excel/cot/<mã>/`: let a heading mean something else, or forget it (`viec=quen`)."""
    demand_right(request.user, "write", RememberedHeading)
    row = visible_or_404(RememberedHeading.objects.select_related("unit"), request.user, public_id=public_id)
    form = RememberedForm(row, request.POST or None)
    if request.method == "POST":
        forget = request.POST.get("viec") == "quen"
        if forget:
            form.fields["target"].required = False
        if form.is_valid():
            try:
                said = _act(row, form, by=request.user, forget=forget)
            except Refused as refusal:
                form.add_problem(refusal.field, str(refusal))
            except StaleVersion as stale:
                form.add_error(
                    None, f"Cách hiểu này vừa được ông/bà {stale.changed_by} sửa. Đề nghị mở lại trang."
                )
            else:
                messages.success(request, said)
                return redirect("exchange:headings")
    context = {"row": row, "form": form, "crumbs": [HOME, Crumb(TITLE, reverse("exchange:headings"))]}
    return render(request, "exchange/heading.html", context)


def _act(row: RememberedHeading, form: RememberedForm, *, by: Any, forget: bool) -> str:
    version = form.cleaned_data["version"]
    if forget:
        headings.forget_heading(row, by=by, version=version)
        return f"Đã quên cách hiểu cột “{row.heading}”; tệp sau sẽ hỏi lại."
    headings.change_heading(row, by=by, target=form.chosen, version=version)
    return f"Cột “{row.heading}” từ nay hiểu là: {target_label(form.chosen)}."


def used_lines(said: dict[str, dict[str, Any]], user: Any) -> list[str]:
    """ "Đã dùng cách hiểu cột ông/bà chọn ngày 31/12/2021: …", one line for each person and day."""
    lines: dict[tuple[str, str], list[str]] = {}
    for item in said.values():
        if item["remembered"]:
            who = "ông/bà" if item["by"] == user.pk else f"ông/bà {item['by_name']}"
            words = f"“{item['heading'][:60]}”: {target_label(item['target'])}"
            lines.setdefault((item["on"], who), []).append(words)
    return [
        f"Đã dùng cách hiểu cột {who} chọn ngày {day_text(dt.date.fromisoformat(on))}: {_joined(words)}."
        for (on, who), words in sorted(lines.items())
    ]


def _joined(words: Iterable[str], most: int = 8) -> str:
    found = list(words)
    more = f" và {len(found) - most} cột nữa" if len(found) > most else ""
    return "; ".join(found[:most]) + more
