"""Files kept with a person or a proposal: adding and taking out, each one transaction with its event.

The bytes lie in the media store under a random name. They are written before the row is, and taken away again when
the row is not; a removed row's bytes go when its transaction has ended.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from foundation import audit, versions, vn_text
from foundation.errors import Refused
from foundation.file_checks import ENDINGS, JPEG, redrawn_photo, scan_type
from foundation.ids import new_public_id
from foundation.models import Attachment
from foundation.scope import ScopedModel
from foundation.sensitivity import PERSONAL, SENSITIVE
from officials.checks import check_can_write
from officials.file_groups import file_groups
from officials.models import Official, Proposal
from officials.record_kinds import record_kinds

Purpose = Attachment.Purpose
FOLDER = "attachments"
MOST_FILES = 200  # of one owner
_UNSAFE = re.compile('[\x00-\x1f\x7f"\\\\/:*?<>|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+')
_COLUMNS = ("owner_type", "owner_id", "title", "about", "original_name", "content_type", "size", "sha256")


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: its content, and the name the sender's machine gave it."""

    content: bytes
    name: str


@transaction.atomic
def attach_scan(
    owner: Official | Proposal,
    *,
    by: Any,
    sent: Sent,
    title: str,
    about: str = "",
    sensitivity: str = SENSITIVE,
    key: str = "",
) -> Attachment:
    """Keep a scan with a person or a proposal. The same `key` again gives the file kept the first time.

    Errors: Denied; Refused (field `file`, `title`) for what is no plain PDF, JPEG, PNG, too large, or too many.
    """
    official = official_of(owner)
    check_can_write(by, Attachment, official.unit)
    if isinstance(owner, Proposal):
        _check_open(owner.public_id)
    if not title.strip():
        raise Refused("Đề nghị nhập tên tài liệu.", field="title")
    _check_about(official, about)
    check_size(len(sent.content), settings.SCAN_MAX_BYTES)
    kind = scan_type(sent.content)
    facts = {"title": title.strip(), "about": about, "sensitivity": sensitivity, "purpose": Purpose.SCAN}
    return _keep(
        owner, official, by=by, content=sent.content, name=sent.name, kind=kind, facts=facts, key=key
    )


def set_photo(official: Official, *, by: Any, sent: Sent, key: str = "") -> Attachment:
    """Put a photograph on the person's page, drawn anew; one before it is taken out. Errors: Denied, Refused."""
    check_can_write(by, Attachment, official.unit)
    check_size(len(sent.content), settings.PHOTO_MAX_BYTES)
    content = redrawn_photo(sent.content)
    facts = {"title": "Ảnh chân dung", "sensitivity": PERSONAL, "purpose": Purpose.PHOTO}
    return _keep(official, official, by=by, content=content, name=sent.name, kind=JPEG, facts=facts, key=key)


def check_size(size: int, most: int) -> None:
    if not size:
        raise Refused("Tệp không có nội dung (0 byte).", field="file")
    if size > most:
        raise Refused(
            f"Tệp lớn hơn {most // 1024**2} MB. Đề nghị quét ở mức thấp hơn rồi gửi lại.", field="file"
        )


def official_of(owner: Official | Proposal) -> Official:
    return owner if isinstance(owner, Official) else owner.official


def _check_about(official: Official, about: str) -> None:
    """What a file belongs to is a group of the personal file, or a row of this very person."""
    code, _, rest = about.partition(":")
    kind = record_kinds.get(code)
    known = not about or (code == "group" and rest in file_groups)
    if kind is not None:
        model: Any = kind.model
        known = model._base_manager.filter(public_id=rest, official=official).exists()
    if not known:
        raise Refused("Mục này không thuộc hồ sơ. Đề nghị chọn lại.", field="about")


def _check_open(proposal_id: str) -> None:
    """What a decision rests on stays as it was when it was taken."""
    proposal = Proposal._base_manager.select_for_update(of=("self",)).get(public_id=proposal_id)
    if not proposal.is_open:
        raise Refused(f"Đề nghị này đã được xử lý: {proposal.state_label.lower()}.")


def files_of(owner: ScopedModel) -> Any:
    """The files of an owner that the caller has found through `visible_to`, the latest first."""
    return Attachment.objects.filter(owner_type=owner._meta.label_lower, owner_id=owner.public_id)


def photo_rows(officials: Sequence[Official]) -> dict[str, Attachment]:
    """The portraits of people whom the caller has found through `visible_to`, by public id; one query."""
    rows = Attachment.objects.filter(
        owner_type=Official._meta.label_lower,
        owner_id__in=[official.public_id for official in officials],
        purpose=Purpose.PHOTO,
    )
    return {row.owner_id: row for row in rows}


