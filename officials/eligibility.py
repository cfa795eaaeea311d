"""Is a person eligible for election, planning, study, a raise? Each condition with its text, its source, the facts used.

A registry of declared checks: this floor knows standards, age, Party, time at a step; floors above add discipline and
ratings. It never answers yes or no for the whole: a person reads the lines and decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models

from foundation.registries import Registry
from officials.dossier import Dossier
from officials.law import RetirementRules, norms_on, retirement_rules, verification_label
from officials.models import Official, Post

MET, UNMET, UNKNOWN, TRANSITION, HIDDEN = "met", "unmet", "unknown", "in_transition", "hidden"
STATUS = {
    MET: ("ok", "Đạt"),
    UNMET: ("warning", "Chưa đạt"),
    UNKNOWN: ("quiet", "Chưa đủ số liệu"),
    TRANSITION: ("info", "Trong thời hạn chuyển tiếp"),
    HIDDEN: ("quiet", "Không được xem"),
}

ELECTION, PLANNING, STUDY, RAISE = "bau", "quy_hoach", "di_hoc", "nang_luong"
QUESTIONS = {
    ELECTION: "Đủ điều kiện giới thiệu bầu, bổ nhiệm giữ chức danh?",
    PLANNING: "Đủ điều kiện quy hoạch?",
    STUDY: "Đủ điều kiện cử đi học?",
    RAISE: "Đủ điều kiện nâng lương?",
}


@dataclass(frozen=True)
class Guard:
    """The field of a kind of record that must be readable for a line to be shown."""

    model: type[models.Model]
    fact: str

    def lets(self, user: Any) -> bool:
        return bool(user.may_see_field(self.model, self.fact))


@dataclass(frozen=True)
class Line:
    """One condition and how the person stands to it.

    `facts` are the values used, in words; `guards`: who may not read one of these fields is told nothing of the line.
    """

    condition: str
    status: str
    facts: str
    basis: str
    source: str = ""
    verified: str = "read"
    guards: tuple[Guard, ...] = ()

    def shown_to(self, user: Any) -> Line:
        """The line as `user` may read it; hidden, it is the same for everybody (its source may differ by person)."""
        if all(guard.lets(user) for guard in self.guards):
            return self
        return Line(self.condition, HIDDEN, "không được xem", "")

    @property
    def status_label(self) -> str:
        return STATUS[self.status][1]

    @property
    def tone(self) -> str:
        return STATUS[self.status][0]

    @property
    def verified_label(self) -> str:
        return "" if self.verified == "read" else verification_label(self.verified)


@dataclass
class Candidate:
    """The person, the day and the post asked about; what several checks need is read once."""

    dossier: Dossier
    post: Post | None
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def user(self) -> Any:
        return self.dossier.user

    @property
    def official(self) -> Official:
        return self.dossier.official

    @property
    def day(self) -> date:
        return self.dossier.day

    @cached_property
    def norms(self) -> Any:
        return norms_on(self.day)

    @cached_property
    def retirement(self) -> RetirementRules:
        return retirement_rules(self.day)

    @property
    def group(self) -> str:
        """`can_bo` or `cong_chuc` of the post held now, "" without one."""
        return self.dossier.primary.post.group if self.dossier.primary else ""


@dataclass(frozen=True)
class Check:
    """A declared check: which questions it belongs to, and the lines it gives for a candidate.

    `find` costs a fixed number of queries and reads without scope only what `guards` of its lines protect.
    """

    code: str
    questions: frozenset[str]
    order: int
    find: Callable[[Candidate], Iterable[Line]]


eligibility_checks: Registry[Check] = Registry("eligibility checks")


@dataclass(frozen=True)
class Sheet:
    """A question with its lines as a reader may see them."""

    code: str
    question: str
    lines: tuple[Line, ...]

    @property
    def summary(self) -> str:
        """How many lines stand how: `4 đạt, 1 chưa đạt, 1 chưa đủ số liệu`."""
        counts = [
            (label.lower(), sum(line.status == code for line in self.lines))
            for code, (_, label) in STATUS.items()
        ]
        return ", ".join(f"{n} {label}" for label, n in counts if n)


def sheets_of(candidate: Candidate) -> list[Sheet]:
    """Every question with the lines of its checks; a check of several questions is asked once."""
    found: dict[str, list[Line]] = {code: [] for code in QUESTIONS}
    for check in eligibility_checks:
        lines = [line.shown_to(candidate.user) for line in check.find(candidate)]
        for question in QUESTIONS:
            if question in check.questions:
                # Several hidden lines would tell how many records there are: equal ones are one.
                found[question] += dict.fromkeys(lines)
    return [Sheet(code, QUESTIONS[code], tuple(lines)) for code, lines in found.items()]
