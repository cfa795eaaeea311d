"""Units: the list by khu, and one unit with its people, its staffing and its history."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.components import Crumb, Row, TimelineItem, query
from foundation.dates import today
from foundation.finding import visible_or_404
from foundation.formats.vi_numbers import DASH, number, share
from foundation.forms import day_text
from foundation.registries import unit_panels
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.models import Official, PostValidity, Unit
from officials.people_asked import Asked, Places, day_asked
from officials.people_list import PeopleList, printed
from officials.staffing import Staffing, kin_of, staffing_of
from officials.views.officials import EXPORTS, YEARS_BACK, may_register
from officials.views.profile import Drawn


@dataclass(frozen=True)
class Line:
    """One row of the list of units, as printed."""

    url: str
    name: str
    unit_class: str
    can_bo: str
    cong_chuc: str
    total: str
    quota: str
    missing: str
    surplus: str
    tone: str
    status: str


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units that stand on the day, by khu, with a sum for each khu and for all."""
    demand_right(request.user, "read", Unit)
    day = day_asked(request.GET.get("nam", ""))
    rows = Unit.objects.visible_to(request.user).existing_on(day).select_related("area")
    staff = staffing_of(list(rows.order_by("area__name", "kind", "name", "pk")), day)
    if request.GET.get("xuat") in EXPORTS and request.method == "GET":
        return export(request, staff, day)
    groups: dict[str, list[Staffing]] = {}
    for one in staff:
        groups.setdefault(f"Khu {one.unit.area}" if one.unit.area else "Chưa xếp khu", []).append(one)
    context = {
        "groups": [
            (title, [line(one) for one in members], sum_line("Cộng", members))
            for title, members in groups.items()
        ],
        "total": sum_line("Toàn thị xã", staff) if len(staff) > 1 else None,
        "n_units": len(staff),
        "day": day,
        "year": day.year,
        "years": list(range(today().year, today().year - YEARS_BACK, -1)),
        "exports": [(kind, query(request.GET, xuat=kind)) for kind in EXPORTS],
        "several": len(staff) > 1,
        "has_class": any(one.unit.unit_class for one in staff),
    }
    return render(request, "officials/units.html", context)


def line(one: Staffing) -> Line:
    tone, status = one.status
    return Line(
        url=one.unit.get_absolute_url(),
        name=one.unit.full_name,
        unit_class=one.unit.get_unit_class_display() or DASH,
        can_bo=number(one.can_bo),
        cong_chuc=number(one.cong_chuc),
        total=number(one.total),
        quota=number(one.quota.total if one.quota else None),
        missing=number(one.missing) if one.missing else DASH,
        surplus=number(one.surplus) if one.surplus else DASH,
        tone=tone,
        status=status,
    )


def sum_line(title: str, members: list[Staffing]) -> Line:
    known = [one.quota.total for one in members if one.quota]
    quota = sum(known) if len(known) == len(members) else None
    missing, surplus = sum(one.missing for one in members), sum(one.surplus for one in members)
    return Line(
        url="",
        name=title,
        unit_class="",
        can_bo=number(sum(one.can_bo for one in members)),
        cong_chuc=number(sum(one.cong_chuc for one in members)),
        total=number(sum(one.total for one in members)),
        quota=number(quota),
        missing=number(missing) if missing else DASH,
        surplus=number(surplus) if surplus else DASH,
        tone="",
        status="",
    )


def export(request: HttpRequest, staff: list[Staffing], day: Any) -> HttpResponse:
    columns = [
        Column("Khu", width=18),
        Column("Xã, phường", width=24),
        Column("Loại", width=10),
        Column("Cán bộ", "int"),
        Column("Công chức", "int"),
        Column("Có mặt", "int"),
        Column("Số được giao", "int", 12),
        Column("Còn thiếu", "int"),
        Column("Dư", "int"),
        Column("Ghi chú", width=44),
    ]
    rows = [
        [
            str(one.unit.area or ""),
            one.unit.full_name,
            one.unit.get_unit_class_display(),
            one.can_bo,
            one.cong_chuc,
            one.total,
            one.quota.total if one.quota else None,
            one.missing if one.quota else None,
            one.surplus if one.quota else None,
            one.status[1],
        ]
        for one in staff
    ]
    sheet = Sheet(
        title="Số lượng cán bộ, công chức theo xã, phường",
        unit_line="Thị xã Kinh Môn" if len(staff) > 1 else (staff[0].unit.full_name if staff else ""),
        columns=columns,
        rows=rows,
        day=day,
    )
    kind: Any = request.GET["xuat"]
    return download(by=request.user, sheet=sheet, kind=kind, name="Xã, phường", detail=f"{len(staff)} đơn vị")


