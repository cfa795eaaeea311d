"""A paper as .docx, in Times New Roman. python-docx makes the package; the body is WordprocessingML of our own.

Every text goes through `paper_text` and XML escaping, so no value can break the file or reach into its markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, time
from functools import singledispatchmethod
from typing import IO, Any
from xml.sax.saxutils import escape

from foundation.dates import today
from foundation.papers.docx_picture import NO_MARGINS, picture_paragraph
from foundation.papers.model import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Blank,
    Block,
    Columns,
    Grid,
    Line,
    Paper,
    Part,
    Photo,
    Rule,
    Run,
    Space,
    Text,
    paper_text,
    pieces_of,
)

FONT = "Times New Roman"
BAND_SIZE, NUMBER_SIZE = 10, 13
_MM = 1440 / 25.4  # twentieths of a point
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_JUSTIFY = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_SINGLE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NONE = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_docx(stream: IO[bytes], paper: Paper) -> None:
    """Write the paper as a document that an office can go on writing in."""
    from docx import Document  # with lxml: only where a document is written

    document: Any = Document()
    _describe(document, paper)
    _dress(document, paper)
    body = document.element.body
    last = body.sectPr
    body.remove(last)
    _page_furniture(document.sections, last, paper, document)
    writer = _Writer(paper.size, document.part)
    for place, part in enumerate(paper.parts):
        for element in _elements(writer.blocks(part.blocks, part.width * _MM)):
            body.append(element)
        section = _section(last, part)
        if place == len(paper.parts) - 1:
            body.append(section)
        else:
            body.append(_holding(section))
    document.save(stream)


def _describe(document: Any, paper: Paper) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = paper_text(paper.title), "", "", ""
    facts.language = "vi-VN"
    facts.created = facts.modified = datetime.combine(today(), time())


def _dress(document: Any, paper: Paper) -> None:
    """The default face, size and language of the document."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(paper.size)
    fonts = normal.element.rPr.rFonts
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_q(name), FONT)
    normal.element.rPr.append(parse_xml(f'<w:lang {_W} w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'))
    for setting in document.settings.element.iter(_q("compatSetting")):
        if (
            setting.get(_q("name")) == "compatibilityMode"
        ):  # dots in table cells, edges of tables: as Word 2013 on
            setting.set(_q("val"), "15")
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _page_furniture(sections: Any, properties: Any, paper: Paper, document: Any) -> None:
    """The page number above, not on the first page; the band below, on every page."""
    document.element.body.append(properties)
    section = sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    _fill(section.header, _number_paragraph())
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        if paper.band:
            band = Text((Run(paper.band, italic=True),), "center", BAND_SIZE)
            _fill(footer, _Writer(BAND_SIZE).block(band, 0))
    document.element.body.remove(properties)


def _fill(holder: Any, xml: str) -> None:
    holder.is_linked_to_previous = False
    for old in list(holder._element):
        holder._element.remove(old)
    for element in _elements(xml):
        holder._element.append(element)


