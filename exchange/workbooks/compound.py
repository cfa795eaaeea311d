"""What stands in a compound file ([MS-CFB]) before anybody opens it: passwords, macros, damage. Bytes only.

Part of the gate: imports nothing but the standard library, follows every chain at most once.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks, no sectors
_IN_HEADER = 109  # sectors of the FAT that the header lists
_MAX_ENTRIES = 10_000

# Records of a workbook stream ([MS-XLS] 2.3).
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_MACRO_SHEET = 0x0040  # kind of a stream that begins with BOF
_MACRO_KINDS = (1, 6)  # of a sheet in BOUNDSHEET: Excel 4.0 macros, Visual Basic module
_GLOBALS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
_MAX_RECORDS, _MAX_STREAMS = 50_000, 20


def fault(content: bytes) -> str | None:
    """The refuse code of a compound file that is no .xls to be read; None for one that is."""
    if len(content) < 512:
        return "corrupt_file"
    file = _CompoundFile(content)
    entries = dict(file.entries())
    names = set(entries)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        return "password_protected"
    if not names & {"Workbook", "Book"}:
        return "not_a_spreadsheet" if names else "corrupt_file"
    if names & {"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}:
        return "macro_enabled"
    # As the chain of its sectors gives it, and as it may stand in one piece (small streams, a chain that lies).
    streams = [(file.stream(entries[name]), 0) for name in ("Workbook", "Book") if name in entries]
    streams += [(content, match.start()) for match in islice(_GLOBALS.finditer(content), _MAX_STREAMS)]
    codes = {code for stream, start in streams for code in _codes_of(stream, start)}
    return next((code for code in ("password_protected", "macro_enabled") if code in codes), None)


class _CompoundFile:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.sector_size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
        self.fat = self._fat()

    def _sector(self, number: int) -> bytes:
        offset = (number + 1) * self.sector_size
        return self.content[offset : offset + self.sector_size]

    def _fat(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self.content, 76))
        more, seen = struct.unpack_from("<I", self.content, 68)[0], set[int]()
        while more < _LAST_SECTOR and more not in seen:  # a long file lists further sectors of its FAT
            seen.add(more)
            found = _numbers(self._sector(more))
            sectors += found[:-1]
            more = found[-1] if found else _LAST_SECTOR
        fat: list[int] = []
        for sector in dict.fromkeys(sectors):
            if sector < _LAST_SECTOR:
                fat.extend(_numbers(self._sector(sector)))
        return fat

    def _chain(self, sector: int) -> Iterator[int]:
        seen: set[int] = set()
        while sector < _LAST_SECTOR and sector not in seen:
            seen.add(sector)
            yield sector
            sector = self.fat[sector] if sector < len(self.fat) else _LAST_SECTOR

    def entries(self) -> Iterator[tuple[str, int]]:
        """(name, first sector) of the directory, following its chain."""
        n_entries = 0
        for sector in self._chain(struct.unpack_from("<I", self.content, 48)[0]):
            block = self._sector(sector)
            for at in range(0, len(block) - 127, 128):
                length = struct.unpack_from("<H", block, at + 64)[0]
                n_entries += 1
                if 2 <= length <= 64 and n_entries <= _MAX_ENTRIES:
                    name = block[at : at + length - 2].decode("utf-16-le", "replace")
                    yield name, struct.unpack_from("<I", block, at + 116)[0]

    def stream(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first)))


def _numbers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))


def _codes_of(stream: bytes, start: int) -> Iterator[str]:
    """What the records of a workbook's globals say, from `start`: a password, sheets of macros."""
    for kind, data in _records(stream, start):
        if kind == _FILEPASS:
            yield "password_protected"
        elif kind == _BOUNDSHEET and len(data) >= 6:
            place, sheet_kind = struct.unpack_from("<I", data)[0], data[5]
            begin = stream[start + place : start + place + 8]
            is_macro = len(begin) == 8 and struct.unpack("<HHHH", begin)[::3] == (_BOF, _MACRO_SHEET)
            if sheet_kind in _MACRO_KINDS or is_macro:
                yield "macro_enabled"


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(_MAX_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
