"""Thông báo kết quả xếp loại chất lượng: the concluded ratings of a year, of one person or of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assessments.models import Evaluation, EvaluationLevel, EvaluationRegime
from foundation.errors import Refused
from foundation.papers import Block, Grid, GridColumn, Part, Run, Text, title
from officials.bodies import Issuer
from officials.models import Unit, Verification
from reports.documents import words
from reports.documents.letters.shared import NOTE, SOURCE, body, end, head, issuer_for
from reports.documents.model import PERSON, UNIT, YEAR, Asked, Built, Document, documents, reads, years_back
from reports.documents.reading import File, people_of, read_files

_RATING_COLUMNS = (
    GridColumn("STT", 12, "center"),
    GridColumn("Họ và tên", 46),
    GridColumn("Chức vụ, chức danh", 52),
    GridColumn("Kết quả xếp loại", 56),
)


def ratings(asked: Asked) -> Built:
    """The concluded ratings of the year. Errors: Refused where there is none."""
    unit, year, day = asked.unit, asked.year, asked.year_day
    assert unit is not None
    regime = _regime(year)
    labels = dict(EvaluationLevel.objects.filter(regime=regime).values_list("code", "label"))
    people = [asked.official] if asked.official else people_of(asked.user, unit, day)
    files = read_files(asked.user, people, day, [Evaluation])
    rated = [(file, labels.get(level, "")) for file in files if (level := _level(file, year))]
    rated = [(file, label) for file, label in rated if label]
    if not rated:
        raise Refused(f"Chưa có kết luận xếp loại năm {year} của {asked.official or unit} trong hồ sơ.")
    issuer = issuer_for(asked)
    about = f"Kết quả đánh giá, xếp loại chất lượng\ncán bộ, công chức năm {year}"
    basis = [_in_full(part) for part in regime.basis.split(";") if part.strip()]
    blocks: list[Block] = [
        head(issuer, asked.day, "TB-"),
        *title("Thông báo", about=about),
        *(body(f"Căn cứ {text}{'.' if text == basis[-1] else ';'}") for text in basis),
        *_told(issuer, rated, unit, year, bool(asked.official)),
    ]
    to = ["Ông/bà có tên trên;", f"Ủy ban nhân dân {unit};"] if issuer.parent else ["Ông/bà có tên trên;"]
    of = asked.official.full_name if asked.official else str(unit)
    part = Part(f"Thông báo xếp loại năm {year}, {of}", end(blocks, issuer, to))
    missing = [file.official.full_name for file in files if not _level(file, year)]
    said = (
        [f"Chưa có kết luận năm {year} nên không có trong thông báo: {', '.join(missing)}."]
        if missing
        else []
    )
    return Built((part,), tuple(said))


def _told(
    issuer: Issuer, rated: Sequence[tuple[File, str]], unit: Unit, year: int, is_single: bool
) -> list[Block]:
    opening = f"{issuer.name} thông báo kết quả đánh giá, xếp loại chất lượng năm {year}"
    if is_single:
        [(file, label)] = rated
        posts = words.posts_in_words(file.held) or str(unit)
        return [
            body(f"{opening} đối với ông/bà {file.official.full_name}, {posts}, như sau:"),
            Text((Run("Kết quả xếp loại: "), Run(f"{label}.", bold=True)), indent=12.7, after=6),
            body(
                f"{issuer.name} thông báo để ông/bà {file.official.full_name} và cơ quan, đơn vị liên quan biết./."
            ),
        ]
    rows = tuple(
        (str(number), file.official.full_name, ", ".join(row.post.name for row in file.held), label)
        for number, (file, label) in enumerate(rated, start=1)
    )
    return [
        body(f"{opening} đối với {len(rows):02d} cán bộ, công chức {unit} như sau:"),
        Grid(_RATING_COLUMNS, rows, size=12),
        body(f"{issuer.name} thông báo để các ông/bà có tên trên và cơ quan, đơn vị liên quan biết./."),
    ]


def _level(file: File, year: int) -> str:
    """The level that counts for the year: of the ratings concluded the latest decision (contracts 4)."""
    rows = [row for row in file.of(Evaluation) if row.year == year and row.status == Evaluation.Status.RATED]
    latest = max(rows, key=lambda row: (row.decided_on or date.min, row.pk), default=None)
    return latest.level if latest else ""


def _regime(year: int) -> EvaluationRegime:
    rows = [row for row in EvaluationRegime.objects.all() if row.first_year <= year]
    regime = max(rows, key=lambda row: row.first_year, default=None)
    if regime is None or (regime.last_year is not None and regime.last_year < year):
        raise Refused(f"Chưa có quy định đánh giá của năm {year}.")
    return regime


def _in_full(text: str) -> str:
    """`NĐ 90/2020/NĐ-CP, Điều 4–11` → `Nghị định số 90/2020/NĐ-CP`."""
    name = text.strip().partition(", Điều")[0]
    return f"Nghị định số {name.removeprefix('NĐ ')}" if name.startswith("NĐ ") else name


documents.register(
    Document(
        code="thong-bao-xep-loai",
        title="Thông báo kết quả xếp loại chất lượng",
        group="Đánh giá, xếp loại",
        about="Kết quả đã kết luận của một năm, cho một người hoặc cả xã, phường.",
        order=35,
        asks=(UNIT, PERSON, YEAR),
        may_see=reads("assessments.Evaluation", "officials.Appointment"),
        build=ratings,
        source=SOURCE,
        verified=Verification.PARTLY,
        note=NOTE,
        years=years_back(6),
    )
)
