"""Nothing that came with an office's file calculates, calls out or runs in the file that goes back."""

from __future__ import annotations

import io
import zipfile

import pytest

from exchange.returned import inert, own
from exchange.workbooks.annotation import UNCACHED
from tests.exchange.made import HEADER, PERSON, rezipped, xlsx
from tests.exchange.returning import opened, read_bytes, returned

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXTS = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+1",
    "-2+3",
    "＝1+1",
    " =1+1",
    "\t=1+1",
    "'=1",
    "<script>alert(1)</script>",
]


def formulas(page, book):
    page.write_formula("E2", '=HYPERLINK("http://xau.example","Chủ tịch UBND")', None, "Chủ tịch UBND")
    page.write_formula("F2", "=cmd|'/c calc'!A0", None, 7)
    page.write_array_formula("G2:G2", '{=WEBSERVICE("http://xau.example")}', None, "x")
    page.write_url("H2", "http://xau.example", string="bấm vào đây")
    page.data_validation("C2:C9", {"validate": "list", "source": ["Nam", "Nữ"]})
    page.data_validation("D2:D9", {"validate": "custom", "value": '=WEBSERVICE("http://xau.example")'})
    page.data_validation("E2:E9", {"validate": "list", "source": "='[xau.xlsx]Sheet1'!$A$1:$A$3"})
    page.conditional_format(
        "B2", {"type": "formula", "criteria": '=HYPERLINK("http://xau.example")', "format": None}
    )
    page.conditional_format("C2", {"type": "cell", "criteria": "==", "value": '"Nam"', "format": None})
    page.insert_textbox("K2", "=1+1")
    page.insert_button("M2", {"caption": "Bấm"})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=DS!$F$2:$F$3"})
    page.insert_chart("P2", chart)
    book.define_name("goi_ra", "='[xau.xlsx]Sheet1'!$A$1")
    book.set_properties({"author": "=1+1", "hyperlink_base": "http://xau.example"})


def hostile():
    """A list with everything that may run or call out, and parts that no list needs."""
    content = xlsx(("DS", [HEADER, PERSON], formulas))
    rel = f'<Relationship Id="rIdX" Type="{REL}/%s" Target="%s"%s/></Relationships>'
    link = rel % ("externalLink", "externalLinks/externalLink1.xml", "")
    ole = rel % ("oleObject", "file:///xau.exe", ' TargetMode="External"')
    return rezipped(
        content,
        replace={
            "xl/_rels/workbook.xml.rels": lambda data: data.replace(b"</Relationships>", link.encode()),
            "xl/worksheets/_rels/sheet1.xml.rels": lambda data: data.replace(
                b"</Relationships>", ole.encode()
            ),
        },
        add={
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            "xl/connections.xml": '<connections><connection id="1" name="x"/></connections>',
            "xl/embeddings/oleObject1.bin": "MZ",
            "xl/queryTables/queryTable1.xml": "<queryTable/>",
            "customXml/item1.xml": "<x/>",
        },
    )


def everything(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def test_formulas_become_their_values_and_everything_that_calls_out_is_gone():
    made = returned(hostile())
    assert made.is_own
    assert inert.faults(made.content) == []
    text = everything(made.content)
    for word in (
        b"xau.example",
        b"xau.xlsx",
        b"xau.exe",
        b"WEBSERVICE",
        b"HYPERLINK",
        b"cmd|",
        b"goi_ra",
        b"<f>",
        b'Target="http',
    ):
        assert word not in text, word
    page = opened(made.content).active
    assert (page["E2"].value, page["F2"].value, page["H2"].value) == ("Chủ tịch UBND", 7, "bấm vào đây")
    assert page["H2"].hyperlink is None
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == ['"Nam,Nữ"']
    assert [rule.formula for area in page.conditional_formatting for rule in area.rules] == [['"Nam"']]


def test_the_second_pair_of_eyes_sees_each_of_them_in_the_upload():
    found = "\n".join(inert.faults(hostile()))
    for word in (
        "a formula",
        "an outside target",
        "hyperlink",
        "goi_ra",
        "externalLink1",
        "connections",
        "oleObject1",
        "the rule",
    ):
        assert word in found, word


@pytest.mark.parametrize("as_new", [False, True])
def test_text_that_looks_like_a_formula_stays_text(as_new, monkeypatch):
    if as_new:
        monkeypatch.setattr(own, "_ask_child", lambda *_: None)
    rows = [[*PERSON[:4], text, text] for text in TEXTS]
    made = returned(xlsx(("DS", [[*HEADER, "Ghi chú"], *rows]), strings_to_urls=False))
    assert made.is_own != as_new
    assert inert.faults(made.content) == []
    page = opened(made.content).active
    for number, text in enumerate(TEXTS, 2):
        cell = page.cell(number, 6)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
        assert cell.quotePrefix == (text.strip()[0] in "=+-@＝"), text
    reasons = [cell for row in page.iter_rows(min_col=8) for cell in row if cell.value]
    assert reasons
    assert all(cell.data_type == "s" for cell in reasons)


def test_a_formula_that_was_never_calculated_is_not_lost_with_its_formula():
    def change(page, book):
        page.write_formula("D2", "=DATE(1980,5,12)", None, "")

    content = xlsx(("DS", [HEADER, [*PERSON[:3], "", PERSON[4]]], change))
    content = rezipped(
        content,
        replace={
            "xl/worksheets/sheet1.xml": lambda data: data.replace(b"<v></v>", b"").replace(b' t="str"', b"")
        },
    )
    before = read_bytes(content)
    assert before["rows"][0]["problems"][0]["code"] == "formula_no_cached_value"
    made = returned(content)
    assert opened(made.content).active["D2"].value == UNCACHED
    assert read_bytes(made.content) == before


def test_names_of_sheets_are_safe_and_apart():
    from exchange.returned.anew import sheet_name

    taken = set()
    names = [
        sheet_name(text, taken)
        for text in ("a/b\\c[d]*?:", "'x'", "\u202etxt.exe", "=1+1", "=1+1", "", "x" * 60)
    ]
    assert not any(set(name) & set("/\\[]*?:\u202e") or name.strip("'") != name for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('"Nam,Nữ"', True),
        ("18", True),
        ("$A$1:$A$9", True),
        ("='Danh mục'!$A$1:$A$9", True),
        ("Sheet2!$A:$A", True),
        ("'[xau.xlsx]Sheet1'!$A$1", False),
        ("cmd|'/c calc'!A0", False),
        ('WEBSERVICE("http://xau.example")', False),
        ("A1+1", False),
        ("INDIRECT(A1)", False),
        ("ten_tu_dat", False),
    ],
)
def test_only_constants_and_places_of_the_same_file_are_plain(text, plain):
    assert inert.is_plain(text) == plain
