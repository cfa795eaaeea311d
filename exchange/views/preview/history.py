"""Files sent before: a line of the list, and what an import has written, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchange.models import ImportBatch
from foundation.formats.vi_numbers import number

CHANGE_WORDS = (
    ("new", "hồ sơ mới"), ("changed", "hồ sơ thay đổi"), ("moved", "người chuyển đến"), ("reactivate", "người trở lại"),
    ("conflict", "hồ sơ sửa theo tệp"), ("same", "không đổi"),
)  # fmt: skip


def line_of(batch: ImportBatch, n_new: int = 0, n_changed: int = 0, standing: str = "") -> dict[str, Any]:
    """A batch in the list of those sent; `n_new`, `n_changed`: people whom it added, and changed; `standing`: how far
    the work on it is.
    """
    tones = {
        "reading": "info",
        "writing": "info",
        "previewed": "warning",
        "unclear": "warning",
        "committed": "ok",
        "refused": "danger",
    }
    counts = batch.counts
    words = ", ".join(
        f"{number(counts[key])} {text}"
        for key, text in (
            ("ok", "nhập được"),
            ("warn", "cần xác nhận"),
            ("error", "phải sửa"),
            ("skip", "ngoài phạm vi"),
        )
        if counts.get(key)
    )
    return {
        "batch": batch,
        "state": batch.get_state_display(),
        "tone": tones.get(batch.state, "quiet"),
        "counts": standing or words,
        "did": did_text(n_new, n_changed) if batch.state in ("committed", "undone") else "",
    }


def did_text(n_new: int, n_changed: int) -> str:
    """`3 hồ sơ mới, 12 hồ sơ thay đổi`."""
    parts = ((n_new, "hồ sơ mới"), (n_changed, "hồ sơ thay đổi"))
    return ", ".join(f"{number(n)} {text}" for n, text in parts if n) or "không hồ sơ nào thay đổi"


def done_sentence(changes: Mapping[str, int]) -> str:
    """What was written, in one sentence."""
    parts = [f"{number(changes[key])} {text}" for key, text in CHANGE_WORDS if changes.get(key)]
    return f"Đã nhập: {', '.join(parts)}." if parts else "Không có dòng nào được nhập."


def proposed_sentence(n_new: int, n_changed: int, n_proposed: int) -> str:
    """The same of a file of which a part waits: what the records say by now, and what was only asked for."""
    return f"Đã nhập: {did_text(n_new, n_changed)}; {number(n_proposed)} đề nghị gửi Phòng Nội vụ."
