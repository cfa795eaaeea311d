"""What this floor shows on pages of the floors below: menu entries, a unit's figures, search for indicators."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from foundation import vn_text
from foundation.registries import (
    MenuItem,
    SearchHit,
    SearchSource,
    UnitPanel,
    menu_items,
    search_sources,
    unit_panels,
)
from reports import bench, bench_figures  # noqa: F401 (register their suites)


def reads_figures(user: Any, unit: Any = None) -> bool:
    return user.may("read", "figures", "all") or user.may("read", "figures", "own")


def _find_indicators(user: Any, text: str, limit: int) -> list[SearchHit]:
    from reports.indicators import indicators  # the catalogue needs the models to be ready

    if not reads_figures(user):
        return []
    words = vn_text.fold(text).split(" ")
    found = [
        indicator
        for indicator in indicators
        if all(word in vn_text.fold(f"{indicator.code} {indicator.title}") for word in words)
    ]
    return [
        SearchHit(
            label=indicator.title,
            detail=f"Chỉ tiêu {indicator.code}",
            url=reverse("reports:indicator", args=[indicator.code]),
        )
        for indicator in found[:limit]
    ]


def _unit_figures(request: Any, unit: Any) -> dict[str, Any]:
    from reports.views.panels import unit_figures

    return unit_figures(request, unit)


menu_items.register(
    MenuItem("overview", "Tổng quan", "reports:overview", "layout-dashboard", 10, reads_figures)
)
menu_items.register(
    MenuItem(
        "indicators", "Tiêu chí, chỉ tiêu đánh giá", "reports:catalogue", "list-check", 50, reads_figures
    )
)
menu_items.register(MenuItem("findings", "Hạn chế, giải pháp", "reports:findings", "bulb", 60, reads_figures))
menu_items.register(MenuItem("tables", "Báo cáo, biểu mẫu", "reports:numbered", "table", 70, reads_figures))
search_sources.register(SearchSource("indicators", "Chỉ tiêu", 30, _find_indicators))
unit_panels.register(
    UnitPanel(
        "figures",
        "Chất lượng so với toàn thị xã",
        "reports/_unit_panel.html",
        30,
        _unit_figures,
        reads_figures,
    )
)
