"""Forms made from declared kinds: fields from the model, values back to the services, two edits side by side."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from foundation import fields as model_fields
from foundation.components import ConflictField
from foundation.dates import PartialDate
from foundation.forms import (
    DAY_HINT,
    PARTIAL_HINT,
    DayField,
    DecimalField,
    HouseForm,
    ParagraphField,
    PartialDateField,
    RecordChoiceField,
    TextField,
    WholeNumberField,
    YearField,
    YesNoField,
    choice_field,
    day_text,
)
from foundation.scope import Record
from officials.record_kinds import Ask, Asking

KEY, VERSION, BASE, REASON, CHOSEN = "khoa", "version", "goc", "ly_do", "chon-"


class RecordForm(HouseForm):
    """The form of one row: fields as asked, and hidden what makes saving safe.

    A new row carries a key (the same form sent twice makes one row); a correction carries the version it was
    opened at and the values as they stood then, so that two people's edits can be told apart.
    """

    def __init__(
        self,
        model: type[models.Model],
        asks: Sequence[Ask],
        asking: Asking,
        data: Any = None,
        *,
        with_reason: bool = True,
    ) -> None:
        super().__init__(data)
        made: dict[str, Any] = {ask.name: make_field(model, ask, asking) for ask in asks}
        for ask in asks:
            made[ask.name].item_no = ask.no
        # A reference to a row this user may not choose (someone in another unit) stays as it is: it is not asked.
        self.asks = tuple(ask for ask in asks if _can_be_asked(made[ask.name], asking.row, ask.name))
        self.model, self.asking = model, asking
        for ask in self.asks:
            self.fields[ask.name] = made[ask.name]
        row = asking.row
        if row is None:
            self.fields[KEY] = hidden(secrets.token_urlsafe(18))
        else:
            self.fields[VERSION] = hidden(row.version)
            self.fields[BASE] = hidden(json.dumps(self.values_of(row), ensure_ascii=False))
            if with_reason:
                self.fields[REASON] = TextField(
                    label="Lý do sửa",
                    required=False,
                    max_length=500,
                    help_text="Không bắt buộc; ghi vào lịch sử sửa đổi.",
                )
        self.initial = self._starting_values()
        self.name_errors()

    def _starting_values(self) -> dict[str, Any]:
        if self.asking.row is not None:
            return self.values_of(self.asking.row)
        return {ask.name: ask.start(self.asking) for ask in self.asks if ask.start is not None}

    def values_of(self, row: Any) -> dict[str, Any]:
        """The row's values as the form shows them before anything is typed."""
        return {
            ask.name: self.fields[ask.name].prepare_value(typed_value(row, ask.name)) for ask in self.asks
        }

    # --- what was typed ---------------------------------------------------------------------------------
    @property
    def facts(self) -> dict[str, Any]:
        """Cleaned values by field, those of the hidden helpers left out."""
        return {ask.name: self.cleaned_data[ask.name] for ask in self.asks}

    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]

    @property
    def version(self) -> int:
        return version_of(self.data)

    @property
    def reason(self) -> str:
        return self.cleaned_data.get(REASON, "")

    def changes(self) -> dict[str, Any]:
        """The values to save: all but those for which the other person's value was chosen."""
        return {name: value for name, value in self.facts.items() if self.data.get(CHOSEN + name) != "theirs"}

    def conflicts(self, current: Record) -> list[ConflictField]:
        """Fields whose saved value differs from mine; ticked is mine where I typed something, else theirs."""
        base = self._base()
        found = []
        for ask in self.asks:
            theirs, mine = typed_value(current, ask.name), self.facts[ask.name]
            if self.data.get(CHOSEN + ask.name) == "theirs" or _same(theirs, mine):
                continue
            typed = base is None or _raw(base.get(ask.name)) != _raw(self.data.get(ask.name))
            found.append(
                ConflictField(
                    name=ask.name,
                    label=str(self.fields[ask.name].label),
                    theirs=self.in_words(ask.name, theirs),
                    mine=self.in_words(ask.name, mine),
                    choice="mine" if typed else "theirs",
                )
            )
        return found

    def saw(self, current: Any) -> bool:
        """True when every field stood, as the form was opened, as it stands now: nobody else touched these fields."""
        base = self._base()
        now = self.values_of(current)
        return base is not None and all(_raw(base.get(name)) == _raw(value) for name, value in now.items())

    def _base(self) -> Mapping[str, Any] | None:
        try:
            value = json.loads(str(self.data.get(BASE, ""))[:20_000])
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def in_words(self, name: str, value: Any) -> str:
        """A value as a person reads it: choices by their label, dates day first."""
        field = self.fields[name]
        if isinstance(field, RecordChoiceField):
            return field.describe(value) if value is not None else ""
        if isinstance(field, YesNoField):
            return {True: "Có", False: "Không"}.get(value, "Chưa rõ")
        if isinstance(field, forms.ChoiceField):
            return _label_of(list(field.choices), value)  # type: ignore[arg-type]
        return in_words(value)

    def sent_values(self) -> list[tuple[str, str]]:
        """Everything that was typed, to go along hidden with a question about it."""
        names = [ask.name for ask in self.asks] + ([REASON] if REASON in self.fields else [])
        return [(name, str(self.data[name])) for name in names if name in self.data]


