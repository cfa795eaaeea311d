"""Reading tags in the XML of workbooks, without a parser: the gate has shown that no DTD stands in it."""

from __future__ import annotations

import io
import re
import zipfile

_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def as_utf8(xml: bytes) -> bytes:
    """The bytes of a part in UTF-8, whichever Unicode form it is written in."""
    if xml[:2] not in _UTF16_STARTS:
        return xml
    encoding = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(xml[:2], "utf-16")
    return _DECLARATION.sub(b"", xml.decode(encoding, "replace").encode(), count=1)


def with_utf8_parts(content: bytes) -> bytes:
    """The archive as it is, or written anew when a part is in UTF-16, which calamine does not read."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = [item for item in archive.infolist() if item.filename.lower().endswith((".xml", ".rels"))]
    if not any(_starts_as_utf16(archive, item) for item in parts):
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for item in parts:
            target.writestr(item.filename, as_utf8(archive.read(item)))
    return stream.getvalue()


def _starts_as_utf16(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bool:
    with archive.open(item) as part:
        return part.read(2) in _UTF16_STARTS


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag by their names without prefix."""
    found = {name.rpartition(":")[2]: first or second for name, first, second in _ATTRIBUTE.findall(tag)}
    return {name: _unescape(value) for name, value in found.items()}


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return re.sub(r"&#(x?)([0-9a-fA-F]+);", lambda m: chr(int(m[2], 16 if m[1] else 10)), text)