@require_safe
def unit_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    demand_right(request.user, "read", Unit)
    unit: Unit = visible_or_404(Unit.objects.select_related("area"), request.user, public_id=public_id)
    day = day_asked(request.GET.get("nam", ""))
    if unit.ends_on and unit.ends_on < day:
        day = unit.ends_on
    found = people_of(request.user, unit, day)
    people = found.cells(found.found)
    # Whoever reads every unit has just read everybody who counts here.
    reads_all = request.user.may("read", Official, "all")  # type: ignore[union-attr]
    staffing = staffing_of([unit], day, found.heads() if reads_all else None)[0]
    held = {post for person in people for post in (person.post, *person.also.split(", "))}
    panels = [
        Drawn(
            panel.code,
            panel.title,
            render_to_string(
                panel.template, panel.context(request, unit) | {"panel": panel, "unit": unit}, request
            ),
        )
        for panel in unit_panels
        if panel.may_see(request.user, unit)
    ]
    tone, status = staffing.status
    context = {
        "unit": unit,
        "day": day,
        "year": day.year,
        "years": list(range(today().year, today().year - YEARS_BACK, -1)),
        "people": people,
        "rows": printed(people),
        "n_elsewhere": staffing.total - len(people),
        "sees_birth": bool(request.user.may_see_field(Official, "birth_date")),  # type: ignore[union-attr]
        "vacant": vacant_posts(unit, day, found.places, held),
        "staffing": staffing,
        "staff_rows": staff_rows(staffing),
        "tone": tone,
        "status": status,
        "items": history(unit),
        "panels": panels,
        "crumbs": [Crumb("Xã, phường", reverse("officials:units"))],
        "ended": unit.ends_on is not None and unit.ends_on < today(),
        "list_url": f"{reverse('officials:list')}?pham_vi=unit:{unit.public_id}",
        "add_url": f"{reverse('officials:add')}?don_vi={unit.public_id}"
        if unit.exists_on(today()) and may_register(request.user)
        else "",
    }
    return render(request, "officials/unit.html", context)


def vacant_posts(unit: Unit, day: Any, places: Places, held: set[str]) -> list[str]:
    """Posts that such a unit may have on the day and that nobody holds, in official order."""
    valid = PostValidity.objects.on(day).filter(unit_kind=unit.kind).values_list("post_id", flat=True)
    posts = sorted({places.post(code) for code in valid.order_by()}, key=itemgetter(3))
    return [short_name for _, short_name, _, _ in posts if short_name not in held]


def people_of(user: Any, unit: Unit, day: Any) -> PeopleList:
    """The people in post there on the day whom the reader may see, in the official order of posts."""
    asked = Asked(scope=f"unit:{unit.public_id}", sort="chuc_danh", day=day)
    return PeopleList(user, asked, Places(user, only=unit))


def staff_rows(one: Staffing) -> list[Row]:
    quota = one.quota
    note = ("" if quota.assigned else "mức tối đa theo loại đơn vị") if quota else ""
    return [
        Row("Được giao", number(quota.total) if quota else None, note),
        Row("Có mặt", number(one.total), f"cán bộ {one.can_bo}, công chức {one.cong_chuc}"),
        Row("Còn thiếu" if not one.surplus else "Dư so với số được giao", number(one.surplus or one.missing)),
        Row("Tỷ lệ có mặt", share(one.total, quota.total if quota else None)),
        Row("Căn cứ", (quota.basis if quota else "") or None),
    ]


def history(unit: Unit) -> list[TimelineItem]:
    """What the unit was made of and, by the working day, what became of it."""
    items = []
    for row in kin_of(unit):
        old, new = Unit(kind=row.old_kind, name=row.old_name), Unit(kind=row.new_kind, name=row.new_name)
        if old.name == new.name:
            title = f"{old.full_name} thành {new}"
        else:
            title = f"Nhận {old}" if row.becomes_this else f"Sáp nhập vào {new}"
        items.append(TimelineItem(title, day_text(row.effective_on), f"NQ {row.basis}" if row.basis else ""))
    return items
