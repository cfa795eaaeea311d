"""The kinds of rows of this floor: postings, qualifications, salary, family, absences, Party bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from foundation.dates import PartialDate, today
from foundation.formats.vi_numbers import DASH, number
from foundation.forms import day_text
from officials.models import (
    Absence,
    Appointment,
    Committee,
    FamilyMember,
    Official,
    Post,
    Qualification,
    SalaryStep,
    SurplusStatus,
    Unit,
    Verification,
)
from officials.models.qualifications import LEVELS, QualificationKind
from officials.over_top import check_over_top
from officials.record_kinds import Ask, Asking, Cell, RecordKind, adding, record_kinds
from officials.relations import labels
from officials.services import postings


def shown(value: Any) -> str:
    """A cell: partial dates as known, days day first, `–` for what is missing."""
    if value is None or value == "":
        return DASH
    if isinstance(value, PartialDate):
        return value.display()
    return day_text(value) if isinstance(value, date) else str(value)


def period(starts_on: date | None, ends_on: date | None, *, start_unknown: bool = False) -> str:
    """`01/07/2020 – nay`; an unknown beginning is said."""
    first = "chưa rõ" if start_unknown or starts_on is None else day_text(starts_on)
    return f"{first} – {day_text(ends_on) if ends_on else 'nay'}"


def ends_after_start(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    starts_on, ends_on = facts.get("starts_on"), facts.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        return {"ends_on": f"Ngày kết thúc phải từ ngày {day_text(starts_on)} trở đi. Đề nghị kiểm tra lại."}
    return {}


# --- postings -----------------------------------------------------------------------------------------------
def units_to_post(asking: Asking) -> Any:
    """The units in which this user may post people; those still standing first."""
    if asking.user.may("write", Official, "all"):
        return Unit.objects.visible_to(asking.user).select_related("area").order_by("name", "-starts_on")
    return Unit.objects.visible_to(asking.user).order_by("name", "-starts_on")


def unit_in_list(unit: Unit) -> str:
    """`Phường An Lưu`, with its years where it stands no longer or not yet."""
    day = today()
    if unit.exists_on(day):
        return unit.full_name
    if unit.ends_on and unit.ends_on < day:
        return f"{unit.full_name} (đến {day_text(unit.ends_on)})"
    return f"{unit.full_name} (từ {day_text(unit.starts_on)})"


def all_posts(asking: Asking) -> Any:
    return Post.objects.all()


def check_posting(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    wrong = ends_after_start(facts, asking)
    if facts.get("end_reason") and not facts.get("ends_on"):
        wrong["ends_on"] = "Đề nghị nhập ngày kết thúc, hoặc bỏ trống lý do kết thúc."
    return wrong


def _decision(row: Any) -> str:
    parts = [row.decision_no, row.decided_on_partial.display() if row.decided_on_partial else ""]
    return ", ".join(part for part in parts if part) or DASH


def may_change_posting(user: Any, row: Appointment) -> bool:
    """A commune corrects postings in its own unit only; what stood before in another unit is the district's."""
    return bool(user.may("write", Official, "all") or row.unit_id in user.unit_ids_today())


def posting_acts(user: Any, official: Official) -> list[tuple[str, str]]:
    """A transfer to another unit, where this user may carry it out."""
    if not user.may("write", Official, "all"):
        return []
    return [("Điều động, luân chuyển", reverse("officials:transfer", args=[official.public_id]))]


