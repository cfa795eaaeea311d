"""`demo`: what it installs, and what it leaves alone when it runs again."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.models import Membership, User
from assessments.models import Enrolment, EvaluationCase
from exchange.package.dumping import dump
from exchange.package.loading import load
from exchange.workforce import layout
from exchange.workforce.generic import Request, generate
from foundation import audit
from foundation.actors import SystemActor
from foundation.scope import unscoped
from officials.models import Appointment, Official, Unit

pytestmark = pytest.mark.django_db


def run(capsys):
    capsys.readouterr()
    call_command("demo", format="json")
    return json.loads(capsys.readouterr().out)["accounts"]


def test_it_makes_one_account_a_role_and_one_for_every_unit(installed):
    accounts = installed
    assert [a["username"] for a in accounts if a["role"] != "commune"] == [
        "noivu",
        "lanhdao",
        "quantri",
        "kiemtra",
    ]
    communes = [a for a in accounts if a["role"] == "commune"]
    assert sorted(a["username"] for a in communes) == sorted(f"xa_{unit}" for unit in layout.CURRENT)
    assert all(a["username"] == f"xa_{a['unit']}" for a in communes)
    assert len(communes) == 23
    for account in accounts:
        user = User.objects.get(username=account["username"])
        assert user.check_password(account["password"])
        assert not user.must_change_password
        membership = Membership.objects.get(user=user)
        assert (membership.role, membership.starts_on, membership.ends_on) == (
            account["role"],
            date(2019, 1, 1),
            None,
        )
        assert (membership.unit.public_id if membership.unit else None) == account["unit"]


def test_the_records_are_those_of_the_generator_and_all_synthetic(installed):
    with unscoped("test"):
        assert Official.objects.count() == 545
        assert not Official.objects.filter(synthetic=False).exists()
        in_post = Appointment.objects.filter(is_primary=True, ends_on=None)
        assert in_post.values("official").distinct().count() == 455
        assert Unit.objects.count() == 47


def rows_of_every_model():
    """How many rows each model has that second runs leave alone (not the audit, which notes the new passwords)."""
    apps_of_records = ("officials", "assessments", "reports", "cycle", "exchange", "plans", "accounts")
    return {
        model._meta.label: model._base_manager.count()
        for name in apps_of_records
        for model in apps.get_app_config(name).get_models()
    }


def test_again_changes_no_record_and_sets_new_passwords(installed, capsys):
    first = installed
    with unscoped("test"):
        corrected = Official.objects.get(public_id="KM0002")
        Official.objects.filter(pk=corrected.pk).update(hometown="sửa bởi Phòng Nội vụ")
        held = rows_of_every_model()
    version = audit.data_version()
    second = run(capsys)
    assert audit.data_version() == version
    with unscoped("test"):
        assert rows_of_every_model() == held
    with unscoped("test"):
        assert Official.objects.get(public_id="KM0002").hometown == "sửa bởi Phòng Nội vụ"
        assert Official.objects.count() == 545
    assert [a["username"] for a in first] == [a["username"] for a in second]
    assert all(a["password"] != b["password"] for a, b in zip(first, second, strict=True))
    assert all(User.objects.get(username=a["username"]).check_password(a["password"]) for a in second)
    assert Membership.objects.count() == 27


def test_again_revives_an_account_that_was_switched_off(installed, capsys):
    User.objects.filter(username="lanhdao").update(is_active=False)
    run(capsys)
    assert User.objects.get(username="lanhdao").is_active


def test_people_read_a_list_of_accounts(installed, capsys):
    call_command("demo")
    out = capsys.readouterr().out
    assert "số liệu minh họa" in out
    assert "xa_10675" in out


def test_another_package_replaces_it_with_all_the_work_of_the_year(installed, tmp_path):
    generate(tmp_path / "more.zip", Request(12, 240, (2019, 2020, 2021), 4))
    report = load(tmp_path / "more.zip", by=SystemActor(), replace=True)
    assert report.loaded, report.errors[:3]
    assert report.removed.work > 500
    with unscoped("test"):
        assert not Official.objects.filter(public_id="KM0002").exists()
        assert not EvaluationCase.objects.exists()
        assert not Enrolment.objects.exists()


def test_its_own_package_replaces_it_and_the_work_of_the_year_stays(installed, tmp_path):
    dump(tmp_path / "own.zip")
    with unscoped("test"):
        n_cases = EvaluationCase.objects.count()
        report = load(tmp_path / "own.zip", by=SystemActor(), replace=True)
        assert (report.loaded, report.removed.work) == (True, 0)
        assert EvaluationCase.objects.count() == n_cases > 500
