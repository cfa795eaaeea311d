"""The list of raises of a quarter on paper: the people of the page, in their sections; what a delay gives away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assessments.models import Discipline, Evaluation
from foundation.errors import Refused
from foundation.models import AccessEvent
from officials.models import SalaryStep
from reports.documents import Asked, documents
from tests import factories
from tests.papers import docx_of, docx_text, pdf_of, pdf_text, squeezed
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)
URL = "/van-ban/nang-luong/?don_vi=10702&nam=2021&quy=4"
PAGE = "/luong/?don_vi=10702&nam=2021&quy=4"


def step(official, number, coefficient, day, **kw):
    return SalaryStep.objects.create(
        public_id=f"S-{official.public_id}-{day}", official=official, rank_code=kw.pop("rank_code", "01.003"),
        step=number, coefficient=Decimal(coefficient), starts_on=day, **kw,
    )  # fmt: skip


def person(town, name, *rows, **kw):
    official = factories.make_official(
        unit=town.minh, full_name=name, public_id="P-" + squeezed(name).upper(), **kw
    )
    for row in rows:
        step(official, *row)
    return official


@pytest.fixture
def quarter(town):
    """In Q4 of 2021 An is due, Lê Quá Hạn was before it, Trần Đã Nâng was raised, Hồ Vượt Khung ends his steps."""
    step(town.an, 3, "3.00", date(2018, 10, 1))
    person(town, "Lê Quá Hạn", (2, "2.67", date(2018, 9, 30)))
    done = person(town, "Trần Đã Nâng", (4, "3.33", date(2018, 11, 1)))
    step(
        done,
        5,
        "3.66",
        date(2021, 11, 1),
        decision_no="15/QĐ-UBND",
        decided_on=DAY,
        decided_on_precision="day",
    )
    person(town, "Hồ Vượt Khung", (9, "4.98", date(2018, 12, 1)))
    person(town, "Vũ Chưa Đến", (2, "2.67", date(2019, 1, 1)))
    person(town, "Bùi Thiếu Số")
    person(town, "Ngô Mới Tuyển", (1, "2.34", date(2021, 11, 1)))
    return town


LISTED = ("Nguyễn Văn An", "Lê Quá Hạn", "Trần Đã Nâng", "Hồ Vượt Khung")
LEFT_OUT = ("Vũ Chưa Đến", "Bùi Thiếu Số", "Ngô Mới Tuyển")


def built(town, *, who="noivu", quarter=4, year=2021):
    asked = Asked(getattr(town.people, who), DAY, unit=town.minh, year=year, quarter=quarter)
    return documents["nang-luong"].build(asked)


def text_of(town, **kw):
    return pdf_text(pdf_of(built(town, **kw).paper("Danh sách", 13)))


@pytest.mark.parametrize("who", ["noivu", "xa_minh"])
def test_the_paper_names_the_people_of_the_page(quarter, who):
    shown, page = text_of(quarter, who=who), client_of(quarter, who).get(PAGE).content.decode()
    for name in LISTED:
        assert (squeezed(name) in shown, name in page) == (True, True), name
    for name in LEFT_OUT:
        assert (squeezed(name) in shown, name in page) == (False, False), name


def test_each_stands_in_their_section_with_old_and_new_step_and_day(quarter):
    made = built(quarter).paper("Danh sách", 13)
    for shown in (pdf_text(pdf_of(made)), docx_text(docx_of(made))):
        for text in (
            "Đến hạn trong quý, chưa có bậc mới",
            "1 Nguyễn Văn An Văn phòng - thống kê 01.003 3 3,00 01/10/2018 4 3,33 01/10/2021",
            "Đến hạn trước quý, chưa có bậc mới",
            "01.003 2 2,67 30/09/2018 3 3,00 30/09/2021",
            "Đã có bậc mới",
            "01.003 4 3,33 01/11/2018 5 3,66 01/11/2021 QĐ 15/QĐ-UBND, 31/12/2021",
            "Phụ cấp thâm niên vượt khung (đã ở bậc cuối của ngạch)",
            "01.003 9 4,98 01/12/2018 5 01/12/2021 Đến hạn trong quý",
            "01 người đến hạn trong quý, 01 người đến hạn trước quý, 01 người đã có bậc mới, 01 người hưởng phụ cấp thâm "
            "niên vượt khung",
        ):
            assert squeezed(text) in shown, text


def test_the_paper_and_the_page_say_what_the_list_holds(quarter):
    assert squeezed("Danh sách lập từ hồ sơ của người giữ chức danh tại phường Minh Tân ngày 31/12/2021, gồm: người đến hạn") in (
        text_of(quarter)
    )  # fmt: skip
    page = client_of(quarter, "noivu").get(URL).content.decode()
    assert "Danh sách gồm đúng những người ở mục Đến hạn của trang Nâng lương" in page
    assert "1 người có thể xét nâng trước thời hạn không có trong danh sách." in page
    assert "Bùi Thiếu Số (chưa có diễn biến lương)" in page


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2018, 3, 31), 1), (date(2018, 4, 1), 2), (date(2018, 6, 30), 2)]
)
def test_a_raise_is_due_in_the_quarter_of_its_day(town, day, quarter):
    step(town.an, 2, "2.67", day)
    assert squeezed("01 người đến hạn trong quý./.") in text_of(town, quarter=quarter)
    if quarter > 1:
        with pytest.raises(Refused, match="Không có ai của phường Minh Tân"):
            built(town, quarter=quarter - 1)
    assert squeezed("01 người đến hạn trước quý./.") in text_of(town, quarter=quarter + 1)


def test_the_list_of_the_next_year_can_be_made_and_the_current_year_is_chosen_first(town):
    step(town.an, 2, "2.67", date(2019, 2, 1))
    client = client_of(town, "noivu")
    assert "Tải .docx" in client.get("/van-ban/nang-luong/?don_vi=10702&nam=2022&quy=1").content.decode()
    assert '<option value="2021" selected>' in client.get("/van-ban/nang-luong/").content.decode()


def test_an_allowance_that_is_recorded_stands_with_its_percent_before(town):
    official = person(town, "Hồ Vượt Khung", (9, "4.98", date(2017, 12, 1)))
    for value, day in ((5, date(2020, 12, 1)), (6, date(2021, 12, 1))):
        step(official, 9, "4.98", day, over_top_percent=value, decision_no=f"{value}/QĐ")
    shown = text_of(town)
    assert squeezed("01.003 9 4,98 5 01/12/2020 6 01/12/2021 Đã ghi; QĐ 6/QĐ") in shown
    assert squeezed("Đã có bậc mới") not in shown


def test_a_new_rank_given_at_the_last_step_is_a_raise(town):
    official = person(town, "Hồ Vượt Khung", (9, "4.98", date(2018, 12, 1)))
    step(official, 2, "5.08", date(2021, 12, 1), rank_code="01.002")
    assert squeezed("01.002 9 4,98 01/12/2018 2 5,08 01/12/2021 Ngạch cũ 01.003") in text_of(town)


# --- what a delay gives away --------------------------------------------------------------------------------
def discipline(official):
    Discipline.objects.create(
        public_id=f"D-{official.public_id}", official=official, form="khien_trach", decided_on=date(2020, 5, 1),
        decided_on_precision="day",
    )  # fmt: skip


def test_a_rating_that_delays_is_the_reason_in_the_note_for_everybody(town):
    step(town.an, 3, "3.00", date(2018, 4, 1))
    Evaluation.objects.create(public_id="E1", official=town.an, year=2020, level="khong_hoan_thanh")
    for who in ("noivu", "xa_minh"):
        shown = text_of(town, who=who)
        assert (
            squeezed("01/10/2021 Kéo dài 6 tháng: không hoàn thành nhiệm vụ năm 2020 (31/12/2020)") in shown
        )


def test_the_paper_of_a_commune_is_the_same_whether_somebody_was_disciplined_or_not(quarter):
    before = pdf_of(built(quarter, who="xa_minh").paper("x", 13))
    said = built(quarter, who="xa_minh").said
    assert squeezed("Chưa xét trường hợp kéo dài do kỷ luật (nếu có); Phòng Nội vụ xác định.") in pdf_text(
        before
    )
    discipline(quarter.an)
    after = built(quarter, who="xa_minh")
    assert pdf_of(after.paper("x", 13)) == before
    assert (after.said, after.opened) == (said, ())
    assert squeezed("Nguyễn Văn An") not in text_of(quarter)


def test_a_discipline_named_in_a_note_leaves_the_recipients_open_and_is_noted_in_the_log(town):
    step(town.an, 3, "3.00", date(2018, 4, 1))
    assert squeezed("- Ủy ban nhân dân phường Minh Tân;") in text_of(town, quarter=2)
    discipline(town.an)
    shown = text_of(town)
    assert squeezed("Kéo dài 6 tháng: kỷ luật khiển trách (01/05/2020)") in shown
    assert squeezed("- Ủy ban nhân dân") not in shown
    page = client_of(town, "noivu").get(URL).content.decode()
    assert "Ghi chú nêu kỷ luật là lý do kéo dài của 1 người" in page
    client_of(town, "noivu").get(f"{URL}&xuat=pdf")
    assert AccessEvent.objects.get(action="open_sensitive").object_id == "P-AN"


def test_without_a_sensitive_reason_nothing_sensitive_is_noted(quarter):
    assert "Văn bản có thông tin nhạy cảm" not in client_of(quarter, "noivu").get(URL).content.decode()
    client_of(quarter, "noivu").get(f"{URL}&xuat=docx")
    assert not AccessEvent.objects.filter(action="open_sensitive").exists()
