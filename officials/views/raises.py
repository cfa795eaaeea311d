"""Nâng lương: who is due in a quarter or year and why, and the decision that raises several people at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from foundation import audit
from foundation.components import PAGE_PARAMETER, Chip, Crumb, query
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.formats.vi_numbers import DASH, number
from foundation.forms import day_text
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from foundation.versions import errors_by_field
from officials.checks import can_write, proposes_only
from officials.law import verification_label
from officials.models import Official, SalaryStep
from officials.months import quarter_days
from officials.proposals_shown import NOTICE
from officials.raise_forms import RaiseForm
from officials.raises import RaiseLine, RaiseList, RaiseState, answers_for, raise_list
from officials.salary import OVER_TOP, RAISE, RaiseAnswer
from officials.services.raises import RaiseProblems, record_raises
from officials.views.choosing import (
    Choice,
    asked_export,
    chosen_quarter,
    chosen_unit,
    chosen_year,
    export_links,
    quarter_chips,
)

STATE_PARAMETER, PERSON_PARAMETER, REASON_PARAMETER = "tinh_trang", "nguoi", "ly_do"
YEARLY_URL = "/nghiep-vu/"
PER_PAGE = 100
MOST_AT_ONCE = 100
TONES = {
    RaiseState.DUE: "info",
    RaiseState.OVERDUE: "warning",
    RaiseState.DONE: "ok",
    RaiseState.LATER: "quiet",
    RaiseState.UNKNOWN: "quiet",
}


@require_safe
def raises(request: HttpRequest) -> HttpResponse:
    """`/luong/?nam=&quy=&don_vi=&tinh_trang=`: the raises of a quarter (or `ca-nam`) of a unit or the town."""
    demand_right(request.user, "read", SalaryStep)
    year, quarter = chosen_year(request), chosen_quarter(request)
    choice = chosen_unit(request, today())
    first, last = quarter_days(year, quarter)
    found = raise_list(request.user, first, last, unit=choice.unit)
    state = request.GET.get(STATE_PARAMETER, "")
    shown = found.of(state) if state in RaiseState.values else found.of(*_FIRST)
    kind = asked_export(request)
    if kind:
        _note_reasons(request, shown)
        return _export(request, found, shown, choice, (year, quarter), kind)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    _note_reasons(request, list(page))
    base = found.law.norms.get("luong_co_so")
    rows = [_row(request.user, line) for line in page]
    context = {
        "page": page,
        "rows": rows,
        "may_choose": any(row["choose"] for row in rows),
        "period": _period(year, quarter),
        "quarters": quarter_chips(request, quarter),
        "states": _state_chips(request, found, state),
        "choice": choice,
        "year": year,
        "years": list(range(today().year + 2, today().year - 4, -1)),
        "kept": [(name, request.GET[name]) for name in ("nam", "quy", STATE_PARAMETER) if request.GET.get(name)],
        "exports": export_links(request),
        "may_write": bool(request.user.may("write", SalaryStep, "all") or request.user.may("write", SalaryStep, "own")),  # type: ignore[union-attr]
        "allowances": found.allowances,
        "early": [found.law.norms[code] for code in ("nang_luong.som.ty_le", "nang_luong.som.thang") if code in found.law.norms],
        "base": base,
        "decide_url": reverse("officials:raise-add"),
        "reason": SalaryStep.Reason.EARLY if state == RaiseState.LATER else "",
        "day": found.day,
        "crumbs": _crumbs()[:1],
    }  # fmt: skip
    return render(request, "officials/raises.html", context)


_FIRST = (RaiseState.OVERDUE, RaiseState.DUE, RaiseState.DONE)


def _state_chips(request: HttpRequest, found: RaiseList, state: str) -> list[Chip]:
    every = Chip(
        "Đến hạn",
        query(request.GET, **{STATE_PARAMETER: None, PAGE_PARAMETER: None}),
        state not in RaiseState.values,
        len(found.of(*_FIRST)),
    )
    return [
        every,
        *(
            Chip(
                str(one.label),
                query(request.GET, **{STATE_PARAMETER: one.value, PAGE_PARAMETER: None}),
                state == one.value,
                len(found.of(one)),
            )
            for one in RaiseState
        ),
    ]


def _period(year: int, quarter: int) -> str:
    return f"quý {('I', 'II', 'III', 'IV')[quarter - 1]} năm {year}" if quarter else f"năm {year}"


def _row(user: Any, line: RaiseLine) -> dict[str, Any]:
    """One line as finished texts."""
    answer, current = line.answer, line.answer.current
    return {
        "person": line.official,
        "unit": line.seat.unit.full_name,
        "post": line.seat.post.short_name,
        "now": step_text(current),
        "then": next_text(line),
        "due": day_text(answer.due_on) or DASH,
        "amount": amount_text(line),
        "state": str(line.state_label),
        "tone": TONES[line.state],
        "given": f"hưởng từ {day_text(line.given.starts_on)}" if line.given else "",
        "why": answer.in_words(user),
        "retires": f"Nghỉ hưu {day_text(line.retires_on)}, trước ngày đến hạn." if line.retires_first else "",
        "verified": "" if answer.verified == "read" else verification_label(answer.verified),
        "choose": line.state in (RaiseState.DUE, RaiseState.OVERDUE, RaiseState.LATER)
        and can_write(user, SalaryStep, line.official.unit),
    }


def step_text(current: SalaryStep | None) -> str:
    """`01.003 bậc 3 (3,00)`."""
    if current is None:
        return DASH
    step = f"bậc {current.step}" if current.step is not None else "chưa ghi bậc"
    return f"{current.rank_code} {step} ({number(current.coefficient, 2)})".strip()


def next_text(line: RaiseLine) -> str:
    answer = line.answer
    if answer.kind == RAISE:
        return f"bậc {answer.next_step} ({number(answer.next_coefficient, 2)})"
    if answer.kind != OVER_TOP:
        return DASH
    by_end = line.percent_by_end
    more = f" (đến cuối kỳ {number(by_end)}%)" if by_end is not None and by_end != answer.percent else ""
    return f"vượt khung {number(answer.percent)}%{more}"


def amount_text(line: RaiseLine) -> str:
    """What the coefficient gives a month now and then, in đồng."""
    if line.amount_now is None:
        return DASH
    then = f" → {number(line.amount_then)}" if line.amount_then is not None else ""
    return f"{number(line.amount_now)}{then}"


def _note_reasons(request: HttpRequest, lines: list[RaiseLine]) -> None:
    """Whose sensitive reason of a delay was shown is noted (contracts 6)."""
    people = sorted(line.official.public_id for line in lines if line.tells_sensitive)
    if people:
        audit.log_access(
            by=request.user, action="open_sensitive", detail=f"Nâng lương, kỷ luật: {', '.join(people)}"
        )


def _export(
    request: HttpRequest,
    found: RaiseList,
    shown: list[RaiseLine],
    choice: Choice,
    period: tuple[int, int],
    kind: Any,
) -> HttpResponse:
    columns = [
        Column("Họ và tên"), Column("Đơn vị"), Column("Chức danh"), Column("Đang hưởng", width=20), Column("Từ ngày", "date"),
        Column("Hệ số", "number"), Column("Bậc mới", width=16), Column("Hệ số mới", "number"), Column("Ngày đến hạn", "date"),
        Column("Kéo dài (tháng)", "int"), Column("Tiền lương theo hệ số (đồng/tháng)", "int", 16),
        Column("Theo hệ số mới", "int", 16), Column("Tình trạng"), Column("Cách tính", width=60),
    ]  # fmt: skip
    rows = [
        (
            line.official.full_name, line.seat.unit.full_name, line.seat.post.short_name, step_text(line.answer.current),
            line.answer.base_on, line.answer.current.coefficient if line.answer.current else None, next_text(line),
            line.answer.next_coefficient, line.answer.due_on, line.answer.delayed_months, line.amount_now,
            line.amount_then, str(line.state_label), " ".join(line.answer.in_words(request.user)),
        )
        for line in shown
    ]  # fmt: skip
    base = found.law.norms.get("luong_co_so")
    notes = [f"Lương cơ sở {number(base.value)} đồng/tháng ({base.basis})."] if base else []
    sheet = Sheet(
        title=f"Danh sách nâng lương {_period(*period)}",
        unit_line=choice.unit_line,
        columns=columns,
        rows=rows,
        day=found.day,
        notes=[
            *notes,
            "Tiền lương theo hệ số không gồm phụ cấp. Định mức chưa đối chiếu được ghi trên trang Nâng lương.",
        ],
    )
    return download(
        by=request.user, sheet=sheet, kind=kind, name=f"Nâng lương {_period(*period)}", unit_id=choice.unit_id
    )


# --- the decision -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def raise_add(request: HttpRequest) -> HttpResponse:
    """`/luong/quyet-dinh/?nguoi=…`: one decision for the people chosen in the list."""
    demand_right(request.user, "write", SalaryStep)
    sent = request.POST if request.method == "POST" else request.GET
    people = _people(request, sent.getlist(PERSON_PARAMETER)[: MOST_AT_ONCE + 1])
    reason = sent.get(REASON_PARAMETER, "")
    if not people or len(people) > MOST_AT_ONCE:
        messages.error(
            request,
            f"Mỗi quyết định ghi được nhiều nhất {MOST_AT_ONCE} người."
            if people
            else "Đề nghị chọn trong danh sách ít nhất một người mà ông/bà được sửa hồ sơ.",
        )
        return redirect("officials:raises")
    form = RaiseForm(request.POST if request.method == "POST" else None, people, reason)
    if request.method == "POST" and form.is_valid() and (done := _save(request, form)) is not None:
        return done
    context = {
        "form": form,
        "rows": [
            (
                official,
                step_text(answer.current),
                day_text(answer.due_on) or DASH,
                answer.in_words(request.user),
                fields,
            )
            for official, answer, fields in form.rows
        ],
        "reason": reason,
        "notice": NOTICE if proposes_only(request.user, SalaryStep, people[0][0].unit) else "",
        "cancel_url": reverse("officials:raises"),
        "crumbs": _crumbs(),
    }
    return render(request, "officials/raise_form.html", context)


def _people(request: HttpRequest, wanted: list[str]) -> list[tuple[Official, RaiseAnswer]]:
    """The people named whose salary this user may write, with what is known of their next raise."""
    ids = [one for one in wanted if one.isprintable()]
    rows = Official.objects.visible_to(request.user).filter(public_id__in=ids).select_related("unit")
    officials = [one for one in rows if can_write(request.user, SalaryStep, one.unit)]
    answers = answers_for(request.user, officials) if officials else {}
    return [(one, answers[one.pk]) for one in officials]


def _save(request: HttpRequest, form: RaiseForm) -> HttpResponse | None:
    try:
        made = record_raises(by=request.user, lines=form.lines(), decision=form.decision(), key=form.key)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        form.add_problem(error.field, str(error))
    except RaiseProblems as error:
        for place, field, text in error.problems:
            form.add_problem(form.name_of(place, field), text)
    except ValidationError as error:
        for texts in errors_by_field(error).values():
            for text in texts:
                form.add_problem("", text)
    else:
        is_step = isinstance(made[0], SalaryStep)
        word = "Đã ghi quyết định nâng lương" if is_step else "Đã gửi đề nghị nâng lương"
        messages.success(request, f"{word} của {len(form.people)} người.")
        return redirect("officials:raises" if is_step else "officials:proposals")
    return None


def _crumbs() -> list[Crumb]:
    return [Crumb("Nghiệp vụ hằng năm", YEARLY_URL), Crumb("Nâng lương", reverse("officials:raises"))]
