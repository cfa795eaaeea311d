"""Hostile and odd files made by code: what they are named, and what has to come of them.

An outcome is a refuse code, a set of codes that are all right, or `READ`. Files are made only when they are asked for.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.exchange.made import HEADER, PERSON, rezipped, simple
from tests.exchange.made_xls import GLOBALS, begin, compound_file, record, xls

READ = "read"
SHEET = "xl/worksheets/sheet1.xml"
BOOK, STRINGS, TYPES = "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
DTD = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY x "{}">]><a>&x;</a>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'.encode()
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Attack:
    """One file: `make` gives its bytes, `name` is what the upload is called, `outcome` what must come of it."""

    make: Callable[[], bytes]
    outcome: str | frozenset[str]
    name: str = "a.xlsx"

    def is_met_by(self, told: str) -> bool:
        return told == self.outcome if isinstance(self.outcome, str) else told in self.outcome


def any_of(*codes: str) -> frozenset[str]:
    return frozenset(codes)


# --- zip containers ---------------------------------------------------------------------------------------------


def with_part(name: str, data: bytes) -> bytes:
    return rezipped(simple(), drop=(name,), add={name: data})


def in_sheet(rows: bytes) -> bytes:
    return rezipped(
        simple(), replace={SHEET: lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")}
    )


def stored(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def directory_entry(content: bytes, *, offset: int, form: str, value: int) -> bytes:
    """The archive with one field of the last entry of its directory changed."""
    changed = bytearray(content)
    struct.pack_into(form, changed, content.rfind(b"PK\x01\x02") + offset, value)
    return bytes(changed)


def lying(size: int) -> bytes:
    big = rezipped(simple(), add={"xl/big.bin": Random(1).randbytes(1_000) * 3_000})
    return directory_entry(big, offset=24, form="<I", value=size)


def overlapping() -> bytes:
    """Two entries of the directory that share one member's bytes."""
    content = bytearray(rezipped(simple(), add={"xl/a.bin": b"x" * 50_000, "xl/b.bin": b"y" * 50_000}))
    last = content.rfind(b"PK\x01\x02")
    before = content.rfind(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[before + 42 : before + 46]
    return bytes(content)


def symlink() -> bytes:
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.external_attr = 0o120777 << 16
    stream = io.BytesIO(simple())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def ods(content: str | bytes, **members: str | bytes) -> bytes:
    parts = {"content__xml": content, "META-INF__manifest__xml": "<m/>", **members}
    named = [(name.replace("__xml", ".xml").replace("__", "/"), data) for name, data in parts.items()]
    return stored(
        ("mimetype", ODS_TYPE.encode()), *[(n, d.encode() if isinstance(d, str) else d) for n, d in named]
    )


def dtd(encoding: str, value: str = "y", bom: bytes = b"") -> bytes:
    said = f' encoding="{encoding[:6].upper()}"' if encoding != "utf-8" else ""
    return bom + DTD.format(said, value).encode(encoding)


# --- compound files ---------------------------------------------------------------------------------------------


def compound(*names: str, fat_next: int = 0xFFFFFFFE, difat: tuple[int, int] = (0xFFFFFFFE, 0)) -> bytes:
    """A compound file with a FAT, a directory of `names`, and nothing in its streams."""
    header = bytearray(512)
    header[:8] = _OLE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, difat[0], difat[1], 0)
    struct.pack_into("<108I", header, 80, *([0xFFFFFFFF] * 108))
    fat = struct.pack("<128I", 0xFFFFFFFD, fat_next, *([0xFFFFFFFF] * 126))
    entries = b""
    for number, name in enumerate(("Root Entry", *names)):
        entry = bytearray(128)
        data = (name + "\0").encode("utf-16-le")
        entry[: len(data)] = data
        struct.pack_into("<HBBIII", entry, 64, len(data), 5 if not number else 2, 1, *([0xFFFFFFFF] * 3))
        entries += bytes(entry)
    return bytes(header) + fat + entries.ljust(512, b"\0")


