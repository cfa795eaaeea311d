"""The personal file in groups: edited in place, and the history of any single value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.forms import lower_first
from foundation.history import HistoryLine, history_of_row
from foundation.registries import profile_sections
from foundation.scope import demand_right
from foundation.sensitivity import SENSITIVE, field_class
from officials.checks import check_can_write
from officials.completeness_shown import person_meter
from officials.file_groups import FileGroup, asks_of, check_group, file_groups, group_of
from officials.file_sections import group_context, shown_label, value_in_words
from officials.models import Official, PersonalFile
from officials.record_forms import RecordForm
from officials.record_kinds import Ask, Asking
from officials.sections import may_read_history, visible_cells
from officials.services import files
from officials.views.profile import crumbs
from officials.views.records import (
    FORM_METHODS,
    form_page,
    kind_or_404,
    note_sensitive,
    official_to_write,
    profile_url,
    row_or_404,
)
from officials.views.saving import Outcome, attempt, attempt_person, done
from officials.whole_file import model_of, whole_file_of


def group_or_404(code: str) -> FileGroup:
    group = file_groups.get(code)
    if group is None:
        raise Http404
    return group


def group_url(official: Official, group: FileGroup) -> str:
    return f"{profile_url(official, group.tab)}#muc-{group.code}"


def official_to_read(request: HttpRequest, public_id: str) -> Official:
    demand_right(request.user, "read", Official)
    official: Official = visible_or_404(
        Official.objects.select_related("unit", "unit__area"), request.user, public_id=public_id
    )
    return official


# --- one group ----------------------------------------------------------------------------------------------
@require_safe
@vary_on_headers("HX-Request")
def group(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The section of a group as it stands on the page; asked for without htmx, the page itself."""
    one = group_or_404(code)
    official = official_to_read(request, public_id)
    if not asks_of(request.user, one):
        raise PermissionDenied
    if not getattr(request, "htmx", False):
        return redirect(group_url(official, one))
    if one.sensitive and request.method == "GET":
        note_sensitive(request, official, one.sensitive)
    return section_part(request, official, one)


def section_part(request: HttpRequest, official: Official, one: FileGroup, *, said: str = "") -> HttpResponse:
    context = group_context(one)(request, official) | {
        "section": profile_sections[one.code],
        "official": official,
        "said": said,
        "meter": person_meter(request, official) if said else None,
    }
    return render(request, "officials/_file_group.html", context)


@require_http_methods(FORM_METHODS)
@vary_on_headers("HX-Request")
def change(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Edit the items of a group; saved in place, the section comes back with the new values."""
    one = group_or_404(code)
    official = official_to_write(request, PersonalFile, public_id)
    check_can_write(request.user, Official, official.unit)
    whole = whole_file_of(request.user, official)
    data = request.POST if request.method == "POST" else None
    asking = Asking(request.user, official, whole, request.GET)
    form = RecordForm(Official, asks_of(request.user, one), asking, data)
    if form.is_bound and form.is_valid():
        for name, text in check_group(one, form.facts, asking).items():
            form.add_problem(name, text)
    outcome = Outcome()
    if data is None:
        if one.sensitive:
            note_sensitive(request, official, one.sensitive)
    else:
        outcome = _save(request, official, form, whole)
    if outcome.saved:
        word = "Đã cập nhật" if outcome.result else "Không có thay đổi ở"
        said = f"{word} {lower_first(one.title)}."
        if getattr(request, "htmx", False):
            return section_part(request, official_to_read(request, public_id), one, said=said)
        return done(request, said, group_url(official, one))
    return form_page(
        request,
        form,
        official=official,
        title=one.title,
        cancel_url=group_url(official, one),
        section_url=_section_url(official, one),
        notice=one.about,
        conflict=outcome.conflict,
    )


def _section_url(official: Official, one: FileGroup) -> str:
    return reverse("officials:file-group", args=[official.public_id, one.code])


def _save(request: HttpRequest, official: Official, form: RecordForm, whole: Any) -> Outcome:
    def act() -> bool:
        # Another group of the same file saved meanwhile is no conflict: these items stand as they were opened.
        version = whole.version if form.saw(whole) else form.version
        return files.change_file(
            by=request.user, official=official, changes=form.changes(), version=version, reason=form.reason
        )

    if "national_id" in form.fields:
        return attempt_person(form, act, by=request.user)
    return attempt(form, act)


# --- looking back -------------------------------------------------------------------------------------------
@require_safe
def value_history(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Who set one fact of the person, when, from what to what, why."""
    demand_right(request.user, "read", Official)
    one = group_of(name)
    if one is None:
        raise Http404
    model = model_of(name)
    # Asked before the person is looked for: a refusal must not tell who is there.
    if not may_read_history(request.user, None) or not request.user.may_see_field(model, name):  # type: ignore[union-attr]
        raise PermissionDenied
    official = official_to_read(request, public_id)
    if field_class(model, name) == SENSITIVE and request.method == "GET":
        note_sensitive(request, official, f"Lịch sử: {_label(one, name)}")
    whole = whole_file_of(request.user, official)
    row = whole.row_of(name)
    lines = history_of_row(request.user, row, field=name, subject=official) if row.pk is not None else []
    return _history_page(
        request,
        official,
        title=f"Lịch sử: {lower_first(_label(one, name))}",
        now=[(_label(one, name), value_in_words(whole, name))],
        lines=[_without_row(line) for line in lines],
        back_url=group_url(official, one),
    )


def _label(one: FileGroup, name: str) -> str:
    ask: Ask = next(ask for ask in one.asks if ask.name == name)
    return shown_label(ask)


def _without_row(line: HistoryLine) -> HistoryLine:
    """A line about one value needs no name of the value."""
    return replace(line, changes=tuple(replace(change, label="") for change in line.changes))


@require_safe
def row_history(request: HttpRequest, public_id: str, code: str, row_id: str) -> HttpResponse:
    """What happened to one row of the person: each value with who, when and why."""
    kind = kind_or_404(code)
    demand_right(request.user, "read", kind.model)
    if not may_read_history(request.user, None):
        raise PermissionDenied
    official = official_to_read(request, public_id)
    row = row_or_404(request, kind, official, row_id)
    if kind.sensitive and request.method == "GET":
        note_sensitive(request, official, f"Lịch sử: {kind.sensitive}")
    return _history_page(
        request,
        official,
        title=f"Lịch sử: {kind.name_row(row)}",
        now=[(cell.label, cell.value(row)) for cell in visible_cells(request.user, kind)],
        lines=history_of_row(request.user, row, subject=official),
        back_url=profile_url(official, kind.tab),
    )


def _history_page(
    request: HttpRequest,
    official: Official,
    *,
    title: str,
    now: list[tuple[str, str | None]],
    lines: list[HistoryLine],
    back_url: str,
) -> HttpResponse:
    context = {
        "official": official,
        "title": title,
        "now": now,
        "lines": lines,
        "back_url": back_url,
        "crumbs": [*crumbs(request.user, official), Crumb(official.full_name, profile_url(official))],
    }
    return render(request, "officials/value_history.html", context)
