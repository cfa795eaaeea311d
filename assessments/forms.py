"""Forms of acts that are no plain row: the two lines of a disciplinary act, the steps of an inspection."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from assessments.models import Discipline
from foundation.dates import today
from foundation.forms import (
    DAY_HINT,
    PARTIAL_HINT,
    DayField,
    HouseForm,
    PartialDateField,
    TextField,
    WholeNumberField,
    YesNoField,
    choice_field,
)
from officials.act_forms import VersionedForm
from officials.record_forms import KEY, hidden

LINES = (Discipline.Line.CHINH_QUYEN, Discipline.Line.DANG)
PARTY_FORMS = ("khien_trach", "canh_cao", "cach_chuc", "khai_tru")
STATE_FORMS = tuple(code for code in Discipline.Form.values if code != "khai_tru")
_LINE_FIELDS = ("form", "decided_on", "decision_no", "authority", "ends_on")


class ActForm(HouseForm):
    """One act and its decisions: by the administration, by the Party, or both."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["act_ref"] = TextField(
            label="Mã vụ việc", required=False, max_length=60, help_text="Bỏ trống để hệ thống đặt mã."
        )
        self.fields["acted_on"] = PartialDateField(
            label="Ngày vi phạm", required=False, help_text=PARTIAL_HINT
        )
        self.fields["in_duty"] = YesNoField(label="Vi phạm trong thực thi nhiệm vụ")
        for line in LINES:
            self._add_line(line)
        self.fields["reason"] = TextField(
            label="Lý do vẫn ghi",
            required=False,
            max_length=500,
            help_text="Chỉ khi hệ thống nêu điểm cần xem lại mà quyết định đúng như đã ghi.",
        )
        self.fields[KEY] = hidden(secrets.token_urlsafe(18))
        self.name_errors()

    def _add_line(self, line: str) -> None:
        codes = PARTY_FORMS if line == Discipline.Line.DANG else STATE_FORMS
        labels = dict(Discipline.Form.choices)
        self.fields[f"{line}_form"] = choice_field(
            [(code, labels[code]) for code in codes],
            required=False,
            label="Hình thức",
            blank=("", "Không có quyết định"),
        )
        self.fields[f"{line}_decided_on"] = PartialDateField(
            label="Ngày quyết định", required=False, help_text=PARTIAL_HINT
        )
        self.fields[f"{line}_decision_no"] = TextField(label="Số quyết định", required=False, max_length=60)
        self.fields[f"{line}_authority"] = TextField(
            label="Cơ quan quyết định", required=False, max_length=150
        )
        help_text = (
            "Bỏ trống để tính theo thời hạn của hình thức."
            if line == Discipline.Line.CHINH_QUYEN
            else DAY_HINT
        )
        self.fields[f"{line}_ends_on"] = DayField(label="Hết hiệu lực", required=False, help_text=help_text)

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Headings with their fields, for the template."""
        return [
            ("Hành vi", [self[name] for name in ("act_ref", "acted_on", "in_duty")]),
            *(
                (f"Quyết định của {label}", [self[f"{line}_{name}"] for name in _LINE_FIELDS])
                for line, label in ((LINES[0], "chính quyền"), (LINES[1], "Đảng"))
            ),
            ("Xem lại", [self["reason"], self[KEY]]),
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for line in LINES:
            typed = [name for name in _LINE_FIELDS[1:] if facts.get(f"{line}_{name}")]
            if typed and not facts.get(f"{line}_form"):
                self.add_problem(
                    f"{line}_form", "Đề nghị chọn hình thức, hoặc bỏ trống các mục của quyết định này."
                )
            if facts.get(f"{line}_form") and not facts.get(f"{line}_decided_on"):
                self.add_problem(f"{line}_decided_on", "Đề nghị nhập ngày quyết định.")
        if not self.errors and not any(facts.get(f"{line}_form") for line in LINES):
            self.add_problem("", "Đề nghị ghi ít nhất một quyết định: chính quyền hoặc Đảng.")
        return facts

    @property
    def act(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("act_ref", "acted_on", "in_duty")}

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The decisions that were filled in."""
        return [
            {"line": line.value} | {name: self.cleaned_data[f"{line}_{name}"] for name in _LINE_FIELDS}
            for line in LINES
            if self.cleaned_data[f"{line}_form"]
        ]

    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]

    def add_problem(self, field: str, message: str) -> None:
        """A service speaks of `form`: of whichever line is there, the administration's first."""
        if field == "form":
            typed = [line for line in LINES if _named(self.data.get(f"{line}_form")) in message]
            field = f"{typed[0]}_form" if typed else ""
        super().add_problem(field, message)


