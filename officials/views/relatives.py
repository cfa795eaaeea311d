"""Người thân cùng đơn vị: declared pairs on a day, by the rules on pairs of posts; a restricted page, each reading noted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation import audit
from foundation.components import PAGE_PARAMETER, Chip, Crumb, query
from foundation.dates import today
from foundation.forms import Wrong, day_text, read_partial_date
from foundation.scope import demand_right
from foundation.sheets import Column, Sheet, download
from officials.law import verification_label
from officials.models import FamilyMember
from officials.relations import SIDES
from officials.relatives import LEVELS, Pair, pair_rules, pairs_on
from officials.views.choosing import Choice, asked_export, chosen_unit, export_links

DAY_PARAMETER, LEVEL_PARAMETER = "ngay", "muc"
PER_PAGE = 50


@require_safe
def relatives(request: HttpRequest) -> HttpResponse:
    """`/quan-he/?ngay=&don_vi=&muc=`: declared relatives who served in one unit on the day."""
    demand_right(request.user, "read", FamilyMember)
    typed = request.GET.get(DAY_PARAMETER, "").strip()[:20]
    day, problem = _day(typed)
    choice = chosen_unit(request, day)
    found = pairs_on(request.user, day, unit=choice.unit)
    level = request.GET.get(LEVEL_PARAMETER, "")
    shown = [pair for pair in found if pair.level == level] if level in LEVELS else found
    kind = asked_export(request)
    if kind:
        return _export(request, shown, choice, day, kind)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    _note(request, list(page), choice)
    context = {
        "page": page,
        "rows": [_row(pair) for pair in page],
        "chips": [
            Chip("Tất cả", query(request.GET, **{LEVEL_PARAMETER: None, PAGE_PARAMETER: None}), level not in LEVELS, len(found)),
            *(
                Chip(label, query(request.GET, **{LEVEL_PARAMETER: code, PAGE_PARAMETER: None}), code == level, sum(pair.level == code for pair in found))
                for code, (_, label) in LEVELS.items()
            ),
        ],
        "choice": choice,
        "day": day,
        "typed": typed or day_text(day),
        "problem": problem,
        "level": level if level in LEVELS else "",
        "rules": [(rule, _time(rule), "" if rule.verified == "read" else verification_label(rule.verified)) for rule in pair_rules],
        "exports": export_links(request),
        "crumbs": [Crumb("Nghiệp vụ hằng năm", "/nghiep-vu/")],
    }  # fmt: skip
    return render(request, "officials/relatives.html", context)


def _day(typed: str) -> tuple[date, str]:
    """The day asked for; the working day, and what is wrong, where it is none."""
    if not typed:
        return today(), ""
    try:
        asked = read_partial_date(typed)
    except Wrong as error:
        return today(), str(error)
    if asked.precision != "day":
        return today(), "Đề nghị ghi đủ ngày, tháng, năm, ví dụ 31/12/2021."
    return asked.last_day, ""


def _time(rule: Any) -> str:
    if rule.starts_on is None and rule.ends_on is None:
        return "mọi thời gian"
    return f"từ {day_text(rule.starts_on)}" + (f" đến {day_text(rule.ends_on)}" if rule.ends_on else "")


def _row(pair: Pair) -> dict[str, Any]:
    tone, label = LEVELS[pair.level]
    relation = pair.relation
    return {
        "unit": pair.unit.full_name,
        "one": pair.one,
        "other": pair.other,
        "one_posts": ", ".join(pair.one_posts),
        "other_posts": ", ".join(pair.other_posts),
        "told": pair.told,
        "kind": f"{SIDES[relation.side]}, bậc {relation.degree}" if relation else "ngoài danh mục quan hệ",
        "tone": tone,
        "level": label,
        "rules": [
            (
                rule.title,
                rule.basis,
                rule.note,
                "" if rule.verified == "read" else verification_label(rule.verified),
            )
            for rule in pair.rules
        ],
        "doubt": pair.doubt,
    }


def _note(request: HttpRequest, pairs: list[Pair], choice: Choice) -> None:
    """Whose relations were read is noted."""
    people = sorted({person.public_id for pair in pairs for person in (pair.one, pair.other)})
    if people and request.method == "GET":
        audit.log_access(
            by=request.user,
            action="open_sensitive",
            unit_id=choice.unit_id,
            detail=f"Quan hệ gia đình: {', '.join(people)}",
        )


def _export(request: HttpRequest, pairs: list[Pair], choice: Choice, day: date, kind: Any) -> HttpResponse:
    columns = [
        Column("Đơn vị"), Column("Họ và tên"), Column("Chức danh"), Column("Quan hệ", width=16), Column("Người thân"),
        Column("Chức danh của người thân"), Column("Mức", width=18), Column("Quy định", width=50), Column("Cần kiểm tra", width=40),
    ]  # fmt: skip
    rows = [
        (
            pair.unit.full_name, pair.one.full_name, ", ".join(pair.one_posts), pair.told, pair.other.full_name,
            ", ".join(pair.other_posts), LEVELS[pair.level][1],
            "; ".join(f"{rule.title} ({rule.basis})" for rule in pair.rules), pair.doubt,
        )
        for pair in pairs
    ]  # fmt: skip
    sheet = Sheet(
        title="Người thân cùng đơn vị theo kê khai", unit_line=choice.unit_line, columns=columns, rows=rows, day=day,
        notes=["Chỉ gồm quan hệ đã khai trong hồ sơ; mức nêu ra để kiểm tra, không phải kết luận."],
    )  # fmt: skip
    return download(
        by=request.user, sheet=sheet, kind=kind, name="Người thân cùng đơn vị", unit_id=choice.unit_id
    )