def _can_be_asked(field: forms.Field, row: Any, name: str) -> bool:
    if row is None or not isinstance(field, RecordChoiceField) or field.queryset is None:
        return True
    key = getattr(row, f"{name}_id")
    lookup = {str(field.to_field_name) if field.to_field_name == "code" else "pk": key}
    return key is None or field.queryset.filter(**lookup).exists()


def version_of(data: Mapping[str, Any]) -> int:
    """The version a form was made with; 0 (never a row's) when it was tampered with."""
    text = str(data.get(VERSION, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def make_field(model: type[models.Model], ask: Ask, asking: Asking) -> forms.Field:
    """The form field for one model field as asked."""
    field: Any = (ask.model or model)._meta.get_field(ask.name)
    required = ask.required if ask.required is not None else not (field.blank or field.null)
    common: dict[str, Any] = {
        "label": ask.label or str(field.verbose_name),
        "help_text": ask.hint or default_hint(field),
        "required": required,
    }
    if isinstance(field, models.ForeignKey):
        assert ask.choices is not None, f"{ask.name}: a reference needs its scoped choices"
        return RecordChoiceField(
            queryset=ask.choices(asking),
            to_field_name="code" if field.target_field.name == "code" else "public_id",
            describe=ask.describe,
            **common,
        )
    choices = ask.choices(asking) if ask.choices is not None else field.choices
    if choices:
        return choice_field(choices, **common)
    return plain_field(field, ask, common)


def plain_field(field: Any, ask: Ask, common: dict[str, Any]) -> forms.Field:
    if isinstance(field, model_fields.PartialDateField):
        return PartialDateField(**common)
    if isinstance(field, models.DateField):
        return DayField(**common)
    if isinstance(field, models.BooleanField):
        if field.null:
            return YesNoField(label=common["label"], help_text=common["help_text"])
        return forms.BooleanField(**common | {"required": False})
    if isinstance(field, models.DecimalField):
        assert field.max_digits is not None
        return DecimalField(
            decimals=field.decimal_places or 0, max_digits=field.max_digits, highest=ask.highest, **common
        )
    if isinstance(field, models.IntegerField):
        if field.name == "year" or field.name.endswith("_year"):
            return YearField(**common)
        return WholeNumberField(**common | ({"highest": ask.highest} if ask.highest else {}))
    if ask.lines:
        return ParagraphField(max_length=field.max_length, lines=ask.lines, **common)
    text = TextField(max_length=field.max_length, **common)
    if ask.datalist is not None:
        text.widget.attrs["list"] = f"goi-y-{ask.name}"
    return text


def default_hint(field: Any) -> str:
    if isinstance(field, model_fields.PartialDateField):
        return PARTIAL_HINT
    return DAY_HINT if isinstance(field, models.DateField) else ""


def hidden(value: Any) -> forms.Field:
    return forms.CharField(initial=value, required=False, widget=forms.HiddenInput, max_length=None)


def typed_value(row: Any, name: str) -> Any:
    """A row's value as a form cleans it: PartialDate for partial dates, the row for references."""
    partial = f"{name}_partial"
    return getattr(row, partial) if hasattr(type(row), partial) else getattr(row, name)


def in_words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, date):
        return day_text(value)
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _label_of(choices: Iterable[Any], value: Any) -> str:
    for key, label in choices:
        if isinstance(label, list | tuple):
            inner = _label_of(label, value)
            if inner:
                return inner
        elif str(key) == str(value) and value not in (None, ""):
            return str(label)
    return ""


def _raw(value: Any) -> str:
    """A value as a form sends it: a ticked box is "on", an empty field ""."""
    return "on" if value is True else str(value or "")


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in (None, "") and other in (None, ""))
