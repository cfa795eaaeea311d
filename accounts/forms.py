"""Forms of signing in and of accounts. The rules themselves are in the services."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from foundation import history, vn_text
from foundation.forms import BLANK_CHOICE, DayField, HouseForm, TextField, choice_field


class SignInForm(AuthenticationForm):
    """The same answer for an unknown name, a wrong password and an account that is switched off."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        self.fields["username"].error_messages["required"] = _("Đề nghị nhập tên đăng nhập.")
        self.fields["password"].error_messages["required"] = _("Đề nghị nhập mật khẩu.")


def _password_field(label: Any, autocomplete: str, missing: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "max_length": _("Mật khẩu dài không quá 128 ký tự.")},
        **kwargs,
    )


class PasswordForm(forms.Form):
    """The own password: the current one, and the new one twice."""

    current_password = _password_field(
        _("Mật khẩu hiện tại"), "current-password", _("Đề nghị nhập mật khẩu hiện tại.")
    )
    new_password = _password_field(
        _("Mật khẩu mới"),
        "new-password",
        _("Đề nghị nhập mật khẩu mới."),
        help_text=_("Ít nhất 12 ký tự. Nên dùng vài từ dễ nhớ ghép lại; không dùng tên đăng nhập."),
    )
    new_password_again = _password_field(
        _("Nhập lại mật khẩu mới"), "new-password", _("Đề nghị nhập lại mật khẩu mới.")
    )

    def clean_new_password_again(self) -> str:
        again: str = self.cleaned_data["new_password_again"]
        if "new_password" in self.cleaned_data and again != self.cleaned_data["new_password"]:
            raise forms.ValidationError(_("Hai lần nhập mật khẩu mới không giống nhau."))
        return again


class UserForm(HouseForm):
    """A new account."""

    username = TextField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới, ví dụ xa_10675."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    full_name = TextField(label=_("Họ và tên, bộ phận"), max_length=150)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,59}", username):
            raise forms.ValidationError(
                _(
                    "Đề nghị nhập từ 3 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới."
                )
            )
        return username


class UserNameForm(HouseForm):
    """The name shown for an account."""

    full_name = TextField(label=_("Họ và tên, bộ phận"), max_length=150)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(HouseForm):
    """Why an account is switched off or on, or a password is set anew."""

    reason = TextField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MailForm(HouseForm):
    """Where the daily mail goes."""

    mail_address = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=200,
        help_text=_("Để trống: không nhận thư."),
        error_messages={"invalid": _("Đề nghị nhập đúng địa chỉ thư điện tử, ví dụ ten@coquan.gov.vn.")},
    )


class MembershipForm(HouseForm):
    """A role to give. `units`: public id and name of those a commune role can be given for."""

    role = choice_field(Membership.Role.choices, required=True, label=_("Vai trò"))
    unit = forms.ChoiceField(
        label=_("Xã, phường"), required=False, help_text=_("Chỉ chọn khi vai trò là Xã, phường.")
    )
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(
        label=_("Đến ngày"), required=False, help_text=_("Để trống khi chưa biết ngày kết thúc.")
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [BLANK_CHOICE, *units]


class EndMembershipForm(HouseForm):
    """The last day of a role, and why."""

    ends_on = DayField(label=_("Ngày cuối cùng giữ vai trò"))
    reason = TextField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ProposalPeriodForm(HouseForm):
    """A unit that only proposes, from when to when, and why."""

    unit = forms.ChoiceField(label=_("Xã, phường"))
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi chưa biết ngày kết thúc.")
    )
    reason = TextField(label=_("Lý do"), max_length=300)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [BLANK_CHOICE, *units]


class EndPeriodForm(HouseForm):
    """The last day on which a unit only proposes."""

    ends_on = DayField(label=_("Ngày cuối cùng chỉ đề nghị"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ModulePeriodForm(HouseForm):
    """Switching on a part that may hold state secrets: from when, why, and that its notice was read."""

    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi chưa biết ngày kết thúc.")
    )
    reason = TextField(
        label=_("Lý do"), max_length=300, help_text=_("Văn bản nào cho phép nhập nội dung này.")
    )
    has_read = forms.BooleanField(label=_("Đã đọc và chịu trách nhiệm về lưu ý trên."))


class StopModuleForm(HouseForm):
    """Why a part is switched off, and which version was read."""

    reason = TextField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class _SearchText(forms.CharField):
    """Text to search for: any length is cut, no character is refused but NUL is left out."""

    def to_python(self, value: Any) -> str:
        return vn_text.nfc(str(value or "").replace("\x00", ""))[:100]


class _DayRange(HouseForm):
    tu_ngay = DayField(label=_("Từ ngày"), required=False)
    den_ngay = DayField(label=_("Đến ngày"), required=False)
    nguoi = _SearchText(label=_("Người thực hiện"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("tu_ngay"), found.get("den_ngay")
        if first and last and last < first:
            self.add_error("den_ngay", _("Đến ngày không được trước Từ ngày."))
        return found


class AccessFilter(_DayRange):
    """Filters of the log of readings."""


class AuditFilter(_DayRange):
    """Filters of the audit. `units`: public id and name of those the reader may choose from."""

    viec = forms.ChoiceField(label=_("Việc"), required=False)
    loai = forms.ChoiceField(label=_("Loại hồ sơ"), required=False)
    don_vi = forms.ChoiceField(label=_("Đơn vị"), required=False)
    ho_so = TextField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (
            ("viec", history.action_names().items()),
            ("loai", _kinds()),
            ("don_vi", units),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Tất cả")), *options]
        if not units:
            del self.fields["don_vi"]


def _kinds() -> list[tuple[str, str]]:
    """Kinds of record that the audit tells of, by their names."""
    ours = {"officials", "assessments", "accounts", "exchange", "foundation", "plans"}
    kinds = {
        model._meta.label_lower: str(model._meta.verbose_name)
        for model in apps.get_models()
        if model._meta.app_label in ours and hasattr(model, "version")
    }
    return sorted(kinds.items(), key=lambda item: item[1])
