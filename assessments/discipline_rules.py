"""Which forms of discipline exist on a day, how long they bind, whether two lines of one act match.

The table of forms is law as data (`DisciplineFormRule`); it is read once and then asked for any number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.models import Discipline, DisciplineFormRule
from foundation.dates import PartialDate
from foundation.scope import unscoped
from officials.models import Appointment, Official
from officials.months import add_months

Form, Line = Discipline.Form, Discipline.Line
PARTY = "dang_vien"

# NĐ 112/2020/NĐ-CP Điều 2 khoản 6: the administrative form is to match the Party's. Forms of one weight; which weighs
# as which is an inference from the order of both lists, so a mismatch is a warning, never a refusal.
WEIGHTS: Mapping[str, int] = {
    Form.KHIEN_TRACH: 1,
    Form.CANH_CAO: 2,
    Form.HA_BAC_LUONG: 2,
    Form.GIANG_CHUC: 3,
    Form.CACH_CHUC: 3,
    Form.BAI_NHIEM: 4,
    Form.BUOC_THOI_VIEC: 4,
    Form.KHAI_TRU: 4,
}
MATCHING_BASIS = "NĐ 112/2020/NĐ-CP, Điều 2 khoản 6"


@dataclass(frozen=True)
class FormTable:
    """Every rule on forms of discipline; `longest` is the longest bar it knows, in months."""

    rules: tuple[DisciplineFormRule, ...]

    @property
    def longest(self) -> int:
        return max((rule.bar_months or 0 for rule in self.rules), default=0)

    def valid(self, groups: Iterable[str], first: date, last: date | None = None) -> set[str]:
        """The forms there are for any of `groups` on some day from `first` to `last` (default: that one day)."""
        return {rule.form for rule in self._in_force(groups, first, last or first)}

    def rule(self, form: str, groups: Iterable[str], day: date) -> DisciplineFormRule | None:
        """The rule on `form` on `day`; of several the one that binds longest."""
        found = [rule for rule in self._in_force(groups, day, day) if rule.form == form]
        return max(found, key=lambda rule: rule.bar_months or 0, default=None)

    def _in_force(self, groups: Iterable[str], first: date, last: date) -> list[DisciplineFormRule]:
        wanted = set(groups)
        return [
            rule
            for rule in self.rules
            if rule.group in wanted
            and (rule.starts_on is None or rule.starts_on <= last)
            and (rule.ends_on is None or rule.ends_on >= first)
        ]


def form_table() -> FormTable:
    """The table, one query."""
    return FormTable(tuple(DisciplineFormRule.objects.order_by("group", "starts_on", "pk")))


def groups_of(line: str, group: str) -> tuple[str, ...]:
    """Whose forms a line uses: the Party's, else those of the person's group ("" = not known: of either)."""
    if line == Line.DANG:
        return (PARTY,)
    return (group,) if group else ("can_bo", "cong_chuc")


def check_form(table: FormTable, *, form: str, line: str, group: str, decided: PartialDate | None) -> str:
    """Why that form cannot be on the day of the decision, "" when it can or nothing is known of that day.

    Mass organisations discipline by their own charters: not judged here.
    """
    if line == Line.DOAN_THE or decided is None:
        return ""
    known = table.valid(groups_of(line, group), decided.first_day, decided.last_day)
    if not known or form in known:
        return ""
    name = str(Form(form).label)
    there_are = ", ".join(str(Form(code).label) for code in Form.values if code in known)
    return (
        f"Ngày {decided.display()} không có hình thức “{name}” cho nhóm này. Các hình thức có: {there_are}. "
        "Đề nghị kiểm tra hình thức hoặc ngày quyết định."
    )


def end_of_effect(
    table: FormTable, *, form: str, line: str, group: str, decided: PartialDate | None
) -> date | None:
    """The last day on which the decision bars (regulations 16.9): the same day of the month 12 or 24 months later.

    None where the form bars for no set time or the day is not known. A date known to the month or year counts from
    its last possible day, so that nobody is freed too early. Only the administrative line is computed.
    """
    if line in (Line.DANG, Line.DOAN_THE) or decided is None:
        return None
    rule = table.rule(form, groups_of(line, group), decided.last_day)
    return add_months(decided.last_day, rule.bar_months) if rule is not None and rule.bar_months else None


def mismatch(administrative: str, party: str) -> str:
    """What to warn of when the two lines of one act weigh differently; "" when they match."""
    if not administrative or not party or WEIGHTS[administrative] == WEIGHTS[party]:
        return ""
    return (
        f"Hình thức chính quyền “{Form(administrative).label}” chưa tương xứng với hình thức của Đảng "
        f"“{Form(party).label}” ({MATCHING_BASIS})."
    )


def group_histories(officials: Iterable[Official | int]) -> dict[int, list[tuple[date, str]]]:
    """By official: from which day of which group (cán bộ, công chức), the latest first; one query.

    For callers that have checked who may read these people.
    """
    keys = [person if isinstance(person, int) else person.pk for person in officials]
    with unscoped("the groups of people the caller already holds"):
        rows = Appointment.objects.filter(official__in=keys, is_primary=True)
        found: dict[int, list[tuple[date, str]]] = {}
        for key, starts_on, group in rows.order_by("-starts_on", "-pk").values_list(
            "official_id", "starts_on", "post__group"
        ):
            found.setdefault(key, []).append((starts_on, group))
    return found


def group_on(history: Iterable[tuple[date, str]], day: date) -> str:
    """The group on `day`: of the primary posting begun last by then, else of the first one; "" without any."""
    history = list(history)
    begun = next((group for starts_on, group in history if starts_on <= day), "")
    return begun or (history[-1][1] if history else "")
