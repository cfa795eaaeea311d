"""Judging a person against the standard of the post on a day: pure functions over one table read once.

Where the new rule lets people recruited before it go on for some years, both the new and the old standard are
answered: at 31/12/2019 the new one was six days old and nobody of the old one was in breach (regulations 16.13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet, TextChoices

from foundation.dates import PartialDate, age_on
from officials.models import Appointment, Official, PostStandard, Qualification
from officials.models.people import GeneralEducation
from officials.models.qualifications import LEVELS

Criterion = PostStandard.Criterion

# The age at the first holding is a condition of that appointment: shown, but no verdict on the person today.
AGE_CRITERIA = {Criterion.MAX_AGE_MALE.value: "nam", Criterion.MAX_AGE_FEMALE.value: "nu"}
# Certificates A, B, C issued before this day are worth the basic standard (TTLT 17/2016, Điều 23 khoản 2).
OLD_IT_CERTIFICATES_COUNT_BEFORE = date(2016, 8, 10)
_OLD_IT_CERTIFICATES = {"a", "b", "c"}


class Status(TextChoices):
    """How a person stands to one condition."""

    MET = "met", "Đạt"
    IN_TRANSITION = "in_transition", "Đạt chuẩn cũ, trong thời hạn chuyển tiếp"
    UNMET = "unmet", "Chưa đạt"
    UNKNOWN = "unknown", "Chưa đủ số liệu"


class Verdict(TextChoices):
    """How a person stands to the whole standard; the worst known condition decides."""

    DAT = "dat", "Đạt chuẩn"
    CHUYEN_TIEP = "trong_thoi_han_chuyen_tiep", "Đạt chuẩn cũ, trong thời hạn chuyển tiếp"
    CHUA_DAT = "chua_dat", "Chưa đạt chuẩn"
    CHUA_DU_SO_LIEU = "chua_du_so_lieu", "Chưa đủ số liệu"


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition of a post in force on a day, with the rule it replaced (`earlier`), if there was one.

    `recruited_before` and `transition_until` are set where the rule lets earlier staff go on for some time.
    """

    criterion: str
    required: str
    basis: str
    source: str
    verified: str
    note: str
    starts_on: date | None = None
    recruited_before: date | None = None
    transition_until: date | None = None
    earlier: Rule | None = None

    @property
    def label(self) -> str:
        return str(Criterion(self.criterion).label)


@dataclass(frozen=True, slots=True)
class StandardTable:
    """The standards of every post on `day`; a post without an entry has none in the catalogue."""

    day: date
    rules: Mapping[str, tuple[Rule, ...]]

    def rule(self, post: str, criterion: str) -> Rule | None:
        return next((rule for rule in self.rules.get(post, ()) if rule.criterion == criterion), None)


@dataclass(frozen=True, slots=True)
class Minimum:
    """For set-based work: the codes of one kind of level that meet the standard of a post.

    A person whose level is not in `meets` but who kept the rule before it (`earlier`, None = there was none) and was
    recruited before `recruited_before` is in transition while the day is not after `transition_until`;
    `Minimum.status` says so for one combination of level and recruitment. Fields of study are not looked at here:
    `officials.majors` does.
    """

    required: str
    meets: frozenset[str]
    starts_on: date | None
    recruited_before: date | None
    transition_until: date | None
    basis: str
    earlier: Minimum | None

    def status(self, level: str | None, recruited_on: date | None, day: date) -> Status:
        """How someone with that highest level ("" unknown, None no record) stands on `day`."""
        meets = None if not level else level in self.meets
        kept: bool | None = True
        if self.earlier is not None and self.starts_on is not None:
            kept = _kept(self.earlier.status(level, recruited_on, self.starts_on - timedelta(days=1)))
        return _transition(self, day, meets=meets, kept_earlier=kept, recruited_on=recruited_on)


