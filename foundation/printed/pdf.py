"""A printed table as .pdf, in Tinos (the metric twin of Times New Roman), embedded. No system library is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from foundation.printed.model import FIGURES, Line, PrintedTable, as_text, headings_of
from foundation.sheets import clean

_FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor"
_FACES = {
    "Tinos": "400-normal",
    "Tinos-Bold": "700-normal",
    "Tinos-Italic": "400-italic",
    "Tinos-BoldItalic": "700-italic",
}
_MARGIN_MM = 10
_FACE: tuple[Any, ...] = ("FONTNAME", (0, 0), (-1, -1), "Tinos")  # else an empty cell asks for Helvetica
_SUBSTITUTES = str.maketrans(
    {"≥": ">=", "≤": "<=", "−": "–", "\u00a0": " ", "\u202f": " "}
)  # not in the face


def write_pdf(stream: IO[bytes], table: PrintedTable) -> None:
    """Write the table as a document with its headings on every page and page numbers."""
    from reportlab.lib.pagesizes import A3, A4, landscape, portrait
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    register_fonts()
    size = A3 if table.paper == "A3" else A4
    size = portrait(size) if table.is_upright else landscape(size)
    document = SimpleDocTemplate(
        stream,
        pagesize=size,
        leftMargin=_MARGIN_MM * mm,
        rightMargin=_MARGIN_MM * mm,
        topMargin=_MARGIN_MM * mm,
        bottomMargin=(_MARGIN_MM + 4) * mm,
        title=clean(table.title),
        author="",
        subject=clean("; ".join(table.subtitle)),
        lang="vi",
        invariant=1,
    )
    builder = _Builder(table, document.width)
    document.build(builder.story(), canvasmaker=_numbered_canvas())


@cache
def register_fonts() -> None:
    """Make the four faces of Tinos known to the library, once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, face in _FACES.items():
        [path] = _FONTS.glob(f"tinos-*-{face}.ttf")
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(
        "Tinos", normal="Tinos", bold="Tinos-Bold", italic="Tinos-Italic", boldItalic="Tinos-BoldItalic"
    )


