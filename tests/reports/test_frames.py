"""The frames: who is in post on which day, movements, the snapshot and its keeping."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation import audit
from foundation.actors import SystemActor
from reports import snapshot
from reports.frames.movements import events_in_post, movements, served
from reports.frames.people import people
from reports.reading import LATE, later_id, years_of
from reports.reading import day_number as number
from tests import factories
from tests.reports.awkward import Maker
from tests.reports.conftest import load_rows

DAY = date(2021, 12, 31)


@pytest.mark.parametrize(
    ("left", "right"), [("10", "9"), ("b", "a"), ("9", "10a"), ("a9", "a10"), ("07", "6")]
)
def test_the_greater_id_is_a_number_if_both_are_else_a_text(left, right):
    assert later_id(left, right)
    assert not later_id(right, left)


@pytest.mark.parametrize(("ids", "winner"), [(("9", "10"), "10"), (("x9", "x10"), "x9"), (("10", "9"), "10")])
def test_of_two_postings_of_one_day_the_greatest_id_counts(db, ids, winner):
    units = {public_id: factories.make_unit(f"U{public_id}") for public_id in ids}
    official = factories.make_official()
    for public_id in ids:
        factories.make_appointment(
            official, units[public_id], public_id=public_id, starts_on=date(2020, 1, 1)
        )
    frame = people(snapshot.read(), DAY)
    assert [frame.snapshot.units.ids[row] for row in frame.unit] == [f"U{winner}"]


def test_the_earlier_posting_counts_again_when_the_later_one_ends(db):
    first, second = factories.make_unit("U1"), factories.make_unit("U2")
    official = factories.make_official()
    factories.make_appointment(official, first, starts_on=date(2019, 1, 1))
    factories.make_appointment(official, second, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30))
    found = snapshot.read()

    def unit_on(day):
        return [found.units.ids[row] for row in people(found, day).unit]

    assert unit_on(date(2019, 12, 31)) == ["U1"]
    assert unit_on(date(2020, 1, 1)) == unit_on(date(2020, 6, 30)) == ["U2"]
    assert unit_on(date(2020, 7, 1)) == ["U1"]


def test_spells_of_one_person_never_overlap_and_agree_with_every_day(db, tmp_path):
    town = load_rows(Maker(5).tables, tmp_path / "p")
    found = snapshot.read()
    spells = found.spells
    for k in range(1, len(spells.official)):
        assert spells.official[k] != spells.official[k - 1] or spells.starts[k] > spells.ends[k - 1]
    for n in range(0, 1500, 7):
        day = date(2018, 1, 1) + timedelta(n)
        rows = spells.on(number(day))
        said = {
            found.officials.ids[spells.official[row]]: found.appointments.ids[spells.row[row]] for row in rows
        }
        assert said == {official: row["appointment_id"] for official, row in town.in_post(day).items()}


def test_movements_explain_the_change_of_the_headcount(db, tmp_path):
    load_rows(Maker(6).tables, tmp_path / "p")
    found = snapshot.read()
    for year in (2019, 2020, 2021):
        frame = movements(found, year).to_pandas()
        net = (frame.kind == "entered").sum() - (frame.kind == "left").sum()
        before, after = (len(people(found, date(y, 12, 31))) for y in (year - 1, year))
        assert after - before == net


def test_a_move_on_new_years_day_belongs_to_the_new_year(db):
    first, second = factories.make_unit("U1"), factories.make_unit("U2")
    official = factories.make_official()
    factories.make_appointment(official, first, ends_on=date(2020, 12, 31), end_reason="chuyen_cong_tac")
    factories.make_appointment(official, second, starts_on=date(2021, 1, 1))
    found = snapshot.read()
    assert len(movements(found, 2020).official) == 0
    frame = movements(found, 2021).to_pandas()
    assert frame[["kind", "from_unit", "to_unit", "reason"]].values.tolist() == [
        ["moved", "U1", "U2", "chuyen_cong_tac"]
    ]
    assert len(served(found, 2021).official) == 1


def test_an_event_before_the_posting_is_nobodys(db):
    unit = factories.make_unit("U1")
    official = factories.make_official(unit=unit, starts_on=date(2021, 6, 1))
    official.awards.create(
        public_id="w1", title="Giấy khen", year=2021, decided_on=date(2021, 5, 31), decided_on_precision="day"
    )
    official.awards.create(
        public_id="w2", title="Giấy khen", year=2021, decided_on=date(2021, 6, 1), decided_on_precision="day"
    )
    found = snapshot.read()
    assert len(events_in_post(found, "awards", 2021).official) == 1


def test_years_of_days_before_1970_and_unknown():
    days = [number(date(1969, 12, 31)), number(date(1970, 1, 1)), number(date(2024, 2, 29)), LATE]
    import numpy as np

    assert years_of(np.array(days)).tolist() == [1969, 1970, 2024, -1]


def write_event():
    with transaction.atomic():
        audit.record(by=SystemActor(), action="test")


def test_the_snapshot_is_kept_until_the_records_change(db):
    first = snapshot.current()
    assert snapshot.current() is first
    with CaptureQueriesContext(
        connection,
    ) as queries:
        snapshot.current()
    assert len(queries) == 1  # only the data version
    write_event()
    assert snapshot.current() is not first


def test_a_rolled_back_event_does_not_leave_its_snapshot(db):
    snapshot.current()
    try:
        with transaction.atomic():
            factories.make_unit("U1")
            audit.record(by=SystemActor(), action="test")
            assert snapshot.current().units.ids == ("U1",)
            raise RuntimeError
    except RuntimeError:
        pass
    assert snapshot.current().units.ids == ()
    factories.make_unit("U2")
    write_event()  # takes the same sequence number again
    assert snapshot.current().units.ids == ("U2",)


def test_the_number_of_queries_does_not_grow_with_the_people(db):
    unit = factories.make_unit("U1")

    def queries():
        with CaptureQueriesContext(connection) as found:
            snapshot.read()
        return len(found)

    few = queries()
    for _ in range(10):
        factories.make_official(unit=unit)
    assert queries() == few
