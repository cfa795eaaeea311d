"""Papers in the layout of NĐ 30/2020/NĐ-CP: reminder to units, list of raises, notice of ratings. "Số: …" stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assessments.models import Evaluation, EvaluationLevel, EvaluationRegime
from foundation.errors import Refused
from foundation.papers import (
    Block,
    Grid,
    GridColumn,
    Part,
    Run,
    Space,
    Text,
    heading_pair,
    place_and_day,
    recipients,
    signature,
    signed,
    title,
)
from officials.bodies import Issuer, issuer_on
from officials.models import SalaryStep, Unit, Verification
from reports.documents import words
from reports.documents.model import (
    DUE,
    PERSON,
    QUARTER,
    UNIT,
    UNITS,
    YEAR,
    Asked,
    Built,
    Document,
    documents,
    reads,
    writes,
    years_back,
)
from reports.documents.reading import File, people_of, read_files

_SOURCE = "Nghị định 30/2020/NĐ-CP, Phụ lục I (scribd.com/document/652855730; luatvietnam.vn, bài 24146)"
_NOTE = (
    "Khổ giấy, lề, cỡ chữ, quốc hiệu đã đọc; cách ghi số ký hiệu, người ký, nơi nhận theo trí nhớ. Số văn bản để "
    "trống. Tên cơ quan, người ký lấy từ bảng Cơ quan ban hành văn bản (Văn bản, danh mục)."
)
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_BLANK_NUMBER = "\u00a0" * 8


def _issuer(asked: Asked) -> Issuer:
    """A commune issues its papers itself, everybody else those of the Phòng Nội vụ."""
    own = asked.unit if getattr(asked.user, "role", "") == "commune" else None
    return issuer_on(asked.day, own)


def _head(issuer: Issuer, day: date, kind: str, about: str = "") -> Block:
    return heading_pair(
        parent=issuer.parent,
        issuer=issuer.name,
        number=f"Số:{_BLANK_NUMBER}/{kind}{issuer.symbol}",
        about=about,
        place_line=place_and_day(issuer.place, day),
    )


def _body(text: str) -> Text:
    return Text((Run(text),), indent=12.7, after=6)


def _end(blocks: Sequence[Block], issuer: Issuer, to: Sequence[str]) -> tuple[Block, ...]:
    post = [line.upper() for line in (issuer.on_behalf, issuer.signer) if line]
    return tuple(signed(blocks, recipients([*to, "Lưu: VT."]), signature(post=post), (1, 1)))


# --- reminder -----------------------------------------------------------------------------------------------
def reminder(asked: Asked) -> Built:
    """The letter to the units chosen, or a letter each is not needed: one letter names them all.

    Errors: Refused without a unit.
    """
    if not asked.units:
        raise Refused("Đề nghị chọn ít nhất một xã, phường chưa gửi số liệu.")
    issuer = issuer_on(asked.day)
    about = f"V/v đôn đốc gửi số liệu cán bộ, công chức năm {asked.year}"
    names = [unit.full_name for unit in asked.units]
    until = f"trước ngày {asked.due:%d/%m/%Y}" if asked.due else "trong thời gian sớm nhất"
    blocks: list[Block] = [
        _head(issuer, asked.day, "", about),
        Space(12),
        _addressed(names),
        Space(6),
        _body(
            f"Để tổng hợp số liệu về số lượng, chất lượng đội ngũ cán bộ, công chức cấp xã năm {asked.year}, "
            f"{issuer.name} đã đề nghị các xã, phường rà soát hồ sơ và gửi số liệu trên hệ thống. Đến ngày "
            f"{words.day(asked.day)}, {_count(names)} chưa gửi số liệu."
        ),
        _body(
            f"{issuer.name} đề nghị Ủy ban nhân dân {_list(asked.units)} kiểm tra, bổ sung hồ sơ còn thiếu và gửi số "
            f"liệu năm {asked.year} {until}. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh "
            f"về {issuer.name} để được hướng dẫn."
        ),
        _body(f"{issuer.name} đề nghị Ủy ban nhân dân các xã, phường có tên trên quan tâm thực hiện./."),
    ]
    part = Part(f"Đôn đốc gửi số liệu năm {asked.year}", _end(blocks, issuer, ["Như trên;"]))
    return Built((part,))


def _addressed(names: Sequence[str]) -> Block:
    bodies = [f"Ủy ban nhân dân {_lower(name)}" for name in names]
    if len(bodies) == 1:
        return Text((Run(f"Kính gửi: {bodies[0]}."),), "center")
    return Text((Run("Kính gửi:\n- " + ";\n- ".join(bodies) + "."),), "left", left=40)


def _count(names: Sequence[str]) -> str:
    return f"Ủy ban nhân dân {_lower(names[0])}" if len(names) == 1 else f"còn {len(names):02d} xã, phường"


def _list(units: Sequence[Unit]) -> str:
    return str(units[0]) if len(units) == 1 else "các xã, phường nêu trên"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


# --- raises -------------------------------------------------------------------------------------------------
_RAISE_COLUMNS = (
    GridColumn("STT", 12, "center"),
    GridColumn("Họ và tên", 42),
    GridColumn("Chức vụ, chức danh", 46),
    GridColumn("Mã ngạch", 18, "center"),
    GridColumn("Bậc cũ", 13, "center"),
    GridColumn("Hệ số cũ", 15, "center"),
    GridColumn("Hưởng từ", 22, "center"),
    GridColumn("Bậc mới", 13, "center"),
    GridColumn("Hệ số mới", 15, "center"),
    GridColumn("Hưởng từ", 22, "center"),
    GridColumn("Ghi chú", 24),
)


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[quarter]
    return date(year, quarter * 3 - 2, 1), date(year, *last)


def raises(asked: Asked) -> Built:
    """Steps that begin in the quarter and stand above the step before: raises already decided.

    Errors: Refused where there is none.
    """
    unit = asked.unit
    assert unit is not None
    first, last = quarter_days(asked.year, asked.quarter)
    issuer = _issuer(asked)
    files = read_files(asked.user, people_of(asked.user, unit, min(last, asked.day)), last, [SalaryStep])
    found = [(file, before, step) for file in files for before, step in _raised(file, first, last)]
    when = f"quý {_ROMAN[asked.quarter]} năm {asked.year}"
    if not found:
        raise Refused(
            f"Không có ai của {unit} có bậc lương mới từ {words.day(first)} đến {words.day(last)} trong hồ sơ."
        )
    rows = tuple(_raise_row(number, *one) for number, one in enumerate(found, start=1))
    blocks: list[Block] = [
        _head(issuer, asked.day, "DS-"),
        *title("Danh sách", about=f"Cán bộ, công chức {unit} được nâng bậc lương {when}"),
        Grid(_RAISE_COLUMNS, rows, size=11),
        Text((Run(f"Danh sách này có {len(rows):02d} lượt nâng bậc lương./."),), before=4),
    ]
    to = ["Ủy ban nhân dân " + str(unit) + ";"] if issuer.parent else ["Phòng Nội vụ;"]
    part = Part(f"Nâng bậc lương {when}, {unit}", _end(blocks, issuer, to), is_landscape=True)
    said = "Danh sách lập từ các bậc lương đã ghi trong hồ sơ với ngày hưởng trong quý."
    return Built((part,), (said,))


def _raised(file: File, first: date, last: date) -> list[tuple[SalaryStep | None, SalaryStep]]:
    steps: list[SalaryStep] = file.of(SalaryStep)
    pairs = zip([None, *steps], steps, strict=False)
    return [
        (before, step)
        for before, step in pairs
        if first <= step.starts_on <= last and before is not None and _is_above(step, before)
    ]


def _is_above(step: SalaryStep, before: SalaryStep) -> bool:
    old, new = before.coefficient, step.coefficient
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return new > old
    return (step.step or 0) > (before.step or 0)


def _raise_row(number: int, file: File, before: SalaryStep | None, step: SalaryStep) -> tuple[str, ...]:
    old = before or SalaryStep(starts_on=step.starts_on)
    changed = f"Ngạch cũ {old.rank_code}" if old.rank_code and old.rank_code != step.rank_code else ""
    return (
        str(number),
        file.official.full_name,
        ", ".join(row.post.name for row in file.held),
        step.rank_code,
        words.known(old.step),
        words.coefficient(old.coefficient),
        words.day(old.starts_on) if before else "",
        words.known(step.step),
        words.coefficient(step.coefficient),
        words.day(step.starts_on),
        changed,
    )


# --- ratings ------------------------------------------------------------------------------------------------
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
    issuer = _issuer(asked)
    about = f"Kết quả đánh giá, xếp loại chất lượng\ncán bộ, công chức năm {year}"
    basis = [_in_full(part) for part in regime.basis.split(";") if part.strip()]
    blocks: list[Block] = [
        _head(issuer, asked.day, "TB-"),
        *title("Thông báo", about=about),
        *(_body(f"Căn cứ {text}{'.' if text == basis[-1] else ';'}") for text in basis),
        *_told(issuer, rated, unit, year, bool(asked.official)),
    ]
    to = ["Ông/bà có tên trên;", f"Ủy ban nhân dân {unit};"] if issuer.parent else ["Ông/bà có tên trên;"]
    of = asked.official.full_name if asked.official else str(unit)
    part = Part(f"Thông báo xếp loại năm {year}, {of}", _end(blocks, issuer, to))
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
            _body(f"{opening} đối với ông/bà {file.official.full_name}, {posts}, như sau:"),
            Text((Run("Kết quả xếp loại: "), Run(f"{label}.", bold=True)), indent=12.7, after=6),
            _body(
                f"{issuer.name} thông báo để ông/bà {file.official.full_name} và cơ quan, đơn vị liên quan biết./."
            ),
        ]
    rows = tuple(
        (str(number), file.official.full_name, ", ".join(row.post.name for row in file.held), label)
        for number, (file, label) in enumerate(rated, start=1)
    )
    return [
        _body(f"{opening} đối với {len(rows):02d} cán bộ, công chức {unit} như sau:"),
        Grid(_RATING_COLUMNS, rows, size=12),
        _body(f"{issuer.name} thông báo để các ông/bà có tên trên và cơ quan, đơn vị liên quan biết./."),
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


_GROUP = "Văn bản hành chính"
documents.register(
    Document(
        code="don-doc",
        title="Công văn đôn đốc gửi số liệu",
        group=_GROUP,
        about="Gửi các xã, phường chưa gửi số liệu của năm: chọn xã, phường và thời hạn.",
        order=40,
        asks=(YEAR, UNITS, DUE),
        may_see=writes("officials.Official", "all"),
        build=reminder,
        source=_SOURCE,
        verified=Verification.PARTLY,
        note=_NOTE,
        years=years_back(6),
    )
)
documents.register(
    Document(
        code="nang-luong",
        title="Danh sách nâng bậc lương",
        group=_GROUP,
        about="Cán bộ, công chức của một xã, phường có bậc lương mới trong quý.",
        order=50,
        asks=(UNIT, YEAR, QUARTER),
        may_see=reads("officials.SalaryStep"),
        build=raises,
        source=_SOURCE,
        verified=Verification.PARTLY,
        note=_NOTE,
        years=years_back(6),
    )
)
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
        source=_SOURCE,
        verified=Verification.PARTLY,
        note=_NOTE,
        years=years_back(6),
    )
)
