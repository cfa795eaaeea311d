"""Quy hoạch: shown only while the administrator has switched it on, to the district alone; opening it is noted."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import succession
from assessments.forms import PlanForm, TakeOutForm
from assessments.models import Succession
from assessments.services import succession as service
from assessments.succession import MODULE, Judge, crowded, planned_on, ratios_of, summary
from assessments.views.common import FORM_METHODS, asked_unit, crumbs, units_of
from foundation import audit
from foundation.components import Chip, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.scope import demand_membership, demand_right
from officials.law import norms_on, valid_posts
from officials.models import Official, Qualification, Unit
from officials.models.qualifications import level_ranks
from officials.modules import NOTICE, is_on
from officials.record_forms import KEY
from officials.sections import TONES
from officials.views.saving import attempt, done

View = Callable[..., HttpResponse]


def home() -> tuple[str, str]:
    return ("Quy hoạch", reverse("assessments:succession"))


def while_on(action: str) -> Callable[[View], View]:
    """Off: not there for anybody. On: for who may `action` succession plans."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            demand_membership(request.user)
            if not is_on(MODULE):
                raise Http404
            demand_right(request.user, action, Succession)
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def _note(request: HttpRequest, unit: Unit | None, detail: str) -> None:
    audit.log_access(
        by=request.user,
        action="open_sensitive",
        unit_id=unit.public_id if unit else "",
        detail=f"Quy hoạch: {detail}",
    )


def _rows(request: HttpRequest) -> Any:
    rows = Succession.objects.visible_to(request.user).select_related("official__unit", "unit", "post")
    return rows.order_by("unit__name", "post__position", "official__name_sort", "pk")


def _asked(request: HttpRequest, rows: list[Succession]) -> tuple[list[str], str]:
    """The terms there are, the latest first, and the one asked for."""
    terms = sorted({row.term for row in rows}, reverse=True)
    wanted = request.GET.get("nhiem_ky", "")
    return terms, wanted if wanted in terms else (terms[0] if terms else "")


@require_safe
@while_on("read")
def plan_page(request: HttpRequest) -> HttpResponse:
    """`/quy-hoach/?don_vi=&nhiem_ky=`: by unit, or one unit's plan with the conditions of everybody in it."""
    day = today()
    units = units_of(request.user, day)
    chosen = asked_unit(request, units)
    active = list(_rows(request).filter(planned_on(day)))
    terms, term = _asked(request, active)
    listed = [row for row in active if row.term == term and (chosen is None or row.unit_id == chosen.pk)]
    norms = norms_on(day)
    _note(request, chosen, f"nhiệm kỳ {term or 'chưa có'}")
    context = {
        "day": day,
        "notice": NOTICE,
        "units": units,
        "chosen": chosen,
        "term": term,
        "chips": [
            Chip(f"Nhiệm kỳ {name}", query(request.GET, nhiem_ky=name), name == term, sum(r.term == name for r in active))
            for name in terms
        ],
        "ratios": ratios_of([row.official for row in listed], day, norms),
        "crowded": crowded(listed, norms),
        "n_rows": len(listed),
        "n_people": len({row.official_id for row in listed}),
        "crumbs": crumbs(),
    }  # fmt: skip
    context |= _of_unit(request, listed) if chosen else _by_unit(listed, units)
    return render(request, "assessments/succession.html", context)


def _of_unit(request: HttpRequest, rows: list[Succession]) -> dict[str, Any]:
    judge = Judge(request.user, [row.official for row in rows], today())
    lines = []
    for row in rows:
        conditions = judge.conditions(row.official, row.post_id, row.term, row.approved_on)
        lines.append(
            {
                "row": row,
                "conditions": [(item, TONES[item.status]) for item in conditions],
                "leaves": judge.leaves_because(row),
            }
        )
    return {"lines": lines, "n_leaving": sum(bool(line["leaves"]) for line in lines)}


def _by_unit(rows: list[Succession], units: list[Unit]) -> dict[str, Any]:
    found = []
    for unit in units:
        mine = [row for row in rows if row.unit_id == unit.pk]
        people = {row.official_id: row.official for row in mine}.values()
        women = sum(person.sex == "nu" for person in people)
        found.append((unit, len(mine), len(people), women))
    return {"by_unit": found}


