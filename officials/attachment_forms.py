"""The forms that send a file: a scan with its title and what it belongs to, a photograph."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from foundation.forms import HouseForm, TextField, lower_first
from foundation.sensitivity import PERSONAL, SENSITIVE
from officials.file_groups import asks_of, file_groups
from officials.models import Official
from officials.record_forms import KEY, hidden
from officials.record_kinds import record_kinds
from officials.sections import rows_of
from officials.services.attachments import Sent

FILE_ERRORS = {
    "required": "Đề nghị chọn tệp.",
    "missing": "Đề nghị chọn tệp.",
    "invalid": "Đề nghị chọn tệp.",
    "empty": "Tệp không có nội dung (0 byte).",
    "max_length": "Tên tệp quá dài. Đề nghị đổi tên ngắn hơn rồi gửi lại.",
    "contradiction": "Đề nghị chọn tệp.",
}
MEGABYTE = 1024 * 1024


class LimitedFileField(forms.FileField):
    """A file of at most `most` bytes, told before it is read."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None and (file.size or 0) > self.most:
            raise forms.ValidationError(
                f"Tệp lớn hơn {self.most // MEGABYTE} MB. Đề nghị quét ở mức thấp hơn rồi gửi lại."
            )
        return file


def file_field(label: str, hint: str, accept: str, *, most: int, required: bool = True) -> LimitedFileField:
    return LimitedFileField(
        most=most,
        label=label,
        help_text=hint,
        required=required,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": accept}),
        error_messages=FILE_ERRORS,
    )


def scan_field(label: str = "Tệp quét", *, required: bool = True) -> LimitedFileField:
    most = settings.SCAN_MAX_BYTES
    hint = f"PDF, JPEG hoặc PNG, tối đa {most // MEGABYTE} MB."
    return file_field(label, hint, ".pdf,.jpg,.jpeg,.png", most=most, required=required)


def with_scan(form: HouseForm, request: HttpRequest) -> None:
    """Let a form that becomes a proposal take a scan too."""
    form.fields["file"] = scan_field("Bản quét kèm theo", required=False)
    form.files = request.FILES


def scan_of(form: HouseForm | None) -> Sent | None:
    """The scan sent with a valid form, if any."""
    file: UploadedFile | None = form.cleaned_data.get("file") if form is not None else None
    return Sent(file.read(), file.name or "") if file is not None else None


class SendingForm(HouseForm):
    """A form with a file and a key: the same form sent twice keeps one file."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields[KEY] = hidden(secrets.token_urlsafe(18))

    @property
    def sent(self) -> Sent:
        file: UploadedFile = self.cleaned_data["file"]
        return Sent(file.read(), file.name or "")

    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]


class ScanForm(SendingForm):
    """A scan for a person's file."""

    title = TextField(label="Tên tài liệu", max_length=200, help_text="Ví dụ Quyết định nâng lương số 12.")
    about = forms.ChoiceField(label="Thuộc mục", required=False)
    sensitivity = forms.ChoiceField(
        label="Mức độ",
        choices=[(SENSITIVE, "Nhạy cảm: ghi lại mỗi lần mở"), (PERSONAL, "Cá nhân")],
        initial=SENSITIVE,
        widget=forms.RadioSelect,
    )

    def __init__(self, user: Any, official: Official, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields = {"file": scan_field(), **self.fields}
        self.fields["about"].choices = places(user, official)  # type: ignore[attr-defined]
        self.name_errors()


class PhotoForm(SendingForm):
    """A photograph for the head of the page."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        most = settings.PHOTO_MAX_BYTES
        hint = f"JPEG hoặc PNG, tối đa {most // MEGABYTE} MB; khổ 4x6, nền một màu như ảnh hồ sơ."
        self.fields["file"] = file_field("Ảnh chân dung", hint, ".jpg,.jpeg,.png", most=most)


class ProposalScanForm(SendingForm):
    """A scan for a proposal."""

    title = TextField(label="Tên tài liệu", max_length=200, help_text="Ví dụ Tờ trình số 12.")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields = {"file": scan_field(), **self.fields}
        self.name_errors()


def places(user: Any, official: Official) -> list[tuple[str, Any]]:
    """What a file may belong to: groups of the personal file, and each row this user may read."""
    found: list[tuple[str, Any]] = [("", "Hồ sơ nói chung")]
    groups = [(f"group:{one.code}", one.title) for one in file_groups if asks_of(user, one)]
    found.append(("Sơ yếu lý lịch", groups))
    for kind in record_kinds:
        if any(user.may("read", kind.model, extent) for extent in ("all", "own")):
            rows = [
                (f"{kind.code}:{row.public_id}", kind.name_row(row)) for row in rows_of(user, kind, official)
            ]
            if rows:
                found.append((kind.noun[:1].upper() + kind.noun[1:], rows))
    return found


def place_label(user: Any, official: Official, about: str) -> str | None:
    """What a file belongs to, in words; None where this user may not read that (a row of a kind kept from them)."""
    code, _, rest = about.partition(":")
    if not about:
        return ""
    if code == "group":
        group = file_groups.get(rest)
        return group.title if group is not None and asks_of(user, group) else None
    kind = record_kinds.get(code)
    if kind is None or not any(user.may("read", kind.model, extent) for extent in ("all", "own")):
        return None
    return kind.noun[:1].upper() + lower_first(kind.noun[1:])
