"""Closed figures do not move when records change, live ones do, and every cell that moved has a person who explains it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck as Health
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.models import Award, Discipline, Evaluation, HealthCheck, Training, UnitYear
from foundation.errors import Denied
from officials.models import Appointment, Official, Qualification, UnitQuota
from reports import access, snapshot
from reports.frames import columns
from reports.frozen.closed import closed, content_of, latest
from reports.frozen.differences import column_fields, differences
from reports.indicators import compute_indicators
from reports.models import FrozenFigures, FrozenRow
from reports.services import freeze
from reports.services.freezing import digest
from reports.tables import compute_tables, tables
from reports.tables.numbered import compute_numbered
from tests import factories
from tests.cycle.conftest import staffed  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
YEAR, YEARS = 2021, [2020, 2021]
LEVELS = ("town", "area", "unit")
NUMBERED = [f"T{number}" for number in range(1, 21)]


def documents(found, years=(YEAR,)):
    asked = {"years": list(years), "by": LEVELS, "snapshot": found}
    parts = (
        compute_tables(**asked, age_bands="decade"),
        compute_tables(**asked, age_bands="bm02"),
        compute_indicators(**asked),
        compute_numbered(**asked, names=NUMBERED),
    )
    return [json.dumps(part, sort_keys=True) for part in parts]


def now():
    return snapshot.read()


@pytest.fixture
def both(staffed):  # noqa: F811
    """Both units closed for 2021; `before` is what the figures were."""
    staffed.before = documents(now())
    for unit in (staffed.minh, staffed.khac):
        freeze(by=staffed.people.noivu, unit=unit, year=YEAR)
    return staffed


def change_much(town):
    """Ratings, a move, a deleted row, a birth date, a person gone, one who came, what the unit reports."""
    Evaluation.objects.filter(official__unit=town.minh).update(level="xuat_sac")
    Appointment.objects.filter(official=town.staff["N10702-0"]).update(unit=town.khac)
    HealthCheck.objects.filter(official=town.staff["N10702-1"]).delete()
    Official.objects.filter(pk=town.staff["N10702-2"].pk).update(birth_date=date(1999, 1, 1))
    gone = town.staff["N10675-0"]
    for model in (Evaluation, HealthCheck, Qualification, Appointment):
        model.objects.filter(official=gone).delete()
    gone.delete()
    factories.make_official(unit=town.khac, public_id="N-NEW", full_name="Người mới", birth_date="2000-01-01")
    UnitYear.objects.filter(unit=town.minh).update(computers=50)


def test_closed_figures_are_the_ones_of_the_closing_byte_for_byte(both):
    change_much(both)
    found = now()
    assert documents(closed(found)) == both.before
    assert all(live != kept for live, kept in zip(documents(found), both.before, strict=True))


def test_without_a_change_closed_and_live_are_the_same_bytes(both):
    assert documents(closed(now())) == both.before == documents(now())


def test_other_years_and_open_units_are_as_they_are_now(staffed):  # noqa: F811
    freeze(by=staffed.people.noivu, unit=staffed.minh, year=YEAR)
    change_much(staffed)
    live = now()
    asked = {"years": YEARS, "by": ("unit",)}
    kept = compute_tables(**asked, snapshot=closed(live))["tables"]
    fresh = compute_tables(**asked, snapshot=live)["tables"]
    same = [
        (a, b) for a, b in zip(kept, fresh, strict=True) if a["year"] == 2020 or a["scope"] == "unit:10675"
    ]
    # An open unit counts a person who is also in a closed one: each unit by its own record.
    assert same
    assert all(a == b for a, b in same)
    assert any(a != b for a, b in zip(kept, fresh, strict=True))


def test_a_person_who_is_gone_still_counts_where_they_were(both):
    change_much(both)
    rows = compute_tables(
        [YEAR], ("unit",), ("",), ["gender"] if "gender" in tables else None, snapshot=closed(now())
    )
    assert {row["scope"]: row["headcount"] for row in rows["tables"]} == {"unit:10702": 6, "unit:10675": 6}


def test_the_difference_list_names_each_person_who_changed(both):
    change_much(both)
    found = differences(now())
    minh, khac = found["10702", YEAR], found["10675", YEAR]
    assert {"N10702-0", "N10702-1", "N10702-2"} <= set(minh.people)
    assert {"N10675-0", "N-NEW", "N10702-0"} == set(khac.people)
    [computers] = [item for item in minh.items if not item.subject_id]
    assert (computers.closed, computers.live) == ("5", "50")


def test_a_value_is_told_as_closed_and_as_now_in_words(both):
    Evaluation.objects.filter(official=both.staff["N10702-3"]).update(level="khong_hoan_thanh")
    [item] = differences(now())["10702", YEAR].items
    assert (item.subject_id, item.title) == ("N10702-3", "Xếp loại chất lượng")
    assert (item.closed, item.live) == ("Hoàn thành tốt nhiệm vụ", "Không hoàn thành nhiệm vụ")


def test_closing_anew_keeps_the_earlier_version_and_counts_the_later(both):
    Evaluation.objects.filter(official__unit=both.minh).update(level="xuat_sac")
    snapshot.forget()
    freeze(by=both.people.noivu, unit=both.minh, year=YEAR)
    first, second = FrozenFigures.objects.filter(unit_key="10702").order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.rows.count() == second.rows.count()
    assert closed(now()).closed[YEAR] == {"10702": 2, "10675": 1}
    assert documents(closed(now())) == documents(now())


def test_what_was_kept_has_the_hash_that_was_written(both):
    for closing in latest().values():
        [rows] = content_of([closing]).values()
        assert digest(rows) == closing.sha256
    assert FrozenRow.objects.count() == 2 * 7  # six people and the unit itself


def test_only_who_may_accept_data_closes_figures(staffed):  # noqa: F811
    for user in (staffed.people.xa_minh, staffed.people.lanhdao):
        with pytest.raises(Denied):
            freeze(by=user, unit=staffed.minh, year=YEAR)


def test_every_column_of_people_says_which_fields_it_tells_of():
    assert all(column_fields(column.name) for column in columns.FIXED)


# --- the other side: every cell that moved is explained -------------------------------------------------------
LEVELS_OF_RATING = ["xuat_sac", "tot", "hoan_thanh", "khong_hoan_thanh"]
people_numbers = st.integers(0, 4)
changes = st.one_of(
    st.tuples(st.just("rate"), people_numbers, st.sampled_from(LEVELS_OF_RATING)),
    st.tuples(st.just("unrate"), people_numbers, st.none()),
    st.tuples(st.just("health"), people_numbers, st.sampled_from("12345")),
    st.tuples(st.just("birth"), people_numbers, st.dates(date(1955, 1, 1), date(2003, 12, 31))),
    st.tuples(st.just("sex"), people_numbers, st.sampled_from(["nam", "nu", ""])),
    st.tuples(st.just("move"), people_numbers, st.none()),
    st.tuples(st.just("end"), people_numbers, st.dates(date(2020, 6, 1), date(2022, 6, 1))),
    st.tuples(st.just("start"), people_numbers, st.dates(date(2018, 1, 1), date(2022, 3, 1))),
    st.tuples(st.just("degree"), people_numbers, st.sampled_from(["thac_si", "trung_cap", "none"])),
    st.tuples(st.just("undegree"), people_numbers, st.none()),
    st.tuples(st.just("train"), people_numbers, st.sampled_from(["llct", "ky_nang", ""])),
    st.tuples(st.just("award"), people_numbers, st.sampled_from(["Lao động tiên tiến", "Giấy khen", "Khác"])),
    st.tuples(st.just("discipline"), people_numbers, st.sampled_from(["khien_trach", "canh_cao"])),
    st.tuples(st.just("computers"), people_numbers, st.integers(0, 40)),
    st.tuples(st.just("quota"), people_numbers, st.integers(1, 30)),
    st.tuples(st.just("second"), people_numbers, st.none()),
)


def apply(town, number, change):
    what, who, value = change
    unit = (town.minh, town.khac)[number % 2]
    other = (town.khac, town.minh)[number % 2]
    person = town.staff[f"N{unit.public_id}-{who}"]
    mine = {"official": person}
    new = {"official": person, "public_id": f"X{number}"}
    if what == "rate":
        Evaluation.objects.filter(**mine).update(level=value)
    elif what == "unrate":
        Evaluation.objects.filter(**mine).delete()
    elif what == "health":
        HealthCheck.objects.filter(**mine).update(health_class=value)
    elif what == "birth":
        Official.objects.filter(pk=person.pk).update(birth_date=value, birth_date_precision="day")
    elif what == "sex":
        Official.objects.filter(pk=person.pk).update(sex=value)
    elif what == "move":
        Appointment.objects.filter(**mine, is_primary=True).update(unit=other)
    elif what == "end":
        Appointment.objects.filter(**mine, is_primary=True).update(ends_on=value, end_reason="thoi_viec")
    elif what == "start":
        Appointment.objects.filter(**mine, is_primary=True, ends_on=None).update(starts_on=value)
    elif what == "degree":
        Qualification.objects.filter(**mine).update(level=value)
    elif what == "undegree":
        Qualification.objects.filter(**mine).delete()
    elif what == "train":
        Training.objects.create(**new, course="Khóa", kind=value, ends_on=date(2021, 4, 4))
    elif what == "award":
        Award.objects.create(**new, title=value, year=YEAR)
    elif what == "discipline":
        Discipline.objects.create(**new, form=value, decided_on=date(2021, 7, 7), decided_on_precision="day")
    elif what == "computers":
        UnitYear.objects.filter(unit=unit).update(computers=value)
    elif what == "quota":
        UnitQuota.objects.filter(unit=unit).update(total=value)
    elif what == "second":
        factories.make_appointment(person, unit, "tu_phap_ho_tich", is_primary=False)


def moved(kept, fresh, rows):
    """(unit, row as closed, row as now) of every row of a unit that differs."""
    for a, b in zip(kept[rows], fresh[rows], strict=True):
        if a != b and a["scope"].startswith("unit:"):
            yield a["scope"].removeprefix("unit:").partition("|")[0], a, b


@settings(max_examples=25, deadline=None, suppress_health_check=[Health.function_scoped_fixture])
@given(st.lists(changes, min_size=1, max_size=6))
def test_every_cell_that_moved_is_explained_by_a_listed_person(both, done):
    with transaction.atomic():
        for number, change in enumerate(done):
            apply(both, number, change)
        live = now()
        kept, found = closed(live), differences(live)
        assert documents(kept) == both.before
        asked = {"years": [YEAR], "by": ("unit",)}
        pair = (compute_tables(**asked, snapshot=kept), compute_tables(**asked, snapshot=live))
        for unit, a, _ in moved(*pair, "tables"):
            column = tables[a["table"]].column
            items = [item for item in found[unit, YEAR].items if item.subject_id]
            told = {item.part[-1] for item in items}
            assert items, (unit, a["table"])
            if column is not None:
                assert {column.name, "people", "group"} & told, (unit, a["table"], told)
        pair = (compute_indicators(**asked, snapshot=kept), compute_indicators(**asked, snapshot=live))
        for unit, a, b in moved(*pair, "rows"):
            assert (unit, YEAR) in found, (a, b)
        transaction.set_rollback(True)


# --- doors ----------------------------------------------------------------------------------------------------
def test_the_commands_print_closed_figures_and_name_the_units(both, capsys):
    change_much(both)
    snapshot.forget()
    call_command("tables", "--years", "2021", "--by", "unit", "--closed", "--format", "json")
    document = json.loads(capsys.readouterr().out)
    assert document["closed"] == {"2021": {"10675": 1, "10702": 1}}
    assert document["tables"] == [
        row for row in json.loads(both.before[0])["tables"] if row["scope"].startswith("unit:")
    ]
    call_command("indicators", "--years", "2021", "--by", "town", "--closed", "--format", "json")
    assert json.loads(capsys.readouterr().out)["closed"]["2021"]


def test_closed_figures_and_another_day_do_not_go_together(both, capsys):
    with pytest.raises(Exception, match="--closed chỉ dùng"):
        call_command("tables", "--years", "2021", "--closed", "--as-of", "2021-06-30")


def test_pages_show_closed_or_live_by_the_address_and_say_which(both, signed_in):
    Evaluation.objects.filter(official__unit=both.minh).update(level="xuat_sac")
    snapshot.forget()
    client = signed_in(both.people.noivu)
    live = client.get("/bang/?bang=evaluation&theo=don_vi&nam=2021").content.decode()
    kept = client.get("/bang/?bang=evaluation&theo=don_vi&nam=2021&so_lieu=chot").content.decode()
    assert "Năm 2021: 2/2 xã, phường đã chốt." in kept
    assert "xã, phường đã chốt" not in live
    assert live != kept
    for path in ("/", "/chi-tieu/", "/chi-tieu/E3/", "/don-vi/10702/"):
        page = client.get(f"{path}?nam=2021&so_lieu=chot").content.decode()
        assert "Số liệu đã chốt." in page, path
        assert "so_lieu=chot" in page, path


def test_an_export_of_closed_figures_says_so(both, signed_in):
    answer = signed_in(both.people.noivu).get("/bang/?bang=evaluation&nam=2021&so_lieu=chot&xuat=csv")
    assert "2/2 xã, phường đã chốt" in answer.content.decode("utf-8-sig")


def test_the_api_gives_closed_figures_of_the_readers_units(both, signed_in):
    for user, units in ((both.people.noivu, {"10675", "10702"}), (both.people.xa_minh, {"10702"})):
        client = signed_in(user)
        document = client.get("/api/v1/tables/?years=2021&by=unit&table=evaluation&closed=1").json()
        assert set(document["closed"]["2021"]) == units
    assert client.get("/api/v1/indicators/?years=2021&closed=1&as_of=2021-06-30").status_code == 400
    assert client.get("/api/v1/indicators/?years=2021&closed=x").status_code == 400


def test_who_may_not_read_a_field_gets_of_closed_figures_only_rows_of_now(both):
    """Health is no concern of leadership: where a unit's row moved, the closed one would tell of whom."""
    HealthCheck.objects.filter(official=both.staff["N10702-1"]).update(health_class="5")
    live = now()
    asked = ([YEAR], ("unit", "town"), ("",), ["health"])
    kept = access.tables_for(both.people.lanhdao, *asked, snapshot=closed(live))["tables"]
    fresh = access.tables_for(both.people.lanhdao, *asked, snapshot=live)["tables"]
    by_scope = {row["scope"]: row for row in kept}
    assert all(cell == access.SUPPRESSED for cell in by_scope["unit:10702"]["cells"].values())
    assert all(cell == access.SUPPRESSED for cell in by_scope["all"]["cells"].values())
    same = [row for row in fresh if row["scope"] == "unit:10675"]
    assert by_scope["unit:10675"]["cells"] == same[0]["cells"]
    own = access.tables_for(both.people.noivu, *asked, snapshot=closed(live))["tables"]
    assert not any(cell == access.SUPPRESSED for row in own for cell in row["cells"].values())