def stored_bytes(row: Attachment) -> bytes:
    """The bytes of a file; b"" where the store has lost them or gives others than were kept."""
    try:
        with row.file.open("rb") as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        return b""
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else b""


def _keep(
    owner: ScopedModel,
    official: Official,
    *,
    by: Any,
    content: bytes,
    name: str,
    kind: str,
    facts: dict[str, Any],
    key: str,
) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    written: list[str] = []

    def make() -> Attachment:
        _make_room(owner, official, facts["purpose"], by=by)
        place = f"{FOLDER}/{secrets.token_hex(20)}{ENDINGS[kind]}"
        written.append(default_storage.save(place, ContentFile(content)))
        row = Attachment(
            public_id=new_public_id(Attachment.id_letter),
            owner_type=owner._meta.label_lower,
            owner_id=owner.public_id,
            unit_id=official.unit.public_id if official.unit else "",
            file=written[-1],
            original_name=clean_name(name, kind),
            content_type=kind,
            size=len(content),
            sha256=digest,
            added_at=timezone.now(),
            added_by=by.username,
            **facts,
        )
        _save(row, official, by=by)
        return row

    kept = False
    try:
        with transaction.atomic():
            row, _ = versions.create_once(
                by=by,
                key=key,
                action=f"attach {facts['purpose']}",
                content=[owner.public_id, digest, facts],
                make=make,
                find=lambda public_id: Attachment.objects.get(public_id=public_id),
            )
        kept = True
    finally:
        if not kept:
            for place in written:
                default_storage.delete(place)
    return row  # type: ignore[return-value]


def _make_room(owner: ScopedModel, official: Official, purpose: str, *, by: Any) -> None:
    """A new photo takes the place of the old one; of scans there is a most. Locks the person meanwhile."""
    Official._base_manager.select_for_update(of=("self",)).get(pk=official.pk)
    if purpose == Purpose.PHOTO:
        for old in files_of(owner).filter(purpose=Purpose.PHOTO):
            _take_out(old, official, by=by, reason="Thay ảnh")
    elif files_of(owner).count() >= MOST_FILES:
        raise Refused(f"Đã có {MOST_FILES} tệp. Đề nghị xóa bớt tệp không cần.", field="file")


def _save(row: Attachment, official: Official, *, by: Any) -> None:
    """Store the row of a file and its event."""
    row.full_clean()
    row.save(force_insert=True)
    audit.record(
        by=by,
        action="attach",
        obj=row,
        subject=official,
        unit=official.unit,
        changes=audit.created_values(row, [*_COLUMNS, "sensitivity", "purpose"]),
        summary=row.title,
    )


def clean_name(name: str, kind: str) -> str:
    """The sender's name of a file without folders and tricks, with the ending of what it is."""
    stem = PurePath(vn_text.nfc(_UNSAFE.sub(" ", name.replace("\\", "/").rpartition("/")[2]))).stem
    return (stem.strip(" .")[:150] or "tep") + ENDINGS[kind]


@transaction.atomic
def detach(attachment: Attachment, official: Official, *, by: Any, version: int, reason: str) -> None:
    """Take a file out; what it was stays in the audit, its bytes go. Errors: Denied, Refused without a reason or when
    it is gone already."""
    check_can_write(by, Attachment, official.unit)
    if attachment.owner_type == Proposal._meta.label_lower:
        _check_open(attachment.owner_id)
    if not reason.strip():
        raise Refused("Đề nghị nêu lý do xóa.", field="reason")
    row = Attachment.objects.select_for_update().filter(pk=attachment.pk, version=version).first()
    if row is None:
        raise Refused("Tệp này vừa được người khác xóa hoặc thay đổi. Đề nghị mở lại hồ sơ.")
    _take_out(row, official, by=by, reason=reason)


def _take_out(row: Attachment, official: Official, *, by: Any, reason: str) -> None:
    told = audit.created_values(row, _COLUMNS)
    audit.record(
        by=by,
        action="detach",
        obj=row,
        subject=official,
        unit=official.unit,
        changes={name: [value, None] for name, (_, value) in told.items()},
        reason=reason,
        summary=row.title,
    )
    _delete(row)


def _delete(row: Attachment) -> None:
    place = str(row.file.name)
    row.delete()
    transaction.on_commit(lambda: default_storage.delete(place))


def drop_ownerless() -> int:
    """Delete the files of people and proposals that a replacing load took away; how many. Part of that load's act."""
    n_dropped = 0
    for model in (Official, Proposal):
        owners = model._base_manager.values("public_id")
        for row in Attachment.objects.filter(owner_type=model._meta.label_lower).exclude(owner_id__in=owners):
            _delete(row)
            n_dropped += 1
    return n_dropped