POSTING = RecordKind(
    code="cong-tac",
    model=Appointment,
    noun="quá trình công tác",
    tab="cong-tac",
    asks=(
        Ask("unit", choices=units_to_post, describe=unit_in_list, start=lambda asking: asking.official.unit),
        Ask("post", choices=all_posts, describe=lambda post: post.name),
        Ask("is_primary", hint="Bỏ chọn nếu là chức danh kiêm nhiệm.", start=lambda asking: True),
        Ask("starts_on"),
        Ask("start_unknown", hint="Chọn nếu ngày trên chỉ là ngày bắt đầu tính, không phải ngày bổ nhiệm."),
        Ask("how", required=False),
        Ask("term", hint="Ví dụ 2020–2025."),
        Ask("ends_on", hint="Bỏ trống nếu đang giữ chức danh này."),
        Ask("end_reason", required=False),
        Ask("decision_no"),
        Ask("decided_on"),
        Ask("decided_by"),
        Ask("managed_by", hint="Ví dụ Ban Thường vụ Thị ủy quản lý."),
    ),
    cells=(
        Cell("Chức danh", lambda row: row.post.name + ("" if row.is_primary else " (kiêm)"), ("post",)),
        Cell("Đơn vị", lambda row: row.unit.full_name, ("unit",)),
        Cell(
            "Thời gian",
            lambda row: period(row.starts_on, row.ends_on, start_unknown=row.start_unknown),
            ("starts_on", "ends_on"),
        ),
        Cell("Hình thức", lambda row: shown(row.get_how_display()), ("how",)),
        Cell("Lý do kết thúc", lambda row: shown(row.get_end_reason_display()), ("end_reason",)),
        Cell("Quyết định", _decision, ("decision_no", "decided_on")),
    ),
    add=postings.add_appointment,
    change=lambda row, *, by, changes, version, reason, **more: postings.change_appointment(
        by=by, appointment=row, changes=changes, version=version, reason=reason, **more
    ),
    overrides=True,
    acts=posting_acts,
    remove=lambda row, *, by, version, reason: postings.remove_appointment(
        by=by, appointment=row, version=version, reason=reason
    ),
    check=check_posting,
    name_row=lambda row: f"{row.post.name}, {row.unit.full_name}",
    order_by=("-starts_on", "-pk"),
    related=("unit", "post"),
    order=10,
    may_change=may_change_posting,
)


# --- qualifications -----------------------------------------------------------------------------------------
def chosen_kind(asking: Asking) -> str:
    """The kind of qualification a form is about: the row's, else the one the link names, else "" (all)."""
    if asking.row is not None:
        return str(asking.row.kind)
    wanted = str(asking.params.get("loai", ""))
    return wanted if wanted in QualificationKind.values else ""


def kinds_to_choose(asking: Asking) -> Iterable[tuple[str, Any]]:
    one = chosen_kind(asking)
    return [(value, label) for value, label in QualificationKind.choices if not one or value == one]


def levels_to_choose(asking: Asking) -> list[tuple[str, Any]]:
    one = chosen_kind(asking)
    if one:
        return list(LEVELS[one].items())
    return [(QualificationKind(kind).label, list(levels.items())) for kind, levels in LEVELS.items()]


