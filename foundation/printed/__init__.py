"""Tables as papers: heading block, headings on several levels, rows, notes, signatures; as .xlsx and as .pdf.

A statistical form and every list that leaves the system as .pdf are a `PrintedTable`.
"""

from foundation.printed.model import (
    Explained,
    Heading,
    Line,
    PrintedColumn,
    PrintedTable,
    Signature,
    headings_of,
)
from foundation.printed.pdf import write_pdf
from foundation.printed.xlsx import write_printed_xlsx

__all__ = [
    "Explained",
    "Heading",
    "Line",
    "PrintedColumn",
    "PrintedTable",
    "Signature",
    "headings_of",
    "write_pdf",
    "write_printed_xlsx",
]
