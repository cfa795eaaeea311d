"""What the user says about the headings of a file, and about one that is remembered."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from exchange.models import ImportBatch, RememberedHeading
from exchange.workbooks.columns.mapping import IGNORED, IGNORED_LABEL, target_groups, target_label
from foundation.dates import today
from foundation.forms import HouseForm

UNDECIDED, UNWANTED = "", "-"
MOST = 80  # headings asked about on one page
YEARS_BACK = 4
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def choices_for(years: Iterable[int], *, undecided: str) -> list[Any]:
    """The select's choices: undecided, not wanted, then the fields under their topics."""
    groups: list[Any] = [(UNDECIDED, undecided), (UNWANTED, IGNORED_LABEL)]
    for topic, targets in target_groups(years):
        groups.append((topic, [(target.value, target.label) for target in targets]))
    return groups


def name_of(key: str) -> str:
    """The name of a heading's control: the heading itself may hold anything."""
    return f"cot-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _value(target: str | None) -> str:
    return UNDECIDED if target is None else (target or UNWANTED)


def _target(value: str) -> str | None:
    return None if value == UNDECIDED else IGNORED if value == UNWANTED else value


@dataclass(slots=True)
class Question:
    """One heading, wherever it stands in the file. `target` = what holds for it now, None = nothing was said."""

    key: str
    heading: str
    places: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    suggestion: str | None = None
    target: str | None = None

    @property
    def initial(self) -> str:
        return _value(self.suggestion if self.target is None else self.target)

    @property
    def hint(self) -> str:
        where = ", ".join(self.places[:4]) + (
            f" và {len(self.places) - 4} chỗ nữa" if len(self.places) > 4 else ""
        )
        below = f" Trong tệp: {'; '.join(self.samples)}." if self.samples else " Cột không có nội dung."
        is_suggested = self.target is None and self.suggestion is not None
        return f"{where}.{below}{' Mục chọn sẵn là gợi ý.' if is_suggested else ''}"


def questions_of(result: dict[str, Any]) -> list[Question]:
    """The headings nobody knows, then those the user has spoken about; one question a heading."""
    said = {key: item["target"] for key, item in result.get("mapping", {}).items()}
    told = [*result.get("unknown_headings", [])]
    told += [item for item in result.get("known_headings", []) if item["key"] in said]
    several = len({item["sheet"] for item in told}) > 1
    found: dict[str, Question] = {}
    for item in told:
        asked = found.setdefault(item["key"], Question(item["key"], item["heading"]))
        asked.places.append(
            f"cột {item['column']}, trang “{item['sheet']}”" if several else f"cột {item['column']}"
        )
        asked.samples = list(dict.fromkeys([*asked.samples, *item.get("samples", [])]))[:3]
        asked.suggestion = asked.suggestion or item.get("suggestion")
        asked.target = said.get(item["key"])
    return list(found.values())[:MOST]


class HeadingForm(HouseForm):
    """One choice for each heading that nobody knows or that was spoken about, and which known columns are not wanted."""

    unwanted = forms.MultipleChoiceField(
        label="Không dùng các cột này", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, batch: ImportBatch, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.questions = questions_of(batch.result)
        day = dt.date.fromisoformat(batch.result["as_of"]) if "as_of" in batch.result else batch.as_of
        offered = choices_for(range(day.year - YEARS_BACK, day.year + 1), undecided="– Chưa chọn –")
        for asked in self.questions:
            self.fields[name_of(asked.key)] = forms.ChoiceField(
                label=f"“{asked.heading[:120]}”",
                help_text=asked.hint[:1].upper() + asked.hint[1:],
                choices=_with(offered, asked),
                required=False,
                initial=asked.initial,
            )
        said = {asked.key for asked in self.questions}
        known = {
            item["key"]: f"“{item['heading'][:80]}” (cột {item['column']}): {target_label(item['target'])}"
            for item in reversed(batch.result.get("known_headings", []))
            if item["key"] not in said and item["target"] != IGNORED
        }
        self.fields["unwanted"].choices = list(reversed(known.items()))  # type: ignore[attr-defined]
        self.name_errors()

    @property
    def n_unknown(self) -> int:
        return sum(1 for asked in self.questions if asked.target is None)

    @property
    def asked(self) -> list[Any]:
        """The bound fields of the headings asked about."""
        return [self[name_of(asked.key)] for asked in self.questions]

    def spoken(self, *, touched_only: bool = False) -> dict[str, str | None]:
        """What the user says that does not hold yet. `touched_only`: without the suggestions left as they were."""
        said: dict[str, str | None] = dict.fromkeys(self.cleaned_data["unwanted"], IGNORED)
        for asked in self.questions:
            if name_of(asked.key) not in self.data:
                continue  # a form without this choice says nothing about it
            value = self.cleaned_data.get(name_of(asked.key), UNDECIDED)
            is_new = _target(value) != asked.target
            if is_new and not (touched_only and value == asked.initial):
                said[asked.key] = _target(value)
        return said

    def add_errors(self, errors: dict[str, str]) -> None:
        """Put each reason at its heading."""
        for key, text in errors.items():
            self.add_problem(name_of(key), text)


def _with(offered: list[Any], asked: Question) -> list[Any]:
    """The choices of one heading: a year that it states itself, or that was chosen before, is offered too."""
    known = {value for _, group in offered if isinstance(group, list) for value, _ in group}
    years = {int(year) for year in _YEAR.findall(asked.key)}
    if asked.target and asked.target not in known:
        years |= {int(year) for year in _YEAR.findall(asked.target)}
    more = [
        (target.value, target.label)
        for _, targets in target_groups(sorted(years))
        for target in targets
        if target.value not in known
    ]
    return [*offered, ("Năm ghi ở tiêu đề", more)] if more else offered


class RememberedForm(HouseForm):
    """What a remembered heading means from the next file on."""

    target = forms.ChoiceField(label="Hiểu là")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, row: RememberedHeading, data: Any = None) -> None:
        initial = {"target": _value(row.target if row.meaning is not None else None), "version": row.version}
        super().__init__(data, initial=initial)
        years = sorted({int(year) for year in _YEAR.findall(row.key)})
        self.fields["target"].choices = choices_for(years, undecided="– Chọn –")  # type: ignore[attr-defined]
        self.fields["target"].help_text = f"Tệp gửi từ ngày {today():%d/%m/%Y} đọc theo lựa chọn này."

    @property
    def chosen(self) -> str:
        return _target(self.cleaned_data["target"]) or IGNORED
