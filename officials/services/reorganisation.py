"""Carrying out a reorganisation of units as one act, in one transaction with one event."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from foundation import audit, versions
from foundation.dates import today
from foundation.errors import Denied, Refused
from foundation.ids import new_public_id
from foundation.scope import unscoped
from officials.models import (
    Appointment,
    Area,
    Official,
    Post,
    Reorganisation,
    SurplusStatus,
    Unit,
    UnitSuccession,
    Verification,
)
from officials.reorganisation_plan import KEEP, OUT, Move, NewUnit, Outline, Plan, Question, make_plan
from officials.services.postings import current_unit_id

CHANGED_MEANWHILE = (
    "Số liệu vừa thay đổi so với bản xem trước. Đề nghị xem lại bản xem trước bên dưới rồi xác nhận lần nữa."
)


@dataclass(frozen=True)
class Answers:
    """What was decided in the preview: `choices` by key of the question; who is on a surplus path, and until when."""

    choices: Mapping[str, str] = field(default_factory=dict)
    surplus: frozenset[str] = frozenset()
    surplus_until: date | None = None


class Unanswered(Exception):
    """Questions of the preview that have no answer among their options."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = questions
        super().__init__("Đề nghị trả lời các câu hỏi còn lại trước khi xác nhận.")


def check_can_reorganise(by: Any) -> None:
    if not by.may("write", Reorganisation, "all"):
        raise Denied("Sắp xếp đơn vị do Phòng Nội vụ thực hiện.")


@transaction.atomic
def reorganise(
    outline: Outline, *, by: Any, answers: Answers, mark: str | None = None, key: str = ""
) -> Reorganisation:
    """Make or name the successors, end the predecessors, carry every posting over on the day; one audit event.

    `mark`: the digest of the preview that was confirmed (None: a caller without one). Errors: Denied; Refused (a
    problem of the plan, or the data changed since the preview); Unanswered.
    """
    check_can_reorganise(by)

    def make() -> Reorganisation:
        with unscoped("a reorganisation over several units, by the district"):
            _lock(outline)
            plan = make_plan(outline)
            _check(plan, answers, mark)
            return _Act(plan, answers, by).carry_out()

    row, _ = versions.create_once(
        by=by,
        key=key,
        action="reorganise",
        content=[repr(outline)],
        make=make,
        find=lambda public_id: Reorganisation._base_manager.get(public_id=public_id),
    )
    return row  # type: ignore[return-value]


def _lock(outline: Outline) -> None:
    """Units, then people, as every service takes them."""
    ids = [*outline.old_ids, *outline.new_ids]
    units = [
        unit.pk
        for unit in Unit.objects.select_for_update(of=("self",)).filter(public_id__in=ids).order_by("pk")
    ]
    people = Official.objects.filter(appointments__unit__in=units).values("pk")
    list(Official.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))


def _check(plan: Plan, answers: Answers, mark: str | None) -> None:
    if plan.problems:
        raise Refused(" ".join(plan.problems))
    if mark is not None and mark != plan.digest():
        raise Refused(CHANGED_MEANWHILE)
    missing = [
        question
        for question in plan.questions
        if answers.choices.get(question.key, question.default) not in dict(question.options)
    ]
    if missing:
        raise Unanswered(missing)
    until = answers.surplus_until
    if answers.surplus and until is not None and until < plan.outline.effective_on:
        raise Refused("Ngày cuối của lộ trình dôi dư phải sau ngày sắp xếp.", field="doi_du_den")


