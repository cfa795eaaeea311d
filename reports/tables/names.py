"""The names a reader may ask tables by: those of contracts 4, and the numbered ones T1–T25."""

from __future__ import annotations

from collections.abc import Iterable

from reports.tables.numbered.model import numbered_tables


def split_names(names: Iterable[str] | None) -> tuple[list[str] | None, list[str]]:
    """(tables of contracts 4, numbered tables); without names all of the former and none of the latter."""
    if names is None:
        return None, []
    wanted = list(names)
    return [name for name in wanted if name not in numbered_tables], [
        n for n in wanted if n in numbered_tables
    ]
