"""What tests of documents share: both files of a paper, and their text without the breaks that pages put into it."""

from __future__ import annotations

import io
import re
import unicodedata

from docx import Document as read_docx
from pypdf import PdfReader

from foundation.papers import write_docx, write_paper_pdf

MM = 72 / 25.4
_TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]


def docx_of(paper):
    stream = io.BytesIO()
    write_docx(stream, paper)
    return stream.getvalue()


def pdf_of(paper):
    stream = io.BytesIO()
    write_paper_pdf(stream, paper)
    return stream.getvalue()


def squeezed(text):
    """Without any white space, in NFC: what remains when lines are broken elsewhere."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def pdf_text(content):
    reader = PdfReader(io.BytesIO(content))
    return squeezed(" ".join(page.extract_text() for page in reader.pages))


def docx_text(content):
    """All text of the body in reading order, tables and nested tables included."""
    tree = read_docx(io.BytesIO(content)).element.body
    return squeezed(" ".join(node.text or "" for node in tree.iter() if node.tag.endswith("}t")))


def every_vietnamese_letter():
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
    return "".join([*letters, *(letter.upper() for letter in letters), "đĐ"])


def assert_all_fonts_embedded(reader):
    """Every font of every page brings its outlines along."""
    seen = 0
    for page in reader.pages:
        for reference in (page["/Resources"].get("/Font") or {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), font["/BaseFont"]
            seen += 1
    assert seen
