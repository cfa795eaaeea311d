"""Công văn đôn đốc: the letter that reminds units which have not sent the figures of a year."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.errors import Refused
from foundation.papers import Block, Part, Run, Space, Text
from officials.bodies import issuer_on
from officials.models import Unit, Verification
from reports.documents import words
from reports.documents.letters.shared import GROUP, NOTE, SOURCE, body, end, head
from reports.documents.model import DUE, UNITS, YEAR, Asked, Built, Document, documents, writes, years_back


def reminder(asked: Asked) -> Built:
    """The letter to the units chosen, or a letter each is not needed: one letter names them all.

    Errors: Refused without a unit.
    """
    if not asked.units:
        raise Refused("Đề nghị chọn ít nhất một xã, phường chưa gửi số liệu.")
    issuer = issuer_on(asked.day)
    about = f"V/v đôn đốc gửi số liệu cán bộ, công chức năm {asked.year}"
    names = [unit.full_name for unit in asked.units]
    until = f"trước ngày {asked.due:%d/%m/%Y}" if asked.due else "trong thời gian sớm nhất"
    blocks: list[Block] = [
        head(issuer, asked.day, "", about),
        Space(12),
        _addressed(names),
        Space(6),
        body(
            f"Để tổng hợp số liệu về số lượng, chất lượng đội ngũ cán bộ, công chức cấp xã năm {asked.year}, "
            f"{issuer.name} đã đề nghị các xã, phường rà soát hồ sơ và gửi số liệu trên hệ thống. Đến ngày "
            f"{words.day(asked.day)}, {_count(names)} chưa gửi số liệu."
        ),
        body(
            f"{issuer.name} đề nghị Ủy ban nhân dân {_list(asked.units)} kiểm tra, bổ sung hồ sơ còn thiếu và gửi số "
            f"liệu năm {asked.year} {until}. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh "
            f"về {issuer.name} để được hướng dẫn."
        ),
        body(f"{issuer.name} đề nghị Ủy ban nhân dân các xã, phường có tên trên quan tâm thực hiện./."),
    ]
    part = Part(f"Đôn đốc gửi số liệu năm {asked.year}", end(blocks, issuer, ["Như trên;"]))
    return Built((part,))


def _addressed(names: Sequence[str]) -> Block:
    bodies = [f"Ủy ban nhân dân {_lower(name)}" for name in names]
    if len(bodies) == 1:
        return Text((Run(f"Kính gửi: {bodies[0]}."),), "center")
    return Text((Run("Kính gửi:\n- " + ";\n- ".join(bodies) + "."),), "left", left=40)


def _count(names: Sequence[str]) -> str:
    return f"Ủy ban nhân dân {_lower(names[0])}" if len(names) == 1 else f"còn {len(names):02d} xã, phường"


def _list(units: Sequence[Unit]) -> str:
    return str(units[0]) if len(units) == 1 else "các xã, phường nêu trên"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


documents.register(
    Document(
        code="don-doc",
        title="Công văn đôn đốc gửi số liệu",
        group=GROUP,
        about="Gửi các xã, phường chưa gửi số liệu của năm: chọn xã, phường và thời hạn.",
        order=40,
        asks=(YEAR, UNITS, DUE),
        may_see=writes("officials.Official", "all"),
        build=reminder,
        source=SOURCE,
        verified=Verification.PARTLY,
        note=NOTE,
        years=years_back(6),
    )
)
