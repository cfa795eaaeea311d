"""What this floor shows on pages of the floors below: menu entries and the names of its acts."""

from __future__ import annotations

from typing import Any

from accounts.checks import manages_accounts, reads_audit
from accounts.models import Membership
from foundation import history
from foundation.dates import today
from foundation.registries import MenuItem, menu_items
from officials.reorganisation_plan import UnitDependent, unit_dependents

menu_items.register(
    MenuItem(
        code="administration",
        label="Quản trị hệ thống",
        url_name="accounts:administration",
        icon="settings",
        order=90,
        may_see=manages_accounts,
    )
)
menu_items.register(
    MenuItem(
        code="audit",
        label="Nhật ký",
        url_name="accounts:audit",
        icon="history",
        order=91,
        may_see=lambda user: reads_audit(user) and not manages_accounts(user),
    )
)
history.register_actions(
    {
        "create accounts.membership": "Giao vai trò",
        "end accounts.membership": "Kết thúc vai trò",
        "sign_in": "Đăng nhập",
        "sign_in_failed": "Đăng nhập không thành công",
        "sign_in_locked": "Tạm dừng đăng nhập do nhập sai nhiều lần",
        "sign_out": "Đăng xuất",
        "change_password": "Đổi mật khẩu của mình",
        "set_password": "Đặt lại mật khẩu",
        "activate": "Mở lại tài khoản",
        "deactivate": "Khóa tài khoản",
        "make_token": "Tạo mã API",
        "replace_token": "Thay mã API",
        "delete_token": "Xóa mã API",
        "set_mail_address": "Đặt nơi nhận thư nhắc việc",
    }
)


def _open_memberships(units: list[Any]) -> list[str]:
    """Accounts whose role in a unit is open today: when the unit ends, the administrator gives them another."""
    rows = Membership.objects.on(today()).filter(unit__in=units).select_related("user", "unit")
    return [
        f"{row.user.full_name or row.user.username} ({row.user.username}), {row.unit}"
        for row in rows.order_by("unit__name", "user__username")
    ]


unit_dependents.register(
    UnitDependent("memberships", "Tài khoản của đơn vị cũ, quản trị hệ thống cần giao lại", _open_memberships)
)
