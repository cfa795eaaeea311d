"""Where everyone stands to the standard of the post, by the rule of the day, both standards in a transition."""

from __future__ import annotations

import re
from datetime import date

import pytest

from officials import organisation_work
from officials.models import PostStandard, SurplusStatus
from officials.standards import Verdict
from officials.standards_list import judged_on
from tests import factories

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def qualified(official, degree):
    factories.make_qualification(official, level=degree, attained_on="2010")
    factories.make_qualification(official, kind="it", level="co_ban", attained_on="2015")
    type(official).objects.filter(pk=official.pk).update(
        general_education="12/12",
        general_education_code="thpt",
        recruited_on=date(2012, 1, 1),
        recruited_on_precision="day",
    )


def verdict(town, day):
    [one] = judged_on(town.people.noivu, [town.minh], day)[town.minh.pk]
    return one.judgement.verdict


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2019, 12, 24), Verdict.DAT),
        (date(2019, 12, 25), Verdict.CHUYEN_TIEP),
        (date(2019, 12, 26), Verdict.CHUYEN_TIEP),
        (date(2023, 7, 31), Verdict.CHUYEN_TIEP),
        (date(2023, 8, 1), Verdict.CHUYEN_TIEP),
    ],
)
def test_a_clerk_of_before_with_an_intermediate_degree_by_the_rule_of_the_day(town, day, found):
    """Recruited in 2012: met the standard to 24/12/2019, and has five years from the new one on."""
    qualified(town.an, "trung_cap")
    assert verdict(town, day) == found.value


def test_whoever_was_recruited_on_the_day_of_the_new_standard_has_no_transition(town):
    qualified(town.an, "trung_cap")
    for recruited, found in (
        (date(2019, 12, 24), Verdict.CHUYEN_TIEP),
        (date(2019, 12, 25), Verdict.CHUA_DAT),
    ):
        type(town.an).objects.filter(pk=town.an.pk).update(
            recruited_on=recruited, recruited_on_precision="day"
        )
        assert verdict(town, date(2020, 1, 31)) == found.value


def test_both_standards_and_the_article_stand_beside_each_other(town, signed_in):
    qualified(town.an, "trung_cap")
    page = text(signed_in(town.people.lanhdao).get("/xa-phuong/tieu-chuan/?ngay=31/12/2019&don_vi=10702"))
    assert "trong thời hạn chuyển tiếp" in page
    assert "yêu cầu Đại học (từ 25/12/2019)" in page
    assert "Chuẩn cũ Trung cấp: đạt" in page
    assert "TT 13/2019" in page or "13/2019/TT-BNV" in page


def test_nothing_known_is_not_enough_to_judge(town):
    assert verdict(town, date(2021, 12, 31)) == Verdict.CHUA_DU_SO_LIEU.value


def test_the_town_page_counts_by_unit_and_a_commune_sees_its_people(town, signed_in):
    qualified(town.an, "dai_hoc")
    page = signed_in(town.people.noivu).get("/xa-phuong/tieu-chuan/")
    assert page.context["totals"] == ["1", "0", "0", "1"]
    own = text(signed_in(town.people.xa_minh).get("/xa-phuong/tieu-chuan/"))
    assert "Nguyễn Văn An" in own
    assert "Bình" not in own


# --- what waits to be done ----------------------------------------------------------------------------------------------
def items(town, name="noivu", day=date(2021, 12, 31)):
    return organisation_work.find(getattr(town.people, name), day)


def surplus(town, until):
    SurplusStatus.objects.create(
        public_id="D1", official=town.an, unit=town.minh, starts_on=date(2019, 11, 1), until=until, basis="NQ"
    )


@pytest.mark.parametrize(
    ("until", "tones"),
    [
        (date(2022, 12, 31), ["info"]),
        (date(2023, 1, 1), []),
        (date(2022, 1, 31), ["warning"]),
        (date(2021, 12, 30), ["danger"]),
    ],
)
def test_a_surplus_path_that_ends_within_a_year_waits(town, until, tones):
    surplus(town, until)
    assert [item.tone for item in items(town) if "dôi dư" in item.title] == tones


def test_whoever_has_left_waits_for_nothing(town):
    surplus(town, date(2022, 1, 31))
    town.an.appointments.update(ends_on=date(2021, 6, 30))
    assert not [item for item in items(town) if "dôi dư" in item.title]


@pytest.mark.parametrize(("left", "n"), [(date(2021, 6, 30), 1), (date(2021, 7, 31), 0)])
def test_a_post_vacant_over_six_months_waits_in_its_unit(town, left, n):
    factories.make_official(unit=town.minh, post="chu_tich_ubnd", ends_on=left)
    found = [item for item in items(town) if "còn thiếu quá 6 tháng" in item.title]
    assert len(found) == n
    assert all(item.detail == "Chủ tịch UBND" for item in found)


def test_a_commune_gets_its_own_work_only(town):
    factories.make_official(unit=town.minh, post="chu_tich_ubnd", ends_on=date(2020, 1, 1))
    surplus(town, date(2022, 1, 31))
    assert items(town, "xa_minh")
    assert not items(town, "xa_khac")


def test_a_transition_that_ends_within_a_year_is_one_line_with_the_number(town):
    qualified(town.an, "trung_cap")
    PostStandard.objects.filter(post_id="van_phong_thong_ke", criterion="professional").update(
        transition_until=date(2022, 6, 30)
    )
    [item] = [item for item in items(town) if "chuyển tiếp" in item.title]
    assert item.title == "1 người còn theo chuẩn cũ, thời hạn chuyển tiếp đến 30/06/2022"
    assert item.due_on == date(2022, 6, 30)
