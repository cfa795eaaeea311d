"""BM02/BNV equals its plain twin on awkward random data, for every unit and year 2019–2026."""

from __future__ import annotations

import random

import pytest

from tests import factories
from tests.reports.awkward import Maker
from tests.reports.conftest import load_rows
from tests.reports.form_numbers import numbers_of
from tests.reports.plain_forms import Form

pytestmark = pytest.mark.django_db
LANGUAGES = ("Tiếng Anh", "Anh văn", "Tiếng Trung", "Pháp", "")


@pytest.mark.parametrize("seed", [5, 6])
def test_every_number_equals_the_plain_one(seed, tmp_path):
    noivu = factories.make_user("district", username="noivu")
    tables = Maker(seed, 70).tables
    chance = random.Random(seed)
    for row in tables["qualifications"]:
        if row["kind"] == "foreign_language":
            row["field"] = chance.choice(LANGUAGES)
    for row in tables["appointments"]:
        row["how"] = chance.choice(("", "bau", "luan_chuyen"))
    town = load_rows(tables, tmp_path)
    past = 0
    for year in range(2019, 2027):
        form = Form(town, year)
        everyone = town.in_post(form.day)
        for unit, numbers in numbers_of(noivu, year).items():
            inside = {o: row for o, row in everyone.items() if unit == "all" or row["unit"] == unit}
            assert numbers == form.of(inside), (unit, year)
            past += numbers[37]
    assert past  # ages past retirement are among them
