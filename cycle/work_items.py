"""What waits about the data that units send: to be sent, returned, to be decided on, differing since they were closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from cycle.machine import REOPENED, RETURNED, SENT, WAITS_FOR_UNIT
from cycle.models import Submission
from cycle.reading import sent_sets, states_of, units_of, usual_year
from foundation.formats import vi_numbers
from foundation.registries import WorkItem, WorkItemSource
from officials.models import Unit
from reports import snapshot as snapshots
from reports.frozen.differences import all_differences


def _url(unit_key: str, year: int) -> str:
    return reverse("cycle:submission", args=[unit_key, year])


def _sends(user: Any) -> bool:
    return bool(user.may("write", Submission, "own")) and not _decides(user)


def _decides(user: Any) -> bool:
    return bool(user.may("write", Submission, "all"))


def _keeps(user: Any) -> bool:
    return _sends(user) or _decides(user)


def to_send(user: Any, day: date) -> list[WorkItem]:
    """Units of the reader whose sets of the last full year are not all sent."""
    year, n_sets = usual_year(), len(sent_sets())
    units = units_of(user, year)
    states = states_of(user, units, year)
    found = []
    for unit in units:
        waiting = sum(states[unit.public_id, each.code] in WAITS_FOR_UNIT for each in sent_sets())
        if waiting:
            found.append(
                WorkItem(
                    f"Gửi số liệu năm {year}",
                    _url(unit.public_id, year),
                    detail=f"còn {waiting}/{n_sets} bộ số liệu chưa gửi",
                    unit=unit.public_id,
                )
            )
    return found


def returned(user: Any, day: date) -> list[WorkItem]:
    """Sets that came back to the reader's unit, or were reopened for a correction."""
    rows = (
        Submission.objects.visible_to(user)
        .filter(state__in=[RETURNED, REOPENED])
        .order_by("decided_at", "pk")
    )
    return [
        WorkItem(
            f"{row.get_state_display()}: {row}",
            _url(row.unit_key, row.year),
            detail=row.comment,
            tone="danger" if row.state == RETURNED else "warning",
            unit=row.unit_key,
        )
        for row in rows
    ]


def to_decide(user: Any, day: date) -> list[WorkItem]:
    """Units that have sent sets nobody has decided on, by year."""
    rows = Submission.objects.visible_to(user).filter(state=SENT)
    counts: dict[tuple[str, int], int] = {}
    for row in rows.order_by("sent_at", "pk"):
        counts[row.unit_key, row.year] = counts.get((row.unit_key, row.year), 0) + 1
    names = _names(user, [unit for unit, _ in counts])
    return [
        WorkItem(
            f"{names.get(unit, unit)}: số liệu năm {year}",
            _url(unit, year),
            detail=f"{n} bộ số liệu chờ chấp nhận hoặc trả lại",
            unit=unit,
        )
        for (unit, year), n in counts.items()
    ]


def differing(user: Any, day: date) -> list[WorkItem]:
    """Closed figures of the reader's units from which the records now differ: numbers only, nobody's name."""
    found = all_differences(snapshots.current())
    names = _names(user, [unit for unit, _ in found])
    items = []
    for (unit, year), each in sorted(found.items(), key=lambda pair: (-pair[0][1], pair[0][0])):
        if unit in names:
            n = len(each.people)
            about = f"{n} người" if n else "số liệu chung của đơn vị"
            items.append(
                WorkItem(
                    f"{names[unit]}: số liệu năm {year} khác bản đã chốt",
                    reverse("cycle:submission-differences", args=[unit, year]),
                    detail=f"{len(each.items)} nội dung, {about}",
                    unit=unit,
                )
            )
    return items


def _names(user: Any, keys: list[str]) -> dict[str, str]:
    if not keys:
        return {}
    return {row.public_id: row.full_name for row in Unit.objects.visible_to(user).filter(public_id__in=keys)}


def _n(n: int, what: str) -> str:
    return f"{vi_numbers.number(n)} {what}."


SOURCES = (
    WorkItemSource("so-lieu-tra-lai", "Số liệu bị trả lại, mở lại", 5, returned,
                   lambda n: _n(n, "bộ số liệu bị trả lại hoặc mở lại để điều chỉnh"), _sends),
    WorkItemSource("so-lieu-gui", "Số liệu cần gửi", 10, to_send, lambda n: _n(n, "đơn vị chưa gửi đủ số liệu năm"), _sends),
    WorkItemSource("so-lieu-cho", "Số liệu chờ xử lý", 15, to_decide, lambda n: _n(n, "đơn vị có số liệu chờ xử lý"), _decides),
    WorkItemSource("so-lieu-chenh-lech", "Chênh lệch với số liệu đã chốt", 90, differing,
                   lambda n: _n(n, "lần chốt có số liệu hiện thời khác"), _keeps),
)  # fmt: skip
