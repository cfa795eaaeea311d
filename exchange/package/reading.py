"""Opening a data package, a folder or a .zip, within limits, and reading its tables row by row.

Nothing is unpacked to disk and no name from inside the package is ever used as a path: only files with the names of
known tables are read. Every byte is read once for the digest before anything else, so a damaged archive is refused
before its first row.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from exchange.package.tables import BY_NAME, TableSpec

DESCRIPTOR = "datapackage.json"
MAX_ENTRIES = 200
MAX_COLUMNS = 200
MAX_BYTES = 4 * 1024**3  # unpacked; a province of 230 000 officials is about a tenth of it
MAX_DESCRIPTOR_BYTES = 5 * 1024**2
MAX_RATIO, RATIO_FROM_BYTES = 200, 100 * 1024**2
_BLOCK = 1 << 20
_KNOWN = {spec.file: spec for spec in BY_NAME.values()}


class Unreadable(Exception):
    """The package as a whole cannot be read: `code` is the problem code, the text a Vietnamese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class CsvBroken(Exception):
    """A table cannot be read beyond `row`."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row


@dataclass(frozen=True)
class CsvTable:
    """One table file: its header, and its rows as often as wanted."""

    spec: TableSpec
    header: tuple[str, ...]
    _open: Callable[[], IO[bytes]]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """`(record number, cells)` of every row below the header; blank lines are passed over. Errors: CsvBroken.

        Bytes that are no UTF-8 come as lone surrogates, so that the cell can be named.
        """
        for number, cells in self._records():
            if number > 1 and cells:
                yield number, cells

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        with self._open() as raw, _as_text(raw) as text:
            reader = csv.reader(text, strict=True)
            try:
                for number, cells in enumerate(reader, start=1):
                    yield number, cells
            except csv.Error as error:
                raise CsvBroken(number + 1, str(error)) from error


@dataclass
class Package:
    """An open package: its tables by name, what its descriptor says, the digest of its content."""

    tables: dict[str, CsvTable] = field(default_factory=dict)
    headless: list[str] = field(default_factory=list)
    unknown_files: list[str] = field(default_factory=list)
    synthetic: bool = False
    digest: str = ""


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The package at `path`. Errors: Unreadable."""
    if path.is_dir():
        yield _read(_folder_files(path))
        return
    if not path.is_file():
        raise Unreadable("package_missing", f"Không có thư mục hoặc tệp {path}.")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            "package_unreadable", "Tệp không phải là gói dữ liệu dạng .zip đọc được. Đề nghị xuất lại gói."
        ) from error
    with archive:
        yield _read(_zip_files(archive))


Files = dict[str, Callable[[], IO[bytes]]]


def _folder_files(folder: Path) -> Files:
    root = folder.resolve()
    files: Files = {}
    total = 0
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or not entry.is_file():
            continue
        if root not in entry.resolve().parents:
            raise Unreadable(
                "unsafe_entry", f"Tệp {entry.name} dẫn ra ngoài thư mục của gói nên không được đọc."
            )
        total += entry.stat().st_size
        files[entry.name] = _opener(entry)
    _check_size(total)
    return files


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _zip_files(archive: zipfile.ZipFile) -> Files:
    for entry in archive.infolist():
        _check_entry(entry)
    entries = [entry for entry in archive.infolist() if not _is_clutter(entry)]
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("too_many_entries", f"Gói có hơn {MAX_ENTRIES} tệp nên không được đọc.")
    _check_size(sum(entry.file_size for entry in entries))
    files: Files = {}
    folders = set()
    for entry in entries:
        name = PurePosixPath(entry.filename)
        folders.add(name.parent)
        if name.name in files:
            raise Unreadable("unsafe_entry", f"Gói có hai tệp cùng tên {name.name}.")
        files[name.name] = _zip_opener(archive, entry)
    if len(folders) > 1 or any(len(folder.parts) > 1 for folder in folders):
        raise Unreadable(
            "unsafe_entry", "Các tệp của gói phải nằm ở gốc của tệp .zip hoặc cùng trong một thư mục."
        )
    return files


