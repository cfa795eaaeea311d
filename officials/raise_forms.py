"""The form of one decision that raises several people: the paper, then a line a person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from foundation.forms import (
    DAY_HINT,
    DayField,
    DecimalField,
    HouseForm,
    PartialDateField,
    TextField,
    WholeNumberField,
)
from officials.models import Official, SalaryStep
from officials.salary import OVER_TOP, RaiseAnswer
from officials.services.raises import Decision, NewStep

KEY = "khoa"
LINE_FIELDS = ("step", "coefficient", "starts_on", "reason")
PERCENT = "over_top_percent"
SHORT_LABELS = dict(zip(LINE_FIELDS, ("Bậc mới", "Hệ số mới", "Hưởng từ ngày", "Lý do"), strict=True)) | {
    PERCENT: "Vượt khung (%)"
}


def fields_of(answer: RaiseAnswer) -> tuple[str, ...]:
    """What a line asks: at the last step the percentage of the seniority allowance too."""
    return (*LINE_FIELDS, PERCENT) if answer.kind == OVER_TOP else LINE_FIELDS


class RaiseForm(HouseForm):
    """Decision number, day, signer, and for each person step, coefficient, first day, why; `people` in their order."""

    decision_no = TextField(label="Số quyết định", max_length=60)
    decided_on = PartialDateField(label="Ngày quyết định", help_text="Ví dụ 15/12/2021.")
    decided_by = TextField(
        label="Người ký, cơ quan quyết định", max_length=150, help_text="Ví dụ Chủ tịch UBND thị xã."
    )
    reason = TextField(
        label="Lý do vượt hạn mức, ghi chú",
        required=False,
        max_length=300,
        help_text="Cần khi nâng trước thời hạn vượt tỷ lệ hoặc số tháng cho phép.",
    )

    def __init__(
        self, data: QueryDict | None, people: Sequence[tuple[Official, RaiseAnswer]], reason: str = ""
    ) -> None:
        super().__init__(data)
        self.people = list(people)
        self.fields[KEY] = forms.CharField(
            initial=secrets.token_urlsafe(18), required=False, widget=forms.HiddenInput, max_length=80
        )
        is_early = reason == SalaryStep.Reason.EARLY
        for place, (official, answer) in enumerate(self.people):
            self._add_line(place, official, answer, is_early and answer.kind != OVER_TOP)
        self.name_errors()

    def _add_line(self, place: int, official: Official, answer: RaiseAnswer, is_early: bool) -> None:
        name = official.full_name
        made: dict[str, forms.Field] = {
            "step": WholeNumberField(label=f"Bậc mới của {name}", highest=20),
            "coefficient": DecimalField(label=f"Hệ số mới của {name}", max_digits=5, highest=20),
            "starts_on": DayField(label=f"Hưởng từ ngày, {name}", help_text=DAY_HINT),
            "reason": forms.ChoiceField(
                label=f"Lý do, {name}", choices=SalaryStep.Reason.choices, widget=forms.Select()
            ),
            PERCENT: WholeNumberField(
                label=f"Phụ cấp thâm niên vượt khung (%) của {name}", required=False, highest=100
            ),
        }
        is_over_top = answer.kind == OVER_TOP
        held = answer.current.coefficient if answer.current else None
        start = {
            "step": answer.step if is_over_top else answer.next_step,
            "coefficient": held if is_over_top else answer.next_coefficient,
            PERCENT: int(answer.percent) if answer.percent is not None else None,
            "starts_on": None if is_early else answer.due_on,
            "reason": SalaryStep.Reason.EARLY if is_early else SalaryStep.Reason.REGULAR,
        }
        for field in fields_of(answer):
            made[field].initial = start[field]
            # Under the heading with the person's name the short name is enough; messages need the long one.
            made[field].short_label = SHORT_LABELS[field]  # type: ignore[attr-defined]
            self.fields[self.name_of(place, field)] = made[field]

    @staticmethod
    def name_of(place: int, field: str) -> str:
        return f"{field}-{place}"

    @property
    def rows(self) -> list[tuple[Official, RaiseAnswer, list[Any]]]:
        """Each person with the fields of their line."""
        return [
            (official, answer, [self[self.name_of(place, field)] for field in fields_of(answer)])
            for place, (official, answer) in enumerate(self.people)
        ]

    @property
    def key(self) -> str:
        return str(self.data.get(KEY, ""))[:80]

    def decision(self) -> Decision:
        cleaned = self.cleaned_data
        return Decision(
            cleaned["decision_no"], cleaned["decided_on"], cleaned["decided_by"], cleaned["reason"]
        )

    def lines(self) -> list[NewStep]:
        return [
            NewStep(official, *(self.cleaned_data[self.name_of(place, field)] for field in fields_of(answer)))
            for place, (official, answer) in enumerate(self.people)
        ]