class _Act:
    """One carrying out; `effects` gathers what was done, by public ids, so that it can be undone."""

    def __init__(self, plan: Plan, answers: Answers, by: Any) -> None:
        self.plan, self.answers, self.by = plan, answers, by
        self.outline = plan.outline
        self.units: dict[str, Unit] = {}
        self.posts = {post.code: post for post in Post.objects.all()}
        self.made: list[Appointment] = []
        self.ended: dict[str, Any] = {}
        self.moved: dict[str, Any] = {}
        self.effects: dict[str, Any] = {}

    def carry_out(self) -> Reorganisation:
        self._units()
        for move in self.plan.moves:
            self._carry(move)
        self._write_postings()
        people = {move.posting.official_id for move in self.plan.moves}
        refresh_officials(people)
        surplus = self._surplus()
        self.effects |= {
            "ended": self.ended,
            "moved": self.moved,
            "made": [row.public_id for row in self.made],
            "surplus": surplus,
            "postings": {
                row.public_id: fingerprint(row)
                for row in Appointment.objects.filter(official__in=people).order_by("public_id")
            },
            "units": {u.public_id: fingerprint(u) for u in [*self.plan.olds, *self.units.values()]},
        }
        return self._record(len(people))

    # --- units --------------------------------------------------------------------------------------------------
    def _units(self) -> None:
        made: list[str] = []
        for public_id, unit in self.plan.news.items():
            if isinstance(unit, NewUnit):
                self.units[public_id] = self._make_unit(unit)
                made.append(public_id)
            else:
                self.units[public_id] = unit
        closed: dict[str, Any] = {}
        for old in self.plan.olds:
            if old.ends_on != self.outline.last_day:
                closed[old.public_id] = audit.to_json(old.ends_on)
                old.ends_on = self.outline.last_day
                old.version += 1
                old.save(update_fields=["ends_on", "version"])
        by_id = {old.public_id: old for old in self.plan.olds}
        rows = [
            UnitSuccession(
                public_id=":".join(part.replace(":", "::") for part in (old, new)),
                predecessor=by_id[old],
                successor=self.units[new],
                effective_on=self.outline.effective_on,
                basis=self.outline.basis,
            )
            for old, new in self.plan.missing_successions
        ]
        UnitSuccession.objects.bulk_create(rows)
        self.effects |= {"units_made": made, "closed": closed, "successions": [row.public_id for row in rows]}

    def _make_unit(self, unit: NewUnit) -> Unit:
        area = Area.objects.get_or_create(name=unit.area)[0] if unit.area else None
        row = Unit(
            public_id=unit.public_id,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            area=area,
            starts_on=self.outline.effective_on,
            note=unit.note,
        )
        row.full_clean()
        row.save(force_insert=True)
        return row

    # --- people -------------------------------------------------------------------------------------------------
    def _answer(self, key: str, default: str) -> str:
        question = next((item for item in self.plan.questions if item.key == key), None)
        if question is None:
            return default
        return self.answers.choices.get(key, question.default)

    def _carry(self, move: Move) -> None:
        row = move.posting
        target = self.units[self._answer(move.unit_question, move.targets[0])]
        choice = self._answer(move.post_question, KEEP)
        if row.starts_on >= self.outline.effective_on:
            self._move_later_posting(row, target, row.post_id if choice.startswith(OUT) else choice)
            return
        is_out = choice.startswith(OUT)
        self.ended[row.public_id] = [audit.to_json(row.ends_on), row.end_reason]
        continued = self._continued(row, target, row.post_id if choice == KEEP else choice)
        row.ends_on = self.outline.last_day
        row.end_reason = choice.removeprefix(OUT) if is_out else Appointment.EndReason.SAP_NHAP.value
        if not is_out and not self._holds_already(continued):
            self.made.append(continued)

    def _move_later_posting(self, row: Appointment, target: Unit, choice: str) -> None:
        """A posting that begins on the day or later never was in the old unit: it begins in the new one."""
        self.moved[row.public_id] = [row.unit.public_id, row.post_id]
        row.unit = target
        row.post = self.posts[row.post_id if choice == KEEP else choice]

    def _continued(self, row: Appointment, target: Unit, post: str) -> Appointment:
        return Appointment(
            public_id=new_public_id(Appointment.id_letter),
            official=row.official,
            unit=target,
            post=self.posts.get(post, row.post),
            is_primary=row.is_primary,
            starts_on=self.outline.effective_on,
            ends_on=row.ends_on,
            end_reason=row.end_reason,
            how=row.how,
            term=row.term,
            managed_by=row.managed_by,
            decision_no=self.outline.basis[:60],
        )

    def _holds_already(self, row: Appointment) -> bool:
        """Two posts of one name in two merged units are one post in the new one; the chief one stays."""
        twin = next(
            (
                other
                for other in self.made
                if (other.official_id, other.unit_id, other.post_id)
                == (row.official_id, row.unit_id, row.post_id)
            ),
            None,
        )
        if twin is not None:
            twin.is_primary = twin.is_primary or row.is_primary
        return twin is not None

    def _write_postings(self) -> None:
        rows = [move.posting for move in self.plan.moves]
        for row in rows:
            row.version += 1
        Appointment.objects.bulk_update(
            rows, ["unit", "post", "ends_on", "end_reason", "version"], batch_size=200
        )
        Appointment.objects.bulk_create(self.made, batch_size=200)

    def _surplus(self) -> list[str]:
        until = self.answers.surplus_until or self.plan.surplus_until
        assert until is not None
        chosen = {item.official.public_id: item for item in self.plan.surplus}
        rows = [
            SurplusStatus(
                public_id=new_public_id(SurplusStatus.id_letter),
                official=item.official,
                unit=self.units[item.unit_id],
                starts_on=self.outline.effective_on,
                until=until,
                basis=self.outline.basis,
                verified=Verification.MEMORY,
                note=f"{item.post.name}, từ {item.from_unit}",
            )
            for public_id, item in chosen.items()
            if public_id in self.answers.surplus
        ]
        SurplusStatus.objects.bulk_create(rows)
        return [row.public_id for row in rows]

    # --- telling ------------------------------------------------------------------------------------------------
    def _record(self, n_people: int) -> Reorganisation:
        row = Reorganisation(
            public_id=new_public_id(Reorganisation.id_letter),
            effective_on=self.outline.effective_on,
            kind=self.outline.kind,
            basis=self.outline.basis,
            pairs=[list(pair) for pair in self.outline.pairs],
            effects=self.effects,
            n_people=n_people,
            done_at=timezone.now(),
            done_by_name=self.by.full_name or self.by.username,
        )
        row.full_clean()
        row.save(force_insert=True)
        audit.record(
            by=self.by,
            action="reorganise",
            obj=row,
            changes=audit.created_values(row, ["effective_on", "kind", "basis", "n_people"])
            | told(self.effects),
            summary=summary_of(self.plan),
        )
        return row


