"""The eligibility sheet: each line says article and value; what may not be read is hidden, also how many there are."""

from datetime import date

import pytest

from assessments.models import Discipline, Evaluation
from foundation.models import AccessEvent
from officials.dossier import Dossier
from officials.eligibility import (
    ELECTION,
    HIDDEN,
    MET,
    PLANNING,
    RAISE,
    STUDY,
    UNKNOWN,
    UNMET,
    Candidate,
    sheets_of,
)
from officials.models import Post, SalaryStep
from tests import factories
from tests.whole_town import client_of, fill

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def lines(town, person, question, *, day=DAY, post="bi_thu_dang_uy", who="noivu"):
    candidate = Candidate(Dossier(getattr(town.people, who), person, day), Post.objects.get(code=post))
    [sheet] = [one for one in sheets_of(candidate) if one.code == question]
    return {line.condition: line for line in sheet.lines}


def one(found, start):
    [line] = [line for condition, line in found.items() if condition.startswith(start)]
    return line


TERM = "Còn đủ tuổi trọn một nhiệm kỳ"


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2021, 9, 29), MET), (date(2021, 9, 30), MET), (date(2021, 10, 1), UNMET)],
)
def test_one_whole_term_is_counted_from_the_day(town, day, status):
    person = factories.make_official(
        unit=town.minh, birth_date="1965-03-10"
    )  # retires on 30/09/2026... by 61 years 6 months
    line = one(lines(town, person, ELECTION, day=day), TERM)
    assert (line.status, "nghỉ hưu 30/09/2026" in line.facts) == (status, True)
    assert "60 tháng" in line.condition
    assert line.basis


@pytest.mark.parametrize(
    ("day", "retires"), [(date(2020, 12, 31), "31/03/2025"), (date(2021, 1, 1), "30/09/2026")]
)
def test_the_age_follows_the_rule_of_the_day(town, day, retires):
    person = factories.make_official(unit=town.minh, birth_date="1965-03-10")
    assert retires in one(lines(town, person, PLANNING, day=day), TERM).facts


def test_without_birth_or_sex_it_is_unknown(town):
    person = factories.make_official(unit=town.minh, birth_date=None)
    line = one(lines(town, person, ELECTION), TERM)
    assert (line.status, line.facts) == (UNKNOWN, "chưa rõ giới tính hoặc ngày sinh")


def test_the_standard_of_the_chosen_post_is_asked_condition_by_condition(town):
    factories.make_qualification(town.an, kind="professional", level="trung_cap", attained_on="2001")
    found = lines(town, town.an, ELECTION)
    line = one(found, "Trình độ chuyên môn: từ trung cấp")
    assert (line.status, line.basis[:10]) == (MET, "QĐ 04/2004")
    assert one(found, "Lý luận chính trị").status in (UNKNOWN, UNMET)
    assert (
        one(lines(town, town.an, ELECTION, day=date(2023, 8, 1)), "Trình độ chuyên môn: từ đại học").status
        != MET
    )


