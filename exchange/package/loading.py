"""Loading a data package: check, match by id, write in batches, one transaction, one audit event.

Nothing is deleted (but with `replace`, everything first). A row of an unchanged table costs a comparison, so the
same package again changes nothing and writes no event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from exchange.package import cells, doubts
from exchange.package.checking import CHUNK, Checked, Layout, check, chunks, known_posts, layout_of
from exchange.package.problems import DOUBT, Problem
from exchange.package.reading import CsvBroken, CsvTable, Package, Unreadable, open_package
from exchange.package.replacing import Removed, clear
from exchange.package.tables import BY_NAME, TABLES, Kind, TableSpec
from foundation import audit
from foundation.actors import SystemActor
from foundation.dates import today
from foundation.errors import Denied
from foundation.ids import new_public_id
from foundation.scope import ScopedModel, unscoped
from officials.models import Appointment, Area, Official
from officials.services import attachments
from officials.services.postings import current_unit_id

ID_LENGTH = 80
Attributes = dict[str, Any]


@dataclass
class Counts:
    """How many rows of a table a load brought, changed, and found as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.new} mới, {self.changed} thay đổi, {self.unchanged} giữ nguyên"


@dataclass(frozen=True)
class LoadReport:
    """What a load did: nothing at all when `loaded` is false (errors, or a dry run)."""

    loaded: bool
    dry_run: bool = False
    tables: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    removed: Removed = field(default_factory=Removed)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level != DOUBT]

    @property
    def doubts(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == DOUBT]

    def as_dict(self) -> dict[str, Any]:
        """The document of the command `load_package` (contracts 1)."""
        return {
            "loaded": self.loaded,
            "dry_run": self.dry_run,
            "tables": {name: asdict(counts) for name, counts in self.tables.items()},
            "removed": asdict(self.removed),
            "problems": [problem.as_dict() for problem in self.problems],
        }


def load(source: Path | str, *, by: Any, replace: bool = False, dry_run: bool = False) -> LoadReport:
    """Load the package at `source` (a folder or .zip); with errors nothing is loaded and the report names them all.

    With `replace` the rows of all package tables are deleted first. Errors: Denied unless `by` may write the records
    of all units.
    """
    if not by.may("write", Official, "all"):
        raise Denied("Ông/bà không có quyền nạp gói dữ liệu. Đề nghị liên hệ Phòng Nội vụ.")
    try:
        with open_package(Path(source)) as package, unscoped("a data package concerns every unit"):
            return _load(package, by=by, replace=replace, dry_run=dry_run)
    except Unreadable as error:
        return LoadReport(False, dry_run, {}, [Problem(None, None, None, error.code, str(error))])
    except IntegrityError as error:
        # What was checked a moment ago no longer holds: someone else wrote the same thing meanwhile.
        message = f"Số liệu vừa được người khác thay đổi. Đề nghị nạp lại gói. ({error})"
        return LoadReport(False, dry_run, {}, [Problem(None, None, None, "changed_meanwhile", message)])


def _load(package: Package, *, by: Any, replace: bool, dry_run: bool) -> LoadReport:
    with transaction.atomic():
        _lift_statement_timeout()
        checked = check(package, replace=replace)
        removed = clear(checked.unit_ids, checked.official_ids, by=by) if replace else Removed()
        loader = _Loader(package, checked, replace=replace)
        loader.run()
        if replace:
            removed.files = attachments.drop_ownerless()
        for problem in _doubts_of(package, checked, loader.incomplete):
            checked.problems.add(problem)
        refused = checked.problems.has_errors
        if refused or dry_run:
            # Also a package with errors is loaded as far as it goes, so that its doubts are told at once.
            transaction.set_rollback(True)
        elif removed or any(counts.new or counts.changed for counts in loader.counts.values()):
            _record(package, loader.counts, removed, by)
    problems = checked.problems.in_order([spec.name for spec in TABLES])
    if refused:
        return LoadReport(False, dry_run, {}, problems)
    return LoadReport(not dry_run, dry_run, loader.counts, problems, removed)


