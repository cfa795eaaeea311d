"""Nhập từ Excel: send, check, confirm, result; the list of what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.generic import DetailView, ListView
from django_htmx.http import HttpResponseClientRedirect

from exchange import services
from exchange.forms import UploadForm
from exchange.heading_forms import HeadingForm
from exchange.models import BUSY, OPEN, ImportBatch
from exchange.views import preview, working
from exchange.views.headings import used_lines
from exchange.views.templates import TemplateForm
from exchange.workbooks.gate import MAX_BYTES
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Crumb
from foundation.errors import Refused
from foundation.scope import ScopedView, demand_right, unscoped
from foundation.sheets import CONTENT_TYPES, attachment

STEPS = ["Chọn tệp", "Kiểm tra", "Xác nhận", "Kết quả"]
HOME = Crumb("Nhập từ Excel", "/nhap-excel/")


class ImportList(ScopedView, ListView):
    """`/nhap-excel/`: the form, and every file sent before."""

    model = ImportBatch
    template_name = "exchange/import_list.html"
    paginate_by = 25
    page_kwarg = PAGE_PARAMETER

    def get_queryset(self) -> Any:
        deferred = ("result", "summary", "choices", "mapping")
        return super().get_queryset().select_related("unit").defer(*deferred)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        may_send = user.may("write", ImportBatch, "own") or user.may("write", ImportBatch, "all")  # type: ignore[union-attr]
        batches = list(context["object_list"])
        did, standing = services.counts(batches), working.sentences(batches)
        rows = [preview.line_of(b, *did[b.pk], standing=standing.get(b.public_id, "")) for b in batches]
        context |= {"page": context["page_obj"], "rows": rows}
        form = UploadForm(user=user) if may_send else None
        units = list(form.units.values()) if form else []
        context |= {"form": form, "steps": STEPS}
        context |= {"template_form": TemplateForm(user=user, units=units) if form else None}
        return context


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Read the file that was sent and show its preview."""
    demand_right(request.user, "write", ImportBatch)
    sent = request.FILES.get("file")
    if sent is not None and (sent.size or 0) > MAX_BYTES:
        return render(request, "413.html", {"status": 413, "detail": preview.TOO_LARGE}, status=413)
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        try:
            return redirect(services.send(form.upload(), by=request.user))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "exchange/import_upload.html", {"form": form, "steps": STEPS, "crumbs": [HOME]})


class _BatchView(ScopedView, DetailView):
    model = ImportBatch
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "batch"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


@method_decorator(vary_on_headers("HX-Request"), name="dispatch")
class ImportDetail(_BatchView):
    """`/nhap-excel/<id>/`: how far a long file is, the preview while it waits, the result afterwards.

    A page that shows work fetches itself every second, and is led to the next page when the work has ended.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        at_work = working.context_of(self.object) if working.may_be_at_work(self.object) else {}
        is_poll = request.htmx and not (request.htmx.boosted or request.htmx.history_restore_request)  # type: ignore[attr-defined]
        if is_poll and not (at_work and at_work["progress"].is_active):
            return HttpResponseClientRedirect(self.object.get_absolute_url())
        if is_poll:
            at_work["poll_url"] = self.object.get_absolute_url()
            return render(request, "components/progress.html", at_work)
        context = self.get_context_data(**_page_context(self.object, request.user), **at_work)
        template = preview.AT_WORK if at_work else preview.TEMPLATES[self.object.state]
        return render(request, template, context)


class ImportRows(_BatchView):
    """`/nhap-excel/<id>/dong/`: all rows of the file, page by page."""

    template_name = "exchange/import_rows.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        return redirect(self.object) if self.object.state == "reading" else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows: Any = services.RowList(self.object)
        size = self.request.GET.get(SIZE_PARAMETER, "")
        paginator = Paginator(
            rows, int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
        )
        page = paginator.get_page(self.request.GET.get(PAGE_PARAMETER))
        crumbs = [HOME, Crumb(self.object.file_name, self.object.get_absolute_url())]
        context |= {"page": page, "rows": [preview.row_line(row) for row in page], "crumbs": crumbs}
        return context | {"many_sheets": self.object.summary["sheets"] > 1}


@require_POST
def say_headings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the file again with what the form says about its headings, and show the new preview; choices are kept."""
    batch = _own_batch(request, public_id)
    return _with_headings(
        request, batch, preview.choices_of(request.POST, batch), touched_only=False
    ) or redirect(batch)


