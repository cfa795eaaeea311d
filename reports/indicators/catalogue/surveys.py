"""What the indicators that rest on surveys have in common: none has been taken, so none has a value."""

from __future__ import annotations

SCORE = "điểm (1–5)"
SURVEY = "chưa có khảo sát {whom}"
MEAN_OF = "Tổng điểm các câu về {items} của những phiếu hợp lệ"


def n_answers(form: str) -> str:
    """The divisor of a survey mean in words."""
    return f"Số câu trả lời hợp lệ của các câu đó (phiếu {form})"
