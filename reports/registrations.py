"""What this floor shows on pages of the floors below: menu entries, a unit's figures, search for indicators."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from foundation import history, vn_text
from foundation.registries import (
    MenuItem,
    ProfileSection,
    SearchHit,
    SearchSource,
    UnitPanel,
    YearlyPage,
    menu_items,
    profile_sections,
    search_sources,
    unit_panels,
    yearly_pages,
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


def _person_documents(request: Any, official: Any) -> dict[str, Any]:
    from reports.views.documents import person_documents

    return person_documents(request, official)


def _unit_documents(request: Any, unit: Any) -> dict[str, Any]:
    from reports.views.documents import unit_documents

    return unit_documents(request, unit)


def _may_have_documents(user: Any, about: Any = None) -> bool:
    """True for who may have one of the documents about people."""
    from reports.documents import documents

    return any(document.may_see(user) for document in documents)


menu_items.register(
    MenuItem("overview", "Tổng quan", "reports:overview", "layout-dashboard", 10, reads_figures)
)
menu_items.register(
    MenuItem(
        "indicators", "Tiêu chí, chỉ tiêu đánh giá", "reports:catalogue", "list-check", 50, reads_figures
    )
)
menu_items.register(MenuItem("findings", "Hạn chế, giải pháp", "reports:findings", "bulb", 60, reads_figures))
menu_items.register(
    MenuItem(
        "tables",
        "Báo cáo, biểu mẫu",
        "reports:numbered",
        "table",
        70,
        reads_figures,
        holds=lambda: ("reports:tables", "reports:forms"),
    )
)
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
yearly_pages.register(
    YearlyPage(
        "documents",
        "Văn bản, mẫu in",
        "reports:documents",
        "Văn bản",
        "Sơ yếu lý lịch, phiếu đánh giá, công văn đôn đốc, danh sách nâng lương, thông báo xếp loại: tải .docx, .pdf.",
        90,
        _may_have_documents,
    )
)
profile_sections.register(
    ProfileSection(
        "van-ban", "Văn bản", "reports/_documents.html", 90, _person_documents, _may_have_documents
    )
)
unit_panels.register(
    UnitPanel("documents", "Văn bản", "reports/_documents.html", 90, _unit_documents, _may_have_documents)
)
history.register_actions({"freeze_figures": "Chốt số liệu"})
