"""The form on which a document's unit, person, year and the like are chosen; read from the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import BLANK_CHOICE, DayField, HouseForm
from officials.models import Official, Unit
from reports.documents.model import DUE, PERSON, QUARTER, UNIT, UNITS, YEAR, Document

_QUARTERS = [("1", "Quý I"), ("2", "Quý II"), ("3", "Quý III"), ("4", "Quý IV")]


class DocumentForm(HouseForm):
    """Only what the document asks for. Everything offered is already within what the reader may see."""

    def __init__(
        self,
        data: Any,
        *,
        document: Document,
        units: Sequence[Unit],
        people: Sequence[Official],
        unit: Unit | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        made = {
            UNIT: ("don_vi", lambda: _unit_field(units, unit)),
            PERSON: ("nguoi", lambda: _person_field(people, unit)),
            YEAR: ("nam", lambda: _year_field(document)),
            QUARTER: ("quy", lambda: _choice(_("Quý"), _QUARTERS)),
            UNITS: ("xa", lambda: _units_field(units)),
            DUE: ("han", _due_field),
        }
        for asked in document.asks:
            name, make = made[asked]
            self.fields[name] = make()  # type: ignore[operator]
        self.name_errors()


def _choice(label: Any, choices: Sequence[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.Select())


def _unit_field(units: Sequence[Unit], unit: Unit | None) -> forms.ChoiceField:
    offered = [(each.public_id, each.full_name) for each in units]
    if unit is not None and unit.public_id not in dict(
        offered
    ):  # one of another time, asked for by its address
        offered.append((unit.public_id, unit.full_name))
    return _choice(_("Xã, phường"), offered if len(offered) == 1 else [BLANK_CHOICE, *offered])


def _person_field(people: Sequence[Official], unit: Unit | None) -> forms.ChoiceField:
    whole = f"Cả đơn vị ({len(people)} người)" if unit else "Đề nghị chọn xã, phường trước"
    offered = [("", whole), *((person.public_id, person.full_name) for person in people)]
    return _choice(_("Cán bộ, công chức"), offered, required=False)


def _year_field(document: Document) -> forms.ChoiceField:
    return _choice(_("Năm"), [(str(year), str(year)) for year in document.years()])


def _units_field(units: Sequence[Unit]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Xã, phường chưa gửi"),
        choices=[(unit.public_id, unit.full_name) for unit in units],
        widget=forms.CheckboxSelectMultiple(),
    )


def _due_field() -> DayField:
    return DayField(
        label=_("Gửi trước ngày"),
        required=False,
        help_text=_("Ví dụ 15/01/2022. Để trống thì văn bản ghi “trong thời gian sớm nhất”."),
    )
