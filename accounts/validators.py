"""What a password may not be, besides what Django refuses (too short, common, like the user's name)."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation import vn_text

# Words anyone would try first here; longest first, so that "canbocongchuc" goes before "canbo".
CONTEXT_WORDS = sorted(
    [
        "kinhmon",
        "haiduong",
        "haiphong",
        "vietnam",
        "noivu",
        "phongnoivu",
        "canbo",
        "congchuc",
        "vienchuc",
        "capxa",
        "xaphuong",
        "uyban",
        "ubnd",
        "matkhau",
        "password",
        "admin",
        "quantri",
        "lanhdao",
        "kiemtra",
        "chatluong",
        "minhhoa",
        "qwerty",
        "abcdef",
    ],
    key=len,
    reverse=True,
)
REST_AT_LEAST = 4  # letters that must remain when those words are taken out


class ContextWordsValidator:
    """Refuses passwords made of this system's own words and digits: `Kinhmon@2021`, `canbo-cong-chuc-1`."""

    def validate(self, password: str, user: Any = None) -> None:
        letters = re.sub(r"[^a-z]", "", vn_text.fold(password))
        rest = letters
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if rest != letters and len(rest) < REST_AT_LEAST:
            raise ValidationError(self.get_help_text(), code="password_context")

    def get_help_text(self) -> str:
        return str(_("Mật khẩu không được chỉ gồm các từ dễ đoán như tên địa phương, cơ quan, chức danh."))
