"""Đánh giá, xếp loại: the units of a year, one unit's round, one person's way through it."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Evaluation, EvaluationCase, EvaluationRound
from assessments.round_board import Board, board_of, reads_secrets
from assessments.round_states import DECIDED, ROUND_CASE
from assessments.rounds import members
from assessments.services.rounds import open_round, refresh_round
from foundation import audit, history
from foundation.components import Chip, Crumb, Tab, query
from foundation.dates import today, year_end
from foundation.errors import Denied, Refused
from foundation.finding import visible_or_404
from foundation.scope import demand_right
from officials.checks import can_write
from officials.models import Unit
from officials.record_forms import KEY

FIRST_YEAR = 2015  # NĐ 56/2015/NĐ-CP, the first regime that is known
N_YEARS = 7
RESULTS = ("xuat_sac", "tot", "hoan_thanh", "khong_hoan_thanh")
RESULT_LABELS = ["Xuất sắc", "Tốt", "Mức ba", "Không HT"]
SHORT_STATES = {
    "mo": "Mở", "tu_xep_loai": "Tự xếp", "y_kien": "Ý kiến", "de_xuat": "Đề xuất", "quyet_dinh": "Quyết định",
    "thong_bao": "Thông báo", "dong": "Đóng",
}  # fmt: skip
THIRD = {"han_che_nang_luc": "hoan_thanh"}  # one column for the third level, whatever its name that year


def default_year() -> int:
    """The year whose rating is under way: until June still the last one, whose conclusions may come late."""
    day = today()
    return day.year if day.month > 6 else day.year - 1


def chosen_year(request: HttpRequest) -> int:
    text = request.GET.get("nam", "")
    if text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= today().year:
        return int(text)
    return default_year()


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """`/danh-gia/?nam=<year>`: each unit with how far its round is; who has one unit goes to its round."""
    user: Any = request.user
    demand_right(user, "read", EvaluationRound)
    year = chosen_year(request)
    units = list(Unit.objects.visible_to(user).existing_on(year_end(year)).select_related("area"))
    if len(units) == 1 and not user.may("read", EvaluationRound, "all"):
        return redirect("assessments:round", units[0].public_id, year)
    rows = {row.unit_id: row for row in EvaluationRound.objects.visible_to(user).filter(year=year)}
    states, results = _counts(user, year)
    lines = [_unit_line(user, unit, year, rows.get(unit.pk), states, results) for unit in units]
    unopened = [line for line in lines if line["may_open"]]
    context = {
        "lines": lines,
        "state_labels": list(SHORT_STATES.values()),
        "result_labels": RESULT_LABELS,
        "n_open": sum(line["row"] is not None for line in lines),
        "n_unopened": len(unopened),
        "year": year,
        "years": list(range(today().year, today().year - N_YEARS, -1)),
        "key": secrets.token_urlsafe(18),
        "crumbs": round_crumbs(),
    }
    return render(request, "assessments/rounds.html", context)


def _counts(user: Any, year: int) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """By round: cases by state, and decided ones by level; two queries."""
    states: dict[int, Counter[str]] = {}
    results: dict[int, Counter[str]] = {}
    rows = EvaluationCase.objects.visible_to(user).filter(year=year).order_by()
    told = list(rows.values_list("round_id", "state", "evaluation_ref"))
    refs = [ref for _, state, ref in told if state in DECIDED]
    levels = dict(
        Evaluation.objects.visible_to(user)
        .filter(year=year, public_id__in=refs)
        .values_list("public_id", "level")
        if refs
        else []
    )
    for round_id, state, ref in told:
        states.setdefault(round_id, Counter())[state] += 1
        if state in DECIDED and levels.get(ref):
            level = THIRD.get(levels[ref], levels[ref])
            results.setdefault(round_id, Counter())[level] += 1
    return states, results


def _unit_line(user: Any, unit: Unit, year: int, row: Any, states: Any, results: Any) -> dict[str, Any]:
    counted: Counter[str] = states.get(row.pk, Counter()) if row else Counter()
    levels: Counter[str] = results.get(row.pk, Counter()) if row else Counter()
    if row is None:
        tone, status = "quiet", "Chưa mở"
    else:
        tone, status = ("info", "Đang mở") if row.is_open else ("ok", "Đã đóng")
    return {
        "unit": unit,
        "url": reverse("assessments:round", args=[unit.public_id, year]),
        "row": row,
        "tone": tone,
        "status": status,
        "total": counted.total(),
        "states": [(SHORT_STATES[code], counted[code]) for code, _ in ROUND_CASE.states],
        "results": list(zip(RESULT_LABELS, (levels[code] for code in RESULTS), strict=True)),
        "may_open": row is None and can_write(user, EvaluationRound, unit),
    }


@require_safe
def round_page(request: HttpRequest, unit_id: str, year: int) -> HttpResponse:
    """`/danh-gia/<unit>/<year>/`: the unit's people, how far each is, what the rules say; `?tinh_trang=` one state."""
    unit, row = _round_of(request, unit_id, year)
    user: Any = request.user
    context: dict[str, Any] = {
        "unit": unit,
        "row": row,
        "page_year": year,
        "crumbs": round_crumbs(year),
        "year_tabs": [
            Tab(str(y), reverse("assessments:round", args=[unit.public_id, y]), active=y == year)
            for y in range(today().year, today().year - 4, -1)
        ],
        "key": secrets.token_urlsafe(18),
        "may_open": row is None and can_write(user, EvaluationRound, unit),
    }
    if row is not None:
        board = board_of(user, row)
        context |= _of_board(request, board)
        if can_write(user, EvaluationRound, unit):
            context |= _list_difference(row, {line.case.official_id for line in board.lines})
        if reads_secrets(user):
            detail = f"Xếp loại đảng viên, kỷ luật trong đợt đánh giá năm {year}"
            audit.log_access(by=user, action="open_sensitive", unit_id=unit.public_id, detail=detail)
    return render(request, "assessments/round.html", context)


