"""What this floor shows elsewhere: the menu entry of the yearly work and the link to what waits."""

from __future__ import annotations

from cycle import data_sets, demonstration, machine  # noqa: F401 (register themselves)
from cycle.rights import works_with_records
from cycle.work_items import SOURCES
from foundation import history
from foundation.registries import (
    MenuItem,
    YearlyPage,
    menu_items,
    top_links,
    work_item_sources,
    yearly_pages,
)

menu_items.register(
    MenuItem(
        "yearly",
        "Nghiệp vụ hằng năm",
        "cycle:yearly",
        "calendar",
        40,
        works_with_records,
        holds=lambda: [page.url_name for page in yearly_pages],
    )
)
top_links.register(MenuItem("work", "Việc cần xử lý", "cycle:work", "checklist", 10, works_with_records))
yearly_pages.register(
    YearlyPage(
        "submissions",
        "Gửi số liệu",
        "cycle:submissions",
        "Số liệu năm",
        "Từng bộ số liệu của năm: mức độ đầy đủ, gửi, trả lại, chấp nhận, chốt số liệu, chênh lệch sau khi chốt.",
        900,
        works_with_records,
    )
)
for source in SOURCES:
    work_item_sources.register(source)
history.register_actions(
    {
        "send_data": "Gửi số liệu",
        "return_data": "Trả lại số liệu",
        "accept_data": "Chấp nhận số liệu",
        "reopen_data": "Mở lại để điều chỉnh",
    }
)
