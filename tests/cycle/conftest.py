"""A town of a few people whose data of 2021 can be sent, accepted, closed, and then changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from assessments.models import Evaluation, HealthCheck, Training, UnitYear
from cycle.reading import parts_of
from cycle.services import Asked, accept, send
from foundation import audit
from officials.models import UnitQuota
from reports import snapshot
from tests import factories

YEAR = 2021


def changed(by):
    """Say that records changed, as the service that changed them would."""
    with transaction.atomic():
        audit.record(by=by, action="create")


def asked(user, unit, year=YEAR, only=None):
    """Every set the unit sends (or those of `only`), with the versions as they stand."""
    [parts] = parts_of(user, [unit], year)
    return [
        Asked(unit, part.data_set.code, part.version)
        for part in parts
        if not part.data_set.of_district and (only is None or part.data_set.code in only)
    ]


def close(people, *units, year=YEAR):
    """Send and accept everything of the units: their figures are closed."""
    for unit in units:
        send(by=people.noivu, year=year, asked=asked(people.noivu, unit, year), reason="Chưa đủ")
        accept(by=people.noivu, year=year, asked=asked(people.noivu, unit, year))


@pytest.fixture
def staffed(town):
    """Two units with five people each, rated and examined, with courses and what the units report."""
    town.staff = {}
    for unit in (town.minh, town.khac):
        UnitQuota.objects.create(
            public_id=f"UQ-{unit.public_id}", unit=unit, total=6, starts_on=date(2020, 1, 1)
        )
        UnitYear.objects.create(
            public_id=f"UY-{unit.public_id}", unit=unit, year=YEAR, computers=5, cases=100, cases_on_time=90
        )
        for number in range(5):
            person = factories.make_official(
                unit=unit,
                public_id=f"N{unit.public_id}-{number}",
                full_name=f"Người {unit.public_id} {number}",
                sex="nu" if number % 2 else "nam",
                birth_date=f"{1970 + 4 * number}-03-05",
            )
            factories.make_qualification(person, level="dai_hoc" if number else "thac_si")
            Evaluation.objects.create(
                public_id=f"E-{person.public_id}", official=person, year=YEAR, status="rated", level="tot"
            )
            HealthCheck.objects.create(
                public_id=f"H-{person.public_id}", official=person, year=YEAR, health_class="2"
            )
            town.staff[person.public_id] = person
        Training.objects.create(
            public_id=f"T-{unit.public_id}",
            official=person,
            course="Kỹ năng",
            kind="ky_nang",
            ends_on=date(YEAR, 5, 1),
        )
    changed(town.people.noivu)
    snapshot.forget()
    return town
