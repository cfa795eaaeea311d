"""Forms of signing in and of accounts. The rules themselves are in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
