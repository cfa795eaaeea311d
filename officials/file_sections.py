"""The groups of the personal file on one official's page: values with their item numbers, links to edit and look back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation.dates import PartialDate
from foundation.formats.vi_numbers import number
from foundation.forms import lower_first
from foundation.registries import ProfileSection
from officials.checks import can_write
from officials.file_groups import FileGroup, asks_of
from officials.models import Official, PersonalFile
from officials.record_kinds import Ask
from officials.sections import may_read_history
from officials.whole_file import WholeFile, model_of, whole_file_of

_KEPT = "_kinhmon_whole_file"


@dataclass(frozen=True)
class ItemShown:
    """One item as the page shows it; `value` None = nothing is recorded."""

    label: str
    no: str
    value: str | None
    history_url: str = ""
    wide: bool = False


# A tick is said as the sentence it stands for, under the name of the matter: "Nhập ngũ: Không nhập ngũ", not
# "Không nhập ngũ: Có". The form keeps the sentence as the label of the tick.
_TICKS = {"never_enlisted": "Nhập ngũ", "never_awarded": "Khai về khen thưởng"}


def shown_label(ask: Ask) -> str:
    """The label of an item where it is read."""
    return _TICKS.get(ask.name) or label_of(ask)


def label_of(ask: Ask) -> str:
    """The label of an item where it is asked for."""
    return ask.label or str(model_of(ask.name)._meta.get_field(ask.name).verbose_name)  # type: ignore[union-attr]


def value_in_words(whole: WholeFile, name: str) -> str | None:
    """A fact as a person reads it; None where nothing is recorded. A tick that is not set says nothing."""
    value = whole.value(name)
    if name in _TICKS:
        return _tick_in_words(whole, name)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, Decimal):
        return number(value, 1)
    shown = getattr(whole.row_of(name), f"get_{name}_display", None)
    return str(shown()) if shown is not None else str(value)


def _tick_in_words(whole: WholeFile, name: str) -> str | None:
    if whole.value(name):
        return str(model_of(name)._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return "Có nhập ngũ" if name == "never_enlisted" and whole.value("enlisted_on") else None


def whole_of(request: HttpRequest, official: Official) -> WholeFile:
    """The whole file of this request's official, read once."""
    kept: WholeFile | None = getattr(request, _KEPT, None)
    if kept is None or kept.official.pk != official.pk:
        kept = whole_file_of(request.user, official)
        setattr(request, _KEPT, kept)
    return kept


def items_of(request: HttpRequest, official: Official, group: FileGroup) -> list[ItemShown]:
    """The items of a group that this reader may see."""
    needs_file = any(model_of(name) is PersonalFile for name in group.names)
    whole = whole_of(request, official) if needs_file else WholeFile(official, None)
    looks_back = may_read_history(request.user, official)
    return [
        ItemShown(
            shown_label(ask),
            ask.no,
            value_in_words(whole, ask.name),
            reverse("officials:value-history", args=[official.public_id, ask.name]) if looks_back else "",
            wide=bool(ask.lines),
        )
        for ask in asks_of(request.user, group)
    ]


def group_context(group: FileGroup) -> Callable[[HttpRequest, Official], dict[str, Any]]:
    """The context of a group's section."""

    def context(request: HttpRequest, official: Official) -> dict[str, Any]:
        user: Any = request.user
        writes = can_write(user, Official, official.unit) and can_write(user, PersonalFile, official.unit)
        return {
            "group": group,
            "noun": lower_first(group.title),
            "items_shown": items_of(request, official, group),
            "change_url": reverse("officials:file-change", args=[official.public_id, group.code])
            if writes
            else "",
        }

    return context


def section_of_group(group: FileGroup) -> ProfileSection:
    """The section of a group, for whoever may read at least one of its items."""
    return ProfileSection(
        code=group.code,
        title=group.title,
        template="officials/_file_group.html",
        order=group.order,
        context=group_context(group),
        may_see=lambda user, official: bool(asks_of(user, group)),
        tab=group.tab,
        tab_label=group.tab_label,
        sensitive=group.sensitive,
    )
