"""The form that amends a row of theory or of other places' experience."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from foundation import history
from foundation.components import ConflictField, Crumb
from foundation.errors import Refused
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field
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
    form = form_of(row)(_typed(request, row), initial=reference_initial(row))
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
        except Refused as refusal:
            form.add_problem(refusal.field, str(refusal))
        except ValidationError as error:
            for field, texts in errors_by_field(error).items():
                for text in texts:
                    form.add_problem(field, text)
        except StaleVersion as stale:
            conflict = _conflict(stale, row)
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


def _typed(request: HttpRequest, row: Reference) -> Any:
    """What was typed; after a conflict, for each field the value that was chosen of the two."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    theirs = form_of(row)(initial=reference_initial(row))
    for name in theirs.fields:
        if data.get(f"chon-{name}") == "theirs":
            data[name] = str(theirs[name].value() or "")
    return data


def _conflict(stale: StaleVersion, row: Reference) -> dict[str, Any]:
    current: Any = stale.current
    fields = [
        ConflictField(
            name,
            str(form_of(row).base_fields[name].label),
            reference_text(name, getattr(current, name)),
            reference_text(name, mine),
        )
        for name, mine in stale.mine.items()
        if getattr(current, name) != mine
    ]
    return {"changed_by": stale.changed_by, "fields": fields, "version": current.version}
