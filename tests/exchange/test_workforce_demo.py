"""The records of the demonstration as a package, and where the command `demo` refuses."""

import json

import pytest
from django.core.management import call_command

from accounts.models import User
from exchange.package.loading import load
from exchange.workforce import kinhmon
from exchange.workforce.generic import Request, generate
from foundation import audit
from foundation.actors import SystemActor
from foundation.scope import unscoped
from officials.models import Official
from tests.factories import make_official

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_demonstration(settings):
    settings.KINHMON_ENV = "demo"


def test_it_loads_without_a_doubt_and_again_without_a_change(tmp_path):
    kinhmon.save(tmp_path / "demo.zip")
    first = load(tmp_path / "demo.zip", by=SystemActor())
    assert first.loaded
    assert [problem.as_dict() for problem in first.problems] == []
    again = load(tmp_path / "demo.zip", by=SystemActor())
    assert sum(n.new + n.changed for n in again.tables.values()) == 0
    assert again.tables["officials"].unchanged == 545


def test_a_generated_package_loads_beside_the_demonstration(tmp_path):
    kinhmon.save(tmp_path / "demo.zip")
    generate(tmp_path / "more.zip", Request(12, 240, (2019, 2020, 2021), 4))
    assert load(tmp_path / "demo.zip", by=SystemActor()).loaded
    report = load(tmp_path / "more.zip", by=SystemActor())
    assert report.loaded, report.errors[:3]
    assert {problem.code for problem in report.doubts} == {"two_primary_posts"}


def refused(capsys):
    capsys.readouterr()
    with pytest.raises(SystemExit) as exit_:
        call_command("demo", format="json")
    assert exit_.value.code == 1
    return json.loads(capsys.readouterr().out)["refused"]


def test_it_refuses_where_a_real_official_is(capsys):
    make_official(synthetic=False)
    before = audit.data_version()
    assert "không phải số liệu minh họa" in refused(capsys)
    assert not User.objects.filter(username="noivu").exists()
    assert audit.data_version() == before


def test_it_refuses_in_production(capsys, settings):
    settings.KINHMON_ENV = "production"
    assert "KINHMON_ENV=production" in refused(capsys)
    with unscoped("test"):
        assert not Official.objects.exists()
