"""Units that only propose: the setting "chỉ đề nghị" with its dates, kept by the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import EndPeriodForm, ProposalPeriodForm
from accounts.services import memberships
from accounts.views.tabs import administration_tabs
from foundation.amending import show_problem
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Refused
from foundation.finding import visible_or_404
from foundation.forms import HouseForm, day_text
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.models import ProposalPeriod
from officials.services import proposal_periods

_FORM_METHODS = ("GET", "HEAD", "POST")
TITLE = "Chế độ chỉ đề nghị"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/chi-de-nghi/`: every time in which a unit only proposes, past ones too."""
    demand_right(request.user, "write", ProposalPeriod)
    rows = ProposalPeriod.objects.visible_to(request.user).select_related("unit")
    day = today()
    context = {
        "title": TITLE,
        "lines": [
            (row, row.starts_on <= day and (row.ends_on is None or day <= row.ends_on))
            for row in rows.order_by("-starts_on", "-pk")
        ],
        "day": day,
        "tabs": administration_tabs(request),
    }
    return render(request, "accounts/proposal_periods.html", context)


@require_http_methods(_FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/chi-de-nghi/them/`: from a day on, a unit only proposes."""
    demand_right(request.user, "write", ProposalPeriod)
    units = {unit.public_id: unit for unit in memberships.units_to_grant(by=request.user, day=today())}
    choices = [(public_id, unit.full_name) for public_id, unit in units.items()]
    form = ProposalPeriodForm(request.POST or None, units=choices, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"unit": units[form.cleaned_data["unit"]]}
        try:
            period = proposal_periods.set_period(by=request.user, **facts)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(
                request, f"{period.unit.full_name} chỉ đề nghị từ ngày {day_text(period.starts_on)}."
            )
            return redirect("accounts:proposal-periods")
    note = (
        "Trong thời gian này, chức danh, lương, khen thưởng, xếp loại do đơn vị nhập là đề nghị; "
        "hồ sơ chỉ thay đổi khi Phòng Nội vụ đồng ý."
    )
    return _form_page(request, form, "Đặt chế độ chỉ đề nghị", "Đặt", note)


@require_http_methods(_FORM_METHODS)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/quan-tri/chi-de-nghi/<mã>/ket-thuc/`: the last day of such a time."""
    demand_right(request.user, "write", ProposalPeriod)
    row = visible_or_404(ProposalPeriod.objects.select_related("unit"), request.user, public_id=public_id)
    form = EndPeriodForm(
        request.POST or None, initial={"version": row.version, "ends_on": row.ends_on or today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            proposal_periods.end_period(row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_problem(refusal.field, str(refusal))
        except StaleVersion as stale:
            form.add_error(None, str(stale))
        else:
            messages.success(request, f"Chế độ chỉ đề nghị của {row.unit} kết thúc với ngày đã ghi.")
            return redirect("accounts:proposal-periods")
    note = "Đơn vị còn chỉ đề nghị đến hết ngày này. Đề nghị đã gửi vẫn chờ Phòng Nội vụ quyết định."
    return _form_page(request, form, f"Kết thúc chế độ chỉ đề nghị của {row.unit}", "Kết thúc", note)


def _form_page(request: HttpRequest, form: HouseForm, title: str, button: str, note: str) -> HttpResponse:
    url = reverse("accounts:proposal-periods")
    context = {
        "form": form,
        "title": title,
        "button": button,
        "cancel_url": url,
        "note": note,
        "danger": False,
        "conflict": None,
        "crumbs": [Crumb(TITLE, url)],
    }
    return render(request, "accounts/form.html", context)
