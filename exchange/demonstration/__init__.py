"""The demonstration: synthetic records, accounts, and what these accounts did with the records over the year."""

from __future__ import annotations

from exchange.demonstration.installing import Account, install

__all__ = ["Account", "install"]
