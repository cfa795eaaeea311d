"""Fresh databases of both engines, acts in processes of their own, and kill −9 at a moment of one's choice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import migrated
from tests.exchange.made import HEADER, xlsx

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRES = "postgres://postgres:postgres@127.0.0.1:5432/postgres"
N_ROWS = 200


@dataclass(frozen=True)
class Database:
    """One database, named by its address; `copy` makes another with the same content."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def path(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.lstrip("/")

    @property
    def label(self) -> str:
        return self.name.rpartition("/")[2].removesuffix(".sqlite3")

    def copy(self, name: str) -> Database:
        if self.is_sqlite:
            target = self.path.with_name(f"{name}.sqlite3")
            shutil.copy(self.path, target)
            return Database(f"sqlite:///{target}")
        _postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', self.url)
        _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"', self.url)
        return Database(_with_name(self.url, name))

    def drop(self) -> None:
        if self.is_sqlite:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        else:
            _postgres(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)', self.url)


def made(engine: str, folder: Path) -> Database:
    """A migrated database with one unit and two officers; `engine`: sqlite or an address of PostgreSQL."""
    name = f"faults_{os.getpid()}"
    if engine == "sqlite":
        database = Database(f"sqlite:///{folder / name}.sqlite3")
    else:
        database = Database(_with_name(engine, name))
        database.drop()
        _postgres(f'CREATE DATABASE "{name}"', engine)
    migrate(database)
    act(database, "seed")
    return database


def migrate(database: Database) -> None:
    """All migrations; on SQLite those that this run's own database was copied from, where there are any."""
    kept = migrated.kept()
    if database.is_sqlite and kept.exists():
        shutil.copy(kept, database.path)
    else:
        _python(["manage.py", "migrate", "--verbosity", "0"], database)


def workbook(folder: Path, *, n_rows: int = N_ROWS, name: str = "ds.xlsx") -> Path:
    """A list of `n_rows` people, every one clean."""
    rows = [
        [n + 1, f"Nguyễn Thị {_word(n)}", "Nữ", f"{n % 28 + 1:02}/{n // 28 % 12 + 1:02}/1985", "VP-TK"]
        for n in range(n_rows)
    ]
    path = folder / name
    path.write_bytes(xlsx(("DS", [HEADER, *rows])))
    return path


def act(database: Database, *arguments: str) -> dict:
    """Run one act to its end."""
    process = started(database, *arguments)
    return ended(process)


def started(database: Database, *arguments: str, module: str = "tests.faults.act") -> subprocess.Popen[str]:
    """A process that has said `ready`: from now on it acts. `module` holds the acts."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=_environment(database), stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def ended(process: subprocess.Popen[str]) -> dict:
    """What an act answered."""
    assert process.stdout is not None
    output = process.stdout.read()  # what `communicate` reads leaves out what came together with `ready`
    assert process.wait(timeout=120) == 0, output
    return json.loads(output)


def killed(process: subprocess.Popen[str], after: float) -> bool:
    """Kill −9 after so many seconds; whether the act was still under way."""
    time.sleep(after)
    was_running = process.poll() is None
    if was_running:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return was_running


def seconds(database: Database, *arguments: str, module: str = "tests.faults.act") -> float:
    """How long an act takes when nobody disturbs it."""
    process = started(database, *arguments, module=module)
    start = time.monotonic()
    ended(process)
    return time.monotonic() - start


def _word(number: int) -> str:
    syllables = ("Hoa", "Lan", "Mai", "Huệ", "Thu", "Hà", "Bích", "Dung", "Oanh", "Vân")
    return f"{syllables[number % 10]} {syllables[number // 10 % 10]}"


def _environment(database: Database) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database.url,
        "KINHMON_ENV": "demo",
        "KINHMON_TODAY": "2021-12-31",
        "SECRET_KEY": "khoa-chi-dung-de-thu-khong-bao-gio-dung-that-" + "0" * 20,
    }


def _python(arguments: list[str], database: Database) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=_environment(database), check=True)


def _postgres(statement: str, url: str) -> None:
    import psycopg

    with psycopg.connect(_with_name(url, "postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _with_name(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()