def _named(code: Any) -> str:
    return f"“{dict(Discipline.Form.choices).get(str(code), '')}”"


class InspectionActForm(VersionedForm):
    """One step of an inspection: its day, results where it has them, a reason where one is wanted."""

    FIELDS: dict[str, Any] = {
        "starts_on": lambda: DayField(label="Ngày bắt đầu", help_text=DAY_HINT),
        "concluded_on": lambda: DayField(label="Ngày kết luận", help_text=DAY_HINT),
        "findings": lambda: WholeNumberField(label="Số kết luận", required=False),
        "violations": lambda: WholeNumberField(label="Số vi phạm", required=False),
        "sanctions": lambda: WholeNumberField(label="Số xử lý", required=False),
        "remedy_due_on": lambda: DayField(label="Hạn khắc phục", help_text=DAY_HINT),
        "remedied_on": lambda: DayField(label="Ngày khắc phục xong", help_text=DAY_HINT),
    }

    def __init__(
        self,
        data: Any = None,
        *,
        version: int,
        names: tuple[str, ...],
        needs_reason: bool,
        start: dict[str, Any],
    ) -> None:
        super().__init__(data, version=version)
        self.names = tuple(name for name in names if name in self.FIELDS)
        for name in self.names:
            self.fields[name] = self.FIELDS[name]()
        self.fields["reason"] = TextField(
            label="Lý do" if needs_reason else "Ghi chú",
            required=needs_reason,
            max_length=300,
            widget=forms.TextInput(),
        )
        self.initial.update({name: start.get(name) for name in self.names})
        self.name_errors()

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class PlanForm(HouseForm):
    """For which post of which unit and term a person is planned, and by which day of approval."""

    def __init__(
        self, data: Any = None, *, units: list[Any], posts: list[Any], start: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=start)
        self.fields["unit"] = choice_field(
            [(unit.public_id, unit.full_name) for unit in units], required=True, label="Đơn vị quy hoạch"
        )
        self.fields["post"] = choice_field(
            [(post.code, post.name) for post in posts], required=True, label="Chức danh quy hoạch"
        )
        self.fields["term"] = TextField(label="Nhiệm kỳ", max_length=20, help_text="Ví dụ 2020-2025.")
        self.fields["approved_on"] = DayField(label="Ngày phê duyệt", help_text=DAY_HINT)
        self.fields["reason"] = TextField(
            label="Lý do",
            required=False,
            max_length=300,
            help_text="Chỉ khi có điều kiện chưa đạt mà vẫn đưa vào.",
        )
        self.fields[KEY] = hidden(start.get(KEY, ""))
        self.name_errors()

    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]


class TakeOutForm(HouseForm):
    """The day people leave their plans, and for each why."""

    def __init__(self, data: Any = None, *, rows: list[Any], proposed: dict[str, str]) -> None:
        super().__init__(data)
        self.rows = rows
        self.fields["removed_on"] = DayField(label="Ngày đưa ra", help_text=DAY_HINT, initial=today())
        for row in rows:
            name = f"ly_do-{row.public_id}"
            self.fields[name] = TextField(
                label=f"{row.official.full_name}, {row.post.short_name}: lý do",
                max_length=300,
                initial=proposed.get(row.public_id, ""),
            )
            # Which rows are meant goes along, so that the form sent again means the same people.
            self.fields[f"dong-{row.public_id}"] = hidden(row.public_id)
        self.name_errors()

    @property
    def reasons(self) -> dict[str, str]:
        return {row.public_id: self.cleaned_data[f"ly_do-{row.public_id}"] for row in self.rows}
