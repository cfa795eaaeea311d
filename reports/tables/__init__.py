"""The tables of contracts 4: declared definitions, and their figures for years × scopes."""

from reports.tables.compute import compute_tables, count_tables
from reports.tables.registry import TableDef, tables

__all__ = ["TableDef", "compute_tables", "count_tables", "tables"]