def _lift_statement_timeout() -> None:
    """A province's load has statements longer than a page may take; only this transaction is freed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def _record(package: Package, counts: dict[str, Counts], removed: Removed, by: Any) -> None:
    new = sum(each.new for each in counts.values())
    changed = sum(each.changed for each in counts.values())
    summary = f"Nạp gói dữ liệu: {new} dòng mới, {changed} dòng thay đổi"
    changes: dict[str, Any] = {"sha256": [None, package.digest]}
    if removed:
        summary += f", đã xóa {removed.rows} dòng trước khi nạp"
        changes["removed"] = [None, str(removed)]
    for name, each in counts.items():
        if each.new or each.changed or each.unchanged:
            changes[name] = [None, str(each)]
    entry = audit.Entry(
        action="load_package",
        object_type="package",
        object_id=package.digest,
        summary=summary,
        changes=changes,
    )
    audit.record_many([entry], by=by)


def _doubts_of(package: Package, checked: Checked, incomplete: set[str]) -> Iterator[Problem]:
    """The doubts about rows of this package, as problems with their row numbers."""
    found: dict[str, list[doubts.Doubt]] = {}
    for doubt in doubts.find_doubts(SystemActor()):
        if doubt.code == "evaluation_without_post" and "appointments" in incomplete:
            continue  # the post may stand in a row that could not be loaded
        found.setdefault(doubt.table, []).append(doubt)
    for name, listed in found.items():
        if name not in package.tables or name in checked.bad_tables:
            continue
        wanted = {key for doubt in listed for key in (doubt.key, doubt.other_key) if key}
        rows = _rows_of(package.tables[name], wanted, checked.bad_rows.get(name, set()))
        for doubt in listed:
            row = rows.get(doubt.key) or rows.get(doubt.other_key)
            if row is not None:
                yield Problem(name, row, doubt.column, doubt.code, doubt.message, DOUBT)


def _rows_of(table: CsvTable, keys: set[str], bad: set[int]) -> dict[str, int]:
    place = table.header.index(table.spec.key[0])
    found: dict[str, int] = {}
    try:
        for number, texts in table.rows():
            if number not in bad and texts[place] in keys:
                found[texts[place]] = number
    except CsvBroken:
        return found
    return found


class _Loader:
    """Writes the good rows of a checked package, table by table, and keeps what follows from them true."""

    def __init__(self, package: Package, checked: Checked, *, replace: bool) -> None:
        self.package, self.checked, self.replace = package, checked, replace
        self.posts = known_posts()
        self.counts = {spec.name: Counts() for spec in TABLES}
        self.pks: dict[str, dict[str, int]] = {}
        self.areas: dict[str, int] = dict(Area.objects.values_list("name", "pk"))
        self.freed: dict[str, str] = {}
        self.moved: set[int] = set()
        self.incomplete: set[str] = set(checked.bad_tables) | set(checked.bad_rows)

    def run(self) -> None:
        for spec in TABLES:
            if spec.name in self.package.tables and spec.name not in self.checked.bad_tables:
                self._load_table(self.package.tables[spec.name])
        _refresh_units(self.moved)
        if self.replace:
            Area.objects.filter(units__isnull=True, children__isnull=True).delete()

    def _load_table(self, table: CsvTable) -> None:
        layout = layout_of(table, self.posts)
        if table.spec.model is Official and "national_id" in layout.present and not self.replace:
            self._free_national_ids(table, layout)
        for chunk in chunks(self._good_rows(table, layout)):
            self._write(layout, chunk)

    def _good_rows(self, table: CsvTable, layout: Layout) -> Iterator[Attributes]:
        bad = self.checked.bad_rows.get(table.spec.name, set())
        absent = [c for c in table.spec.columns if c.name not in layout.present] if self.replace else []
        try:
            for number, texts in table.rows():
                if number in bad:
                    continue
                attributes: Attributes = {}
                for column in absent:
                    attributes.update(zip(column.attnames, column.empty, strict=True))
                for index, column, read in layout.places:
                    text = texts[index]
                    values = column.empty if cells.is_empty(text) else read(text)
                    attributes.update(zip(column.attnames, values, strict=True))
                    if column.name == "synthetic" and cells.is_empty(text):
                        attributes["synthetic"] = self.package.synthetic
                yield attributes
        except CsvBroken:
            return

    # --- one chunk of rows ----------------------------------------------------------------------------------

    def _write(self, layout: Layout, chunk: list[Attributes]) -> None:
        spec = layout.spec
        counts = self.counts[spec.name]
        rows = [attributes for attributes in chunk if self._resolve(spec, attributes)]
        if len(rows) < len(chunk):
            self.incomplete.add(spec.name)
        keys = [column.attnames[0] for column in spec.key_columns]
        existing = self._existing(spec, keys, rows, layout)
        new: list[ScopedModel] = []
        changed: list[ScopedModel] = []
        for attributes in rows:
            stored = existing.get(tuple(attributes[name] for name in keys))
            if stored is None:
                new.append(self._made(spec, attributes))
            elif any(stored[name] != value for name, value in attributes.items()):
                changed.append(self._made(spec, attributes, stored))
                self._note_move(spec, stored)
            else:
                continue
            self._note_move(spec, attributes)
        if not spec.has_own_id:
            _give_ids(spec, new)
        spec.model._base_manager.bulk_create(new, batch_size=CHUNK)
        if changed:
            spec.model._base_manager.bulk_update(changed, _fields(layout, self.replace), batch_size=100)
        counts.new += len(new)
        if self.replace:
            # A held row that came back counts as what it would be had it been deleted with the others.
            counts.new += len(rows) - len(new)
        else:
            counts.changed += len(changed)
            counts.unchanged += len(rows) - len(new) - len(changed)

    def _resolve(self, spec: TableSpec, attributes: Attributes) -> bool:
        """Put keys of rows in place of their ids; False when a row referred to has not been loaded itself."""
        for column in spec.columns:
            name = column.attnames[0]
            value = attributes.get(name)
            if value is None:
                continue
            if column.kind is Kind.REFERENCE:
                attributes[name] = self._pk(column.refers, value)
                if attributes[name] is None:
                    return False
            elif column.kind is Kind.AREA:
                attributes[name] = self._area(value)
        return True

    def _pk(self, table: str, public_id: str) -> int | None:
        if table not in self.pks:
            manager = BY_NAME[table].model._base_manager
            self.pks[table] = dict(manager.values_list("public_id", "pk").iterator(chunk_size=5000))
        return self.pks[table].get(public_id)

    def _area(self, name: str) -> int:
        if name not in self.areas:
            self.areas[name] = Area.objects.create(name=name).pk
        return self.areas[name]

    def _existing(
        self, spec: TableSpec, keys: list[str], rows: list[Attributes], layout: Layout
    ) -> dict[tuple[Any, ...], Attributes]:
        """The stored rows of these keys, locked until the load is over."""
        columns = spec.columns if self.replace else [column for _, column, _ in layout.places]
        names = [name for column in columns for name in column.attnames]
        lookup = {f"{name}__in": {attributes[name] for attributes in rows} for name in keys}
        stored = spec.model._base_manager.select_for_update().filter(**lookup).order_by()
        found = {}
        for values in stored.values("pk", "version", "public_id", *names):
            if values["public_id"] in self.freed and spec.model is Official:
                values["national_id"] = self.freed[values["public_id"]]
            found[tuple(values[name] for name in keys)] = values
        return found

    def _made(self, spec: TableSpec, attributes: Attributes, stored: Attributes | None = None) -> ScopedModel:
        row = spec.model(**attributes)
        if stored is not None:
            row.pk, row.version, row.public_id = stored["pk"], stored["version"] + 1, stored["public_id"]
        if isinstance(row, Official):
            if stored is None and "synthetic" not in attributes:
                row.synthetic = self.package.synthetic
            row.derive()
        return row

    def _note_move(self, spec: TableSpec, attributes: Attributes) -> None:
        if spec.model is Appointment:
            self.moved.add(attributes["official_id"])

    def _free_national_ids(self, table: CsvTable, layout: Layout) -> None:
        """Take away the ID numbers that the file gives another number, so that they can pass from one to another."""
        for chunk in chunks(self._good_rows(table, layout)):
            wanted = {attributes["public_id"]: attributes["national_id"] for attributes in chunk}
            stored = Official._base_manager.filter(public_id__in=wanted).exclude(national_id="")
            numbers = dict(stored.values_list("public_id", "national_id"))
            freed = {key: number for key, number in numbers.items() if number != wanted[key]}
            self.freed.update(freed)
            Official._base_manager.filter(public_id__in=freed).update(national_id="")


def _fields(layout: Layout, replace: bool) -> list[str]:
    """The model fields a changed row of this file writes."""
    spec = layout.spec
    columns = spec.columns if replace else [column for _, column, _ in layout.places]
    names = [name for column in columns if column.kind is not Kind.ID for name in column.attnames]
    if spec.model is Official:
        names += ["name_sort", "name_folded"]
        if "general_education" in names:
            names.append("general_education_code")
    return [*names, "version"]


def _give_ids(spec: TableSpec, rows: list[ScopedModel]) -> None:
    """Public ids of rows the package knows by two columns: `10675:2021`, or a new one where that is taken."""
    owners = {column.refers: column for column in spec.key_columns if column.refers}
    names: dict[int, str] = {}
    for table, _ in owners.items():
        pks = {getattr(row, c.attnames[0]) for row in rows for c in spec.key_columns if c.refers == table}
        names |= dict(BY_NAME[table].model._base_manager.filter(pk__in=pks).values_list("pk", "public_id"))
    for row in rows:
        parts = []
        for column in spec.key_columns:
            value = getattr(row, column.attnames[0])
            parts.append(names[value] if column.refers else str(value))
        row.public_id = natural_id(parts)
    taken = set(
        spec.model._base_manager.filter(public_id__in=[row.public_id for row in rows]).values_list(
            "public_id", flat=True
        )
    )
    for row in rows:
        if row.public_id in taken:
            row.public_id = new_public_id(spec.model.id_letter)


def natural_id(parts: Iterable[str]) -> str:
    """One id for the parts of a natural key; a digest where they are too long to stand side by side."""
    text = ":".join(part.replace(":", "::") for part in parts)
    return text if len(text) <= ID_LENGTH else "k-" + hashlib.sha256(text.encode()).hexdigest()


def _refresh_units(officials: set[int]) -> None:
    """Set `Official.unit` of these people from their posts as of the working day (contracts 6)."""
    day = today()
    for chunk in chunks(sorted(officials)):
        posts: dict[int, list[Appointment]] = {pk: [] for pk in chunk}
        appointments = Appointment._base_manager.filter(official__in=chunk).order_by()
        for post in appointments.only("official", "unit", "is_primary", "starts_on", "ends_on", "public_id"):
            posts[post.official_id].append(post)
        by_unit: dict[int | None, list[int]] = {}
        for pk, unit_pk in Official._base_manager.filter(pk__in=chunk).values_list("pk", "unit"):
            unit = current_unit_id(posts[pk], day)
            if unit != unit_pk:
                by_unit.setdefault(unit, []).append(pk)
        for unit, pks in by_unit.items():
            Official._base_manager.filter(pk__in=pks).update(unit=unit)
