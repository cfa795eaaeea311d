"""Stage 2: finding the tables of people in a sheet, and what every other row is.

Pure. A table starts at a header of one to three levels that names at least the person's name and two other known
columns; it ends where the next header begins. Every row that is not blank becomes a person or is named as skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from exchange.workbooks.columns import COLUMNS, Binding, Heading
from exchange.workbooks.headers import Header, find_header, is_column_numbers, is_row_of_a_person
from exchange.workbooks.lines import Continuations, Line, is_vacant
from exchange.workbooks.ordinary import OrdinaryRows
from exchange.workbooks.text import ReadableSheet
from exchange.workbooks.values.cells import clean, is_blank, text_of, words
from exchange.workbooks.values.names import looks_like_name
from exchange.workbooks.values.posts import names_a_post

_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số| hợp)?|cộng|tong cong|tong so|cộng trang|cong trang)(?=[\s:.\d,;(]|$)", re.I
)
_SUBTOTAL = re.compile(r"(?:cộng|cong)(?=[\s:.\d]|$)", re.I)
_SIGNATURE = re.compile(
    r"\b(?:nguoi lap(?: bieu| bang| danh sach)?|lap bieu|thu truong|ky ten|ky ghi ro ho ten|ky va dong dau|xac nhan|nguoi ky|tm|kt|tl"
    r"|ngay \d{0,2} ?thang \d{0,2} ?nam(?: \d{0,4})?|noi nhan)\b"
)
_NOTE = re.compile(r"(?:ghi chu|luu y|chu thich|ghi chú|trong do)\b")
_MARKER = re.compile(r"(?:[ivxlIVXL]+|[A-Za-zĐđ]|\d{1,2})[.)/:]?\Z")
_ROMAN = re.compile(r"[IVXLivxl]+[.)]?\Z|[A-HĐ][.)]?\Z|[a-hđ][.)/]\Z")
_GROUP = re.compile(
    r"\b(?:can bo|cong chuc|cbcc|khoi|dang uy|hdnd|ubnd|mat tran|doan the|khong chuyen trach|chuyen trach|xa|phuong|thi tran|thon|khu"
    r"|hoi|doan|ban|phong|to chuc|chuc danh|chuc vu|nhom|huyen|don vi|nguoi hoat dong|ban chi huy|cong an|quan su)\b"
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no person: `kind` as in contracts 3; `row` None = the whole sheet."""

    sheet: str
    row: int | None
    kind: str

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Group:
    """A group heading among the rows, and the one before it."""

    text: str
    before: Group | None = None


@dataclass(slots=True)
class PersonRow:
    """A person: the row's number, what its columns hold, the group heading above, further rows of the same person."""

    number: int
    bindings: list[Binding]
    under: Group | None = None
    lines: tuple[Line, ...] = ()

    @property
    def group(self) -> str:
        """The words of the nearest group heading above."""
        return self.under.text if self.under else ""


