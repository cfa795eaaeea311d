"""How results stand in a returned workbook: colours of rooms, words of headings, widths. Light: the child uses it."""

from __future__ import annotations

OK, DOUBT, WRONG, OUTSIDE = "ok", "doubt", "wrong", "outside"
FILLS = {OK: "FFDDEFE0", DOUBT: "FFFBE7B8", WRONG: "FFF8D3CF", OUTSIDE: "FFE6E9ED"}
HEAD_FILL = "FFDCE6F1"
# A cell of the office's that has to be looked at. Colours that nobody else uses: the mark is found by them and taken off
# again; the colour that the cell had is kept where a full fill never shows it (its background colour).
MARKS = {DOUBT: "FFFCE08F", WRONG: "FFF4A9A2"}
FONT, SIZE, BORDER = "Times New Roman", 11, "FFB8C2CC"
WIDTHS = (17.0, 58.0)
LINE_HEIGHT = 15.0
CHARACTERS = 68  # of a line in the column of reasons


def height_of(reason: str) -> float:
    """The height that a reason needs, in points."""
    return LINE_HEIGHT * sum(max(1, -(-len(line) // CHARACTERS)) for line in reason.split("\n"))
