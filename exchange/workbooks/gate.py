"""The gate: what a file must be before any spreadsheet parser may touch it.

Runs inside the child process (`child`), on bytes only. Imports nothing but the standard library and
`compound`, which imports nothing else either.
Every refusal is a `Refusal` with a code of contracts 3; `kind_of` says what a file is by its content, never by
its name.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from exchange.workbooks import compound

MAX_BYTES = 10 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024  # small members may be very regular, large ones may not
CHUNK = 256 * 1024

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.I | re.S
)
_XML_SPREADSHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet", re.I)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# The head of a letter: Excel saves "web archives" (MHTML), also under the name .xls.
_WEB_ARCHIVE = re.compile(rb"\s*(?:[A-Za-z][\w-]{0,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
_NO_TABLE = re.compile(rb"%PDF-|\{\\rtf|%!PS")  # begin like text
_DRIVE = re.compile(r"[A-Za-z]:")
_MACRO_TYPE = re.compile(rb"macroenabled|ms-office\.vbaproject|excel\.(?:intl)?macrosheet", re.I)
_SHEET_MAIN = re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml")


class Refusal(Exception):
    """The file is refused; `code` is a refuse code of contracts 3."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def check(content: bytes, name: str = "") -> str:
    """The kind of spreadsheet (`xlsx`, `xls`, `xlsb`, `ods`, `csv`, `xml2003`) after every safety check.

    Raises `Refusal`. `name` (the upload's own name) only decides whether plain text may be a .csv.
    """
    if not content:
        raise Refusal("empty_file")
    if len(content) > MAX_BYTES:
        raise Refusal("zip_bomb", f"{len(content)} bytes")
    kind = kind_of(content, name)
    if kind == "ole":
        return _check_ole(content)
    if kind == "zip":
        return _check_zip(content)
    return kind


def kind_of(content: bytes, name: str = "") -> str:
    """`ole`, `zip`, `csv` or `xml2003` by the first bytes; Refusal for anything that is no spreadsheet."""
    if content.startswith(compound.MAGIC):
        return "ole"
    if content.startswith(_ZIP):
        return "zip"
    start = _start_of_text(content)
    if _HTML.match(start) or _WEB_ARCHIVE.match(start[:8192]):
        raise Refusal("html_disguised")
    if start.lstrip().startswith(b"<"):
        if _XML_SPREADSHEET.search(start):
            return "xml2003"
        raise Refusal("not_a_spreadsheet")
    is_text = not _NO_TABLE.match(start) and not _BINARY.search(start)
    if is_text and (name.lower().endswith((".csv", ".tsv", ".txt")) or _is_cut_like_a_table(start)):
        return "csv"
    raise Refusal("not_a_spreadsheet")


def _start_of_text(content: bytes) -> bytes:
    """The first 64 KB, those of UTF-16 (with its mark or without) as UTF-8."""
    start = content[:65536]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").encode()
    zeros = start[:4096].count(0)
    if zeros > len(start[:4096]) // 5:
        encoding = "utf-16-le" if start[1:4096:2].count(0) > zeros // 2 else "utf-16-be"
        return start.decode(encoding, "ignore").encode("utf-8", "ignore")
    return start.removeprefix(b"\xef\xbb\xbf")


def _is_cut_like_a_table(start: bytes) -> bool:
    """Other programs save tables of text under the name .xls: two lines cut into three cells or more."""
    lines = start.splitlines()[:60]
    return any(sum(line.count(mark) >= 2 for line in lines) >= 2 for mark in (b"\t", b";"))


# --- OLE containers: old Excel, or an encrypted new one -------------------------------------------------------


def _check_ole(content: bytes) -> str:
    code = compound.fault(content)
    if code:
        raise Refusal(code)
    return "xls"


# --- zip containers ---------------------------------------------------------------------------------------------


