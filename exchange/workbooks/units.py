"""Which commune a title, a sheet name, a group row or a cell names. Diacritics count: Thanh Bình is not Thành Bình."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exchange.workbooks.values.cells import clean, person_key, words

_KINDS = {"xa": ("xã", "x"), "phuong": ("phường", "p"), "thi_tran": ("thị trấn", "tt")}
_KIND_WORDS = re.compile(r"\A(?:ubnd\s+)?(?:xã|phường|thị trấn|tt|x|p)\b[.\s]*", re.I)
_NAMED = re.compile(r"(?<!thị )\b(?:xã|phường|thị trấn|tt\.?|x\.|p\.)\s*(?=\S)", re.I)


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the files name it. `row` is the record itself (None in pure tests)."""

    public_id: str
    code: str
    kind: str
    name: str
    row: Any = None


class UnitNames:
    """The units of a day, found by how offices write them."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self.units = list(units)
        self._by_key: dict[str, list[KnownUnit]] = {}
        self._by_fold: dict[str, list[KnownUnit]] = {}
        for unit in self.units:
            self._by_key.setdefault(person_key(unit.name), []).append(unit)
            self._by_fold.setdefault(words(unit.name), []).append(unit)

    def exact(self, text: str) -> KnownUnit | None:
        """The unit a short text names ("Xã Tân Lập", "TT Phố Mới", "Tân Lập", "10675"); None if none or several."""
        text = clean(text)
        for unit in self.units:
            if text in (unit.public_id, unit.code):
                return unit
        bare = _KIND_WORDS.sub("", text).strip(" .:-–")
        found = self._by_key.get(person_key(bare), [])
        if not found and bare.isascii():  # typed without diacritics: only if that leaves no doubt
            found = self._by_fold.get(words(bare), [])
        if len(found) > 1:
            found = [unit for unit in found if text.lower().startswith(_KINDS[unit.kind])]
        return found[0] if len(found) == 1 else None

    def mentioned(self, text: str) -> list[KnownUnit]:
        """Units named after "xã", "phường", "thị trấn" anywhere in a title, the longest name first."""
        found: list[KnownUnit] = []
        text = clean(text)[:300]
        for match in _NAMED.finditer(text):
            rest = text[match.end() :]
            unit = self._longest_at(rest)
            if unit and unit not in found:
                found.append(unit)
        return found

    def _longest_at(self, text: str) -> KnownUnit | None:
        parts = re.findall(r"[^\W\d_]+", text)[:5]
        for length in range(len(parts), 0, -1):
            bare = " ".join(parts[:length])
            units = self._by_key.get(person_key(bare), [])
            if not units and bare.isascii():
                units = self._by_fold.get(words(bare), [])
            if len(units) == 1:
                return units[0]
        return None


def unit_of_sheet(names: UnitNames, titles: list[str], sheet_name: str) -> KnownUnit | None:
    """The one unit that titles or the sheet name state; None when none or several are named."""
    mentioned: list[KnownUnit] = []
    for title in titles:
        mentioned.extend(unit for unit in names.mentioned(title) if unit not in mentioned)
    if len(mentioned) == 1:
        return mentioned[0]
    by_name = names.exact(sheet_name)
    if mentioned:
        return by_name if by_name in mentioned else None
    return by_name
