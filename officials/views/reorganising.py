"""Sắp xếp đơn vị: the known and the done acts, a new one in steps, one act with its undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from foundation import history
from foundation.components import Crumb, Row
from foundation.dates import local_time
from foundation.errors import Refused
from foundation.formats.vi_numbers import number
from foundation.forms import TextField, day_text
from foundation.scope import demand_right
from officials.act_forms import VersionedForm
from officials.known_reorganisations import KnownAct, known_act, known_acts, states
from officials.law import verification_label
from officials.models import Reorganisation, Unit
from officials.record_forms import KEY
from officials.reorganisation_forms import MARK, OutlineForm, PreviewForm
from officials.reorganisation_plan import NewUnit, Outline, Plan, is_to_come, make_plan
from officials.services.reorganisation import Unanswered, reorganise
from officials.services.reorganisation_undo import NotUndoable, obstacles_of, undo_reorganisation

KNOWN = "biet"
STEPS = ["Chọn đơn vị", "Xem trước", "Xong"]


class UndoForm(VersionedForm):
    """Why an act is taken back."""

    reason = TextField(label="Lý do hoàn tác", max_length=300)


def crumbs() -> list[Crumb]:
    return [
        Crumb("Xã, phường", reverse("officials:units")),
        Crumb("Sắp xếp đơn vị", reverse("officials:reorganisations")),
    ]


def may_reorganise(user: Any) -> bool:
    return bool(user.may("write", Reorganisation, "all"))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/sap-xep/`: the known reorganisations and how much of them is in the data; those carried out here."""
    demand_right(request.user, "read", Reorganisation)
    writes = may_reorganise(request.user)
    by_code = states()
    known = [
        {
            "act": act,
            "day": day_text(act.outline.effective_on),
            "counts": f"{len(act.outline.old_ids)} đơn vị cũ, {len(act.outline.new_ids)} đơn vị mới",
            "checked": verification_label(act.verified),
            "state": by_code[act.code].words,
            "url": f"{reverse('officials:reorganisation-preview')}?{KNOWN}={act.code}" if writes else "",
        }
        for act in known_acts()
    ]
    units = units_by_id(request.user)
    context = {
        "known": known,
        "done": [(row, names_of(row, units)) for row in Reorganisation.objects.all()],
        "add_url": reverse("officials:reorganisation-new") if writes else "",
        "crumbs": crumbs()[:1],
    }
    return render(request, "officials/reorganisations.html", context)


def units_by_id(user: Any) -> dict[str, str]:
    """The names of the units this reader may see."""
    return {unit.public_id: unit.full_name for unit in Unit.objects.visible_to(user)}


