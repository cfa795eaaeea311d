"""The columns of a workbook: one declared object a field (docs/how-to/add-a-workbook-column.md).

`COLUMNS` is the registry; importing this package declares them all, in the order in which a row is read (a column
may look at what earlier ones gave).
"""

from exchange.workbooks.columns import person, post, qualification, record, training, yearly
from exchange.workbooks.columns.base import (
    COLUMNS,
    Binding,
    Column,
    Heading,
    Reading,
    RowContext,
    match_heading,
)
from exchange.workbooks.columns.mapping import MappingTarget, mapping_targets

__all__ = [
    "COLUMNS",
    "Binding",
    "Column",
    "Heading",
    "MappingTarget",
    "Reading",
    "RowContext",
    "mapping_targets",
    "match_heading",
    "person",
    "post",
    "qualification",
    "record",
    "training",
    "yearly",
]
