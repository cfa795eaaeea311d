"""Every state machine: each state can be reached, and each act by each of the eight people gives what its table says."""

from __future__ import annotations

import pytest

from foundation.errors import Denied, Refused
from foundation.states import Act, Machine, machines, of
from tests.whole_town import EIGHT

pytestmark = pytest.mark.django_db


class Nobody:
    """Who has not signed in holds no role."""

    memberships_today = ()


def roles_of(user):
    return {membership.role for membership in user.memberships_today}


@pytest.fixture
def eight(town):
    return {who: getattr(town.people, who, Nobody()) for who in EIGHT}


def expected(machine, user, state, code):
    """What the table says, worked out from its lines alone: the state after, `Denied` or `Refused`."""
    lines = [line for line in machine.table if line.code == code and line.roles & roles_of(user)]
    if not lines:
        return Denied
    afters = [line.after for line in lines if state in line.before]
    return afters[0] if afters else Refused


def tried(machine, user, state, code, reason="Vì cần sửa"):
    try:
        return machine.check(user, state, code, reason=reason).after
    except (Denied, Refused) as error:
        return type(error)


def pairs():
    return [pytest.param(machine, id=machine.code) for machine in machines]


def test_there_are_machines():
    assert len(machines) > 0


@pytest.mark.parametrize("machine", pairs())
def test_every_state_can_be_reached_from_the_start(machine):
    reached, grown = {machine.start}, True
    while grown:
        more = {line.after for line in machine.table if line.before & reached} - reached
        reached, grown = reached | more, bool(more)
    assert reached == {code for code, _ in machine.states}


@pytest.mark.parametrize("machine", pairs())
def test_one_act_has_one_outcome_for_a_role_in_a_state(machine):
    for line in machine.table:
        for other in machine.table:
            if line is not other and line.code == other.code and line.roles & other.roles:
                assert not line.before & other.before, (line, other)


@pytest.mark.parametrize("machine", pairs())
def test_each_act_by_each_of_the_eight_in_each_state_is_as_the_table_says(machine, eight):
    walked = 0
    for who, user in eight.items():
        for state, _ in machine.states:
            for code in {line.code for line in machine.table}:
                assert tried(machine, user, state, code) == expected(machine, user, state, code), (
                    who,
                    state,
                    code,
                )
                walked += 1
    assert walked == 8 * len(machine.states) * len({line.code for line in machine.table})


@pytest.mark.parametrize("machine", pairs())
def test_the_buttons_are_the_acts_that_succeed(machine, eight):
    for user in eight.values():
        for state, _ in machine.states:
            offered = {act.code for act in machine.acts(user, state)}
            codes = {line.code for line in machine.table}
            assert offered == {c for c in codes if isinstance(tried(machine, user, state, c), str)}


@pytest.mark.parametrize("machine", pairs())
def test_an_act_that_needs_a_reason_is_refused_without_one(machine, eight):
    for line in (line for line in machine.table if line.needs_reason):
        for user in eight.values():
            if line.roles & roles_of(user):
                for state in line.before:
                    assert tried(machine, user, state, line.code, reason="  ") is Refused


@pytest.mark.parametrize("machine", pairs())
def test_who_reads_only_and_who_holds_no_role_does_nothing(machine, eight):
    for who in ("anon", "chua_gan", "kiemtra", "lanhdao"):
        for state, _ in machine.states:
            acts = machine.acts(eight[who], state)
            assert all(line.roles & roles_of(eight[who]) for line in acts)
            if who != "lanhdao":
                assert acts == []


def test_a_table_that_names_an_unknown_state_is_a_fault_of_the_code():
    with pytest.raises(ValueError, match="unknown states"):
        Machine("x", "X", (("a", "A"),), "a", (Act("go", "Đi", of("a"), "b", of("district")),))
