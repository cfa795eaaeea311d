"""Nhập từ Excel: send, check, confirm, result; the list of what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, ListView

from exchange import services
from exchange.forms import UploadForm
from exchange.heading_forms import HeadingForm
from exchange.models import OPEN, ImportBatch
from exchange.views import preview
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
        did = services.counts(context["object_list"])
        rows = [preview.line_of(batch, *did[batch.pk]) for batch in context["object_list"]]
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
            batch = services.preview(form.upload(), by=request.user)
            return redirect(batch)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "exchange/import_upload.html", {"form": form, "steps": STEPS, "crumbs": [HOME]})


class _BatchView(ScopedView, DetailView):
    model = ImportBatch
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "batch"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


class ImportDetail(_BatchView):
    """`/nhap-excel/<id>/`: the preview while it waits, the result afterwards."""

    def get_template_names(self) -> list[str]:
        return [preview.TEMPLATES[self.object.state]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | _page_context(self.object, self.request.user)


class ImportRows(_BatchView):
    """`/nhap-excel/<id>/dong/`: all rows of the file, page by page."""

    template_name = "exchange/import_rows.html"

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
            services.say_headings(batch, by=request.user, digest=digest, spoken=spoken, choices=choices)
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
        services.confirm(batch, by=request.user, digest=request.POST.get("digest", ""), choices=choices)
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
    """Give up a preview."""
    batch = _own_batch(request, public_id)
    try:
        services.cancel(batch, by=request.user)
    except services.NotOpen:
        return not_open(request, batch)
    messages.info(request, "Đã hủy. Không có dòng nào được nhập, tệp đã được xóa.")
    return redirect("exchange:import-list")


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
    if batch.state in OPEN:
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
    if is_own:
        context["returned"] = preview.returned_line(batch)
    context["used_headings"] = used_lines(batch.result.get("mapping", {}), user)
    return context | preview.context_of(batch, choices)
