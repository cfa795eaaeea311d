"""What each role gets of the tests of credibility: no small number, nothing of discipline in a khu, no names."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from foundation.errors import Denied
from officials.models import Unit
from reports.credibility import credibility, credibility_tests
from reports.credibility.access import contradictions_for, credibility_document, credibility_for
from tests import factories
from tests.reports.conftest import load_rows
from tests.reports.small_town import Rows

YEAR = 2021


def town_rows(below):
    """Three khu of four units with 20 people; `below` = in each khu, how many in its first unit are below good.

    Five people of the first khu are disciplined and yet rated good.
    """
    rows = Rows()
    for khu, n_below in enumerate(below):
        for k in range(4):
            unit = f"U{khu}{k}"
            rows.unit(unit, f"Khu {khu}")
            for n in range(20):
                name = f"P{khu}{k}{n:02}"
                rows.person(name)
                rows.posting(name, unit, "van_phong_thong_ke", "2015-01-01")
                rows.rating(
                    name, "hoan_thanh" if k == 0 and n < n_below else "xuat_sac" if n >= 14 else "tot"
                )
                if khu == 0 and k == 1 and n < 5:
                    rows.add(
                        "disciplines",
                        official_id=name,
                        form="khien_trach",
                        decided_on="2021-05-05",
                        in_duty="1",
                    )
    return rows.tables


@pytest.fixture
def readers(db, tmp_path):
    def load(*below):
        load_rows(town_rows(below), tmp_path / "t")
        own = Unit._base_manager.get(public_id="U00")
        return SimpleNamespace(
            district=factories.make_user("district"),
            leadership=factories.make_user("leadership"),
            commune=factories.make_user("commune", unit=own),
            admin=factories.make_user("admin"),
        )

    return load


def quiet(user, code):
    """Scopes in which the numbers of a test are hidden from the user."""
    return {v.scope.code for v in credibility_for(user, YEAR) if v.test.code == code and v.numbers_hidden}


def test_the_district_gets_everything(readers):
    users = readers(6, 6, 6)
    assert credibility_for(users.district, YEAR) == credibility(YEAR)
    assert len(contradictions_for(users.district, YEAR)) == 5


def test_who_reads_no_figures_gets_no_test(readers):
    users = readers(6, 6, 6)
    with pytest.raises(Denied):
        credibility_for(users.admin, YEAR)


@pytest.mark.parametrize("role", ["leadership", "commune", "admin"])
def test_the_list_of_people_is_the_district_s_alone(readers, role):
    users = readers(6, 6, 6)
    with pytest.raises(Denied):
        contradictions_for(getattr(users, role), YEAR)


def test_leadership_reads_of_few_disciplined_people_only_the_state_and_of_a_khu_nothing(readers):
    users = readers(6, 6, 6)
    found = [v for v in credibility_for(users.leadership, YEAR) if v.test.code == "I6"]
    town = next(v for v in found if v.scope.code == "all")
    assert (town.state, town.numbers_hidden, town.is_hidden) == ("sign", True, False)
    assert all(v.is_hidden for v in found if v.scope.code != "all")
    text = json.dumps(credibility_document(users.leadership, YEAR), ensure_ascii=False)
    assert "5 trên 5 người bị kỷ luật" not in text
    assert "5 trên 5 người bị kỷ luật" in json.dumps(
        credibility_document(users.district, YEAR), ensure_ascii=False
    )


def test_ratings_are_open_to_leadership(readers):
    users = readers(2, 6, 6)
    assert quiet(users.leadership, "I1") == set()


def test_one_khu_with_few_people_hides_all_khu_from_another_commune_but_not_the_town(readers):
    users = readers(6, 2, 6)  # the officer is of U00, so of khu 0 none are left: 6 − 6
    assert quiet(users.commune, "I1") == {"area:Khu 0", "area:Khu 1", "area:Khu 2"}


def test_the_reader_s_own_people_do_not_make_a_count_large(readers):
    users = readers(6, 6, 0)
    assert quiet(users.commune, "I1") == set()  # of others: 0, 6 and 0 in the khu, 6 in the town
    users_of_own = [
        v.answer.cells for v in credibility(YEAR) if v.test.code == "I1" and v.scope.code == "all"
    ]
    assert users_of_own[0].sum(axis=0).tolist() == [228, 12]


def test_a_town_with_few_people_hides_town_and_khu(readers):
    users = readers(6, 2, 0)
    assert quiet(users.commune, "I1") == {"all", "area:Khu 0", "area:Khu 1", "area:Khu 2"}


def test_the_document_has_every_test_and_no_unit(readers):
    users = readers(6, 6, 6)
    document = credibility_document(users.commune, YEAR)
    assert [row["code"] for row in document["definitions"]] == [test.code for test in credibility_tests]
    assert {row["scope"] for row in document["summaries"]} == {
        "all",
        "area:Khu 0",
        "area:Khu 1",
        "area:Khu 2",
    }
    assert {row["test"] for row in document["results"]} == set(credibility_tests.codes())
    hidden = [row for row in document["results"] if row["test"] == "I6" and row["scope"] != "all"]
    assert all(row["state"] == {"suppressed": True} for row in hidden)


def test_a_discipline_off_duty_breaks_no_rule_of_its_time(readers, tmp_path):
    rows = Rows()
    rows.unit("U1")
    for k, in_duty in enumerate(("1", "0")):
        rows.person(f"P{k}")
        rows.posting(f"P{k}", "U1", "van_phong_thong_ke", "2015-01-01")
        for year in (2019, 2021, 2024):
            rows.rating(f"P{k}", "tot", year=year)
            rows.add(
                "disciplines",
                official_id=f"P{k}",
                form="khien_trach",
                decided_on=f"{year}-05-05",
                in_duty=in_duty,
            )
    load_rows(rows.tables, tmp_path / "d")
    user = factories.make_user("district")
    verdicts = {year: [c.against_rule for c in contradictions_for(user, year)] for year in (2019, 2021, 2024)}
    # NĐ 56 not read; NĐ 90: only in duty; NĐ 48: any
    assert verdicts == {2019: [None, None], 2021: [True, False], 2024: [True, True]}
