"""Next raises worked out by hand: base day + months of the rank + what delays it; unknown facts stay unknown."""

from datetime import date
from decimal import Decimal

import pytest

from officials import salary
from officials.models import Absence, Norm, SalaryStep
from officials.months import add_months, months_between, quarter_days
from officials.raise_delays import Delay, delays_of
from officials.salary import early_allowance, monthly_amount, next_raise, over_top_percent
from officials.salary_law import SalaryLaw, salary_law
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


@pytest.fixture
def law():
    return salary_law(DAY)


def step(rank="01.003", number=3, coefficient="3.00", starts_on=date(2019, 1, 1), public_id="S1"):
    value = None if coefficient is None else Decimal(coefficient)
    return SalaryStep(
        public_id=public_id, rank_code=rank, step=number, coefficient=value, starts_on=starts_on
    )


def delay(day, months, why="x", act=""):
    return Delay(day, months, why, "NĐ 92/2009/NĐ-CP, Điều 6 khoản 3", "partly", act)


@pytest.mark.parametrize(
    ("rank", "number", "coefficient", "post", "due_on", "following"),
    [
        ("01.003", 3, "3.00", "tu_phap_ho_tich", date(2022, 1, 1), "3.33"),  # A1: 36 months
        ("01a.003", 2, "2.41", "tu_phap_ho_tich", date(2022, 1, 1), "2.72"),  # A0: 36 months
        ("01.004", 5, "2.66", "tu_phap_ho_tich", date(2021, 1, 1), "2.86"),  # B before 01/08/2021: 24 months
        ("", 1, "2.35", "bi_thu_dang_uy", date(2024, 1, 1), "2.85"),  # by post, group 1: 60 months
        ("", 1, "2.15", "chu_tich_ubnd", date(2024, 1, 1), "2.65"),  # group 2
        ("", 1, "1.95", "pho_chu_tich_ubnd", date(2024, 1, 1), "2.45"),  # group 3
        ("", 1, "1.75", "bi_thu_doan", date(2024, 1, 1), "2.25"),  # group 4
        ("CB1", 1, "2.35", "", date(2024, 1, 1), "2.85"),
    ],
)
def test_the_time_at_a_step_follows_the_rank(law, rank, number, coefficient, post, due_on, following):
    answer = next_raise([step(rank, number, coefficient)], post=post, law=law)
    assert (answer.kind, answer.due_on, answer.next_coefficient) == (salary.RAISE, due_on, Decimal(following))
    assert answer.next_step == number + 1
    assert answer.doubts == () or rank == "01.004"


def test_a_rank_whose_table_changes_before_the_raise_is_to_be_checked(law):
    answer = next_raise([step("01.004", 5, "2.66", date(2020, 1, 1))], post="", law=law)
    assert answer.due_on == date(2022, 1, 1)
    assert any("bảng lương ngạch 01.004 thay đổi từ 01/08/2021" in text for text in answer.doubts)


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (date(2018, 12, 31), date(2022, 1, 1)),  # the day before the step began: of the time before
        (date(2019, 1, 1), date(2022, 7, 1)),
        (date(2021, 12, 31), date(2022, 7, 1)),
        (date(2022, 1, 1), date(2022, 7, 1)),  # the due day itself
        (date(2022, 1, 2), date(2022, 1, 1)),
    ],
)
def test_a_delay_counts_from_the_first_day_at_the_step_to_the_due_day(law, day, due_on):
    answer = next_raise([step()], post="", law=law, delays=[delay(day, 6)])
    assert answer.due_on == due_on


def test_a_delay_within_the_lengthened_time_counts_too_and_sums_are_to_be_checked(law):
    found = next_raise([step()], post="", law=law, delays=[delay(date(2022, 3, 1), 12), delay(DAY, 6)])
    assert (found.due_on, found.delayed_months) == (date(2023, 7, 1), 18)
    assert any("cộng các thời gian kéo dài" in text for text in found.doubts)