def tables(n: int, cell: bytes) -> bytes:
    """`n` further shared strings, each of `cell`."""
    more = b"<si><t>" + cell + b"</t></si>"
    return rezipped(simple(), replace={STRINGS: lambda xml: xml.replace(b"</sst>", more * n + b"</sst>")})


def deep(n: int) -> bytes:
    return in_sheet(b"<row>" + b"<x>" * n + b"</x>" * n + b"</row>")


def many_sheets(n: int) -> bytes:
    def book(xml: bytes) -> bytes:
        more = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i + 2) for i in range(n))
        return xml.replace(b"</sheets>", more + b"</sheets>")

    return rezipped(simple(), replace={BOOK: book})


def merges(n: int) -> bytes:
    cells = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (i, i) for i in range(10, n + 10))
    return rezipped(
        simple(),
        replace={
            SHEET: lambda xml: xml.replace(
                b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"
            )
        },
    )


def dimension(ref: bytes) -> bytes:
    return rezipped(simple(), replace={SHEET: lambda xml: xml.replace(b'ref="A1:E2"', b'ref="' + ref + b'"')})


SST = 0x00FC
PASSWORD = record(0x002F, b"\x01\0\x01\0\x01\0" + b"x" * 48)
WEB_ARCHIVE = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\n<html>'


def one_xls(
    *, macros: int | None = None, says: int | None = None, far=None, more_globals: bytes = b""
) -> bytes:
    """An .xls of one person. `macros`: a further sheet of that kind, which `says` it is another."""
    sheets = [("DS", [HEADER, PERSON], {"far": far} if far else {})]
    if macros is not None:
        sheets.append(("M", [["=EXEC(1)"]]))
    return xls(*sheets, more_globals=more_globals, kinds={"M": macros or 0}, said={"M": says})


def damaged_xls(*, chain: dict[int, int], n_rows: int = 200) -> bytes:
    return xls(("DS", [HEADER, *[PERSON] * n_rows]), chain=chain)


