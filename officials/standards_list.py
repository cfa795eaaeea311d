"""Everyone in post on a day judged by the standard of the post, by unit: four queries for a whole town."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.forms import day_text
from officials.models import Appointment, Qualification, Unit
from officials.services.postings import id_order
from officials.standards import (
    AGE_CRITERIA,
    Finding,
    Judgement,
    Status,
    Verdict,
    judge,
    level_label,
    person_of,
    standards_on,
)

ORDER = (Verdict.DAT, Verdict.CHUYEN_TIEP, Verdict.CHUA_DAT, Verdict.CHUA_DU_SO_LIEU)


@dataclass(frozen=True)
class Judged:
    """One person in post on the day with the verdict on the standard of the post held."""

    posting: Appointment
    judgement: Judgement

    @property
    def transition_until(self) -> date | None:
        """The last day of the time the rule gives this person; None where none runs."""
        days = [
            finding.rule.transition_until
            for finding in self.judgement.findings
            if finding.status == Status.IN_TRANSITION and finding.rule.transition_until
        ]
        return min(days, default=None)

    @property
    def open_findings(self) -> list[Finding]:
        """Conditions that are not plainly met; those of age at the first holding say nothing of today."""
        return [
            finding
            for finding in self.judgement.findings
            if finding.status != Status.MET and finding.rule.criterion not in AGE_CRITERIA
        ]


@dataclass(frozen=True)
class Reading:
    """One condition in words: the rule of the day, and beside it the one before where the rule gives time."""

    label: str
    held: str
    new: str
    new_basis: str
    old: str
    status: str
    tone: str
    verified: str


_TONES = {Status.IN_TRANSITION.value: "info", Status.UNMET.value: "warning", Status.UNKNOWN.value: "quiet"}


def reading_of(finding: Finding) -> Reading:
    """Both standards where 16.13 wants them: a rule a few days old is never the only word about someone of before."""
    rule = finding.rule
    since = f" (từ {day_text(rule.starts_on)})" if rule.starts_on else ""
    old = ""
    if rule.earlier is not None and rule.recruited_before is not None:
        met = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu"}[finding.meets_earlier]
        old = f"{level_label(rule.earlier.criterion, rule.earlier.required)}: {met} ({rule.earlier.basis})"
    return Reading(
        label=rule.label,
        held=finding.held_label,
        new=f"{finding.required_label}{since}",
        new_basis=rule.basis,
        old=old,
        status=finding.status_label
        + (
            f" đến {day_text(rule.transition_until)}"
            if finding.status == Status.IN_TRANSITION and rule.transition_until
            else ""
        ),
        tone=_TONES.get(finding.status, "ok"),
        verified=rule.verified,
    )


def judged_on(user: Any, units: list[Unit], day: date) -> dict[int, list[Judged]]:
    """Primary key of the unit → its people on the day whom the reader may see, in official order of posts."""
    postings = _counting(user, day)
    wanted = {unit.pk for unit in units}
    here = [row for row in postings if row.unit_id in wanted]
    people = [row.official_id for row in here]
    own = len(people) if len(people) <= 100 else 0
    histories = Appointment.objects.visible_to(user)
    levels = Qualification.objects.visible_to(user)
    if own:
        histories, levels = histories.filter(official__in=people), levels.filter(official__in=people)
    by_person: dict[int, list[Appointment]] = defaultdict(list)
    for row in histories.only("official_id", "post_id", "starts_on", "start_unknown").order_by():
        by_person[row.official_id].append(row)
    held: dict[int, list[Qualification]] = defaultdict(list)
    for level in levels.only("official_id", "kind", "level", "attained_on").order_by():
        held[level.official_id].append(level)
    table = standards_on(day)
    found: dict[int, list[Judged]] = {unit.pk: [] for unit in units}
    for row in sorted(here, key=lambda r: (r.post.position, r.official.name_sort, r.pk)):
        person = person_of(
            row.official,
            qualifications=held[row.official_id],
            appointments=by_person[row.official_id],
            post=row.post_id,
        )
        found[row.unit_id].append(Judged(row, judge(table, row.post_id, person)))
    return found


def _counting(user: Any, day: date) -> list[Appointment]:
    """One posting a person: in force on the day, the latest started, then the greatest id (contracts 4)."""
    rows = Appointment.objects.visible_to(user).on(day).filter(is_primary=True)
    best: dict[int, Appointment] = {}
    for row in rows.select_related("official", "post").order_by():
        other = best.get(row.official_id)
        if other is None or (row.starts_on, id_order(row.public_id)) > (
            other.starts_on,
            id_order(other.public_id),
        ):
            best[row.official_id] = row
    return list(best.values())


def counts_of(people: list[Judged]) -> list[int]:
    """How many of each verdict, in `ORDER`."""
    found = Counter(one.judgement.verdict for one in people)
    return [found[verdict.value] for verdict in ORDER]
