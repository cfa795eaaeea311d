"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from __future__ import annotations

from typing import Any

from exchange import bench  # noqa: F401 (registers its suite)
from exchange.package.doubts import find_doubts
from exchange.package.tables import BY_NAME
from exchange.services import effects
from foundation import history
from foundation.registries import DoubtSource, MenuItem, PersonDoubt, doubt_sources, menu_items
from foundation.sensitivity import SENSITIVE, field_class


def may_import(user: Any) -> bool:
    return bool(
        user.may("write", "exchange.ImportBatch", "all") or user.may("write", "exchange.ImportBatch", "own")
    )


def _doubts(user: Any) -> list[PersonDoubt]:
    """The doubts of contracts 2 that tell nothing sensitive of a person."""
    return [
        PersonDoubt(doubt.official_id, doubt.message)
        for doubt in find_doubts(user)
        if field_class(BY_NAME[doubt.table].model, BY_NAME[doubt.table].by_name[doubt.column].field.name)
        != SENSITIVE
    ]


doubt_sources.register(DoubtSource("package", _doubts))
menu_items.register(
    MenuItem(
        code="import",
        label="Nhập từ Excel",
        url_name="exchange:import-list",
        icon="upload",
        order=80,
        may_see=may_import,
    )
)
history.register_source("import", effects.sources)
history.register_source("undo_import", effects.sources)
history.register_actions(
    {
        "import": "Nhập từ Excel",
        "import_other_unit": "Tệp Excel ghi số CCCD của người đơn vị khác",
        "upload_workbook": "Gửi tệp Excel để kiểm tra",
        "preview_again": "Kiểm tra lại tệp Excel",
        "workbook_read": "Đọc xong tệp Excel lớn",
        "workbook_confirmed": "Xác nhận, bắt đầu ghi tệp Excel lớn",
        "workbook_not_written": "Dừng ghi tệp Excel, chưa ghi gì",
        "workbook_reread": "Đọc lại tệp Excel lớn theo các cột đã chọn",
        "workbook_not_reread": "Dừng đọc lại tệp Excel",
        "workbook_committed": "Xác nhận nhập tệp Excel",
        "undo_import": "Hoàn tác nhập từ Excel",
        "workbook_undone": "Hoàn tác lần nhập tệp Excel",
        "workbook_cancelled": "Hủy lần nhập tệp Excel",
        "workbook_expired": "Xóa tệp Excel quá hạn chờ xác nhận",
        "workbook_file_deleted": "Xóa tệp Excel hết thời hạn lưu",
        "say_headings": "Nói rõ cột của tệp Excel",
        "remember_heading": "Ghi cách hiểu tiêu đề cột",
        "forget_heading": "Quên cách hiểu tiêu đề cột",
    }
)
