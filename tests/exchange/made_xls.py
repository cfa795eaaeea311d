"""Excel 97–2003 files made in tests: a compound file ([MS-CFB]) with a workbook stream of BIFF8 records ([MS-XLS])."""

from __future__ import annotations

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
BOF, EOF, BOUNDSHEET, LABEL, NUMBER, ROW, MERGED = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203, 0x0208, 0x00E5
GLOBALS, WORKSHEET, MACRO_SHEET = 0x0005, 0x0010, 0x0040


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(of: int) -> bytes:
    return record(BOF, struct.pack("<HHHHII", 0x0600, of, 0x0DBB, 0x07CC, 0, 6))


def xls(
    *sheets,
    more_globals: bytes = b"",
    kinds: dict[str, int] | None = None,
    said: dict[str, int | None] | None = None,
    chain: dict[int, int] | None = None,
) -> bytes:
    """A workbook of (name, rows) or (name, rows, options) sheets.

    Options: `merges` as the readers give them, `hidden`, `hidden_rows`, `far` (row and column from 0 of one more cell).
    `kinds`: another type of sheet by name (1 = Excel 4.0 macros); `said`: the type that the list of sheets gives.
    `chain`: as in `compound_file`.
    """
    font = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    style = record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    cell = record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0x0001, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    head = begin(GLOBALS) + more_globals + font * 4 + style + cell
    pages = [(sheet[0], sheet[1], sheet[2] if len(sheet) > 2 else {}) for sheet in sheets]
    bodies = [_sheet(rows, options, (kinds or {}).get(name, 0)) for name, rows, options in pages]
    names = [name.encode("utf-16-le") for name, _, _ in pages]
    at = len(head) + sum(12 + len(name) for name in names) + 4
    bound = b""
    for (title, _, options), name, body in zip(pages, names, bodies, strict=True):
        stated = (said or {}).get(title)
        kind = (kinds or {}).get(title, 0) if stated is None else stated
        bound += record(
            BOUNDSHEET, struct.pack("<IBBBB", at, options.get("hidden", False), kind, len(title), 1) + name
        )
        at += len(body)
    return compound_file(head + bound + record(EOF) + b"".join(bodies), chain=chain)


def _sheet(rows, options, kind: int) -> bytes:
    parts = [begin(MACRO_SHEET if kind == 1 else WORKSHEET)]
    for number in options.get("hidden_rows", ()):
        parts.append(record(ROW, struct.pack("<HHHHHHI", number - 1, 0, 0, 255, 0, 0, 0x120)))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            place = struct.pack("<HHH", row, column, 1)
            if isinstance(value, str) and value:
                text = value.encode("utf-16-le")
                parts.append(record(LABEL, place + struct.pack("<HB", len(text) // 2, 1) + text))
            elif isinstance(value, (int, float)):
                parts.append(record(NUMBER, place + struct.pack("<d", value)))
    if options.get("far"):
        parts.append(record(NUMBER, struct.pack("<HHHd", *options["far"], 1, 1.0)))
    merges = options.get("merges", ())
    if merges:
        areas = b"".join(struct.pack("<HHHH", r0 - 1, r1 - 1, c0, c1) for r0, c0, r1, c1 in merges)
        parts.append(record(MERGED, struct.pack("<H", len(merges)) + areas))
    return b"".join([*parts, record(EOF)])


def compound_file(stream: bytes, *, name: str = "Workbook", chain: dict[int, int] | None = None) -> bytes:
    """A compound file of one stream. `chain`: entries of its FAT put wrong (sector → next).

    Sectors: 0 and on the FAT, then the directory, then the stream.
    """
    stream = stream.ljust(4096, b"\0")  # shorter ones would stand in the small-stream
    n_stream = -(-len(stream) // SECTOR)
    n_fat = -(-(n_stream + 20) // (SECTOR // 4 - 1))
    first = n_fat + 1
    fat = [FAT] * n_fat + [END] + [*range(first + 1, first + n_stream), END]
    for sector, following in (chain or {}).items():
        fat[sector] = following
    fat += [FREE] * (n_fat * SECTOR // 4 - len(fat))
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, n_fat, n_fat, 0, 4096, END, 0, END, 0, 0)
    struct.pack_into("<108I", header, 80, *[*range(1, n_fat), *[FREE] * 108][:108])
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, first, len(stream))
    body = (
        struct.pack(f"<{len(fat)}I", *fat)
        + entries.ljust(SECTOR, b"\0")
        + stream.ljust(n_stream * SECTOR, b"\0")
    )
    return bytes(header) + body


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    entry = bytearray(128)
    data = (name + "\0").encode("utf-16-le")
    entry[: len(data)] = data
    struct.pack_into("<HBBIII", entry, 64, len(data), kind, 1, FREE, FREE, child)
    struct.pack_into("<II", entry, 116, first, size)
    return bytes(entry)
