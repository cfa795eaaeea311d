"""From table rows to arrays, second part: what ties rows to rows (family, successions of units) and inspections."""

from __future__ import annotations

import numpy as np

from assessments.models import Inspection
from officials.models import MajorFit
from reports import reading
from reports.reading import EARLY, LATE, Ints, codes, frozen, ints, positions, select, sql_day

YOUNG_AGE = "F5.young.age"
TRIGGERS = (Inspection.Trigger.KE_HOACH.value, Inspection.Trigger.DOT_XUAT.value)


def load_kin(officials: Ints) -> reading.Kin:
    """Declared relatives; who has declared anybody at all has declared, also when none of them is an official."""
    official, relative = select("officials_familymember", ("official_id", "relative_official_id"))
    owner, other = positions(official, officials), positions(relative, officials)
    both = other >= 0
    return reading.Kin(frozen(owner[both]), frozen(other[both]), frozen(np.unique(owner)))


def load_unit_successions(units: Ints) -> reading.UnitSuccessions:
    predecessor, successor, day = select(
        "officials_unitsuccession", ("predecessor_id", "successor_id", sql_day("effective_on", EARLY))
    )
    return reading.UnitSuccessions(
        frozen(positions(predecessor, units)), frozen(positions(successor, units)), frozen(ints(day))
    )


def load_plans(officials: Ints, units: Ints, posts: reading.Posts) -> reading.Plans:
    official, unit, post, approved, removed = select(
        "assessments_succession",
        ("official_id", "unit_id", "post_id", sql_day("approved_on", EARLY), sql_day("removed_on", LATE)),
    )
    return reading.Plans(
        official=frozen(positions(official, officials)),
        unit=frozen(positions(unit, units)),
        post=frozen(codes(post, {code: place for place, code in enumerate(posts.codes)}, -1)),
        approved=frozen(ints(approved)),
        removed=frozen(ints(removed)),
    )


def load_young_ages() -> tuple[tuple[int, int, int], ...]:
    """(first day, last day, age): under which age one counts as young in succession plans, the later start last."""
    found = select(
        "officials_norm",
        (sql_day("starts_on", EARLY), sql_day("ends_on", LATE), "value"),
        f"code = '{YOUNG_AGE}'",
    )
    return tuple((starts, ends, int(value)) for starts, ends, value in sorted(zip(*found, strict=True)))


def load_majors(posts: reading.Posts) -> reading.Majors:
    """What was decided about fields of study and posts; its edits are events about records, so it is never stale."""
    key, post, fit, starts, ends = select(
        "officials_majorfit",
        ("major_key", "post_id", "fit", sql_day("starts_on", EARLY), sql_day("ends_on", LATE)),
    )
    keys = tuple(sorted(set(key)))
    place = {code: number for number, code in enumerate(posts.codes)}
    return reading.Majors(
        keys=keys,
        key=frozen(codes(key, {text: number for number, text in enumerate(keys)}, -1)),
        post=frozen(codes(post, place, -1)),
        fits=frozen(codes(fit, {MajorFit.Fit.PHU_HOP.value: 1}, 0)),
        starts=frozen(ints(starts)),
        ends=frozen(ints(ends)),
    )


def load_inspections(units: Ints) -> reading.Inspections:
    """Inspections that were held: they began, or at least were concluded; a mere plan is none."""
    unit, trigger, day, findings, violations, sanctions, due, remedied = select(
        "assessments_inspection",
        (
            "unit_id", "trigger", sql_day("COALESCE(starts_on, concluded_on)", EARLY), "COALESCE(findings, -1)",
            "COALESCE(violations, -1)", "COALESCE(sanctions, -1)", sql_day("remedy_due_on", LATE),
            sql_day("remedied_on", LATE),
        ),
        "COALESCE(starts_on, concluded_on) IS NOT NULL",
    )  # fmt: skip
    days = ints(day)
    return reading.Inspections(
        unit=frozen(positions(unit, units)),
        year=frozen(reading.years_of(days)),
        day=frozen(days),
        trigger=frozen(codes(trigger, {code: place for place, code in enumerate(TRIGGERS)}, -1)),
        findings=frozen(ints(findings)),
        violations=frozen(ints(violations)),
        sanctions=frozen(ints(sanctions)),
        due=frozen(ints(due)),
        remedied=frozen(ints(remedied)),
    )
