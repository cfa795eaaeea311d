"""What the data package shows elsewhere: its menu entry, the names of its acts in the audit."""

from __future__ import annotations

from typing import Any

from exchange.package.tables import TABLES
from foundation import history
from foundation.registries import MenuItem, menu_items


def may_correct(user: Any) -> bool:
    """Who can put records right sees what looks wrong in them."""
    return any(user.may("write", "officials.Official", extent) for extent in ("all", "own"))


menu_items.register(
    MenuItem(
        code="data-quality",
        label="Chất lượng số liệu",
        url_name="exchange:data-quality",
        icon="checklist",
        order=82,
        may_see=may_correct,
    )
)
history.register_actions({"load_package": "Nạp gói dữ liệu"})
history.register_labels(
    {"removed": "Đã xóa trước khi nạp"} | {spec.name: f"Bảng {spec.name} ({spec.title})" for spec in TABLES}
)
