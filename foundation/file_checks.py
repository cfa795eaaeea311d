"""What a file that somebody sent really is: told by its content, never by its name.

Photographs are drawn anew, so that nothing but pixels is kept (no place, no camera, no second file behind the
picture). Scans are kept to the byte, as evidence; what is more than a plain PDF, JPEG or PNG is refused.
"""

from __future__ import annotations

import io
import re
import struct
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.errors import Refused

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
MOST_PIXELS = 60_000_000  # an A3 page at 400 dpi is 31 million
PHOTO_BOX = (600, 800)  # 3x4, as on form 2C
SMALLEST_PHOTO = 90
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
)
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|body|\?xml|\?php)", re.IGNORECASE)
# Names that let a PDF act by itself or carry other files; `#xx` writes any letter of a name.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
NOT_A_SCAN = "Tệp không phải là PDF, JPEG hoặc PNG đọc được. Đề nghị quét lại và gửi tệp PDF hoặc ảnh."
HIDES_MORE = "Tệp có nội dung khác kèm theo ảnh nên không được nhận. Đề nghị quét hoặc lưu lại ảnh."
ACTIVE_PDF = (
    "Tệp PDF có mã lệnh hoặc tệp kèm bên trong nên không được nhận. Đề nghị in lại thành PDF rồi gửi."
)


def scan_type(content: bytes) -> str:
    """The content type of a scan. Refused (field `file`) for anything but a whole PDF, JPEG or PNG."""
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return PDF
    kind = (
        JPEG
        if content.startswith(b"\xff\xd8\xff")
        else PNG
        if content.startswith(b"\x89PNG\r\n\x1a\n")
        else ""
    )
    if not kind:
        raise Refused(NOT_A_SCAN, field="file")
    _opened(content).close()
    rest = content.rstrip(b"\x00\r\n ")
    whole = rest.endswith(b"\xff\xd9") if kind == JPEG else b"IEND" in content[-12:]
    if not whole or _MARKUP.search(content[:4096]):
        raise Refused(HIDES_MORE, field="file")
    return kind


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise Refused(NOT_A_SCAN, field="file")
    if _MARKUP.search(content[:1024]):
        raise Refused(HIDES_MORE, field="file")
    if _ACTIVE.search(_ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)):
        raise Refused(ACTIVE_PDF, field="file")


def _opened(content: bytes) -> Image.Image:
    """The picture, read to its last pixel. Refused when it cannot be, or is too large to be one."""
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.width * image.height > MOST_PIXELS:
            raise Refused("Ảnh quá lớn. Đề nghị quét ở độ phân giải thấp hơn.", field="file")
        image.load()
    except _BROKEN as error:
        raise Refused(NOT_A_SCAN, field="file") from error
    return image


def redrawn_photo(content: bytes) -> bytes:
    """A portrait as a JPEG of at most 600 x 800 pixels, drawn anew. Refused (field `file`) when it is no picture."""
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused("Ảnh phải là tệp JPEG hoặc PNG.", field="file")
    image = _opened(content)
    if min(image.size) < SMALLEST_PHOTO:
        raise Refused(f"Ảnh quá nhỏ, cần ít nhất {SMALLEST_PHOTO} điểm mỗi chiều.", field="file")
    upright = ImageOps.exif_transpose(image)
    seen = upright.convert("RGBA") if upright.mode in ("P", "LA", "PA", "RGBA") else upright.convert("RGB")
    seen.thumbnail(PHOTO_BOX)
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=88, optimize=True)
    return stream.getvalue()
