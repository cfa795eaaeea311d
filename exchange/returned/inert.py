"""Looking at the bytes of a workbook that is about to leave: nothing in it may calculate, call out or run.

A second pair of eyes, independent of the library that wrote the file. Standard library only.
"""

from __future__ import annotations

import io
import re
import zipfile

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|"
    r"xl/(?:styles|sharedStrings|metadata)\.xml|xl/theme/theme\d+\.xml|xl/worksheets/sheet\d+\.xml|"
    r"xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/comments/comment\d+\.xml|xl/comments\d+\.xml|"
    r"xl/drawings/(?:commentsDrawing|vmlDrawing)\d+\.vml|xl/tables/table\d+\.xml"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ACTIVE = re.compile(
    rb"<(?:\w+:)?(?:hyperlink|oleObject|control|externalReference|ddeLink|webPublishItem|queryTable|"
    rb"calculatedColumnFormula|totalsRowFormula|drawing|picture|pivotCache|connection|dataConsolidate|customWorkbookView)[\s/>]"
)
_RULE = re.compile(rb"<(?:\w+:)?formula[12]?>(.*?)</(?:\w+:)?formula[12]?>", re.S)
_NAME = re.compile(
    rb"<(?:\w+:)?definedName\s[^>]*?\bname=\"([^\"]*)\"[^>]*>(.*?)</(?:\w+:)?definedName>", re.S
)
_OWN_NAMES = {b"_xlnm._FilterDatabase", b"_xlnm.Print_Area", b"_xlnm.Print_Titles"}
_RANGE = r"\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
_WHOLE = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d{1,7}:\$?\d{1,7}"
_SHEET = r"(?:(?:'(?:[^'\[\]|]|'')*'|[^\W\d][\w.]*)!)?"
_PLACE = re.compile(rf"{_SHEET}(?:{_RANGE}|{_WHOLE})(?:,{_SHEET}(?:{_RANGE}|{_WHOLE}))*")
_CONSTANT = re.compile(r"\"[^\"]*\"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def is_plain(text: str | None) -> bool:
    """True for nothing, a constant, or a range of cells of the same file: what a rule may compare with."""
    if not text:
        return True
    return bool(_CONSTANT.fullmatch(text) or _PLACE.fullmatch(text.removeprefix("=")))


def faults(content: bytes) -> list[str]:
    """What is active or unexpected in a workbook; empty for one that only holds values and looks."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not _PARTS.fullmatch(name):
                found.append(f"part {name}")
                continue
            data = archive.read(name)
            found += [f"{name}: {what}" for what in _faults_of(name, data)]
    return found


def _faults_of(name: str, data: bytes) -> list[str]:
    found = []
    if name.endswith(".rels") and re.search(rb"TargetMode\s*=\s*[\"']External", data):
        found.append("an outside target")
    if name.startswith("xl/worksheets/") and _FORMULA.search(data):
        found.append("a formula")
    if name.startswith(("xl/worksheets/", "xl/workbook.xml", "xl/tables/")) and (
        active := _ACTIVE.search(data)
    ):
        found.append(active[0].decode("utf-8", "replace"))
    if name == "xl/workbook.xml":
        for title, place in _NAME.findall(data):
            if title not in _OWN_NAMES or not is_plain(_text(place)):
                found.append(f"the name {title.decode('utf-8', 'replace')}")
    found += [f"the rule {rule[:60]!r}" for rule in _RULE.findall(data) if not is_plain(_text(rule))]
    return found


def _text(xml: bytes) -> str:
    text = xml.decode("utf-8", "replace")
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text.strip()