def _of_board(request: HttpRequest, board: Board) -> dict[str, Any]:
    counts = board.counts
    wanted = request.GET.get("tinh_trang", "")
    wanted = wanted if wanted in counts else ""
    acts = {act.code: act.label for act in ROUND_CASE.table}
    here = [board.row.unit.public_id, board.row.year]
    return {
        "board": board,
        "lines": [line for line in board.lines if wanted in ("", line.case.state)],
        "chips": [
            Chip("Tất cả", query(request.GET, tinh_trang=None), not wanted, len(board.lines)),
            *(
                Chip(label, query(request.GET, tinh_trang=code), wanted == code, counts[code])
                for code, label in ROUND_CASE.states
                if counts[code]
            ),
        ],
        "steps": [
            (label, len(able), reverse("assessments:round-step", args=[*here, code]))
            for code, label in acts.items()
            if (able := board.able(code))
        ],
        "is_late": board.row.is_open and today() > board.reminder,
    }


def _list_difference(row: EvaluationRound, held: set[int]) -> dict[str, Any]:
    """How many belong into the round by their postings and are not in it, and the other way round."""
    found = set(members(row.unit, row.year))
    return {"n_missing": len(found - held), "n_strange": len(held - found)}


@require_POST
def round_open(request: HttpRequest) -> HttpResponse:
    """Open the round of one unit (`don_vi`), or with `don_vi=tat-ca` of every unit that has none yet."""
    user: Any = request.user
    demand_right(user, "write", EvaluationRound)
    text = request.POST.get("nam", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        messages.error(request, "Đề nghị chọn năm đánh giá.")
        return redirect("assessments:rounds")
    year, key, wanted = int(text), request.POST.get(KEY, "")[:60], request.POST.get("don_vi", "")
    if wanted == "tat-ca":
        return _open_all(request, year)
    unit = visible_or_404(Unit.objects.all(), user, public_id=wanted)
    back = redirect("assessments:round", unit.public_id, year)
    try:
        open_round(by=user, unit=unit, year=year, key=key)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except Refused as refused:
        messages.error(request, str(refused))
        return back
    messages.success(request, f"Đã mở đợt đánh giá năm {year} của {unit}.")
    return back


def _open_all(request: HttpRequest, year: int) -> HttpResponse:
    user: Any = request.user
    opened, refusals = 0, []
    held = set(EvaluationRound.objects.visible_to(user).filter(year=year).values_list("unit_id", flat=True))
    for unit in Unit.objects.visible_to(user).existing_on(year_end(year)).exclude(pk__in=held):
        try:
            open_round(by=user, unit=unit, year=year)
            opened += 1
        except Refused as refused:
            refusals.append(f"{unit.full_name}: {refused}")
    if opened:
        messages.success(request, f"Đã mở đợt đánh giá năm {year} cho {opened} đơn vị.")
    for text in refusals[:5]:
        messages.error(request, text)
    if not opened and not refusals:
        messages.info(request, f"Mọi đơn vị đã mở đợt đánh giá năm {year}.")
    return redirect(f"{reverse('assessments:rounds')}?nam={year}")


@require_POST
def round_refresh(request: HttpRequest, unit_id: str, year: int) -> HttpResponse:
    """Bring the list of a round up to date with the postings."""
    demand_right(request.user, "write", EvaluationRound)
    _, row = _round_of(request, unit_id, year)
    if row is None:
        raise Http404
    try:
        came, went = refresh_round(by=request.user, row=row)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, f"Đã cập nhật danh sách: thêm {came} người, bớt {went} người.")
    return redirect(row)


