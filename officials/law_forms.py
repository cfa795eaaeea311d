"""Forms of the law and catalogue page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.formats import vi_numbers
from foundation.forms import DayField, DecimalField, HouseForm, TextField, choice_field, day_text
from officials.models import Norm, Verification

# What may be amended; code, title and unit say what the row is and stay.
NORM_FIELDS = ("value", "starts_on", "ends_on", "basis", "source", "verified", "note")


def plain_number(value: Decimal) -> str:
    """`5`, `0,2`, `1.490.000`: without the zeros that only fill the column."""
    decimals = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
    return vi_numbers.number(value, decimals)


class NormForm(HouseForm):
    """The amendable fields of a norm, and why they change."""

    value = DecimalField(label=_("Giá trị"), decimals=4, max_digits=14, lowest=0)
    starts_on = DayField(
        label=_("Có hiệu lực từ ngày"), required=False, help_text=_("Để trống khi không có ngày bắt đầu.")
    )
    ends_on = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi còn hiệu lực."))
    basis = TextField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ký hiệu văn bản và điều, khoản."))
    source = TextField(
        label=_("Nguồn"),
        max_length=300,
        help_text=_("Nơi đã đọc văn bản, ví dụ địa chỉ trang hoặc số công báo."),
    )
    verified = choice_field(Verification.choices, required=True, label=_("Tình trạng kiểm chứng"))
    note = TextField(label=_("Ghi chú"), max_length=500, required=False)
    reason = TextField(label=_("Lý do sửa"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày hết hiệu lực không được trước ngày có hiệu lực."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """The values of the row's fields, without reason and version."""
        return {name: self.cleaned_data[name] for name in NORM_FIELDS}


def norm_initial(norm: Norm) -> dict[str, Any]:
    """What the form starts with."""
    values = {name: getattr(norm, name) for name in NORM_FIELDS}
    return values | {"value": norm.value.normalize(), "version": norm.version}


def norm_text(name: str, value: Any) -> str:
    """A field's value in words, for choosing between two people's entries."""
    if name == "value":
        return plain_number(value)
    if name == "verified":
        return str(Verification(value).label)
    if name in ("starts_on", "ends_on"):
        return day_text(value)
    return str(value)