@dataclass(slots=True)
class SheetLayout:
    """What a sheet holds. `titles` = the text above and around the table (for unit and year).

    `nameless` = the first header that names no column of names; `ignored` = columns that the user does not want.
    """

    sheet: ReadableSheet
    people: list[PersonRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    headings: list[Binding] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    unknown: list[tuple[int, Heading]] = field(default_factory=list)
    ignored: list[tuple[int, Heading]] = field(default_factory=list)
    nameless: Header | None = None
    has_header: bool = False


def find_people(sheet: ReadableSheet) -> SheetLayout:
    """Walk down a sheet once and say what each row is."""
    layout = SheetLayout(sheet)
    walk = _Walk(layout)
    numbers = sorted(
        number for number, cells in sheet.rows.items() if any(cell is not None for cell in cells)
    )
    position = 0
    while position < len(numbers):
        number = numbers[position]
        if walk.is_ordinary(number):  # hot: a row of a long list costs no more than this
            walk.person(number)
            position += 1
            continue
        header = find_header(sheet, number, in_table=walk.current is not None)
        if header is not None and not is_row_of_a_person(sheet, header, walk.current):
            walk.header(header)
            while position < len(numbers) and numbers[position] <= header.last:
                position += 1
            continue
        walk.row(number)
        position += 1
    walk.finish()
    return layout


# --- rows below a header ----------------------------------------------------------------------------------------


class _Walk:
    """Classifies row after row, remembering the header above, the group, and whether signatures have begun."""

    def __init__(self, layout: SheetLayout) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.name = layout.sheet.sheet.name
        self.current: Header | None = None
        self.under: Group | None = None
        self.in_signatures = False
        self.after_note = False
        self.above: PersonRow | None = None  # the person of the row just above
        self.continuations: Continuations | None = None
        self.ordinary: OrdinaryRows | None = None

    def is_ordinary(self, number: int) -> bool:
        """One person beyond doubt, below the header and above the signatures: nothing else need be asked."""
        return (
            self.ordinary is not None
            and not self.in_signatures
            and self.ordinary.holds(self.sheet.rows[number])
        )

    def person(self, number: int) -> None:
        assert self.current is not None
        self.above = PersonRow(number, self.current.bindings, self.under)
        self.layout.people.append(self.above)

    def skip(self, number: int, kind: str) -> None:
        self.layout.skipped.append(Skipped(self.name, number, kind))

    def header(self, header: Header) -> None:
        if "full_name" not in header.fields:
            self.layout.nameless = self.layout.nameless or header
            for number in range(header.first, header.last + 1):
                self.skip(number, "title" if self.current is None else "note")
            return
        repeated = self.current is not None and (
            self.current.same_columns(header) or self.current.fields == header.fields
        )
        kind = "repeated_header" if repeated else "header"
        for number in range(header.first, header.last + 1):
            if number in self.sheet.rows:
                self.skip(number, kind)
        self.layout.headers.append(header)
        if self.current is None or not self.current.same_columns(header):
            self.current, self.ordinary = header, OrdinaryRows(header)
            self.continuations = Continuations(self.sheet, header)
            self.layout.headings.extend(header.bindings)
            self.layout.unknown.extend(item for item in header.unknown if item not in self.layout.unknown)
            self.layout.ignored.extend(item for item in header.ignored if item not in self.layout.ignored)
        self.layout.has_header = True
        self.in_signatures = False
        self.above = None

    def row(self, number: int) -> None:
        cells = self.sheet.rows[number]
        filled = [
            cell for cell in cells if cell is not None and not (isinstance(cell, str) and not clean(cell))
        ]
        if not filled:
            return
        texts = [clean(cell) for cell in filled if isinstance(cell, str)]
        if self.current is None:
            self.layout.titles.extend(text[:300] for text in texts)
            self.skip(number, "title")
            return
        kind = self._kind(number, cells, filled, texts)
        if kind == "person":
            self.person(number)
            return
        if kind == "line":
            self.skip(number, "note")
            return
        self.above = None
        if kind == "group":
            words_of_it = " ".join(text for text in texts if not _MARKER.match(text))[:300]
            self.under = Group(words_of_it, self.under)
        self.after_note = kind == "note"
        if kind == "signature":
            self.in_signatures = True
        self.skip(number, kind)

    def _kind(self, number: int, cells: list[Any], filled: list[Any], texts: list[str]) -> str:
        assert self.current is not None
        if is_column_numbers(cells):
            return "column_numbers"
        first_text = next((text for text in texts if not _MARKER.match(text)), "")
        evidence = self._evidence(cells)
        if _TOTAL.match(first_text) and not self._has_other_post(cells, first_text):
            return "subtotal" if _SUBTOTAL.match(first_text) else "total"
        if _NOTE.match(words(first_text)) and not self._names_someone_else(cells, first_text):
            return "note"
        if any(is_vacant(cells[column]) for column in self.current.name_columns if column < len(cells)):
            return "note"
        strong = len(evidence - {"full_name", "stt"})
        has_name = bool(evidence & {"full_name", "stt"})
        if strong >= 2 and has_name and evidence & {"birth", "stt"} and not self.in_signatures:
            return "person"
        spoken = words(" ".join(texts)[:1000])
        if _SIGNATURE.search(spoken) and not self._is_full_person(evidence):
            return "signature"
        if self.in_signatures:
            return "person" if self._is_person_after_signatures(evidence) else "signature"
        is_group = self._is_group(cells, filled, texts, first_text)
        may_go_on = not is_group or ("full_name" not in evidence and self._holds_a_post(cells))
        if may_go_on and self._goes_on(number, evidence):
            return "line"
        if strong >= 2 or (strong and has_name) or self._holds_a_post(cells):
            return "person"
        if self.after_note and len(filled) == 1 and first_text.startswith(("-", "+", "*")):
            return "note"  # a further line of the note above
        if is_group:
            return "group"
        if not texts and evidence <= {"stt"}:
            return "blank"
        if _NOTE.match(spoken) or (len(texts) == 1 and len(first_text) > 60):
            return "note"
        return "person" if "full_name" in evidence and self._name_is_person(cells) else "note"

    def _goes_on(self, number: int, evidence: set[str]) -> bool:
        """A further row of the person above, which takes it in."""
        if self.above is None or self.continuations is None:
            return False
        stated = [self._evidence(self.sheet.rows[self.above.number])]
        stated += [self._evidence(self.sheet.rows[line.number]) for line in self.above.lines]
        last = self.above.lines[-1].number if self.above.lines else self.above.number
        line = self.continuations.line(
            number, below=self.above.number, last=last, own=evidence, above=set().union(*stated)
        )
        if line is None:
            return False
        self.above.lines = (*self.above.lines, line)
        return True

    def _has_other_post(self, cells: list[Any], first_text: str) -> bool:
        """Something in the posts' column besides the word "Cộng" itself, wherever that column stands."""
        assert self.current is not None
        posts = [b.index for b in self.current.bindings if b.column.field == "posts" and b.index < len(cells)]
        texts = [clean(cells[index]) for index in posts if isinstance(cells[index], str)]
        return names_a_post(first_text) or any(
            text != first_text and not is_blank(text) and not text.replace(".", "").isdigit()
            for text in texts
        )

    def _names_someone_else(self, cells: list[Any], first_text: str) -> bool:
        assert self.current is not None
        names = [cells[column] for column in self.current.name_columns if column < len(cells)]
        return any(looks_like_name(name) and clean(name) != first_text for name in names)

    def _stands_right_of_names(self, text: str, cells: list[Any]) -> bool:
        assert self.current is not None
        place = next((i for i, cell in enumerate(cells) if isinstance(cell, str) and clean(cell) == text), 0)
        bound = {binding.index for binding in self.current.bindings}
        return place in bound and place > max(self.current.name_columns, default=0)

    def _is_full_person(self, evidence: set[str]) -> bool:
        numbered = {"full_name", "stt"} <= evidence and len(evidence) > 2
        return numbered or {"full_name", "birth", "posts"} <= evidence

    def _is_person_after_signatures(self, evidence: set[str]) -> bool:
        """Names of those who sign stand below; only a full row is a person there."""
        has_birth_and_post = {"birth", "posts"} <= evidence
        return "full_name" in evidence and (
            has_birth_and_post or ("stt" in evidence and bool(evidence & {"birth", "posts"}))
        )

    def _holds_a_post(self, cells: list[Any]) -> bool:
        """A post in the posts' column with nothing beside it: someone's second line; asked about, never dropped."""
        assert self.current is not None
        posts = [b.index for b in self.current.bindings if b.column.field == "posts" and b.index < len(cells)]
        return any(isinstance(cells[index], str) and names_a_post(cells[index]) for index in posts)

    def _evidence(self, cells: list[Any]) -> set[str]:
        """Fields of the row that hold something (`full_name` also for an error cell), and `stt` for a number."""
        assert self.current is not None
        found = set()
        for binding in self.current.bindings:
            cell = cells[binding.index] if binding.index < len(cells) else None
            # A sum below the posts is no post: a number there is no sign of a person.
            if not is_blank(cell) and not (
                binding.column.field == "posts" and isinstance(cell, (int, float))
            ):
                found.add(binding.column.field)
        stt = self.current.stt
        if (stt is not None and stt < len(cells) and isinstance(cells[stt], (int, float))) or (
            stt is not None
            and stt < len(cells)
            and isinstance(cells[stt], str)
            and clean(cells[stt]).rstrip(".").isdigit()
        ):
            found.add("stt")
        return found

    def _is_group(self, cells: list[Any], filled: list[Any], texts: list[str], first_text: str) -> bool:
        if not first_text or len(filled) > 3:
            return False
        if len(filled) == 1 and self._stands_right_of_names(first_text, cells):
            return False  # the rest of someone's address or unit, on a line of its own
        if any(_ROMAN.match(text) for text in texts if text != first_text):
            return True
        if _GROUP.search(words(first_text)):
            return True
        return (
            len(filled) == 1
            and first_text.isupper()
            and len(filled[0]) > 3
            and not looks_like_name(first_text)
        )

    def _name_is_person(self, cells: list[Any]) -> bool:
        assert self.current is not None
        for column in self.current.name_columns:
            cell = cells[column] if column < len(cells) else None
            if isinstance(cell, dict) or looks_like_name(cell):
                return True
            stt = self.current.stt
            if text_of(cell) and stt is not None and stt < len(cells) and text_of(cells[stt]):
                return True
        return False

    def finish(self) -> None:
        """A sheet without any header of people is one entry."""
        if not self.layout.has_header:
            self.layout.skipped = [Skipped(self.name, None, "other_sheet")]


def known_fields(layout: SheetLayout) -> list[str]:
    """Fields the file has, in the order of the registry."""
    found = {binding.column.field for binding in layout.headings}
    return [column.field for column in COLUMNS if column.field in found]
