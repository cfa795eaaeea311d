"""Forms of single acts on a row: taking it out, ending a posting."""

from __future__ import annotations

from typing import Any

from foundation.forms import DAY_HINT, DayField, HouseForm, TextField, choice_field
from officials.models import Appointment
from officials.record_forms import VERSION, hidden, version_of


class VersionedForm(HouseForm):
    """A form that acts on a row as it was seen: it carries the version the page was made with."""

    def __init__(self, data: Any = None, *, version: int) -> None:
        super().__init__(data)
        self.fields[VERSION] = hidden(version)

    @property
    def version(self) -> int:
        return version_of(self.data)

    def renew(self, version: int) -> None:
        """Let the same form be sent again, now that its reader sees the row as it stands."""
        data: Any = self.data
        self.data = data.copy()
        self.data[VERSION] = str(version)  # type: ignore[index]


class RemovalForm(VersionedForm):
    """Why a row is taken out."""

    reason = TextField(
        label="Lý do xóa",
        max_length=500,
        help_text="Ví dụ nhập nhầm người. Lý do được ghi vào lịch sử sửa đổi.",
    )


class EndingForm(VersionedForm):
    """The last day in a post, and why it ended."""

    ends_on = DayField(label="Ngày cuối cùng giữ chức danh", help_text=DAY_HINT)
    end_reason = choice_field(Appointment.EndReason.choices, required=True, label="Lý do kết thúc")
    reason = TextField(label="Ghi chú", required=False, max_length=500, help_text="Ví dụ số quyết định.")
