"""The sets of data a unit sends each year, of what the records hold today; a room with records of its own adds its own."""

from __future__ import annotations

from cycle.data_sets import events, files, people, units

__all__ = ["events", "files", "people", "units"]