@require_safe
def case_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-gia/ho-so/<mã>/`: one person's way through a round, with the arithmetic of the rules and the history."""
    user: Any = request.user
    demand_right(user, "read", EvaluationCase)
    case = visible_or_404(
        EvaluationCase.objects.select_related("official__unit", "round__unit", "round__regime"),
        user,
        public_id=public_id,
    )
    board = board_of(user, case.round)
    line = next(line for line in board.lines if line.case.pk == case.pk)
    if reads_secrets(user):
        official = case.official
        detail = f"Xếp loại đảng viên, kỷ luật trong đợt đánh giá năm {case.year}"
        audit.log_access(
            by=user, action="open_sensitive", object_id=official.public_id,
            unit_id=official.unit.public_id if official.unit else "", detail=detail,
        )  # fmt: skip
    in_round = user.may("read", EvaluationRound, "all") or case.round.unit_id in user.unit_ids_today()
    also = [line.rating] if line.rating else []
    context = {
        "case": case,
        "line": line,
        "board": board,
        "round_url": case.round.get_absolute_url() if in_round else "",
        "steps": [
            (act.label, reverse("assessments:round-step", args=[case.round.unit.public_id, case.year, act.code]))
            for act in line.acts
            if in_round
        ],
        "history": history.history_of(user, case, also=also, limit=100),
        "crumbs": [*round_crumbs(case.year), *([Crumb(str(case.round.unit), case.round.get_absolute_url())] if in_round else [])],
    }  # fmt: skip
    return render(request, "assessments/case.html", context)


def _round_of(request: HttpRequest, unit_id: str, year: int) -> tuple[Unit, EvaluationRound | None]:
    demand_right(request.user, "read", EvaluationRound)
    unit = visible_or_404(Unit.objects.all(), request.user, public_id=unit_id)
    if not FIRST_YEAR <= year <= today().year:
        raise Http404
    rows = EvaluationRound.objects.visible_to(request.user).select_related("unit", "regime")
    return unit, rows.filter(unit=unit, year=year).first()


def round_crumbs(year: int | None = None) -> list[Crumb]:
    crumbs = [Crumb("Nghiệp vụ hằng năm", reverse("cycle:yearly"))]
    if year is not None:
        crumbs.append(Crumb(f"Đánh giá, xếp loại năm {year}", f"{reverse('assessments:rounds')}?nam={year}"))
    return crumbs
