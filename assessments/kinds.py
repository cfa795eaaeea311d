"""The yearly rows of an official: ratings, health, courses, awards, discipline; shown and written by one machinery."""

from __future__ import annotations

from typing import Any

from assessments.models import (
    Award,
    AwardTitle,
    Discipline,
    Evaluation,
    HealthCheck,
    Training,
)
from assessments.services import records
from foundation.dates import today
from foundation.formats.vi_numbers import DASH, number
from foundation.forms import day_text
from officials.kinds import ends_after_start, shown
from officials.record_kinds import Ask, Asking, Cell, RecordKind, record_kinds

EVALUATION_SHORT = {
    Evaluation.Level.XUAT_SAC: "Xuất sắc",
    Evaluation.Level.TOT: "Tốt",
    Evaluation.Level.HOAN_THANH: "Hoàn thành",
    Evaluation.Level.HAN_CHE_NANG_LUC: "Hạn chế năng lực",
    Evaluation.Level.KHONG_HOAN_THANH: "Không hoàn thành",
}


def this_year(asking: Asking) -> int:
    return today().year


def not_in_future(*names: str) -> Any:
    """A check that years are no later than the working year, and ends no earlier than starts."""

    def check(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
        wrong = ends_after_start(facts, asking)
        for name in names:
            if facts.get(name) and facts[name] > today().year:
                wrong[name] = f"Năm {facts[name]} chưa đến. Đề nghị kiểm tra lại."
        return wrong

    return check


def result_of(row: Evaluation) -> str:
    """The level in words, or why there is none."""
    if row.status != Evaluation.Status.RATED:
        return str(row.get_status_display())
    return shown(row.get_level_display())


EVALUATION = RecordKind(
    code="xep-loai",
    model=Evaluation,
    noun="kết quả xếp loại",
    tab="hang-nam",
    asks=(
        Ask("year", start=this_year),
        Ask("status", start=lambda asking: Evaluation.Status.RATED),
        Ask("level", required=False),
        Ask("self_level", required=False),
        Ask("party_level", required=False),
        Ask("decided_on"),
        Ask("decided_by"),
        Ask("decision_no"),
    ),
    cells=(
        Cell("Năm", lambda row: str(row.year), ("year",), numeric=True),
        Cell("Mức xếp loại", result_of, ("status", "level")),
        Cell("Tự xếp loại", lambda row: shown(row.get_self_level_display()), ("self_level",)),
        Cell("Đảng viên", lambda row: shown(row.get_party_level_display()), ("party_level",)),
        Cell("Ngày quyết định", lambda row: shown(row.decided_on_partial), ("decided_on",)),
        Cell("Cơ quan quyết định", lambda row: shown(row.decided_by), ("decided_by",)),
        Cell("Số quyết định", lambda row: shown(row.decision_no), ("decision_no",)),
    ),
    add=records.record_evaluation,
    change=lambda row, *, by, changes, version, reason: records.change_evaluation(
        by=by, evaluation=row, changes=changes, version=version, reason=reason
    ),
    check=not_in_future("year"),
    name_row=lambda row: f"năm {row.year}, {result_of(row)}",
    order_by=("-year", "-decided_on", "-pk"),
    order=40,
)

HEALTH = RecordKind(
    code="suc-khoe",
    model=HealthCheck,
    noun="kết quả khám sức khỏe",
    tab="suc-khoe",
    asks=(
        Ask("year", start=this_year),
        Ask("health_class", required=False, hint="Bỏ trống nếu đã khám nhưng chưa có kết luận."),
        Ask("checked_on"),
        Ask("facility"),
    ),
    cells=(
        Cell("Năm", lambda row: str(row.year), ("year",), numeric=True),
        Cell("Loại sức khỏe", lambda row: shown(row.get_health_class_display()), ("health_class",)),
        Cell("Ngày khám", lambda row: shown(row.checked_on_partial), ("checked_on",)),
        Cell("Cơ sở khám", lambda row: shown(row.facility), ("facility",)),
    ),
    add=records.record_health_check,
    check=not_in_future("year"),
    name_row=lambda row: f"năm {row.year}",
    order_by=("-year", "-checked_on", "-pk"),
    order=50,
    sensitive="Sức khỏe",
)

TRAINING = RecordKind(
    code="boi-duong",
    model=Training,
    noun="khóa đào tạo, bồi dưỡng",
    tab="hang-nam",
    asks=(
        Ask("course"),
        Ask("kind", required=False),
        Ask("starts_on"),
        Ask("ends_on", hint="Khóa học được tính vào năm kết thúc."),
        Ask("hours"),
        Ask("cost"),
        Ask("result", hint="Ví dụ Hoàn thành, Giỏi."),
    ),
    cells=(
        Cell("Khóa học", lambda row: row.course, ("course",)),
        Cell("Loại", lambda row: shown(row.get_kind_display()), ("kind",)),
        Cell("Từ ngày", lambda row: shown(row.starts_on), ("starts_on",)),
        Cell("Đến ngày", lambda row: shown(row.ends_on), ("ends_on",)),
        Cell("Số giờ", lambda row: number(row.hours, 0), ("hours",), numeric=True),
        Cell("Kết quả", lambda row: shown(row.result), ("result",)),
    ),
    add=records.record_training,
    check=ends_after_start,
    name_row=lambda row: row.course,
    order_by=("-ends_on", "-pk"),
    order=60,
)


def award_titles() -> list[str]:
    return list(AwardTitle.objects.on(today()).values_list("title", flat=True))


def check_award(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    wrong = not_in_future("year")(facts, asking)
    if not facts.get("year") and not facts.get("decided_on"):
        wrong["year"] = "Đề nghị ghi năm hoặc ngày quyết định khen thưởng."
    return wrong


def award_year(row: Award) -> str:
    year = row.year or (row.decided_on.year if row.decided_on else None)
    return str(year) if year else DASH


AWARD = RecordKind(
    code="khen-thuong",
    model=Award,
    noun="khen thưởng",
    tab="khen-thuong",
    asks=(
        Ask("title", datalist=award_titles, hint="Gõ để chọn trong danh mục, hoặc ghi như quyết định."),
        Ask("kind", required=False),
        Ask("year", start=this_year),
        Ask("decided_on"),
        Ask("authority"),
        Ask("decision_no"),
    ),
    cells=(
        Cell("Năm", award_year, ("year", "decided_on"), numeric=True),
        Cell("Danh hiệu, hình thức", lambda row: row.title, ("title",)),
        Cell("Loại", lambda row: shown(row.get_kind_display()), ("kind",)),
        Cell("Ngày quyết định", lambda row: shown(row.decided_on_partial), ("decided_on",)),
        Cell("Cơ quan quyết định", lambda row: shown(row.authority), ("authority",)),
        Cell("Số quyết định", lambda row: shown(row.decision_no), ("decision_no",)),
    ),
    add=records.record_award,
    check=check_award,
    name_row=lambda row: row.title,
    order_by=("-year", "-decided_on", "-pk"),
    order=70,
)


def check_discipline(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    wrong: dict[str, str] = {}
    acted, decided, ends = facts.get("acted_on"), facts.get("decided_on"), facts.get("ends_on")
    if not acted and not decided:
        wrong["decided_on"] = "Đề nghị ghi ngày quyết định, hoặc ít nhất năm vi phạm."
    if acted and decided and decided.last_day < acted.first_day:
        wrong["decided_on"] = "Ngày quyết định phải sau ngày vi phạm. Đề nghị kiểm tra lại."
    if decided and ends and ends < decided.first_day:
        wrong["ends_on"] = f"Ngày hết hiệu lực phải sau ngày quyết định ({decided.display()})."
    return wrong


DISCIPLINE = RecordKind(
    code="ky-luat",
    model=Discipline,
    noun="quyết định kỷ luật",
    tab="khen-thuong",
    asks=(
        Ask("form"),
        Ask("line", required=False),
        Ask("act_ref"),
        Ask("acted_on"),
        Ask("decided_on"),
        Ask("ends_on"),
        Ask("in_duty"),
        Ask("authority"),
        Ask("decision_no"),
    ),
    cells=(
        Cell("Hình thức", lambda row: row.get_form_display(), ("form",)),
        Cell("Tuyến", lambda row: shown(row.get_line_display()), ("line",)),
        Cell("Ngày vi phạm", lambda row: shown(row.acted_on_partial), ("acted_on",)),
        Cell("Ngày quyết định", lambda row: shown(row.decided_on_partial), ("decided_on",)),
        Cell("Hết hiệu lực", lambda row: day_text(row.ends_on) or DASH, ("ends_on",)),
        Cell("Cơ quan quyết định", lambda row: shown(row.authority), ("authority",)),
        Cell("Số quyết định", lambda row: shown(row.decision_no), ("decision_no",)),
    ),
    add=records.record_discipline,
    change=lambda row, *, by, changes, version, reason: records.change_discipline(
        by=by, discipline=row, changes=changes, version=version, reason=reason
    ),
    check=check_discipline,
    name_row=lambda row: str(row.get_form_display()),
    order_by=("-decided_on", "-acted_on", "-pk"),
    order=75,
    sensitive="Kỷ luật",
)


def register_kinds() -> None:
    for kind in (EVALUATION, HEALTH, TRAINING, AWARD, DISCIPLINE):
        record_kinds.register(kind)
