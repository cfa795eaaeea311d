"""Filling in a grid as a browser does: the fields of the page as it came, some of them typed over."""

from __future__ import annotations


def address(code, unit="10702", year=2021):
    return f"/bang-nhap/{code}/{unit}/{year}/"


def fields_of(page):
    """Every field of the form as the page holds it."""
    sent = {"khoa": page.context["key"]}
    for line in page.context["lines"]:
        if line.owner.locked:
            continue
        sent[line.meta_name] = line.meta
        for cell in line.cells:
            sent[cell.name] = cell.text
    return sent


def number_of(page, name, nth=0):
    """The number of the nth line of a person."""
    return [line.number for line in page.context["lines"] if line.owner.name == name][nth]


def typed(page, *entries, nth=0):
    """The fields with `(name of the person, {column: text})` typed over."""
    sent = fields_of(page)
    for name, cells in entries:
        for column, text in cells.items():
            sent[f"o-{number_of(page, name, nth)}-{column}"] = text
    return sent


def errors_of(page):
    """`{(name, column): first message}`; the column is "" for what concerns the whole line."""
    found = {}
    for line in page.context["lines"]:
        for cell in line.cells:
            if cell.errors:
                found[line.owner.name, cell.column] = cell.errors[0]
        for text in line.general:
            found[line.owner.name, ""] = text
    return found


def texts_of(page):
    return {
        (line.owner.name, cell.column): cell.text for line in page.context["lines"] for cell in line.cells
    }
