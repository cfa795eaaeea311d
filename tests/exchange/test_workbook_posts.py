"""What a list of one day does to a person's postings, worked out without a database: every day asked before and after."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from exchange.workbooks.existing import Person
from exchange.workbooks.plan import Plan
from exchange.workbooks.planning import personal, posts
from exchange.workbooks.planning.base import Maker
from exchange.workbooks.rows import Row
from foundation.dates import PartialDate
from officials.models import Appointment, Official, Unit

VP, CT, PCT = "van_phong_thong_ke", "chu_tich_ubnd", "pho_chu_tich_ubnd"
HERE, AWAY = Unit(pk=1, public_id="U1", name="Minh Tân"), Unit(pk=2, public_id="U2", name="An Lưu")
DAY = timedelta(days=1)
END_2019, END_2021 = date(2019, 12, 31), date(2021, 12, 31)


def posting(code, starts_on, ends_on=None, *, unknown=False, unit=HERE, is_primary=True):
    return Appointment(
        public_id=f"A-{code}-{starts_on}", unit=unit, post_id=code, is_primary=is_primary,
        starts_on=starts_on, ends_on=ends_on, start_unknown=unknown,
    )  # fmt: skip


def planned(appointments, stated, as_of, *, listed_on=None, may_move=True, newest_list=None, **values):
    """The plan of a row that states posts, and the row."""
    person = Person(Official(public_id="P"), listed_on, newest_list, appointments=appointments)
    row = Row("DS", 2, {"posts": stated, **values}, [])
    plan = Plan(HERE, person)
    posts.place(Maker(row, plan, as_of, may_move=may_move))
    return plan, row


def done(appointments, plan):
    """The postings after the plan."""
    for item in plan.changed:
        for name, value in item.changes.items():
            setattr(item.row, name, value)
    new = []
    for item in plan.new:
        row = Appointment(public_id=f"N{len(appointments) + len(new)}")
        for name, value in item.facts.items():
            setattr(row, f"{name}_partial" if name == "decided_on" else name, value)
        new.append(row)
    return [*appointments, *new]


def held_on(appointments, day):
    return {
        (a.post_id, a.unit_id, a.is_primary)
        for a in appointments
        if a.starts_on <= day and (a.ends_on is None or a.ends_on >= day)
    }


def days_after(day):
    return [day + timedelta(days=n) for n in (1, 2, 30, 181, 366, 500, 731, 1000, 3000)]


# --- a list of the day that is newest ---------------------------------------------------------------------------


def test_a_new_post_starts_on_the_day_and_the_earlier_one_ends_the_day_before():
    rows = [posting(VP, date(2016, 7, 1))]
    plan, row = planned(rows, [CT], END_2021)
    assert not row.problems
    rows = done(rows, plan)
    assert [(a.post_id, a.starts_on, a.ends_on) for a in rows] == [
        (VP, date(2016, 7, 1), date(2021, 12, 30)),
        (CT, END_2021, None),
    ]


def test_a_post_known_by_its_year_counts_at_the_latest_from_the_lists_day():
    plan, _ = planned([], [CT], date(2021, 6, 30), post_date={"iso": "2021", "precision": "year"})
    assert [item.facts["starts_on"] for item in plan.new] == [date(2021, 6, 30)]


def test_a_correction_of_a_post_takes_the_stated_start_at_once():
    rows = [posting(VP, END_2021, unknown=True)]
    stated = {"post_date": {"iso": "2018-05-01", "precision": "day"}}
    plan, _ = planned(rows, [CT], END_2021, **stated)
    rows = done(rows, plan)
    assert [(a.post_id, a.starts_on, a.start_unknown) for a in rows] == [(CT, date(2018, 5, 1), False)]
    assert planned(rows, [CT], END_2021, **stated)[0].is_empty


# --- a list of a past day ---------------------------------------------------------------------------------------


def test_a_post_confirmed_by_a_newer_list_is_not_ended_by_an_older_one():
    rows = [posting(VP, date(2016, 7, 1))]
    plan, row = planned(rows, [CT], END_2019, listed_on=END_2021)
    assert [(p.field, p.code) for p in row.problems] == [("posts", "existing_conflict")]
    assert plan.without({"posts"}).is_empty
    after = done(rows, plan)
    assert held_on(after, END_2019) == {(CT, 1, True)}
    assert all(held_on(after, day) == {(VP, 1, True)} for day in days_after(END_2019))


def test_a_start_that_was_only_assumed_gives_way_up_to_the_lists_day():
    rows = [posting(CT, date(2019, 1, 1), unknown=True)]
    plan, row = planned(rows, [PCT], END_2019, listed_on=END_2021)
    assert not row.problems
    after = done(rows, plan)
    assert held_on(after, date(2019, 1, 1)) == held_on(after, END_2019) == {(PCT, 1, True)}
    assert held_on(after, date(2020, 1, 1)) == {(CT, 1, True)}


def test_who_has_left_by_now_is_not_brought_back_by_an_old_list():
    rows = [posting(VP, date(2016, 7, 1), date(2020, 6, 30))]
    plan, row = planned(rows, [CT], END_2019)
    assert row.problems
    after = done(rows, plan)
    assert held_on(after, date(2020, 6, 30)) == {(VP, 1, True)}
    assert held_on(after, date(2020, 7, 1)) == set()


def test_who_had_left_counts_for_an_old_list_only_up_to_its_day():
    rows = [posting(VP, date(2016, 7, 1), date(2019, 6, 30))]
    plan, _ = planned(rows, [VP], END_2019, newest_list=END_2021)
    assert plan.returns
    after = done(rows, plan)
    assert held_on(after, END_2019) == {(VP, 1, True)}
    assert held_on(after, date(2020, 1, 1)) == set()


def test_a_second_post_of_an_old_list_ends_with_it():
    rows = [posting(CT, date(2016, 7, 1))]
    plan, row = planned(rows, ["bi_thu_dang_uy", CT], END_2019, listed_on=END_2021)
    after = done(rows, plan)
    assert not row.problems
    assert len(held_on(after, END_2019)) == 2
    assert held_on(after, date(2020, 1, 1)) == {(CT, 1, True)}


def test_a_commune_does_not_change_what_a_person_held_elsewhere():
    rows = [posting(VP, date(2016, 7, 1), date(2020, 12, 31), unit=AWAY), posting(VP, date(2021, 1, 1))]
    plan, row = planned(rows, [CT], END_2019, may_move=False)
    assert plan.is_empty
    assert [p.code for p in row.problems] == ["more_precise_kept"]


def random_case(chance):
    """Postings, a list's day, the posts it states and what else."""
    rows, day = [], date(2015, 1, 1)
    for _ in range(chance.randint(1, 3)):
        start = day + timedelta(days=chance.randint(0, 400))
        end = start + timedelta(days=chance.randint(0, 900))
        unit = chance.choice([HERE, HERE, AWAY])
        rows.append(
            posting(chance.choice([VP, CT, PCT]), start, end, unknown=chance.random() < 0.5, unit=unit)
        )
        day = end + DAY
    if chance.random() < 0.6:
        rows[-1].ends_on = None
    as_of = date(2015, 1, 1) + timedelta(days=chance.randint(0, 2500))
    values = {"evaluations": {str(as_of.year): "tot"}} if chance.random() < 0.5 else {}
    if chance.random() < 0.4:
        stated = as_of - timedelta(days=chance.randint(0, 900))
        values["post_date"] = {"iso": stated.isoformat(), "precision": "day"}
    return rows, as_of, chance.sample([VP, CT, PCT], chance.randint(1, 2)), values


