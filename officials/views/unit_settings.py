"""Số lượng được giao and class of one unit: dated rows, corrected with a history; the district writes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from foundation import history
from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import number
from foundation.forms import TextField, choice_field, day_text
from foundation.scope import demand_right
from officials.act_forms import VersionedForm
from officials.checks import can_write
from officials.models import Official, Unit, UnitQuota
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.services import records, units
from officials.views.records import FORM_METHODS, checked_form, form_page
from officials.views.saving import Outcome, attempt, done

ASKS = (
    Ask("total", label="Số người được giao", highest=99),
    Ask("starts_on"),
    Ask("ends_on", hint="Bỏ trống nếu còn hiệu lực."),
    Ask("basis", hint="Số quyết định giao, ví dụ QĐ 41/2020/QĐ-UBND.", required=True),
)
CLASSES = [("1", "Loại I"), ("2", "Loại II"), ("3", "Loại III")]


class ClassForm(VersionedForm):
    """The class of a unit, and what it rests on."""

    unit_class = choice_field(CLASSES, required=False, blank=("", "Chưa rõ"), label="Loại đơn vị hành chính")
    reason = TextField(label="Căn cứ", max_length=300, help_text="Số quyết định phân loại, hoặc lý do sửa.")


def unit_to(request: HttpRequest, action: str, model: Any, public_id: str) -> Unit:
    demand_right(request.user, action, model)
    unit: Unit = visible_or_404(Unit.objects.select_related("area"), request.user, public_id=public_id)
    if action == "write" and not can_write(request.user, model, unit):
        raise PermissionDenied
    return unit


def here(unit: Unit) -> str:
    return reverse("officials:quotas", args=[unit.public_id])


def crumbs(unit: Unit, *, deep: bool = False) -> list[Crumb]:
    found = [Crumb("Xã, phường", reverse("officials:units")), Crumb(unit.full_name, unit.get_absolute_url())]
    return [*found, Crumb("Số lượng được giao", here(unit))] if deep else found


def check_quota(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    starts_on, ends_on = facts.get("starts_on"), facts.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        return {"ends_on": f"Ngày kết thúc phải từ ngày {day_text(starts_on)} trở đi. Đề nghị kiểm tra lại."}
    return {}


@require_safe
def quotas(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/xa-phuong/<mã>/so-luong/`: the numbers given over time, the class, and their history."""
    unit = unit_to(request, "read", UnitQuota, public_id)
    writes = can_write(request.user, UnitQuota, unit)
    rows = list(UnitQuota.objects.visible_to(request.user).filter(unit=unit).order_by("-starts_on", "-pk"))
    context = {
        "unit": unit,
        "rows": [
            {
                "total": number(row.total),
                "span": f"{day_text(row.starts_on)} – {day_text(row.ends_on) if row.ends_on else 'nay'}",
                "basis": row.basis,
                "url": reverse("officials:quota-change", args=[public_id, row.public_id]) if writes else "",
            }
            for row in rows
        ],
        "add_url": reverse("officials:quota-add", args=[public_id]) if writes else "",
        "class_url": reverse("officials:unit-class", args=[public_id]) if writes else "",
        "lines": history.history_of(request.user, unit, also=rows, limit=50),
        "crumbs": crumbs(unit),
    }
    return render(request, "officials/quotas.html", context)


@require_http_methods(FORM_METHODS)
def quota_add(request: HttpRequest, public_id: str) -> HttpResponse:
    unit = unit_to(request, "write", UnitQuota, public_id)
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, Official(unit=unit), None, request.GET)
    form = checked_form(check_quota, RecordForm(UnitQuota, ASKS, asking, data))
    if data is not None:
        outcome = attempt(
            form, lambda: units.add_quota(by=request.user, unit=unit, facts=form.facts, key=form.key)
        )
        if outcome.saved:
            return done(request, f"Đã ghi số lượng được giao của {unit}.", here(unit))
    return _page(request, unit, form, "Thêm số lượng được giao")


@require_http_methods(FORM_METHODS)
def quota_change(request: HttpRequest, public_id: str, row_id: str) -> HttpResponse:
    unit = unit_to(request, "write", UnitQuota, public_id)
    row = _row(request, unit, row_id)
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, Official(unit=unit), row, request.GET)
    form = checked_form(check_quota, RecordForm(UnitQuota, ASKS, asking, data))
    outcome = Outcome()
    if data is not None:
        seen: dict[str, Any] = {"version": form.version, "reason": form.reason} if form.is_valid() else {}
        outcome = attempt(
            form, lambda: units.change_quota(row, by=request.user, changes=form.changes(), **seen)
        )
        if outcome.saved:
            return done(request, "Đã lưu." if outcome.result else "Không có thay đổi nào.", here(unit))
    remove_url = reverse("officials:quota-remove", args=[public_id, row_id])
    return _page(
        request, unit, form, "Sửa số lượng được giao", conflict=outcome.conflict, remove_url=remove_url
    )


@require_http_methods(FORM_METHODS)
def quota_remove(request: HttpRequest, public_id: str, row_id: str) -> HttpResponse:
    unit = unit_to(request, "write", UnitQuota, public_id)
    row = _row(request, unit, row_id)
    form = _RemovalForm(request.POST if request.method == "POST" else None, version=row.version)
    stale = ""
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: records.remove(
                row, by=request.user, version=form.version, reason=form.cleaned_data["reason"]
            ),
        )
        if outcome.saved:
            return done(request, f"Đã xóa một dòng số lượng được giao của {unit}.", here(unit))
        stale = outcome.conflict.changed_by if outcome.conflict else ""
        form.renew(row.version)
    context = {
        "title": "Xóa số lượng được giao",
        "name": f"{row.total} người từ {day_text(row.starts_on)}",
        "facts": [("Căn cứ", row.basis or "–")],
        "form": form,
        "stale": stale,
        "notice": "",
        "action_url": request.path,
        "cancel_url": here(unit),
        "crumbs": crumbs(unit, deep=True),
    }
    return render(request, "officials/record_remove.html", context)


@require_http_methods(FORM_METHODS)
def unit_class(request: HttpRequest, public_id: str) -> HttpResponse:
    unit = unit_to(request, "write", Unit, public_id)
    form = ClassForm(request.POST if request.method == "POST" else None, version=unit.version)
    form.initial["unit_class"] = unit.unit_class
    stale = ""
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: units.change_unit_class(
                by=request.user,
                unit=unit,
                unit_class=form.cleaned_data["unit_class"],
                version=form.version,
                reason=form.cleaned_data["reason"],
            ),
        )
        if outcome.saved:
            return done(request, "Đã lưu." if outcome.result else "Không có thay đổi nào.", here(unit))
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            unit = unit_to(request, "write", Unit, public_id)
            form.renew(unit.version)
    return _page(
        request,
        unit,
        form,
        "Loại đơn vị hành chính",
        stale=stale,
        stale_facts=[("loại", unit.get_unit_class_display() or "chưa rõ")],
    )


class _RemovalForm(VersionedForm):
    """Why a number given is taken out."""

    reason = TextField(label="Lý do xóa", max_length=500, help_text="Ví dụ nhập nhầm đơn vị.")


def _row(request: HttpRequest, unit: Unit, row_id: str) -> UnitQuota:
    row: UnitQuota = visible_or_404(
        UnitQuota.objects.select_related("unit"), request.user, public_id=row_id, unit=unit
    )
    return row


def _page(request: HttpRequest, unit: Unit, form: Any, title: str, **more: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        official=None,
        title=title,
        cancel_url=here(unit),
        trail=crumbs(unit, deep=True),
        **more,
    )
