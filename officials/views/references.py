"""The form that amends a row of theory or of other places' experience."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from foundation import history
from foundation.amending import show_problem, side_by_side, typed_or_chosen
from foundation.components import Crumb
from foundation.errors import Refused
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.models import Benchmark
from officials.reference_forms import form_of, reference_initial, reference_text
from officials.references import Reference, find_reference, is_open
from officials.services.references import change_reference


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-muc/doi-chieu/<mã>/sua/`: amend a row not yet read in its source; two editors choose between their values."""
    demand_right(request.user, "write", "law")
    row = find_reference(public_id)
    if row is None:
        raise Http404
    if not is_open(row):
        raise PermissionDenied
    theirs = form_of(row)(initial=reference_initial(row))
    form = form_of(row)(typed_or_chosen(request, theirs, theirs.fields), initial=reference_initial(row))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_reference(
                by=request.user,
                row=row,
                changes=form.facts(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["change_reason"],
            )
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        except StaleVersion as stale:
            conflict = side_by_side(stale, theirs.fields, reference_text)
        else:
            messages.success(request, "Đã lưu." if is_changed else "Không có thay đổi nào.")
            return redirect(_back(row))
    context = {
        "row": row,
        "form": form,
        "conflict": conflict,
        "lines": history.history_of(request.user, row, limit=50),
        "cancel_url": _back(row),
        "crumbs": [Crumb("Văn bản, danh mục", _back(row))],
    }
    return render(request, "officials/reference_form.html", context)


def _back(row: Reference) -> str:
    table = "benchmarks" if isinstance(row, Benchmark) else "theory_links"
    return f"{reverse('officials:catalogues')}?{urlencode({'bang': table})}"
