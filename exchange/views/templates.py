"""Tải mẫu: a template filled with a unit's people, to be filled in and sent back."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from exchange.models import ImportBatch
from exchange.sheets_out import SETS, template
from foundation import audit
from foundation.dates import today
from foundation.form_sheets import write_form
from foundation.scope import demand_right
from foundation.sheets import CONTENT_TYPES, attachment
from officials.models import Unit

FIRST_YEAR = 2010


class TemplateForm(forms.Form):
    """Which set, for which unit (`all` for the whole town, the district only), for which year."""

    set = forms.ChoiceField(label=_("Mẫu"), choices=[(item.code, item.label) for item in SETS.values()])
    unit = forms.ChoiceField(label=_("Đơn vị"))
    year = forms.TypedChoiceField(label=_("Năm"), coerce=int)

    def __init__(self, *args: Any, user: Any, units: list[Unit] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "mau_%s")
        super().__init__(*args, **kwargs)
        found = Unit.objects.visible_to(user).existing_on(today()) if units is None else units
        self.units = {unit.public_id: unit for unit in found}
        choices = [(key, unit.full_name) for key, unit in self.units.items()]
        if user.may("write", ImportBatch, "all"):
            choices = [("all", str(_("Toàn thị xã"))), *choices]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        years = [(year, str(year)) for year in range(today().year, FIRST_YEAR - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]


@require_safe
def download_template(request: HttpRequest) -> HttpResponse:
    """`/nhap-excel/mau/?set=…&unit=…&year=…`: the workbook; what is not offered is not found."""
    demand_right(request.user, "write", ImportBatch)
    form = TemplateForm(request.GET, user=request.user)
    if not form.is_valid():
        raise Http404
    return made(form, by=request.user)


def made(form: TemplateForm, *, by: Any) -> HttpResponse:
    """The workbook that a valid form asks for, and a note in the access log of who took it. The page and the API."""
    kind, year = SETS[form.cleaned_data["set"]], form.cleaned_data["year"]
    unit = form.units.get(form.cleaned_data["unit"])
    stream = io.BytesIO()
    write_form(stream, template(kind, unit=unit, year=year, user=by))
    place = unit.full_name if unit else "Toàn thị xã"
    name = f"Mẫu {kind.label.lower()} {year} {place}.xlsx"
    audit.log_access(by=by, action="export", unit_id=unit.public_id if unit else "", detail=f"{name} (mẫu)")
    return attachment(stream.getvalue(), content_type=CONTENT_TYPES["xlsx"], name=name)