def _with_headings(
    request: HttpRequest, batch: ImportBatch, choices: dict[str, Any], *, touched_only: bool
) -> HttpResponse | None:
    """The answer where something was said about headings that did not hold yet; None where nothing was."""
    form = HeadingForm(batch, request.POST)
    spoken = form.spoken(touched_only=touched_only) if form.is_valid() else {}
    if form.is_valid() and not spoken:
        return None
    try:
        if form.is_valid():
            digest = request.POST.get("digest", "")
            services.begin_rereading(batch, by=request.user, digest=digest, spoken=spoken, choices=choices)
            if batch.state not in BUSY:
                messages.success(
                    request, "Đã đọc lại tệp theo các cột vừa chọn. Chưa có gì được nhập; đề nghị xem lại."
                )
            return redirect(batch)
    except services.WrongHeadings as wrong:
        form.add_errors(wrong.errors)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except services.NotOpen:
        return not_open(request, batch)
    except services.Changed:
        messages.warning(request, "Bản kiểm tra đã được đọc lại ở một cửa sổ khác. Đề nghị xem lại rồi chọn.")
        return redirect(batch)
    context = {"batch": batch, **_page_context(batch, request.user, choices, heading_form=form)}
    return render(request, preview.TEMPLATES[batch.state], context)


@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Import what the preview showed. Twice → 409; someone else's file → 403; records changed → shown again.

    Headings chosen on the page but not read yet are read first: nothing that was chosen is passed over.
    """
    batch = _own_batch(request, public_id)
    choices = preview.choices_of(request.POST, batch)
    if batch.state in OPEN and request.POST.get("digest") == batch.digest:
        answer = _with_headings(request, batch, choices, touched_only=True)
        if answer is not None:
            return answer
    try:
        services.begin_writing(batch, by=request.user, digest=request.POST.get("digest", ""), choices=choices)
    except services.NotOpen:
        return not_open(request, batch)
    except services.Changed:
        if batch.state != "previewed":
            return not_open(request, batch)
        context = {"batch": batch, "has_changed": True, **_page_context(batch, request.user, choices)}
        return render(request, preview.TEMPLATES["previewed"], context)
    return redirect(batch)


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up a preview, or stop the work on a long file."""
    batch = _own_batch(request, public_id)
    try:
        services.stop(batch, by=request.user)
    except services.NotOpen:
        return not_open(request, batch)
    if batch.state != "cancelled":
        return redirect(batch)
    messages.info(request, "Đã hủy. Không có dòng nào được nhập, tệp đã được xóa.")
    return redirect("exchange:import-list")


@require_POST
def read_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin again with a long file whose reading was cut off."""
    batch = _own_batch(request, public_id)
    try:
        services.read_once_more(batch, by=request.user)
    except services.NotOpen:
        return not_open(request, batch)
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(batch)


@require_safe
def return_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sent workbook with the results beside its rows, for its uploader; see `services.returning`."""
    made = services.returned_workbook(_own_batch(request, public_id), by=request.user)
    if made is None:
        raise Http404
    return attachment(made.content, content_type=CONTENT_TYPES["xlsx"], name=made.name)


def _own_batch(request: HttpRequest, public_id: str) -> ImportBatch:
    """The user's own batch: only who sent a file may confirm, cancel or fetch it; another's that one may see → 403."""
    demand_right(request.user, "write", ImportBatch)
    batches = ImportBatch.objects.visible_to(request.user).select_related("unit")
    batch = batches.filter(public_id=public_id).first()
    if batch is None:
        raise Http404
    if batch.uploaded_by_id != request.user.pk:
        raise PermissionDenied("Chỉ người gửi tệp mới xác nhận, hủy lần nhập này hoặc nhận lại tệp.")
    return batch


def not_open(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    with unscoped("state of the user's own batch"):
        batch.refresh_from_db()
    if batch.state in OPEN + BUSY:
        return redirect(batch)
    return render(request, "exchange/import_closed.html", {"batch": batch, "crumbs": [HOME]}, status=409)


def _page_context(
    batch: ImportBatch,
    user: Any,
    choices: dict[str, Any] | None = None,
    heading_form: HeadingForm | None = None,
) -> dict[str, Any]:
    is_own = batch.uploaded_by_id == user.pk
    context: dict[str, Any] = {"crumbs": [HOME, Crumb(batch.file_name)], "steps": STEPS, "is_own": is_own}
    if batch.state in ("committed", "undone"):
        context["n_new"], context["n_changed"] = services.counts([batch])[batch.pk]
        context["may_undo"] = batch.state == "committed" and services.may_undo(user, batch)
    if batch.state in OPEN and is_own:
        context["heading_form"] = heading_form or HeadingForm(batch)
    if batch.state in BUSY:
        return context
    if is_own:
        context["returned"] = preview.returned_line(batch)
    context["last_work"] = last = working.last_work(batch)
    if last and last.state == "failed" and context.get("may_undo"):
        context["last_work_url"] = reverse("exchange:import-undo", args=[batch.public_id])
    context["used_headings"] = used_lines(batch.result.get("mapping", {}), user)
    return context | preview.context_of(batch, choices)
