"""Documents as papers: one model of what stands on the page, written as .docx and as .pdf (docs/adr/).

A statistical form or list is a `foundation.printed.PrintedTable`; everything with sentences, captions to fill in and
signatures is a `Paper`.
"""

from foundation.papers.docx import write_docx
from foundation.papers.model import (
    DOTS,
    Blank,
    Block,
    Columns,
    Entry,
    Grid,
    GridColumn,
    Line,
    Paper,
    Part,
    Photo,
    Rule,
    Run,
    Space,
    Text,
    keep_last,
    paper_text,
)
from foundation.papers.parts import (
    MOTTO,
    NATION,
    caption,
    day_words,
    heading_pair,
    place_and_day,
    recipients,
    signature,
    signed,
    title,
)
from foundation.papers.pdf import write_paper_pdf

__all__ = [
    "DOTS",
    "MOTTO",
    "NATION",
    "Blank",
    "Block",
    "Columns",
    "Entry",
    "Grid",
    "GridColumn",
    "Line",
    "Paper",
    "Part",
    "Photo",
    "Rule",
    "Run",
    "Space",
    "Text",
    "caption",
    "day_words",
    "heading_pair",
    "keep_last",
    "paper_text",
    "place_and_day",
    "recipients",
    "signature",
    "signed",
    "title",
    "write_docx",
    "write_paper_pdf",
]