class _Builder:
    """The parts of one document, top to bottom. `width` = the printable width in points."""

    def __init__(self, table: PrintedTable, width: float) -> None:
        self.table, self.width = table, width
        self.size = table.font_size
        total = sum(column.width for column in table.columns) or 1
        self.widths = [width * column.width / total for column in table.columns]

    def story(self) -> list[Any]:
        from reportlab.platypus import Spacer

        parts: list[Any] = [self._top(), Spacer(1, 6), self._grid()]
        if self.table.notes:
            parts += [Spacer(1, 5), *(self._text(note, 9, "Tinos-Italic") for note in self.table.notes)]
        if self.table.signatures or self.table.place_line:
            parts += [Spacer(1, 8), self._signatures()]
        return parts

    def _text(self, text: str, size: float, font: str = "Tinos", align: int = 0) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        style = _style(ParagraphStyle, font, size, align)
        return Paragraph(escape(clean(text).translate(_SUBSTITUTES)), style)

    def _top(self) -> Any:
        from reportlab.platypus import Table

        table = self.table
        middle = [self._text(table.title, 13, "Tinos-Bold", 1)]
        middle += [self._text(line, 10.5, "Tinos-Italic", 1) for line in table.subtitle]
        if not table.left and not table.right:
            return Table([[middle]], colWidths=[self.width], style=[_FACE])
        left = [
            self._text(line, 9.5, "Tinos-Bold" if n == 0 else "Tinos") for n, line in enumerate(table.left)
        ]
        right = [self._text(line, 9.5) for line in table.right]
        widths = [self.width * 0.27, self.width * 0.48, self.width * 0.25]
        return Table(
            [[left, middle, right]], colWidths=widths, style=[_FACE, ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )

    def _grid(self) -> Any:
        from reportlab.lib import colors
        from reportlab.platypus import Table

        depth, cells = headings_of(self.table.columns)
        n_columns = len(self.table.columns)
        rows: list[list[Any]] = [[""] * n_columns for _ in range(depth)]
        style: list[tuple[Any, ...]] = [
            _FACE,
            ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
        for cell in cells:
            rows[cell.row][cell.column] = self._heading(cell.text, cell.upright)
            corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            if corner != (cell.column, cell.row):
                style.append(("SPAN", (cell.column, cell.row), corner))
        if self.table.has_marks:
            rows.append(
                [self._text(column.mark, self.size - 0.5, "Tinos-Italic", 1) for column in self.table.columns]
            )
        n_heads = len(rows)
        rows += [self._row(line) for line in self.table.lines]
        style += self._shades(n_heads)
        return Table(rows, colWidths=self.widths, style=style, repeatRows=n_heads)

    def _heading(self, text: str, upright: bool) -> Any:
        if upright:
            return _turned(clean(text).translate(_SUBSTITUTES), "Tinos-Bold", self.size)
        return self._text(text, self.size, "Tinos-Bold", 1)

    def _row(self, line: Line) -> list[Any]:
        font = "Tinos-Bold" if line.is_total else "Tinos"
        return [
            self._text(as_text(column, value), self.size, font, 2 if column.kind in FIGURES else 0)
            for column, value in zip(self.table.columns, line.cells, strict=True)
        ]

    def _shades(self, n_heads: int) -> list[tuple[Any, ...]]:
        from reportlab.lib import colors

        grey = colors.HexColor("#EEF1F4")
        shades: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (-1, n_heads - 1), grey)]
        for number, line in enumerate(self.table.lines, start=n_heads):
            if line.is_total:
                shades.append(("BACKGROUND", (0, number), (-1, number), grey))
        return shades

    def _signatures(self) -> Any:
        from reportlab.platypus import KeepTogether, Table

        signs = list(self.table.signatures)
        columns = max(2, len(signs))
        cells: list[Any] = [""] * columns
        for place, sign in enumerate(signs, start=columns - len(signs)):
            cells[place] = [
                self._text(sign.title, 11, "Tinos-Bold", 1),
                self._text(sign.hint, 10, "Tinos-Italic", 1),
            ]
        rows = [cells]
        if self.table.place_line:
            rows.insert(
                0, [""] * (columns - 1) + [self._text(self.table.place_line, 10.5, "Tinos-Italic", 1)]
            )
        return KeepTogether([Table(rows, colWidths=[self.width / columns] * columns, style=[_FACE])])


@cache
def _style(factory: Any, font: str, size: float, align: int) -> Any:
    return factory(
        f"{font}-{size}-{align}", fontName=font, fontSize=size, leading=size * 1.2, alignment=align
    )


def _turned(text: str, font: str, size: float) -> Any:
    """A heading that is read from below: its lines stand side by side."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.platypus import Flowable

    class Turned(Flowable):
        tall = 24 * 2.834645669  # room for a heading of two short lines, in points

        def wrap(self, width: float, height: float) -> tuple[float, float]:
            self.lines = simpleSplit(text, font, size, self.tall)
            return width, self.tall

        def draw(self) -> None:
            canvas, leading = self.canv, size * 1.1
            canvas.saveState()
            canvas.setFont(font, size)
            canvas.rotate(90)
            width = self._frame_width()
            x = -(width - leading * len(self.lines)) / 2 - size
            for line in self.lines:
                canvas.drawString((self.tall - canvas.stringWidth(line, font, size)) / 2, x, line)
                x -= leading
            canvas.restoreState()

        def _frame_width(self) -> float:
            return getattr(self, "_width_given", size * 1.1 * len(self.lines))

        def wrapOn(self, canvas: Any, width: float, height: float) -> tuple[float, float]:
            self._width_given = width
            return super().wrapOn(canvas, width, height)  # type: ignore[no-any-return]

    return Turned()


def _numbered_canvas() -> Any:
    """A canvas that writes "page/pages" at the foot of every page."""
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **(named | {"initialFontName": "Tinos"}))  # else Helvetica, not embedded
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self.setFont("Tinos", 8)
                self.drawCentredString(self._pagesize[0] / 2, 18, f"{number}/{len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered
