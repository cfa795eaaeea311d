"""What a disciplinary decision bars, and until when: the day before, of and after each change of the law."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.bars import bars_of, may_see_bars
from assessments.discipline_rules import check_form, end_of_effect, form_table, mismatch
from assessments.models import Discipline
from foundation.dates import PartialDate
from officials.months import add_months
from tests.factories import make_official
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db


def discipline(official, form="khien_trach", decided="2021-06-07", line="chinh_quyen", **kw):
    row = Discipline(
        public_id=f"D{Discipline._base_manager.count()}", official=official, form=form, line=line, **kw
    )
    row.decided_on_partial = PartialDate.parse(decided) if decided else None
    row.save()
    return row


def refusal(form, day, group="cong_chuc", line="chinh_quyen"):
    return check_form(form_table(), form=form, line=line, group=group, decided=PartialDate.parse(day))


@pytest.mark.parametrize(
    ("day", "is_there"),
    [("2020-09-19", True), ("2020-09-20", True), ("2020-09-21", True), ("2025-06-30", True), ("2025-07-01", False),
     ("2025-07-02", False), ("2025", True)],
)  # fmt: skip
def test_lowering_the_salary_step_ends_with_june_2025(day, is_there):
    assert (refusal("ha_bac_luong", day) == "") is is_there


@pytest.mark.parametrize("day", ["2020-09-19", "2020-09-20", "2020-09-21", "2025-06-30", "2025-07-01"])
def test_demotion_is_no_form_for_the_titles_of_a_commune(day):
    text = refusal("giang_chuc", day)
    assert "Giáng chức" in text
    assert "Khiển trách, Cảnh cáo" in text


def test_forms_belong_to_a_group_and_a_line():
    assert refusal("ha_bac_luong", "2021-05-05", "can_bo")
    assert not refusal("cach_chuc", "2021-05-05", "can_bo")
    assert refusal("khai_tru", "2021-05-05")
    assert not refusal("khai_tru", "2021-05-05", line="dang")
    assert not refusal("giang_chuc", "2021-05-05", line="doan_the")  # their own charters
    assert not refusal("ha_bac_luong", "2021-05-05", "")  # group not known: of either


@pytest.mark.parametrize(
    ("form", "day", "ends"),
    [
        ("khien_trach", "2020-06-30", date(2021, 6, 30)),
        ("cach_chuc", "2020-06-30", date(2021, 6, 30)),  # Luật 2008: 12 months for all
        ("cach_chuc", "2020-07-01", date(2022, 7, 1)),  # Luật 52/2019: 24 months
        ("cach_chuc", "2020-07-02", date(2022, 7, 2)),
        ("khien_trach", "2020-02-29", date(2021, 2, 28)),
        ("khien_trach", "2021", date(2022, 12, 31)),  # from the last day it can have been
        ("bai_nhiem", "2021-05-05", None),
    ],
)
def test_the_effect_ends_after_the_months_of_the_form(form, day, ends):
    decided = PartialDate.parse(day)
    assert end_of_effect(form_table(), form=form, line="chinh_quyen", group="can_bo", decided=decided) == ends


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month():
    assert add_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert add_months(date(2021, 12, 31), 12) == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("day", "n"),
    [(date(2021, 6, 6), 0), (date(2021, 6, 7), 1), (date(2022, 6, 7), 1), (date(2022, 6, 8), 0)],
)
def test_a_bar_holds_from_the_decision_to_its_last_day(town, day, n):
    discipline(town.an)
    assert len(bars_of([town.an, town.binh], day).get(town.an.pk, ())) == n
    assert town.binh.pk not in bars_of([town.an, town.binh], day)


def test_the_end_written_in_the_decision_goes_before_the_computed_one(town):
    discipline(town.an, ends_on=date(2021, 12, 1))
    [bar] = bars_of([town.an], date(2021, 11, 30))[town.an.pk]
    assert (bar.ends_on, bar.is_computed) == (date(2021, 12, 1), False)
    assert bars_of([town.an], date(2021, 12, 2)) == {}
    assert str(bar) == "Khiển trách (Chính quyền) ngày 07/06/2021: đang có hiệu lực đến 01/12/2021"


def test_a_party_decision_without_an_end_is_said_to_be_unclear(town):
    discipline(town.an, line="dang")
    [bar] = bars_of([town.an.pk], date(2021, 12, 31))[town.an.pk]
    assert not bar.is_clear
    assert "chưa rõ ngày hết hiệu lực" in str(bar)
    assert bars_of([town.an], date(2023, 6, 8)) == {}  # longer than any bar of the law lasts


def test_who_was_dismissed_is_barred_from_nothing_more(town):
    discipline(town.an, form="buoc_thoi_viec")
    discipline(town.an, decided=None, acted_on=date(2021, 1, 1), acted_on_precision="day")
    assert bars_of([town.an], date(2021, 12, 31)) == {}


def test_bars_of_many_cost_three_queries(town):
    people = [make_official(unit=town.minh) for _ in range(40)]
    for person in people:
        discipline(person)
    with CaptureQueriesContext(connection) as queries:
        assert len(bars_of(people, date(2021, 12, 31))) == 40
    assert len(queries) == 3


def test_only_the_district_sees_bars(town):
    seen = {name for name, user in vars(town.people).items() if may_see_bars(user)}
    assert seen == {"noivu"}


def test_two_lines_of_one_act_should_weigh_the_same():
    assert mismatch("khien_trach", "khien_trach") == ""
    assert mismatch("ha_bac_luong", "canh_cao") == ""
    assert "chưa tương xứng" in mismatch("khien_trach", "cach_chuc")
    assert mismatch("khien_trach", "") == ""


def test_a_form_that_was_abolished_is_refused_at_the_record(town):
    from assessments.services import records
    from foundation.errors import Refused

    facts = {"form": "ha_bac_luong", "line": "chinh_quyen", "decided_on": PartialDate.parse("2025-07-01")}
    with pytest.raises(Refused, match="Hạ bậc lương"):
        records.record_discipline(by=town.people.noivu, official=town.an, facts=facts)
    facts["decided_on"] = PartialDate.parse("2025-06-30")
    row = records.record_discipline(by=town.people.noivu, official=town.an, facts=facts)
    changes = {"decided_on": PartialDate.parse("2025-07-01")}
    with pytest.raises(Refused):
        records.change_discipline(by=town.people.noivu, discipline=row, changes=changes, version=1)


def test_the_page_of_a_person_says_what_is_in_effect(town):
    discipline(town.an)
    url = "/ho-so/P-AN/?muc=khen-thuong"
    assert "đang có hiệu lực đến 07/06/2022" in client_of(town, "noivu").get(url).content.decode()
    for who in ("xa_minh", "lanhdao"):
        assert "hiệu lực" not in client_of(town, who).get(url).content.decode()