ATTACKS: dict[str, Attack] = {
    "3 000 members": Attack(
        lambda: rezipped(simple(), add={f"x{n}.xml": b"<a/>" for n in range(3_000)}), "too_many_entries"
    ),
    "a zip within a zip": Attack(lambda: stored(("inner.zip", simple())), "not_a_spreadsheet"),
    "ratio bomb in one member": Attack(lambda: with_part("xl/media/x.bin", bytes(60_000_000)), "zip_bomb"),
    "declared 10 bytes, holds 3 MB": Attack(lambda: lying(10), any_of("zip_bomb", "corrupt_file")),
    "declared 4 GB": Attack(lambda: lying(0xFFFFFFFE), "zip_bomb"),
    "zip64 mark without its field": Attack(lambda: lying(0xFFFFFFFF), any_of("zip_bomb", "corrupt_file")),
    "overlapping members": Attack(overlapping, any_of("zip_bomb", "zip_unsafe_entry", "corrupt_file")),
    "a symbolic link": Attack(symlink, "zip_unsafe_entry"),
    "up and out": Attack(lambda: with_part("../../etc/x.xml", b"<a/>"), "zip_unsafe_entry"),
    "absolute": Attack(lambda: with_part("/etc/x.xml", b"<a/>"), "zip_unsafe_entry"),
    "backslash": Attack(lambda: with_part("xl\\..\\x.xml", b"<a/>"), "zip_unsafe_entry"),
    "drive": Attack(lambda: with_part("C:x.xml", b"<a/>"), "zip_unsafe_entry"),
    "truncated": Attack(lambda: simple()[:-200], "corrupt_file"),
    "junk before the zip": Attack(lambda: b"MZ" + bytes(500) + simple(), "not_a_spreadsheet"),
    "unknown compression": Attack(
        lambda: directory_entry(simple(), offset=10, form="<H", value=99), "corrupt_file"
    ),
    "billion laughs": Attack(lambda: with_part(STRINGS, BILLION), "xml_dtd_forbidden"),
    "billion laughs in .ods": Attack(lambda: ods(BILLION), "xml_dtd_forbidden", "a.ods"),
    "DTD in .ods meta": Attack(lambda: ods("<a/>", meta__xml=dtd("utf-8")), "xml_dtd_forbidden", "a.ods"),
    "DTD in .ods settings": Attack(
        lambda: ods("<a/>", settings__xml=dtd("utf-16")), "xml_dtd_forbidden", "a.ods"
    ),
    "encrypted .ods": Attack(
        lambda: ods("<a/>", **{"META-INF__manifest__xml": "<m><encryption-data/></m>"}),
        "password_protected",
        "a.ods",
    ),
    "EncryptedPackage": Attack(lambda: compound("EncryptionInfo", "EncryptedPackage"), "password_protected"),
    "VBA in .xls": Attack(lambda: compound("Workbook", "_VBA_PROJECT_CUR"), "macro_enabled", "a.xls"),
    "a directory that is its own next sector": Attack(
        lambda: compound("Workbook", fat_next=1), "corrupt_file", "a.xls"
    ),
    "a DIFAT that is its own next sector": Attack(
        lambda: compound("Workbook", difat=(0, 9)), "corrupt_file", "a.xls"
    ),
    "a Word file named .xlsx": Attack(
        lambda: stored(("word/document.xml", b"<a/>"), (TYPES, b"<a/>")), "not_a_spreadsheet"
    ),
    "RTF": Attack(lambda: b"{\\rtf1 a;b;c\na;b;c}", "not_a_spreadsheet"),
    "JPEG": Attack(lambda: b"\xff\xd8\xff\xe0" + Random(2).randbytes(900), "not_a_spreadsheet"),
    "EXE": Attack(lambda: b"MZ" + bytes(900), "not_a_spreadsheet"),
    "XML 2003": Attack(
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "unsupported_format",
        "a.xls",
    ),
    "dimension of everything": Attack(lambda: dimension(b"A1:XFD1048576"), READ),
    "a cell in the last place": Attack(
        lambda: in_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too_many_columns"
    ),
    "the last row": Attack(
        lambda: in_sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), any_of(READ, "zip_bomb")
    ),
    "200 columns down to the last row": Attack(
        lambda: in_sheet(b'<row r="1048576"><c r="GR1048576"><v>1</v></c></row>'), any_of(READ, "zip_bomb")
    ),
    "a row number beyond Excel": Attack(
        lambda: in_sheet(b'<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'),
        any_of(READ, "zip_bomb", "corrupt_file"),
    ),
    "rows out of order and twice": Attack(
        lambda: in_sheet(b'<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'),
        any_of(READ, "corrupt_file"),
    ),
    "a string index out of range": Attack(
        lambda: in_sheet(b'<row r="9"><c r="A9" t="s"><v>999999</v></c></row>'), any_of(READ, "corrupt_file")
    ),
    "a negative string index": Attack(
        lambda: in_sheet(b'<row r="9"><c r="A9" t="s"><v>-1</v></c></row>'), any_of(READ, "corrupt_file")
    ),
    "1 000 000 merges": Attack(lambda: merges(1_000_000), any_of(READ, "zip_bomb")),
    "1 000 sheets of one part": Attack(lambda: many_sheets(1_000), any_of(READ, "zip_bomb", "corrupt_file")),
    "3 000 strings of 32 KB": Attack(
        lambda: tables(3_000, zlib.crc32(b"x").to_bytes(4).hex().encode() * 4_000), any_of(READ, "zip_bomb")
    ),
    "half a million levels": Attack(lambda: deep(500_000), any_of(READ, "corrupt_file", "zip_bomb")),
    ".csv with zeros": Attack(lambda: b"a;b;c\n1;\x00;2\n", "not_a_spreadsheet", "a.csv"),
    ".csv of one line": Attack(lambda: b"x" * 10_000_000, "corrupt_file", "a.csv"),
    ".csv of 100 000 columns": Attack(
        lambda: b"a;" * 100_000 + b"\n", any_of("too_many_columns", READ), "a.csv"
    ),
    ".csv with an open quote": Attack(lambda: b'a;b;c\n1;"2;3\n', "corrupt_file", "a.csv"),
}
ATTACKS |= {
    "a FAT that runs in a circle of two": Attack(
        lambda: damaged_xls(chain={5: 6, 6: 5}), any_of("corrupt_file", READ), "a.xls"
    ),
    "a FAT that runs back to its beginning": Attack(
        lambda: damaged_xls(n_rows=3_000, chain={400: 20}), any_of("corrupt_file", READ), "a.xls"
    ),
    "a directory and a stream in one circle": Attack(
        lambda: damaged_xls(chain={1: 2, 2: 1}), "corrupt_file", "a.xls"
    ),
    "a stream that goes on outside of the file": Attack(
        lambda: damaged_xls(chain={3: 0x7FFFFFF0}), "corrupt_file", "a.xls"
    ),
    "a DIFAT of a circle": Attack(
        lambda: compound("Workbook", difat=(1, 0xFFFFFFFF)), "corrupt_file", "a.xls"
    ),
    "a record longer than the file": Attack(
        lambda: compound_file(begin(GLOBALS) + b"\x85\x00\xff\xff" + b"x" * 100), "corrupt_file", "a.xls"
    ),
    "a table of two thousand million strings": Attack(
        lambda: one_xls(more_globals=record(SST, b"\xff\xff\xff\x7f" * 2 + b"\x05\x00\x01")),
        "corrupt_file",
        "a.xls",
    ),
    "strings longer than their record": Attack(
        lambda: one_xls(more_globals=record(SST, b"\x05\0\0\0" * 2 + b"\xff\xff\x01abc")),
        "corrupt_file",
        "a.xls",
    ),
    "records without an end": Attack(
        lambda: compound_file(begin(GLOBALS) + record(0x0042, b"\xb0\x04") * 900_000), "corrupt_file", "a.xls"
    ),
    "a cell in row 65 536 of .xls": Attack(
        lambda: one_xls(far=(65_535, 5)), any_of(READ, "zip_bomb"), "a.xls"
    ),
    "a cell in column 256 of .xls": Attack(lambda: one_xls(far=(5, 255)), "too_many_columns", "a.xls"),
    "a password in .xls": Attack(lambda: one_xls(more_globals=PASSWORD), "password_protected", "a.xls"),
    "a password far down in .xls": Attack(
        lambda: one_xls(more_globals=record(0x0042, b"\xb0\x04") * 500 + PASSWORD),
        "password_protected",
        "a.xls",
    ),
    "Excel 4.0 macros in .xls": Attack(lambda: one_xls(macros=1), "macro_enabled", "a.xls"),
    "a Visual Basic module in .xls": Attack(lambda: one_xls(macros=6), "macro_enabled", "a.xls"),
    "macros in a sheet that says it has none": Attack(
        lambda: one_xls(macros=1, says=0), "macro_enabled", "a.xls"
    ),
    "a web archive": Attack(lambda: WEB_ARCHIVE, "html_disguised", "a.xls"),
    "a web archive saved by Excel": Attack(
        lambda: b"From: <Saved by Excel>\r\nSubject: a\r\n b\r\n" + WEB_ARCHIVE, "html_disguised", "a.xls"
    ),
}
for _encoding, _bom in (
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-32-le", b"\xff\xfe\0\0"),
    ("utf-32-be", b"\0\0\xfe\xff"),
):
    for _part in (BOOK, SHEET, STRINGS, "xl/styles.xml", "xl/_rels/workbook.xml.rels", TYPES):
        _codes = "xml_dtd_forbidden" if "32" not in _encoding else any_of("xml_dtd_forbidden", "corrupt_file")
        ATTACKS[f"DTD in {_part}, {_encoding}{', marked' if _bom else ''}"] = Attack(
            lambda part=_part, encoding=_encoding, bom=_bom: with_part(part, dtd(encoding, bom=bom)), _codes
        )
