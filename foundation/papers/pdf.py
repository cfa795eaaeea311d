"""A paper as .pdf, in Tinos (the metric twin of Times New Roman), embedded. No system library is needed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, singledispatchmethod
from typing import IO, Any
from xml.sax.saxutils import escape

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
    Photo,
    Rule,
    Run,
    Space,
    Text,
    paper_text,
    pieces_of,
)
from foundation.printed.pdf import register_fonts

_MM = 72 / 25.4
_BAND_SIZE, _NUMBER_SIZE = 10, 13
_ALIGN = {"left": 0, "center": 1, "right": 2, "justify": 4}
_SUBSTITUTES = {"≥": ">=", "≤": "<=", "−": "–", "\u202f": " "}  # not in the face
_UNKNOWN = "?"  # for a letter that the face does not have
_FACE: tuple[Any, ...] = ("FONTNAME", (0, 0), (-1, -1), "Tinos")  # else an empty cell asks for Helvetica
_BARE = [
    _FACE,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]


def write_paper_pdf(stream: IO[bytes], paper: Paper) -> None:
    """Write the paper: A4, each part on new pages counted from 1, the number above from its second page on."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate

    register_fonts()

    class InTinos(Canvas):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **(named | {"initialFontName": "Tinos"}))  # else Helvetica, not embedded

    document = BaseDocTemplate(
        stream, title=paper_text(paper.title), author="", subject="", lang="vi", invariant=1
    )
    first = paper.parts[0].is_landscape
    document.addPageTemplates([_page(paper, turned) for turned in (first, not first)])
    document.build(_story(paper), canvasmaker=InTinos)


def _page(paper: Paper, is_landscape: bool) -> Any:
    from reportlab.platypus import Frame, PageTemplate

    width, height = (297 * _MM, 210 * _MM) if is_landscape else (210 * _MM, 297 * _MM)
    frame = Frame(
        LEFT * _MM,
        BOTTOM * _MM,
        width - (LEFT + RIGHT) * _MM,
        height - (TOP + BOTTOM) * _MM,
        *(0, 0, 0, 0),
    )

    def furniture(canvas: Any, document: Any) -> None:
        number = canvas.getPageNumber() - getattr(canvas, "_part_begins", 1) + 1
        canvas.saveState()
        if number > 1:
            canvas.setFont("Tinos", _NUMBER_SIZE)
            canvas.drawCentredString(width / 2, height - 14 * _MM, str(number))
        if paper.band:
            canvas.setFont("Tinos-Italic", _BAND_SIZE)
            canvas.drawCentredString(width / 2, 10 * _MM, paper.band)
        canvas.restoreState()

    return PageTemplate(
        "turned" if is_landscape else "upright", [frame], onPageEnd=furniture, pagesize=(width, height)
    )


def _story(paper: Paper) -> list[Any]:
    from reportlab.platypus import NextPageTemplate, PageBreak

    story: list[Any] = []
    writer = _Writer(paper.size)
    for place, part in enumerate(paper.parts):
        story.append(NextPageTemplate("turned" if part.is_landscape else "upright"))
        if place:
            story.append(PageBreak())
        story.append(_begins(place, part.title))
        story += writer.blocks(part.blocks, part.width * _MM)
    return story


def _begins(place: int, name: str) -> Any:
    """Nothing to see: from here pages are counted anew, and readers find the part by its name."""
    from reportlab.platypus import Flowable

    class Begins(Flowable):
        def wrap(self, width: float, height: float) -> tuple[float, float]:
            return 0, 0

        def draw(self) -> None:
            canvas: Any = self.canv
            canvas._part_begins = canvas.getPageNumber()
            canvas.bookmarkPage(f"part-{place}")
            canvas.addOutlineEntry(paper_text(name), f"part-{place}")

    return Begins()


@dataclass(frozen=True)
class _Room:
    """A new page where less than `height` points is left of this one."""

    height: float


