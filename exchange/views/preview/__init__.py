"""A batch as pages show it: words for values, problems first, choices."""

from exchange.views.preview.choices import choices_of
from exchange.views.preview.did import person_lines
from exchange.views.preview.history import line_of
from exchange.views.preview.lines import row_line
from exchange.views.preview.page import AT_WORK, TEMPLATES, TOO_LARGE, context_of
from exchange.views.preview.returned import returned_line

__all__ = [
    "AT_WORK",
    "TEMPLATES",
    "TOO_LARGE",
    "choices_of",
    "context_of",
    "line_of",
    "person_lines",
    "returned_line",
    "row_line",
]
