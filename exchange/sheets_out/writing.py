"""A template filled with a unit's people, as a form to write."""

from __future__ import annotations

from typing import Any

from exchange.sheets_out.people import listed
from exchange.sheets_out.sets import Cellwise, TemplateSet
from foundation.context import records_are_synthetic
from foundation.dates import year_end
from foundation.form_sheets import Form, FormColumn
from foundation.sheets import SYNTHETIC_LINE
from officials.models import Unit

_SHARED_GUIDE = (
    "Không sửa tiêu đề cột và cột “Mã hồ sơ (hệ thống)”: hệ thống dựa vào đó để nhận ra từng người.",
    "Ngày ghi ngày/tháng/năm. Chỉ biết tháng hoặc năm thì ghi 05/1980 hoặc 1980.",
    "Ghi xong, lưu dạng .xlsx rồi gửi ở trang “Nhập từ Excel”. Hệ thống kiểm tra và chỉ nhập sau khi ông/bà xác nhận.",
)


def template(kind: TemplateSet, *, unit: Unit | None, year: int, user: Any) -> Form:
    """The form of a set for a unit (None: all), holding only columns that `user` may read."""
    shown = [item for item in kind.columns if _is_shown(item, unit, user)]
    people = listed(user, unit, year, kind.kinds)
    lines = [f"Đơn vị: {unit.full_name}" if unit else "Toàn thị xã"]
    lines.append(f"Số liệu đến ngày {year_end(year):%d/%m/%Y}")
    if records_are_synthetic():
        lines.append(SYNTHETIC_LINE)
    rows = [
        [number, *(item.value(person, year) for item in shown)]
        for number, person in enumerate(people, start=1)
    ]
    return Form(
        title=kind.title.format(year=year),
        sheet_name=kind.label,
        lines=lines,
        columns=[FormColumn("STT", kind="number", width=6), *(item.column(year) for item in shown)],
        rows=rows,
        guide=[*kind.guide, *_SHARED_GUIDE],
        n_empty=kind.n_empty,
    )


def _is_shown(item: Cellwise, unit: Unit | None, user: Any) -> bool:
    if item.only_town and unit is not None:
        return False
    return item.field is None or user.may_see_field(*item.field)
