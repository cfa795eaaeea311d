"""Choosing, amending and taking back the causes of a finding; of two people editing each chooses between both values."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation import history
from foundation.amending import show_problem
from foundation.components import ConflictField
from foundation.errors import Refused
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from plans.checks import check_can_say_causes
from plans.forms import KEY, CauseChangeForm, CauseForm, WithdrawForm, cause_initial
from plans.models import FindingCause, KnownFinding
from plans.services import add_cause, change_cause, withdraw_cause
from plans.views.findings import crumbs_of
from plans.views.shown import heading_of


@require_http_methods(["GET", "HEAD", "POST"])
def cause_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/giai-phap/han-che/<mã>/nguyen-nhan/`: choose a cause."""
    demand_right(request.user, "write", FindingCause)
    known = visible_or_404(KnownFinding.objects.all(), request.user, public_id=public_id)
    form = CauseForm(request.POST if request.method == "POST" else None, finding=known)
    if request.method == "POST" and form.is_valid():
        facts = {"link": form.link(), "basis": form.cleaned_data["basis"], "key": form.cleaned_data[KEY]}
        try:
            add_cause(by=request.user, finding=known, **facts)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã ghi nguyên nhân.")
            return redirect(known)
    return _page(request, known, form, heading="Chọn nguyên nhân")


@require_http_methods(["GET", "HEAD", "POST"])
def cause_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/giai-phap/nguyen-nhan/<mã>/sua/`: amend a cause."""
    cause = _cause(request, public_id)
    form = CauseChangeForm(_typed(request, cause), finding=cause.finding, initial=cause_initial(cause))
    conflict = None
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("basis", "version", "reason")}
        try:
            is_changed = change_cause(by=request.user, cause=cause, link=form.link(), **facts)
        except StaleVersion as stale:
            conflict = _conflict(stale, form)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã lưu." if is_changed else "Không có thay đổi nào.")
            return redirect(cause.finding)
    return _page(request, cause.finding, form, heading="Sửa nguyên nhân", conflict=conflict, cause=cause)


@require_http_methods(["GET", "HEAD", "POST"])
def cause_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/giai-phap/nguyen-nhan/<mã>/rut/`: take a cause back, with a reason."""
    cause = _cause(request, public_id)
    form = WithdrawForm(
        request.POST if request.method == "POST" else None, initial={"version": cause.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_cause(by=request.user, cause=cause, **form.cleaned_data)
        except StaleVersion as stale:
            messages.error(request, f"{stale} Đề nghị đọc lại rồi rút.")
            cause.refresh_from_db()
            form = WithdrawForm(initial={"version": cause.version, "reason": form.cleaned_data["reason"]})
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã rút nguyên nhân.")
            return redirect(cause.finding)
    return _page(request, cause.finding, form, heading="Rút nguyên nhân", cause=cause, is_withdrawal=True)


def _cause(request: HttpRequest, public_id: str) -> FindingCause:
    demand_right(request.user, "write", FindingCause)
    check_can_say_causes(request.user)
    cause: FindingCause = visible_or_404(
        FindingCause.objects.select_related("finding", "link"), request.user, public_id=public_id
    )
    return cause


def _page(request: HttpRequest, known: KnownFinding, form: Any, **context: Any) -> HttpResponse:
    cause = context.get("cause")
    context |= {
        "form": form,
        "known": known,
        "about": heading_of(known),
        "lines": history.history_of(request.user, cause, limit=50) if cause else None,
        "cancel_url": known.get_absolute_url(),
        "crumbs": crumbs_of(known),
    }
    return render(request, "plans/cause_form.html", context)


def _typed(request: HttpRequest, cause: FindingCause) -> Any:
    """What was typed; after a conflict, for each field the value that was chosen of the two."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name, value in cause_initial(cause).items():
        if data.get(f"chon-{name}") == "theirs":
            data[name] = str(value)
    return data


def _conflict(stale: StaleVersion, form: CauseChangeForm) -> dict[str, Any]:
    current: Any = stale.current
    pairs = [
        ("link", "Nguyên nhân", current.factor, form.link().factor),
        ("basis", "Căn cứ", current.basis, form.cleaned_data["basis"]),
    ]
    fields = [
        ConflictField(name, label, theirs, mine) for name, label, theirs, mine in pairs if theirs != mine
    ]
    return {"changed_by": stale.changed_by, "fields": fields, "version": current.version}
