"""Adding, correcting, removing the rows of an official, for every declared kind; and the person's own facts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from foundation import audit
from foundation.components import Crumb
from foundation.errors import Denied
from foundation.finding import visible_or_404
from foundation.forms import HouseForm, lower_first
from foundation.scope import demand_right
from officials.act_forms import EndingForm, RemovalForm
from officials.attachment_forms import scan_of, with_scan
from officials.checks import can_write, check_can_write, may_propose, proposes_only
from officials.models import Appointment, Official, Proposal
from officials.personal import PERSONAL_ASKS, check_personal
from officials.proposals_shown import NOTICE
from officials.record_forms import RecordForm
from officials.record_kinds import Asking, RecordKind, record_kinds
from officials.sections import visible_cells
from officials.services import people, postings, proposals
from officials.views.proposals import sent_text
from officials.views.saving import (
    Conflict,
    Outcome,
    attempt,
    attempt_person,
    done,
    doubts_shown,
    override_of,
)

FORM_METHODS = ["GET", "HEAD", "POST"]


def official_to_write(request: HttpRequest, model: Any, public_id: str) -> Official:
    """The official, if this user may write such rows of them; 403 without the right, 404 outside the scope."""
    demand_right(request.user, "write", model)
    official: Official = visible_or_404(
        Official.objects.select_related("unit"), request.user, public_id=public_id
    )
    try:
        check_can_write(request.user, model, official.unit)
    except Denied as error:
        raise PermissionDenied(str(error)) from error
    return official


def row_to_change(
    request: HttpRequest, kind: RecordKind, public_id: str, row_id: str
) -> tuple[Official, Any, bool]:
    """The official, the row, and whether this user may only ask the district to change the row: one they read but may not write.

    403 for who may do neither, asked before the row is looked for; 404 outside the scope.
    """
    user: Any = request.user
    demand_right(user, "read", kind.model)
    if not (user.may("write", kind.model, "all") or user.may("write", kind.model, "own")):
        demand_right(user, "write", Proposal)
    official: Official = visible_or_404(
        Official.objects.select_related("unit"), request.user, public_id=public_id
    )
    row = row_or_404(request, kind, official, row_id)
    if can_write(request.user, kind.model, official.unit) and kind.may_change(request.user, row):
        return official, row, proposes_only(request.user, kind.model, official.unit)
    if not may_propose(request.user, kind.model, official.unit):
        raise PermissionDenied
    return official, row, True


def note_sensitive(request: HttpRequest, official: Official, facts: str) -> None:
    """Opening sensitive facts of a person is noted (contracts 6)."""
    audit.log_access(
        by=request.user,
        action="open_sensitive",
        object_id=official.public_id,
        unit_id=official.unit.public_id if official.unit else "",
        detail=facts,
    )


def kind_or_404(code: str) -> RecordKind:
    kind = record_kinds.get(code)
    if kind is None:
        raise Http404
    return kind


def profile_url(official: Official, tab: str = "") -> str:
    return official.get_absolute_url() + (f"?muc={tab}" if tab else "")


def form_page(
    request: HttpRequest,
    form: HouseForm,
    *,
    official: Official | None,
    title: str,
    cancel_url: str,
    submit: str = "Lưu",
    conflict: Conflict | None = None,
    trail: list[Crumb] | None = None,
    **more: Any,
) -> HttpResponse:
    """The form on a page of its own, or, asked for by htmx, in its place on the page that shows the rows."""
    crumbs = trail or [Crumb("Hồ sơ cán bộ, công chức", reverse("officials:list"))]
    if official is not None:
        crumbs.append(Crumb(official.full_name, profile_url(official)))
    context = {
        "form": form,
        "official": official,
        "title": title,
        "cancel_url": cancel_url,
        "submit": submit,
        "crumbs": crumbs,
        "conflict": conflict,
        "in_place": bool(getattr(request, "htmx", False)),
        "datalists": datalists(form),
        **more,
    }
    template = "officials/_record_form.html" if context["in_place"] else "officials/record_form.html"
    return render(request, template, context)


def datalists(form: HouseForm) -> list[tuple[str, list[str]]]:
    asks = form.asks if isinstance(form, RecordForm) else ()
    return [(f"goi-y-{ask.name}", ask.datalist()) for ask in asks if ask.datalist is not None]


def record_form(request: HttpRequest, kind: RecordKind, asking: Asking, proposing: bool) -> RecordForm:
    """The form of a row; where it becomes a proposal it takes a scan too."""
    form = RecordForm(kind.model, kind.asks, asking, request.POST if request.method == "POST" else None)
    if proposing:
        with_scan(form, request)
    return form


def checked_form(kind_check: Any, form: RecordForm) -> RecordForm:
    """The form with what its fields together show wrong."""
    if form.is_bound and form.is_valid():
        for name, text in kind_check(form.facts, form.asking).items():
            form.add_problem(name, text)
    return form


@require_http_methods(FORM_METHODS)
@vary_on_headers("HX-Request")
def add(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    kind = kind_or_404(code)
    official = official_to_write(request, kind.model, public_id)
    asking = Asking(request.user, official, None, request.GET)
    data = request.POST if request.method == "POST" else None
    proposing = proposes_only(request.user, kind.model, official.unit)
    form = checked_form(kind.check, record_form(request, kind, asking, proposing))
    outcome = Outcome()
    if data is not None:
        more = overriding(request, kind)
        outcome = attempt(
            form,
            lambda: (
                _propose(request, kind, official, Proposal.Act.ADD, form.facts, form=form, **more)
                if proposing
                else kind.add(by=request.user, official=official, facts=form.facts, key=form.key, **more)
            ),
        )
        if outcome.saved and proposing:
            return done(request, sent_text(outcome.result, kind.noun), profile_url(official))
        if outcome.saved:
            return done(
                request,
                f"Đã thêm {kind.noun}: {kind.name_row(outcome.result)}.",
                profile_url(official, kind.tab),
            )
    return form_page(
        request,
        form,
        official=official,
        title=f"Thêm {kind.noun}",
        cancel_url=profile_url(official, kind.tab),
        **_words(proposing, "Lưu"),
        **doubts_shown(request, outcome),
    )


def overriding(request: HttpRequest, kind: RecordKind) -> dict[str, Any]:
    """What the services of a kind with warnings are told besides."""
    return {"override": override_of(request)} if kind.overrides else {}


def _propose(
    request: HttpRequest, kind: RecordKind, official: Official, act: str, values: Any, **more: Any
) -> Any:
    scan = scan_of(more.pop("form", None))
    return proposals.propose(
        kind, by=request.user, official=official, act=act, values=values, scan=scan, **more
    )


def _words(proposing: bool, submit: str) -> dict[str, Any]:
    """What a form says where its values are only proposed."""
    return {"submit": "Gửi đề nghị", "notice": NOTICE} if proposing else {"submit": submit}


@require_http_methods(FORM_METHODS)
@vary_on_headers("HX-Request")
def change(request: HttpRequest, public_id: str, code: str, row_id: str) -> HttpResponse:
    kind = kind_or_404(code)
    official, row, proposing = row_to_change(request, kind, public_id, row_id)
    if kind.sensitive and request.method == "GET":
        note_sensitive(request, official, kind.sensitive)
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, official, row, request.GET)
    form = checked_form(kind.check, record_form(request, kind, asking, proposing))
    outcome = Outcome()
    if data is not None:
        seen: dict[str, Any] = {"version": form.version, "reason": form.reason} if form.is_valid() else {}
        seen |= overriding(request, kind)
        outcome = attempt(
            form,
            lambda: (
                _propose(
                    request, kind, official, Proposal.Act.CHANGE, form.changes(), row=row, form=form, **seen
                )
                if proposing
                else kind.change(row, by=request.user, changes=form.changes(), **seen)
            ),
        )
        if outcome.saved and proposing:
            return done(request, sent_text(outcome.result or None, kind.noun), profile_url(official))
        if outcome.saved:
            word = "Đã sửa" if outcome.result else "Không có thay đổi ở"
            return done(
                request, f"{word} {kind.noun}: {kind.name_row(row)}.", profile_url(official, kind.tab)
            )
    return form_page(
        request,
        form,
        official=official,
        title=f"Sửa {kind.noun}",
        cancel_url=profile_url(official, kind.tab),
        conflict=outcome.conflict,
        remove_url=reverse("officials:record-remove", args=[public_id, code, row_id]),
        **_words(proposing, "Lưu"),
        **doubts_shown(request, outcome),
    )


def row_or_404(request: HttpRequest, kind: RecordKind, official: Official, row_id: str) -> Any:
    model: Any = kind.model
    rows = model.objects.select_related("official__unit", *kind.related)
    return visible_or_404(rows, request.user, public_id=row_id, official=official)


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, public_id: str, code: str, row_id: str) -> HttpResponse:
    kind = kind_or_404(code)
    official, row, proposing = row_to_change(request, kind, public_id, row_id)
    name = kind.name_row(row)
    form = RemovalForm(request.POST if request.method == "POST" else None, version=row.version)
    stale = ""
    if form.is_bound:
        seen: dict[str, Any] = (
            {"version": form.version, "reason": form.cleaned_data["reason"]} if form.is_valid() else {}
        )
        outcome = attempt(
            form,
            lambda: (
                _propose(request, kind, official, Proposal.Act.REMOVE, {}, row=row, **seen)
                if proposing
                else kind.remove(row, by=request.user, **seen)
            ),
        )
        if outcome.saved and proposing:
            return done(request, sent_text(outcome.result, kind.noun), profile_url(official))
        if outcome.saved:
            return done(request, f"Đã xóa {kind.noun}: {name}.", profile_url(official, kind.tab))
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            row = row_or_404(request, kind, official, row_id)
            form.renew(row.version)
    context = {
        "official": official,
        "title": f"Xóa {kind.noun}",
        "name": kind.name_row(row),
        "facts": [(cell.label, cell.value(row)) for cell in visible_cells(request.user, kind)],
        "form": form,
        "stale": stale,
        "notice": NOTICE if proposing else "",
        "action_url": request.path,
        "cancel_url": profile_url(official, kind.tab),
        "crumbs": [
            Crumb("Hồ sơ cán bộ, công chức", reverse("officials:list")),
            Crumb(official.full_name, profile_url(official)),
        ],
    }
    return render(request, "officials/record_remove.html", context)


@require_http_methods(FORM_METHODS)
@vary_on_headers("HX-Request")
def change_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct the person's own facts."""
    official = official_to_write(request, Official, public_id)
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, official, official, request.GET)
    form = checked_form(check_personal, RecordForm(Official, PERSONAL_ASKS, asking, data))
    outcome = Outcome()
    if data is None:
        note_sensitive(request, official, "Dân tộc, tôn giáo, Đảng")
    else:
        outcome = attempt_person(
            form,
            lambda: people.change_official(
                by=request.user,
                official=official,
                changes=form.changes(),
                version=form.version,
                reason=form.reason,
            ),
            by=request.user,
        )
        if outcome.saved:
            word = "Đã cập nhật hồ sơ" if outcome.result else "Không có thay đổi ở hồ sơ"
            return done(request, f"{word} {official.full_name}.", profile_url(official, "ban-than"))
    return form_page(
        request,
        form,
        official=official,
        title="Sửa thông tin bản thân",
        cancel_url=profile_url(official, "ban-than"),
        conflict=outcome.conflict,
    )


