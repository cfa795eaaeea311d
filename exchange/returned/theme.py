"""A theme made anew from the twelve colours and two fonts of a stranger's theme: its cells refer to them by number."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from openpyxl.writer.theme import theme_xml

_COLOURS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")  # fmt: skip
_VALUE = re.compile(rb"(?:val|lastClr)\s*=\s*[\"']([0-9A-Fa-f]{6})[\"']")
_FACE = re.compile(rb"<a:latin\s[^>]*typeface\s*=\s*[\"']([^\"'<>&]{1,40})[\"']")


def rebuilt(source: bytes | None) -> str:
    """The default theme with the colours and fonts found in `source`; the default where none are found."""
    made = str(theme_xml)
    if not source:
        return made
    for name in _COLOURS:
        part = _element(source, f"a:{name}")
        found = _VALUE.search(part) if part else None
        if found:
            colour = f'<a:{name}><a:srgbClr val="{found[1].decode()}"/></a:{name}>'
            made = re.sub(rf"<a:{name}>.*?</a:{name}>", colour, made, count=1, flags=re.S)
    for name in ("majorFont", "minorFont"):
        part = _element(source, f"a:{name}")
        found = _FACE.search(part) if part else None
        if found:
            face = quoteattr(found[1].decode("utf-8", "replace"))
            made = re.sub(
                rf"(<a:{name}>\s*<a:latin typeface=)\"[^\"]*\"",
                lambda match, face=face: match[1] + face,  # type: ignore[misc]
                made,
                count=1,
            )
    return made


def _element(source: bytes, tag: str) -> bytes:
    start = source.find(f"<{tag}>".encode())
    end = source.find(f"</{tag}>".encode(), start)
    return source[start:end] if 0 <= start < end <= start + 20_000 else b""
