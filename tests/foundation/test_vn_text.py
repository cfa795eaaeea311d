"""Text that people typed or copied is stored as it is seen."""

from __future__ import annotations

import pytest

from foundation.vn_text import in_order, nfc

TURNED = "\u202e\u202btxt\u202d.exe\u2067\u202c"


def test_marks_that_turn_letters_round_are_no_part_of_a_text():
    assert nfc(f"  xã {TURNED} ") == "xã txt.exe"
    assert in_order(f"  xã {TURNED} ") == "  xã txt.exe "


@pytest.mark.parametrize("text", ["", "=1+1", "Đỗ Thị Ỷ", "e\u0301", "a\u200bb"])
def test_a_text_as_it_stands_keeps_everything_else(text):
    assert in_order(text) == text
