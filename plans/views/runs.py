"""Theo dõi hạn chế: the runs of the rules, one run with what is new, still there and gone, two runs compared."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from foundation.components import PAGE_PARAMETER, Chip, Crumb, query
from foundation.errors import Refused
from foundation.forms import FIRST_YEAR
from foundation.scope import demand_right
from plans.checks import can_run
from plans.forms import KEY
from plans.models import RuleRun, RunFinding
from plans.reading import Told, compare, counts_of, rows_of_run
from plans.services import run_rules
from plans.views.shown import Line, levels_in_words, line_of
from reports.views.choice import last_full_year

PER_PAGE, ROWS_PER_PAGE = 25, 100
N_YEARS = 7
STATES = {state.value: str(state.label) for state in RunFinding.State}


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """`/giai-phap/lan-chay/?nam=<year>`: the runs, the latest first, and for the district the act of running."""
    demand_right(request.user, "read", RuleRun)
    wanted = request.GET.get("nam", "")
    years = sorted(set(RuleRun.objects.order_by().values_list("year", flat=True).distinct()), reverse=True)
    rows = RuleRun.objects.all()
    if wanted in {str(year) for year in years}:
        rows = rows.filter(year=int(wanted))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    counts = counts_of(request.user, page)
    latest = last_full_year()
    context = {
        "page": page,
        "lines": [(run, levels_in_words(run.level_codes), counts[run.pk]) for run in page],
        "chips": [
            Chip("Mọi năm", query(request.GET, nam=None, trang=None), active=not wanted),
            *(Chip(f"Năm {y}", query(request.GET, nam=y, trang=None), active=wanted == str(y)) for y in years),
        ],
        "may_run": can_run(request.user),
        "run_years": list(range(latest, latest - N_YEARS, -1)),
        "key": secrets.token_urlsafe(18),
        "crumbs": _crumbs()[:1],
    }  # fmt: skip
    return render(request, "plans/runs.html", context)


@require_POST
def run_add(request: HttpRequest) -> HttpResponse:
    """Run the rules over a year and keep what they find; the same form sent twice runs once."""
    demand_right(request.user, "write", RuleRun)
    year = request.POST.get("nam", "")
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= last_full_year()):
        messages.error(request, "Đề nghị chọn một năm đã hết.")
        return redirect("plans:runs")
    try:
        run = run_rules(by=request.user, year=int(year), key=request.POST.get(KEY, "")[:80])
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("plans:runs")
    messages.success(request, "Đã chạy quy tắc và lưu kết quả.")
    return redirect(run)


@require_safe
def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One run; `?tinh_trang=` one state, `?cap=don_vi` the units, `?voi=<run>` held against another run of the year."""
    demand_right(request.user, "read", RuleRun)
    run = _run_or_404(public_id)
    others = list(RuleRun.objects.filter(year=run.year).exclude(pk=run.pk)[:50])
    other = next((item for item in others if item.public_id == request.GET.get("voi")), None)
    context = {
        "run": run,
        "levels": levels_in_words(run.level_codes),
        "others": others,
        "other": other,
        "crumbs": _crumbs(),
    }
    if other is None:
        return render(request, "plans/run.html", context | _of_run(request, run))
    earlier, later = sorted((run, other), key=lambda item: (item.run_at, item.pk))
    found = compare(request.user, earlier, later)
    context |= {
        "earlier": earlier,
        "later": later,
        "shared_levels": levels_in_words(found.levels),
        "parts": [
            ("Mới ở lần sau", "new", [(line_of(told), None) for told in found.new]),
            ("Có ở cả hai lần", "still", [(line_of(after), line_of(before)) for before, after in found.still]),
            ("Chỉ có ở lần trước", "gone", [(line_of(told), None) for told in found.gone]),
        ],
    }  # fmt: skip
    return render(request, "plans/run_compared.html", context)


def _of_run(request: HttpRequest, run: RuleRun) -> dict[str, Any]:
    told = rows_of_run(request.user, run)
    is_unit = request.GET.get("cap") == "don_vi" or not any(item.row.finding.level != "unit" for item in told)
    at_level = [item for item in told if (item.row.finding.level == "unit") == is_unit]
    wanted = request.GET.get("tinh_trang", "")
    wanted = wanted if wanted in STATES else ""
    shown = [item for item in at_level if wanted in ("", item.row.state)]
    page = Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    return {
        "page": page,
        "lines": [line_of(item) for item in page],
        "chips": [
            Chip("Tất cả", query(request.GET, tinh_trang=None, trang=None), not wanted, len(at_level)),
            *(
                Chip(label, query(request.GET, tinh_trang=state, trang=None), wanted == state, _n(at_level, state))
                for state, label in STATES.items()
            ),
        ],
        "level_chips": [
            Chip("Thị xã và khu", query(request.GET, cap=None, trang=None), not is_unit, sum(i.row.finding.level != "unit" for i in told)),
            Chip("Xã, phường", query(request.GET, cap="don_vi", trang=None), is_unit, sum(i.row.finding.level == "unit" for i in told)),
        ],
    }  # fmt: skip


def _n(told: list[Told], state: str) -> int:
    return sum(item.row.state == state for item in told)


def _run_or_404(public_id: str) -> RuleRun:
    run = RuleRun.objects.filter(public_id=public_id).first() if public_id.isprintable() else None
    if run is None:
        raise Http404
    return run


def _crumbs() -> list[Crumb]:
    return [
        Crumb("Hạn chế, giải pháp", reverse("reports:findings")),
        Crumb("Theo dõi qua các lần chạy", reverse("plans:runs")),
    ]


__all__ = ["Line", "run_add", "run_list", "run_page"]