@dataclass(frozen=True, slots=True)
class Held:
    """A level a person holds: a code of its kind ("" = held, level unknown) and the last possible day of its award."""

    level: str
    attained_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What the judgement needs to know of a person; every unknown is empty, never "none".

    `levels`: kind of qualification → every record of that kind. `recruited_on`: recruitment, else the first day
    in such a post; `recruited_earlier_possible` when that is only the latest day it can have been (a partial date, a
    posting whose start is unknown). `age_when_first_held`: completed years on the day the post was first held.
    """

    sex: str = ""
    general_education: str = ""
    levels: Mapping[str, Sequence[Held]] = field(default_factory=dict)
    recruited_on: date | None = None
    recruited_earlier_possible: bool = False
    age_when_first_held: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How a person stands to one rule: the answer by the rule of the day and by the one before it (None = unknown)."""

    rule: Rule
    status: str
    held: str | None
    meets_new: bool | None
    meets_earlier: bool | None
    counts: bool = True

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)

    @property
    def required_label(self) -> str:
        return level_label(self.rule.criterion, self.rule.required)

    @property
    def earlier_label(self) -> str:
        earlier = self.rule.earlier
        return level_label(earlier.criterion, earlier.required) if earlier else ""

    @property
    def held_label(self) -> str:
        return "Chưa rõ" if self.held is None else level_label(self.rule.criterion, self.held)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one person in one post on one day, with a finding for every condition."""

    post: str
    day: date
    verdict: str
    findings: tuple[Finding, ...]

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label)


def standards_on(day: date, posts: Sequence[str] = ()) -> StandardTable:
    """The standards in force on `day` (only of `posts`, if any are named), one query.

    Each rule knows the rule that ended the day before it began.
    """
    found = PostStandard.objects.filter(post_id__in=posts) if posts else PostStandard.objects.all()
    return standards_in_force(in_order(found), day)


def in_order(found: QuerySet[PostStandard]) -> list[PostStandard]:
    """The rows as `standards_in_force` takes them, one query."""
    return list(found.order_by("post__position", "criterion", "starts_on", "pk"))


def standards_in_force(rows: Iterable[PostStandard], day: date) -> StandardTable:
    """As `standards_on`, from rows that were read `in_order`: several days then need one query."""
    by_key: dict[tuple[str, str], list[PostStandard]] = {}
    for row in rows:
        by_key.setdefault((row.post_id, row.criterion), []).append(row)
    order = [criterion.value for criterion in Criterion]
    rules: dict[str, list[Rule]] = {}
    for (post, _), history in by_key.items():
        current = _in_force(history, day)
        if current is not None:
            rules.setdefault(post, []).append(_rule(current, history))
    return StandardTable(
        day,
        {post: tuple(sorted(found, key=lambda r: order.index(r.criterion))) for post, found in rules.items()},
    )


def minimums(table: StandardTable, criterion: str = "professional") -> dict[str, Minimum]:
    """Post code → the levels that meet the standard of the table's day; posts without that condition are left out."""
    rules = {post: table.rule(post, criterion) for post in table.rules}
    return {post: _minimum(rule) for post, rule in rules.items() if rule is not None}


def judge(table: StandardTable, post: str, person: Person) -> Judgement:
    """How `person` stands to the standard of `post` on the table's day.

    One condition not met makes the verdict "chưa đạt"; else one unknown leaves it open; else one in transition
    makes it so. A post whose standard is not in the catalogue (set by military or police law) cannot be judged.
    """
    findings = tuple(
        _judge_rule(rule, person, table.day)
        for rule in table.rules.get(post, ())
        if rule.criterion not in AGE_CRITERIA or person.sex in ("", AGE_CRITERIA[rule.criterion])
    )
    statuses = {finding.status for finding in findings if finding.counts}
    if Status.UNMET in statuses:
        verdict = Verdict.CHUA_DAT
    elif Status.UNKNOWN in statuses or not statuses:
        verdict = Verdict.CHUA_DU_SO_LIEU
    elif Status.IN_TRANSITION in statuses:
        verdict = Verdict.CHUYEN_TIEP
    else:
        verdict = Verdict.DAT
    return Judgement(post, table.day, verdict.value, findings)


def person_of(
    official: Official,
    *,
    qualifications: Iterable[Qualification],
    appointments: Iterable[Appointment],
    post: str,
) -> Person:
    """What `judge` needs of an official, out of rows already read (no query). Give all rows, of every time."""
    levels: dict[str, list[Held]] = {}
    for row in qualifications:
        levels.setdefault(row.kind, []).append(Held(row.level, row.attained_on))
    postings = sorted(appointments, key=lambda row: row.starts_on)
    first_held = next((row for row in postings if row.post_id == post and not row.start_unknown), None)
    birth = official.birth_date
    recruited = official.recruited_on or (postings[0].starts_on if postings else None)
    recruitment: PartialDate | None = getattr(official, "recruited_on_partial", None)
    if recruitment:
        in_doubt = recruitment.precision != "day"
    else:
        in_doubt = bool(postings) and postings[0].start_unknown
    return Person(
        sex=official.sex,
        general_education=official.general_education_code,
        levels=levels,
        recruited_on=recruited,
        recruited_earlier_possible=in_doubt,
        age_when_first_held=age_on(birth, first_held.starts_on) if birth and first_held else None,
    )


def levels_from(criterion: str, lowest: str) -> frozenset[str]:
    """The codes of a kind at or above `lowest`."""
    codes = list(_labels(criterion))
    return frozenset(codes[: codes.index(lowest) + 1])


def level_label(criterion: str, code: str) -> str:
    """A required or held level in words."""
    if criterion in AGE_CRITERIA:
        return f"{code} tuổi"
    return str(_labels(criterion).get(code, code) or "Không rõ trình độ")


