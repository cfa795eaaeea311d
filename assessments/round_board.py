"""A round as its pages show it: one line a person, finished texts, what the rules say, what the reader may do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.kinds import EVALUATION_SHORT
from assessments.models import (
    NOT_RATED,
    Discipline,
    Evaluation,
    EvaluationCase,
    EvaluationRound,
    RatingAuthority,
)
from assessments.rating_rules import Finding, Rules, contradicted
from assessments.round_caps import CapLine, cap_lines
from assessments.round_states import CLOSED, DECIDED, NOTIFIED, OPEN, PROPOSED, RATED, ROUND_CASE
from assessments.rounds import (
    Standing,
    acts_of,
    findings_for,
    managers_on,
    ratings_of,
    reminder_day,
    rules_of,
    standing_of,
)
from foundation.components import Tone
from foundation.dates import year_end
from foundation.formats.vi_numbers import DASH
from foundation.states import Act
from foundation.vn_text import name_sort_key
from officials.checks import can_write, proposes_only
from officials.models import Post

TONES: dict[str, Tone] = {
    OPEN: "quiet", PROPOSED: "warning", RATED: "info", NOTIFIED: "ok", CLOSED: "ok",
}  # fmt: skip
SHORT = {str(code): label for code, label in EVALUATION_SHORT.items()} | {
    NOT_RATED: "Không xếp loại",
    "": DASH,
}
# Shown only where they are contradicted: on every line they would say nothing.
_SILENT = {"duoc_xep_loai"}


@dataclass(frozen=True)
class Line:
    """One person of the round."""

    case: EvaluationCase
    post: str
    state: str
    tone: Tone
    manager: RatingAuthority | None
    rating: Evaluation | None
    standing: Standing
    findings: Sequence[Finding]
    against: Sequence[Finding]
    acts: Sequence[Act]
    self_text: str
    unit_text: str
    proposed_text: str
    decided_text: str
    decision: str
    party_text: str

    @property
    def notes(self) -> list[Finding]:
        """What is said beside the line: rules that bear on it, and what its result contradicts."""
        shown = [f for f in self.findings if f.code not in _SILENT]
        return shown + [f for f in self.against if f.code in _SILENT]

    @property
    def is_doubtful(self) -> bool:
        return bool(self.against) and not self.case.reason


@dataclass(frozen=True)
class Board:
    """A round for one reader. `sees_steps`: more than results; `caps` are empty for who sees results only."""

    row: EvaluationRound
    rules: Rules
    lines: Sequence[Line]
    caps: Sequence[CapLine]
    sees_steps: bool
    sees_party: bool

    def able(self, act: str) -> list[Line]:
        """The lines with which the reader may take this step now."""
        return [line for line in self.lines if any(found.code == act for found in line.acts)]

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.case.state for line in self.lines)

    @property
    def reminder(self) -> Any:
        return reminder_day(self.row.year, self.rules.norms)


def board_of(user: Any, row: EvaluationRound) -> Board:
    """The round with all its people whom `user` may see; a fixed number of queries, however many they are."""
    rules = rules_of(row.year, row.regime)
    rows = (
        EvaluationCase.objects.visible_to(user)
        .filter(round=row)
        .select_related("official__unit", "round__unit")
    )
    cases = list(rows)
    posts = {post.code: post for post in Post.objects.all()}
    ratings = ratings_of(user, cases)
    sees_steps = user.may_see_field(EvaluationCase, "proposed")
    opinions = {case.official_id: case.former_opinion for case in cases}
    found = findings_for(user, row.unit, row.year, opinions, rules) if sees_steps and cases else {}
    managers = managers_on(year_end(row.year))
    writes = can_write(user, EvaluationCase, row.unit)
    only_proposes = proposes_only(user, Evaluation, row.unit) if writes else False
    lines = [
        _line(user, case, posts, ratings, found.get(case.official_id, []), managers, only_proposes)
        for case in cases
    ]
    lines.sort(
        key=lambda line: (_place(posts, line), name_sort_key(line.case.official.full_name), line.case.pk)
    )
    sees_party = user.may_see_field(EvaluationCase, "party_level")
    pairs = [(line.case, line.standing.result) for line in lines]
    caps = cap_lines(pairs, rules.norms, shows_party=sees_party) if sees_steps else []
    return Board(row, rules, lines, caps, sees_steps, sees_party)


def _place(posts: dict[str, Post], line: Line) -> int:
    post = posts.get(line.case.post_code)
    return post.position if post else 99


def _line(
    user: Any, case: EvaluationCase, posts: dict[str, Post], ratings: dict[str, Evaluation],
    found: Sequence[Finding], managers: dict[str, RatingAuthority], only_proposes: bool,
) -> Line:  # fmt: skip
    rating = ratings.get(case.evaluation_ref)
    manager = managers.get(case.post_code)
    standing = standing_of(case, rating)
    writes = can_write(user, EvaluationCase, case.official.unit)
    return Line(
        case=case,
        post=posts[case.post_code].name if case.post_code in posts else "",
        state=ROUND_CASE.label_of(case.state),
        tone=TONES.get(case.state, ""),
        manager=manager,
        rating=rating,
        standing=standing,
        findings=found,
        against=contradicted(found, standing.result),
        acts=acts_of(user, case, manager.manager if manager else "", only_proposes) if writes else [],
        self_text=SHORT[case.self_level],
        unit_text=SHORT[case.unit_level],
        proposed_text=SHORT[case.proposed],
        decided_text=_decided(case, rating),
        decision=_decision(rating),
        party_text=SHORT[case.party_level],
    )


def _decided(case: EvaluationCase, rating: Evaluation | None) -> str:
    """The rating in the records, also while a reopened case waits to be decided anew."""
    if rating is None:
        return "Không còn trong hồ sơ" if case.state in DECIDED else DASH
    return (
        SHORT[rating.level] if rating.status == Evaluation.Status.RATED else str(rating.get_status_display())
    )


def _decision(rating: Evaluation | None) -> str:
    if rating is None:
        return ""
    day = rating.decided_on_partial  # type: ignore[attr-defined]
    parts = [rating.decision_no, day.display() if day else "", rating.decided_by]
    return " · ".join(part for part in parts if part)


def reads_secrets(user: Any) -> bool:
    """Whether the page shows facts whose opening is noted: Party ratings, discipline."""
    return bool(user.may_see_field(EvaluationCase, "party_level") or user.may("read", Discipline, "all"))