@pytest.mark.parametrize("seed", range(200))
def test_a_list_again_changes_nothing(seed):
    rows, as_of, stated, values = random_case(random.Random(seed))
    rows = done(rows, planned(rows, stated, as_of, **values)[0])
    assert all(a.ends_on is None or a.ends_on >= a.starts_on for a in rows)
    assert planned(rows, stated, as_of, **values)[0].is_empty


@pytest.mark.parametrize("seed", range(200))
def test_later_days_stay_whatever_an_older_list_says(seed):
    """A newer list has named the person; `later` are days after the older list's own."""
    rows, as_of, stated, values = random_case(random.Random(seed))
    newer = {"listed_on": END_2021, "newest_list": END_2021}
    later = {day: held_on(rows, day) for day in days_after(as_of)}
    was_in_post = bool(held_on(rows, as_of))
    rows = done(rows, planned(rows, stated, as_of, **newer, **values)[0])
    assert all(held_on(rows, day) >= held for day, held in later.items())
    if was_in_post:
        assert {day: held_on(rows, day) for day in later} == later
        assert {post for post, _, _ in held_on(rows, as_of)} >= set(stated)
    assert planned(rows, stated, as_of, **newer, **values)[0].is_empty


# --- facts without a date ---------------------------------------------------------------------------------------


def compared(official, as_of, listed_on, **values):
    row, plan = Row("DS", 2, values, []), Plan(HERE, Person(official, listed_on))
    personal.compare(Maker(row, plan, as_of))
    return plan, row


def test_an_older_list_does_not_overwrite_what_a_newer_one_said():
    plan, row = compared(Official(hometown="Xã Mới"), END_2019, END_2021, hometown="Xã Cũ", ethnicity="Tày")
    assert plan.personal == {"ethnicity": "Tày"}
    assert [(p.field, p.code) for p in row.problems] == [("hometown", "more_precise_kept")]
    plan, _ = compared(Official(hometown="Xã Mới"), END_2021, END_2021, hometown="Xã Cũ")
    assert plan.personal == {"hometown": "Xã Cũ"}


def test_a_list_of_a_day_before_a_person_joined_the_party_changes_nothing():
    official = Official(party_member=True)
    official.party_joined_on_partial = PartialDate.parse("2020-05-19")
    plan, row = compared(official, END_2019, None, party_member=False)
    assert plan.is_empty
    assert not row.problems
    plan, _ = compared(official, END_2021, None, party_member=False)
    assert plan.personal == {"party_member": False}