def check_level(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    kind, level = facts.get("kind", ""), facts.get("level", "")
    if level and level not in LEVELS.get(kind, {}):
        name = QualificationKind(kind).label if kind else ""
        return {"level": f"Mức này không thuộc loại {name}. Đề nghị chọn lại loại hoặc mức."}
    attained, expires = facts.get("attained_on"), facts.get("expires_on")
    if attained and expires and expires.last_day < attained.first_day:
        return {"expires_on": "Ngày hết hạn phải sau ngày cấp. Đề nghị kiểm tra lại."}
    begun = facts.get("studied_from")
    if begun and attained and attained.last_day < begun.first_day:
        return {"studied_from": "Thời gian học phải trước ngày cấp. Đề nghị kiểm tra lại."}
    return {}


QUALIFICATION = RecordKind(
    code="trinh-do",
    model=Qualification,
    noun="bằng cấp, chứng chỉ",
    tab="trinh-do",
    asks=(
        Ask("kind", choices=kinds_to_choose, start=chosen_kind),
        Ask(
            "level",
            required=False,
            choices=levels_to_choose,
            hint="Bỏ trống nếu có bằng, chứng chỉ nhưng chưa rõ mức.",
        ),
        Ask("field", hint="Chuyên ngành; với ngoại ngữ là tên tiếng, ví dụ Tiếng Anh."),
        Ask("institution"),
        Ask("mode", required=False),
        Ask("studied_from", hint="Tháng, năm bắt đầu học, ví dụ 09/2012."),
        Ask("attained_on"),
        Ask("expires_on", hint="Chỉ với chứng chỉ có thời hạn."),
        Ask("certificate_no"),
    ),
    cells=(
        Cell("Loại", lambda row: row.get_kind_display(), ("kind",)),
        Cell("Trình độ", lambda row: row.level_label, ("level",)),
        Cell("Chuyên ngành", lambda row: shown(row.field), ("field",)),
        Cell("Ngày cấp", lambda row: shown(row.attained_on_partial), ("attained_on",)),
        Cell("Nơi đào tạo", lambda row: shown(row.institution), ("institution",)),
        Cell("Hình thức", lambda row: shown(row.get_mode_display()), ("mode",)),
        Cell("Số hiệu", lambda row: shown(row.certificate_no), ("certificate_no",)),
    ),
    add=adding(Qualification),
    check=check_level,
    name_row=lambda row: f"{row.get_kind_display()}: {row.level_label}",
    order_by=("kind", "-attained_on", "-pk"),
    order=20,
)


# --- salary, family, absences, Party bodies -----------------------------------------------------------------
SALARY = RecordKind(
    code="luong",
    model=SalaryStep,
    noun="diễn biến lương",
    tab="luong",
    asks=(
        Ask("rank_code", hint="Ví dụ 01.003."),
        Ask("step", highest=20),
        Ask("coefficient", hint="Ví dụ 3,66.", highest=20),
        Ask("starts_on"),
        Ask("allowance", label="Hệ số phụ cấp", hint="Ví dụ 0,25.", highest=20),
        Ask(
            "over_top_percent",
            hint="Chỉ khi đã ở bậc cuối của ngạch, ví dụ 5. Mỗi lần tăng là một dòng mới, cùng bậc và hệ số.",
            highest=100,
        ),
        Ask("reason", required=False),
        Ask("decision_no"),
        Ask("decided_on"),
        Ask("decided_by"),
    ),
    cells=(
        Cell("Hưởng từ ngày", lambda row: shown(row.starts_on), ("starts_on",)),
        Cell("Mã ngạch", lambda row: shown(row.rank_code), ("rank_code",)),
        Cell("Bậc", lambda row: shown(row.step), ("step",), numeric=True),
        Cell("Hệ số", lambda row: number(row.coefficient, 2), ("coefficient",), numeric=True),
        Cell("Phụ cấp", lambda row: number(row.allowance, 2), ("allowance",), numeric=True),
        Cell("Vượt khung (%)", lambda row: shown(row.over_top_percent), ("over_top_percent",), numeric=True),
        Cell("Lý do", lambda row: shown(row.get_reason_display()), ("reason",)),
        Cell("Quyết định", _decision, ("decision_no", "decided_on")),
    ),
    add=adding(SalaryStep),
    check=check_over_top,
    name_row=lambda row: f"ngạch {shown(row.rank_code)}, bậc {shown(row.step)}, từ {shown(row.starts_on)}",
    order_by=("-starts_on", "-pk"),
    order=80,
)


def colleagues(asking: Asking) -> Any:
    """People of the same unit, and whoever is chosen already: relatives there are what the rules ask about."""
    chosen = asking.row.relative_official_id if asking.row is not None else None
    people = Official.objects.visible_to(asking.user).exclude(pk=asking.official.pk)
    return people.filter(Q(unit=asking.official.unit) | Q(pk=chosen))


def colleague_name(row: FamilyMember) -> str:
    """The relative's name where both still serve in one unit; another unit's file is not shown from here."""
    relative = row.relative_official
    return relative.full_name if relative and relative.unit_id == row.official.unit_id else DASH


FAMILY = RecordKind(
    code="gia-dinh",
    model=FamilyMember,
    noun="người thân",
    tab="luong",
    asks=(
        Ask("relation", datalist=labels, hint="Chọn từ gợi ý, hoặc ghi như trong hồ sơ."),
        Ask("full_name"),
        Ask("birth_year"),
        Ask(
            "relative_official",
            label="Là cán bộ, công chức cùng đơn vị",
            choices=colleagues,
            describe=lambda person: person.full_name,
            hint="Chỉ chọn nếu người thân công tác tại cùng xã, phường.",
        ),
        Ask("note"),
    ),
    cells=(
        Cell("Quan hệ", lambda row: row.relation, ("relation",)),
        Cell("Họ và tên", lambda row: shown(row.full_name), ("full_name",)),
        Cell("Năm sinh", lambda row: shown(row.birth_year), ("birth_year",), numeric=True),
        Cell("Cùng đơn vị", colleague_name, ("relative_official",)),
        Cell("Ghi chú", lambda row: shown(row.note), ("note",)),
    ),
    add=adding(FamilyMember),
    name_row=lambda row: f"{row.relation} {row.full_name}".strip(),
    order_by=("birth_year", "pk"),
    related=("official", "relative_official"),
    order=90,
)

ABSENCE = RecordKind(
    code="nghi",
    model=Absence,
    noun="thời gian nghỉ",
    tab="cong-tac",
    asks=(Ask("kind", required=True), Ask("starts_on"), Ask("ends_on", hint="Bỏ trống nếu đang nghỉ.")),
    cells=(
        Cell("Lý do", lambda row: shown(row.get_kind_display()), ("kind",)),
        Cell("Từ ngày", lambda row: shown(row.starts_on), ("starts_on",)),
        Cell("Đến ngày", lambda row: shown(row.ends_on), ("ends_on",)),
    ),
    add=adding(Absence),
    check=ends_after_start,
    order_by=("-starts_on", "-pk"),
    order=100,
)

COMMITTEE = RecordKind(
    code="cap-uy",
    model=Committee,
    noun="tham gia cấp ủy",
    tab="ban-than",
    asks=(
        Ask("unit", choices=units_to_post, describe=unit_in_list, start=lambda asking: asking.official.unit),
        Ask("body", required=True),
        Ask("starts_on"),
        Ask("ends_on", hint="Bỏ trống nếu đang tham gia."),
    ),
    cells=(
        Cell("Tổ chức", lambda row: shown(row.get_body_display()), ("body",)),
        Cell("Đơn vị", lambda row: row.unit.full_name, ("unit",)),
        Cell("Từ ngày", lambda row: shown(row.starts_on), ("starts_on",)),
        Cell("Đến ngày", lambda row: shown(row.ends_on), ("ends_on",)),
    ),
    add=adding(Committee),
    check=ends_after_start,
    name_row=lambda row: f"{row.get_body_display()} {row.unit}",
    order_by=("-starts_on", "-pk"),
    related=("unit",),
    order=25,
)


def check_path(facts: dict[str, Any], asking: Asking) -> dict[str, str]:
    starts_on, until = facts.get("starts_on"), facts.get("until")
    if starts_on and until and until < starts_on:
        return {"until": f"Ngày cuối phải từ ngày {day_text(starts_on)} trở đi. Đề nghị kiểm tra lại."}
    return {}


SURPLUS = RecordKind(
    code="doi-du",
    model=SurplusStatus,
    noun="dôi dư theo lộ trình",
    tab="cong-tac",
    asks=(
        Ask("unit", choices=units_to_post, describe=unit_in_list, start=lambda asking: asking.official.unit),
        Ask("starts_on"),
        Ask("until", hint="Khoảng 5 năm sau ngày sắp xếp, theo trí nhớ; ghi ngày theo văn bản nếu có."),
        Ask("basis", hint="Số nghị quyết, đề án."),
        Ask("verified", start=lambda asking: Verification.MEMORY.value),
        Ask("note"),
    ),
    cells=(
        Cell("Đơn vị", lambda row: row.unit.full_name, ("unit",)),
        Cell("Từ ngày", lambda row: shown(row.starts_on), ("starts_on",)),
        Cell("Theo lộ trình đến", lambda row: shown(row.until), ("until",)),
        Cell("Căn cứ", lambda row: f"{row.basis} ({row.get_verified_display()})", ("basis", "verified")),
        Cell("Ghi chú", lambda row: shown(row.note), ("note",)),
    ),
    add=adding(SurplusStatus),
    check=check_path,
    name_row=lambda row: f"đến {shown(row.until)}, {row.unit.full_name}",
    order_by=("-starts_on", "-pk"),
    related=("unit",),
    order=15,
)


def register_kinds() -> None:
    for kind in (POSTING, SURPLUS, QUALIFICATION, COMMITTEE, SALARY, FAMILY, ABSENCE):
        record_kinds.register(kind)
