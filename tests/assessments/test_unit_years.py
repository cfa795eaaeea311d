"""The numbers of a unit's year: one form, one grid for the town, numbers that contradict each other refused."""

from __future__ import annotations

import pytest

from assessments.models import UnitYear
from foundation.errors import Refused
from foundation.models import AuditEvent
from tests.assessments.grid_help import errors_of, fields_of, texts_of, typed

ONE, TOWN = "/dieu-kien-nam/10702/2021/", "/dieu-kien-nam/?nam=2021"
MINH, KHAC = "Phường Minh Tân", "Phường An Lưu"


def text(page):
    return page.content.decode()


def make(unit, year, **numbers):
    return UnitYear.objects.create(public_id=f"Y-{unit.pk}-{year}", unit=unit, year=year, **numbers)


def test_a_unit_enters_its_year_and_corrects_it(town, signed_in):
    client = signed_in(town.people.xa_minh)
    make(town.minh, 2020, computers=11)
    page = client.get(ONE)
    assert "Năm 2020: 11." in text(page)
    sent = {"khoa": "k", "computers": "12", "computers_over_5y": "3", "satisfaction_pct": "91,5"}
    assert client.post(ONE, sent).status_code == 302
    assert client.post(ONE, sent).status_code == 302  # sent twice
    row = UnitYear.objects.get(year=2021)
    assert row.version == 1
    assert (row.computers, row.cases, str(row.satisfaction_pct)) == (12, None, "91.50")
    assert client.post(ONE, {"version": "1", "computers": "13", "computers_over_5y": "3"}).status_code == 302
    row.refresh_from_db()
    assert (row.computers, row.satisfaction_pct, row.version) == (13, None, 2)
    assert AuditEvent.objects.filter(object_id=row.public_id).count() == 2


def test_who_only_reads_the_town_sees_figures_as_in_every_table(town, signed_in):
    make(town.minh, 2021, cases=3213, satisfaction_pct="80.30", computers=0)
    make(town.minh, 2020, cases=12000, satisfaction_pct="100.00")
    page = signed_in(town.people.lanhdao).get(TOWN)
    [line] = [line for line in page.context["lines"] if line.owner.name == MINH]
    shown = {cell.column: (cell.shown, cell.before) for cell in line.cells}
    assert shown["cases"] == ("3.213", "12.000")
    assert shown["satisfaction_pct"] == ("80,3", "100")
    assert shown["computers"] == ("0", "")
    assert '<td data-label="Hồ sơ đã giải quyết" class="num">3.213</td>' in text(page)


def test_a_figure_to_correct_stands_as_it_was_written(town, signed_in):
    make(town.minh, 2021, cases=3213, satisfaction_pct="80.30", reform_score="100.00")
    cells = texts_of(signed_in(town.people.noivu).get(TOWN))
    names = ("cases", "satisfaction_pct", "reform_score")
    assert [cells[MINH, name] for name in names] == ["3213", "80,3", "100"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"computers": "2", "computers_over_5y": "3"}, "computers_over_5y"),
        ({"cases": "10", "cases_on_time": "11"}, "cases_on_time"),
        ({"complaints_received": "1", "complaints_upheld": "2"}, "complaints_upheld"),
        ({"complaints_received": "1", "complaints_on_time": "2"}, "complaints_on_time"),
        ({"applicants": "4", "recruited": "5"}, "recruited"),
        ({"posts_advertised": "1", "recruited": "2"}, "recruited"),
        ({"satisfaction_pct": "101"}, "satisfaction_pct"),
        ({"population": "-1"}, "population"),
        ({"population": "9" * 12}, "population"),
        ({"cases": "nhiều"}, "cases"),
    ],
)
def test_numbers_that_cannot_be_are_refused_in_the_form_and_in_the_grid(town, signed_in, cells, column):
    client = signed_in(town.people.noivu)
    page = client.post(ONE, {"khoa": "k"} | cells)
    assert page.context["form"].errors[column]
    assert all(page.context["form"].data[name] == typed for name, typed in cells.items())
    answer = client.post(TOWN, typed(client.get(TOWN), (MINH, cells)))
    assert (MINH, column) in errors_of(answer)
    assert {name: texts_of(answer)[MINH, name] for name in cells} == cells
    assert not UnitYear.objects.exists()


