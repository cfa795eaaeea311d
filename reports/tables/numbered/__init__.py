"""The numbered tables T1–T25: declared blocks of lines, computed together, read within a reader's rights."""

from reports.tables.numbered import declared  # noqa: F401
from reports.tables.numbered.compute import compute_numbered
from reports.tables.numbered.model import NumberedTable, numbered_tables

__all__ = ["NumberedTable", "compute_numbered", "numbered_tables"]
