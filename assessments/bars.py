"""Whom a disciplinary decision bars on a day: no planning, training, promotion (regulations 16.9, Luật 52/2019 Điều 82).

Read by what judges a person: course lists, succession plans, the eligibility sheet. Set-based: three queries however
many people. The caller asks `may_see_bars` first: discipline is the district's alone (contracts 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from assessments.discipline_rules import (
    FormTable,
    end_of_effect,
    form_table,
    group_histories,
    group_on,
    groups_of,
)
from assessments.models import Discipline
from foundation.dates import PartialDate, today
from foundation.forms import day_text
from foundation.scope import unscoped
from officials.law import verification_label
from officials.models import Official
from officials.months import add_months

BARRED = "không quy hoạch, đào tạo, bổ nhiệm"
BASIS = "Luật Cán bộ, công chức, Điều 82"


@dataclass(frozen=True, slots=True)
class Bar:
    """One decision that bars, or may bar, its official on the day that was asked for.

    `ends_on`: the last day of its effect; None: not known, so the decision has to be looked up (`is_clear` False).
    `is_computed`: worked out from the months of the form, not written in the decision.
    """

    discipline_id: str
    form: str
    line: str
    decided: PartialDate
    ends_on: date | None
    is_computed: bool
    basis: str
    verified: str

    @property
    def is_clear(self) -> bool:
        return self.ends_on is not None

    @property
    def form_label(self) -> str:
        return str(Discipline.Form(self.form).label)

    @property
    def line_label(self) -> str:
        return str(Discipline.Line(self.line).label) if self.line else ""

    @property
    def verified_label(self) -> str:
        return verification_label(self.verified) if self.verified else ""

    def __str__(self) -> str:
        """`Khiển trách ngày 07/06/2021: đang có hiệu lực đến 07/06/2022`."""
        until = (
            f"đang có hiệu lực đến {day_text(self.ends_on)}"
            if self.ends_on
            else "chưa rõ ngày hết hiệu lực, đề nghị kiểm tra quyết định"
        )
        line = f" ({self.line_label})" if self.line_label else ""
        return f"{self.form_label}{line} ngày {self.decided.display()}: {until}"


def may_see_bars(user: Any) -> bool:
    """True when `user` may read decisions on discipline of everybody (district staff, the command)."""
    return bool(user.may("read", Discipline, "all") and user.may_see_field(Discipline, "ends_on"))


def profile_bars(request: HttpRequest, official: Official) -> dict[str, Any]:
    """The section of a person's page: what is in effect today."""
    return {"bars": bars_of([official], today()).get(official.pk, ()), "barred": BARRED, "basis": BASIS}


def bars_of(officials: Iterable[Official | int], day: date) -> dict[int, tuple[Bar, ...]]:
    """By primary key of the official: the decisions in effect on `day`, the one that ends last first.

    People without any are left out. A decision without an end, written or computed, is told of for as long as the
    longest bar of the law could last. Three queries.
    """
    keys = [person if isinstance(person, int) else person.pk for person in officials]
    with unscoped("the caller may read discipline; see may_see_bars"):
        rows = list(
            Discipline.objects.filter(official__in=keys, decided_on__isnull=False).order_by(
                "decided_on", "pk"
            )
        )
    if not rows:
        return {}
    table, histories = form_table(), group_histories({row.official_id for row in rows})
    found: dict[int, list[Bar]] = {}
    for row in rows:
        bar = bar_of(row, table, histories.get(row.official_id, []))
        if bar is not None and _holds(bar, day, table):
            found.setdefault(row.official_id, []).append(bar)
    latest = date.max
    return {
        key: tuple(sorted(bars, key=lambda bar: bar.ends_on or latest, reverse=True))
        for key, bars in found.items()
    }


def bar_of(row: Discipline, table: FormTable, history: list[tuple[date, str]]) -> Bar | None:
    """What one decision bars, whatever the day; None for one that ends service (it bars from nothing more)."""
    decided: PartialDate | None = row.decided_on_partial  # type: ignore[attr-defined]
    if decided is None or row.form in (Discipline.Form.BUOC_THOI_VIEC, Discipline.Form.BAI_NHIEM):
        return None
    group = group_on(history, decided.last_day)
    ends_on = row.ends_on or end_of_effect(table, form=row.form, line=row.line, group=group, decided=decided)
    rule = table.rule(row.form, groups_of(row.line, group), decided.last_day)
    return Bar(
        discipline_id=row.public_id,
        form=row.form,
        line=row.line,
        decided=decided,
        ends_on=ends_on,
        is_computed=row.ends_on is None and ends_on is not None,
        basis=rule.basis if rule is not None else BASIS,
        verified=rule.verified if rule is not None else "memory",
    )


def _holds(bar: Bar, day: date, table: FormTable) -> bool:
    if bar.decided.first_day > day:
        return False
    return day <= (bar.ends_on or add_months(bar.decided.last_day, table.longest))