def test_of_one_act_only_the_longest_delay_counts(law):
    both = [delay(DAY, 6, act="vu 1"), delay(date(2021, 5, 1), 12, act="vu 1")]
    assert next_raise([step()], post="", law=law, delays=both).due_on == date(2023, 1, 1)


def test_where_the_norm_says_so_only_the_longest_delay_counts(law):
    Norm.objects.filter(code="nang_luong.cham.cong_don").update(value=0)
    found = next_raise(
        [step()], post="", law=salary_law(DAY), delays=[delay(DAY, 6), delay(date(2021, 5, 1), 12)]
    )
    assert found.delayed_months == 12


def test_what_has_no_number_or_no_day_is_a_doubt_and_no_delay(law):
    found = next_raise([step()], post="", law=law, delays=[delay(DAY, None), delay(None, 6)])
    assert found.due_on == date(2022, 1, 1)
    assert len(found.doubts) == 2


@pytest.mark.parametrize(
    ("steps", "post", "missing"),
    [
        ([], "", "chưa có diễn biến lương"),
        ([step("")], "tu_phap_ho_tich", "chưa ghi mã ngạch"),
        ([step("99.999")], "", "ngạch 99.999 không có trong danh mục"),
        ([step("01.003", None, None)], "", "chưa ghi bậc và hệ số"),
        ([step("01.003", None, "3.05")], "", "hệ số 3,05 không có trong bảng"),
        ([step("01.003", 10, "5.31")], "", "ngạch 01.003 không có bậc 10"),
        ([step("01.003", 0, "2.34")], "", "ngạch 01.003 không có bậc 0"),
        ([step("01.005", 2, "1.83", date(2019, 1, 1))], "", "ngạch 01.005 không có trong danh mục"),
    ],
)
def test_lacking_facts_are_named_and_no_day_is_given(law, steps, post, missing):
    answer = next_raise(steps, post=post, law=law)
    assert (answer.kind, answer.due_on) == (salary.UNKNOWN, None)
    assert any(missing in text for text in answer.missing)


def test_a_step_that_is_not_written_follows_from_its_coefficient(law):
    answer = next_raise([step("01.003", None, "3.33")], post="", law=law)
    assert (answer.step, answer.next_step) == (4, 5)


def test_a_coefficient_against_the_table_is_said_and_two_rows_of_one_day_too(law):
    answer = next_raise(
        [step(coefficient="2.67"), step(coefficient="3.03", public_id="S2")], post="", law=law
    )
    assert any("hệ số 3,03 khác bảng lương" in text for text in answer.doubts)
    assert any("hai bậc lương cùng hưởng từ ngày 01/01/2019" in text for text in answer.doubts)


def test_rows_that_repeat_the_step_go_on_with_its_time(law):
    rows = [step(starts_on=date(2018, 3, 1)), step(starts_on=date(2019, 7, 1), public_id="S2")]
    assert next_raise(rows, post="", law=law).due_on == date(2021, 3, 1)


def test_a_past_quarter_is_asked_with_the_steps_of_its_time(law):
    rows = [step(starts_on=date(2017, 5, 1)), step(number=4, coefficient="3.33", starts_on=date(2020, 5, 1))]
    assert next_raise(rows, post="", law=law, before=date(2020, 4, 1)).due_on == date(2020, 5, 1)
    assert next_raise(rows, post="", law=law).due_on == date(2023, 5, 1)


def test_at_the_last_step_the_seniority_allowance_follows(law):
    answer = next_raise([step("01.003", 9, "4.98", date(2018, 1, 1))], post="", law=law)
    assert (answer.kind, answer.due_on, answer.next_step) == (salary.OVER_TOP, date(2021, 1, 1), None)
    assert over_top_percent(answer, law, date(2020, 12, 31)) is None
    assert over_top_percent(answer, law, date(2021, 1, 1)) == 5
    assert over_top_percent(answer, law, date(2021, 12, 31)) == 5
    assert over_top_percent(answer, law, date(2022, 1, 1)) == 6
    assert answer.verified == "memory"


