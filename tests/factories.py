"""Plain makers of test rows: each makes a valid row with as few words as possible."""

from __future__ import annotations

from datetime import date
from itertools import count

from accounts.models import Membership, User
from foundation.dates import PartialDate
from officials.models import Appointment, Area, Official, Post, Qualification, Unit

_numbers = count(1)


def make_unit(public_id=None, *, name=None, kind="phuong", area="Tam Lưu", **kw):
    public_id = public_id or f"U{next(_numbers)}"
    area_row = Area.objects.get_or_create(name=area)[0] if area else None
    return Unit.objects.create(
        public_id=public_id,
        code=kw.pop("code", public_id),
        name=name or f"Đơn vị {public_id}",
        kind=kind,
        area=area_row,
        **kw,
    )


def make_official(*, unit=None, post="van_phong_thong_ke", starts_on=date(2016, 7, 1), ends_on=None, **kw):
    """An official, with a primary appointment in `unit` when one is given."""
    birth = kw.pop("birth_date", "1980-05-12")
    official = Official(
        public_id=kw.pop("public_id", None) or f"P{next(_numbers)}",
        full_name=kw.pop("full_name", "Nguyễn Văn An"),
        sex=kw.pop("sex", "nam"),
        unit=unit,
        synthetic=kw.pop("synthetic", True),
    )
    official.birth_date_partial = PartialDate.parse(birth) if birth else None
    for name, value in kw.items():
        is_partial = hasattr(Official, f"{name}_partial")
        setattr(
            official,
            f"{name}_partial" if is_partial else name,
            PartialDate.parse(value) if is_partial and value else value,
        )
    official.derive()
    official.save()
    if unit is not None:
        make_appointment(official, unit, post, starts_on=starts_on, ends_on=ends_on)
    return official


def make_appointment(
    official, unit, post="van_phong_thong_ke", *, starts_on=date(2016, 7, 1), ends_on=None, **kw
):
    return Appointment.objects.create(
        public_id=kw.pop("public_id", None) or f"A{next(_numbers)}",
        official=official,
        unit=unit,
        post=Post.objects.get(code=post),
        starts_on=starts_on,
        ends_on=ends_on,
        **kw,
    )


def make_qualification(official, kind="professional", level="dai_hoc", attained_on=None, **kw):
    row = Qualification(public_id=f"Q{next(_numbers)}", official=official, kind=kind, level=level, **kw)
    row.attained_on_partial = PartialDate.parse(attained_on) if attained_on else None
    row.save()
    return row


def make_user(
    role=None,
    *,
    unit=None,
    username=None,
    password="mat-khau-thu-123",
    starts_on=date(2019, 1, 1),
    ends_on=None,
):
    """A user; with `role`, one open membership (commune: of `unit`)."""
    user = User(username=username or f"nguoi{next(_numbers)}", full_name="Người thử")
    user.set_password(password)
    user.save()
    if role:
        Membership.objects.create(
            public_id=f"M{next(_numbers)}",
            user=user,
            role=role,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return user