def _number_paragraph() -> str:
    size = f'<w:rPr><w:sz w:val="{NUMBER_SIZE * 2}"/></w:rPr>'
    return (
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{size}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{size}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{size}<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _section(template: Any, part: Part) -> Any:
    """The page of a part: A4, margins of NĐ 30/2020, pages counted from 1."""
    from docx.enum.section import WD_ORIENT
    from docx.section import Section
    from docx.shared import Mm

    element = deepcopy(template)
    section = Section(element, None)  # type: ignore[arg-type]
    width, height = part.page
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if part.is_landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    for old in element.findall(_q("pgNumType")):
        element.remove(old)
    [numbering] = _elements('<w:pgNumType w:start="1"/>')
    element.find(_q("pgMar")).addnext(numbering)
    return element


def _holding(section: Any) -> Any:
    """The paragraph that ends a part: as small as a paragraph can be, so that it needs no page of its own."""
    [paragraph] = _elements(
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )
    properties = paragraph.find(_q("pPr"))
    properties.find(_q("rPr")).addnext(section)
    return paragraph


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _elements(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {_W}>{xml}</w:body>"))


class _Writer:
    """Blocks as WordprocessingML; `width` is that of the place a block stands in, twentieths of a point.

    `part` = the part of the package that keeps the pictures.
    """

    def __init__(self, size: float, part: Any = None) -> None:
        self.size, self.part, self.n_pictures = size, part, 0

    def blocks(self, blocks: Sequence[Block], width: float) -> str:
        found = []
        for place, block in enumerate(blocks):
            after_table = place and isinstance(blocks[place - 1], Columns | Grid)
            if after_table and isinstance(block, Columns | Grid):
                found.append(_tiny(keep=True))  # two tables in a row would become one
            found.append(self.block(block, width))
        if blocks and isinstance(blocks[-1], Columns | Grid):
            found.append(_tiny())
        return "".join(found)

    @singledispatchmethod
    def block(self, block: Any, width: float) -> str:
        raise TypeError(block)

    @block.register
    def _text(self, block: Text, width: float) -> str:
        size = block.size or self.size
        properties = _paragraph(
            align=block.align,
            before=block.before,
            after=block.after,
            left=block.left,
            first=block.indent,
            keep=block.keep,
        )
        return f"<w:p>{properties}{self.runs(block.runs, size)}</w:p>"

    @block.register
    def _line(self, block: Line, width: float) -> str:
        size = block.size or self.size
        runs, is_open = pieces_of(block, size)
        properties = _paragraph(
            before=block.before, left=block.left, keep=block.keep or bool(block.more), leader=width * is_open
        )
        tab = "<w:r><w:tab/></w:r>" if is_open else ""
        line = f"<w:p>{properties}{self.runs(runs, size)}{tab}</w:p>"
        more = Blank(block.more if is_open else 0, block.left, size, keep=block.keep)
        return line + self.block(more, width)

    @block.register
    def _blank(self, block: Blank, width: float) -> str:
        size = block.size or self.size
        paragraph = (
            f"<w:p>{_paragraph(left=block.left, before=block.before, keep=block.keep, leader=width)}"
            f"<w:r>{_face(size)}<w:tab/></w:r></w:p>"
        )
        return paragraph * block.lines

    @block.register
    def _rule(self, block: Rule, width: float) -> str:
        side = max(0, int((width - block.length * 20) / 2))
        keep = "<w:keepNext/>" if block.keep else ""
        return (
            f'<w:p><w:pPr>{keep}<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
            '<w:spacing w:before="50" w:after="0" w:line="60" w:lineRule="exact"/>'
            f'<w:ind w:left="{side}" w:right="{side}"/><w:rPr><w:sz w:val="4"/></w:rPr></w:pPr></w:p>'
        )

    @block.register
    def _space(self, block: Space, width: float) -> str:
        keep = "<w:keepNext/>" if block.keep else ""
        return (
            f'<w:p><w:pPr>{keep}<w:spacing w:before="0" w:after="0" w:line="{int(block.height * 20)}" '
            'w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
        )

    @block.register
    def _photo(self, block: Photo, width: float) -> str:
        lines = tuple(Text((Run(line, italic=True),), "center", 11) for line in block.lines)
        side = int(block.width * _MM)
        content = block.image() if block.image is not None and self.part is not None else b""
        self.n_pictures += bool(content)
        inner = (
            picture_paragraph(self.part, block, content, self.n_pictures)
            if content
            else self.blocks(lines, side)
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{side}" w:type="dxa"/><w:tblBorders>{_SINGLE}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/>{NO_MARGINS if content else ""}</w:tblPr><w:tblGrid><w:gridCol w:w="{side}"/></w:tblGrid>'
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{int(block.height * _MM)}" w:hRule="exact"/></w:trPr>'
            f'<w:tc><w:tcPr><w:tcW w:w="{side}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{inner}</w:tc></w:tr></w:tbl>{_tiny()}"
        )

    @block.register
    def _columns(self, block: Columns, width: float) -> str:
        sides = _shares(block.widths, width)
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{side}" w:type="dxa"/></w:tcPr>'
            f"{_kept(self.blocks(cell, side), block.keep) or '<w:p/>'}</w:tc>"
            for cell, side in zip(block.cells, sides, strict=True)
        )
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        return _table(sides, _NONE, row, padding=0)

    @block.register
    def _grid(self, block: Grid, width: float) -> str:
        sides = _shares([column.width for column in block.columns], width)
        rows = []
        if block.has_heads:
            heads = [
                Text((Run(column.heading, bold=True),), "center", block.size, before=2, after=2)
                for column in block.columns
            ]
            rows.append(self._row(heads, sides, "<w:cantSplit/><w:tblHeader/>", keep=True))
        for values in block.all_rows:
            cells = [
                Text(
                    (Run(value, bold=not block.has_heads and place == 0),),
                    column.align,
                    block.size,
                    before=2,
                    after=2,
                )
                for place, (column, value) in enumerate(zip(block.columns, values, strict=True))
            ]
            whole = "" if block.may_split(values) else "<w:cantSplit/>"
            rows.append(self._row(cells, sides, whole, keep=block.keep))
        before, after = (self.block(Space(gap, True), width) if gap else "" for gap in (block.before, 0))
        return before + _table(sides, _SINGLE, "".join(rows), padding=70) + after + self._gap(block)

    def _gap(self, block: Grid) -> str:
        return self.block(Space(block.after, block.keep), 0) if block.after else ""

    def _row(self, cells: Sequence[Text], sides: Sequence[int], properties: str, *, keep: bool) -> str:
        drawn = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{side}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{_kept(self.block(cell, side), keep)}</w:tc>"
            for cell, side in zip(cells, sides, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{drawn}</w:tr>"

    def runs(self, runs: Sequence[Run], size: float) -> str:
        return "".join(
            f"<w:r>{_face(size, run.bold, run.italic)}{_letters(run.text)}</w:r>" for run in runs if run.text
        )


def _letters(text: str) -> str:
    """The text of a run; its own spaces at both ends stay, since captions and values meet there."""
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and text.strip() else ""
    lines = f"{lead}{paper_text(text)}{tail}".split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _face(size: float, bold: bool = False, italic: bool = False) -> str:
    return (
        f"<w:rPr>{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}"
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
    )


def _paragraph(
    *,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    left: float = 0,
    first: float = 0,
    keep: bool = False,
    leader: float = 0,
) -> str:
    """Properties in the order the schema wants; `leader` = where a dotted line ends, twentieths of a point."""
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{int(leader)}"/></w:tabs>' if leader else ""
    indent = f'<w:ind w:left="{int(left * _MM)}" w:firstLine="{int(first * _MM)}"/>' if left or first else ""
    return (
        f"<w:pPr>{'<w:keepNext/>' if keep else ''}{tab}"
        f'<w:spacing w:before="{int(before * 20)}" w:after="{int(after * 20)}"/>{indent}'
        f'<w:jc w:val="{_JUSTIFY[align]}"/></w:pPr>'
    )


def _kept(xml: str, keep: bool) -> str:
    """All paragraphs of a table row kept with the next row or paragraph."""
    if not keep:
        return xml
    return xml.replace("<w:pPr><w:keepNext/>", "<w:pPr>").replace("<w:pPr>", "<w:pPr><w:keepNext/>")


def _table(sides: Sequence[int], borders: str, rows: str, *, padding: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{side}"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(sides)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _tiny(*, keep: bool = False) -> str:
    """The paragraph that must stand after a table, next to invisible."""
    return (
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}"
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )


def _shares(widths: Sequence[float], width: float) -> list[int]:
    total = sum(widths)
    return [int(width * one / total) for one in widths]