@require_safe
@while_on("read")
def summary_page(request: HttpRequest) -> HttpResponse:
    """`/quy-hoach/tong-hop/?don_vi=&nhiem_ky=`: as Biểu 12C-BTCTW lays it out, numbers only."""
    day = today()
    units = units_of(request.user, day)
    chosen = asked_unit(request, units)
    active = list(_rows(request).filter(planned_on(day)))
    terms, term = _asked(request, active)
    listed = [row for row in active if row.term == term and (chosen is None or row.unit_id == chosen.pk)]
    _note(request, chosen, f"bảng tổng hợp nhiệm kỳ {term or 'chưa có'}")
    context = {
        "day": day,
        "units": units,
        "chosen": chosen,
        "term": term,
        "terms": terms,
        "heads": [label for label, _ in succession.COLUMNS],
        "table": [
            (label, list(zip([head for head, _ in succession.COLUMNS], cells, strict=True)))
            for label, cells in summary(listed, _levels(request, listed), day)
        ],
        "n_rows": len(listed),
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/succession_summary.html", context)


def _levels(request: HttpRequest, rows: list[Succession]) -> dict[int, dict[str, str]]:
    """The highest level of each kind held today, by person; one query."""
    day = today()
    best: dict[tuple[int, str], int] = {}
    held: dict[int, dict[str, str]] = {}
    found = Qualification.objects.visible_to(request.user).filter(
        official__in=[row.official_id for row in rows]
    )
    for key, kind, level, attained in found.values_list("official_id", "kind", "level", "attained_on"):
        rank = level_ranks.get(kind, {}).get(level)
        if rank is None or (attained is not None and attained > day):
            continue
        if rank < best.get((key, kind), 99):
            best[key, kind] = rank
            held.setdefault(key, {})[kind] = level
    return held


# --- putting in, taking out ----------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
@while_on("write")
def add(request: HttpRequest) -> HttpResponse:
    """`/quy-hoach/them/`: first who (`?tim=`), then (`?nguoi=`) for which post and term."""
    user: Any = request.user
    who = request.GET.get("nguoi", "")
    if not who:
        return _choose(request)
    official: Official = visible_or_404(Official.objects.select_related("unit"), user, public_id=who)
    units = units_of(user, today())
    posts = {
        post.code: post for unit_kind in sorted({unit.kind for unit in units}) for post in valid_posts(unit_kind, today())
    }  # fmt: skip
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        units=units,
        posts=[post for post in posts.values() if post.group == "can_bo"],
        start={
            "unit": official.unit.public_id if official.unit else "",
            "term": request.GET.get("nhiem_ky", "")[:20],
            KEY: secrets.token_urlsafe(18),
        },
    )
    _note(request, official.unit, official.public_id)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: service.plan_person(
                by=user,
                official=official,
                unit=next(unit for unit in units if unit.public_id == form.cleaned_data["unit"]),
                post=posts[form.cleaned_data["post"]],
                term=form.cleaned_data["term"],
                approved_on=form.cleaned_data["approved_on"],
                reason=form.cleaned_data["reason"],
                key=form.key,
            ),
        )
        if outcome.saved:
            row: Succession = outcome.result
            url = f"{home()[1]}?don_vi={form.cleaned_data['unit']}&nhiem_ky={row.term}"
            return done(request, f"Đã đưa {official} vào quy hoạch.", url)
    context = {
        "form": form,
        "official": official,
        "title": "Đưa vào quy hoạch",
        "submit": "Lưu",
        "notice": NOTICE,
        "cancel_url": home()[1],
        "crumbs": crumbs(home()),
    }
    return render(request, "officials/record_form.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("tim", "")[:100].strip()
    people = Official.objects.visible_to(request.user).select_related("unit")
    found = list(people.matching(text)[:31]) if text else []
    context = {
        "text": text,
        "people": found[:30],
        "more": len(found) > 30,
        "title": "Đưa vào quy hoạch",
        "about": f"Chọn người. {NOTICE}",
        "crumbs": crumbs(home()),
    }
    return render(request, "assessments/choose_person.html", context)


@require_http_methods(FORM_METHODS)
@while_on("write")
def take_out(request: HttpRequest) -> HttpResponse:
    """`/quy-hoach/dua-ra/?dong=<mã>…`: confirm who leaves, each with the reason the rules propose or one's own."""
    user: Any = request.user
    # The form carries its rows itself: what was ticked on the page may have changed meanwhile.
    sent = [name.removeprefix("dong-") for name in request.POST if name.startswith("dong-")]
    wanted = (sent if request.method == "POST" else request.GET.getlist("dong"))[:200]
    rows = list(_rows(request).filter(public_id__in=wanted, removed_on__isnull=True))
    if not rows:
        raise Http404
    judge = Judge(user, [row.official for row in rows], today())
    proposed = {row.public_id: judge.leaves_because(row) for row in rows}
    form = TakeOutForm(request.POST if request.method == "POST" else None, rows=rows, proposed=proposed)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: service.take_out(
                by=user, rows=rows, removed_on=form.cleaned_data["removed_on"], reasons=form.reasons
            ),
        )
        if outcome.saved:
            return done(request, f"Đã đưa {outcome.result} người ra khỏi quy hoạch.", home()[1])
    else:
        _note(request, rows[0].unit, "đưa ra")
    context = {
        "form": form,
        "official": None,
        "title": "Đưa ra khỏi quy hoạch",
        "submit": "Xác nhận đưa ra",
        "notice": "Hệ thống chỉ đề xuất; người xác nhận chịu trách nhiệm.",
        "cancel_url": home()[1],
        "crumbs": crumbs(home()),
    }
    return render(request, "officials/record_form.html", context)
