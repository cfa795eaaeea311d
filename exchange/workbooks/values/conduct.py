"""Rewards and discipline as lists in one cell: lines, semicolons, numbers, each with its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from exchange.workbooks.values.cells import as_written, clean, words
from exchange.workbooks.values.kinds import kinds_of
from exchange.workbooks.values.levels import DISCIPLINE, read_level
from foundation.vn_text import fold

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LONGEST = 200  # characters of one reward or discipline
_LONGEST_CELL = 5_000
_BULLET = re.compile(r"^\s*(?:[-+*•–]|\d+[.)])\s*")
_NOTHING = re.compile(
    r"(?:khong(?: co| bi| bi ky luat| vi pham| ky luat| co ky luat)?|chua(?: co| bi(?: ky luat)?| vi pham| ky luat)?|0|k|ko|k co|ko co|o)\Z"
)
_AWARD_WORDS = r"(?:giay khen|bang khen|gk|bk|huan chuong|huy chuong|k[yi] niem chuong|knc|chien s[iy] thi dua|cstd\w*|lao dong tien tien|ldtt|co thi dua|danh hieu)"
# What stands between two rewards on one line: a bullet or a number before the next, a comma, a stroke, "và".
_BETWEEN = re.compile(
    rf"(?:\s*[,/]\s*|\s+va\s+|\s+(?=\d{{1,2}}[.)]|[-+*•–]))(?:\d{{1,2}}[.)]\s*|[-+*•–]\s*)?(?=(?:\d{{1,2}} )?{_AWARD_WORDS}(?![a-z]))"
)
_NAMES_AN_AWARD = re.compile(
    r"\b(?:khen|thuong|danh hieu|chien s[iy]|tien tien|thi dua|huan chuong|huy chuong|niem chuong|knc|cstd\w*|ldtt|gk|bk|nha giao|anh hung|dung s[iy]"
    r"|giai|xuat sac|tuyen duong|vinh danh|bieu duong|gtt|co|guong)\b"
)
_OTHER_KINDS = frozenset(
    {"rating", "discipline", "date", "number", "school", "post", "health", "sex", "ethnicity", "religion", "level", "tick", "place"}
)  # fmt: skip


def entries(cell: Any) -> list[str]:
    """The entries of a cell that lists several, bullets and numbers removed; [] where it says that there are none."""
    raw = str(as_written(cell))
    lines = [line for part in re.split(r"[\r\n;]+", raw) for line in _parted(clean(_BULLET.sub("", part)))]
    return [line for line in lines if words(line) and not _NOTHING.match(words(line))]


def _parted(line: str) -> list[str]:
    """ "Giấy khen 2019, Bằng khen 2020" → both; a comma within one reward parts nothing."""
    folded = fold(line)
    if len(folded) != len(line) or len(line) > _LONGEST_CELL:
        return [line]
    parts, start = [], 0
    for match in _BETWEEN.finditer(folded):
        parts.append(line[start : match.start()])
        start = match.end()
    return [part.strip(" ,;") for part in (*parts, line[start:])]


def may_be_award(line: str) -> bool:
    """False for a tick, a number, or what clearly belongs into another column."""
    if len(line) > _LONGEST or len(words(line)) < 2:
        return False
    return names_an_award(line) or not kinds_of(line) & _OTHER_KINDS


def names_an_award(line: str) -> bool:
    """True when a word of the line says that it is a reward."""
    kinds = kinds_of(line)
    return "award" in kinds or (
        not kinds & {"rating", "discipline"} and _NAMES_AN_AWARD.search(words(line)) is not None
    )


@dataclass(frozen=True, slots=True)
class Discipline:
    """A form of discipline with the year the line names."""

    form: str
    year: int | None
    is_guess: bool = False


_DAYS = re.compile(
    r"\b(?:ngay )?\d{1,2} \d{1,2} (?:19|20)\d\d\b|\b(?:t ?|thang )?\d{1,2} (?:19|20)\d\d\b|\b(?:nam )?(?:19|20)\d\d\b"
)
_ACT = re.compile(r"\b(?:theo |tai |do |boi )?(?:qd|quyet dinh|thong bao|tb)\b.*")
_BEFORE = re.compile(r"^(?:(?:bi|da bi|ky luat|kl|hinh thuc|xu ly|muc) )+")
_BEHIND = re.compile(
    r"(?: (?:ve|mat|dang|chinh quyen|doan the|trong|khoi|ra|to chuc|noi bo|hanh chinh|cong chuc))+$"
)


def read_disciplines(line: str) -> list[Discipline]:
    """The forms that a line names, one for each part between commas; [] when any of it is not understood."""
    if len(line) > _LONGEST:
        return []
    whole = _one_discipline(line)
    if whole:
        return [whole]
    parts = [_one_discipline(part) for part in line.split(",")]
    return [part for part in parts if part] if all(parts) and len(parts) > 1 else []


def _one_discipline(text: str) -> Discipline | None:
    years = set(YEAR.findall(text))
    if len(years) > 1:
        return None
    spoken = words(re.sub(r"\([^()]*\)", " ", text))
    spoken = " ".join(_ACT.sub(" ", _DAYS.sub(" ", spoken)).split())
    found = read_level(_BEHIND.sub("", _BEFORE.sub("", spoken)), DISCIPLINE)
    if found.code is None:
        return None
    return Discipline(found.code, int(years.pop()) if years else None, is_guess=bool(found.guess))
