"""How far a long reading or writing is. Whoever waits is told and may stop it; a short one tells nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[str, int, int], None]  # stage, how many are done, of how many; raises to stop the work

OPENING = "Mở tệp"
READING = "Đọc các dòng"
COMPARING = "Đối chiếu với hồ sơ"
KEEPING = "Lưu bản kiểm tra"
PREPARING = "Chuẩn bị ghi"
WRITING = "Ghi vào hồ sơ"
RESTORING = "Đối chiếu và đưa hồ sơ trở lại"


def nobody(stage: str, n_done: int, n_total: int) -> None:
    """For work that nobody waits for."""


def counted(
    items: Sequence[T], tell: Tell, stage: str, *, before: int = 0, total: int = 0, every: int = 100
) -> Iterator[T]:
    """The same items; every so many of them are told. `before`: those done earlier of `total`."""
    total = total or len(items)
    for place, item in enumerate(items):
        if place % every == 0:
            tell(stage, before + place, total)
        yield item
    tell(stage, before + len(items), total)
