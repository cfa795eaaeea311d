"""Asking the law of a day: norms, posts and their names, quotas, retirement.

Every answer belongs to a day, so that 2019 is judged by 2019's rules. Each function costs one query; what is asked
for many rows at once has a form that reads its table once (`norms_on`, `post_titles`, `quotas_for`,
`retirement_rules`). Nothing is cached in the process: a check of freshness would cost the query it saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.dates import PartialDate
from foundation.scope import unscoped
from officials.models import Norm, Post, PostValidity, QuotaNorm, RetirementAge, Unit, UnitQuota, Verification
from officials.months import add_months


class NormMissing(LookupError):
    """No norm of that code is in force on the day: before its first date, after repeal, or never known."""

    def __init__(self, code: str, day: date) -> None:
        self.code = code
        self.day = day
        super().__init__(f"no norm {code} on {day.isoformat()}")


@dataclass(frozen=True, slots=True)
class NormValue:
    """A norm as it stands on a day, with all that a page must show beside it."""

    code: str
    title: str
    value: Decimal
    unit: str
    basis: str
    source: str
    verified: str
    note: str
    starts_on: date | None
    ends_on: date | None

    @property
    def verified_label(self) -> str:
        """How far the row has been checked, as the screen says it."""
        return str(Verification(self.verified).label)


_NORM_FIELDS = list(NormValue.__dataclass_fields__)


def norm_on(code: str, day: date) -> NormValue:
    """The norm `code` in force on `day`; NormMissing before its first date and after its repeal."""
    found = _norms(day, code=code)
    if code not in found:
        raise NormMissing(code, day)
    return found[code]


def norms_on(day: date) -> dict[str, NormValue]:
    """Every norm in force on `day`, by code."""
    return _norms(day)


def _norms(day: date, **limits: str) -> dict[str, NormValue]:
    # The later start wins where a person has left two rows of one code open.
    rows = Norm.objects.on(day).filter(**limits).values(*_NORM_FIELDS)
    ordered = sorted(rows, key=lambda row: row["starts_on"] or date.min)
    return {row["code"]: NormValue(**row) for row in ordered}


def valid_posts(unit_kind: str, day: date) -> list[Post]:
    """The posts and titles a unit of that kind may have on `day`, in official order."""
    codes = PostValidity.objects.on(day).filter(unit_kind=unit_kind).values("post_id")
    return list(Post.objects.filter(code__in=codes))


def post_titles(day: date) -> dict[tuple[str, str], str]:
    """`(post code, kind of unit)` → the name the post bears there on `day`."""
    rows = PostValidity.objects.on(day).order_by("starts_on").values_list("post_id", "unit_kind", "title")
    return {(post, kind): title for post, kind, title in rows}


def post_title(post: Post, unit_kind: str, day: date) -> str:
    """The name of `post` in a unit of that kind on `day`; its general name where the law of the day has none."""
    rows = PostValidity.objects.on(day).filter(post_id=post.code, unit_kind=unit_kind).order_by("starts_on")
    return rows.values_list("title", flat=True).last() or post.name


@dataclass(frozen=True, slots=True)
class Quota:
    """How many officials a unit may have on a day, and by which text.

    `assigned` is True for the number given to this unit, False for the ceiling of its class.
    """

    total: int
    assigned: bool
    basis: str
    note: str


def quota_for(unit: Unit, day: date) -> Quota | None:
    """The number given to `unit` on `day`, else the ceiling of its class, else None (class unknown)."""
    return quotas_for([unit], day).get(unit.pk)


def quotas_for(units: Iterable[Unit], day: date) -> dict[int, Quota]:
    """As `quota_for`, by primary key of the unit, in at most two queries; units without an answer are left out."""
    units = list(units)
    quotas: dict[int, Quota] = {}
    with unscoped("the quota of units the caller already holds; a quota is public"):
        given = UnitQuota.objects.filter(unit__in=units, starts_on__lte=day).exclude(ends_on__lt=day)
        for unit_id, total, basis in given.order_by("starts_on").values_list("unit_id", "total", "basis"):
            quotas[unit_id] = Quota(total, True, basis, "")
    open_units = [unit for unit in units if unit.pk not in quotas]
    if not open_units:
        return quotas
    ceilings = {
        (row.unit_kind, row.unit_class): Quota(row.total, False, row.basis, row.note)
        for row in QuotaNorm.objects.on(day).order_by("starts_on")
    }
    for unit in open_units:
        if (unit.kind, unit.unit_class) in ceilings:
            quotas[unit.pk] = ceilings[unit.kind, unit.unit_class]
    return quotas


@dataclass(frozen=True, slots=True)
class RetirementWindow:
    """People of `sex` born from `born_from` to `born_until` (both inclusive, None = open) retire at `months` of age."""

    sex: str
    born_from: date | None
    born_until: date | None
    months: int
    basis: str
    verified: str
    note: str


@dataclass(frozen=True, slots=True)
class RetirementRules:
    """The retirement ages in force on a day; a pure table, usable for any number of people."""

    day: date
    windows: tuple[RetirementWindow, ...]

    def window(self, sex: str, birth: PartialDate | date | None) -> RetirementWindow | None:
        """The window that holds the birth; None when sex or birth is unknown.

        Only the month counts. A partial birth date is its last possible day, as everywhere (contracts 2); the
        rule of NĐ 135/2020 for such births (01/01 of the year) is from memory and kept in docs/law-data.md.
        """
        born = _birth_day(birth)
        if born is None:
            return None
        for window in self.windows:
            after_start = window.born_from is None or window.born_from <= born
            before_end = window.born_until is None or born <= window.born_until
            if window.sex == sex and after_start and before_end:
                return window
        return None

    def retirement_date(self, sex: str, birth: PartialDate | date | None) -> date | None:
        """The last day of the month in which the age is reached; None when sex or birth is unknown."""
        window = self.window(sex, birth)
        born = _birth_day(birth)
        if window is None or born is None:
            return None
        month_number = born.year * 12 + (born.month - 1) + window.months
        reached = f"{month_number // 12:04d}-{month_number % 12 + 1:02d}"
        return PartialDate.parse(reached).last_day

    def retires_within(
        self, sex: str, birth: PartialDate | date | None, *, day: date, years: int
    ) -> bool | None:
        """True when retirement falls on or before the same day `years` later, also when it is already past.

        None when sex or birth is unknown.
        """
        retires_on = self.retirement_date(sex, birth)
        return None if retires_on is None else retires_on <= add_months(day, years * 12)


def retirement_rules(day: date, sex: str = "") -> RetirementRules:
    """The retirement ages in force on `day`: 60/55 before 01/01/2021, then the windows by month of birth.

    `sex`: only the windows of that sex, for who asks of one person.
    """
    found = RetirementAge.objects.on(day)
    rows = (found.filter(sex=sex) if sex else found).values_list(
        "sex", "born_from", "born_until", "years", "months", "basis", "verified", "note"
    )
    windows = tuple(
        RetirementWindow(sex, born_from, born_until, years * 12 + months, basis, verified, note)
        for sex, born_from, born_until, years, months, basis, verified, note in rows
    )
    return RetirementRules(day, windows)


def retirement_date(sex: str, birth: PartialDate | date | None, *, today_rule: date) -> date | None:
    """The retirement date by the rules in force on `today_rule`; for many people use `retirement_rules`."""
    return retirement_rules(today_rule).retirement_date(sex, birth)


def retires_within(sex: str, birth: PartialDate | date | None, *, day: date, years: int) -> bool | None:
    """As `RetirementRules.retires_within`, by the rules in force on `day` itself."""
    return retirement_rules(day).retires_within(sex, birth, day=day, years=years)


_VERIFICATION_LABELS: Mapping[str, str] = {choice.value: str(choice.label) for choice in Verification}


def verification_label(verified: str) -> str:
    """How far a row has been checked, in the words of the screen."""
    return _VERIFICATION_LABELS.get(verified, verified)


def _birth_day(birth: PartialDate | date | None) -> date | None:
    return birth.last_day if isinstance(birth, PartialDate) else birth
