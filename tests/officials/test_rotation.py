"""Changes of post: who is due by year, since when over renamed units, excepted near retirement, concluded; work waiting."""

from datetime import date

import pytest

from foundation.registries import work_item_sources
from officials.models import Norm, RotationStep, SalaryStep, Unit, UnitSuccession
from officials.rotation import RotationState, rotation_list
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)
STATE = RotationState


def holder(town, starts_on=date(2016, 12, 1), post="tai_chinh_ke_toan", **kw):
    kw = {"full_name": "Đào Giữ Chức", "public_id": "P-GIU"} | kw
    return factories.make_official(unit=town.minh, post=post, starts_on=starts_on, **kw)


def line(town, year=2021, who="noivu"):
    [found] = rotation_list(getattr(town.people, who), year, DAY).lines
    return found


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [
        (date(2015, 12, 31), STATE.LATE),  # five years ended on 31/12/2020
        (date(2016, 1, 1), STATE.DUE),
        (date(2016, 12, 31), STATE.DUE),
        (date(2017, 1, 1), STATE.POSSIBLE),
        (date(2019, 12, 31), STATE.POSSIBLE),  # two years ended on the last day of the year
        (date(2020, 1, 1), STATE.EARLY),
    ],
)
def test_two_to_five_years_are_counted_to_the_year(town, starts_on, state):
    holder(town, starts_on)
    assert line(town).state == state


def test_only_listed_posts_are_concerned_and_the_list_is_data(town):
    holder(town, post="van_hoa_xa_hoi")
    assert rotation_list(town.people.noivu, 2021, DAY).lines == ()
    holder(town, post="tu_phap_ho_tich", public_id="P-2")
    assert len(rotation_list(town.people.noivu, 2021, DAY).lines) == 1
    Norm.objects.filter(code="chuyen_doi.chuc_danh.tu_phap_ho_tich").update(value=0)
    assert rotation_list(town.people.noivu, 2021, DAY).lines == ()


def test_the_years_are_data(town):
    holder(town, date(2017, 6, 1))
    Norm.objects.filter(code="chuyen_doi.den_nam").update(value=4)
    assert line(town).due_on == date(2021, 6, 1)


def test_nobody_is_due_before_the_rule_began(town):
    holder(town, date(1996, 2, 8))
    found = line(town)
    assert (found.since, found.due_on, found.state) == (date(1996, 2, 8), date(2019, 7, 1), STATE.LATE)


def test_a_renamed_unit_and_a_second_row_do_not_break_the_time(town):
    old = Unit.objects.create(public_id="CU", code="CU", name="Cũ", kind="xa", ends_on=date(2019, 10, 31))
    UnitSuccession.objects.create(
        public_id="US1", predecessor=old, successor=town.minh, effective_on=date(2019, 11, 1)
    )
    person = holder(town, date(2019, 11, 1))
    factories.make_appointment(
        person, old, "tai_chinh_ke_toan", starts_on=date(2016, 3, 1), ends_on=date(2019, 10, 31)
    )
    assert line(town).since == date(2016, 3, 1)


def test_another_unit_or_a_gap_begins_the_time_anew(town):
    person = holder(town, date(2019, 11, 1))
    factories.make_appointment(
        person, town.khac, "tai_chinh_ke_toan", starts_on=date(2016, 3, 1), ends_on=date(2019, 10, 31)
    )
    factories.make_appointment(
        person, town.minh, "tai_chinh_ke_toan", starts_on=date(2010, 3, 1), ends_on=date(2015, 10, 30)
    )
    assert line(town).since == date(2019, 11, 1)


def test_an_unknown_beginning_stays_open(town):
    person = holder(town)
    person.appointments.update(start_unknown=True)
    found = line(town)
    assert (found.state, found.due_on, found.note) == (
        STATE.UNKNOWN,
        None,
        "chưa rõ ngày bắt đầu giữ chức danh",
    )


@pytest.mark.parametrize(
    ("birth", "state"), [("1962-03-15", STATE.EXCEPTED), ("1970-01-01", STATE.DUE), (None, STATE.DUE)]
)
def test_near_retirement_is_excepted_with_its_reason(town, birth, state):
    holder(town, birth_date=birth)
    found = line(town)
    assert found.state == state
    assert ("còn dưới 18 tháng" in found.note) == (state == STATE.EXCEPTED)