def test_what_is_unknown_contradicts_nothing_and_equal_numbers_are_fine(town, signed_in):
    client = signed_in(town.people.noivu)
    sent = {"khoa": "k", "cases_on_time": "11", "applicants": "3", "recruited": "3"}
    assert client.post(ONE, sent).status_code == 302


def test_the_api_refuses_the_same_numbers(town):
    from assessments.services import records

    row = make(town.minh, 2021, cases=10)
    with pytest.raises(Refused, match="không thể nhiều hơn"):
        records.change_unit_year(row, by=town.people.noivu, changes={"cases_on_time": 11}, version=1)


def test_the_district_fills_in_the_whole_town_at_once(town, signed_in):
    make(town.minh, 2021, computers=7)
    make(town.khac, 2020, population=9000)
    client = signed_in(town.people.noivu)
    page = client.get(TOWN)
    assert "2020: 9.000" in text(page)
    sent = typed(page, (MINH, {"computers": "8"}), (KHAC, {"population": "9100"}))
    answer = client.post(TOWN, sent, follow=True)
    assert "Đã lưu số liệu của 2 đơn vị." in text(answer)
    assert dict(UnitYear.objects.filter(year=2021).values_list("unit__name", "computers")) == {
        "Minh Tân": 8,
        "An Lưu": None,
    }


def test_the_year_in_the_address_is_the_year_that_is_saved(town, signed_in):
    client = signed_in(town.people.noivu)
    page = client.get("/dieu-kien-nam/?nam=2019")
    assert 'action="/dieu-kien-nam/?nam=2019"' in text(page)
    answer = client.post("/dieu-kien-nam/?nam=2019", typed(page, (MINH, {"computers": "8"})))
    assert answer["Location"].startswith("/dieu-kien-nam/?nam=2019&luu=")
    assert UnitYear.objects.get().year == 2019


def test_a_commune_sees_and_writes_its_own_line_alone(town, signed_in):
    client = signed_in(town.people.xa_minh)
    page = client.get(TOWN)
    assert [line.owner.name for line in page.context["lines"]] == [MINH]
    forged = fields_of(page) | {
        "d-9": '{"nguoi": "10675", "dong": "", "ban": 0, "goc": {}}',
        "o-9-computers": "1",
    }
    client.post(TOWN, forged)
    assert not UnitYear.objects.exists()


def test_leadership_reads_the_numbers_and_gets_no_form(town, signed_in):
    make(town.minh, 2021, computers=7)
    client = signed_in(town.people.lanhdao)
    for address in (ONE, TOWN):
        page = text(client.get(address))
        assert ">7<" in page
        assert 'name="o-' not in page
        assert client.post(address, {"computers": "9"}).status_code == 403


def test_two_people_at_one_unit_see_both_numbers(town, signed_in):
    make(town.minh, 2021, computers=7)
    client = signed_in(town.people.noivu)
    base = {"version": "1", "goc": '{"computers": "7"}'}
    client.post(ONE, base | {"computers": "8"})
    page = client.post(ONE, base | {"computers": "9"})
    assert {f.name: (f.theirs, f.mine) for f in page.context["conflict"].fields} == {"computers": ("8", "9")}
    assert UnitYear.objects.get().computers == 8


def test_a_number_twice_that_of_last_year_wants_a_second_look(town, signed_in):
    make(town.minh, 2020, population=5000)
    make(town.minh, 2021, population=50_000)
    assert "năm trước 5.000" in text(signed_in(town.people.noivu).get(ONE))
