"""Phụ cấp thâm niên vượt khung: due at the last step, recorded one by one or by a decision, due again a year later."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from officials.models import SalaryStep
from officials.raises import RaiseState, raise_list
from officials.services.raises import RaiseProblems, record_raises
from tests.officials.test_raises import EARLY, PAPER, Q4, body, line, states, steps
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def top(town):
    """An at the last step since 01/12/2018: 5 % from 01/12/2021, 6 % from 01/12/2022."""
    steps(town.an, (9, "4.98", date(2018, 12, 1)))
    return town


def percent(person, value, **kw):
    kw = {"step": 9, "coefficient": "4.98", "starts_on": date(2021, 12, 1)} | kw
    return replace(line(person, **kw), over_top_percent=value)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 9, 1), date(2021, 11, 30), {}),  # the last day before the due day
        (date(2021, 12, 1), date(2021, 12, 1), {"Nguyễn Văn An": RaiseState.DUE}),
        (date(2021, 12, 2), date(2021, 12, 31), {"Nguyễn Văn An": RaiseState.OVERDUE}),
    ],
)
def test_the_due_day_of_the_allowance_decides_and_it_stays_due_until_recorded(top, first, last, expected):
    assert states(top.people.xa_minh, first, last) == expected


def test_recorded_it_is_done_in_its_quarter_and_due_again_a_year_later(top):
    record_raises(by=top.people.noivu, lines=[percent(top.an, 5)], decision=PAPER)
    row = SalaryStep.objects.get(official=top.an, over_top_percent=5)
    assert (row.step, row.coefficient, row.starts_on) == (9, Decimal("4.98"), date(2021, 12, 1))
    assert states(top.people.xa_minh, *Q4) == {"Nguyễn Văn An": RaiseState.DONE}
    assert states(top.people.xa_minh, date(2022, 1, 1), date(2022, 3, 31)) == {}
    [again] = raise_list(top.people.xa_minh, date(2022, 10, 1), date(2022, 12, 31)).lines
    assert (again.state, again.answer.percent, again.answer.due_on) == (RaiseState.DUE, 6, date(2022, 12, 1))


def test_the_page_says_which_percent_is_due_and_what_it_has_grown_to(top):
    page = client_of(top, "noivu").get("/luong/?nam=2021&quy=4").content.decode()
    assert "vượt khung 5%" in page
    assert 'name="nguoi" value="P-AN"' in page
    later = client_of(top, "noivu").get("/luong/?nam=2023&quy=1").content.decode()
    assert "vượt khung 5% (đến cuối kỳ 6%)" in later
    assert "Đến hạn trước kỳ, chưa ghi phụ cấp" in later


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"starts_on": date(2021, 11, 30)}, "starts_on", "Chưa đến hạn: 01/12/2021"),
        ({"value": 6}, "over_top_percent", "Mức đến hạn là 5%"),
        ({"value": 4}, "over_top_percent", "Mức đến hạn là 5%"),
        ({"step": 8, "coefficient": "4.65"}, "step", "bậc đang hưởng, bậc 9"),
        ({"reason": EARLY}, "reason", "không có trước thời hạn"),
    ],
)
def test_an_allowance_that_cannot_be_is_said_at_its_field(top, changes, field, text):
    given = {"value": 5} | changes
    with pytest.raises(RaiseProblems) as caught:
        record_raises(
            by=top.people.noivu, lines=[percent(top.an, given.pop("value"), **given)], decision=PAPER
        )
    [(_, where, said)] = caught.value.problems
    assert where == field
    assert text in said
    assert SalaryStep.objects.filter(official=top.an).count() == 1


def test_the_decision_form_starts_with_the_percent_due(top):
    client = client_of(top, "noivu")
    page = client.get("/luong/quyet-dinh/?nguoi=P-AN").content.decode()
    assert 'name="over_top_percent-0" value="5"' in page
    sent = {"step-0": "9", "coefficient-0": "4,98", "starts_on-0": "01/12/2021", "over_top_percent-0": "5"}
    assert client.post("/luong/quyet-dinh/", body(**sent)).status_code == 302
    assert SalaryStep.objects.get(official=top.an, over_top_percent=5).decision_no == "15/QĐ-UBND"


def add_step(town, who="noivu", **kw):
    sent = {
        "rank_code": "01.003", "step": "9", "coefficient": "4,98", "starts_on": "01/12/2021", "over_top_percent": "5",
        "khoa": "k1",
    }  # fmt: skip
    return client_of(town, who).post("/ho-so/P-AN/luong/them/", sent | kw)


@pytest.mark.parametrize("day", ["01/12/2021", "02/12/2021"])
def test_the_record_form_takes_the_allowance_from_its_due_day_on(top, day):
    assert add_step(top, starts_on=day).status_code == 302
    assert SalaryStep.objects.get(official=top.an, over_top_percent=5).step == 9
    assert "Vượt khung (%)" in client_of(top, "noivu").get("/ho-so/P-AN/?muc=luong").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_on": "30/11/2021"}, "Chưa đến hạn: 01/12/2021"),
        ({"over_top_percent": "6"}, "Mức của ngày này theo hồ sơ là 5%"),
        ({"over_top_percent": "4"}, "Mức đầu là 5%"),
        ({"step": "8", "coefficient": "4,65"}, "Chỉ có ở bậc cuối: ngạch 01.003 có 9 bậc"),
        ({"rank_code": "CB1", "step": "2", "coefficient": "2,85"}, "xếp lương theo chức vụ không có"),
        ({"over_top_percent": "101"}, "100"),
    ],
)
def test_the_record_form_says_what_contradicts_the_allowance(top, changes, said):
    answer = add_step(top, **changes)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert SalaryStep.objects.filter(official=top.an).count() == 1


def test_an_old_paper_that_the_record_does_not_explain_passes_with_another_reason(top):
    assert add_step(top, starts_on="01/06/2021", over_top_percent="7", reason="khac").status_code == 302


def test_after_a_recorded_year_the_record_form_wants_one_percent_more(top):
    add_step(top)
    sent = {"starts_on": "01/12/2022", "khoa": "k2"}
    assert add_step(top, **sent, over_top_percent="7").status_code == 200
    assert add_step(top, **sent, over_top_percent="6").status_code == 302
    row = SalaryStep.objects.get(official=top.an, over_top_percent=6)
    assert row.starts_on == date(2022, 12, 1)
