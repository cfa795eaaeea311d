"""Steps of the cases of a round: what a unit and the district do with many people at once.

A step of many people is one transaction: all of them or nobody. One audit event a case and step, about the person; a
decision writes the official rating through `assessments.services.records`, with the event of that record beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from assessments import rating_rules
from assessments.models import (
    NOT_RATED,
    Evaluation,
    EvaluationCase,
    EvaluationRound,
)
from assessments.rating_rules import Finding, Rules, contradicted
from assessments.round_states import (
    ACT_ADD,
    ACT_DECIDE,
    ACT_NOTIFY,
    ACT_OPINION,
    ACT_PROPOSE,
    ACT_REOPEN,
    ACT_RETURN,
    ACT_SELF,
    ROUND_CASE,
    UNDECIDED,
)
from assessments.rounds import (
    findings_for,
    latest_rating,
    managers_on,
    may_decide,
    members,
    rules_of,
)
from assessments.services import records
from assessments.services.rounds import settle
from foundation.dates import PartialDate, today, year_end
from foundation.errors import Denied, Refused
from foundation.models import IdempotencyKey
from foundation.scope import unscoped
from foundation.versions import create_once, save_changes
from officials.checks import check_can_write, proposes_only

_WHY = "one round whose writer's right was checked"


class StaleCases(Exception):
    """Someone else has changed these cases since they were read: `rows` as they stand, by public id."""

    def __init__(self, rows: dict[str, EvaluationCase]) -> None:
        self.rows = rows
        super().__init__("Hồ sơ vừa được người khác cập nhật.")


class RefusedRows(Exception):
    """What is wrong with single rows: public id of the case → field → sentence. Nothing was written."""

    def __init__(self, problems: dict[str, dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("Có dòng cần kiểm tra lại.")


@dataclass(frozen=True)
class Step:
    """One case of a step: the version it was read at, and what was typed for it."""

    case_id: str
    version: int
    values: dict[str, str]


@dataclass(frozen=True)
class Shared:
    """What holds for all cases of a step: the decision, the day of notice, the reason of a return or reopening."""

    reason: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    decision_no: str = ""
    notified_on: date | None = None


def step_cases(
    *, by: Any, row: EvaluationRound, act: str, steps: Sequence[Step], shared: Shared, key: str = ""
) -> int:
    """Take one step (`assessments.round_states`) with the chosen people of a round; how many.

    Errors: Denied; Refused (nobody chosen, a reason or the decision's day missing, a state that does not allow it);
    StaleCases; RefusedRows (a level of another regime, someone not in the unit that year, a result that a rule does not
    allow without a reason). With any of them nothing is written. The same `key` again changes nothing.
    """
    check_can_write(by, EvaluationCase, row.unit)
    if not steps:
        raise Refused("Đề nghị chọn ít nhất một người.")

    def make() -> EvaluationRound:
        _Stepping(by, row, act, shared).take(steps)
        return row

    content = [row.public_id, act, [(s.case_id, s.version, s.values) for s in steps], str(shared)]
    with transaction.atomic(), unscoped(_WHY):
        create_once(by=by, key=key, action=f"rate {act}", content=content, make=make, find=lambda _: row)
    return len(steps)


def was_sent(*, by: Any, act: str, key: str) -> bool:
    """Whether this form has been saved already: its people have moved on and would be missed in it."""
    return bool(key) and IdempotencyKey.objects.filter(user_id=by.pk, key=key, action=f"rate {act}").exists()


class _Stepping:
    """One step of many cases, by one person: everything is looked at before anything is written."""

    def __init__(self, by: Any, row: EvaluationRound, act: str, shared: Shared) -> None:
        self.by, self.row, self.act, self.shared = by, row, act, shared
        self.regime = row.regime
        self.rules: Rules = rules_of(row.year, row.regime)
        self.managers = managers_on(year_end(row.year))
        self.only_proposes = proposes_only(by, Evaluation, row.unit)

    def take(self, steps: Sequence[Step]) -> None:
        # The round first: two people who close its last two cases at once must see each other.
        self.row = EvaluationRound._base_manager.select_for_update(of=("self",)).get(pk=self.row.pk)
        cases = self._locked(steps)
        afters = {case.pk: self._allowed(case) for case in cases.values()}
        self._check_shared()
        self._check_rows(steps, cases)
        for step in steps:
            self._write(cases[step.case_id], step, afters[cases[step.case_id].pk])
        settle(self.row, by=self.by)

    def _locked(self, steps: Sequence[Step]) -> dict[str, EvaluationCase]:
        wanted = {step.case_id: step.version for step in steps}
        rows = EvaluationCase._base_manager.select_for_update(of=("self",)).select_related("official__unit")
        found = {c.public_id: c for c in rows.filter(round=self.row, public_id__in=wanted).order_by("pk")}
        if set(found) != set(wanted) or len(wanted) != len(steps):
            raise Refused("Danh sách của đợt đã thay đổi. Đề nghị tải lại trang.")
        stale = {public_id: c for public_id, c in found.items() if c.version != wanted[public_id]}
        if stale:
            raise StaleCases(stale)
        return found

    def _allowed(self, case: EvaluationCase) -> str:
        check_can_write(self.by, EvaluationCase, case.official.unit)
        done = ROUND_CASE.check(self.by, case.state, self.act, reason=self.shared.reason)
        held = self.managers.get(case.post_code)
        if not may_decide(self.by, self.act, held.manager if held else "", self.only_proposes):
            raise Denied(
                "Kết quả này không do đơn vị quyết định. Phòng Nội vụ ghi quyết định của cấp có thẩm quyền."
            )
        return done.after

    def _check_shared(self) -> None:
        shared = self.shared
        if self.act == ACT_DECIDE:
            if shared.decided_on is None:
                raise Refused("Đề nghị ghi ngày quyết định.", field="decided_on")
            if not shared.decided_by.strip():
                raise Refused("Đề nghị ghi cơ quan, người quyết định.", field="decided_by")
            self._check_day(shared.decided_on, "decided_on")
        if self.act == ACT_NOTIFY:
            if shared.notified_on is None:
                raise Refused("Đề nghị ghi ngày thông báo.", field="notified_on")
            self._check_day(shared.notified_on, "notified_on")

    def _check_day(self, day: date, field: str) -> None:
        if day > today():
            raise Refused(f"Ngày {day:%d/%m/%Y} chưa đến. Đề nghị kiểm tra lại.", field=field)
        if day.year < self.row.year:
            raise Refused(f"Ngày {day:%d/%m/%Y} trước năm đánh giá {self.row.year}.", field=field)

    # --- single rows ----------------------------------------------------------------------------------------
    def _check_rows(self, steps: Sequence[Step], cases: dict[str, EvaluationCase]) -> None:
        in_unit = members(self.row.unit, self.row.year) if self.act not in (ACT_RETURN, ACT_REOPEN) else None
        opinions = {c.official_id: c.former_opinion for c in cases.values()}
        needs_rules = self.act in (ACT_SELF, ACT_PROPOSE, ACT_DECIDE)
        findings = (
            findings_for(self.by, self.row.unit, self.row.year, opinions, self.rules) if needs_rules else {}
        )
        problems: dict[str, dict[str, str]] = {}
        for step in steps:
            case = cases[step.case_id]
            wrong = self._wrong(case, step.values, findings.get(case.official_id, []))
            if in_unit is not None and case.official_id not in in_unit:
                wrong = {"": f"Không thuộc {self.row.unit} năm {self.row.year} theo quá trình công tác."}
            if wrong:
                problems[step.case_id] = wrong
        if problems:
            raise RefusedRows(problems)

    def _wrong(self, case: EvaluationCase, values: dict[str, str], found: list[Finding]) -> dict[str, str]:
        wrong = {
            name: "Mức này không thuộc quy định của năm đánh giá. Đề nghị chọn lại."
            for name in ("self_level", "unit_level", "party_level", "proposed")
            if values.get(name) and values[name] not in (*self.rules.levels, NOT_RATED)
        }
        wrong |= {
            name: "Đề nghị chọn một mức."
            for name in ("self_level", "unit_level", "party_level")
            if values.get(name) == NOT_RATED
        }
        check: Callable[..., dict[str, str]] | None = {
            ACT_SELF: self._wrong_self, ACT_OPINION: self._wrong_opinion,
            ACT_PROPOSE: self._wrong_result, ACT_DECIDE: self._wrong_result,
        }.get(self.act)  # fmt: skip
        return wrong or (check(case, values, found) if check else {})

    def _wrong_self(
        self, case: EvaluationCase, values: dict[str, str], found: list[Finding]
    ) -> dict[str, str]:
        is_rated = not any(f.code == "khong_xep_loai" for f in found)
        return (
            {"self_level": "Đề nghị chọn mức tự xếp loại."}
            if is_rated and not values.get("self_level")
            else {}
        )

    def _wrong_opinion(self, case: EvaluationCase, values: dict[str, str], found: Any) -> dict[str, str]:
        if case.self_level and not values.get("unit_level"):
            return {"unit_level": "Đề nghị chọn mức đơn vị nhận xét."}
        return {}

    def _wrong_result(
        self, case: EvaluationCase, values: dict[str, str], found: list[Finding]
    ) -> dict[str, str]:
        result = values.get("proposed", "")
        if not result:
            return {"proposed": "Đề nghị chọn mức, hoặc “Không xếp loại”."}
        against = contradicted(found, result)
        if self.act == ACT_DECIDE:
            early = rating_rules.too_early(self.regime, self.shared.decided_on)
            against += [early] if early else []
        if against and not values.get("reason", "").strip():
            return {"reason": "Đề nghị chọn mức khác, hoặc nêu lý do. " + " ".join(f.text for f in against)}
        return {}

    # --- writing --------------------------------------------------------------------------------------------
    def _write(self, case: EvaluationCase, step: Step, after: str) -> None:
        values, changes = step.values, {"state": after}
        asked = {
            ACT_SELF: ("self_level", "self_note"),
            ACT_OPINION: ("unit_level", "unit_opinion"),
            ACT_PROPOSE: ("proposed", "reason"),
            ACT_DECIDE: ("proposed", "reason"),
            ACT_ADD: ("party_level", "former_opinion"),
        }.get(self.act, ())
        more: dict[str, Any] = {name: values.get(name, "").strip() for name in asked}
        if self.act == ACT_DECIDE:
            more["evaluation_ref"] = self._rate(case, more)
        if self.act == ACT_NOTIFY:
            more["notified_on"] = self.shared.notified_on
        if self.act == ACT_REOPEN:
            more["notified_on"] = None
        if self.act in (ACT_RETURN, ACT_REOPEN):
            more["comment"] = self.shared.reason.strip()
        if self.act == ACT_ADD and case.evaluation_ref and case.state not in UNDECIDED:
            self._correct_party(case, more["party_level"])
        save_changes(
            case,
            changes=changes | more,
            version=case.version,
            by=self.by,
            subject=case.official,
            unit=case.official.unit,
            reason=self.shared.reason or more.get("reason", ""),
            action=f"rate_{self.act}",
            summary=f"Năm {self.row.year}, {self.row.unit}",
        )

    def _rate(self, case: EvaluationCase, more: dict[str, Any]) -> str:
        """Write the official rating: correct the one the case leads to, else the year's, else add it."""
        is_rated = more["proposed"] != NOT_RATED
        facts: dict[str, Any] = {
            "status": Evaluation.Status.RATED if is_rated else Evaluation.Status.NOT_RATED_BY_RULE,
            "level": more["proposed"] if is_rated else "",
            "decided_on": PartialDate(self.shared.decided_on) if self.shared.decided_on else None,
            "decided_by": self.shared.decided_by.strip(),
            "decision_no": self.shared.decision_no.strip(),
        }
        facts |= {name: getattr(case, name) for name in ("self_level", "party_level") if getattr(case, name)}
        held = Evaluation._base_manager.filter(public_id=case.evaluation_ref, official=case.official).first()
        held = held or latest_rating(case.official, case.year)
        why = more["reason"] or case.comment or f"Quyết định trong đợt đánh giá năm {case.year}"
        if held is None:
            return records.record_evaluation(
                by=self.by, official=case.official, facts=facts | {"year": case.year}
            ).public_id
        records.change_evaluation(
            by=self.by, evaluation=held, changes=facts, version=held.version, reason=why
        )
        return held.public_id

    def _correct_party(self, case: EvaluationCase, level: str) -> None:
        held = Evaluation._base_manager.filter(public_id=case.evaluation_ref, official=case.official).first()
        if held is not None:
            records.change_evaluation(
                by=self.by, evaluation=held, changes={"party_level": level}, version=held.version,
                reason=f"Xếp loại đảng viên trong đợt đánh giá năm {case.year}",
            )  # fmt: skip