def paid(percent, starts_on, **kw):
    row = step("01.003", 9, "4.98", starts_on, **kw)
    row.over_top_percent = percent
    return row


@pytest.mark.parametrize(
    ("day", "percent"),
    [(date(2021, 12, 31), None), (date(2022, 1, 1), 6), (date(2022, 12, 31), 6), (date(2023, 1, 1), 7)],
)
def test_from_a_recorded_allowance_the_next_percent_counts_a_year(law, day, percent):
    rows = [step("01.003", 9, "4.98", date(2018, 1, 1)), paid(5, date(2021, 1, 1), public_id="S2")]
    answer = next_raise(rows, post="", law=law)
    assert (answer.kind, answer.base_on, answer.months) == (salary.OVER_TOP, date(2021, 1, 1), 12)
    assert (answer.percent_now, answer.percent, answer.due_on) == (5, 6, date(2022, 1, 1))
    assert over_top_percent(answer, law, day) == percent


def test_another_row_of_the_step_ends_no_allowance_and_the_same_percent_begins_no_year(law):
    rows = [
        paid(5, date(2020, 1, 1)), paid(6, date(2021, 1, 1), public_id="S2"),
        paid(6, date(2021, 5, 1), public_id="S3"), paid(None, date(2021, 7, 1), public_id="S4"),
    ]  # fmt: skip
    answer = next_raise(rows, post="", law=law)
    assert (answer.percent_now, answer.due_on) == (6, date(2022, 1, 1))


def test_what_delays_a_step_delays_the_next_percent_too(law):
    answer = next_raise([paid(5, date(2021, 1, 1))], post="", law=law, delays=[delay(date(2021, 6, 1), 6)])
    assert answer.due_on == date(2022, 7, 1)


def test_an_allowance_below_the_last_step_is_to_be_checked_and_counts_for_nothing(law):
    row = step()
    row.over_top_percent = 5
    answer = next_raise([row], post="", law=law)
    assert (answer.kind, answer.due_on, answer.percent_now) == (salary.RAISE, date(2022, 1, 1), None)
    assert "không ở bậc cuối" in answer.doubts[0]


def test_in_words_the_recorded_allowance_is_what_the_year_counts_from(law):
    answer = next_raise([paid(5, date(2021, 1, 1))], post="", law=law)
    assert (
        "Hưởng phụ cấp thâm niên vượt khung 5% từ 01/01/2021; mức sau 12 tháng"
        in answer.in_words(district())[0]
    )


def test_a_cadre_paid_by_post_has_nothing_after_the_second_step(law):
    answer = next_raise([step("", 2, "2.85", date(2012, 1, 1))], post="bi_thu_dang_uy", law=law)
    assert (answer.kind, answer.due_on) == (salary.TOP, None)


def test_a_long_absence_of_an_unknown_kind_is_to_be_checked(law):
    long = Absence(kind="khac", starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30))
    short = Absence(kind="khac", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 20))
    maternity = Absence(kind="thai_san", starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30))
    assert "01/01/2020" in next_raise([step()], post="", law=law, absences=[long]).doubts[0]
    assert next_raise([step()], post="", law=law, absences=[short, maternity]).doubts == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 6, 30), Decimal(4170000)),
        (date(2019, 7, 1), Decimal(4470000)),
        (date(2023, 6, 30), Decimal(4470000)),
        (date(2023, 7, 1), Decimal(5400000)),
    ],
)
def test_the_amount_follows_the_base_salary_of_the_day(day, expected):
    base = salary_law(day).value("luong_co_so")
    assert monthly_amount(Decimal("3.00"), base) == expected
    assert monthly_amount(None, base) is None
    assert monthly_amount(Decimal("3.00"), None) is None


@pytest.mark.parametrize(
    ("staff", "used", "limit", "left"), [(19, 0, 1, 1), (20, 1, 2, 1), (9, 0, 0, 0), (20, 3, 2, 0)]
)
def test_early_raises_are_a_tenth_of_the_staff_rounded_down(law, staff, used, limit, left):
    found = early_allowance(staff, used, law)
    assert (found.limit, found.left) == (limit, left)


