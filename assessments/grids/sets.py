"""The four sets of a year: evaluation, health, training, awards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from assessments import kinds, rounds
from assessments.grids.columns import Choice, GridColumn, choices_of
from assessments.grids.model import GridSet, Sheet, grid_sets
from assessments.grids.people import people_of_year
from assessments.models import NOT_RATED, Award, Evaluation, EvaluationLevel, HealthCheck, Training
from assessments.models.health import HEALTH_CLASSES
from foundation.dates import PartialDate, today
from foundation.forms import day_text
from foundation.scope import ScopedModel
from officials.record_kinds import Asking, RecordKind
from officials.services.postings import id_order

Level, Status = Evaluation.Level, Evaluation.Status


def _add(kind: RecordKind) -> Any:
    def add(*, by: Any, owner: Any, facts: dict[str, Any]) -> ScopedModel:
        return kind.add(by=by, official=owner, facts=facts, key="")

    return add


def _change(kind: RecordKind) -> Any:
    def change(row: Any, *, by: Any, changes: dict[str, Any], version: int) -> bool:
        return kind.change(row, by=by, changes=changes, version=version, reason="")

    return change


def _kind_check(kind: RecordKind, facts: dict[str, Any]) -> dict[str, str]:
    return kind.check(facts, Asking(None, None))  # type: ignore[arg-type]


def too_late(changed: set[str], facts: dict[str, Any], *names: str) -> dict[str, str]:
    """Days that have not come yet, in cells that were changed: what stood there before is not asked about."""
    wrong = {}
    for name in names:
        value = facts.get(name)
        first = value.first_day if isinstance(value, PartialDate) else value
        if name in changed and first is not None and first > today():
            wrong[name] = f"Ngày này chưa đến (hôm nay {day_text(today())}). Đề nghị kiểm tra lại."
    return wrong


def latest(day: str) -> Any:
    """Of several rows of a year the one with the latest day counts, then the greatest id (contracts 4)."""
    return lambda row: (getattr(row, day) or date.min, id_order(row.public_id))


# --- evaluation ---------------------------------------------------------------------------------------------
_LEVELS_ALSO = {
    Level.XUAT_SAC: ("HTXSNV", "HTXS", "XS", "HTXSCV", "HT xuất sắc", "HT xuất sắc nhiệm vụ"),
    Level.TOT: ("HTTNV", "HTT", "HT tốt", "HT tốt nhiệm vụ", "Hoàn thành tốt"),
    Level.HOAN_THANH: ("HTNV", "HT", "Hoàn thành"),
    Level.HAN_CHE_NANG_LUC: (
        "HTNVHCNL",
        "HTHCNL",
        "HCNL",
        "Còn hạn chế về năng lực",
        "Hạn chế",
        "Còn hạn chế",
    ),
    Level.KHONG_HOAN_THANH: ("KHTNV", "KHT", "Không HTNV", "Ko HTNV", "Không hoàn thành"),
}
_EVERY_LEVEL = tuple(
    Choice(value, str(label), str(kinds.EVALUATION_SHORT[Level(value)]), _LEVELS_ALSO[Level(value)])
    for value, label in Level.choices
)


def levels_of(year: int) -> list[Choice]:
    """The levels of the regime of `year`, highest first; every level where no regime is known."""
    in_force = Q(regime__last_year__isnull=True) | Q(regime__last_year__gte=year)
    rows = EvaluationLevel.objects.filter(in_force, regime__first_year__lte=year).order_by(
        "-regime__first_year", "rank"
    )
    found: dict[str, Choice] = {}
    for code, label, short in rows.values_list("code", "label", "short_label"):
        found.setdefault(code, Choice(code, label, short, _LEVELS_ALSO.get(Level(code), ())))
    return list(found.values()) or list(_EVERY_LEVEL)


_STATUS_ALSO = {
    Status.RATED: ("Đã xếp", "Có"),
    Status.NOT_RATED_BY_RULE: ("Không xếp loại", "Không đánh giá", "Nghỉ thai sản", "KXL"),
    Status.PENDING: ("Chưa xếp loại", "Chưa kết luận", "Chưa"),
}


def complete_rating(facts: dict[str, Any], changed: set[str]) -> dict[str, Any]:
    """A level says by itself that the year was rated, unless a state that contradicts it was typed beside it."""
    waits = facts.get("status") in ("", None, Status.PENDING)
    if waits and facts.get("level") and ("status" not in changed or not facts.get("status")):
        return facts | {"status": Status.RATED}
    return facts


def check_rating(facts: dict[str, Any], changed: set[str], year: int) -> dict[str, str]:
    wrong = _kind_check(kinds.EVALUATION, facts) | too_late(changed, facts, "decided_on")
    status, level, decided = facts.get("status"), facts.get("level"), facts.get("decided_on")
    if not status:
        wrong["level"] = "Đề nghị chọn mức xếp loại, hoặc tình trạng “Chưa có kết luận”."
    elif status == Status.RATED and not level:
        wrong["level"] = "Đề nghị chọn mức xếp loại, hoặc tình trạng khác “Đã xếp loại”."
    elif status != Status.RATED and level:
        wrong["status"] = "Đã có mức xếp loại thì tình trạng là “Đã xếp loại”. Đề nghị chọn lại."
    if "decided_on" in changed and decided and decided.last_day.year < year:
        wrong["decided_on"] = f"Quyết định xếp loại năm {year} không thể có trước năm {year}."
    return wrong


def rating_in_words(row: Any) -> str:
    if row.status == Status.RATED and row.level:
        return str(kinds.EVALUATION_SHORT[Level(row.level)])
    return str(row.get_status_display())


def prepare_ratings(user: Any, sheet: Sheet, rows: dict[int, list[Any]]) -> None:
    """Who is in an open round is rated there, not here; beside the others stands what the rules of the year say."""
    assert sheet.unit is not None
    cases = rounds.open_cases(sheet.unit, sheet.year)
    for owner in sheet.owners:
        if owner.obj.pk in cases and not owner.locked:
            owner.locked = "Đang trong đợt đánh giá: kết quả được ghi ở đó."
            owner.locked_url = cases[owner.obj.pk].get_absolute_url()
    regime = rounds.regime_of(sheet.year)
    if regime is None:
        return
    people = {owner.obj.pk: "" for owner in sheet.owners}
    found = rounds.findings_for(user, sheet.unit, sheet.year, people, rounds.rules_of(sheet.year, regime))
    for owner in sheet.owners:
        rated = rows.get(owner.obj.pk, [])
        result = result_code(rated[-1]) if rated else ""
        for finding in found.get(owner.obj.pk, []):
            contradicted = not finding.agrees_with(result)
            if contradicted or (finding.allows is not None and finding.code != "duoc_xep_loai"):
                owner.warnings.append(
                    ("Kết quả đang ghi chưa phù hợp: " if contradicted else "") + finding.text
                )


def result_code(row: Any) -> str:
    """A rating as the rules know it: its level, that the person was not rated, or nothing yet."""
    if row.status == Status.NOT_RATED_BY_RULE:
        return NOT_RATED
    return str(row.level) if row.status == Status.RATED else ""


EVALUATION = GridSet(
    code="xep-loai",
    title="Xếp loại chất lượng",
    noun="kết quả xếp loại",
    model=Evaluation,
    columns=(
        GridColumn("level", "Mức xếp loại", choices=levels_of, others=_EVERY_LEVEL, width="mid", fills=True),
        GridColumn("status", choices=lambda year: choices_of(Status.choices, _STATUS_ALSO), width="mid"),
        GridColumn("self_level", choices=levels_of, others=_EVERY_LEVEL),
        GridColumn("party_level", choices=levels_of, others=_EVERY_LEVEL),
        GridColumn("decided_on", hint="5/12/2021 hoặc 12/2021", width="day", fills=True),
        GridColumn("decided_by", width="long", fills=True, carried=True),
        GridColumn("decision_no", width="short", fills=True),
    ),
    owners=people_of_year(Evaluation),
    of_year=lambda rows, year: rows.filter(year=year),
    fixed=lambda year: {"year": year},
    add=_add(kinds.EVALUATION),
    change=_change(kinds.EVALUATION),
    counts=latest("decided_on"),
    complete=complete_rating,
    check=check_rating,
    last_year=rating_in_words,
    prepare=prepare_ratings,
    about="Gõ hoặc dán như văn bản ghi: Hoàn thành tốt nhiệm vụ, Tốt, HTTNV đều được.",
    record_kind=kinds.EVALUATION,
    sensitive="Xếp loại đảng viên",
    order=10,
)

# --- health -------------------------------------------------------------------------------------------------
_CLASS_ALSO = {
    "1": ("I", "Loại I", "Loại 1", "Rất khỏe"),
    "2": ("II", "Loại II", "Loại 2", "Khỏe"),
    "3": ("III", "Loại III", "Loại 3", "Trung bình"),
    "4": ("IV", "Loại IV", "Loại 4", "Yếu"),
    "5": ("V", "Loại V", "Loại 5", "Rất yếu"),
}


def check_health(facts: dict[str, Any], changed: set[str], year: int) -> dict[str, str]:
    wrong = _kind_check(kinds.HEALTH, facts) | too_late(changed, facts, "checked_on")
    checked = facts.get("checked_on")
    if "checked_on" in changed and checked and abs(checked.last_day.year - year) > 1:
        wrong["checked_on"] = f"Ngày khám không thuộc năm {year}. Đề nghị kiểm tra lại."
    return wrong


def health_in_words(row: Any) -> str:
    return str(row.get_health_class_display()) or "đã khám, chưa phân loại"


HEALTH = GridSet(
    code="suc-khoe",
    title="Khám sức khỏe",
    noun="kết quả khám sức khỏe",
    model=HealthCheck,
    columns=(
        GridColumn("health_class", choices=lambda year: choices_of(HEALTH_CLASSES, _CLASS_ALSO), fills=True),
        GridColumn("checked_on", hint="5/12/2021 hoặc 12/2021", width="day", fills=True),
        GridColumn("facility", width="long", fills=True, carried=True),
    ),
    owners=people_of_year(HealthCheck),
    of_year=lambda rows, year: rows.filter(year=year),
    fixed=lambda year: {"year": year},
    add=_add(kinds.HEALTH),
    change=_change(kinds.HEALTH),
    counts=latest("checked_on"),
    check=check_health,
    last_year=health_in_words,
    about="Đã khám nhưng chưa phân loại: để trống loại, ghi ngày khám hoặc cơ sở khám.",
    record_kind=kinds.HEALTH,
    sensitive="Sức khỏe",
    order=20,
)


# --- training -----------------------------------------------------------------------------------------------
def check_training(facts: dict[str, Any], changed: set[str], year: int) -> dict[str, str]:
    wrong = _kind_check(kinds.TRAINING, facts)
    starts, ends = facts.get("starts_on"), facts.get("ends_on")
    counted, name = (ends, "ends_on") if ends else (starts, "starts_on")
    if counted is None:
        wrong["ends_on"] = "Đề nghị nhập ngày kết thúc: khóa học được tính vào năm kết thúc."
    elif counted.year != year and name not in wrong:
        wrong[name] = f"Khóa học này thuộc năm {counted.year}: đề nghị nhập ở lưới năm {counted.year}."
    return wrong


TRAINING = GridSet(
    code="boi-duong",
    title="Đào tạo, bồi dưỡng",
    noun="khóa đào tạo, bồi dưỡng",
    model=Training,
    columns=(
        GridColumn("course", width="long", fills=True, demanded=True),
        GridColumn(
            "kind",
            choices=lambda year: choices_of(
                Training.Kind.choices, {"llct": ("LLCT",), "qpan": ("QPAN", "QP-AN")}
            ),
            fills=True,
        ),
        GridColumn("starts_on", hint="5/12/2021", width="day", fills=True),
        GridColumn("ends_on", hint="5/12/2021", width="day", fills=True),
        GridColumn("hours", width="short", fills=True),
        GridColumn("cost", width="short", fills=True),
        GridColumn("result", width="short", fills=True),
    ),
    owners=people_of_year(Training),
    of_year=lambda rows, year: rows.filter(
        Q(ends_on__year=year) | Q(ends_on__isnull=True, starts_on__year=year)
    ),
    fixed=lambda year: {},
    add=_add(kinds.TRAINING),
    change=_change(kinds.TRAINING),
    several=True,
    counts=lambda row: (row.ends_on or row.starts_on or date.min, row.pk),
    check=check_training,
    about="Mỗi khóa một dòng; một người học nhiều khóa thì bấm “Thêm dòng”.",
    record_kind=kinds.TRAINING,
    order=30,
)


# --- awards -------------------------------------------------------------------------------------------------
def check_award(facts: dict[str, Any], changed: set[str], year: int) -> dict[str, str]:
    wrong = _kind_check(kinds.AWARD, facts | {"year": year}) | too_late(changed, facts, "decided_on")
    decided = facts.get("decided_on")
    if "decided_on" in changed and decided and decided.last_day.year < year:
        wrong["decided_on"] = f"Quyết định khen thưởng của năm {year} không thể có trước năm {year}."
    return wrong


AWARD = GridSet(
    code="khen-thuong",
    title="Khen thưởng",
    noun="khen thưởng",
    model=Award,
    columns=(
        GridColumn("title", width="long", fills=True, demanded=True, datalist=kinds.award_titles),
        GridColumn("kind", choices=lambda year: choices_of(Award.Kind.choices), fills=True),
        GridColumn("decided_on", hint="5/12/2021 hoặc 12/2021", width="day", fills=True),
        GridColumn("authority", width="long", fills=True, carried=True),
        GridColumn("decision_no", width="short", fills=True),
    ),
    owners=people_of_year(Award),
    of_year=lambda rows, year: rows.filter(Q(year=year) | Q(year__isnull=True, decided_on__year=year)),
    fixed=lambda year: {"year": year},
    add=_add(kinds.AWARD),
    change=_change(kinds.AWARD),
    several=True,
    counts=lambda row: (row.decided_on or date.min, row.pk),
    check=check_award,
    last_year=lambda row: str(row.title),
    about="Mỗi danh hiệu, hình thức một dòng; một người có nhiều thì bấm “Thêm dòng”.",
    record_kind=kinds.AWARD,
    order=40,
)


def register_sets() -> None:
    for one in (EVALUATION, HEALTH, TRAINING, AWARD):
        grid_sets.register(one)
