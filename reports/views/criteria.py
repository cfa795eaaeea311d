"""The pages under "Tiêu chí, chỉ tiêu đánh giá", as tabs that each of them shows."""

from __future__ import annotations

from django.urls import reverse

from foundation.components import Tab
from reports.views.choice import Choice

PAGES = (
    ("reports:catalogue", "Chỉ tiêu"),
    ("reports:theory", "Cơ sở lý luận"),
    ("reports:experience", "Kinh nghiệm địa phương khác"),
    ("reports:claims", "Nhận định của luận văn"),
    ("reports:credibility", "Xem lại kết quả xếp loại"),
)


def criteria_tabs(active: str, choice: Choice | None = None) -> list[Tab]:
    """One tab a page; year and scope go along where the page has any."""
    query = "" if choice is None else choice.carried()
    return [Tab(label, f"{reverse(name)}{query}", active=name == active) for name, label in PAGES]
