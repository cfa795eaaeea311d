"""Files of a person as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation.formats.vi_numbers import number
from foundation.models import Attachment
from foundation.sensitivity import SENSITIVE
from officials.attachment_forms import place_label
from officials.checks import can_write
from officials.dossier import dossier_of
from officials.marks import PHOTO
from officials.models import Official
from officials.services.attachments import files_of

KILOBYTE = 1024
TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True)
class FileShown:
    """One file in a list."""

    title: str
    place: str
    kind: str
    added_at: Any
    added_by: str
    sensitive: bool
    sha256: str
    url: str
    remove_url: str = ""


def may_read(user: Any, official: Any = None) -> bool:
    return bool(user.may("read", Attachment, "all") or user.may("read", Attachment, "own"))


def size_text(size: int) -> str:
    kilobytes = size / KILOBYTE
    return (
        f"{number(kilobytes / KILOBYTE, 1)} MB"
        if kilobytes >= KILOBYTE
        else f"{number(max(1, kilobytes))} KB"
    )


def shown(attachment: Attachment, place: str, url: str, remove_url: str = "") -> FileShown:
    kind = TYPES.get(attachment.content_type, attachment.content_type)
    return FileShown(
        title=str(attachment),
        place=place,
        kind=f"{kind}, {size_text(attachment.size)}",
        added_at=attachment.added_at,
        added_by=attachment.added_by,
        sensitive=attachment.sensitivity == SENSITIVE,
        sha256=attachment.sha256,
        url=url,
        remove_url=remove_url,
    )


def section(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The scans of a person that this reader may open; those of rows kept from them are not there."""
    user: Any = request.user
    writes = can_write(user, Attachment, official.unit)
    files = []
    for row in files_of(official).filter(purpose=Attachment.Purpose.SCAN):
        place = place_label(user, official, row.about)
        if place is None:
            continue
        here = [official.public_id, row.public_id]
        files.append(
            shown(
                row,
                place or "Hồ sơ nói chung",
                reverse("officials:file-open", args=here),
                reverse("officials:file-remove", args=here) if writes else "",
            )
        )
    return {
        "files": files,
        "add_url": reverse("officials:file-add", args=[official.public_id]) if writes else "",
    }


def photo_context(request: HttpRequest, official: Official) -> dict[str, Any]:
    """Address of the photograph and of the form that sets it, for who may."""
    user: Any = request.user
    if not may_read(user):
        return {}
    photo = None
    if PHOTO in dossier_of(request, official).there:
        photos = files_of(official).filter(purpose=Attachment.Purpose.PHOTO)
        photo = photos.values_list("public_id", flat=True).first()
    here = [official.public_id]
    return {
        "photo_url": reverse("officials:photo", args=here) + f"?p={photo}" if photo else "",
        "photo_change_url": reverse("officials:photo-change", args=here)
        if can_write(user, Attachment, official.unit)
        else "",
    }
