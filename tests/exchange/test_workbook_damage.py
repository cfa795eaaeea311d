"""Damage at random: a file with bytes changed, cut or doubled is read or refused with a code, never an error, never long.

A fixed number of seeds here; `script/fuzz` raises FUZZ_EXAMPLES and tries others. Gate and readers run in this process
as they do in the child (where any error of a library means a damaged file); some files go through the child itself.
"""

from __future__ import annotations

import functools
import io
import os
import time
import zipfile
from random import Random

import pytest

from exchange.workbooks import gate, readers
from exchange.workbooks.analysis import analyse
from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook, workbook_of
from exchange.workbooks.problems import CODES, REFUSE
from exchange.workbooks.units import UnitNames
from tests.exchange.made import HEADER, PERSON
from tests.exchange.made_xls import xls
from tests.exchange.random_books import random_book
from tests.exchange.reading import DAY, UNITS
from tests.exchange.samples import path_of, truth

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
FIRST = int(os.environ.get("FUZZ_SEED", "0"))
BATCHES = 4  # so that several workers share the seeds
REFUSALS = {code for code, item in CODES.items() if item.level == REFUSE}
SECONDS = 5


@functools.cache
def originals():
    """Samples that are read, and one random file of each kind."""
    read = [item for item in truth()["files"] if not item.get("refuse_code")]
    files = [(item["upload_name"], path_of(item["id"]).read_bytes()) for item in read]
    books = [random_book(seed) for seed in range(12)]
    return [
        *files,
        *[(f"a.{book.kind}", book.content) for book in books],
        ("b.xls", xls(("DS", [HEADER, PERSON]))),
    ]


def damaged(seed):
    """(name, bytes, what was done) of a seed."""
    chance = Random(seed)
    name, content = chance.choice(originals())
    if content.startswith(b"PK") and chance.random() < 0.7:
        return name, _with_damaged_part(chance, content)
    return name, _damage(chance, content)


def _damage(chance: Random, content: bytes) -> bytes:
    data = bytearray(content)
    way = chance.choice(["flip", "flip", "cut", "double", "zeros", "numbers"])
    at = chance.randrange(max(1, len(data)))
    size = chance.choice([1, 4, 64, 512, 4096])
    if way == "flip":
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif way == "cut":
        del data[at : len(data) if chance.random() < 0.5 else at + size]
    elif way == "double":
        data[at:at] = data[at : at + size] * chance.randint(1, 20)
    elif way == "zeros":
        data[at : at + size] = bytes(len(data[at : at + size]))
    else:  # lengths and places that cannot be
        data[at : at + 4] = chance.choice(
            [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"9999", b"\x00\x00\x00\x80"]
        )
    return bytes(data)


def _with_damaged_part(chance: Random, content: bytes) -> bytes:
    """A sound archive around one damaged part: the damage gets past the checksum."""
    source = zipfile.ZipFile(io.BytesIO(content))
    hurt = chance.choice(source.namelist())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            data = source.read(item)
            target.writestr(item, _damage(chance, data) if item == hurt and data else data)
    return stream.getvalue()


def told(name: str, content: bytes) -> str:
    """ "read", or the code with which it is refused."""
    try:
        kind = gate.check(content, name)
        try:
            book = workbook_of({"kind": kind, **readers.read(kind, content)})
        except Refusal:
            raise
        except Exception:  # noqa: BLE001  in the child: its end, and so a damaged file
            return "corrupt_file"
        analyse(book, names_on=lambda day: UnitNames(UNITS), own_unit=None, as_of=DAY, today=DAY)
    except Refusal as refusal:
        return refusal.code
    return "read"


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_file_is_read_or_refused(batch):
    found: dict[str, int] = {}
    for seed in range(FIRST + batch, FIRST + EXAMPLES * BATCHES, BATCHES):
        name, content = damaged(seed)
        started = time.monotonic()
        said = told(name, content)
        assert said in REFUSALS | {"read"}, (seed, said)
        assert time.monotonic() - started < SECONDS, seed
        found[said] = found.get(said, 0) + 1
    assert {"read", "corrupt_file"} <= found.keys()


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(3, EXAMPLES // 20)))
def test_the_child_says_the_same_of_a_damaged_file(seed):
    name, content = damaged(seed)
    started = time.monotonic()
    try:
        open_workbook(content, name)
        said = "opened"
    except Refusal as refusal:
        said = refusal.code
    assert said in REFUSALS | {"opened"}
    assert time.monotonic() - started < SECONDS
