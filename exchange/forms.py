"""The form that sends a workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.services import Upload
from foundation.dates import today
from foundation.forms import DAY_HINT, DayField, HouseForm, TextField
from officials.models import Unit


class UploadForm(forms.Form):
    """A file, for which unit, as of which day. A commune officer sends for the own unit only."""

    file = forms.FileField(
        label=_("Tệp Excel"),
        help_text=_("Tệp .xlsx, .xls, .ods hoặc .csv; không mật khẩu, không macro, tối đa 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={
            "required": _("Đề nghị chọn tệp."),
            "empty": _("Tệp không có nội dung (0 byte)."),
            "missing": _("Đề nghị chọn tệp."),
            "invalid": _("Đề nghị chọn tệp."),
            "max_length": _("Tên tệp quá dài. Đề nghị đổi tên ngắn hơn rồi gửi lại."),
            "contradiction": _("Đề nghị chọn tệp."),
        },
        allow_empty_file=True,
    )
    unit = forms.ChoiceField(
        label=_("Đơn vị"),
        error_messages={
            "required": _("Đề nghị chọn đơn vị."),
            "invalid_choice": _("Đề nghị chọn một đơn vị trong danh sách."),
        },
    )
    as_of = DayField(
        label=_("Số liệu đến ngày"),
        required=False,
        help_text=_("Để trống: 31/12 của năm mới nhất ghi trong tệp.") + " " + DAY_HINT,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_district = bool(user.may("write", "exchange.ImportBatch", "all"))
        units = Unit.objects.visible_to(user).existing_on(today())
        self.units = {unit.public_id: unit for unit in units}
        choices = [(key, unit.full_name) for key, unit in self.units.items()]
        if self.is_district:
            choices = [
                ("all", str(_("Toàn thị xã: tệp ghi tên xã, phường ở tiêu đề, tên trang hoặc cột"))),
                *choices,
            ]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]

    def upload(self) -> Upload:
        """What was sent, for the services."""
        sent = self.cleaned_data["file"]
        return Upload(
            name=sent.name or "",
            content=sent.read(),
            unit=self.units.get(self.cleaned_data["unit"]),
            as_of=self.cleaned_data["as_of"],
            as_district=self.is_district,
        )


class UndoForm(HouseForm):
    """Why an import is taken back."""

    reason = TextField(
        label="Lý do hoàn tác",
        max_length=300,
        help_text="Ví dụ gửi nhầm tệp, nhầm năm. Lý do được ghi vào lịch sử sửa đổi của từng người.",
    )
