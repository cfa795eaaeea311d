"""Facts as papers write them. What is not known is "", so that the paper shows room to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from foundation.dates import PartialDate
from foundation.formats.vi_numbers import number
from officials.models import Appointment, Unit

# Whose paper it is: the organisation a holder of a post works in. Every other post belongs to the people's committee.
_ORGANISATIONS = {
    "bi_thu_dang_uy": "Đảng ủy",
    "pho_bi_thu_dang_uy": "Đảng ủy",
    "chu_tich_hdnd": "Hội đồng nhân dân",
    "pho_chu_tich_hdnd": "Hội đồng nhân dân",
    "chu_tich_ubmttq": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "bi_thu_doan": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "chu_tich_hoi_phu_nu": "Hội Liên hiệp Phụ nữ Việt Nam",
    "chu_tich_hoi_nong_dan": "Hội Nông dân Việt Nam",
    "chu_tich_hoi_ccb": "Hội Cựu chiến binh Việt Nam",
}


def organisation(post: str, unit: Unit | None) -> str:
    """`Đảng ủy phường Minh Tân`, `Ủy ban nhân dân xã Lê Ninh`."""
    return f"{_ORGANISATIONS.get(post, 'Ủy ban nhân dân')} {unit}" if unit else ""


def known(value: Any) -> str:
    """A text, number or day as written; "" for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value, max(0, -int(value.normalize().as_tuple().exponent)))
    return str(value)


def day(value: date | None) -> str:
    return f"{value:%d/%m}/{value.year:04d}" if value else ""


def month(value: date | PartialDate | None) -> str:
    """`07/2016`; of a partial date as much as is known."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return (
            value.display() if value.precision == "year" else f"{value.last_day:%m}/{value.last_day.year:04d}"
        )
    return f"{value:%m}/{value.year:04d}"


def months(first: date | PartialDate | None, last: date | PartialDate | None, *, open_end: str = "") -> str:
    """`09/2005 - 06/2009`; of one end alone that end; `open_end` ("nay") where something still goes on."""
    begin, end = month(first), month(last) or open_end
    return " - ".join(part for part in (begin or ("…" if end else ""), end) if part) if begin or end else ""


def day_parts(value: PartialDate | None) -> tuple[str, str, str]:
    """Day, month, year apart, each "" where it is not known."""
    if value is None:
        return "", "", ""
    last = value.last_day
    shown = {"day": (f"{last.day:02d}", f"{last.month:02d}"), "month": ("", f"{last.month:02d}")}
    return (*shown.get(value.precision, ("", "")), str(last.year))


def posting_period(row: Appointment) -> str:
    first = None if row.start_unknown else row.starts_on
    return months(first, row.ends_on, open_end="nay")


def posts_in_words(rows: list[Appointment]) -> str:
    """`Bí thư Đảng ủy, Chủ tịch Hội đồng nhân dân phường Minh Tân`, the posts of a day."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row.unit), []).append(row.post.name)
    return "; ".join(f"{', '.join(posts)} {unit}" for unit, posts in found.items())


def coefficient(value: Decimal | None) -> str:
    return number(value, 2) if value is not None else ""
