"""Users (identity only) and dated memberships (role × unit)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts import rights
from foundation.dates import today
from foundation.fields import date_order_constraint
from foundation.scope import Record
from foundation.sensitivity import classes


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Someone who signs in. What they may do hangs on their memberships of the day, never on the user."""

    username = models.CharField(
        "Tên đăng nhập", max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField("Họ và tên, bộ phận", max_length=150)
    is_active = models.BooleanField("Đang hoạt động", default=True)
    must_change_password = models.BooleanField("Phải đổi mật khẩu", default=False)
    mail_address = models.EmailField("Thư điện tử nhận nhắc việc", max_length=200, blank=True)
    created_at = models.DateTimeField("Ngày tạo", auto_now_add=True)
    version = models.PositiveIntegerField("Phiên bản", default=1, editable=False)
    session_epoch = models.PositiveIntegerField("Lượt phiên", default=1, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    field_classes = classes(
        public="username full_name is_active must_change_password created_at last_login session_epoch",
        personal="mail_address",
        sensitive="password",
    )

    objects = UserManager()

    class Meta:
        ordering = ["username"]
        verbose_name = "Tài khoản"
        verbose_name_plural = "Tài khoản"

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions carry this: raising `session_epoch` (or a new password) ends all of them at once."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def public_id(self) -> str:
        """What the audit and addresses call a user: the sign-in name, which never changes."""
        return self.username

    @cached_property
    def memberships_today(self) -> list[Membership]:
        """Memberships in force on the working day; read once per request."""
        if not self.is_active:
            return []
        return list(self.memberships.on(today()).select_related("unit"))

    @property
    def has_membership(self) -> bool:
        return bool(self.memberships_today)

    @property
    def role(self) -> str:
        """The role shown and written in the audit: the widest of today's memberships, "" without any."""
        held = {membership.role for membership in self.memberships_today}
        return next((role for role in rights.ROLE_ORDER if role in held), "")

    @property
    def role_label(self) -> str:
        return str(dict(Membership.Role.choices).get(self.role, "Chưa được phân quyền"))

    def unit_ids_today(self) -> set[int]:
        """Units of today's commune memberships."""
        return {m.unit_id for m in self.memberships_today if m.unit_id is not None}

    def unit_codes_today(self) -> set[str]:
        """Public ids of the units of today's commune memberships, as the audit writes them."""
        return {m.unit.public_id for m in self.memberships_today if m.unit is not None}

    @property
    def own_unit(self) -> Any:
        """The unit of a commune officer (the first, where there are several); None for town-wide roles."""
        return next((m.unit for m in self.memberships_today if m.unit_id is not None), None)

    def may(self, action: str, model: type[models.Model] | str, extent: str = "own") -> bool:
        """True when a membership of today grants `action` on that kind of record to that extent (contracts 6)."""
        label = model if isinstance(model, str) else model._meta.label
        return any(rights.grants(m.role, action, label, extent) for m in self.memberships_today)

    def may_see_field(self, model: type[models.Model], field: str) -> bool:
        """True when a membership of today lets the user read that field of such a record."""
        return any(rights.shows_field(m.role, model, field) for m in self.memberships_today)


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date) -> MembershipQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Membership(Record):
    """A user holding a role in a unit (or, without a unit, in the whole town) in a time."""

    class Role(models.TextChoices):
        DISTRICT = "district", "Phòng Nội vụ"
        COMMUNE = "commune", "Xã, phường"
        LEADERSHIP = "leadership", "Lãnh đạo"
        ADMIN = "admin", "Quản trị hệ thống"
        AUDITOR = "auditor", "Kiểm tra nhật ký"

    user = models.ForeignKey(
        User, verbose_name="Tài khoản", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("Vai trò", max_length=12, choices=Role.choices)
    unit = models.ForeignKey(
        "officials.Unit",
        verbose_name="Xã, phường",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày", null=True, blank=True)

    id_letter = "m"
    field_classes = classes(public="user role starts_on ends_on")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "starts_on", "pk"]
        verbose_name = "Phân quyền"
        verbose_name_plural = "Phân quyền"
        constraints = [
            date_order_constraint("membership"),
            models.CheckConstraint(
                name="membership_unit_goes_with_commune",
                condition=Q(role="commune", unit__isnull=False) | (~Q(role="commune") & Q(unit__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.unit})" if self.unit else self.get_role_display()
