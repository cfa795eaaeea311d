"""Partial dates as the result shows them."""

from __future__ import annotations

from foundation.dates import PartialDate


def as_json(value: PartialDate | None) -> dict[str, str] | None:
    """A partial date as the result shows it."""
    return None if value is None else {"iso": value.iso, "precision": value.precision}


def from_json(value: dict[str, str] | None) -> PartialDate | None:
    """The reverse of `as_json`."""
    return None if value is None else PartialDate.parse(value["iso"])
