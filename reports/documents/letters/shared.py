"""What the letters share: who issues them, head, paragraphs, end with Nơi nhận and signature. "Số: …" stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foundation.papers import (
    Block,
    Run,
    Text,
    heading_pair,
    place_and_day,
    recipients,
    signature,
    signed,
)
from officials.bodies import Issuer, issuer_on
from reports.documents.model import Asked

GROUP = "Văn bản hành chính"
SOURCE = "Nghị định 30/2020/NĐ-CP, Phụ lục I (scribd.com/document/652855730; luatvietnam.vn, bài 24146)"
NOTE = (
    "Khổ giấy, lề, cỡ chữ, quốc hiệu đã đọc; cách ghi số ký hiệu, người ký, nơi nhận theo trí nhớ. Số văn bản để "
    "trống. Tên cơ quan, người ký lấy từ bảng Cơ quan ban hành văn bản (Văn bản, danh mục)."
)
_BLANK_NUMBER = "\u00a0" * 8


def issuer_for(asked: Asked) -> Issuer:
    """A commune issues its papers itself, everybody else those of the Phòng Nội vụ."""
    own = asked.unit if getattr(asked.user, "role", "") == "commune" else None
    return issuer_on(asked.day, own)


def head(issuer: Issuer, day: date, kind: str, about: str = "") -> Block:
    return heading_pair(
        parent=issuer.parent,
        issuer=issuer.name,
        number=f"Số:{_BLANK_NUMBER}/{kind}{issuer.symbol}",
        about=about,
        place_line=place_and_day(issuer.place, day),
    )


def body(text: str) -> Text:
    return Text((Run(text),), indent=12.7, after=6)


def end(blocks: Sequence[Block], issuer: Issuer, to: Sequence[str]) -> tuple[Block, ...]:
    """The blocks, who gets the paper and who signs it."""
    post = [line.upper() for line in (issuer.on_behalf, issuer.signer) if line]
    return tuple(signed(blocks, recipients([*to, "Lưu: VT."]), signature(post=post), (1, 1)))
