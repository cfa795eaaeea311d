"""Office files whose every text is a payload, and what must hold of whatever a payload reaches. Own checks, not ours."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib

import openpyxl

from tests.exchange.made import xlsx

PAYLOADS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://xau.example","x")',
    "+1+1",
    "-2",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "<script>window.hit=1;alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "{{7*7}}",
    "javascript:alert(3)",
    '"><svg/onload=alert(4)>',
    "\u202etxt.exe\u202c",
]
MARKUP = '"><svg onload=alert(6)>=1+1'  # what a name of a file may hold on a disk
SHEET = "<img src=x onerror=alert(5)>"
HEADER = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Quê quán", "Ghi chú", "Khen thưởng"]
LETTERS = "ABCDEGHIKLMNP"

# Elements, attributes and addresses that no page of ours has: each would be a payload that came to life.
ALIVE = """() => {
    const said = (e) => [...e.attributes].filter((a) => a.name.startsWith("on") || isStrange(a));
    const isStrange = (a) => {
        if (!["href", "src", "action", "formaction", "data", "srcdoc"].includes(a.name)) return false;
        const url = new URL(a.value, location);
        return !["http:", "https:", "data:"].includes(url.protocol) || url.host === "xau.example" || a.value === "x";
    };
    const found = [...document.querySelectorAll("*")].flatMap((e) => [
        ...said(e).map((a) => `${e.tagName} ${a.name}=${a.value}`),
        ...(e.tagName === "SCRIPT" && !e.src && e.type !== "application/json" ? [`SCRIPT ${e.textContent}`] : []),
    ]);
    if (window.hit !== undefined) found.push("window.hit");
    if (/[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent)) found.push("letters are turned round");
    return found;
}"""


def people(surname="Vũ Thị Trơ"):
    """Payloads in texts of rows that are imported, then in every cell of rows that are refused."""
    rows = []
    for number, text in enumerate(PAYLOADS, start=1):
        name = f"{surname} {LETTERS[number - 1]}nh"
        person = [number, name, "Nữ", f"{number:02}/03/1985", "VP-TK"]
        rows.append([*person, text, text, f"Giấy khen {text}"])
        rows.append([number, f"Vũ {text}", "Nữ", f"{number:02}/04/1985", text, text, text, text])
    return rows


def book(*rows, header=None, sheet=SHEET):
    """A workbook with payloads as headings beside the known ones."""
    return xlsx((sheet, [[*(header or HEADER), *PAYLOADS], *rows]), strings_to_urls=False)


def text_table():
    """The same as a .csv."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([[*HEADER, *PAYLOADS], *people("Vũ Thị Bảng")])
    return stream.getvalue().encode("utf-8-sig")


def town():
    """A town's file whose communes are payloads."""
    rows = [
        [n, f"Vũ Thị Lạ {LETTERS[n - 1]}nh", "Nữ", f"{n:02}/05/1985", "VP-TK", text]
        for n, text in enumerate(PAYLOADS, start=1)
    ]
    header = [*HEADER[:5], "Đơn vị", *PAYLOADS]
    return xlsx((SHEET, [header, *rows]), ("=1+1 {{7+7}}", [header, rows[0]]), strings_to_urls=False)


def texts_of_workbook(content, *, quoted=True):
    """Every text of an .xlsx, in which nothing calculates or links, nor (`quoted`) would once its cell is edited."""
    texts = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        texts.append(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n", "d", "b"), (cell.coordinate, cell.value)
            assert cell.hyperlink is None, cell.coordinate
            if isinstance(cell.value, str):
                texts.append(cell.value)
                if quoted and cell.value.lstrip().startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix or cell.number_format == "@", (cell.coordinate, cell.value)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in parts
    assert b'TargetMode="External"' not in parts
    return texts


def texts_of_csv(content):
    """Every text of a .csv: none begins the way a formula does."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    bad = [cell for cell in cells if cell.strip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert bad == []
    return cells


def demand_quiet_pdf(content):
    """No script, no address, nothing that opens or starts by itself, also in compressed parts."""
    parts = [content]
    for part in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(part))
        except zlib.error:
            parts.append(part)
    for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile"):
        assert not any(re.search(rb"%s\b" % word, part) for part in parts), word
