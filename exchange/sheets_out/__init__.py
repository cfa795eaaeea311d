"""Workbooks made for offices to fill in and send back (mẫu): one declared object a set."""

from exchange.sheets_out.people import Listed, listed
from exchange.sheets_out.sets import SETS, TemplateSet
from exchange.sheets_out.writing import template

__all__ = ["SETS", "Listed", "TemplateSet", "listed", "template"]