def _check_zip(content: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise Refusal("corrupt_file") from error
    members = archive.infolist()
    if not members:
        raise Refusal("not_a_spreadsheet")
    if len(members) > MAX_MEMBERS:
        raise Refusal("too_many_entries")
    _check_names(members)
    _check_declared(members)
    names = {member.filename for member in members}
    parts = _Parts(content)
    for member in members:
        parts.check(member)
    _check_macros(names, parts)
    return _zip_kind(names, parts)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        # orig_filename still has what zipfile cuts off after a NUL.
        name = member.orig_filename
        folded = member.filename.casefold()
        parts = name.replace("\\", "/").split("/")
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        unsafe = "\\" in name or "\x00" in name or name.startswith("/") or ".." in parts or _DRIVE.match(name)
        if unsafe or is_link or folded in seen:
            raise Refusal("zip_unsafe_entry", name[:100])
        seen.add(folded)


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal("password_protected")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refusal("zip_bomb", "declared size")
    ends = 0
    for member in sorted(members, key=lambda item: item.header_offset):
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise Refusal("zip_bomb", "ratio")
        if member.header_offset < ends:
            raise Refusal("zip_bomb", "overlapping members")
        ends = member.header_offset + 30 + member.compress_size


# Parts of the archive that say what it is, and the attribute that keeps them.
_KEPT = {
    "[Content_Types].xml": "content_types",
    "mimetype": "mimetype",
    "META-INF/manifest.xml": "manifest",
}


class _Parts:
    """Unpacks every member once, in chunks: counts real bytes, and shows XML to expat for a DTD."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.unpacked = 0
        self.content_types = b""
        self.mimetype = b""
        self.manifest = b""

    def check(self, member: zipfile.ZipInfo) -> None:
        scan: _DoctypeScan | None = None
        size, crc = 0, 0
        kept_as = _KEPT.get(member.filename)
        keep: list[bytes] | None = [] if kept_as else None
        for chunk in self._unpack(member):
            size += len(chunk)
            self.unpacked += len(chunk)
            crc = zlib.crc32(chunk, crc)
            if self.unpacked > MAX_UNPACKED or size > member.file_size:
                raise Refusal("zip_bomb", "actual size")
            if scan is None and size == len(chunk):
                scan = _DoctypeScan.for_part(member.filename, chunk)
            if scan is not None:
                scan.feed(chunk)
            if keep is not None and size <= 1_000_000:
                keep.append(chunk)
        if size != member.file_size or crc != member.CRC:
            raise Refusal("corrupt_file")
        if scan is not None:
            scan.close()
        if kept_as and keep is not None:
            setattr(self, kept_as, b"".join(keep))

    def _unpack(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The member's bytes as the archive really holds them, whatever sizes its directory claims."""
        at = member.header_offset
        header = self.content[at : at + 30]
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise Refusal("corrupt_file")
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        name = self.content[at + 30 : at + 30 + name_length]
        if name.decode("utf-8", "replace") != member.orig_filename and name != member.orig_filename.encode(
            "cp437", "replace"
        ):
            raise Refusal("zip_unsafe_entry", "two names for one member")
        start = at + 30 + name_length + extra_length
        data = memoryview(self.content)[start : start + member.compress_size]
        if len(data) < member.compress_size:
            raise Refusal("corrupt_file")
        if member.compress_type == zipfile.ZIP_STORED:
            for offset in range(0, len(data), CHUNK):
                yield bytes(data[offset : offset + CHUNK])
            return
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise Refusal("corrupt_file", "compression method")
        yield from _inflate(data)


def _inflate(data: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    pending: bytes | memoryview = data
    try:
        while pending and not stream.eof:
            chunk = stream.decompress(pending, CHUNK)
            pending = stream.unconsumed_tail
            if chunk:
                yield chunk
        tail = stream.flush()
    except zlib.error as error:
        raise Refusal("corrupt_file") from error
    if tail:
        yield tail


class _DoctypeScan:
    """Feeds one part to expat until its root element: a DOCTYPE can only stand before it.

    Not well-formed before the root means that nobody can say what another parser would make of it: corrupt.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._root
        self.done = False

    @classmethod
    def for_part(cls, name: str, start: bytes) -> _DoctypeScan | None:
        """A scan when the part is XML by name or by its first bytes (UTF-8, UTF-16 and UTF-32 alike)."""
        by_name = name.lower().endswith((".xml", ".rels", ".vml"))
        first = start[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
        return cls() if by_name or first == b"<" else None

    def _doctype(self, *_: object) -> None:
        raise Refusal("xml_dtd_forbidden")

    def _root(self, *_: object) -> None:
        self.done = True

    def feed(self, chunk: bytes) -> None:
        if self.done:
            return
        try:
            self.parser.Parse(chunk, False)
        except (expat.ExpatError, ValueError, LookupError, OSError) as error:
            if not self.done:
                raise Refusal("corrupt_file", "XML") from error

    def close(self) -> None:
        if not self.done:
            raise Refusal("corrupt_file", "XML without a root")


def _check_macros(names: set[str], parts: _Parts) -> None:
    lowered = {name.lower() for name in names}
    has_part = any(
        name.endswith("vbaproject.bin") or "/macrosheets/" in name or name.startswith(("basic/", "scripts/"))
        for name in lowered
    )
    if has_part or _MACRO_TYPE.search(_without_zeros(parts.content_types)):
        raise Refusal("macro_enabled")


def _without_zeros(xml: bytes) -> bytes:
    """Names of types are ASCII: without its zeros UTF-16 shows them as UTF-8 does."""
    return xml.replace(b"\x00", b"")


def _zip_kind(names: set[str], parts: _Parts) -> str:
    if b"opendocument.spreadsheet" in parts.mimetype:
        if b"encryption-data" in parts.manifest:
            raise Refusal("password_protected")
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith(".iwa") for name in names) or "Index.zip" in names:
        return "numbers"
    if _SHEET_MAIN.search(_without_zeros(parts.content_types)) or "xl/workbook.xml" in names:
        return "xlsx"
    raise Refusal("not_a_spreadsheet")