def fingerprint(row: models.Model) -> str:
    """What a row says, in short: two acts, the later undone, leave the same. The version is no part of it."""
    values = [
        str(getattr(row, f.attname)) for f in row._meta.concrete_fields if f.name not in ("id", "version")
    ]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def told(effects: Mapping[str, Any]) -> dict[str, Any]:
    """Bounded numbers for the event; the rows themselves stand in `effects`."""
    return {
        "units_made": [None, len(effects["units_made"])],
        "postings_made": [None, len(effects["made"])],
        "postings_ended": [None, len(effects["ended"])],
        "surplus_made": [None, len(effects["surplus"])],
    }


def summary_of(plan: Plan) -> str:
    olds = ", ".join(unit.full_name for unit in plan.olds)
    news = ", ".join(unit.full_name for unit in plan.news.values())
    text = f"{Reorganisation.Kind(plan.outline.kind).label} từ {plan.outline.effective_on:%d/%m/%Y}: {olds} → {news}"
    return text if len(text) <= 300 else f"{text[:299]}…"


def refresh_officials(official_ids: set[int]) -> None:
    """`Official.unit` of many people from their postings as of the working day."""
    by_person: dict[int, list[Appointment]] = {pk: [] for pk in official_ids}
    for posting in Appointment.objects.filter(official__in=official_ids):
        by_person[posting.official_id].append(posting)
    moved = []
    for official in Official.objects.filter(pk__in=official_ids):
        unit_id = current_unit_id(by_person[official.pk], today())
        if unit_id != official.unit_id:
            official.unit_id = unit_id
            moved.append(official)
    Official.objects.bulk_update(moved, ["unit"], batch_size=500)
