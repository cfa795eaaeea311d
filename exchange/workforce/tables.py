"""The tables of a data package as plain rows, and writing them to a folder or a .zip.

The columns are those of the open exchange format, in its order. A row is a tuple of texts in that order;
empty text = unknown.
"""

import csv
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol, TextIO

COLUMNS: dict[str, tuple[str, ...]] = {
    "units": ("unit", "code", "name", "kind", "area", "unit_class", "starts_on", "ends_on", "note"),
    "unit_successions": ("predecessor", "successor", "effective_on", "basis"),
    "unit_quotas": ("unit", "total", "starts_on", "ends_on", "basis"),
    "officials": (
        "official_id", "full_name", "sex", "birth_date", "ethnicity", "religion", "national_id", "hometown",
        "general_education", "recruited_on", "party_member", "party_joined_on", "party_official_on",
        "synthetic",
    ),
    "appointments": (
        "appointment_id", "official_id", "unit", "post", "is_primary", "starts_on", "start_unknown", "ends_on",
        "how", "term", "end_reason", "decision_no", "decided_on", "decided_by", "managed_by",
    ),
    "absences": ("absence_id", "official_id", "kind", "starts_on", "ends_on"),
    "qualifications": (
        "qualification_id", "official_id", "kind", "level", "field", "attained_on", "expires_on",
        "institution", "certificate_no",
    ),
    "salary_steps": (
        "salary_step_id", "official_id", "rank_code", "step", "coefficient", "starts_on", "allowance",
    ),
    "family_members": (
        "family_member_id", "official_id", "relation", "full_name", "birth_year", "relative_official_id", "note",
    ),
    "evaluations": (
        "evaluation_id", "official_id", "year", "status", "level", "self_level", "party_level", "decided_on",
        "decided_by", "decision_no",
    ),
    "health_checks": ("health_check_id", "official_id", "year", "health_class", "checked_on", "facility"),
    "trainings": (
        "training_id", "official_id", "course", "kind", "starts_on", "ends_on", "hours", "cost", "result",
    ),
    "awards": (
        "award_id", "official_id", "title", "kind", "year", "decided_on", "authority", "decision_no",
    ),
    "disciplines": (
        "discipline_id", "official_id", "form", "line", "act_ref", "acted_on", "decided_on", "ends_on",
        "in_duty", "authority", "decision_no",
    ),
    "committees": ("committee_id", "official_id", "unit", "body", "starts_on", "ends_on"),
    "inspections": (
        "inspection_id", "unit", "subject", "trigger", "body", "planned_on", "starts_on", "concluded_on",
        "findings", "violations", "sanctions", "remedy_due_on", "remedied_on",
    ),
    "unit_years": (
        "unit", "year", "computers", "computers_over_5y", "cases", "cases_on_time", "satisfaction_pct",
        "reform_score", "complaints_received", "complaints_upheld", "complaints_on_time", "population",
        "posts_advertised", "applicants", "recruited",
    ),
}  # fmt: skip
"""Succession plans are left out on purpose: that module ships switched off."""

LETTERS = {
    "appointments": "A", "absences": "V", "qualifications": "Q", "salary_steps": "L", "family_members": "F",
    "evaluations": "E", "health_checks": "H", "trainings": "T", "awards": "W", "disciplines": "D",
    "committees": "C", "inspections": "I",
}  # fmt: skip
"""First letter of the ids that `Sink.add` numbers by itself."""

Cell = str | int | float | date | bool | None


class Target(Protocol):
    """Where finished rows go: memory or files."""

    def write(self, table: str, row: tuple[str, ...]) -> None: ...


def text(value: Cell) -> str:
    """A cell as the exchange format writes it: ISO dates, 1/0, empty for unknown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class Sink:
    """Takes cells table by table, numbers the rows and hands them to a target."""

    def __init__(self, target: Target, *, width: int = 7) -> None:
        self._target = target
        self._width = width
        self._counts = dict.fromkeys(LETTERS, 0)

    def add(self, table: str, *cells: Cell) -> None:
        """Write one row. Tables that have an id of their own get it here, in order of writing."""
        letter = LETTERS.get(table)
        values = [text(cell) for cell in cells]
        if letter is not None:
            self._counts[table] += 1
            values.insert(0, f"{letter}{self._counts[table]:0{self._width}d}")
        if len(values) != len(COLUMNS[table]):
            raise ValueError(f"{table}: {len(values)} cells for {len(COLUMNS[table])} columns")
        self._target.write(table, tuple(values))


class Memory:
    """Rows kept in memory, for the demonstration (some thousands of rows)."""

    def __init__(self) -> None:
        self.tables: dict[str, list[tuple[str, ...]]] = {name: [] for name in COLUMNS}

    def write(self, table: str, row: tuple[str, ...]) -> None:
        self.tables[table].append(row)

    def dicts(self, table: str) -> list[dict[str, str]]:
        """The rows of one table as column → text."""
        return [dict(zip(COLUMNS[table], row, strict=True)) for row in self.tables[table]]

    def save(self, path: Path, *, name: str, title: str) -> None:
        """Write everything as a package."""
        with open_package(path, name=name, title=title) as target:
            for table, rows in self.tables.items():
                for row in rows:
                    target.write(table, row)


class Files:
    """One open CSV file a table; rows leave memory as they come."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._writers = {}
        for name, columns in COLUMNS.items():
            handle: TextIO = stack.enter_context(
                (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            writer = csv.writer(handle, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
            writer.writerow(columns)
            self._writers[name] = writer

    def write(self, table: str, row: tuple[str, ...]) -> None:
        self._writers[table].writerow(row)


class PathTaken(Exception):
    """The place holds something that is not a data package."""


@contextmanager
def open_package(path: Path, *, name: str, title: str) -> Iterator[Files]:
    """Open a package for writing; it appears at `path` only when everything is written.

    A path ending in .zip becomes an archive with fixed times, anything else a folder. An earlier package at
    the same place is replaced. Errors: PathTaken.
    """
    check_free(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".package-") as work:
        folder = Path(work) / "package"
        folder.mkdir()
        with ExitStack() as stack:
            yield Files(folder, stack)
        descriptor = json.dumps(_descriptor(name, title), ensure_ascii=False, indent=1) + "\n"
        (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")
        if path.suffix == ".zip":
            archive = Path(work) / "package.zip"
            _zip(folder, archive)
            archive.replace(path)
            return
        if path.exists():
            shutil.rmtree(path)
        folder.replace(path)


def check_free(path: Path) -> None:
    """Refuse to overwrite anything but an earlier package. Errors: PathTaken."""
    if path.suffix == ".zip":
        if path.exists() and not zipfile.is_zipfile(path):
            raise PathTaken(f"{path} không phải là tệp .zip.")
        return
    if not path.exists():
        return
    if not path.is_dir():
        raise PathTaken(f"{path} đã có và không phải là thư mục.")
    known = {f"{name}.csv" for name in (*COLUMNS, "successions")} | {"datapackage.json"}
    strangers = sorted({entry.name for entry in path.iterdir()} - known)
    if strangers:
        raise PathTaken(f"Thư mục {path} chứa tệp không thuộc gói dữ liệu: {', '.join(strangers[:3])}.")


def _descriptor(name: str, title: str) -> dict[str, object]:
    """The Frictionless description; `synthetic` says that nobody in it exists."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "synthetic": True,
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": column, "type": "string"} for column in columns]},
            }
            for table, columns in COLUMNS.items()
        ],
    }


def _zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for source in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(source.name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with source.open("rb") as reader, out.open(info, "w", force_zip64=True) as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)
