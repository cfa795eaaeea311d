"""The form that decides whether a field of study suits a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import DayField, HouseForm, RecordChoiceField, TextField, choice_field, day_text
from officials.models import MajorFit, Post, Verification

MAJOR_FIELDS = (
    "major", "post", "fit", "decided_by", "decided_on", "reason", "starts_on", "ends_on", "basis", "source",
    "verified", "note",
)  # fmt: skip


class MajorForm(HouseForm):
    """The fields of a decision."""

    major = TextField(
        label=_("Ngành đào tạo"),
        max_length=150,
        help_text=_("Tên ngành như ghi trên văn bằng, không cần cấp học."),
    )
    post = RecordChoiceField(
        label=_("Chức danh"),
        queryset=Post.objects.none(),
        to_field_name="code",
        describe=lambda post: post.name,
    )
    fit = choice_field(MajorFit.Fit.choices, required=True, label=_("Kết luận"))
    decided_by = TextField(
        label=_("Người xác định"), max_length=150, help_text=_("Họ tên, chức vụ hoặc cơ quan ra văn bản.")
    )
    decided_on = DayField(label=_("Ngày xác định"))
    reason = TextField(label=_("Lý do"), max_length=300)
    starts_on = DayField(
        label=_("Áp dụng từ ngày"), required=False, help_text=_("Để trống khi áp dụng cho mọi thời gian.")
    )
    ends_on = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi còn áp dụng."))
    basis = TextField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Số, ký hiệu văn bản của tỉnh, nếu có."),
    )
    source = TextField(label=_("Nguồn"), max_length=300, required=False)
    verified = choice_field(Verification.choices, required=True, label=_("Tình trạng kiểm chứng"))
    note = TextField(label=_("Ghi chú"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày hết áp dụng không được trước ngày áp dụng."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in MAJOR_FIELDS}


class MajorChangeForm(MajorForm):
    """Amending a decision: also why, and which version was read."""

    change_reason = TextField(label=_("Lý do sửa"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


def major_initial(row: MajorFit) -> dict[str, Any]:
    """What the form starts with."""
    values = {name: getattr(row, name) for name in MAJOR_FIELDS}
    return values | {"post": row.post_id, "version": row.version}


def major_text(name: str, value: Any) -> str:
    """A field's value in words, for choosing between two people's entries."""
    if name == "verified":
        return str(Verification(value).label)
    if name == "fit":
        return str(MajorFit.Fit(value).label)
    if name == "post":
        return value.name if isinstance(value, Post) else str(value)
    if name in ("starts_on", "ends_on", "decided_on"):
        return day_text(value)
    return str(value)
