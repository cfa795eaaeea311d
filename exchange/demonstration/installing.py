"""Installing the demonstration: its records and a year's work on them once, its accounts with new passwords every time."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Membership, User
from accounts.services.memberships import add_membership
from accounts.services.passwords import new_password, set_password
from accounts.services.users import change_user, create_user
from exchange.demonstration import yearly
from exchange.package.loading import load
from exchange.workforce import kinhmon, layout
from foundation.dates import today
from foundation.errors import Refused
from foundation.registries import demonstration_parts
from foundation.scope import unscoped
from officials.models import Official, Post, Unit, Verification
from officials.services.majors import add_major_fit

MEMBERS_SINCE = date(2019, 1, 1)
DECIDED_ON = date(2019, 12, 25)
TOWN_ACCOUNTS = (
    ("noivu", "district", "Phòng Nội vụ (minh họa)"),
    ("lanhdao", "leadership", "Lãnh đạo thị xã (minh họa)"),
    ("quantri", "admin", "Quản trị hệ thống (minh họa)"),
    ("kiemtra", "auditor", "Kiểm tra nhật ký (minh họa)"),
)


@dataclass(frozen=True)
class Account:
    """A way in: `unit` is the commune officer's unit id, else None."""

    username: str
    password: str
    role: str
    unit: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def install(*, by: Any) -> list[Account]:
    """Load the demonstration where there are no records yet, and make or renew its accounts, all or nothing.

    Errors: Refused in production, and wherever an official is not synthetic.
    """
    if settings.KINHMON_ENV == "production":
        raise Refused("Không nạp số liệu minh họa vào hệ thống đang dùng thật (KINHMON_ENV=production).")
    with transaction.atomic(), unscoped("the demonstration concerns every unit"):
        if Official.objects.filter(synthetic=False).exists():
            raise Refused(
                "Đã có cán bộ, công chức không phải số liệu minh họa. Đề nghị dùng một cơ sở dữ liệu trống."
            )
        is_new = not _is_installed()
        if is_new:
            _load_records(by)
            _decide_majors(by)
        accounts = [_account(by, *row) for row in _wanted()]
        if is_new and today() >= kinhmon.LAST:
            yearly.install(_user)
            for part in demonstration_parts:
                part.install(_user)
        return accounts


def _user(username: str) -> User:
    """The account with its memberships as they are now."""
    return User.objects.get(username=username)


def _is_installed() -> bool:
    """Records that people have changed since stay as they are: what was loaded once is never loaded again."""
    return Official.objects.filter(public_id=kinhmon.FIRST_ID).exists()


def _load_records(by: Any) -> None:
    with tempfile.TemporaryDirectory(prefix="kinhmon-demo-") as folder:
        package = Path(folder) / "package"
        kinhmon.save(package)
        report = load(package, by=by)
    if not report.loaded:
        problem = report.errors[0]
        raise Refused(f"Không nạp được số liệu minh họa: {problem.message}")


def _decide_majors(by: Any) -> None:
    """An illustrative table of majors and posts: the province's own is not known, and no real one is built in."""
    posts = {post.code: post for post in Post.objects.all()}
    for row in layout.read("major_fits.csv"):
        facts = {
            "major": row["major"],
            "post": posts[row["post"]],
            "fit": row["fit"],
            "decided_by": "Phòng Nội vụ (minh họa)",
            "decided_on": DECIDED_ON,
            "reason": row["reason"],
            "source": "Số liệu minh họa, không phải quy định của tỉnh",
            "verified": Verification.PROPOSAL.value,
        }
        add_major_fit(by=by, facts=facts)


def _wanted() -> list[tuple[str, str, str, str | None]]:
    """username, role, name, unit of every account: one a role, for the communes one a unit."""
    rows: list[tuple[str, str, str, str | None]] = [
        (name, role, title, None) for name, role, title in TOWN_ACCOUNTS
    ]
    communes: list[tuple[str, str, str, str | None]] = [
        (f"xa_{unit}", "commune", f"Văn phòng {layout.UNITS[unit]['name']} (minh họa)", unit)
        for unit in layout.CURRENT
    ]
    return [rows[0], *communes, *rows[1:]]


def _account(by: Any, username: str, role: str, full_name: str, unit_id: str | None) -> Account:
    password = new_password()
    unit = Unit.objects.get(public_id=unit_id) if unit_id else None
    user = User.objects.filter(username=username).first()
    if user is None:
        user = create_user(
            by=by, username=username, full_name=full_name, password=password, must_change_password=False
        )
    else:
        user = set_password(by=by, user=user, password=password, must_change=False)
        if not user.is_active:
            change_user(by=by, user=user, changes={"is_active": True}, version=user.version)
    if not Membership.objects.filter(user=user, role=role, unit=unit, ends_on=None).exists():
        add_membership(by=by, user=user, role=role, unit=unit, starts_on=MEMBERS_SINCE)
    return Account(username, password, role, unit_id)
