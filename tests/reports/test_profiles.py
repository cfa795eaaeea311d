"""The page of a unit and of a khu, the five questions of Tổng quan, and the way from the town down to its people."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest

from assessments.models import Evaluation, HealthCheck
from foundation.charts import ChartSpec
from reports.comparison import funnel_codes
from reports.indicators.model import indicators
from reports.views.charts import trend_title
from reports.views.profiles import CODES
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
UNIT, AREA = "/don-vi/10702/", f"/khu/{quote('Nhị Chiểu')}/"


def page(town, who, url):
    answer = client_of(town, who).get(url)
    assert answer.status_code == 200, url
    return answer


def with_degrees(unit, n, n_degrees):
    for number in range(n):
        official = factories.make_official(unit=unit)
        if number < n_degrees:
            factories.make_qualification(official, level="dai_hoc", attained_on="2015")


def line_of(answer, title):
    return next(line for line in answer.context["lines"] if line.title == title)


# --- profiles -------------------------------------------------------------------------------------------------
def test_a_unit_stands_beside_its_khu_and_the_town_over_three_years(town):
    with_degrees(town.minh, 7, 6)  # with An 8 people, 6 of them with a degree
    with_degrees(town.khac, 7, 2)  # the town: 8 of 16
    answer = page(town, "noivu", UNIT)
    line = line_of(answer, "Tỷ lệ có trình độ đại học trở lên")
    assert [head for head, _, _ in line.cells] == ["2019", "2020", "2021", "Khu", "Thị xã"]
    assert [text for _, text, _ in line.cells][2:] == ["75,0% (6/8)", "75,0% (6/8)", "50,0% (8/16)"]
    assert line.gap == "cao hơn 25,0 điểm %"
    assert all(url.startswith("/chi-tieu/C2u/") for _, _, url in line.cells)
    assert {line.title for line in answer.context["lines"]} == {found.title for found in _chosen()}


def _chosen():
    return [indicators[code] for code in CODES]


def test_a_place_in_the_funnel_has_its_limits_and_no_rank(town):
    with_degrees(town.minh, 19, 1)  # 1 of 20
    for number in range(20):
        with_degrees(factories.make_unit(f"3{number:04}"), 20, 18)
    answer = page(town, "noivu", UNIT)
    line = line_of(answer, "Tỷ lệ có trình độ đại học trở lên")
    assert line.place == "thấp, khó do ngẫu nhiên"
    assert re.fullmatch(r"[\d,]+% – [\d,]+%", line.limits)
    assert "Không xếp hạng" in answer.content.decode()
    assert not re.search(r"\b(thứ|hạng) \d+|\d+/\d+ đơn vị", answer.content.decode())
    assert {found.title for found in _chosen() if found.code in funnel_codes()} >= {line.title}


def test_a_gap_to_a_target_says_how_many_people_are_missing(town):
    with_degrees(town.minh, 9, 4)
    gaps = {gap.title: gap for gap in page(town, "noivu", UNIT).context["gaps"]}
    theory = gaps["Lý luận chính trị trung cấp trở lên"]  # nobody of ten, the target is everybody
    assert (theory.value, theory.target, theory.lacking, theory.is_met) == ("0,0%", "100%", "10 người", False)
    assert theory.basis
    met = [gap.is_met for gap in page(town, "noivu", UNIT).context["gaps"]]
    assert met == sorted(met)  # what is not met stands first


def test_a_khu_lists_its_units_and_leads_to_them(town):
    answer = page(town, "noivu", AREA)
    assert [row["label"] for row in answer.context["units"]] == ["Phường Minh Tân"]
    assert answer.context["units"][0]["url"].startswith(UNIT)
    assert "Khu Nhị Chiểu" in answer.content.decode()


def test_small_groups_are_hidden_from_a_leader_on_a_profile(town):
    official = factories.make_official(unit=town.minh)
    HealthCheck.objects.create(public_id="H1", official=official, year=2021, health_class="4")
    health = "Tỷ lệ đủ sức khỏe công tác (loại I, II, III)"
    assert [text for _, text, _ in line_of(page(town, "lanhdao", UNIT), health).cells][2] == "được che"
    assert [text for _, text, _ in line_of(page(town, "noivu", UNIT), health).cells][2] == "0,0% (0/1)"


def test_a_commune_gets_its_own_page_and_no_other(town):
    assert client_of(town, "xa_minh").get(UNIT).status_code == 200
    assert client_of(town, "xa_khac").get(UNIT).status_code == 404
    assert client_of(town, "xa_khac").get(AREA).status_code == 200  # khu are published
    assert page(town, "xa_khac", AREA).context["units"] == []


def test_a_unit_that_stood_only_before_leads_to_its_last_year(town):
    old = factories.make_unit("10700-2019", name="Cũ", starts_on=date(2000, 1, 1), ends_on=date(2020, 6, 30))
    Evaluation.objects.create(
        public_id="E1", official=factories.make_official(unit=old), year=2019, level="tot"
    )
    answer = client_of(town, "noivu").get("/don-vi/10700-2019/?nam=2021")
    assert (answer.status_code, answer.url) == (302, "/don-vi/10700-2019/?nam=2019")
    assert client_of(town, "noivu").get("/don-vi/khong-co/").status_code == 404
    assert client_of(town, "noivu").get("/khu/Không có/").status_code == 404


def test_the_credibility_of_a_unit_is_told_of_its_khu_alone(town):
    said = page(town, "noivu", UNIT).context["credibility"]
    assert "Khu Nhị Chiểu; không tính cho từng đơn vị" in said


def test_a_profile_leads_on_to_the_people_of_the_unit(town):
    answer = page(town, "noivu", UNIT)
    assert answer.context["people_url"] == "/xa-phuong/10702/?nam=2021"
    assert [crumb.label for crumb in answer.context["crumbs"]] == ["Tổng quan", "Khu Nhị Chiểu"]


def test_the_findings_of_a_unit_are_those_its_page_counts(town):
    answer = page(town, "noivu", UNIT)
    listed = page(town, "noivu", answer.context["findings"]["url"])
    assert answer.context["findings"]["total"] > 0
    assert listed.context["total"] == answer.context["findings"]["total"]


# --- Tổng quan ------------------------------------------------------------------------------------------------
QUESTIONS = [
    "Có bao nhiêu người, là ai?",
    "Chất lượng thế nào?",
    "Có tin được không?",
    "Yếu ở đâu?",
    "Đang làm gì?",
]


@pytest.mark.parametrize("who", ["noivu", "xa_minh", "lanhdao"])
def test_the_overview_answers_the_five_questions_in_order(town, who):
    answers = page(town, who, "/").context["answers"]
    assert [answer.question for answer in answers] == QUESTIONS
    for answer in answers:
        assert answer.text
        assert answer.figures
        assert answer.belief
        assert answer.links
        assert all(url.startswith("/") for _, url in answer.links)


def test_how_far_to_believe_names_the_unknown_and_the_bounds(town):
    factories.make_official(
        unit=town.minh, birth_date=""
    )  # no degree on record: nothing is known of the standard
    who, good, *_ = page(town, "noivu", "/").context["answers"]
    assert "1 người chưa có ngày sinh" in who.belief
    assert "giá trị thật từ" in good.belief


def test_a_leader_is_told_that_a_figure_is_hidden(town):
    HealthCheck.objects.create(public_id="H1", official=town.an, year=2021, health_class="4")
    health = {figure.label: figure for figure in page(town, "lanhdao", "/").context["answers"][1].figures}
    assert health["Sức khỏe I–III"].text == "được che"


def test_the_tiles_and_the_khu_lead_to_their_own_pages(town):
    answer = page(town, "noivu", "/")
    tiles = [tile for group in answer.context["tiles"]["groups"] for tile in group.tiles]
    assert sorted(tile.url.partition("?")[0] for tile in tiles) == ["/don-vi/10675/", "/don-vi/10702/"]
    rows = answer.context["comparison"]["rows"]
    assert [row["url"].partition("?")[0] for row in rows] == ["/", AREA, f"/khu/{quote('Tam Lưu')}/"]


def test_every_chart_says_something_with_its_unit_source_and_table(town):
    for url in ("/", UNIT, AREA):
        for chart in page(town, "noivu", url).context["charts"]:
            assert isinstance(chart, ChartSpec)
            assert re.search(r"tăng|giảm|không đổi|chưa đủ|đến tuổi|100%|che", chart.title), chart.title
            assert chart.unit
            assert chart.source
            assert chart.subtitle
            assert chart.is_empty or chart.table_rows()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([60.0, None, 71.2], "Đại học tăng 11,2 điểm %, 2019–2021"),
        ([71.2, 70.0, 60.0], "Đại học giảm 11,2 điểm %, 2019–2021"),
        ([60.0, 66.0, 60.9], "Đại học gần như không đổi, 2019–2021"),
        ([None, 66.0, 60.9], "Đại học: chưa đủ số liệu các năm 2019–2021"),
    ],
)
def test_the_title_of_a_trend_says_how_it_went(values, said):
    assert trend_title("Đại học", values, [2019, 2020, 2021]) == said
