"""The form that says how a body that issues papers is named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import DayField, HouseForm, TextField, choice_field, day_text
from officials.models import IssuingBody, Verification

BODY_FIELDS = (
    "code", "parent_name", "name", "symbol", "place", "on_behalf", "signer", "starts_on", "ends_on", "basis",
    "source", "verified", "note",
)  # fmt: skip


class BodyForm(HouseForm):
    """The fields of a row."""

    code = choice_field(IssuingBody.Code.choices, required=True, label=_("Cơ quan"))
    parent_name = TextField(
        label=_("Cơ quan chủ quản"),
        max_length=150,
        required=False,
        help_text=_("Dòng trên của tên cơ quan ban hành; để trống khi không có."),
    )
    name = TextField(
        label=_("Tên ghi trên văn bản"),
        max_length=150,
        help_text=_("Với xã, phường chỉ ghi phần chung, tên đơn vị tự đứng sau."),
    )
    symbol = TextField(label=_("Ký hiệu"), max_length=20, required=False)
    place = TextField(
        label=_("Địa danh"),
        max_length=60,
        required=False,
        help_text=_("Để trống khi là tên của xã, phường."),
    )
    on_behalf = TextField(
        label=_("Thay mặt"), max_length=100, required=False, help_text=_("Ví dụ: TM. Ủy ban nhân dân.")
    )
    signer = TextField(label=_("Chức vụ người ký"), max_length=100)
    starts_on = DayField(
        label=_("Áp dụng từ ngày"), required=False, help_text=_("Để trống khi không rõ ngày đầu.")
    )
    ends_on = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi còn áp dụng."))
    basis = TextField(label=_("Căn cứ"), max_length=300, required=False)
    source = TextField(label=_("Nguồn"), max_length=300, required=False)
    verified = choice_field(Verification.choices, required=True, label=_("Tình trạng kiểm chứng"))
    note = TextField(label=_("Ghi chú"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày hết áp dụng không được trước ngày áp dụng."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in BODY_FIELDS}


class BodyChangeForm(BodyForm):
    """Amending a row: also why, and which version was read."""

    change_reason = TextField(label=_("Lý do sửa"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


def body_initial(row: IssuingBody) -> dict[str, Any]:
    """What the form starts with."""
    return {name: getattr(row, name) for name in BODY_FIELDS} | {"version": row.version}


def body_text(name: str, value: Any) -> str:
    """A field's value in words, for choosing between two people's entries."""
    if name == "verified":
        return str(Verification(value).label)
    if name == "code":
        return str(IssuingBody.Code(value).label)
    return day_text(value) if name in ("starts_on", "ends_on") else str(value)
