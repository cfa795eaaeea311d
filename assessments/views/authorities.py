"""Diện quản lý: adding and amending who decides the rating of the holders of a post."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.models import RatingAuthority
from assessments.services.authorities import add_authority, change_authority
from foundation import history
from foundation.amending import show_problem, side_by_side, typed_or_chosen
from foundation.components import Crumb
from foundation.errors import Refused
from foundation.forms import DAY_HINT, DayField, HouseForm, TextField, choice_field, day_text
from foundation.scope import demand_right
from foundation.versions import StaleVersion
from officials.models import Post, Verification
from officials.record_forms import KEY, VERSION, hidden, version_of

NAMES = ("post_code", "manager", "starts_on", "ends_on", "basis", "source", "verified", "note")
METHODS = ["GET", "HEAD", "POST"]


class AuthorityForm(HouseForm):
    """One row of the table; the post stays once it is written."""

    def __init__(self, data: Any = None, *, row: RatingAuthority | None = None) -> None:
        super().__init__(data)
        self.row = row
        posts = list(Post.objects.values_list("code", "name"))
        if row is None:
            self.fields["post_code"] = choice_field(posts, required=True, label="Chức danh")
        self.fields["manager"] = choice_field(
            RatingAuthority.Manager.choices, required=True, label="Cơ quan, người quyết định"
        )
        self.fields["starts_on"] = DayField(label="Từ ngày", required=False, help_text=DAY_HINT)
        self.fields["ends_on"] = DayField(
            label="Đến hết ngày", required=False, help_text="Để trống khi còn áp dụng."
        )
        self.fields["basis"] = TextField(
            label="Căn cứ", max_length=300, help_text="Số, ký hiệu văn bản phân cấp quản lý."
        )
        self.fields["source"] = TextField(label="Nguồn", max_length=300)
        self.fields["verified"] = choice_field(
            Verification.choices, required=True, label="Tình trạng kiểm chứng"
        )
        self.fields["note"] = TextField(label="Ghi chú", required=False, max_length=500)
        self.fields["change_reason"] = TextField(label="Lý do", max_length=300)
        if row is None:
            self.fields[KEY] = hidden(secrets.token_urlsafe(18))
        else:
            self.initial = {name: getattr(row, name) for name in NAMES}
            self.fields[VERSION] = hidden(row.version)
        self.name_errors()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Ngày kết thúc không được trước ngày bắt đầu.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES if name in self.fields}


@require_http_methods(METHODS)
def authority_add(request: HttpRequest) -> HttpResponse:
    """`/danh-gia/dien-quan-ly/them/`."""
    demand_right(request.user, "write", "law")
    form = AuthorityForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key = str(form.data.get(KEY, ""))[:80]
        reason = form.cleaned_data["change_reason"]
        if _tried(form, lambda: add_authority(by=request.user, facts=form.facts, reason=reason, key=key)):
            messages.success(request, "Đã thêm dòng diện quản lý.")
            return redirect(_back())
    return _page(request, form, "Thêm diện quản lý")


@require_http_methods(METHODS)
def authority_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/danh-gia/dien-quan-ly/<mã>/sua/`; two people editing choose between their values."""
    demand_right(request.user, "write", "law")
    row = get_object_or_404(RatingAuthority, public_id=public_id)
    theirs = AuthorityForm(row=row)
    form = AuthorityForm(typed_or_chosen(request, theirs, theirs.fields), row=row)
    conflict = None
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["change_reason"]
        try:
            if _tried(
                form,
                lambda: change_authority(
                    by=request.user, row=row, changes=form.facts, version=version_of(form.data), reason=reason
                ),
            ):
                messages.success(request, "Đã lưu diện quản lý.")
                return redirect(_back())
        except StaleVersion as stale:
            conflict = side_by_side(stale, form.fields, partial(_words, form))
    post = Post.objects.filter(code=row.post_code).first()
    return _page(
        request, form, f"Sửa diện quản lý: {post.name if post else row.post_code}", conflict=conflict,
        lines=history.history_of(request.user, row, limit=50),
    )  # fmt: skip


def _tried(form: AuthorityForm, act: Any) -> bool:
    try:
        act()
    except (Refused, ValidationError) as problem:
        show_problem(form, problem)
    else:
        return True
    return False


def _words(form: AuthorityForm, name: str, value: Any) -> str:
    if name in ("starts_on", "ends_on"):
        return day_text(value)
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(list(field.choices)).get(value, value))  # type: ignore[arg-type]
    return str(value)


def _back() -> str:
    return reverse("officials:catalogues") + "?bang=rating_authorities"


def _page(request: HttpRequest, form: AuthorityForm, title: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": _back(),
        "crumbs": [
            Crumb("Văn bản, danh mục", reverse("officials:catalogues")),
            Crumb("Diện quản lý", _back()),
        ],
        **more,
    }
    return render(request, "assessments/authority_form.html", context)
