"""Columns about the person; declared in the order in which a row is read."""

from exchange.workbooks.columns.person import full_name, birth, national_id, origin, party  # isort: skip

__all__ = ["birth", "full_name", "national_id", "origin", "party"]
