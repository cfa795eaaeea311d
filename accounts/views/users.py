"""Accounts as the administrator manages them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.checks import manages_accounts
from accounts.forms import EndMembershipForm, MembershipForm, ReasonForm, UserForm, UserNameForm
from accounts.models import Membership, User
from accounts.services import memberships, passwords, users
from accounts.views import sheets
from accounts.views.account import memberships_of
from accounts.views.audit import demand_reader
from accounts.views.tabs import administration_tabs
from foundation import history, vn_text
from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, ConflictField, Crumb, Row
from foundation.dates import today
from foundation.errors import Refused
from foundation.forms import HouseForm, day_text
from foundation.scope import demand_right
from foundation.versions import StaleVersion, errors_by_field

_FORM_METHODS = ("GET", "HEAD", "POST")


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/`: to accounts, or to the audit for who reads that; 403 for others."""
    if manages_accounts(request.user):
        return redirect("accounts:users")
    demand_reader(request)
    return redirect("accounts:audit")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/tai-khoan/`: all accounts with today's roles; `q` searches without diacritics."""
    demand_right(request.user, "read", User)
    text = vn_text.nfc(request.GET.get("q", "").replace("\x00", ""))[:100]
    in_force = Membership.objects.on(today()).select_related("unit")
    found = User.objects.prefetch_related(Prefetch("memberships", in_force, to_attr="roles_today"))
    if request.GET.get("trang_thai") == "khoa":
        found = found.filter(is_active=False)
    if text:
        found = found.filter(pk__in=_matching(text))
    found = found.order_by("username")
    kind = sheets.wanted(request)
    if kind:
        return sheets.users(request, kind, found[: sheets.MOST], found.count())
    size = request.GET.get(SIZE_PARAMETER, "")
    per_page = int(size) if size in {str(number) for number in PAGE_SIZES} else 50
    context = {
        "page": Paginator(found, per_page).get_page(request.GET.get(PAGE_PARAMETER)),
        "text": text,
        "exports": sheets.links(request),
        "locked_only": request.GET.get("trang_thai") == "khoa",
        "tabs": administration_tabs(request),
    }
    return render(request, "accounts/users.html", context)


@require_http_methods(_FORM_METHODS)
def create(request: HttpRequest) -> HttpResponse:
    """`/quan-tri/tai-khoan/them/`: a new account; its first password is shown this once."""
    demand_right(request.user, "write", User)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = passwords.new_password()
        try:
            user = users.create_user(by=request.user, password=password, **form.cleaned_data)
        except ValidationError as error:
            _tell(form, error)
        else:
            return _show_password(request, user, password, "Tài khoản đã được tạo")
    return _form_page(request, form, "Thêm tài khoản", "Tạo tài khoản", reverse("accounts:users"))


@require_safe
def detail(request: HttpRequest, username: str) -> HttpResponse:
    """`/quan-tri/tai-khoan/<tên đăng nhập>/`."""
    user = _user(request, "read", username)
    context = {
        "account": user,
        "rows": [
            Row("Tên đăng nhập", user.username),
            Row("Họ và tên, bộ phận", user.full_name),
            Row("Tình trạng", "Đang hoạt động" if user.is_active else "Đã khóa"),
            Row(
                "Mật khẩu", "Phải đổi khi đăng nhập" if user.must_change_password else "Đã do người dùng đặt"
            ),
        ],
        "memberships": memberships_of(user),
        "is_own": user.pk == request.user.pk,
        "lines": history.history_of(request.user, user, also=user.memberships.all(), limit=50),
        "crumbs": _crumbs(),
    }
    return render(request, "accounts/user.html", context)


@require_http_methods(_FORM_METHODS)
def edit(request: HttpRequest, username: str) -> HttpResponse:
    """`/quan-tri/tai-khoan/<tên đăng nhập>/sua/`: the name; two people editing choose between their values."""
    user = _user(request, "write", username)
    form = UserNameForm(
        _chosen(request, user), initial={"full_name": user.full_name, "version": user.version}
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        changes = {"full_name": form.cleaned_data["full_name"]}
        try:
            users.change_user(
                by=request.user, user=user, changes=changes, version=form.cleaned_data["version"]
            )
        except ValidationError as error:
            _tell(form, error)
        except StaleVersion as stale:
            conflict = _conflict(stale)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("accounts:user-detail", user.username)
    return _form_page(
        request, form, f"Sửa tài khoản {user.username}", "Lưu", _page_of(user), user=user, conflict=conflict
    )


@require_http_methods(_FORM_METHODS)
def switch(request: HttpRequest, username: str) -> HttpResponse:
    """`/quan-tri/tai-khoan/<tên đăng nhập>/khoa/`: switch an account off (ends its sessions at once) or on."""
    user = _user(request, "write", username)
    form = ReasonForm(request.POST or None, initial={"version": user.version})
    if request.method == "POST" and form.is_valid():
        try:
            users.change_user(
                by=request.user,
                user=user,
                changes={"is_active": not user.is_active},
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except (Refused, StaleVersion) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Tài khoản đã mở lại." if user.is_active else "Tài khoản đã khóa.")
            return redirect("accounts:user-detail", user.username)
    if user.is_active:
        title, button = f"Khóa tài khoản {user.username}", "Khóa tài khoản"
        note = "Mọi phiên đăng nhập và mã API của tài khoản này kết thúc ngay."
    else:
        title, button = f"Mở lại tài khoản {user.username}", "Mở lại tài khoản"
        note = "Người dùng đăng nhập lại bằng mật khẩu cũ; vai trò đã giao vẫn còn."
    return _form_page(
        request, form, title, button, _page_of(user), user=user, note=note, danger=user.is_active
    )


@require_http_methods(_FORM_METHODS)
def reset_password(request: HttpRequest, username: str) -> HttpResponse:
    """`/quan-tri/tai-khoan/<tên đăng nhập>/mat-khau/`: a new random password, shown this once, to be changed."""
    user = _user(request, "write", username)
    if request.method == "POST":
        password = passwords.new_password()
        passwords.set_password(by=request.user, user=user, password=password)
        return _show_password(request, user, password, "Mật khẩu đã được đặt lại")
    note = "Mật khẩu cũ, mọi phiên đăng nhập và mã API của tài khoản này hết hiệu lực ngay."
    title = f"Đặt lại mật khẩu của {user.username}"
    return _form_page(
        request, HouseForm(), title, "Đặt lại mật khẩu", _page_of(user), user=user, note=note, danger=True
    )


@require_http_methods(_FORM_METHODS)
def add_role(request: HttpRequest, username: str) -> HttpResponse:
    """`/quan-tri/tai-khoan/<tên đăng nhập>/vai-tro/`: give a role."""
    user = _user(request, "write", username)
    units = {unit.public_id: unit for unit in memberships.units_to_grant(by=request.user, day=today())}
    choices = [(public_id, unit.full_name) for public_id, unit in units.items()]
    form = MembershipForm(request.POST or None, units=choices, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"unit": units.get(form.cleaned_data["unit"])}
        try:
            memberships.add_membership(by=request.user, user=user, **facts)
        except Refused as refusal:
            form.add_problem(refusal.field, str(refusal))
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("accounts:user-detail", user.username)
    return _form_page(
        request, form, f"Giao vai trò cho {user.full_name}", "Giao vai trò", _page_of(user), user=user
    )


@require_http_methods(_FORM_METHODS)
def end_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/quan-tri/vai-tro/<mã>/ket-thuc/`: the last day of a role."""
    demand_right(request.user, "write", Membership)
    row = get_object_or_404(Membership.objects.select_related("user", "unit"), public_id=public_id)
    form = EndMembershipForm(
        request.POST or None, initial={"version": row.version, "ends_on": row.ends_on or today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            memberships.end_membership(by=request.user, membership=row, **form.cleaned_data)
        except Refused as refusal:
            form.add_problem(refusal.field, str(refusal))
        except StaleVersion as stale:
            form.add_error(None, str(stale))
        else:
            messages.success(request, f"Vai trò kết thúc vào ngày {day_text(row.ends_on)}.")
            return redirect("accounts:user-detail", row.user.username)
    title = f"Kết thúc vai trò {row} của {row.user.full_name}"
    note = "Người dùng còn quyền đến hết ngày này, sau đó không còn xem được gì bằng vai trò này."
    return _form_page(
        request, form, title, "Kết thúc vai trò", _page_of(row.user), user=row.user, note=note, danger=True
    )


def _user(request: HttpRequest, action: str, username: str) -> User:
    demand_right(request.user, action, User)
    return get_object_or_404(User, username=username)


def _matching(text: str) -> list[int]:
    wanted = vn_text.fold(text)
    names = User.objects.values_list("pk", "username", "full_name")
    return [pk for pk, username, full_name in names if wanted in vn_text.fold(f"{username} {full_name}")]


def _page_of(user: User) -> str:
    return reverse("accounts:user-detail", args=[user.username])


def _crumbs(user: User | None = None) -> list[Crumb]:
    crumbs = [Crumb("Tài khoản", reverse("accounts:users"))]
    return [*crumbs, Crumb(user.full_name, _page_of(user))] if user is not None else crumbs


def _chosen(request: HttpRequest, user: User) -> Any:
    """What was typed; after a conflict, the value that was chosen of the two."""
    if request.method != "POST":
        return None
    if request.POST.get("chon-full_name") != "theirs":
        return request.POST
    data = request.POST.copy()
    data["full_name"] = user.full_name
    return data


def _conflict(stale: StaleVersion) -> dict[str, Any]:
    current: Any = stale.current
    field = ConflictField("full_name", "Họ và tên, bộ phận", current.full_name, stale.mine["full_name"])
    return {"changed_by": stale.changed_by, "fields": [field], "version": current.version}


def _tell(form: HouseForm, error: ValidationError) -> None:
    for field, texts in errors_by_field(error).items():
        for text in texts:
            form.add_problem(field, text)


def _show_password(request: HttpRequest, user: User, password: str, title: str) -> HttpResponse:
    context = {"account": user, "password": password, "title": title, "crumbs": _crumbs()}
    return render(request, "accounts/new_password.html", context)


def _form_page(
    request: HttpRequest,
    form: HouseForm,
    title: str,
    button: str,
    cancel_url: str,
    *,
    user: User | None = None,
    note: str = "",
    danger: bool = False,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "cancel_url": cancel_url,
        "note": note,
        "danger": danger,
        "conflict": conflict,
        "crumbs": _crumbs(user),
    }
    return render(request, "accounts/form.html", context)
