"""The form of one step of a round: what holds for all, and a row for each person who may take it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from assessments.models import NOT_RATED
from assessments.rating_rules import advised
from assessments.round_board import SHORT, Board, Line
from assessments.round_states import (
    ACT_ADD,
    ACT_DECIDE,
    ACT_NOTIFY,
    ACT_OPINION,
    ACT_PROPOSE,
    ACT_REOPEN,
    ACT_RETURN,
    ACT_SELF,
)
from assessments.rounds import body_of
from assessments.services.rating_steps import Shared, Step
from foundation.forms import BLANK_CHOICE, DAY_HINT, DayField, HouseForm, TextField
from officials.record_forms import KEY, hidden

LONGEST = 500
# What is typed for one person: (name, label, is it a level).
ROW_FIELDS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    ACT_SELF: (("self_level", "Tự xếp loại", True), ("self_note", "Tự nhận xét", False)),
    ACT_OPINION: (
        ("unit_level", "Mức đơn vị nhận xét", True),
        ("unit_opinion", "Ý kiến đơn vị, cấp ủy", False),
    ),
    ACT_PROPOSE: (("proposed", "Mức đề xuất", True), ("reason", "Lý do khác với lưu ý", False)),
    ACT_DECIDE: (("proposed", "Mức quyết định", True), ("reason", "Lý do khác với lưu ý", False)),
    ACT_ADD: (
        ("party_level", "Xếp loại đảng viên", True),
        ("former_opinion", "Nhận xét của đơn vị cũ", False),
    ),
}
# Rows that count as chosen when something is typed in them; of the others the ticked ones.
BY_TYPING = {ACT_SELF, ACT_ADD}
UNTICKED = {ACT_RETURN, ACT_REOPEN}


@dataclass
class RowShown:
    """One row of the form: the person's line, its controls, and what is to be said about it."""

    line: Line
    tick: Any
    version: Any
    cells: list[tuple[str, Any]]
    problems: list[str] = field(default_factory=list)


class StepForm(HouseForm):
    """A step for the lines of a board that may take it. `data` None: as it begins."""

    def __init__(self, board: Board, act: str, lines: Sequence[Line], data: Any = None) -> None:
        super().__init__(data)
        self.board, self.act, self.lines = board, act, lines
        self.row_problems: dict[str, list[str]] = {}
        self._add_shared()
        self.shared_names = list(self.fields)
        self.fields[KEY] = hidden(secrets.token_urlsafe(18))
        for line in lines:
            self._add_row(line)
        self.name_errors()

    def _add_shared(self) -> None:
        if self.act == ACT_DECIDE:
            manager = self.lines[0].manager if self.lines else None
            body = body_of(manager.manager, self.board.row.unit) if manager else ""
            self.fields["decided_by"] = TextField(
                label="Cơ quan, người quyết định", max_length=150, initial=body
            )
            self.fields["decision_no"] = TextField(
                label="Số quyết định, thông báo", max_length=60, required=False
            )
            self.fields["decided_on"] = DayField(label="Ngày quyết định", help_text=DAY_HINT)
        if self.act == ACT_NOTIFY:
            self.fields["notified_on"] = DayField(label="Ngày thông báo bằng văn bản", help_text=DAY_HINT)
        if self.act in (ACT_RETURN, ACT_REOPEN):
            label = "Ý kiến khi trả lại" if self.act == ACT_RETURN else "Lý do mở lại"
            self.fields["reason"] = TextField(label=label, max_length=LONGEST)

    def _add_row(self, line: Line) -> None:
        case = line.case
        if self.act not in BY_TYPING:
            self.fields[f"chon-{case.public_id}"] = forms.BooleanField(
                required=False, initial=self.act not in UNTICKED, label="Chọn"
            )
        self.fields[f"version-{case.public_id}"] = hidden(case.version)
        for name, label, is_level in ROW_FIELDS.get(self.act, ()):
            of = f"{label}: {case.official.full_name}"
            made: forms.Field
            if is_level:
                made = forms.ChoiceField(choices=self._levels(name), required=False, label=of)
            else:
                made = TextField(max_length=LONGEST, required=False, label=of)
            made.initial = self._start(line, name)
            self.fields[f"{name}-{case.public_id}"] = made

    def _levels(self, name: str) -> list[tuple[str, str]]:
        levels = [(code, SHORT[code]) for code in self.board.rules.levels]
        more = [(NOT_RATED, SHORT[NOT_RATED])] if name == "proposed" else []
        return [BLANK_CHOICE, *levels, *more]

    def _start(self, line: Line, name: str) -> str:
        """What a field begins with: what was written before, else what the step before leads to."""
        case = line.case
        held: str = getattr(case, name)
        if name == "unit_level":
            return held or case.self_level
        if name == "proposed" and self.act == ACT_PROPOSE:
            return held or advised(line.findings, case.unit_level or case.self_level, self.board.rules.levels)
        return held

    # --- what was typed -------------------------------------------------------------------------------------
    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]

    @property
    def shared(self) -> Shared:
        return Shared(**{name: self.cleaned_data[name] for name in self.shared_names})

    def steps(self) -> list[Step]:
        """The chosen people with what was typed for them."""
        return [
            Step(line.case.public_id, self._version(line), self._values(line))
            for line in self.lines
            if self._is_chosen(line)
        ]

    def _version(self, line: Line) -> int:
        text = str(self.data.get(f"version-{line.case.public_id}", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def _values(self, line: Line) -> dict[str, str]:
        names = [name for name, _, _ in ROW_FIELDS.get(self.act, ())]
        return {name: self.cleaned_data.get(f"{name}-{line.case.public_id}", "") for name in names}

    def _is_chosen(self, line: Line) -> bool:
        if self.act not in BY_TYPING:
            return bool(self.cleaned_data.get(f"chon-{line.case.public_id}"))
        return any(value != getattr(line.case, name) for name, value in self._values(line).items())

    def is_as_it_was(self, line: Line) -> bool:
        """Whether nothing was typed for this row."""
        return self._values(line) == {
            name: getattr(line.case, name) for name, _, _ in ROW_FIELDS.get(self.act, ())
        }

    def add_row_problem(self, case_id: str, name: str, text: str) -> None:
        """Put a sentence at a field of one row, or over the row."""
        key = f"{name}-{case_id}"
        if name and key in self.fields:
            self.add_error(key, text)
        else:
            self.row_problems.setdefault(case_id, []).append(text)

    def renew(self, versions: dict[str, int]) -> None:
        """Let rows be sent again now that their reader sees them as they stand; the form becomes a new one."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for case_id, version in versions.items():
            data[f"version-{case_id}"] = str(version)
        data[KEY] = secrets.token_urlsafe(18)
        self.data = data

    # --- as the page shows it -------------------------------------------------------------------------------
    def shared_fields(self) -> list[Any]:
        return [self[name] for name in self.shared_names]

    def rows(self) -> list[RowShown]:
        found = []
        for line in self.lines:
            key = line.case.public_id
            cells = [(label, self[f"{name}-{key}"]) for name, label, _ in ROW_FIELDS.get(self.act, ())]
            tick = self[f"chon-{key}"] if f"chon-{key}" in self.fields else None
            found.append(RowShown(line, tick, self[f"version-{key}"], cells, self.row_problems.get(key, [])))
        return found