def names_of(row: Reorganisation, units: dict[str, str]) -> str:
    olds = ", ".join(dict.fromkeys(units.get(old, old) for old, _ in row.pairs))
    news = ", ".join(dict.fromkeys(units.get(new, new) for _, new in row.pairs))
    return f"{olds} → {news}"


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """`/sap-xep/moi/`: which units become which; sent by GET, and then on to the preview."""
    demand_right(request.user, "write", Reorganisation)
    form = OutlineForm(request.user, request.GET if "ngay" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect(f"{reverse('officials:reorganisation-preview')}?{request.GET.urlencode()}")
    context = {
        "form": form,
        "steps": STEPS,
        "crumbs": crumbs(),
        "cancel_url": reverse("officials:reorganisations"),
    }
    return render(request, "officials/reorganisation_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """`/sap-xep/xem-truoc/?…`: what the act would do and what it asks; a POST carries it out."""
    demand_right(request.user, "write", Reorganisation)
    known = known_act(request.GET.get(KNOWN, ""))
    outline = known.outline if known else _outline(request)
    if outline is None:
        return redirect(f"{reverse('officials:reorganisation-new')}?{request.GET.urlencode()}")
    plan = make_plan(outline)
    form = PreviewForm(plan, request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_bound:
        done, refused = _carry_out(request, outline, form)
        if done is not None:
            messages.success(request, f"Đã thực hiện: {done}, {number(done.n_people)} người.")
            return redirect(done)
        if refused:
            form = _renewed(request, plan, form)
    return render(request, "officials/reorganisation_preview.html", _shown(plan, form, known, refused))


def _outline(request: HttpRequest) -> Outline | None:
    form = OutlineForm(request.user, request.GET, with_ended=True)
    return form.outline() if form.is_valid() else None


def _carry_out(
    request: HttpRequest, outline: Outline, form: PreviewForm
) -> tuple[Reorganisation | None, str]:
    """The act done, or why not. A form sent twice finds its act by its key, though there is nothing to do any more."""
    if not form.is_valid():
        return None, ""
    mark, key = str(form.data.get(MARK, "")), str(form.data.get(KEY, ""))[:80]
    try:
        done = reorganise(outline, by=request.user, answers=form.answers(), mark=mark, key=key)
    except (Refused, Unanswered) as error:
        return None, str(error)
    return done, ""


def _renewed(request: HttpRequest, plan: Plan, form: PreviewForm) -> PreviewForm:
    """What was answered stays; the mark is that of what is shown now."""
    data = request.POST.copy()
    data[MARK] = plan.digest()
    return PreviewForm(plan, data)


def _shown(plan: Plan, form: PreviewForm, known: KnownAct | None, refused: str) -> dict[str, Any]:
    outline = plan.outline
    people = plan.people_by_unit()
    olds = {unit.public_id: unit for unit in plan.olds}
    return {
        "plan": plan,
        "form": form,
        "known": known,
        "refused": refused,
        "checked": verification_label(known.verified) if known else "",
        "kind": Reorganisation.Kind(outline.kind).label,
        "day": day_text(outline.effective_on),
        "last_day": day_text(outline.last_day),
        "lines": [
            (
                olds[old].full_name if old in olds else old,
                plan.name_of(new),
                "lập mới" if isinstance(plan.news.get(new), NewUnit) else "đã có",
                number(people.get(old, 0)),
            )
            for old, new in outline.pairs
        ],
        "rows": [
            Row("Đơn vị cũ kết thúc", number(len(plan.olds)), f"ngày {day_text(outline.last_day)}"),
            Row("Đơn vị mới", number(len(plan.news)), f"từ ngày {day_text(outline.effective_on)}"),
            Row("Người chuyển sang", number(plan.n_people)),
            Row("Chức danh", number(len(plan.moves)), "kể cả kiêm nhiệm"),
        ],
        "is_to_come": is_to_come(outline),
        "steps": STEPS,
        "crumbs": crumbs(),
        "cancel_url": reverse("officials:reorganisations"),
    }


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/sap-xep/<mã>/`: what one act did, and the way to take it back."""
    demand_right(request.user, "read", Reorganisation)
    row = get_object_or_404(Reorganisation, public_id=public_id)
    units, effects = units_by_id(request.user), row.effects
    context = {
        "row": row,
        "rows": [
            Row("Ngày hiệu lực", day_text(row.effective_on)),
            Row("Căn cứ", row.basis),
            Row("Người chuyển sang", number(row.n_people)),
            Row("Chức danh tiếp tục ở đơn vị mới", number(len(effects["made"]) + len(effects["moved"]))),
            Row("Chức danh kết thúc ở đơn vị cũ", number(len(effects["ended"]))),
            Row("Dôi dư theo lộ trình", number(len(effects["surplus"]))),
            Row("Thực hiện", f"ông/bà {row.done_by_name}, {local_time(row.done_at):%d/%m/%Y %H:%M}"),
        ],
        "pairs": [
            (old, units.get(old, old), new, units.get(new, new), old in units, new in units)
            for old, new in row.pairs
        ],
        "lines": history.history_of(request.user, row, limit=50),
        "undo_url": reverse("officials:reorganisation-undo", args=[public_id])
        if may_reorganise(request.user) and not row.is_undone
        else "",
        "crumbs": crumbs(),
    }
    return render(request, "officials/reorganisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/sap-xep/<mã>/hoan-tac/`: take an act back, or say what stands in the way."""
    demand_right(request.user, "write", Reorganisation)
    row = get_object_or_404(Reorganisation, public_id=public_id)
    if row.is_undone:
        messages.error(request, "Lần sắp xếp này đã được hoàn tác.")
        return redirect(row)
    form = UndoForm(request.POST if request.method == "POST" else None, version=row.version)
    obstacles: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            undo_reorganisation(
                row, by=request.user, reason=form.cleaned_data["reason"], version=form.version
            )
        except NotUndoable as error:
            obstacles = error.obstacles
        except Refused as error:
            form.add_problem(error.field, str(error))
        else:
            messages.success(request, f"Đã hoàn tác: {row}.")
            return redirect(row)
    context = {
        "row": row,
        "form": form,
        "obstacles": obstacles or obstacles_of(row),
        "crumbs": [*crumbs(), Crumb(str(row), row.get_absolute_url())],
        "names": names_of(row, units_by_id(request.user)),
    }
    return render(request, "officials/reorganisation_undo.html", context)
