"""The list of officials and its export; registering a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from foundation.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, Chip, query
from foundation.dates import today
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.checks import can_write
from officials.models import Official
from officials.models.qualifications import LEVELS
from officials.people_asked import GROUPS, SEXES, STATUSES, Asked, Places, read_asked
from officials.people_list import PeopleList, Person, printed

EXPORTS = ("xlsx", "csv")
YEARS_BACK = 5


@require_safe
@vary_on_headers("HX-Request")
def listing(request: HttpRequest) -> HttpResponse:
    """The list as the address asks for it; the same address with `xuat=xlsx` gives exactly these people as a file."""
    demand_right(request.user, "read", Official)
    places = Places(request.user)
    asked = read_asked(request.user, request.GET, places)
    found = PeopleList(request.user, asked, places)
    if request.GET.get("xuat") in EXPORTS and request.method == "GET":
        return export(request, found)
    page = page_of(request, found)
    people = found.cells(list(page.object_list))
    context = {
        "page": page,
        "people": people,
        "rows": printed(people),
        "sees_birth": found.sees_birth,
        "total": page.paginator.count,
        "asked": asked,
        "chips": chips(request, found),
        "exports": [(kind, query(request.GET, xuat=kind, trang=None)) for kind in EXPORTS],
        "clear_url": query(request.GET, **CLEARED) if asked.is_filtered else "",
    }
    if request.htmx and not (request.htmx.boosted or request.htmx.history_restore_request):  # type: ignore[attr-defined]
        return render(request, "officials/_people.html", context)
    return render(request, "officials/people.html", context | frame(request, asked, places))


CLEARED: dict[str, Any] = dict.fromkeys(
    ("tim", "nhom", "chuc_danh", "gioi", "trinh_do", "tinh_trang", PAGE_PARAMETER)
)


def frame(request: HttpRequest, asked: Asked, places: Places) -> dict[str, Any]:
    """What only the whole page shows: filters to choose from, menus of year and scope, the main act."""
    kept = ("nam", "pham_vi", "nhom", "gioi", "sap_xep", SIZE_PARAMETER)
    year = asked.day.year
    one_unit = len(places.units) <= 1
    return {
        "posts": options(((code, post[0]) for code, post in places.posts.items()), asked.post),
        "statuses": options(STATUSES.items(), asked.status),
        "degrees": options(LEVELS["professional"].items(), asked.degree),
        "kept": [(name, request.GET[name]) for name in kept if request.GET.get(name)],
        "search_label": "Họ tên hoặc số CCCD"
        if request.user.may_see_field(Official, "national_id")  # type: ignore[union-attr]
        else "Họ tên",
        "add_url": reverse("officials:add") if may_register(request.user) else "",
        "year": year,
        "years": list(range(today().year, today().year - YEARS_BACK, -1)),
        "scope": asked.scope,
        "scope_label": places.label(asked.scope) if not one_unit else "",
        "scope_groups": [] if one_unit else scope_groups(places, asked),
    }


def options(choices: Iterable[tuple[str, str]], chosen: str) -> list[tuple[str, str, str]]:
    """Options of a select: value, label, and the attribute of the chosen one."""
    return [(value, label, " selected" if value == chosen else "") for value, label in choices]


def scope_groups(places: Places, asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    areas = [(f"area:{name}", f"Khu {name}") for name in places.areas]
    units = [(f"unit:{public_id}", name) for public_id, name, _ in places.units.values()]
    return [
        ("", [("all", "Toàn thị xã")]),
        ("Khu (4 khu)" if len(areas) == 4 else "Khu", areas),
        ("Xã, phường", units),
    ]


def may_register(user: Any) -> bool:
    return bool(user.may("write", Official, "all") or can_write(user, Official, user.own_unit))


def page_of(request: HttpRequest, found: PeopleList) -> Any:
    """The page asked for; one that does not exist is the nearest that does."""
    wanted = request.GET.get(SIZE_PARAMETER, "")
    size = int(wanted) if wanted in {str(n) for n in PAGE_SIZES} else PAGE_SIZES[0]
    paginator = Paginator(found.found, size)
    try:
        return paginator.page(request.GET.get(PAGE_PARAMETER, 1))
    except PageNotAnInteger:
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def chips(request: HttpRequest, found: PeopleList) -> list[tuple[str, list[Chip]]]:
    """Filters as links; an active one's link takes it away."""
    asked = found.asked

    def row(name: str, labels: dict[str, str], active: str, counts: Any) -> list[Chip]:
        return [
            Chip(
                label,
                query(request.GET, **{name: None if value == active else value, PAGE_PARAMETER: None}),
                value == active,
                counts[value] if counts is not None else None,
            )
            for value, label in labels.items()
        ]

    return [
        ("Nhóm", row("nhom", GROUPS, asked.group, found.counts.group)),
        ("Giới tính", row("gioi", SEXES, asked.sex, found.counts.sex)),
    ]


def export(request: HttpRequest, found: PeopleList) -> HttpResponse:
    """Everybody of the list in its order, with the columns this reader sees."""
    asked, user = found.asked, request.user
    columns = [
        Column("Họ và tên", width=26),
        Column("Chức danh", width=26),
        Column("Kiêm nhiệm", width=24),
        Column("Đơn vị", width=20),
        Column("Giới tính", width=9),
    ]
    if found.sees_birth:
        columns += [Column("Ngày sinh", "date"), Column("Tuổi", "int", 7)]
    columns += [
        Column("Chuyên môn", width=28),
        Column("Lý luận chính trị", width=16),
        Column("Giữ chức danh từ", "date", 14),
    ]
    place = found.places.label(asked.scope) if len(found.places.units) > 1 else ""
    own = next((name for _, name, _ in found.places.units.values()), "")
    said = [STATUSES[asked.status], GROUPS.get(asked.group, ""), SEXES.get(asked.sex, "")]
    if asked.post:
        said.append(found.places.post(asked.post)[0])
    if asked.degree:
        said.append(LEVELS["professional"][asked.degree])
    if asked.text:
        said.append(f"tìm “{asked.text}”")
    sheet = Sheet(
        title="Danh sách cán bộ, công chức cấp xã",
        unit_line=(place[:1].upper() + place[1:]) or own,
        columns=columns,
        rows=[export_row(person, found.sees_birth) for person in found.cells(found.found)],
        day=asked.day,
        notes=["Bộ lọc: " + ", ".join(part for part in said if part) + "."],
    )
    kind: Any = request.GET["xuat"]
    return download(
        by=user,
        sheet=sheet,
        kind=kind,
        name="Danh sách cán bộ, công chức",
        detail=f"{len(found.found)} người",
    )


def export_row(person: Person, sees_birth: bool) -> list[Any]:
    dates = [person.birth, person.age] if sees_birth else []
    post = f"{person.post} ({person.left})" if person.left else person.post
    return [
        person.name,
        post,
        person.also,
        person.unit,
        person.sex,
        *dates,
        person.degree,
        person.theory,
        person.starts_on or person.since,
    ]
