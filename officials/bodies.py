"""Which body issues a paper on a day, as it is named at the head of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.errors import Refused
from officials.models import IssuingBody, Unit


@dataclass(frozen=True)
class Issuer:
    """A body ready to stand on a paper; `doubt` says on screen how far its naming has been checked."""

    parent: str
    name: str
    symbol: str
    place: str
    on_behalf: str
    signer: str
    verified: str = ""
    note: str = ""


def issuer_on(day: date, unit: Unit | None = None) -> Issuer:
    """The Phòng Nội vụ of the day; with `unit` the people's committee of that unit.

    Errors: Refused where no row of the day says who that is (since 01/07/2025 there is no thị xã).
    """
    code = IssuingBody.Code.UNIT if unit else IssuingBody.Code.OFFICE
    rows = IssuingBody.objects.on(day).filter(code=code)
    found = max(rows, key=lambda row: (row.starts_on or date.min, row.pk), default=None)
    if found is None:
        raise Refused(
            f"Chưa có cơ quan ban hành văn bản cho ngày {day:%d/%m/%Y} (từ 01/07/2025 không còn thị xã). Đề nghị bổ "
            "sung ở Văn bản, danh mục, bảng Cơ quan ban hành văn bản."
        )
    return Issuer(
        parent=found.parent_name,
        name=f"{found.name} {unit}" if unit else found.name,
        symbol=found.symbol,
        place=found.place or (unit.name if unit else ""),
        on_behalf=f"{found.on_behalf} {unit}" if unit and found.on_behalf else found.on_behalf,
        signer=found.signer,
        verified=found.verified,
        note=found.note,
    )
