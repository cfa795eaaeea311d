"""The numbers of BM02/BNV as a user gets them."""

from __future__ import annotations

from reports import snapshot
from reports.forms.reading import quality_numbers
from reports.scopes import scopes_of


def numbers_of(user, year):
    """unit (or `all`) → number by column."""
    current = snapshot.current()
    scopes = scopes_of(current, year, ("town", "unit"), ("",))
    found = quality_numbers(user, current, year, scopes)
    return {scope.code.removeprefix("unit:"): numbers for scope, numbers in zip(scopes, found, strict=True)}
