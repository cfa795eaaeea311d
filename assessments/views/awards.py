"""Khen thưởng: the awards of a year, the limit on one title by unit, many people under one decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.award_limits import limit_on, limits_of, of_year, titles_given
from assessments.kinds import AWARD, check_award
from assessments.models import Award
from assessments.reach import may
from assessments.services import conduct
from assessments.training_needs import posts_today
from assessments.views.common import (
    FORM_METHODS,
    asked_unit,
    asked_year,
    crumbs,
    day_of,
    units_of,
    years_to_choose,
)
from foundation.components import PAGE_PARAMETER, Chip, query
from foundation.dates import today
from foundation.scope import demand_right
from officials.checks import proposes_only
from officials.models import Official, Unit
from officials.record_forms import RecordForm
from officials.record_kinds import Asking
from officials.views.records import datalists
from officials.views.saving import attempt

PER_PAGE, MOST_TITLES = 50, 8


def home() -> tuple[str, str]:
    return ("Thi đua, khen thưởng", reverse("assessments:awards"))


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """`/khen-thuong/?nam=&don_vi=&danh_hieu=`."""
    user: Any = request.user
    demand_right(user, "read", Award)
    year = asked_year(request)
    units = units_of(user, day_of(year))
    chosen = asked_unit(request, units)
    titles = titles_given(user, year, chosen)
    wanted = request.GET.get("danh_hieu", "")
    rows = Award.objects.visible_to(user).filter(of_year(year)).select_related("official__unit")
    if chosen is not None:
        rows = rows.filter(official__unit=chosen)
    if wanted in dict(titles):
        rows = rows.filter(title=wanted)
    ordered = rows.order_by("official__unit__name", "title", "official__name_sort", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    limits = limits_of(user, year, [chosen] if chosen else units)
    context = {
        "year": year,
        "years": years_to_choose()[1:],
        "units": units,
        "chosen": chosen,
        "page": page,
        "chips": [
            Chip("Tất cả", query(request.GET, danh_hieu=None, trang=None), wanted not in dict(titles), sum(n for _, n in titles)),
            *(
                Chip(title, query(request.GET, danh_hieu=None if wanted == title else title, trang=None), wanted == title, n)
                for title, n in titles[:MOST_TITLES]
            ),
        ],
        "limits": limits,
        "n_over": sum(limit.is_over for limit in limits),
        "norm": limit_on(year),
        "may_write": may(user, "write", Award),
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "assessments/awards.html", context)


@require_http_methods(FORM_METHODS)
def give(request: HttpRequest) -> HttpResponse:
    """`/khen-thuong/them/?don_vi=`: one decision, the people of one unit who are in it."""
    user: Any = request.user
    demand_right(user, "write", Award)
    units = units_of(user, today())
    unit = asked_unit(request, units) or (units[0] if len(units) == 1 else None)
    posts = posts_today(user, today(), [unit.pk]) if unit else []
    picked = set(request.POST.getlist("nguoi")[:500])
    asking: Any = Asking(user, None, None, request.GET)  # type: ignore[arg-type]
    form = RecordForm(Award, AWARD.asks, asking, request.POST if request.method == "POST" else None)
    if form.is_bound:
        people = list(Official.objects.visible_to(user).filter(public_id__in=picked).select_related("unit"))
        if form.is_valid():
            for name, text in check_award(form.facts, asking).items():
                form.add_problem(name, text)
            if not people or len(people) != len(picked):
                form.add_problem("", "Đề nghị chọn ít nhất một người trong danh sách.")
        outcome = attempt(form, lambda: conduct.give_awards(by=user, officials=people, facts=form.facts))
        if outcome.saved:
            _say(request, outcome.result, form.facts, unit)
            year = form.facts.get("year") or form.facts["decided_on"].last_day.year
            return redirect(f"{home()[1]}?nam={year}" + (f"&don_vi={unit.public_id}" if unit else ""))
    context = {
        "form": form,
        "datalists": datalists(form),
        "units": units,
        "unit": unit,
        "people": [(post, post.official.public_id in picked) for post in posts],
        "proposing": proposes_only(user, Award, unit),
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/award_give.html", context)


def _say(request: HttpRequest, given: conduct.Given, facts: dict[str, Any], unit: Unit | None) -> None:
    """What became of the decision, and the limit where it is passed now."""
    parts = [
        f"Đã ghi khen thưởng cho {given.written} người." if given.written else "",
        f"Đã gửi đề nghị cho {given.proposed} người." if given.proposed else "",
        f"{given.held} người đã có khen thưởng này, không ghi lại." if given.held else "",
    ]
    messages.success(request, " ".join(part for part in parts if part))
    year, norm = facts.get("year"), None
    if unit is not None and year:
        norm = limit_on(year)
        for limit in limits_of(request.user, year, [unit]) if norm else []:
            if limit.is_over:
                messages.warning(
                    request,
                    f"{unit.full_name}, năm {year}: {limit.limited} Chiến sĩ thi đua cơ sở trên {limit.base} Lao động "
                    f"tiên tiến, mức tối đa {limit.allowed}. Đề nghị kiểm tra lại.",
                )
