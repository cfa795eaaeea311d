"""Photographs and scans: sending, opening, taking out. Nothing is served but through these scoped views."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.components import Crumb
from foundation.finding import visible_or_404
from foundation.models import Attachment
from foundation.scope import demand_right
from foundation.sensitivity import SENSITIVE
from foundation.sheets import attachment as as_download
from officials.act_forms import RemovalForm
from officials.attachment_forms import PhotoForm, ProposalScanForm, ScanForm, SendingForm, place_label
from officials.checks import check_can_write
from officials.models import Official, Proposal
from officials.services import attachments
from officials.services.attachments import files_of
from officials.views.profile import crumbs
from officials.views.records import FORM_METHODS, note_sensitive, official_to_write, profile_url
from officials.views.saving import attempt

TAB = "tai-lieu"


def official_to_read(request: HttpRequest, public_id: str) -> Official:
    demand_right(request.user, "read", Attachment)
    demand_right(request.user, "read", Official)
    official: Official = visible_or_404(
        Official.objects.select_related("unit", "unit__area"), request.user, public_id=public_id
    )
    return official


def file_or_404(request: HttpRequest, official: Official, file_id: str) -> Attachment:
    """A scan of this person that this reader may open; one of a row kept from them is not there."""
    if not file_id.isprintable():
        raise Http404
    row: Attachment | None = (
        files_of(official).filter(public_id=file_id, purpose=Attachment.Purpose.SCAN).first()
    )
    if row is None or place_label(request.user, official, row.about) is None:
        raise Http404
    return row


# --- opening ------------------------------------------------------------------------------------------------
@require_safe
@never_cache
def open_file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """The scan as a download; opening a sensitive one is noted."""
    official = official_to_read(request, public_id)
    row = file_or_404(request, official, file_id)
    if row.sensitivity == SENSITIVE and request.method == "GET":
        note_sensitive(request, official, f"Tệp: {row}")
    return streamed(row)


def streamed(row: Attachment) -> HttpResponse:
    """The bytes of a file, to be saved and never rendered in our name. Http404 when the store has lost them."""
    try:
        with row.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = as_download(content, content_type=row.content_type, name=row.original_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@never_cache
def photo(request: HttpRequest, public_id: str) -> HttpResponse:
    """The portrait, a JPEG that the system has drawn itself."""
    official = official_to_read(request, public_id)
    row = files_of(official).filter(purpose=Attachment.Purpose.PHOTO).first()
    if row is None:
        raise Http404
    response = streamed(row)
    response["Content-Disposition"] = "inline; filename=anh.jpg"
    return response


# --- sending ------------------------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    official = official_to_write(request, Attachment, public_id)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ScanForm(request.user, official, *data)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: attachments.attach_scan(
                official,
                by=request.user,
                sent=form.sent,
                title=form.cleaned_data["title"],
                about=form.cleaned_data["about"],
                sensitivity=form.cleaned_data["sensitivity"],
                key=form.key,
            ),
        )
        if outcome.saved:
            messages.success(request, f"Đã lưu tài liệu: {outcome.result}.")
            return redirect(profile_url(official, TAB))
    return _form_page(request, official, form, title="Thêm tài liệu", submit="Lưu tài liệu")


@require_http_methods(FORM_METHODS)
def set_photo(request: HttpRequest, public_id: str) -> HttpResponse:
    official = official_to_write(request, Attachment, public_id)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: attachments.set_photo(official, by=request.user, sent=form.sent, key=form.key),
        )
        if outcome.saved:
            messages.success(request, f"Đã lưu ảnh của {official.full_name}.")
            return redirect(profile_url(official))
    there = files_of(official).filter(purpose=Attachment.Purpose.PHOTO).first()
    return _form_page(
        request,
        official,
        form,
        title="Ảnh chân dung",
        submit="Lưu ảnh",
        photo_there=there,
    )


def _form_page(
    request: HttpRequest, official: Official, form: SendingForm, *, title: str, submit: str, **more: Any
) -> HttpResponse:
    context = {
        "official": official,
        "form": form,
        "title": title,
        "submit": submit,
        "cancel_url": profile_url(official, "" if isinstance(form, PhotoForm) else TAB),
        "crumbs": [*crumbs(request.user, official), Crumb(official.full_name, profile_url(official))],
        **more,
    }
    return render(request, "officials/attachment_form.html", context)


# --- taking out ---------------------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    official = official_to_write(request, Attachment, public_id)
    row = file_or_404(request, official, file_id)
    return _remove(request, official, row, profile_url(official, TAB))


@require_http_methods(FORM_METHODS)
def remove_photo(request: HttpRequest, public_id: str) -> HttpResponse:
    official = official_to_write(request, Attachment, public_id)
    row = files_of(official).filter(purpose=Attachment.Purpose.PHOTO).first()
    if row is None:
        raise Http404
    return _remove(request, official, row, profile_url(official))


def _remove(
    request: HttpRequest,
    official: Official,
    row: Attachment,
    back_url: str,
    crumbs_before: list[Crumb] | None = None,
) -> HttpResponse:
    check_can_write(request.user, Attachment, official.unit)
    form = RemovalForm(request.POST if request.method == "POST" else None, version=row.version)
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: attachments.detach(
                row, official, by=request.user, version=form.version, reason=form.cleaned_data["reason"]
            ),
        )
        if outcome.saved:
            messages.success(request, f"Đã xóa tệp: {row}.")
            return redirect(back_url)
    context = {
        "official": official,
        "title": "Xóa tệp",
        "name": str(row),
        "facts": [("Tên tệp", row.original_name), ("Người tải lên", row.added_by)],
        "form": form,
        "stale": "",
        "notice": "Tệp bị xóa khỏi kho; tên, dấu SHA-256 và lý do còn trong lịch sử.",
        "action_url": request.path,
        "cancel_url": back_url,
        "crumbs": crumbs_before
        or [*crumbs(request.user, official), Crumb(official.full_name, profile_url(official))],
    }
    return render(request, "officials/record_remove.html", context)


# --- scans of a proposal --------------------------------------------------------------------------------------
def proposal_or_404(request: HttpRequest, action: str, public_id: str) -> Proposal:
    demand_right(request.user, action, Attachment)
    demand_right(request.user, "read", Proposal)
    proposal: Proposal = visible_or_404(
        Proposal.objects.select_related("official", "official__unit", "unit"),
        request.user,
        public_id=public_id,
    )
    return proposal


def proposal_scan_or_404(proposal: Proposal, file_id: str) -> Attachment:
    row: Attachment | None = (
        files_of(proposal).filter(public_id=file_id).first() if file_id.isprintable() else None
    )
    if row is None:
        raise Http404
    return row


@require_safe
@never_cache
def open_proposal_file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    proposal = proposal_or_404(request, "read", public_id)
    row = proposal_scan_or_404(proposal, file_id)
    if row.sensitivity == SENSITIVE and request.method == "GET":
        note_sensitive(request, proposal.official, f"Tệp: {row}")
    return streamed(row)


@require_http_methods(FORM_METHODS)
def add_to_proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """A scan for a proposal that still waits."""
    proposal = proposal_or_404(request, "write", public_id)
    if not proposal.is_open:
        return redirect(proposal.get_absolute_url())
    form = ProposalScanForm(request.POST, request.FILES) if request.method == "POST" else ProposalScanForm()
    if form.is_bound:
        outcome = attempt(
            form,
            lambda: attachments.attach_scan(
                proposal, by=request.user, sent=form.sent, title=form.cleaned_data["title"], key=form.key
            ),
        )
        if outcome.saved:
            messages.success(request, f"Đã lưu bản quét: {outcome.result}.")
            return redirect(proposal.get_absolute_url())
    context = {
        "official": proposal.official,
        "form": form,
        "title": "Thêm bản quét vào đề nghị",
        "submit": "Lưu bản quét",
        "cancel_url": proposal.get_absolute_url(),
        "crumbs": proposal_crumbs(proposal),
    }
    return render(request, "officials/attachment_form.html", context)


@require_http_methods(FORM_METHODS)
def remove_from_proposal(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Taken out only while the proposal waits: afterwards it is what the decision rests on."""
    proposal = proposal_or_404(request, "write", public_id)
    row = proposal_scan_or_404(proposal, file_id)
    if not proposal.is_open:
        return redirect(proposal.get_absolute_url())
    return _remove(
        request, proposal.official, row, proposal.get_absolute_url(), crumbs_before=proposal_crumbs(proposal)
    )


def proposal_crumbs(proposal: Proposal) -> list[Crumb]:
    return [
        Crumb("Đề nghị", reverse("officials:proposals")),
        Crumb(proposal.official.full_name, proposal.get_absolute_url()),
    ]
