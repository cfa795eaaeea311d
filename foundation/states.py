"""State machines as one table each: which act leads from which state to which, and who may do it.

A test walks state × role × action of every registered machine; a page asks `acts(user, state)` for its buttons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.errors import Denied, Refused
from foundation.registries import Registry


@dataclass(frozen=True)
class Act:
    """One line of the table: in a state of `before`, a holder of a role of `roles` does `code` and `after` holds.

    `needs_reason`: refused without a reason. `label` is the button, in the words of the office.
    """

    code: str
    label: str
    before: frozenset[str]
    after: str
    roles: frozenset[str]
    needs_reason: bool = False


@dataclass(frozen=True)
class Machine:
    """The states of one kind of thing, in order, with the acts between them; `start` is where each begins."""

    code: str
    title: str
    states: tuple[tuple[str, str], ...]
    start: str
    table: tuple[Act, ...]

    def __post_init__(self) -> None:
        known = dict(self.states)
        named = {self.start, *(act.after for act in self.table)}.union(*(act.before for act in self.table))
        if not named <= set(known):
            raise ValueError(f"{self.code}: unknown states {sorted(named - set(known))}")

    def label_of(self, state: str) -> str:
        return dict(self.states)[state]

    def acts(self, user: Any, state: str) -> list[Act]:
        """What `user` may do now, in the order of the table."""
        roles = _roles(user)
        return [act for act in self.table if state in act.before and act.roles & roles]

    def check(self, user: Any, state: str, code: str, *, reason: str = "") -> Act:
        """The act, when `user` may do it in `state`.

        Errors: Denied when no role of the user does this at all; Refused when the state does not allow it, or
        a reason is wanted and missing.
        """
        lines = [act for act in self.table if act.code == code]
        mine = [act for act in lines if act.roles & _roles(user)]
        if not mine:
            raise Denied("Ông/bà không có quyền thực hiện bước này. Đề nghị liên hệ Phòng Nội vụ.")
        act = next((act for act in mine if state in act.before), None)
        if act is None:
            raise Refused(
                f"Không thực hiện được “{mine[0].label}” khi đang ở tình trạng “{self.label_of(state)}”. "
                "Đề nghị tải lại trang để xem tình trạng mới nhất."
            )
        if act.needs_reason and not reason.strip():
            raise Refused("Đề nghị nêu lý do.", field="reason")
        return act


def _roles(user: Any) -> frozenset[str]:
    return frozenset(membership.role for membership in user.memberships_today)


def of(*states: str) -> frozenset[str]:
    """A set of states or of roles, for tables."""
    return frozenset(states)


def machine(
    code: str, title: str, *, states: Iterable[tuple[str, str]], start: str, table: Iterable[Act]
) -> Machine:
    """Declare and register a machine."""
    return machines.register(Machine(code, title, tuple(states), start, tuple(table)))


machines: Registry[Machine] = Registry("state machines")
