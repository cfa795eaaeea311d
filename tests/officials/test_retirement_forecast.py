"""The forecast of retirement against a slow twin, by the rule of the day; papers due, postponed, doubtful."""

import calendar
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foundation.models import AccessEvent
from officials.models import RetirementStep
from officials.retirement import forecast
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def twin(sex, birth, day):
    """Retirement worked out month by month: the age of each year until someone has it (NĐ 135/2020 Điều 4)."""
    year, month = birth
    if day < date(2021, 1, 1):
        age = 60 * 12 if sex == "nam" else 55 * 12
    else:
        base, more, most = (720, 3, 744) if sex == "nam" else (660, 4, 720)
        age = base
        for target in range(2020, 2060):
            age = base if target == 2020 else min(base + more * (target - 2020), most)
            reached = year * 12 + month - 1 + age
            if reached // 12 <= target:
                break
    reached = year * 12 + month - 1 + age
    y, m = reached // 12, reached % 12 + 1
    return date(y, m, calendar.monthrange(y, m)[1])


@pytest.fixture
def people(town):
    """Thirty people of both units, born from 1959 to 1975 in changing months."""
    made = {}
    for number in range(30):
        sex = "nam" if number % 3 else "nu"
        birth = (1959 + number % 17, number * 7 % 12 + 1)
        unit, post = (town.minh, "tu_phap_ho_tich") if number % 2 else (town.khac, "van_hoa_xa_hoi")
        person = factories.make_official(
            unit=unit, post=post, sex=sex, birth_date=f"{birth[0]}-{birth[1]:02}-15"
        )
        made[person.pk] = (sex, birth, unit.pk, post)
    for person, sex in ((town.an, "nam"), (town.binh, "nu")):
        made[person.pk] = (sex, (1980, 5), person.unit_id, "van_phong_thong_ke")
    return made


@pytest.mark.parametrize(
    "day", [date(2020, 12, 30), date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 2), DAY]
)
def test_every_number_is_that_of_the_twin_by_the_rule_of_the_day(town, people, day):
    found = forecast(town.people.noivu, day)
    expected = {pk: twin(sex, birth, day) for pk, (sex, birth, _, _) in people.items()}
    assert {line.seat.official.pk: line.retires_on for line in found.lines} == expected
    counted = {pk: on for pk, on in expected.items() if on >= day and on.year <= 2030}
    for year in found.years:
        assert found.per_year()[year] == sum(on.year == year for on in counted.values())
        for unit, counts in found.per_unit().items():
            assert counts[year] == sum(
                on.year == year and people[pk][2] == unit.pk for pk, on in counted.items()
            )
        for post, counts in found.per_post().items():
            assert counts[year] == sum(
                on.year == year and people[pk][3] == post.code for pk, on in counted.items()
            )
    assert len(found.past) == sum(on < day for on in expected.values())
    assert sum(found.per_year().values()) == len(counted)


def test_without_sex_or_birth_somebody_is_counted_as_unknown(town):
    factories.make_official(unit=town.minh, sex="", full_name="Thiếu Giới")
    factories.make_official(unit=town.minh, birth_date=None, full_name="Thiếu Ngày")
    found = forecast(town.people.noivu, DAY)
    assert sorted(seat.official.full_name for seat in found.unknown) == ["Thiếu Giới", "Thiếu Ngày"]
    page = client_of(town, "noivu").get("/nghi-huu/").content.decode()
    assert "Thiếu Giới" in page
    assert "2 người chưa đủ số liệu" in page


def retiring(town, birth="1961-10-15", **kw):
    """A man of 10/1961 retires on 30/04/2022: notice before 30/10/2021, decision before 30/01/2022."""
    return factories.make_official(
        unit=town.minh, birth_date=birth, full_name="Bùi Sắp Nghỉ", public_id="P-HUU", **kw
    )


def one(town, day):
    [line] = [
        line for line in forecast(town.people.noivu, day).lines if line.seat.official.public_id == "P-HUU"
    ]
    return line


@pytest.mark.parametrize(
    ("day", "notice_late", "decision_late"),
    [
        (date(2021, 10, 29), False, False),
        (date(2021, 10, 30), False, False),
        (date(2021, 10, 31), True, False),
        (date(2022, 1, 30), True, False),
        (date(2022, 1, 31), True, True),
    ],
)
def test_notice_and_decision_fall_due_six_and_three_months_before(town, day, notice_late, decision_late):
    retiring(town)
    line = one(town, day)
    assert (line.retires_on, line.notice.due_on, line.decision.due_on) == (
        date(2022, 4, 30), date(2021, 10, 30), date(2022, 1, 30),
    )  # fmt: skip
    assert (line.notice.is_late, line.decision.is_late) == (notice_late, decision_late)