def _is_clutter(entry: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(entry.filename)
    return (
        entry.is_dir() or "__MACOSX" in name.parts or (name.name.startswith(".") and ".." not in name.parts)
    )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = PurePosixPath(name).parts
    mode = entry.external_attr >> 16
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\x00" in name:
        raise Unreadable("unsafe_entry", f"Tên tệp “{name[:60]}” trong gói không an toàn.")
    if stat.S_ISLNK(mode):
        raise Unreadable("unsafe_entry", f"Tệp {name[:60]} trong gói là liên kết nên không được đọc.")
    if entry.flag_bits & 0x1:
        raise Unreadable("package_unreadable", "Gói có mật khẩu. Đề nghị xuất lại gói không đặt mật khẩu.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(
            "package_unreadable", f"Tệp {name[:60]} trong gói được nén theo kiểu không đọc được."
        )
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Unreadable("zip_bomb", f"Tệp {name[:60]} phình to bất thường khi giải nén nên không được đọc.")


def _zip_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(entry)


def _check_size(total: int) -> None:
    if total > MAX_BYTES:
        raise Unreadable("package_too_large", f"Gói lớn hơn {MAX_BYTES // 1024**3} GB nên không được đọc.")


def _read(files: Files) -> Package:
    package = Package(digest=_digest(files))
    for name, open_file in files.items():
        spec = _KNOWN.get(name)
        if spec is not None:
            header = _header(open_file)
            if header is None:
                package.headless.append(spec.name)
            elif len(header) > MAX_COLUMNS:
                raise Unreadable(
                    "too_many_columns", f"Tệp {name} có hơn {MAX_COLUMNS} cột nên không được đọc."
                )
            else:
                package.tables[spec.name] = CsvTable(spec, header, open_file)
        elif name != DESCRIPTOR and name.lower().endswith(".csv"):
            package.unknown_files.append(name)
    if not package.tables and not package.headless:
        raise Unreadable(
            "no_tables", "Không thấy bảng nào của gói dữ liệu (units.csv, officials.csv, …) ở đây."
        )
    if DESCRIPTOR in files:
        package.synthetic = _descriptor(files[DESCRIPTOR]).get("synthetic") is True
    return package


def _digest(files: Files) -> str:
    """SHA-256 over the names and contents read, the same for a folder and a .zip of it."""
    digest = hashlib.sha256()
    for name in sorted(set(files) & {*_KNOWN, DESCRIPTOR}):
        content = hashlib.sha256()
        try:
            with files[name]() as handle:
                while block := handle.read(_BLOCK):
                    content.update(block)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise Unreadable(
                "package_unreadable", f"Tệp {name} trong gói bị hỏng. Đề nghị xuất lại gói."
            ) from error
        digest.update(f"{name}\0{content.hexdigest()}\0".encode())
    return digest.hexdigest()


def _header(open_file: Callable[[], IO[bytes]]) -> tuple[str, ...] | None:
    """The first record; None when there is none that could be a header."""
    with open_file() as raw, _as_text(raw) as text:
        try:
            first = next(csv.reader(text, strict=True), None)
        except csv.Error:
            return None
    return tuple(first) if first else None


def _as_text(raw: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _descriptor(open_file: Callable[[], IO[bytes]]) -> dict[str, Any]:
    with open_file() as handle:
        content = handle.read(MAX_DESCRIPTOR_BYTES + 1)
    try:
        if len(content) > MAX_DESCRIPTOR_BYTES:
            raise ValueError("too large")
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("descriptor_invalid", f"Tệp {DESCRIPTOR} không phải là JSON đọc được.") from error
    if not isinstance(document, dict):
        raise Unreadable("descriptor_invalid", f"Tệp {DESCRIPTOR} không mô tả một gói dữ liệu.")
    return document
