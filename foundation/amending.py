"""Amending one row in a form: what is wrong stands at its field; two people's values stand side by side to choose from.

The form carries the version its reader saw; the page is `components/conflict.html`, which sends `chon-<field>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from foundation.components import ConflictField
from foundation.errors import Refused
from foundation.forms import HouseForm
from foundation.versions import StaleVersion, errors_by_field


def show_problem(form: HouseForm, problem: Refused | ValidationError) -> None:
    """Put what a service refused at the fields it names, else above the form."""
    if isinstance(problem, Refused):
        form.add_problem(problem.field, str(problem))
        return
    for field, texts in errors_by_field(problem).items():
        for text in texts:
            form.add_problem(field, text)


def typed_or_chosen(request: HttpRequest, theirs: forms.Form, names: Iterable[str]) -> Any:
    """What was typed; after a conflict, for each field the value that was chosen of the two. None before any sending.

    `theirs` is the form as the row now stands.
    """
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name in names:
        if data.get(f"chon-{name}") == "theirs":
            data[name] = str(theirs[name].value() or "")
    return data


def side_by_side(
    stale: StaleVersion, fields: Mapping[str, forms.Field], in_words: Callable[[str, Any], str]
) -> dict[str, Any]:
    """The context of `components/conflict.html`: the values of `fields` on which the two differ, in words."""
    current: Any = stale.current
    pairs = [
        ConflictField(
            name, str(fields[name].label), in_words(name, getattr(current, name)), in_words(name, mine)
        )
        for name, mine in stale.mine.items()
        if name in fields and getattr(current, name) != mine
    ]
    return {"changed_by": stale.changed_by, "fields": pairs, "version": current.version}
