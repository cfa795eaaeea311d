"""`bench --suite import`: reading workbooks against the bare fast reader on the same file in the same run."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from functools import partial

from exchange import bench_long
from exchange.bench_list import people_file
from exchange.workbooks import readers
from exchange.workbooks.gate import Refusal
from exchange.workbooks.layout import find_people
from exchange.workbooks.opening import Sheet, Workbook, open_workbook
from exchange.workbooks.rows import read_rows
from exchange.workbooks.text import readable
from foundation.bench import BenchRow, BenchSuite, bench_suites, cpu_milliseconds
from foundation.dates import year_end

N_PEOPLE, TIMES = 10_000, 3
EMPTY_BYTES = 50 * 1024 * 1024
DAY = year_end(2021)


def _empty_rows() -> bytes:
    """A small list followed by 50 MB of formatted rows in which nothing stands."""
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(people_file(20))) as source, zipfile.ZipFile(stream, "w", 8) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                row = '<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>'
                n_rows = EMPTY_BYTES // 60
                rows = "".join(row % (n, n, n) for n in range(100, 100 + n_rows))
                data = data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            target.writestr(item.filename, data)
    return stream.getvalue()


def _bare(content: bytes) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for _ in book.get_sheet_by_name(name).iter_rows():
            pass


def _read(content: bytes, *, values: bool) -> None:
    """What the child and its parent do between them, hand-over included, without starting a process and the gate."""
    answer = json.loads(json.dumps(readers.read("xlsx", content)))
    sheets = [Sheet(item["name"], dict(item["rows"])) for item in answer["sheets"]]
    workbook = Workbook("xlsx", answer["date1904"], sheets)
    layouts = [find_people(readable(sheet)) for sheet in workbook.sheets]
    if sum(len(layout.people) for layout in layouts) != N_PEOPLE:
        raise RuntimeError("people were lost")
    if values:
        for layout in layouts:
            read_rows(layout, as_of=DAY, newest=DAY, date1904=workbook.date1904)


def _forget() -> None:
    """Empty what was remembered of an earlier file: a clerk's list is read for the first time."""
    for name, module in list(sys.modules.items()):
        if name.startswith("exchange.workbooks"):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


def run() -> Iterator[BenchRow]:
    """People and values in 10 000 × 40 against bare calamine; 50 MB of empty formatted rows, 20 000 rows, in seconds."""
    content = people_file(N_PEOPLE)
    for name, values, bar in (
        ("Tìm người, 10.000 × 40", False, 4.0),
        ("Đọc cả giá trị, 10.000 × 40", True, 8.0),
    ):
        act, floor = partial(_read, content, values=values), partial(_bare, content)
        figure, base = cpu_milliseconds(act, floor, times=TIMES, before=_forget)
        yield BenchRow("import", name, figure, "ms CPU", base, bar)
    heavy = _empty_rows()
    started = time.monotonic()
    try:
        open_workbook(heavy, "nang.xlsx")
    except Refusal as refusal:
        if refusal.code != "zip_bomb":
            raise
    yield BenchRow("import", "50 MB dòng trống có định dạng", time.monotonic() - started, "s", None, 10.0)
    yield from bench_long.run()


bench_suites.register(BenchSuite("import", "Nhập từ Excel", run))
