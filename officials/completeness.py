"""How complete the personal files are: the declared facts of form 2C, counted in SQL for any number of units.

Counted are people in post on the working day, each in the unit of the primary posting (`Official.unit`). A fact is
either there or not, an answer "Không" being one; what does not concern a person (a day of joining the Party for who is
no member) counts as answered, so every person has the same number of facts. Not counted: discipline (its absence is
the rule), the comment of item 32 (written when the form is signed), the tables 27 and 28 beyond their items 15 and 12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Sum
from django.db.models.expressions import Combinable

from foundation.dates import today
from foundation.registries import Registry
from officials.marks import Condition, marks_of, points
from officials.models import (
    Appointment,
    FamilyMember,
    Official,
    PersonalFile,
    Qualification,
    SalaryStep,
    Unit,
)


@dataclass(frozen=True)
class CountedFact:
    """One fact every file should hold. `filled()` is the condition on Official under which it does.

    `no` is its item of form 2C; `place` the group of the file or the tab where it is filled in (`group:` or `tab:`).
    """

    code: str
    label: str
    no: str
    order: int
    filled: Callable[[], Condition]
    place: str


counted_facts: Registry[CountedFact] = Registry("facts of a complete file")


def has_rows(model: type[models.Model], **lookup: Any) -> Callable[[], Condition]:
    """That the person has at least one such row."""
    return lambda: Exists(model._base_manager.filter(official=OuterRef("pk"), **lookup))


def _text(*names: str) -> Callable[[], Condition]:
    return lambda: Q(*(Q(**{f"personal_file__{name}__gt": ""}) for name in names))


def _own_text(name: str) -> Callable[[], Condition]:
    return lambda: Q(**{f"{name}__gt": ""})


def _filled(*names: str) -> Callable[[], Condition]:
    return lambda: Q(*(Q(**{f"{name}__isnull": False}) for name in names))


def _fact(no: str, code: str, label: str, filled: Callable[[], Condition], place: str) -> None:
    counted_facts.register(CountedFact(code, label, no, len(counted_facts) * 10, filled, place))


_PARTY = Q(party_member=False) | Q(party_member=True, party_joined_on__isnull=False)
_ARMY = Q(personal_file__never_enlisted=True) | Q(personal_file__enlisted_on__isnull=False)
_fact("2", "other_names", "tên gọi khác", _text("other_names"), "group:ban-than")
_fact("3", "birth_date", "ngày sinh", _filled("birth_date"), "group:ban-than")
_fact("3", "sex", "giới tính", _own_text("sex"), "group:ban-than")
_fact("4", "birth_place", "nơi sinh", _text("birth_place"), "group:ban-than")
_fact("5", "hometown", "quê quán", _own_text("hometown"), "group:ban-than")
_fact("6", "ethnicity", "dân tộc", _own_text("ethnicity"), "group:ban-than")
_fact("7", "religion", "tôn giáo", _own_text("religion"), "group:ban-than")
_fact("8", "permanent_address", "hộ khẩu thường trú", _text("permanent_address"), "group:ban-than")
_fact("9", "current_address", "nơi ở hiện nay", _text("current_address"), "group:ban-than")
_fact(
    "10",
    "occupation_before",
    "nghề nghiệp khi được tuyển dụng",
    _text("occupation_before"),
    "group:tuyen-dung",
)
_fact("11", "recruited_on", "ngày tuyển dụng", _filled("recruited_on"), "group:tuyen-dung")
_fact("11", "recruiting_body", "cơ quan tuyển dụng", _text("recruiting_body"), "group:tuyen-dung")
_fact("13", "main_work", "công việc chính được giao", _text("main_work"), "group:tuyen-dung")
_fact("14", "salary", "ngạch, bậc, hệ số lương", has_rows(SalaryStep), "tab:luong")
_fact("15.1", "general_education", "giáo dục phổ thông", _own_text("general_education"), "group:hoc-van")
for _no, _kind, _label in (
    ("15.2", "professional", "trình độ chuyên môn"),
    ("15.3", "political", "lý luận chính trị"),
    ("15.4", "state_management", "quản lý nhà nước"),
    ("15.5", "foreign_language", "ngoại ngữ"),
    ("15.6", "it", "tin học"),
):
    _fact(_no, _kind, _label, has_rows(Qualification, kind=_kind), "tab:trinh-do")
_fact("16", "party", "Đảng viên, ngày vào Đảng", lambda: _PARTY, "group:doan-the")
_fact("17", "organisations", "tổ chức chính trị - xã hội", _text("organisations"), "group:doan-the")
_fact("18", "army", "nhập ngũ, hoặc không nhập ngũ", lambda: _ARMY, "group:doan-the")
_fact("19", "honour_title", "danh hiệu được phong tặng", _text("honour_title"), "group:doan-the")
_fact("20", "strength", "sở trường công tác", _text("strength"), "group:tuyen-dung")
_fact(
    "23",
    "body",
    "chiều cao, cân nặng, nhóm máu",
    lambda: Q(
        personal_file__height_cm__isnull=False,
        personal_file__weight_kg__isnull=False,
        personal_file__blood_group__gt="",
    ),
    "group:the-chat",
)
_fact(
    "24",
    "policy",
    "thương binh, gia đình chính sách",
    _text("invalid_class", "policy_family"),
    "group:doan-the",
)
_fact("25", "national_id", "số CCCD, CMND", _own_text("national_id"), "group:ban-than")
_fact(
    "25",
    "national_id_issued_on",
    "ngày cấp CCCD",
    _filled("personal_file__national_id_issued_on"),
    "group:ban-than",
)
_fact("26", "social_insurance_no", "số sổ BHXH", _text("social_insurance_no"), "group:ban-than")
_fact(
    "29",
    "history",
    "đặc điểm lịch sử bản thân",
    _text("past_history", "foreign_ties", "relatives_abroad"),
    "group:lich-su-ban-than",
)
_fact("30", "family", "quan hệ gia đình", has_rows(FamilyMember), "tab:luong")


# --- counting -----------------------------------------------------------------------------------------------
def in_post(rows: Any, day: date | None = None) -> Any:
    """Of these officials those in post on `day` (default: the working day)."""
    day = day or today()
    held = Appointment._base_manager.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        official=OuterRef("pk"),
        is_primary=True,
        starts_on__lte=day,
    )
    return rows.filter(Exists(held))


def _points(fact: CountedFact) -> Case:
    return points(fact.filled())


def completeness_of(units: Iterable[Unit], day: date | None = None) -> dict[int, tuple[int, int]]:
    """Facts there and facts wanted in the files of each unit's people, by its primary key; one query.

    Every unit is in the answer, one with nobody as `(0, 0)`. The caller has limited `units` to what the reader sees.
    """
    pks = [unit.pk for unit in units]
    found = dict.fromkeys(pks, (0, 0))
    total: Combinable | None = None
    for fact in counted_facts:
        total = _points(fact) if total is None else total + _points(fact)
    rows = in_post(Official._base_manager.filter(unit__in=pks), day).order_by()
    for unit, filled, people in rows.values_list("unit").annotate(filled=Sum(total), people=Count("pk")):
        found[unit] = (filled or 0, people * len(counted_facts))
    return found


def missing_by_unit(units: Iterable[Unit], fact: CountedFact) -> dict[int, int]:
    """How many people of each unit lack `fact`; one query."""
    pks = [unit.pk for unit in units]
    rows = in_post(Official._base_manager.filter(unit__in=pks)).order_by()
    counted = rows.values_list("unit").annotate(people=Count("pk"), there=Sum(_points(fact)))
    return dict.fromkeys(pks, 0) | {unit: people - (there or 0) for unit, people, there in counted}


@dataclass(frozen=True)
class FileState:
    """One person's file: which facts it lacks. `n_filled` of `n_expected`."""

    official: Official
    missing: tuple[CountedFact, ...]

    @property
    def n_expected(self) -> int:
        return len(counted_facts)

    @property
    def n_filled(self) -> int:
        return self.n_expected - len(self.missing)

    @property
    def pct(self) -> float:
        return 100 * self.n_filled / self.n_expected


def states_of(rows: Any) -> list[FileState]:
    """The file of each of these officials (a scoped queryset), the emptiest first; two queries, one where `rows` are
    read already."""
    lacking = _lacking(rows)
    found = [FileState(row, lacking[row.pk]) for row in rows if row.pk in lacking]
    return sorted(found, key=lambda state: (-len(state.missing), state.official.name_sort, state.official.pk))


def state_of(official: Official) -> FileState:
    """The file of one official, whom the caller may see; one query."""
    return FileState(official, _lacking(Official._base_manager.filter(pk=official.pk))[official.pk])


def _lacking(rows: Any) -> dict[int, tuple[CountedFact, ...]]:
    """What each of these officials lacks, by primary key; one query."""
    facts = tuple(counted_facts)
    there = marks_of(rows, tuple((fact.code, fact.filled) for fact in facts))
    return {pk: tuple(fact for fact in facts if fact.code not in held) for pk, held in there.items()}


def may_see(user: Any) -> bool:
    """What a file lacks concerns those who keep it."""
    return bool(user.may("read", PersonalFile, "all") or user.may("read", PersonalFile, "own"))
