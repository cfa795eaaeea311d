"""What of raises, retirement and rotation waits, for "Việc cần xử lý"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from foundation.formats import vi_numbers
from foundation.forms import day_text
from foundation.registries import WorkItem, WorkItemSource
from officials.models import Official, RetirementStep, RotationStep, SalaryStep
from officials.months import quarter_days, quarter_of
from officials.raises import RaiseState, raise_list
from officials.retirement import Task, forecast
from officials.rotation import RotationState, rotation_list

HORIZON = 12  # months of retirements looked at


def _writes(model: Any) -> Any:
    return lambda user: bool(user.may("write", model, "all") or user.may("write", model, "own"))


def raises_waiting(user: Any, day: date) -> list[WorkItem]:
    """Raises due in this quarter or the next, and those that are past: one item a person."""
    first, _ = quarter_days(day.year, quarter_of(day))
    next_first = quarter_days(day.year, quarter_of(day))[1] + timedelta(days=1)
    _, last = quarter_days(next_first.year, quarter_of(next_first))
    found = raise_list(user, first, last).of(RaiseState.DUE, RaiseState.OVERDUE)
    return [
        WorkItem(
            title=f"{line.official.full_name}: {line.answer.kind_label.lower()}",
            url=f"{line.official.get_absolute_url()}?muc=luong",
            due_on=line.answer.due_on,
            detail=f"{line.seat.post.short_name}, {line.seat.unit.full_name}",
            tone="danger" if line.state == RaiseState.OVERDUE else _tone(line.answer.due_on, day),
            unit=line.seat.unit.public_id,
        )
        for line in found
    ]


def retirements_waiting(user: Any, day: date) -> list[WorkItem]:
    """Notices and decisions on retirement that nobody has recorded, due by the coming months."""
    items = []
    for line in forecast(user, day).coming(HORIZON):
        for task, name in ((line.notice, "thông báo nghỉ hưu"), (line.decision, "quyết định nghỉ hưu")):
            if task.is_open:
                items.append(_retirement_item(line, task, name, day))
    return sorted(items, key=lambda item: (item.due_on or date.max, item.title))


def _retirement_item(line: Any, task: Task, name: str, day: date) -> WorkItem:
    official = line.seat.official
    return WorkItem(
        title=f"{official.full_name}: {name}",
        url=f"{reverse('officials:record-add', args=[official.public_id, 'nghi-huu'])}?buoc={task.kind}",
        due_on=task.due_on,
        detail=f"nghỉ hưu {day_text(line.retires_on)}, {line.seat.unit.full_name}",
        tone="danger" if task.is_late else _tone(task.due_on, day),
        unit=line.seat.unit.public_id,
    )


def rotations_waiting(user: Any, day: date) -> list[WorkItem]:
    """Holders of listed posts whose time ends this year or has ended, and about whom nothing was concluded."""
    found = rotation_list(user, day.year, day)
    return [
        WorkItem(
            title=f"{line.seat.official.full_name}: chuyển đổi vị trí công tác",
            url=reverse("officials:record-add", args=[line.seat.official.public_id, "chuyen-doi"]),
            due_on=line.due_on,
            detail=f"{line.seat.post.short_name}, {line.seat.unit.full_name}, từ {day_text(line.since)}",
            tone="danger" if line.state == RotationState.LATE else "warning",
            unit=line.seat.unit.public_id,
        )
        for line in found.lines
        if line.state in (RotationState.LATE, RotationState.DUE) and line.last_step is None
    ]


def _tone(due_on: date | None, day: date) -> str:
    return "warning" if due_on is not None and due_on <= day else "info"


def _sentence(text: str) -> Any:
    return lambda n: f"{vi_numbers.number(n)} {text}."


SOURCES = (
    WorkItemSource(
        "raises", "Nâng lương đến hạn quý này, quý sau", 30, raises_waiting,
        _sentence("người đến hạn nâng lương quý này, quý sau"), _writes(SalaryStep),
    ),
    WorkItemSource(
        "retirement", "Thông báo, quyết định nghỉ hưu", 31, retirements_waiting,
        _sentence("thông báo, quyết định nghỉ hưu cần làm"),
        lambda user: _writes(RetirementStep)(user) and user.may_see_field(Official, "birth_date"),
    ),
    WorkItemSource(
        "rotation", "Chuyển đổi vị trí công tác đến hạn", 32, rotations_waiting,
        _sentence("người đến hạn chuyển đổi vị trí công tác"), _writes(RotationStep),
    ),
)  # fmt: skip