@require_http_methods(FORM_METHODS)
@vary_on_headers("HX-Request")
def end_posting(request: HttpRequest, public_id: str, row_id: str) -> HttpResponse:
    """Close a posting: the person leaves the post, the row stays."""
    kind = kind_or_404("cong-tac")
    official = official_to_write(request, Appointment, public_id)
    row: Appointment = row_or_404(request, kind, official, row_id)
    form = EndingForm(request.POST if request.method == "POST" else None, version=row.version)
    if form.is_bound and form.is_valid() and form.cleaned_data["ends_on"] < row.starts_on:
        form.add_problem("ends_on", f"Ngày kết thúc phải từ ngày {row.starts_on:%d/%m/%Y} trở đi.")
    proposing = proposes_only(request.user, Appointment, official.unit)
    stale, outcome = "", Outcome()
    if form.is_bound and proposing:
        outcome = attempt(form, lambda: _propose_ending(request, official, row, form))
        if outcome.saved:
            return done(request, sent_text(outcome.result, kind.noun), profile_url(official))
        stale = outcome.conflict.changed_by if outcome.conflict is not None else ""
    elif form.is_bound:
        outcome = attempt(
            form,
            lambda: postings.end_appointment(
                by=request.user,
                appointment=row,
                ends_on=form.cleaned_data["ends_on"],
                end_reason=form.cleaned_data["end_reason"],
                version=form.version,
                reason=form.cleaned_data["reason"],
                override=override_of(request),
            ),
        )
        if outcome.saved:
            return done(
                request, f"Đã kết thúc {lower_first(kind.name_row(row))}.", profile_url(official, kind.tab)
            )
        if outcome.conflict is not None:
            stale = outcome.conflict.changed_by
            row = row_or_404(request, kind, official, row_id)
            form.renew(row.version)
    return form_page(
        request,
        form,
        official=official,
        title=f"Kết thúc giữ chức danh {kind.name_row(row)}",
        cancel_url=profile_url(official, kind.tab),
        **_words(proposing, "Kết thúc"),
        stale=stale,
        stale_facts=[(cell.label, cell.value(row)) for cell in visible_cells(request.user, kind)],
        **doubts_shown(request, outcome),
    )


def _propose_ending(request: HttpRequest, official: Official, row: Appointment, form: EndingForm) -> Any:
    values = {name: form.cleaned_data[name] for name in ("ends_on", "end_reason")}
    seen = {"version": form.version, "reason": form.cleaned_data["reason"], "override": override_of(request)}
    return _propose(request, kind_or_404("cong-tac"), official, Proposal.Act.END, values, row=row, **seen)
