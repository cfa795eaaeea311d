"""The errors of a package: everything that must be put right before a row of it is loaded (contracts 2).

Checking reads every file once and collects all errors. What only looks wrong is the business of `doubts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from exchange.package import cells
from exchange.package.problems import DOUBT, Problem, Problems
from exchange.package.reading import CsvBroken, CsvTable, Package
from exchange.package.replacing import GIVES_WAY, held_rows
from exchange.package.tables import BY_NAME, TABLES, Column, Kind, TableSpec
from officials.models import Official, Post, Qualification
from officials.models.qualifications import LEVELS

CHUNK = 500
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TOGETHER = (("starts_on", "ends_on"), ("kind", "level"))
Row = dict[str, cells.Values]
T = TypeVar("T")


@dataclass
class Checked:
    """What checking found: the problems, which rows and tables loading has to leave out, the units of the file."""

    problems: Problems = field(default_factory=Problems)
    bad_rows: dict[str, set[int]] = field(default_factory=dict)
    bad_tables: set[str] = field(default_factory=set)
    unit_ids: set[str] = field(default_factory=set)
    official_ids: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Layout:
    """Where the columns of a table stand in a file, and how each is read."""

    spec: TableSpec
    places: tuple[tuple[int, Column, cells.Reader], ...]
    width: int

    @property
    def present(self) -> set[str]:
        return {column.name for _, column, _ in self.places}


def layout_of(table: CsvTable, posts: frozenset[str]) -> Layout:
    """The known columns of a file; a column named twice counts where it stands first."""
    places = []
    for column in table.spec.columns:
        if column.name in table.header:
            places.append((table.header.index(column.name), column, cells.reader(column, posts=posts)))
    return Layout(table.spec, tuple(places), len(table.header))


def known_posts() -> frozenset[str]:
    return frozenset(Post.objects.values_list("code", flat=True))


def chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def check(package: Package, *, replace: bool) -> Checked:
    """Every error of `package`, judged against the records too unless they are to be replaced; plus unknown names."""
    checker = _Checker(package, replace)
    for name in package.unknown_files:
        message = f"Tệp {name} không phải là bảng của gói dữ liệu nên không được đọc."
        checker.result.problems.add(Problem(name[:-4], None, None, "table_unknown", message, DOUBT))
    for spec in TABLES:
        if spec.name in package.headless:
            checker.result.bad_tables.add(spec.name)
            message = f"Tệp {spec.file} không có dòng tên cột."
            checker.result.problems.add(Problem(spec.name, 1, None, "header_missing", message))
        elif spec.name in package.tables:
            checker.check_table(package.tables[spec.name])
    if replace:
        checker.check_held()
    checker.result.unit_ids = checker.ids_in_file.get("units", set())
    checker.result.official_ids = checker.ids_in_file.get("officials", set())
    return checker.result


class _Checker:
    def __init__(self, package: Package, replace: bool) -> None:
        self.package = package
        self.replace = replace
        self.result = Checked()
        self.posts = known_posts()
        self.ids_in_file: dict[str, set[str]] = {}
        self.ids_in_records: dict[str, set[str]] = {}
        self.incomplete: set[str] = set(
            package.headless
        )  # their ids are not all known: no reference is judged

    def error(self, spec: TableSpec, row: int | None, column: str | None, code: str, message: str) -> None:
        self.result.problems.add(Problem(spec.name, row, column, code, message))
        if row is not None:
            self.result.bad_rows.setdefault(spec.name, set()).add(row)

    # --- one table ------------------------------------------------------------------------------------------

    def check_table(self, table: CsvTable) -> None:
        spec = table.spec
        self._check_header(table)
        layout = layout_of(table, self.posts)
        keys = _Keys(self, spec)
        numbers = _NationalIds(self, spec)
        try:
            for chunk in chunks(table.rows()):
                rows = [(number, self._read(layout, number, texts)) for number, texts in chunk]
                existing = self._existing(layout, rows)
                for number, row in rows:
                    keys.take(number, row)
                    self._check_references(spec, number, row)
                    self._check_together(spec, number, row, existing)
                numbers.take(rows)
        except CsvBroken as broken:
            message = f"Không đọc tiếp được tệp {spec.file} từ dòng này: dấu ngoặc kép hoặc dấu phẩy đặt sai."
            self.error(spec, broken.row, None, "csv_invalid", message)
            self.incomplete.add(spec.name)
        if spec.name in ("units", "officials"):
            self.ids_in_file[spec.name] = {str(key[0]) for key in keys.first_row}
        numbers.finish()

    def _check_header(self, table: CsvTable) -> None:
        spec, header = table.spec, table.header
        for column in spec.columns:
            if column.required and column.name not in header:
                self.error(spec, 1, column.name, "column_missing", f"Thiếu cột bắt buộc {column.name}.")
                self.result.bad_tables.add(spec.name)
                if column.name in spec.key:
                    self.incomplete.add(spec.name)
        for name in dict.fromkeys(header):
            if header.count(name) > 1:
                self.error(spec, 1, name, "column_twice", f"Cột {name} có hai lần.")
                self.result.bad_tables.add(spec.name)
            elif name not in spec.by_name:
                shown = name.encode("utf-8", "replace").decode()[:60]
                message = f"Cột {shown} không thuộc bảng {spec.name} nên không được đọc."
                self.result.problems.add(Problem(spec.name, 1, shown, "column_unknown", message, DOUBT))

    def _read(self, layout: Layout, number: int, texts: list[str]) -> Row:
        """The values of a row's good cells; the others have been reported and are missing in it."""
        spec = layout.spec
        if len(texts) != layout.width:
            message = f"Dòng có {len(texts)} ô, trong khi dòng tên cột có {layout.width} ô."
            self.error(spec, number, None, "row_ragged", message)
            return {}
        clean = not _FORBIDDEN.search("\n".join(texts))
        row: Row = {}
        for index, column, read in layout.places:
            text = texts[index]
            if cells.is_empty(text):
                if column.required:
                    self.error(
                        spec, number, column.name, "cell_empty", f"Ô {column.name} không được để trống."
                    )
                else:
                    row[column.name] = column.empty
                continue
            if not clean and self._is_forbidden(spec, number, column, text):
                continue
            try:
                row[column.name] = read(text)
            except cells.CellError as error:
                self.error(spec, number, column.name, error.code, error.message)
        return row

    def _is_forbidden(self, spec: TableSpec, number: int, column: Column, text: str) -> bool:
        found = _FORBIDDEN.search(text)
        if found is None:
            return False
        if "\ud800" <= found.group() <= "\udfff":
            self.error(spec, number, column.name, "encoding_invalid", "Ô có ký tự không phải là UTF-8.")
        else:
            self.error(spec, number, column.name, "text_invalid", "Ô có ký tự điều khiển không được phép.")
        return True

    # --- rows among each other ------------------------------------------------------------------------------

    def _check_references(self, spec: TableSpec, number: int, row: Row) -> None:
        for column in spec.columns:
            if column.kind is not Kind.REFERENCE or column.refers in self.incomplete:
                continue
            value = row.get(column.name, (None,))[0]
            if value is not None and not self._is_known(column.refers, value):
                title = BY_NAME[column.refers].title.lower()
                message = f"Không có {title} nào mang mã “{value[:60]}” trong gói và trong hệ thống."
                self.error(spec, number, column.name, "reference_missing", message)

    def _is_known(self, table: str, public_id: str) -> bool:
        if public_id in self.ids_in_file.get(table, ()):
            return True
        if self.replace:
            return False
        if table not in self.ids_in_records:
            model = BY_NAME[table].model
            self.ids_in_records[table] = set(
                model._base_manager.values_list("public_id", flat=True).iterator(chunk_size=5000)
            )
        return public_id in self.ids_in_records[table]

    def _existing(self, layout: Layout, rows: list[tuple[int, Row]]) -> dict[str, Row]:
        """Values, by id, of the columns that a check needs beside a column of the file and the file does not have."""
        spec = layout.spec
        absent = [
            name
            for pair in _TOGETHER
            if set(pair) & layout.present and set(pair) <= set(spec.by_name)
            for name in pair
            if name not in layout.present
        ]
        if self.replace or not absent or not spec.has_own_id:
            return {}
        ids = [row[spec.key[0]][0] for _, row in rows if spec.key[0] in row]
        stored = spec.model._base_manager.filter(public_id__in=ids).values("public_id", *absent)
        return {values["public_id"]: {name: (values[name],) for name in absent} for values in stored}

    def _check_together(self, spec: TableSpec, number: int, row: Row, existing: dict[str, Row]) -> None:
        if existing:
            row = existing.get(row.get(spec.key[0], ("",))[0], {}) | row
        starts_on: date | None = row.get("starts_on", (None,))[0]
        ends_on: date | None = row.get("ends_on", (None,))[0]
        if starts_on and ends_on and ends_on < starts_on:
            message = f"Ngày kết thúc {ends_on:%d/%m/%Y} trước ngày bắt đầu {starts_on:%d/%m/%Y}."
            self.error(spec, number, "ends_on", "dates_out_of_order", message)
        if spec.model is Qualification and "kind" in row:
            kind, level = row["kind"][0], row.get("level", ("",))[0]
            if level and level not in LEVELS[kind]:
                message = f"Mã “{level}” không phải là một mức của loại trình độ {kind}."
                self.error(spec, number, "level", "code_unknown", message)

    def check_held(self) -> None:
        """With --replace: what the rest of the system stands on must come back with the package."""
        for spec in TABLES:
            found = self.ids_in_file.get(spec.name, set())
            held = (
                held_rows(spec, besides=GIVES_WAY).order_by("public_id").values_list("public_id", flat=True)
            )
            for public_id in held:
                if public_id not in found:
                    message = (
                        f"{spec.title} mang mã {public_id} đang được dùng ở phần khác của hệ thống nên phải có "
                        "trong gói thay thế."
                    )
                    self.error(spec, None, spec.key[0], "row_in_use", message)


