"""What state papers have in common: heading pair, titles, place and day, signatures, "Nơi nhận" (NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foundation.papers.metrics import text_width
from foundation.papers.model import (
    Block,
    Columns,
    Entry,
    Line,
    Rule,
    Run,
    Space,
    Text,
    keep_last,
    paper_text,
)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEFT_HEAD = 165  # points: no wider than a third of the page
_SIGN_ROOM = 62  # points for the signature and the stamp


def day_words(day: date) -> str:
    """`ngày 05 tháng 02 năm 2021`: days below 10 and months 1 and 2 with a zero before them, other months without."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_and_day(place: str, day: date | None) -> str:
    """`Kinh Môn, ngày 05 tháng 02 năm 2021`; without a day, room to write it."""
    words = day_words(day) if day else "ngày ..... tháng ..... năm 20....."
    return f"{place or '................'}, {words}"


def _line(text: str, size: float, *, bold: bool = False, italic: bool = False, before: float = 0) -> Text:
    return Text((Run(text, bold, italic),), "center", size, before=before)


def heading_pair(
    *,
    issuer: str,
    parent: str = "",
    number: str = "",
    about: str = "",
    place_line: str = "",
    size: float = 13,
) -> Columns:
    """The two heads of a state paper: who issues it on the left, Quốc hiệu and Tiêu ngữ on the right.

    `number` = the line "Số: …" (left empty to be filled when it is signed), `about` = the subject of a letter.
    """
    left: list[Block] = [_line(line, size - 1) for line in _balanced(parent.upper(), size - 1)]
    names = _balanced(issuer.upper(), size - 1, bold=True)
    left += [_line(line, size - 1, bold=True) for line in names]
    left.append(Rule(text_width(names[-1], size - 1, bold=True) * 0.4))
    left += [_line(number, size, before=3)] if number else []
    left += [_line(line, size - 1, before=2 * (n == 0)) for n, line in enumerate(_balanced(about, size - 1))]
    right: list[Block] = [
        _line(NATION, size - 1, bold=True),
        _line(MOTTO, size, bold=True),
        Rule(text_width(MOTTO, size, bold=True)),
    ]
    right += [_line(place_line, size, italic=True, before=3)] if place_line else []
    return Columns((tuple(left), tuple(right)), (72, 98))


def _balanced(text: str, size: float, *, bold: bool = False) -> list[str]:
    """The text on one line of the left head, else on two of about the same length; a longer one wraps by itself."""
    if text_width(text, size, bold=bold) <= _LEFT_HEAD:
        return [text] if text else []
    words = text.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return list(min(halves, key=lambda pair: max(text_width(half, size, bold=bold) for half in pair)))


def title(text: str, *, about: str = "", size: float = 14, is_ruled: bool = True) -> list[Block]:
    """The kind of document in capitals, what it is about in bold, a line under it."""
    found: list[Block] = [Text((Run(text.upper(), bold=True),), "center", size, before=12, keep=True)]
    if about:
        found.append(Text((Run(about, bold=True),), "center", size, keep=True))
        if is_ruled:
            widest = max(text_width(line, size, bold=True) for line in paper_text(about).split("\n"))
            found.append(Rule(min(widest, 420) * 0.4, keep=True))
    found.append(Space(8, keep=True))
    return found


def caption(text: str, value: str = "", *, more: int = 0, bold: bool = False) -> Line:
    """A single caption with its value, dots to the end where it is unknown."""
    return Line((Entry(text, value, bold=bold),), more)


def signature(
    *,
    post: Sequence[str],
    name: str = "",
    hint: str = "",
    place_line: str = "",
    room: float = _SIGN_ROOM,
) -> tuple[Block, ...]:
    """Who signs: place and day, post in capitals, what to put there, room for it, the name."""
    found: list[Block] = [Text((Run(place_line, italic=True),), "center")] if place_line else []
    found += [Text((Run(line, bold=True),), "center") for line in post]
    found += [Text((Run(hint, italic=True),), "center")] if hint else []
    found += [Space(room), Text((Run(name or " ", bold=True),), "center")]
    return tuple(found)


def recipients(lines: Sequence[str]) -> tuple[Block, ...]:
    """ "Nơi nhận:" with its list: sizes 12 and 11."""
    found: list[Block] = [Text((Run("Nơi nhận:", bold=True, italic=True),), "left", 12)]
    found += [Text((Run(f"- {line}"),), "left", 11) for line in lines]
    return tuple(found)


def signed(
    blocks: Sequence[Block], left: tuple[Block, ...], right: tuple[Block, ...], widths: tuple[float, float]
) -> list[Block]:
    """The blocks and, never alone on a page, the signatures."""
    return [*keep_last(blocks), Space(6, keep=True), Columns((left, right), widths)]
