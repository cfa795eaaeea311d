"""How wide a text is on paper: Tinos has the widths of Times New Roman, so one measure serves both writers."""

from __future__ import annotations

from foundation.papers.model import paper_text
from foundation.printed.pdf import register_fonts


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    register_fonts()
    return float(stringWidth(paper_text(text), "Tinos-Bold" if bold else "Tinos", size))
