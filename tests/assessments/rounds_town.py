"""A unit in a round, worked by hand: makers of rounds and steps for the tests of evaluation."""

from __future__ import annotations

from datetime import date
from itertools import count

from assessments.models import Discipline, EvaluationCase
from assessments.services.rating_steps import Shared, Step, step_cases
from assessments.services.rounds import open_round
from foundation.dates import PartialDate
from officials.models import Absence

YEAR = 2021
_numbers = count(1)


def case_of(official, year=YEAR):
    return EvaluationCase._base_manager.select_related("round__unit", "official__unit").get(
        official=official, year=year
    )


def opened(by, unit, year=YEAR):
    return open_round(by=by, unit=unit, year=year)


def go(by, official, act, *, year=YEAR, shared=None, key="", **values):
    """One step of one person."""
    case = case_of(official, year)
    steps = [Step(case.public_id, case.version, values)]
    step_cases(by=by, row=case.round, act=act, steps=steps, shared=shared or Shared(), key=key)
    return case_of(official, year)


def decision(day=date(2021, 12, 20), by="Ban Thường vụ Thị ủy", no="12-QĐ/TU"):
    return Shared(decided_on=day, decided_by=by, decision_no=no)


def proposed(by, official, level="tot", *, year=YEAR, reason=""):
    """A case brought to its proposal."""
    own = "" if level == "khong_xep_loai" else level
    go(by, official, "ghi_tu_xep_loai", year=year, self_level=own)
    go(by, official, "ghi_y_kien", year=year, unit_level=own, unit_opinion="Nhất trí")
    return go(by, official, "ghi_de_xuat", year=year, proposed=level, reason=reason)


def decided(by, official, level="tot", *, year=YEAR, shared=None, reason=""):
    proposed(by, official, level, year=year, reason=reason)
    return go(
        by, official, "ghi_quyet_dinh", year=year, shared=shared or decision(), proposed=level, reason=reason
    )


def absence(official, first, last, kind="om"):
    return Absence.objects.create(
        public_id=f"B-{next(_numbers)}",
        official=official,
        kind=kind,
        starts_on=date.fromisoformat(first),
        ends_on=date.fromisoformat(last) if last else None,
    )


def discipline(official, decided_on, *, in_duty=True, act_ref="", form="khien_trach", line="chinh_quyen"):
    row = Discipline(
        public_id=f"D-{next(_numbers)}",
        official=official,
        form=form,
        line=line,
        in_duty=in_duty,
        act_ref=act_ref,
    )
    row.decided_on_partial = PartialDate.parse(decided_on)
    row.save()
    return row
