"""The services of accounts: making, switching, granting, passwords, tokens."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from rest_framework.authtoken.models import Token

from accounts.models import User
from accounts.services import memberships, passwords, tokens, users
from foundation import audit
from foundation.actors import SystemActor
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.versions import StaleVersion

LONG_AGO = date(2019, 1, 1)
STRONG = "khoai-lang-nuong-72"


def make(by, username="moi", **kw):
    return users.create_user(by=by, username=username, full_name="Trần Thị Mới", password=STRONG, **kw)


def test_an_administrator_makes_an_account_without_rights(town):
    user = make(town.people.quantri, "  Moi ")
    assert (user.username, user.must_change_password, user.has_membership) == ("moi", True, False)
    event = AuditEvent.objects.first()
    assert (event.area, event.action, event.object_id, event.actor) == (
        "settings",
        "create",
        "moi",
        "quantri",
    )
    assert audit.changes_of(event)["full_name"] == [None, "Trần Thị Mới"]


@pytest.mark.parametrize("who", ["noivu", "xa_minh", "lanhdao", "kiemtra", "chua_gan"])
def test_nobody_else_manages_accounts(town, who):
    by = getattr(town.people, who)
    victim = town.people.xa_khac
    with pytest.raises(Denied):
        make(by)
    with pytest.raises(Denied):
        users.change_user(by=by, user=victim, changes={"full_name": "X"}, version=1)
    with pytest.raises(Denied):
        passwords.set_password(by=by, user=victim, password=STRONG)
    with pytest.raises(Denied):
        memberships.add_membership(by=by, user=victim, role="admin", starts_on=LONG_AGO)
    with pytest.raises(Denied):
        memberships.end_membership(by=by, membership=victim.memberships.get(), ends_on=LONG_AGO, version=1)
    assert not AuditEvent.objects.exists()


def test_a_command_may_make_accounts(town):
    user = make(SystemActor(), "lenh_tao", must_change_password=False)
    memberships.add_membership(
        by=SystemActor(), user=user, role="commune", unit=town.minh, starts_on=LONG_AGO
    )
    assert user.role == "commune"
    assert user.unit_ids_today() == {town.minh.pk}


def test_a_name_that_differs_only_in_case_is_taken(town):
    with pytest.raises(ValidationError) as caught:
        make(town.people.quantri, "NoiVu")
    assert "username" in caught.value.message_dict


def test_a_weak_password_is_refused_under_its_field(town):
    with pytest.raises(ValidationError) as caught:
        users.create_user(by=town.people.quantri, username="yeu", full_name="Yếu", password="12345")
    assert "password" in caught.value.message_dict


def test_random_passwords_pass_the_rules_and_differ(town):
    made = {passwords.new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.set_password(by=town.people.quantri, user=town.people.xa_minh, password=password)


def test_a_stale_change_of_an_account_is_refused(town):
    by, user = town.people.quantri, town.people.xa_minh
    users.change_user(by=by, user=user, changes={"full_name": "Tên mới"}, version=1)
    with pytest.raises(StaleVersion) as caught:
        users.change_user(by=by, user=user, changes={"full_name": "Tên khác"}, version=1)
    assert caught.value.current.full_name == "Tên mới"
    assert caught.value.mine == {"full_name": "Tên khác"}


def test_only_name_and_activity_of_an_account_change(town):
    with pytest.raises(Refused):
        users.change_user(
            by=town.people.quantri, user=town.people.xa_minh, changes={"username": "khac"}, version=1
        )


def test_switching_off_ends_token_and_raises_the_session_epoch(town):
    user = town.people.xa_minh
    tokens.make_token(by=user)
    before = user.get_session_auth_hash()
    users.change_user(
        by=town.people.quantri, user=user, changes={"is_active": False}, version=1, reason="Nghỉ"
    )
    assert not Token.objects.exists()
    assert User.objects.get(pk=user.pk).get_session_auth_hash() != before
    assert AuditEvent.objects.first().action == "deactivate"


def test_nobody_touches_the_own_role(town):
    own = town.people.quantri
    with pytest.raises(Denied):
        memberships.add_membership(by=own, user=own, role="district", starts_on=LONG_AGO)
    with pytest.raises(Denied):
        memberships.end_membership(
            by=own, membership=own.memberships.get(), ends_on=date(2021, 12, 31), version=1
        )
    with pytest.raises(Denied):
        users.change_user(by=own, user=own, changes={"is_active": False}, version=1)


def test_the_last_administrator_stays(town):
    last = town.people.quantri
    with pytest.raises(Refused):
        memberships.end_membership(
            by=SystemActor(), membership=last.memberships.get(), ends_on=date(2021, 12, 31), version=1
        )
    with pytest.raises(Refused):
        users.change_user(by=SystemActor(), user=last, changes={"is_active": False}, version=1)


def test_with_a_second_administrator_the_first_may_go(town):
    second = make(town.people.quantri, "quantri2")
    memberships.add_membership(by=town.people.quantri, user=second, role="admin", starts_on=LONG_AGO)
    first = town.people.quantri
    memberships.end_membership(
        by=second, membership=first.memberships.get(), ends_on=date(2021, 12, 30), version=1
    )
    assert not User.objects.get(pk=first.pk).has_membership


def test_an_administrator_whose_time_ends_does_not_count_as_the_other_one(town):
    second = make(town.people.quantri, "quantri2")
    memberships.add_membership(
        by=town.people.quantri, user=second, role="admin", starts_on=LONG_AGO, ends_on=date(2022, 1, 31)
    )
    with pytest.raises(Refused):
        users.change_user(by=second, user=town.people.quantri, changes={"is_active": False}, version=1)


def test_a_role_twice_in_one_time_is_refused(town):
    with pytest.raises(Refused):
        memberships.add_membership(
            by=town.people.quantri, user=town.people.noivu, role="district", starts_on=date(2021, 1, 1)
        )


@pytest.mark.parametrize(("role", "with_unit"), [("commune", False), ("district", True)])
def test_a_unit_goes_with_the_commune_role_only(town, role, with_unit):
    with pytest.raises(ValidationError) as caught:
        memberships.add_membership(
            by=town.people.quantri,
            user=town.people.chua_gan,
            role=role,
            unit=town.minh if with_unit else None,
            starts_on=LONG_AGO,
        )
    assert "unit" in caught.value.message_dict


def test_the_own_password_needs_the_current_one(town):
    user = town.people.noivu
    with pytest.raises(Refused):
        passwords.change_own_password(by=user, current="sai", password=STRONG)
    passwords.change_own_password(by=user, current="mat-khau-thu-123", password=STRONG)
    assert User.objects.get(pk=user.pk).check_password(STRONG)
    assert AuditEvent.objects.first().area == "sign_in"


def test_no_event_of_accounts_holds_a_password_or_token(town):
    user = make(town.people.quantri)
    passwords.set_password(by=town.people.quantri, user=user, password="ngo-nep-luoc-85")
    passwords.change_own_password(by=user, current="ngo-nep-luoc-85", password="banh-dau-xanh-91")
    key = tokens.make_token(by=town.people.noivu)
    everything = " ".join(str(row) for row in AuditEvent.objects.values_list())
    for secret in (STRONG, "ngo-nep-luoc-85", "banh-dau-xanh-91", key, User.objects.get(pk=user.pk).password):
        assert secret not in everything


def test_a_token_needs_a_right_and_is_one(town):
    with pytest.raises(Denied):
        tokens.make_token(by=town.people.chua_gan)
    first, second = tokens.make_token(by=town.people.noivu), tokens.make_token(by=town.people.noivu)
    assert first != second
    assert Token.objects.get().key == second
    assert tokens.delete_token(by=town.people.noivu)
    assert not tokens.delete_token(by=town.people.noivu)