@pytest.mark.parametrize(("member", "status"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_a_party_post_asks_for_membership(town, member, status):
    town.an.party_member = member
    assert one(lines(town, town.an, ELECTION), "Là đảng viên").status == status
    assert not [
        c for c in lines(town, town.an, ELECTION, post="van_hoa_xa_hoi") if c.startswith("Là đảng viên")
    ]


def discipline(person, form, decided, **kw):
    return Discipline.objects.create(
        public_id=f"D-{form}-{decided}", official=person, form=form, line=kw.pop("line", "chinh_quyen"),
        decided_on=decided, decided_on_precision="day" if decided else "", **kw,
    )  # fmt: skip


BAR = "Không trong thời hạn hạn chế"


@pytest.mark.parametrize(
    ("form", "day", "status"),
    [
        (
            "khien_trach",
            date(2021, 10, 10),
            UNMET,
        ),  # twelve months from 10/10/2020: the day itself still counts
        ("khien_trach", date(2021, 10, 11), MET),
        ("canh_cao", date(2021, 10, 10), UNMET),
        ("canh_cao", date(2021, 10, 11), MET),
    ],
)
def test_a_bar_lasts_twelve_months_from_the_decision(town, form, day, status):
    discipline(town.an, form, date(2020, 10, 10))
    for question in (ELECTION, PLANNING, STUDY):
        line = one(lines(town, town.an, question, day=day), BAR)
        assert line.status == status
        assert "hạn chế đến 10/10/2021" in line.facts
        assert "Điều 82" in line.basis


def test_a_bar_of_a_cadre_dismissed_from_the_post_lasts_twenty_four_months(town):
    person = factories.make_official(unit=town.minh, post="chu_tich_ubnd")
    discipline(person, "cach_chuc", date(2020, 10, 10))
    assert "hạn chế đến 10/10/2022" in one(lines(town, person, ELECTION), BAR).facts


def test_the_end_written_in_the_decision_comes_before_the_months_of_its_form(town):
    discipline(town.an, "khien_trach", date(2020, 10, 10))
    Discipline.objects.update(ends_on=date(2021, 3, 31))
    line = one(lines(town, town.an, ELECTION, day=date(2021, 4, 1)), BAR)
    assert line.status == MET
    assert "hạn chế đến 31/03/2021" in line.facts


def test_discipline_without_a_day_or_a_number_stays_open(town):
    discipline(town.an, "khien_trach", None)
    assert one(lines(town, town.an, ELECTION), BAR).status == UNKNOWN
    Discipline.objects.all().delete()
    discipline(town.an, "khien_trach", date(2020, 10, 10), line="dang")
    assert "chưa rõ ngày hết hiệu lực" in one(lines(town, town.an, ELECTION), BAR).facts


def test_ratings_are_asked_by_question(town):
    for year, level in ((2020, "khong_hoan_thanh"), (2021, "tot")):
        Evaluation.objects.create(public_id=f"E{year}", official=town.an, year=year, level=level)
    assert one(lines(town, town.an, ELECTION), "Năm gần nhất").status == MET
    assert one(lines(town, town.an, STUDY), "Cử đi đào tạo sau đại học: số năm").status == UNMET
    line = one(lines(town, town.an, RAISE), "Hoàn thành nhiệm vụ")
    assert (line.status, line.facts) == (UNMET, "2021: tốt; 2020: không hoàn thành; 2019: chưa có")


def test_without_a_rating_nothing_is_concluded(town):
    assert one(lines(town, town.an, ELECTION), "Năm gần nhất").status == UNKNOWN
    assert one(lines(town, town.an, STUDY), "Cử đi đào tạo sau đại học: số năm").status == UNKNOWN


def test_a_raise_says_when_it_is_due_and_why(town):
    SalaryStep.objects.create(
        public_id="S1",
        official=town.an,
        rank_code="01.003",
        step=3,
        coefficient="3.00",
        starts_on=date(2019, 1, 1),
    )
    assert one(lines(town, town.an, RAISE), "Đủ thời gian giữ bậc").status == UNMET
    line = one(
        lines(town, town.an, RAISE, day=date(2022, 1, 1)), "Đủ thời gian giữ bậc lương để hưởng bậc 4 (3,33)"
    )
    assert line.status == MET
    assert "đến hạn 01/01/2022" in line.facts


def test_every_line_says_what_it_rests_on_or_that_facts_lack(town):
    fill(town)
    candidate = Candidate(
        Dossier(town.people.noivu, town.officials["MINH"], DAY), Post.objects.get(code="bi_thu_dang_uy")
    )
    for sheet in sheets_of(candidate):
        assert sheet.lines
        for line in sheet.lines:
            assert line.facts
            assert line.basis or line.status == UNKNOWN


def test_leadership_reads_no_age_party_salary_or_discipline(town):
    before = lines(town, town.an, ELECTION, who="lanhdao")
    discipline(town.an, "khien_trach", date(2021, 10, 10))
    discipline(town.an, "canh_cao", date(2021, 11, 10))
    found = lines(town, town.an, ELECTION, who="lanhdao")
    assert found == before
    for start in (TERM, "Là đảng viên", BAR, "Chưa đến tuổi nghỉ hưu"):
        assert (one(found, start).status, one(found, start).facts) == (HIDDEN, "không được xem")
    assert one(lines(town, town.an, RAISE, who="lanhdao"), "Đủ thời gian giữ bậc").status == HIDDEN


def test_the_number_of_hidden_lines_says_nothing_to_a_commune(town):
    page = client_of(town, "xa_minh").get("/ho-so/P-AN/dieu-kien/").content.decode()
    discipline(town.an, "khien_trach", date(2021, 10, 10))
    discipline(town.an, "canh_cao", date(2021, 11, 10))
    again = client_of(town, "xa_minh").get("/ho-so/P-AN/dieu-kien/").content.decode()
    assert page.count(BAR) == again.count(BAR) == 3
    assert "khiển trách" not in again


def test_the_page_is_noted_where_it_shows_sensitive_facts(town):
    client_of(town, "noivu").get("/ho-so/P-AN/dieu-kien/?chuc_danh=bi_thu_dang_uy")
    event = AccessEvent.objects.get(action="open_sensitive")
    assert (event.object_id, event.detail) == ("P-AN", "Điều kiện: Cán bộ, công chức, Kỷ luật")


@pytest.mark.parametrize("query", ["", "?chuc_danh=khong-co", "?chuc_danh=<b>"])
def test_any_post_in_the_address_gives_a_page(town, query):
    assert client_of(town, "noivu").get(f"/ho-so/P-AN/dieu-kien/{query}").status_code == 200


def test_somebody_without_any_facts_gets_a_sheet(town):
    factories.make_official(public_id="P-TRONG", sex="", birth_date=None)
    page = client_of(town, "noivu").get("/ho-so/P-TRONG/dieu-kien/").content.decode()
    assert "chưa chọn chức danh" in page
    assert "Chưa đủ số liệu" in page
