"""Public ids of rows made here: `<letter>-<uuid7>`, so they sort by the moment they were made."""

from __future__ import annotations

import secrets
import time
import uuid


def new_public_id(letter: str) -> str:
    """`letter` + "-" + a UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return f"{letter}-{uuid.UUID(int=value & ((1 << 128) - 1))}"
