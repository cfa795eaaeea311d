"""Reading tags in the XML of workbooks, without a parser: the gate has shown that no DTD stands in it."""

from __future__ import annotations

import re

_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def as_utf8(xml: bytes) -> bytes:
    """The bytes of a part in UTF-8, whichever Unicode form it is written in."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return xml.decode("utf-16", "replace").encode()
    return xml


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag by their names without prefix."""
    found = {name.rpartition(":")[2]: first or second for name, first, second in _ATTRIBUTE.findall(tag)}
    return {name: _unescape(value) for name, value in found.items()}


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return re.sub(r"&#(x?)([0-9a-fA-F]+);", lambda m: chr(int(m[2], 16 if m[1] else 10)), text)
