"""Forms that amend a row of theory or experience."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import HouseForm, TextField, WholeNumberField, choice_field
from officials.models import Benchmark, TheoryLink, Verification
from officials.references import Reference

_GROUPS = [(str(n), f"Nhóm {n}") for n in range(1, 7)]
_CODES = _("Mã chỉ tiêu, cách nhau bằng dấu phẩy, ví dụ C2u, C4.")


class _SourcedForm(HouseForm):
    names: tuple[str, ...] = ()

    source = TextField(label=_("Nguồn"), max_length=300)
    verified = choice_field(Verification.choices, required=True, label=_("Tình trạng kiểm chứng"))
    note = TextField(label=_("Ghi chú"), max_length=500, required=False)
    change_reason = TextField(label=_("Lý do sửa"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """The values of the row's fields, without reason and version."""
        return {name: self.cleaned_data[name] for name in (*self.names, "source", "verified", "note")}


class TheoryForm(_SourcedForm):
    names = ("concept", "criterion", "indicators", "factor", "factor_kind", "solution_group", "solution")

    concept = TextField(label=_("Khái niệm"), max_length=120)
    criterion = TextField(label=_("Tiêu chí"), max_length=200)
    indicators = TextField(label=_("Chỉ tiêu"), max_length=120, help_text=_CODES)
    factor = TextField(label=_("Yếu tố ảnh hưởng"), max_length=200)
    factor_kind = choice_field(TheoryLink.FactorKind.choices, required=True, label=_("Loại yếu tố"))
    solution_group = choice_field(_GROUPS, required=True, label=_("Nhóm giải pháp"))
    solution = TextField(label=_("Giải pháp"), max_length=300)
    field_order = (*names, "source", "verified", "note", "change_reason", "version")

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"solution_group": int(facts["solution_group"])}


class BenchmarkForm(_SourcedForm):
    names = ("place", "period", "n", "indicators", "figure", "lesson")

    place = TextField(label=_("Nơi"), max_length=150)
    period = TextField(label=_("Thời điểm"), max_length=40)
    n = WholeNumberField(label=_("Số người (n)"), highest=999_999, required=False)
    indicators = TextField(label=_("Chỉ tiêu"), max_length=120, help_text=_CODES)
    figure = TextField(label=_("Số liệu"), max_length=300)
    lesson = TextField(label=_("Bài học"), max_length=300)
    field_order = (*names, "source", "verified", "note", "change_reason", "version")


FORMS: dict[type[Any], type[_SourcedForm]] = {TheoryLink: TheoryForm, Benchmark: BenchmarkForm}


def form_of(row: Reference) -> type[_SourcedForm]:
    return FORMS[type(row)]


def reference_initial(row: Reference) -> dict[str, Any]:
    """What the form starts with."""
    names = (*form_of(row).names, "source", "verified", "note", "version")
    return {name: getattr(row, name) for name in names}


def reference_text(name: str, value: Any) -> str:
    """A field's value in words, for choosing between two people's entries."""
    if name == "verified":
        return str(Verification(value).label)
    if name == "factor_kind":
        return str(TheoryLink.FactorKind(value).label)
    return "" if value is None else str(value)
