"""Parts that ship switched off (regulations 16.17): the administrator switches them on, with the notice and a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import ModulePeriodForm, StopModuleForm
from accounts.views.tabs import administration_tabs
from foundation.amending import show_problem
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Refused
from foundation.forms import HouseForm, day_text
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.models import ModulePeriod
from officials.modules import NOTICE
from officials.services import modules

TITLE = "Phần mặc định tắt"
_FORM_METHODS = ("GET", "HEAD", "POST")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/phan-dong/`: each part, whether it is on today, and every time it was."""
    demand_right(request.user, "write", ModulePeriod)
    day = today()
    rows = list(ModulePeriod.objects.all())

    def holds(row: ModulePeriod) -> bool:
        return not row.is_stopped and row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)

    context = {
        "title": TITLE,
        "notice": NOTICE,
        "parts": [
            (code, label, any(holds(row) for row in rows if row.module == code))
            for code, label in ModulePeriod.Module.choices
        ],
        "lines": [
            (row, holds(row), not row.is_stopped and (row.ends_on is None or row.ends_on >= day))
            for row in rows
        ],
        "tabs": administration_tabs(request),
    }
    return render(request, "accounts/modules.html", context)


@require_http_methods(_FORM_METHODS)
def switch_on(request: HttpRequest, module: str) -> HttpResponse:
    """`/quan-tri/phan-dong/<phần>/bat/`."""
    demand_right(request.user, "write", ModulePeriod)
    labels = dict(ModulePeriod.Module.choices)
    if module not in labels:
        raise Http404
    form = ModulePeriodForm(request.POST or None, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "reason")}
        try:
            period = modules.switch_on(by=request.user, module=module, **facts)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Đã bật {labels[module]} từ ngày {day_text(period.starts_on)}.")
            return redirect("accounts:modules")
    note = (
        f"{NOTICE} Danh sách quy hoạch và hồ sơ khiếu nại chưa giải quyết có thể là bí mật nhà nước "
        "(Quyết định 2500/QĐ-TTg ngày 17/11/2025). Phần này chỉ Phòng Nội vụ dùng được."
    )
    return _form_page(request, form, f"Bật phần {labels[module]}", "Bật", note, danger=False)


@require_http_methods(_FORM_METHODS)
def switch_off(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/quan-tri/phan-dong/tat/<mã>/`: at once."""
    demand_right(request.user, "write", ModulePeriod)
    if not public_id.isprintable():
        raise Http404
    row = get_object_or_404(ModulePeriod, public_id=public_id)
    form = StopModuleForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            modules.switch_off(row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_problem(refusal.field, str(refusal))
        except StaleVersion as stale:
            form.add_error(None, str(stale))
        else:
            messages.success(request, f"Đã tắt {row}.")
            return redirect("accounts:modules")
    note = "Phần này đóng ngay với mọi người. Dữ liệu đã nhập vẫn còn, không ai mở được cho đến khi bật lại."
    return _form_page(request, form, f"Tắt phần {row}", "Tắt ngay", note, danger=True)


def _form_page(
    request: HttpRequest, form: HouseForm, title: str, button: str, note: str, *, danger: bool
) -> HttpResponse:
    url = reverse("accounts:modules")
    context = {
        "form": form,
        "title": title,
        "button": button,
        "cancel_url": url,
        "note": note,
        "danger": danger,
        "conflict": None,
        "crumbs": [Crumb(TITLE, url)],
    }
    return render(request, "accounts/form.html", context)
