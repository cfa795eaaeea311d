"""The columns of a grid: how a cell shows a value, and how what an office writes there becomes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from foundation import vn_text
from foundation.formats import vi_numbers
from foundation.forms import DecimalField
from officials.record_forms import in_words, plain_field, typed_value
from officials.record_kinds import Ask

MOST_OPTIONS = 6  # up to so many choices a cell is a list to choose from, beyond it is typed
LONGEST = (
    1000  # characters of one cell that are read; what is longer is refused, and comes back as it was typed
)
_NOT_LETTERS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Choice:
    """One value of a column of choices: the code that is kept, its words, and how else offices write it."""

    value: str
    label: str
    short: str = ""
    also: tuple[str, ...] = ()

    def spellings(self) -> set[str]:
        return {compact(text) for text in (self.value, self.label, self.short, *self.also) if text}


@dataclass(frozen=True)
class GridColumn:
    """One column. `fills`: one button writes a value down the column. `carried`: last year's is offered.

    `choices(year)` are the values of that year, `others` those that exist in other years only: writing one of them
    is answered by name. `demanded`: a row cannot be without it.
    """

    name: str
    label: str = ""
    hint: str = ""
    width: str = "mid"
    choices: Callable[[int], list[Choice]] | None = None
    others: tuple[Choice, ...] = ()
    fills: bool = False
    carried: bool = False
    demanded: bool = False
    highest: int | None = None
    datalist: Callable[[], list[str]] | None = None


def compact(text: str) -> str:
    """Letters and digits alone, lower case without diacritics: "Hoàn thành TỐT n/vụ" → "hoanthanhtotnvu"."""
    return _NOT_LETTERS.sub("", vn_text.fold(text))


def choices_of(
    pairs: Iterable[tuple[str, str]], also: Mapping[Any, tuple[str, ...]] | None = None
) -> list[Choice]:
    """Choices from the `(code, words)` pairs of a model field."""
    return [Choice(value, str(label), also=(also or {}).get(value, ())) for value, label in pairs]


class Drawn:
    """A column as one page uses it: of one model and one year, its choices read once."""

    def __init__(
        self,
        column: GridColumn,
        model: type[models.Model],
        year: int,
        known: dict[Any, list[Choice]] | None = None,
    ) -> None:
        """`known`: choices that another column of the page has read already."""
        self.column, self.name, self.year = column, column.name, year
        field: Any = model._meta.get_field(column.name)
        self.label = column.label or str(field.verbose_name)
        self.choices: list[Choice] = []
        if column.choices is not None:
            held = {} if known is None else known
            if column.choices not in held:
                held[column.choices] = column.choices(year)
            self.choices = held[column.choices]
        common = {"label": self.label, "required": False, "help_text": ""}
        self.field: forms.Field | None = (
            None if self.choices else plain_field(field, Ask(column.name, highest=column.highest), common)
        )
        self.is_number = isinstance(self.field, DecimalField)
        self.is_select = bool(self.choices) and len(self.choices) <= MOST_OPTIONS
        self.words = {choice.value: choice.short or choice.label for choice in self.choices}

    def text_of(self, row: Any) -> str:
        """The cell before anything is typed."""
        if row is None:
            return ""
        value = typed_value(row, self.name)
        if self.choices:
            return str(value) if self.is_select or not value else self.label_of(str(value))
        assert self.field is not None
        if isinstance(value, Decimal):
            value = Decimal(
                f"{value.normalize():f}"
            )  # 80,3 was written, the table of the database says 80,30
        return str(self.field.prepare_value(value) if value is not None else "")

    def shown_of(self, row: Any) -> str:
        """The cell where it is only read: figures with marks of thousands, codes by their words."""
        if row is not None and self.is_number:
            value = typed_value(row, self.name)
            return "" if value is None else vi_numbers.exact(value)
        return self.words_of(self.text_of(row))

    def label_of(self, value: str) -> str:
        known = (*self.choices, *self.column.others)
        return next((choice.label for choice in known if choice.value == value), value)

    def words_of(self, text: str) -> str:
        """A cell's text as it is read aloud: a chosen code by its words."""
        return self.label_of(text) if self.is_select else text

    def read(self, text: str) -> Any:
        """The value of what was typed, None or "" when nothing was; ValidationError with a sentence that says what to do."""
        if len(text) > LONGEST:
            raise ValidationError(f"Nội dung dài {len(text)} ký tự, có lẽ dán nhầm. Đề nghị kiểm tra lại.")
        if self.choices:
            return self._choice(text)
        assert self.field is not None
        return self.field.clean(text)

    def _choice(self, text: str) -> str:
        spoken = compact(text)
        if not vn_text.nfc(text):
            return ""
        for choice in self.choices:
            if spoken and spoken in choice.spellings():
                return choice.value
        listed = "; ".join(choice.label for choice in self.choices)
        for choice in self.column.others:
            if spoken in choice.spellings():
                raise ValidationError(
                    f"“{choice.label}” không dùng cho năm {self.year}. Đề nghị chọn một trong các mức: {listed}."
                )
        raise ValidationError(
            f"Không có giá trị “{vn_text.nfc(text)[:60]}”. Đề nghị chọn một trong các giá trị: {listed}."
        )

    def in_words(self, value: Any) -> str:
        return self.label_of(str(value)) if self.choices and value else in_words(value)
