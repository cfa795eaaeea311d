"""Tinos as TrueType for documents: the Latin and the Vietnamese subset of a face in one file, without hinting.

Web pages take the small .woff2 subsets one by one; a PDF wants one file a face. Tinos is under the Apache licence.
Run by script/vendor with the project's own Python, which has fontTools: `vendor_fonts.py OUT IN.woff2 IN.woff2`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

DROPPED = ("GDEF", "GPOS", "GSUB", "GlyphOrder", "fpgm", "prep", "cvt ", "gasp")


def merged(sources: list[Path], folder: Path) -> TTFont:
    """One font of several subsets of the same face."""
    parts = []
    for number, source in enumerate(sources):
        font = TTFont(source, recalcTimestamp=False)
        for table in DROPPED:
            if table in font:
                del font[table]
        for name in font["glyf"].keys():  # noqa: SIM118  a table, no dictionary
            font["glyf"][name].removeHinting()
        font.flavor = None
        parts.append(folder / f"{number}.ttf")
        font.save(parts[-1])
    whole = Merger().merge([str(part) for part in parts])
    first = TTFont(parts[0])
    whole["head"].created, whole["head"].modified = first["head"].created, first["head"].modified
    whole.recalcTimestamp = False
    return whole


def main() -> None:
    out, *sources = (Path(text) for text in sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        merged(sources, Path(folder)).save(out)


if __name__ == "__main__":
    main()
