"""Bảng gửi số liệu: every unit by set of data, for the district to follow, return and accept, for leadership to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cycle.machine import ACCEPT, RETURN, SENT, SUBMISSION, TONES, WAITS_FOR_UNIT
from cycle.models import Submission
from cycle.reading import Part, is_closed, parts_of, sent_sets, units_of, usual_year, years_to_send
from cycle.services import Asked
from cycle.views.submissions import ACT, CHOSEN, FAR_TOO_LONG, REASON, perform, said
from foundation import sheets
from foundation.components import Chip, Crumb, query
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.formats import vi_numbers
from foundation.scope import demand_right
from officials.models import Unit

EXPORTS = ("xlsx", "csv", "pdf")
FILTER = "tinh_trang"
FILTERS = {"cho": "Chờ xử lý", "chua": "Chưa gửi đủ", "chot": "Đã chốt"}


@dataclass(frozen=True)
class Row:
    """One unit on the board; `value`: all its sets that wait, with the versions seen, as one choice."""

    unit: Unit
    parts: Sequence[Part]
    value: str
    is_closed: bool

    @property
    def waiting(self) -> int:
        return sum(part.state == SENT for part in self.parts if not part.data_set.of_district)

    @property
    def unsent(self) -> int:
        return sum(part.state in WAITS_FOR_UNIT for part in self.parts if not part.data_set.of_district)

    def passes(self, wanted: str) -> bool:
        return {"cho": self.waiting > 0, "chua": self.unsent > 0, "chot": self.is_closed}.get(wanted, True)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`/gui-so-lieu/?nam=&tinh_trang=`: units × sets; a commune goes to its own checklist."""
    user: Any = request.user
    demand_right(user, "read", Submission)
    year = _year(request)
    if not user.may("read", Submission, "all"):
        own = units_of(user, year)
        if len(own) == 1:
            return redirect("cycle:submission", public_id=own[0].public_id, year=year)
    return _page(request, year)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or return the chosen sets of several units at once."""
    user: Any = request.user
    demand_right(user, "write", Submission)
    if not user.may("write", Submission, "all"):
        raise PermissionDenied
    year, code = _year(request), request.POST.get(ACT, "")
    try:
        if code not in (ACCEPT, RETURN):
            raise Refused("Đề nghị chọn việc cần làm.")
        asked = _asked(request, year)
        rows = perform(
            code, by=user, year=year, asked=asked, reason=request.POST.get(REASON, "")[:FAR_TOO_LONG]
        )
    except Denied as denied:
        raise PermissionDenied from denied
    except Refused as refused:
        return _page(request, year, problem=str(refused))
    n_units = len({row.unit_key for row in rows})
    messages.success(request, f"{said(code)}: {len(rows)} bộ số liệu của {n_units} đơn vị, năm {year}.")
    return redirect(f"{reverse('cycle:submissions')}{query(request.GET, nam=year)}")


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("nam", "") or request.POST.get("nam", "")
    return next((year for year in years_to_send() if str(year) == wanted), usual_year())


def _asked(request: HttpRequest, year: int) -> list[Asked]:
    """`10702|nhan_su:2,trinh_do:1` → the sets with the versions their reader saw; each once."""
    units = {unit.public_id: unit for unit in units_of(request.user, year)}
    found: dict[tuple[str, str], Asked] = {}
    for value in request.POST.getlist(CHOSEN):
        key, _, sets = value.partition("|")
        for part in sets.split(","):
            code, _, version = part.partition(":")
            if key not in units or not (version.isascii() and version.isdigit() and len(version) < 10):
                raise Refused("Đề nghị tải lại trang và chọn lại.")
            found[key, code] = Asked(units[key], code, int(version))
    return list(found.values())


def _page(request: HttpRequest, year: int, problem: str = "") -> HttpResponse:
    user: Any = request.user
    rows = [_row(parts) for parts in parts_of(user, units_of(user, year), year) if parts]
    wanted = request.GET.get(FILTER, "")
    shown = [row for row in rows if row.passes(wanted)]
    if request.GET.get("xuat") in EXPORTS and request.method == "GET":
        return _export(request, shown, year)
    decides = user.may("write", Submission, "all")
    chosen = set(request.POST.getlist(CHOSEN)) if problem else set()
    late = [row.unit for row in rows if row.unsent]
    context = {
        "rows": shown,
        "data_sets": [part.data_set for part in rows[0].parts] if rows else [],
        "decides": decides and any(row.waiting for row in shown),
        "chips": _chips(request, rows, wanted),
        "totals": _totals(rows),
        "late": late,
        "reminder_url": _reminder_url(late, year) if decides and late else "",
        "chosen": chosen,
        "problem": problem,
        "reason": request.POST.get(REASON, "")[:FAR_TOO_LONG] if problem else "",
        "year": year,
        "years": years_to_send(),
        "exports": [(kind, query(request.GET, nam=year, xuat=kind)) for kind in EXPORTS],
        "crumbs": [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly"))],
    }
    return render(request, "cycle/board.html", context)


def _reminder_url(late: Sequence[Unit], year: int) -> str:
    """The letter that reminds these units, with them chosen."""
    chosen = QueryDict(mutable=True)
    chosen["nam"] = str(year)
    chosen.setlist("xa", [unit.public_id for unit in late])
    return f"{reverse('reports:document', args=['don-doc'])}?{chosen.urlencode()}"


def _row(parts: Sequence[Part]) -> Row:
    sent = [part for part in parts if part.state == SENT and not part.data_set.of_district]
    unit = parts[0].unit
    value = f"{unit.public_id}|" + ",".join(f"{part.data_set.code}:{part.version}" for part in sent)
    return Row(unit, parts, value if sent else "", is_closed(parts))


def _chips(request: HttpRequest, rows: Sequence[Row], wanted: str) -> list[Chip]:
    everything = query(request.GET, **{FILTER: None})
    chips = [Chip("Tất cả", everything, wanted not in FILTERS, len(rows))]
    for code, label in FILTERS.items():
        url = everything if code == wanted else query(request.GET, **{FILTER: code})
        chips.append(Chip(label, url, code == wanted, sum(row.passes(code) for row in rows)))
    return chips


def _totals(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """(label, tone, how many sets) by state, over all units."""
    states = [part.state for row in rows for part in row.parts if not part.data_set.of_district]
    counts = [(label, TONES[code], states.count(code)) for code, label in SUBMISSION.states]
    return [each for each in counts if each[2]]


def _export(request: HttpRequest, rows: Sequence[Row], year: int) -> HttpResponse:
    chosen = sent_sets()
    lines = []
    for row in rows:
        by_code = {part.data_set.code: part for part in row.parts}
        cells: list[Any] = [row.unit.full_name, str(row.unit.area or "")]
        for each in chosen:
            part = by_code[each.code]
            share = "" if part.share is None else f" ({vi_numbers.percent(part.share, 0)})"
            cells.append(f"{part.state_label}{share}")
        lines.append([*cells, "Đã chốt" if row.is_closed else "Chưa chốt"])
    sheet = sheets.Sheet(
        title=f"Tình hình gửi số liệu năm {year}",
        unit_line="Tỷ lệ trong ngoặc: phần đã có so với phần cần có.",
        columns=[
            sheets.Column("Xã, phường", "text", 26),
            sheets.Column("Khu", "text", 16),
            *(sheets.Column(each.label, "text", 24) for each in chosen),
            sheets.Column("Số liệu năm", "text", 14),
        ],
        rows=lines,
        day=today(),
    )
    return sheets.download(
        by=request.user,
        sheet=sheet,
        kind=request.GET["xuat"],  # type: ignore[arg-type]
        name=f"Gửi số liệu {year}",
        detail=f"{year}",
    )