def test_a_conclusion_is_recorded_once_and_shown(town):
    holder(town)
    client = client_of(town, "xa_minh")
    body = {
        "post": "tai_chinh_ke_toan",
        "conclusion": "ke_hoach",
        "day": "01/12/2021",
        "document_no": "7/KH",
        "note": "",
        "khoa": "k1",
    }
    for _ in range(2):
        assert client.post("/ho-so/P-GIU/chuyen-doi/them/", body).status_code == 302
    assert RotationStep.objects.count() == 1
    assert (
        "Đưa vào kế hoạch chuyển đổi số 7/KH, 01/12/2021"
        in client.get("/chuyen-doi-vi-tri/").content.decode()
    )


def test_keeping_somebody_on_wants_a_reason(town):
    holder(town)
    body = {"post": "tai_chinh_ke_toan", "conclusion": "chua_chuyen", "day": "01/12/2021", "khoa": "k1"}
    page = client_of(town, "noivu").post("/ho-so/P-GIU/chuyen-doi/them/", body).content.decode()
    assert "Đề nghị nêu lý do chưa chuyển đổi." in page
    assert not RotationStep.objects.exists()


def test_a_conclusion_about_an_earlier_time_in_post_does_not_count(town):
    person = holder(town)
    RotationStep.objects.create(
        public_id="CD1",
        official=person,
        post_id="tai_chinh_ke_toan",
        conclusion="da_chuyen",
        day=date(2015, 1, 1),
    )
    assert line(town).last_step is None


def test_the_page_of_a_year_for_a_commune_and_nobody_else(town):
    holder(town)
    page = client_of(town, "xa_minh").get("/chuyen-doi-vi-tri/?nam=2021").content.decode()
    assert "Đào Giữ Chức" in page
    assert "suy luận, chưa đối chiếu" in page
    assert "Đào Giữ Chức" not in client_of(town, "xa_khac").get("/chuyen-doi-vi-tri/").content.decode()
    assert client_of(town, "lanhdao").get("/chuyen-doi-vi-tri/").status_code == 403


@pytest.mark.parametrize("query", ["nam=0", "nam=1900", "nam=2100", "tinh_trang=%3Cb%3E"])
def test_nonsense_in_the_address_gives_a_page(town, query):
    holder(town, sex="", birth_date=None)
    assert client_of(town, "noivu").get(f"/chuyen-doi-vi-tri/?{query}").status_code == 200


# --- what waits ---------------------------------------------------------------------------------------------
def waiting(code, user):
    return [item.title for item in work_item_sources[code].find(user, DAY)]


def test_raises_of_this_and_the_next_quarter_wait(town):
    for number, starts_on in enumerate((date(2018, 10, 1), date(2019, 3, 31), date(2019, 4, 1))):
        person = factories.make_official(unit=town.minh, full_name=f"Người {number}")
        SalaryStep.objects.create(
            public_id=f"S{number}",
            official=person,
            rank_code="01.003",
            step=3,
            coefficient="3.00",
            starts_on=starts_on,
        )
    assert waiting("raises", town.people.xa_minh) == ["Người 0: nâng bậc lương", "Người 1: nâng bậc lương"]
    assert waiting("raises", town.people.xa_khac) == []


def test_papers_of_retirement_wait_until_they_are_recorded(town):
    from officials.models import RetirementStep

    person = factories.make_official(unit=town.minh, full_name="Bùi Sắp Nghỉ", birth_date="1961-10-15")
    assert waiting("retirement", town.people.noivu) == [
        "Bùi Sắp Nghỉ: thông báo nghỉ hưu",
        "Bùi Sắp Nghỉ: quyết định nghỉ hưu",
    ]
    RetirementStep.objects.create(public_id="HU1", official=person, kind="thong_bao", day=date(2021, 10, 1))
    assert waiting("retirement", town.people.noivu) == ["Bùi Sắp Nghỉ: quyết định nghỉ hưu"]


def test_rotations_wait_until_something_is_concluded(town):
    person = holder(town)
    assert waiting("rotation", town.people.xa_minh) == ["Đào Giữ Chức: chuyển đổi vị trí công tác"]
    RotationStep.objects.create(
        public_id="CD1",
        official=person,
        post_id="tai_chinh_ke_toan",
        conclusion="ke_hoach",
        day=date(2021, 12, 1),
    )
    assert waiting("rotation", town.people.xa_minh) == []


@pytest.mark.parametrize("code", ["raises", "retirement", "rotation"])
def test_the_daily_mail_names_nobody(town, code):
    source = work_item_sources[code]
    assert source.nameless(12).startswith("12 ")
    assert source.may_see(town.people.noivu)
    assert not source.may_see(town.people.lanhdao)
    assert not source.may_see(town.people.kiemtra)