def test_a_recorded_notice_is_done_and_a_day_put_off_moves_everything(town):
    person = retiring(town)
    RetirementStep.objects.create(
        public_id="HU1", official=person, kind="thong_bao", day=date(2021, 10, 1), document_no="9/TB"
    )
    assert one(town, DAY).notice.done.document_no == "9/TB"
    RetirementStep.objects.create(
        public_id="HU2", official=person, kind="keo_dai", day=date(2021, 11, 1), until=date(2023, 4, 30)
    )
    line = one(town, DAY)
    assert (line.retires_on, line.by_rule, line.is_postponed) == (date(2023, 4, 30), date(2022, 4, 30), True)
    assert line.decision.due_on == date(2023, 1, 30)


def test_the_horizon_is_twelve_or_twenty_four_months(town):
    retiring(town, birth="1962-09-15")  # retires on 30/06/2023
    assert one(town, DAY) not in forecast(town.people.noivu, DAY).coming(12)
    client = client_of(town, "noivu")
    assert "Bùi Sắp Nghỉ" not in client.get("/nghi-huu/").content.decode()
    assert "Bùi Sắp Nghỉ" in client.get("/nghi-huu/?thang=24").content.decode()


@pytest.mark.parametrize(
    ("birth", "is_doubted"),
    [("1969-04-30", False), ("1969-05-01", True), ("1969-05-31", True), ("1969-06-01", False)],
)
def test_women_of_may_1969_are_doubted_with_both_days(town, birth, is_doubted):
    retiring(town, birth=birth, sex="nu")
    doubts = one(town, DAY).doubts
    assert bool(doubts) == is_doubted
    if is_doubted:
        assert "56 tuổi 8 tháng" in doubts[0]
        assert doubts[0].endswith("Theo bảng ấy ngày nghỉ hưu là 31/01/2026.")


def test_a_birth_known_to_the_year_only_is_said(town):
    retiring(town, birth="1961")
    assert "Chỉ biết năm sinh" in one(town, DAY).doubts[0]


def test_leadership_sees_years_without_names_and_few_people_are_hidden(town):
    retiring(town)
    page = client_of(town, "lanhdao").get("/nghi-huu/").content.decode()
    assert "Bùi Sắp Nghỉ" not in page
    assert "10/1961" not in page
    assert "ẩn" in page


def test_leadership_never_has_one_hidden_year_alone(town):
    retiring(town)
    for number in range(7):
        factories.make_official(unit=town.minh, birth_date=f"1963-01-1{number}")
    from officials.views.retirement import small_hidden

    texts = [text for _, text in small_hidden(forecast(town.people.noivu, DAY))]
    assert texts.count("ẩn") == 2


def test_another_unit_is_not_found(town):
    assert client_of(town, "xa_khac").get("/nghi-huu/?don_vi=10702").status_code == 404
    retiring(town)
    assert "Bùi Sắp Nghỉ" not in client_of(town, "xa_khac").get("/nghi-huu/").content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_forecast_is_exported_and_that_is_noted(town, kind):
    retiring(town)
    answer = client_of(town, "noivu").get(f"/nghi-huu/?xuat={kind}")
    assert answer.status_code == 200
    assert AccessEvent.objects.filter(action="export", detail__contains="Dự báo nghỉ hưu").exists()
    if kind == "csv":
        assert "Bùi Sắp Nghỉ" in answer.content.decode("utf-8-sig")


# --- recording a step ---------------------------------------------------------------------------------------
def post(town, who="noivu", **body):
    data = {
        "kind": "thong_bao",
        "day": "01/10/2021",
        "document_no": "9/TB",
        "until": "",
        "note": "",
        "khoa": "k1",
    } | body
    return client_of(town, who).post("/ho-so/P-HUU/nghi-huu/them/", data)


def test_a_step_is_recorded_once_from_the_link_of_the_list(town):
    retiring(town)
    page = client_of(town, "noivu").get("/ho-so/P-HUU/nghi-huu/them/?buoc=quyet_dinh").content.decode()
    assert 'value="quyet_dinh"' in page
    for _ in range(2):
        assert post(town).status_code == 302
    assert RetirementStep.objects.filter(official__public_id="P-HUU").count() == 1


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"kind": "keo_dai"}, "Đề nghị nhập ngày kéo dài đến."),
        ({"until": "01/01/2023"}, "Chỉ nhập ngày này khi kéo dài"),
        ({"kind": "keo_dai", "until": "01/01/2020"}, "phải từ ngày văn bản trở đi"),
        ({"day": "31/02/2021"}, "Ngày 31/02/2021 không tồn tại"),
        ({"kind": "khac"}, "Đề nghị chọn một trong các giá trị có sẵn."),
    ],
)
def test_bad_steps_are_said_and_stay_typed(town, body, text):
    retiring(town)
    answer = post(town, **body)
    assert text in answer.content.decode()
    assert not RetirementStep.objects.exists()


def test_the_database_holds_the_same_rules(town):
    person = retiring(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetirementStep.objects.create(public_id="HU1", official=person, kind="keo_dai", day=DAY)
    with pytest.raises(ValidationError):
        RetirementStep(public_id="HU2", official=person, kind="thong_bao", day=DAY, until=DAY).full_clean()
