"""What the address of a list of officials asks for, within what its reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foundation import vn_text
from foundation.dates import today, year_end
from foundation.formats.vi_numbers import DASH
from officials.models import Official, Post, Unit
from officials.models.qualifications import LEVELS
from officials.models.units import UnitKind

IN_POST, LEFT, EVERYBODY = "dang", "thoi", "moi"
STATUSES = {IN_POST: "Đang công tác", LEFT: "Không còn công tác", EVERYBODY: "Tất cả"}
GROUPS = {"can_bo": "Cán bộ", "cong_chuc": "Công chức"}
SEXES = {"nam": "Nam", "nu": "Nữ"}
SORTS = ("ten", "don_vi", "chuc_danh", "tuoi")
LONGEST_SEARCH = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """What the address asks for, already limited to what this reader may see and to values that exist."""

    text: str = ""
    scope: str = "all"
    group: str = ""
    post: str = ""
    sex: str = ""
    degree: str = ""
    status: str = IN_POST
    sort: str = "ten"
    day: date = field(default_factory=today)

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.group or self.post or self.sex or self.degree or self.status != IN_POST)


def read_asked(user: Any, params: Any, places: Places) -> Asked:
    """The list an address asks for; what does not exist or may not be seen by this reader is left out."""
    text = "".join(ch for ch in params.get("tim", "")[:LONGEST_SEARCH] if ch.isprintable())
    sort = params.get("sap_xep", "ten")
    sorts = {s for s in SORTS if s != "tuoi" or user.may_see_field(Official, "birth_date")}
    return Asked(
        text=vn_text.nfc(text),
        scope=places.known(params.get("pham_vi", "all")),
        group=_one_of(params.get("nhom"), GROUPS),
        post=_one_of(params.get("chuc_danh"), places.posts),
        sex=_one_of(params.get("gioi"), SEXES),
        degree=_one_of(params.get("trinh_do"), LEVELS["professional"]),
        status=_one_of(params.get("tinh_trang"), STATUSES) or IN_POST,
        sort=sort if sort.removeprefix("-") in sorts else "ten",
        day=day_asked(params.get("nam", "")),
    )


def day_asked(year: str) -> date:
    """31/12 of a past year, else the working day."""
    day = today()
    if year.isascii() and year.isdigit() and len(year) == 4 and 1990 <= int(year) < day.year:
        return year_end(int(year))
    return day


def _one_of(value: str | None, allowed: Iterable[str]) -> str:
    return value if value and value in allowed else ""


_posts: dict[str, tuple[str, str, str, int]] = {}


def posts_by_code() -> dict[str, tuple[str, str, str, int]]:
    """Name, short name, group and place of every post, in official order.

    Read once a process: the eighteen posts come with `migrate` and no page, package or command changes them.
    """
    if not _posts:
        for code, name, short, group, position in Post.objects.values_list(
            "code", "name", "short_name", "group", "position"
        ):
            _posts[code] = (name, short, group, position)
    return _posts


class Places:
    """Units, areas and posts by name and order, read once for a list."""

    def __init__(self, user: Any, only: Unit | None = None) -> None:
        """All places `user` may see; `only` one unit that has been read already."""
        self.user = user
        kinds = dict(UnitKind.choices)
        self.units: dict[int, tuple[str, str, str | None]] = {}
        if only is not None:
            rows: Any = [(only.pk, only.public_id, only.kind, only.name, None)]
        else:
            columns = ("pk", "public_id", "kind", "name", "area__name")
            rows = Unit.objects.visible_to(user).order_by("name", "pk").values_list(*columns)
        for pk, public_id, kind, name, area in rows:
            self.units[pk] = (public_id, f"{kinds[kind]} {name}", area)
        self.order = {pk: place for place, pk in enumerate(self.units)}
        self.posts = posts_by_code()
        areas = {area for _, _, area in self.units.values() if area}
        self.areas = sorted(areas) if len(self.units) > 1 else []
        self._ids = {public_id: pk for pk, (public_id, _, _) in self.units.items()}

    def post(self, code: str) -> tuple[str, str, str, int]:
        """Name, short name, group, place in the official order; of nothing for who holds no post."""
        return self.posts.get(code, (DASH, DASH, "", 99))

    def known(self, scope: str) -> str:
        """`scope` if it names something this reader may see, else "all"."""
        kind, _, name = scope.partition(":")
        if kind == "unit" and name in self._ids:
            return scope
        return scope if kind == "area" and name in self.areas else "all"

    def unit_ids(self, scope: str) -> set[int] | None:
        """Primary keys of the units of a scope; None for all."""
        kind, _, name = scope.partition(":")
        if kind == "unit":
            return {self._ids[name]}
        if kind == "area":
            return {pk for pk, (_, _, area) in self.units.items() if area == name}
        return None

    def label(self, scope: str) -> str:
        kind, _, name = scope.partition(":")
        if kind == "unit":
            return self.units[self._ids[name]][1]
        return f"Khu {name}" if kind == "area" else "toàn thị xã"
