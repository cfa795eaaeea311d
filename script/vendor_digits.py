"""Tabular digits of Be Vietnam Pro, which has only proportional ones: figures must stand in columns.

Takes a .woff of the Latin subset (TrueType outlines, no hinting), keeps the ten digits, gives each the same advance
width with its outline in the middle, and drops all other outlines and the layout tables. The SIL Open Font License
allows it (no reserved font name); the family is called "Be Vietnam Pro Tabular" in static/css/fonts.css.
"""

from __future__ import annotations

import struct
import zlib

WIDTH = 650  # of 1000 units; the same for every weight, so that a bold total stands under its column
DROPPED = {"GDEF", "GPOS", "GSUB", "GlyphOrder"}
ON_CURVE, X_SHORT, Y_SHORT, REPEAT, X_SAME, Y_SAME = 1, 2, 4, 8, 16, 32


def tabular_digits(woff: bytes) -> bytes:
    """The same font with only the digits, all `WIDTH` wide, as .woff."""
    flavor, tables = _read(woff)
    glyphs = [_glyph_of(tables["cmap"], ord(digit)) for digit in "0123456789"]
    metrics = bytearray(tables["hmtx"])
    offsets = _offsets(tables)
    outlines, places = b"", [0]
    for index in range(len(offsets) - 1):
        if index in glyphs:
            advance, bearing = struct.unpack_from(">Hh", metrics, 4 * index)
            shift = (WIDTH - advance) // 2
            struct.pack_into(">Hh", metrics, 4 * index, WIDTH, bearing + shift)
            outlines += _shifted(tables["glyf"][offsets[index] : offsets[index + 1]], shift)
        places.append(len(outlines))
    kept = {tag: data for tag, data in tables.items() if tag not in DROPPED}
    kept |= {
        "hmtx": bytes(metrics),
        "glyf": outlines,
        "loca": struct.pack(f">{len(places)}H", *(p // 2 for p in places)),
    }
    return _write(flavor, kept)


def _read(woff: bytes) -> tuple[bytes, dict[str, bytes]]:
    if woff[:4] != b"wOFF":
        raise ValueError("not a woff file")
    (count,) = struct.unpack_from(">H", woff, 12)
    tables = {}
    for index in range(count):
        tag, offset, packed, length, _ = struct.unpack_from(">4sIIII", woff, 44 + 20 * index)
        data = woff[offset : offset + packed]
        tables[tag.decode()] = zlib.decompress(data) if packed < length else data
    return woff[4:8], tables


def _offsets(tables: dict[str, bytes]) -> list[int]:
    if struct.unpack_from(">h", tables["head"], 50)[0] != 0:
        raise ValueError("long glyph offsets are not read")
    return [2 * place for place in struct.unpack(f">{len(tables['loca']) // 2}H", tables["loca"])]


def _glyph_of(cmap: bytes, code: int) -> int:
    """Glyph of a character by a format 4 subtable."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for index in range(count):
        (start,) = struct.unpack_from(">I", cmap, 8 + 8 * index)
        if struct.unpack_from(">H", cmap, start)[0] == 4:
            return _glyph_in_segments(cmap, start, code)
    raise ValueError("no format 4 character map")


def _glyph_in_segments(cmap: bytes, start: int, code: int) -> int:
    (doubled,) = struct.unpack_from(">H", cmap, start + 6)
    ends, starts = start + 14, start + 16 + doubled
    deltas, ranges = starts + doubled, starts + 2 * doubled
    for at in range(0, doubled, 2):
        (end,) = struct.unpack_from(">H", cmap, ends + at)
        (first,) = struct.unpack_from(">H", cmap, starts + at)
        if first <= code <= end:
            (delta,) = struct.unpack_from(">h", cmap, deltas + at)
            (range_offset,) = struct.unpack_from(">H", cmap, ranges + at)
            if range_offset == 0:
                return (code + delta) % 65536
            place = ranges + at + range_offset + 2 * (code - first)
            return (struct.unpack_from(">H", cmap, place)[0] + delta) % 65536
    raise ValueError(f"no glyph for {chr(code)}")


def _shifted(glyph: bytes, shift: int) -> bytes:
    """A simple outline moved by `shift` units: only its first x step and its box change."""
    contours, x_min, y_min, x_max, y_max = struct.unpack_from(">5h", glyph)
    if contours <= 0:
        raise ValueError("not a simple outline")
    points = struct.unpack_from(">H", glyph, 10 + 2 * (contours - 1))[0] + 1
    at = 10 + 2 * contours
    at += 2 + struct.unpack_from(">H", glyph, at)[0]
    head, flags = glyph[10:at], []
    while len(flags) < points:
        flag, at = glyph[at], at + 1
        times = 1
        if flag & REPEAT:
            times, at = glyph[at] + 1, at + 1
        flags += [flag & ~REPEAT] * times
    steps = []
    for flag in flags:
        if flag & X_SHORT:
            steps.append(glyph[at] if flag & X_SAME else -glyph[at])
            at += 1
        elif flag & X_SAME:
            steps.append(0)
        else:
            steps.append(struct.unpack_from(">h", glyph, at)[0])
            at += 2
    end = at + sum(1 if flag & Y_SHORT else 0 if flag & Y_SAME else 2 for flag in flags)
    steps[0] += shift
    data = struct.pack(">5h", contours, x_min + shift, y_min, x_max + shift, y_max) + head
    data += bytes(flag & ~(X_SHORT | X_SAME) for flag in flags)
    data += struct.pack(f">{points}h", *steps) + glyph[at:end]
    return data + b"\0" * (-len(data) % 4)


def _write(flavor: bytes, tables: dict[str, bytes]) -> bytes:
    entries, body = b"", b""
    start = 44 + 20 * len(tables)
    for tag in sorted(tables):
        data = tables[tag]
        packed = zlib.compress(data, 9)
        stored = packed if len(packed) < len(data) else data
        entries += struct.pack(
            ">4sIIII", tag.encode(), start + len(body), len(stored), len(data), _checksum(data)
        )
        body += stored + b"\0" * (-len(stored) % 4)
    plain = 12 + 16 * len(tables) + sum(len(data) + -len(data) % 4 for data in tables.values())
    length = start + len(body)
    head = struct.pack(
        ">4s4sIHHIHHIIIII", b"wOFF", flavor, length, len(tables), 0, plain, 1, 0, 0, 0, 0, 0, 0
    )
    return head + entries + body


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) % 2**32
