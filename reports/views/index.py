"""Chỉ số tổng hợp CLĐN: levels against the targets for 2025 with their doubt, variants, what would raise it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import sheets
from foundation.components import Crumb
from foundation.dates import local_time, year_end
from foundation.formats.vi_numbers import DASH, number
from foundation.models import AuditEvent
from officials.law import NormValue, norms_on
from officials.law_forms import plain_number
from officials.models import Norm
from reports.access import reader_of
from reports.index import COMPONENTS, LEVELS, PILLARS, VARIANTS, IndexResult, ScopeIndex
from reports.index.model import DRAWS, LEAST_SHARE, fields_of
from reports.index.reading import index_for
from reports.views.choice import Choice, read_choice

SOURCE = "Hồ sơ, số liệu năm của đơn vị trong hệ thống; trọng số, ngưỡng ở Văn bản, danh mục"


@require_safe
def index_page(request: HttpRequest) -> HttpResponse:
    """`/chi-so-tong-hop/`: the index of a year; `?bien_the=` another way to weigh, `?xuat=` the table as a file."""
    choice = read_choice(request)
    variant = request.GET.get("bien_the", "")
    variant = variant if variant in VARIANTS else ""
    found = index_for(request.user, choice.snapshot, choice.year, variant)
    if request.GET.get("xuat") in sheets.CONTENT_TYPES:
        return _export(request, found)
    context = choice.context() | {
        "crumbs": [Crumb("Tiêu chí, chỉ tiêu đánh giá", reverse("reports:catalogue"))],
        "rows": [_row(choice, item) for item in found.scopes],
        "heads": [pillar.title for pillar in PILLARS],
        "variants": [
            (key, label, choice.address(bien_the=key or None), key == variant)
            for key, label in VARIANTS.items()
        ],
        "variant": VARIANTS[variant],
        "weights": _weights(found, choice.year),
        "components": _components(choice.year),
        "levels": [(name, number(least)) for least, name in LEVELS],
        "missing": [component.title for component in found.missing],
        "n_draws": DRAWS,
        "left_out": left_out(request.user),
        "least_share": number(100 * LEAST_SHARE),
        "exports": [(kind, choice.address(xuat=kind)) for kind in sheets.CONTENT_TYPES],
        "may_change": request.user.may("write", "law", "all"),  # type: ignore[union-attr]
    }
    return render(request, "reports/index.html", context)


def left_out(user: Any) -> list[str]:
    """Components that are no part of this reader's index."""
    reader = reader_of(user)
    return [component.title for component in COMPONENTS if not reader.reads(fields_of(component))]


def _row(choice: Choice, item: ScopeIndex) -> dict[str, Any]:
    gap = max(item.gains.items(), key=lambda gain: gain[1]) if item.gains else None
    titles = {component.code: component.title for component in COMPONENTS}
    return {
        "label": item.label,
        "url": choice.address(pham_vi=None if item.scope == "all" else item.scope),
        "is_total": item.scope == "all",
        "is_area": item.scope.startswith("area:"),
        "level": item.level,
        "score": number(item.score, 1),
        "interval": f"{number(item.interval[0], 1)} – {number(item.interval[1], 1)}"
        if item.interval
        else DASH,
        "ranks": f"{item.ranks[0]} – {item.ranks[1]}" if item.ranks else "",
        "dominance": f"hơn {number(item.above)}, kém {number(item.below)}" if item.ranks else "",
        "pillars": [number(item.pillars[pillar.code], 0) for pillar in PILLARS],
        "gap": f"{titles[gap[0]]} (+{number(gap[1], 1)})" if gap else DASH,
    }


def _weights(found: IndexResult, year: int) -> list[dict[str, Any]]:
    """The weights with their source, and who last changed them, when and why."""
    norms = norms_on(year_end(year))
    ids = dict(
        Norm.objects.filter(code__in=[p.weight_norm for p in PILLARS]).values_list("code", "public_id")
    )
    events = AuditEvent.objects.filter(object_type=Norm._meta.label_lower, object_id__in=ids.values())
    changed = {event.object_id: event for event in events.order_by("seq")}
    rows = []
    for pillar in PILLARS:
        norm, event = norms.get(pillar.weight_norm), changed.get(ids.get(pillar.weight_norm, ""))
        who = f"{event.actor_name}, {local_time(event.at):%d/%m/%Y}: {event.reason}" if event else ""
        rows.append(
            {
                "title": pillar.title,
                "set": number(norm.value, 2) if norm else DASH,
                "used": number(found.weights[pillar.code], 2),
                "basis": who or (f"{norm.basis} ({norm.verified_label})" if norm else ""),
                "public_id": ids.get(pillar.weight_norm, ""),
            }
        )
    return rows


def _components(year: int) -> list[dict[str, Any]]:
    norms = norms_on(year_end(year))
    titles = {pillar.code: pillar.title for pillar in PILLARS}
    codes = [component.weight_norm for component in COMPONENTS]
    ids = dict(Norm.objects.filter(code__in=codes).values_list("code", "public_id"))
    rows = []
    for component in COMPONENTS:
        low, target = norms.get(component.low_norm), norms.get(component.target_norm)
        weight = norms.get(component.weight_norm)
        rows.append(
            {
                "pillar": titles[component.pillar],
                "title": component.title,
                "weight": plain_number(weight.value) if weight else "1",
                "edit_url": reverse("officials:norm-edit", args=[ids[component.weight_norm]])
                if component.weight_norm in ids
                else "",
                "low": _with_unit(low),
                "target": _with_unit(target),
                "basis": f"{target.basis} ({target.verified_label})" if target else "",
                "note": component.note,
                "url": reverse("reports:indicator", args=[component.codes[0]])
                if not component.codes[0].startswith("CLDN.")
                else "",
            }
        )
    return rows


def _with_unit(norm: NormValue | None) -> str:
    """`97%`, `0,5 máy/người`."""
    if norm is None:
        return DASH
    text = plain_number(norm.value)
    return f"{text}%" if norm.unit == "%" else f"{text} {norm.unit}"


def _export(request: HttpRequest, found: IndexResult) -> HttpResponse:
    kind: Any = request.GET["xuat"]
    sheet = sheets.Sheet(
        title=f"Chỉ số tổng hợp CLĐN năm {found.year}, {VARIANTS[found.variant].lower()}",
        unit_line="Điểm từ 0 đến 100 so với mục tiêu 2025",
        columns=[
            sheets.Column("Phạm vi", "text", 24),
            sheets.Column("Mức", "text", 9),
            *(sheets.Column(head, "number", 12) for head in ("Trung vị", "Cận dưới 90%", "Cận trên 90%")),
            *(sheets.Column(pillar.title, "number", 14) for pillar in PILLARS),
        ],
        rows=[
            [
                item.label,
                item.level,
                item.score,
                *(item.interval or (None, None)),
                *(item.pillars[p.code] for p in PILLARS),
            ]
            for item in found.scopes
        ],
        source=SOURCE,
        day=year_end(found.year),
        notes=["Chỉ số phụ, không dùng để xếp hạng; hai đơn vị chỉ khác nhau khi xác suất trên 95%."],
    )
    return sheets.download(by=request.user, sheet=sheet, kind=kind, name=sheet.title)
