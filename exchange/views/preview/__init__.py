"""A batch as pages show it: words for values, problems first, choices, the sheet that goes back to the office."""

from exchange.views.preview.choices import choices_of
from exchange.views.preview.did import person_lines
from exchange.views.preview.history import line_of
from exchange.views.preview.lines import row_line
from exchange.views.preview.page import TEMPLATES, TOO_LARGE, context_of
from exchange.views.preview.returned import return_sheet

__all__ = [
    "TEMPLATES",
    "TOO_LARGE",
    "choices_of",
    "context_of",
    "line_of",
    "person_lines",
    "return_sheet",
    "row_line",
]
