"""Fields of study and posts: what nobody has decided on yet, and the forms that decide and amend."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from foundation import history
from foundation.amending import show_problem, side_by_side, typed_or_chosen
from foundation.components import Crumb
from foundation.dates import today
from foundation.errors import Refused
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.dossier import in_force
from officials.major_forms import MAJOR_FIELDS, MajorChangeForm, MajorForm, major_initial, major_text
from officials.majors import highest_majors, majors_on
from officials.models import Appointment, MajorFit, Qualification, QualificationKind
from officials.services.majors import add_major_fit, change_major_fit

TABLE = "major_fits"


@require_safe
def open_majors(request: HttpRequest) -> HttpResponse:
    """`/danh-muc/nganh/`: the fields of study of people in office that nobody has decided on for their post."""
    demand_right(request.user, "write", "law")
    context = {
        "rows": _open_pairs(request.user),
        "day": today(),
        "add_url": reverse("officials:major-add"),
        "crumbs": _crumbs(),
    }
    return render(request, "officials/open_majors.html", context)


def _open_pairs(user: Any) -> list[dict[str, Any]]:
    """(post, major) without a decision, with how many people have it; công chức, whose standard asks for a major."""
    day, table = today(), majors_on(today())
    postings = Appointment.objects.visible_to(user).filter(
        is_primary=True, starts_on__lte=day, post__group="cong_chuc"
    ).exclude(ends_on__lt=day)  # fmt: skip
    by_person: dict[int, list[Appointment]] = {}
    for posting in postings.select_related("post"):
        by_person.setdefault(posting.official_id, []).append(posting)
    degrees: dict[int, list[Qualification]] = {}
    records = Qualification.objects.visible_to(user).filter(kind=QualificationKind.PROFESSIONAL)
    for record in records.filter(official__in=by_person):
        degrees.setdefault(record.official_id, []).append(record)
    found: Counter[tuple[int, str, str, str]] = Counter()
    for person, held in by_person.items():
        post = in_force(held, day)[0].post
        for record in highest_majors(degrees.get(person, []), day):
            if record.field and not table.has_decided(post.code, record.field):
                found[post.position, post.code, post.name, record.field] += 1
    return [
        {
            "post": name,
            "major": major,
            "n": n,
            "url": f"{reverse('officials:major-add')}?{urlencode({'nganh': major, 'chuc_danh': code})}",
        }
        for (_, code, name, major), n in sorted(
            found.items(), key=lambda item: (item[0][0], -item[1], item[0][3])
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add_major(request: HttpRequest) -> HttpResponse:
    """`/danh-muc/nganh/them/`: decide on a field of study for a post."""
    demand_right(request.user, "write", "law")
    initial = {
        "major": request.GET.get("nganh", "")[:150],
        "post": request.GET.get("chuc_danh", ""),
        "decided_on": today(),
        "decided_by": getattr(request.user, "full_name", ""),
        "verified": "proposal",
    }
    form = MajorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            add_major_fit(by=request.user, facts=form.facts())
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã lưu kết luận về ngành đào tạo.")
            return redirect("officials:majors")
    context = {
        "form": form,
        "heading": "Xác định ngành phù hợp",
        "cancel_url": reverse("officials:majors"),
        "crumbs": _crumbs(),
    }
    return render(request, "officials/major_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_major(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-muc/nganh/<mã>/sua/`: amend a decision; two people editing choose between their values."""
    demand_right(request.user, "write", "law")
    row = get_object_or_404(MajorFit, public_id=public_id)
    typed = typed_or_chosen(request, MajorChangeForm(initial=major_initial(row)), MAJOR_FIELDS)
    form = MajorChangeForm(typed, initial=major_initial(row))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_major_fit(
                by=request.user,
                row=row,
                changes=form.facts(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["change_reason"],
            )
        except StaleVersion as stale:
            conflict = side_by_side(stale, MajorForm.base_fields, major_text)
        except (Refused, ValidationError) as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Đã lưu." if is_changed else "Không có thay đổi nào.")
            return redirect(_back())
    context = {
        "form": form,
        "conflict": conflict,
        "heading": f"{row.major} – {row.post.name}",
        "lines": history.history_of(request.user, row, limit=50),
        "cancel_url": _back(),
        "crumbs": _crumbs(),
    }
    return render(request, "officials/major_form.html", context)


def _back() -> str:
    return f"{reverse('officials:catalogues')}?{urlencode({'bang': TABLE})}"


def _crumbs() -> list[Crumb]:
    return [Crumb("Văn bản, danh mục", _back())]