class _Keys:
    """That no two rows of a table have one id (or one natural key)."""

    def __init__(self, checker: _Checker, spec: TableSpec) -> None:
        self.checker, self.spec = checker, spec
        self.first_row: dict[tuple[Any, ...], int] = {}

    def take(self, number: int, row: Row) -> None:
        if not all(name in row for name in self.spec.key):
            return
        key = tuple(row[name][0] for name in self.spec.key)
        first = self.first_row.setdefault(key, number)
        if first != number:
            shown = ", ".join(str(part)[:60] for part in key)
            message = f"Mã {shown} đã có ở dòng {first}."
            self.checker.error(self.spec, number, self.spec.key[-1], "id_twice", message)


class _NationalIds:
    """That no two officials have one ID number, in the file or with the records."""

    def __init__(self, checker: _Checker, spec: TableSpec) -> None:
        self.checker, self.spec = checker, spec
        self.is_on = spec.model is Official
        self.first_row: dict[str, int] = {}
        self.held: list[tuple[int, str]] = []

    def take(self, rows: list[tuple[int, Row]]) -> None:
        if not self.is_on:
            return
        owners: dict[str, tuple[int, str]] = {}
        for number, row in rows:
            national_id = row.get("national_id", ("",))[0]
            if not national_id:
                continue
            first = self.first_row.setdefault(national_id, number)
            if first == number:
                owners[national_id] = (number, row.get("official_id", ("",))[0])
            else:
                message = f"Số CCCD, CMND này đã có ở dòng {first}."
                self.checker.error(self.spec, number, "national_id", "national_id_twice", message)
        if self.checker.replace or not owners:
            return
        stored = Official._base_manager.filter(national_id__in=list(owners))
        for national_id, holder in stored.values_list("national_id", "public_id"):
            number, public_id = owners[national_id]
            if holder != public_id:
                self.held.append((number, holder))

    def finish(self) -> None:
        """A number another official has in the records is free again when the file gives that one another number."""
        for number, holder in self.held:
            if holder not in self.checker.ids_in_file["officials"]:
                message = f"Số CCCD, CMND này đã là của cán bộ, công chức mang mã {holder}."
                self.checker.error(self.spec, number, "national_id", "national_id_twice", message)