def _before_grids(blocks: Sequence[Block]) -> list[Any]:
    """Captions of a table stay with its first rows, not with all of it: a long table would leave half a page empty."""
    found: list[Any] = []
    for block in blocks:
        if isinstance(block, Grid) and not block.keep:
            start = len(found)
            while start and getattr(found[start - 1], "keep", False):
                start -= 1
            kept = found[start:]
            if kept:
                found[start:] = [_Room(90 + 18 * len(kept)), *(replace(one, keep=False) for one in kept)]
        found.append(block)
    return found


class _Writer:
    """Blocks as flowables; `width` is that of the place a block stands in, points."""

    def __init__(self, size: float) -> None:
        self.size = size

    def blocks(self, blocks: Sequence[Block], width: float) -> list[Any]:
        return [flowable for block in _before_grids(blocks) for flowable in self.block(block, width)]

    @singledispatchmethod
    def block(self, block: Any, width: float) -> list[Any]:
        raise TypeError(block)

    @block.register
    def _room(self, block: _Room, width: float) -> list[Any]:
        from reportlab.platypus import CondPageBreak

        return [CondPageBreak(block.height)]

    @block.register
    def _text(self, block: Text, width: float) -> list[Any]:
        style = _style(
            size=block.size or self.size,
            align=_ALIGN[block.align],
            first=block.indent * _MM,
            left=block.left * _MM,
            before=block.before,
            after=block.after,
            keep=block.keep,
        )
        return [_paragraph(_markup(block.runs), style)]

    @block.register
    def _line(self, block: Line, width: float) -> list[Any]:
        size = block.size or self.size
        runs, is_open = pieces_of(block, size)
        style = _style(
            size=size, left=block.left * _MM, before=block.before, keep=block.keep or bool(block.more)
        )
        markup = _markup(runs)
        if not is_open:
            return [_paragraph(markup, style)]
        filled = _paragraph(f"{markup}{_dots(_rest_of_line(markup, style, width), size)}", style)
        more = Blank(block.more, block.left, size, keep=block.keep)
        return [filled, *self.block(more, width)]

    @block.register
    def _blank(self, block: Blank, width: float) -> list[Any]:
        size = block.size or self.size
        style = _style(size=size, left=block.left * _MM, before=block.before, keep=block.keep)
        line = _dots(width - block.left * _MM, size)
        return [_paragraph(line, style) for _ in range(block.lines)]

    @block.register
    def _rule(self, block: Rule, width: float) -> list[Any]:
        return [_keeping(_rule(block.length), block.keep)]

    @block.register
    def _space(self, block: Space, width: float) -> list[Any]:
        from reportlab.platypus import Spacer

        return [_keeping(Spacer(1, block.height), block.keep)]

    @block.register
    def _photo(self, block: Photo, width: float) -> list[Any]:
        from reportlab.lib import colors
        from reportlab.platypus import Table

        lines = [Text((Run(line, italic=True),), "center", 11) for line in block.lines]
        style = [_FACE, ("BOX", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        side = block.width * _MM
        content = block.image() if block.image is not None else b""
        cell = [_picture(block, content)] if content else self.blocks(lines, side)
        if content:
            style += [(f"{edge}PADDING", (0, 0), (-1, -1), 0) for edge in ("RIGHT", "TOP", "BOTTOM")]
            style.append(("LEFTPADDING", (0, 0), (-1, -1), (side - cell[0].drawWidth) / 2))
        return [Table([[cell]], [side], [block.height * _MM], style=style, hAlign="LEFT")]

    @block.register
    def _columns(self, block: Columns, width: float) -> list[Any]:
        from reportlab.platypus import Table

        sides = _shares(block.widths, width)
        cells = [self.blocks(cell, side) or "" for cell, side in zip(block.cells, sides, strict=True)]
        return [_keeping(Table([cells], sides, style=_BARE), block.keep)]

    @block.register
    def _grid(self, block: Grid, width: float) -> list[Any]:
        from reportlab.lib import colors
        from reportlab.platypus import Table

        sides = _shares([column.width for column in block.columns], width)
        rows: list[list[Any]] = []
        if block.has_heads:
            rows.append([self._cell(column.heading, "center", block.size, True) for column in block.columns])
        for values in block.all_rows:
            pairs = list(enumerate(zip(block.columns, values, strict=True)))
            bold = not block.has_heads
            rows.append(
                [self._cell(value, column.align, block.size, bold and n == 0) for n, (column, value) in pairs]
            )
        style = [
            _FACE,
            ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT")),
            ("FONTSIZE", (0, 0), (-1, -1), block.size),
            ("LEADING", (0, 0), (-1, -1), block.size * 1.2),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
        table = Table(
            rows,
            sides,
            style=style,
            repeatRows=int(block.has_heads),
            splitInRow=int(any(map(block.may_split, block.rows))),
            spaceBefore=block.before,
            spaceAfter=block.after,
        )
        return [_keeping(table, block.keep)]

    def _cell(self, text: str, align: str, size: float, bold: bool) -> Any:
        if not text:
            return ""  # an empty row costs nothing: files of a whole unit have thousands of them
        return _paragraph(_markup((Run(text, bold),)), _style(size=size, align=_ALIGN[align]))


def _picture(block: Photo, content: bytes) -> Any:
    """The picture in the middle of its frame; a JPEG goes into the file as it is."""
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    width, height = block.fitted(ImageReader(io.BytesIO(content)).getSize())
    return Image(io.BytesIO(content), width * _MM, height * _MM)


def _rule(length: float) -> Any:
    from reportlab.platypus import Flowable

    class Centred(Flowable):
        def wrap(self, width: float, height: float) -> tuple[float, float]:
            self.room = width
            return width, 5

        def draw(self) -> None:
            start = (self.room - length) / 2
            self.canv.setLineWidth(0.7)
            self.canv.line(start, 2.5, start + length, 2.5)

    return Centred()


def _keeping(flowable: Any, keep: bool) -> Any:
    flowable.keepWithNext = int(keep)
    return flowable


def _paragraph(markup: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(markup or "&nbsp;", style)


@cache
def _style(
    *,
    size: float,
    align: int = 0,
    first: float = 0,
    left: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        "paper",
        fontName="Tinos",
        fontSize=size,
        leading=size * 1.2,
        alignment=align,
        firstLineIndent=first,
        leftIndent=left,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=int(keep),
        splitLongWords=1,
    )


def _rest_of_line(markup: str, style: Any, width: float) -> float:
    """Points free on the last line of a paragraph; the whole width where next to nothing is free."""
    paragraph = _paragraph(markup, style)
    paragraph.wrap(width, 10_000)
    last = paragraph.blPara.lines[-1]
    free = float(last[0] if isinstance(last, tuple) else last.extraSpace)
    free -= style.fontSize * 0.25  # the space before the dots
    return free if free > 12 * _MM else width - style.leftIndent


def _dots(room: float, size: float) -> str:
    return "." * max(3, int((room - 0.5) / (size * 0.25)))


def _markup(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs if run.text)


def _run(run: Run) -> str:
    lead = " " if run.text[:1].isspace() else ""
    tail = " " if run.text[-1:].isspace() and run.text.strip() else ""
    text = escape(_in_face(f"{lead}{paper_text(run.text)}{tail}")).replace("\n", "<br/>")
    text = f"<i>{text}</i>" if run.italic else text
    return f"<b>{text}</b>" if run.bold else text


def _in_face(text: str) -> str:
    """`text` with what Tinos can show: a few signs in other words, a mark for what it has no letter for."""
    if text.isascii():
        return text
    known = _known_letters()
    return "".join(
        letter if letter in known or letter == "\n" else _SUBSTITUTES.get(letter, _UNKNOWN) for letter in text
    )


@cache
def _known_letters() -> frozenset[str]:
    from reportlab.pdfbase.pdfmetrics import getFont

    register_fonts()
    faces = [getFont(name).face.charToGlyph for name in ("Tinos", "Tinos-Bold", "Tinos-Italic")]
    return frozenset(chr(code) for code in set.intersection(*(set(face) for face in faces)))


def _shares(widths: Sequence[float], width: float) -> list[float]:
    total = sum(widths)
    return [width * one / total for one in widths]
