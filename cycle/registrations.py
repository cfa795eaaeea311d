"""What this floor shows elsewhere: the menu entry of the yearly work and the link to what waits."""

from __future__ import annotations

from cycle.rights import works_with_records
from foundation.registries import MenuItem, menu_items, top_links

menu_items.register(
    MenuItem("yearly", "Nghiệp vụ hằng năm", "cycle:yearly", "calendar", 40, works_with_records)
)
top_links.register(MenuItem("work", "Việc cần xử lý", "cycle:work", "checklist", 10, works_with_records))