def test_without_the_norm_nothing_is_said_of_early_raises():
    assert early_allowance(20, 0, SalaryLaw(DAY, {}, {})) is None


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2021, 3, 31), -1, date(2021, 2, 28)),
        (date(9999, 12, 1), 36, date.max),
        (date(1, 1, 1), -1, date.min),
    ],
)
def test_months_keep_to_the_calendar(first, months, last):
    assert add_months(first, months) == last


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 1, 31), date(2020, 2, 29), 1),
        (date(2020, 1, 31), date(2020, 2, 28), 0),
        (date(2020, 1, 1), date(2022, 12, 31), 35),
        (date(2020, 1, 1), date(2019, 12, 31), 0),
        (date(2020, 1, 1), date(2019, 12, 1), -1),
    ],
)
def test_completed_months_between_two_days(first, last, months):
    assert months_between(first, last) == months


def test_quarters_and_the_whole_year():
    assert quarter_days(2021, 1) == (date(2021, 1, 1), date(2021, 3, 31))
    assert quarter_days(2021, 4) == (date(2021, 10, 1), date(2021, 12, 31))
    assert quarter_days(2021, 0) == (date(2021, 1, 1), date(2021, 12, 31))


def district():
    """A reader of everything."""
    return factories.make_user("district")


def test_ratings_and_discipline_delay_through_the_registry(law):
    from assessments.models import Discipline, Evaluation

    person = factories.make_official(unit=factories.make_unit("10702"))
    Evaluation.objects.create(public_id="E1", official=person, year=2020, level="khong_hoan_thanh")
    Discipline.objects.create(
        public_id="D1",
        official=person,
        form="cach_chuc",
        decided_on=date(2019, 5, 1),
        decided_on_precision="day",
    )
    found = delays_of(district(), {person.pk}, DAY)[person.pk]
    assert sorted((one.day, one.months) for one in found) == [(date(2019, 5, 1), 12), (date(2020, 12, 31), 6)]
    assert next_raise([step()], post="", law=law, delays=found).due_on == date(2023, 7, 1)
    assert delays_of(district(), None, DAY)[person.pk]


def test_a_rating_that_was_corrected_later_delays_nothing():
    from assessments.models import Evaluation

    person = factories.make_official(unit=factories.make_unit("10702"))
    for number, level in enumerate(("khong_hoan_thanh", "hoan_thanh")):
        Evaluation.objects.create(
            public_id=f"E{number}", official=person, year=2020, level=level, decided_on=date(2021, 1, 5 + number),
            decided_on_precision="day",
        )  # fmt: skip
    assert delays_of(district(), {person.pk}, DAY) == {}


def test_not_fulfilled_in_the_year_of_a_discipline_counts_once_with_it(law):
    from assessments.models import Discipline, Evaluation

    person = factories.make_official(unit=factories.make_unit("10702"))
    Evaluation.objects.create(public_id="E1", official=person, year=2020, level="khong_hoan_thanh")
    Discipline.objects.create(
        public_id="D1",
        official=person,
        form="khien_trach",
        decided_on=date(2020, 5, 1),
        decided_on_precision="day",
    )
    found = next_raise([step()], post="", law=law, delays=delays_of(district(), {person.pk}, DAY)[person.pk])
    assert (found.due_on, found.delayed_months) == (date(2022, 7, 1), 6)


@pytest.mark.parametrize("line", ["dang", "doan_the"])
def test_discipline_of_the_party_alone_is_to_be_checked(law, line):
    from assessments.models import Discipline

    person = factories.make_official(unit=factories.make_unit("10702"))
    Discipline.objects.create(
        public_id="D1",
        official=person,
        form="khien_trach",
        line=line,
        decided_on=date(2020, 5, 1),
        decided_on_precision="day",
    )
    found = next_raise([step()], post="", law=law, delays=delays_of(district(), {person.pk}, DAY)[person.pk])
    assert found.due_on == date(2022, 1, 1)
    assert "chưa có số tháng" in found.doubts[0]