def _labels(criterion: str) -> Mapping[str, str]:
    if criterion == Criterion.GENERAL_EDUCATION:
        return {choice.value: str(choice.label) for choice in GeneralEducation}
    return LEVELS[criterion]


def _in_force(history: list[PostStandard], day: date) -> PostStandard | None:
    valid = [
        row
        for row in history
        if (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day <= row.ends_on)
    ]
    return valid[-1] if valid else None


def _rule(row: PostStandard, history: list[PostStandard]) -> Rule:
    earlier = _in_force(history, row.starts_on - timedelta(days=1)) if row.starts_on else None
    return Rule(
        criterion=row.criterion,
        required=row.required,
        basis=row.basis,
        source=row.source,
        verified=row.verified,
        note=row.note,
        starts_on=row.starts_on,
        recruited_before=row.recruited_before,
        transition_until=row.transition_until,
        earlier=_rule(earlier, history) if earlier else None,
    )


def _minimum(rule: Rule) -> Minimum:
    return Minimum(
        required=rule.required,
        meets=levels_from(rule.criterion, rule.required),
        starts_on=rule.starts_on,
        recruited_before=rule.recruited_before,
        transition_until=rule.transition_until,
        basis=rule.basis,
        earlier=_minimum(rule.earlier) if rule.earlier else None,
    )


def _judge_rule(rule: Rule, person: Person, day: date) -> Finding:
    if rule.criterion in AGE_CRITERIA:
        return _judge_age(rule, person)
    held = _records(rule.criterion, person, day)
    meets_new = _meets(rule.criterion, rule.required, held)
    meets_earlier = _meets(rule.criterion, rule.earlier.required, held) if rule.earlier else None
    status = _status(rule, person, day, held)
    return Finding(rule, status.value, _highest(rule.criterion, held), meets_new, meets_earlier)


def _status(rule: Rule, person: Person, day: date, held: list[Held]) -> Status:
    kept: bool | None = True
    if rule.earlier is not None and rule.starts_on is not None:
        kept = _kept(_status(rule.earlier, person, rule.starts_on - timedelta(days=1), held))
    return _transition(
        rule,
        day,
        meets=_meets(rule.criterion, rule.required, held),
        kept_earlier=kept,
        recruited_on=person.recruited_on,
        recruited_earlier_possible=person.recruited_earlier_possible,
    )


def _kept(status: Status) -> bool | None:
    """Whether the earlier rule was kept on its last day: met, or still within its own time."""
    return None if status is Status.UNKNOWN else status in (Status.MET, Status.IN_TRANSITION)


def _transition(
    rule: Rule | Minimum,
    day: date,
    *,
    meets: bool | None,
    kept_earlier: bool | None,
    recruited_on: date | None,
    recruited_earlier_possible: bool = False,
) -> Status:
    if meets:
        return Status.MET
    missed = Status.UNKNOWN if meets is None else Status.UNMET
    if rule.transition_until is None or rule.recruited_before is None or day > rule.transition_until:
        return missed
    if kept_earlier is False:  # nobody is given time for what was already required of him
        return missed
    if recruited_on is None or (recruited_on >= rule.recruited_before and recruited_earlier_possible):
        return Status.UNKNOWN
    if recruited_on >= rule.recruited_before:
        return missed
    return Status.UNKNOWN if meets is None or kept_earlier is None else Status.IN_TRANSITION


def _judge_age(rule: Rule, person: Person) -> Finding:
    age = person.age_when_first_held
    if age is None or not person.sex:
        return Finding(
            rule, Status.UNKNOWN.value, None if age is None else str(age), None, None, counts=False
        )
    met = age <= int(rule.required)
    status = Status.MET if met else Status.UNMET
    return Finding(rule, status.value, str(age), met, None, counts=False)


def _records(criterion: str, person: Person, day: date) -> list[Held]:
    if criterion == Criterion.GENERAL_EDUCATION:
        return [Held(person.general_education)] if person.general_education else []
    known = person.levels.get(criterion, ())
    return [held for held in known if held.attained_on is None or held.attained_on <= day]


def _highest(criterion: str, held: list[Held]) -> str | None:
    order = list(_labels(criterion))
    codes = [item.level for item in held if item.level in order]
    return min(codes, key=order.index) if codes else ("" if held else None)


def _meets(criterion: str, lowest: str, held: list[Held]) -> bool | None:
    """True when one record meets `lowest`; None when an unknown could; no record at all is unknown, not "none"."""
    answers = [_record_meets(criterion, lowest, item) for item in held]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _record_meets(criterion: str, lowest: str, item: Held) -> bool | None:
    if not item.level:
        return None
    if item.level in levels_from(criterion, lowest):
        return True
    if criterion == Criterion.IT and lowest == "co_ban" and item.level in _OLD_IT_CERTIFICATES:
        return None if item.attained_on is None else item.attained_on < OLD_IT_CERTIFICATES_COUNT_BEFORE
    return False
