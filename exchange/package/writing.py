"""Writing a data package to a folder or a .zip: the same rows always give the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from exchange.package.reading import DESCRIPTOR
from exchange.package.tables import BY_NAME, TABLES, Column, Kind, TableSpec
from foundation.errors import Refused

_NEEDS_QUOTES = re.compile('[",\r\n]')
_FRICTIONLESS_TYPES = {
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
}
_PARTIAL_DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"


class PackageWriter:
    """The open files of a package being written, one a table; every table is there, also without rows, but for
    the optional ones."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._files: dict[str, TextIO] = {}
        for spec in TABLES:
            if not spec.optional:
                self._begin(spec)

    def _begin(self, spec: TableSpec) -> None:
        handle = (self._folder / spec.file).open("w", encoding="utf-8", newline="")
        self._files[spec.name] = self._stack.enter_context(handle)
        self.write(spec.name, [column.name for column in spec.columns])

    @property
    def tables(self) -> list[TableSpec]:
        """The tables this package holds, in the order of the format."""
        return [spec for spec in TABLES if spec.name in self._files]

    def write(self, table: str, cells: Sequence[str]) -> None:
        """Add one row: a text a column, in the order of the table."""
        if table not in self._files:
            self._begin(BY_NAME[table])
        self._files[table].write(",".join(map(_quoted, cells)) + "\n")


def _quoted(cell: str) -> str:
    """RFC 4180 with as few quotes as possible; a lone carriage return would else end the record."""
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


@contextmanager
def new_package(path: Path, *, synthetic: bool) -> Iterator[PackageWriter]:
    """Write a package that appears at `path` (a .zip by its name, else a folder) only when it is complete.

    An earlier package at that place is replaced. Errors: Refused where something else stands there.
    """
    check_place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".package-") as work:
        folder = Path(work) / "package"
        folder.mkdir()
        with ExitStack() as stack:
            writer = PackageWriter(folder, stack)
            yield writer
        described = descriptor(synthetic=synthetic, tables=writer.tables)
        text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
        (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
        if path.suffix.lower() == ".zip":
            archive = Path(work) / "package.zip"
            _zip(folder, archive)
            archive.replace(path)
            return
        if path.exists():
            shutil.rmtree(path)
        folder.replace(path)


def check_place(path: Path) -> None:
    """Refused unless `path` is free or holds an earlier package."""
    if not path.exists():
        return
    if path.suffix.lower() == ".zip":
        if not zipfile.is_zipfile(path):
            raise Refused(f"{path} đã có và không phải là tệp .zip. Đề nghị chọn tên khác.")
        return
    if not path.is_dir():
        raise Refused(f"{path} đã có và không phải là thư mục. Đề nghị chọn tên khác.")
    known = {spec.file for spec in TABLES} | {DESCRIPTOR}
    strangers = sorted({entry.name for entry in path.iterdir()} - known)
    if strangers:
        raise Refused(
            f"Thư mục {path} có tệp không thuộc gói dữ liệu ({', '.join(strangers[:3])}). "
            "Đề nghị chọn thư mục khác."
        )


def descriptor(*, synthetic: bool, tables: Iterable[TableSpec] = TABLES) -> dict[str, Any]:
    """The Frictionless description of a package of `tables`; `synthetic`: it holds people who do not exist."""
    return {
        "profile": "tabular-data-package",
        "name": "kinhmon-cadre",
        "title": "Gói dữ liệu cán bộ, công chức cấp xã",
        "synthetic": synthetic,
        "resources": [
            {
                "name": spec.name,
                "title": spec.title,
                "path": spec.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in spec.columns],
                    "primaryKey": list(spec.key),
                    "foreignKeys": [
                        {
                            "fields": column.name,
                            "reference": {
                                "resource": column.refers,
                                "fields": "unit" if column.refers == "units" else "official_id",
                            },
                        }
                        for column in spec.columns
                        if column.refers
                    ],
                    "missingValues": [""],
                },
            }
            for spec in tables
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.label,
        "type": _FRICTIONLESS_TYPES.get(column.kind, "string"),
    }
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind is Kind.ID:
        constraints["unique"] = True
    if column.kind is Kind.PARTIAL_DATE:
        constraints["pattern"] = _PARTIAL_DATE_PATTERN
    if column.codes:
        constraints["enum"] = list(column.codes)
    return field | ({"constraints": constraints} if constraints else {})


def _zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for source in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(source.name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with source.open("rb") as reader, out.open(info, "w", force_zip64=True) as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)
