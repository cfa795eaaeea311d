"""The gate: dangerous and broken files are refused before any parser, in time and memory, and the site lives on."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from exchange.workbooks import opening
from exchange.workbooks.gate import MAX_BYTES, Refusal, check
from exchange.workbooks.opening import open_workbook
from tests.exchange.made import HEADER, PERSON, rezipped, simple, xlsx
from tests.exchange.samples import content_of, sample

pytestmark = pytest.mark.own_process
SHEET = "xl/worksheets/sheet1.xml"
DTD = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY x "y">]><a/>'


ROOT = Path(__file__).resolve().parent.parent.parent
OPEN_AND_MEASURE = """
import resource, sys
from exchange.workbooks.gate import Refusal
from exchange.workbooks.opening import open_workbook
try:
    open_workbook(sys.stdin.buffer.read(), sys.argv[1])
except Refusal as refusal:
    print(refusal.code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def refusal(content, name="tep.xlsx"):
    with pytest.raises(Refusal) as caught:
        check(content, name)
    return caught.value.code


@pytest.mark.parametrize("code", ["h01", "h07", "h12", "h15"])
def test_hostile_samples_are_refused_in_time_and_memory(code):
    # In a process of its own: the greatest child of a whole test run would be measured, and a child forked from it.
    command = [sys.executable, "-c", OPEN_AND_MEASURE, sample(code)["upload_name"]]
    started = time.monotonic()
    done = subprocess.run(
        command, input=content_of(code), cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert time.monotonic() - started < 5
    told, peak_kb = done.stdout.decode().split()
    assert told == sample(code)["refuse_code"]
    assert int(peak_kb) < 250 * 1024


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "empty_file"),
        (b"%PDF-1.7 ...", "a.xlsx", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.xls", "not_a_spreadsheet"),
        (b"  <html><table><tr><td>1</td></tr></table></html>", "a.xls", "html_disguised"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><p>x", "a.xls", "html_disguised"),
        (b"just words", "a.xlsx", "not_a_spreadsheet"),
        (b"PK\x05\x06" + bytes(18), "a.xlsx", "not_a_spreadsheet"),
        (b"PK\x03\x04" + bytes(50), "a.xlsx", "corrupt_file"),
        (b"x" * (MAX_BYTES + 1), "a.xlsx", "zip_bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "corrupt_file"),
    ],
)
def test_a_file_is_known_by_its_content(content, name, code):
    assert refusal(content, name) == code


def test_a_truncated_workbook_is_corrupt():
    content = simple()
    assert refusal(content[: len(content) // 2]) == "corrupt_file"
    assert refusal(content[:-30]) == "corrupt_file"


def test_a_zip_that_is_no_workbook_is_refused():
    assert refusal(rezipped(simple(), drop=("xl/workbook.xml", "[Content_Types].xml"))) == "not_a_spreadsheet"


def test_a_macro_is_refused_wherever_it_hides():
    assert refusal(rezipped(simple(), add={"xl/vbaProject.bin": b"x"})) == "macro_enabled"
    assert refusal(rezipped(simple(), add={"xl/other/VBAPROJECT.BIN": b"x"})) == "macro_enabled"
    typed = rezipped(
        simple(),
        replace={
            "[Content_Types].xml": lambda data: data.replace(
                b"sheet.main+xml", b"sheet.macroEnabled.main+xml"
            )
        },
    )
    assert refusal(typed) == "macro_enabled"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a\\..\\b.xml", "C:x.xml", "xl/../../x.xml"])
def test_an_unsafe_member_name_is_refused(name):
    assert refusal(rezipped(simple(), add={name: b"<a/>"})) == "zip_unsafe_entry"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_duplicated_member_is_refused_whatever_its_case():
    assert refusal(rezipped(simple(), add={SHEET: b"<a/>"})) == "zip_unsafe_entry"
    assert refusal(rezipped(simple(), add={"XL/Worksheets/Sheet1.XML": b"<a/>"})) == "zip_unsafe_entry"


def test_too_many_members_are_refused():
    assert (
        refusal(rezipped(simple(), add={f"xl/x{n}.xml": b"<a/>" for n in range(2001)})) == "too_many_entries"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "customXml/item.bin"])
def test_a_doctype_is_refused_in_any_part_and_encoding(name, encoding):
    text = DTD.format(f' encoding="{encoding[:6].upper()}"' if encoding.startswith("utf-16") else "")
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    data = bom + text.encode(encoding)
    content = rezipped(simple(), drop=(name,), add={name: data})
    assert refusal(content) == "xml_dtd_forbidden"


def test_a_ratio_bomb_is_refused_even_when_small_on_the_whole():
    assert refusal(rezipped(simple(), add={"xl/media/x.bin": bytes(5_000_000)})) == "zip_bomb"


def test_a_regular_but_honest_member_passes():
    assert check(rezipped(simple(), add={"xl/media/x.bin": bytes(900_000)})) == "xlsx"


def test_a_directory_that_lies_about_sizes_is_refused():
    """The directory says 10 bytes, the stream holds five million: nobody may trust the directory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/big.bin", os.urandom(1000) * 5000)
    content = bytearray(stream.getvalue())
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 10)
    assert refusal(bytes(content)) in ("zip_bomb", "corrupt_file")


def test_a_password_in_the_zip_is_refused():
    content = bytearray(simple())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == "password_protected"


def test_too_many_columns_are_refused():
    wide = xlsx(("DS", [HEADER, PERSON], lambda page, book: page.write(0, 250, "xa")))
    with pytest.raises(Refusal) as caught:
        open_workbook(wide, "a.xlsx")
    assert caught.value.code == "too_many_columns"


def test_formatting_far_to_the_right_is_no_column():
    def paint(page, book):
        page.write_blank(0, 400, None, book.add_format({"bold": True}))

    assert len(open_workbook(xlsx(("DS", [HEADER, PERSON], paint)), "a.xlsx").sheets[0].rows) == 2


@pytest.mark.parametrize("member", ["xl/workbook.bin"])
def test_a_format_without_a_reader_is_refused_with_advice(member):
    with pytest.raises(Refusal) as caught:
        open_workbook(rezipped(simple(), add={member: b"x"}), "a.xlsb")
    assert caught.value.code == "unsupported_format"


def test_fifty_megabytes_of_empty_formatted_rows_are_read_or_refused_in_time():
    row = b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/></row>'
    rows = b"".join(row % (n, n, n, n) for n in range(3, 600_000))
    heavy = rezipped(
        simple(), replace={SHEET: lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>")}
    )
    started = time.monotonic()
    try:
        outcome = len(open_workbook(heavy, "a.xlsx").sheets[0].rows)
    except Refusal as refused:
        outcome = refused.code
    assert outcome in (2, "zip_bomb")
    assert time.monotonic() - started < 10


def test_a_child_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(opening, "WALL_SECONDS", 0.01)
    with pytest.raises(Refusal) as caught:
        open_workbook(simple(), "a.xlsx")
    assert caught.value.code == "zip_bomb"


def test_the_child_can_neither_open_a_file_nor_a_connection(tmp_path):
    """What the child gives up before it looks at the file, tried in a process of its own."""
    script = (
        "import socket; from exchange.workbooks import child; child._limit()\n"
        "for act in (lambda: open('/etc/passwd'), lambda: open('/tmp/x', 'w'), socket.socket):\n"
        "    try: act(); print('OPEN')\n"
        "    except OSError: print('refused')\n"
    )
    import subprocess
    import sys

    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=opening.PROJECT)
    assert out.stdout.split() == ["refused"] * 3


def test_the_child_imports_no_django():
    import subprocess
    import sys

    script = "import sys; import exchange.workbooks.child; print('django' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=opening.PROJECT)
    assert out.stdout.strip() == "False"
