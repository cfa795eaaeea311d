"""The list of raises and the decision that raises several people: what it shows, writes, refuses; nothing twice."""

import re
from datetime import date
from decimal import Decimal

import pytest

from assessments.models import Discipline, Evaluation
from foundation.dates import PartialDate
from foundation.errors import Denied, Refused
from foundation.models import AccessEvent, AuditEvent
from officials.models import Norm, Proposal, ProposalPeriod, SalaryStep
from officials.raises import RaiseState, raise_list
from officials.services.raises import Decision, NewStep, RaiseProblems, record_raises
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
PAPER = Decision("15/QĐ-UBND", PartialDate.parse("2021-12-20"), "Chủ tịch UBND thị xã")
REGULAR, EARLY, OTHER = SalaryStep.Reason.REGULAR, SalaryStep.Reason.EARLY, SalaryStep.Reason.OTHER


def steps(person, *rows, rank="01.003"):
    for number, (step, coefficient, starts_on) in enumerate(rows):
        SalaryStep.objects.create(
            public_id=f"S-{person.pk}-{number}", official=person, rank_code=rank, step=step,
            coefficient=Decimal(coefficient), starts_on=starts_on,
        )  # fmt: skip


@pytest.fixture
def due(town):
    """An is due on 01/10/2021, Bình of the other unit on 01/02/2022."""
    steps(town.an, (3, "3.00", date(2018, 10, 1)))
    steps(town.binh, (2, "2.67", date(2019, 2, 1)))
    return town


def states(user, first, last, **kw):
    found = raise_list(user, first, last, **kw)
    return {line.official.full_name: line.state for line in found.lines}


Q4 = (date(2021, 10, 1), date(2021, 12, 31))


def test_a_quarter_lists_who_is_due_in_it_and_who_may_be_raised_early(due):
    assert states(due.people.noivu, *Q4) == {"Nguyễn Văn An": RaiseState.DUE, "Đỗ Thị Bình": RaiseState.LATER}
    assert states(due.people.noivu, date(2022, 1, 1), date(2022, 3, 31)) == {
        "Nguyễn Văn An": RaiseState.OVERDUE,
        "Đỗ Thị Bình": RaiseState.DUE,
    }


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 7, 1), date(2021, 9, 30), RaiseState.LATER),  # the last day before the due day
        (date(2021, 10, 1), date(2021, 10, 1), RaiseState.DUE),  # the due day
        (date(2021, 10, 2), date(2021, 12, 31), RaiseState.OVERDUE),  # the day after
    ],
)
def test_the_due_day_decides(due, first, last, expected):
    assert states(due.people.xa_minh, first, last)["Nguyễn Văn An"] == expected


def test_a_raise_given_since_is_done_and_a_past_quarter_reads_as_it_was(due):
    steps(due.an, rank="01.003")
    SalaryStep.objects.create(
        public_id="S9",
        official=due.an,
        rank_code="01.003",
        step=4,
        coefficient="3.33",
        starts_on=date(2021, 10, 1),
    )
    assert states(due.people.xa_minh, *Q4) == {"Nguyễn Văn An": RaiseState.DONE}
    assert states(due.people.xa_minh, date(2022, 1, 1), date(2022, 3, 31)) == {}


def test_a_first_step_or_a_lower_one_is_no_raise(due):
    new = factories.make_official(unit=due.minh, full_name="Mới Tuyển", public_id="P-MOI")
    steps(new, (1, "2.34", date(2021, 11, 1)))
    SalaryStep.objects.create(
        public_id="S9", official=due.an, rank_code="01.003", step=2, coefficient="2.67", starts_on=date(2021, 12, 1)
    )  # fmt: skip
    assert states(due.people.xa_minh, *Q4) == {}


def test_the_first_step_that_is_known_is_a_raise_where_its_row_says_so(due):
    known = factories.make_official(unit=due.minh, full_name="Chỉ Biết Bậc Mới", public_id="P-MOI")
    steps(known, (3, "3.00", date(2021, 11, 1)))
    known.salary_steps.update(reason="thuong_xuyen")
    assert states(due.people.xa_minh, *Q4)["Chỉ Biết Bậc Mới"] == RaiseState.DONE


def test_another_rank_with_the_same_pay_does_not_hide_a_raise_given_after_it(due):
    rows = ((3, "3.00", date(2021, 10, 1)), (4, "3.33", date(2021, 12, 1)))
    for number, (step, coefficient, day) in enumerate(rows):
        SalaryStep.objects.create(
            public_id=f"S-X{number}", official=due.an, rank_code="06.031", step=step, coefficient=coefficient, starts_on=day
        )  # fmt: skip
    [line] = raise_list(due.people.xa_minh, *Q4).lines
    assert (line.state, line.answer.current.rank_code, line.given.step) == (RaiseState.DONE, "06.031", 4)


def test_a_commune_sees_its_own_people_and_another_unit_is_not_found(due):
    assert "Đỗ Thị Bình" not in states(due.people.xa_minh, *Q4)
    assert client_of(due, "xa_minh").get("/luong/?don_vi=10675").status_code == 404
    assert client_of(due, "xa_minh").get("/luong/?don_vi=khong-co").status_code == 404


def test_who_lacks_facts_is_listed_apart(town):
    found = raise_list(town.people.noivu, *Q4)
    assert {line.state for line in found.lines} == {RaiseState.UNKNOWN}
    page = client_of(town, "noivu").get("/luong/?tinh_trang=thieu&quy=4").content.decode()
    assert "chưa có diễn biến lương" in page


def test_the_page_says_step_due_day_amount_and_why(due):
    page = client_of(due, "noivu").get("/luong/?nam=2021&quy=4").content.decode()
    assert "01.003 bậc 3 (3,00)" in page
    assert "bậc 4 (3,33)" in page
    assert "01/10/2021" in page
    assert "4.470.000 → 4.961.700" in page
    assert "Giữ bậc từ 01/10/2018; thời gian giữ bậc 36 tháng" in page
    assert "Đỗ Thị Bình" not in page


@pytest.mark.parametrize(
    "query", ["nam=abc&quy=9", "nam=99999", "tinh_trang=<b>", "trang=-5", "nam=1900&quy=ca-nam", "nam=2100"]
)
def test_nonsense_in_the_address_gives_a_page(due, query):
    assert client_of(due, "noivu").get(f"/luong/?{query}").status_code == 200


def test_a_sensitive_reason_is_shown_to_the_district_only_and_its_reading_is_noted(due):
    Discipline.objects.create(
        public_id="D1",
        official=due.an,
        form="khien_trach",
        decided_on=date(2020, 5, 1),
        decided_on_precision="day",
    )
    url = "/luong/?nam=2022&quy=2"
    assert "kỷ luật khiển trách" in client_of(due, "noivu").get(url).content.decode()
    assert AccessEvent.objects.get(action="open_sensitive").detail.endswith("P-AN")


def masked(page):
    """A page without what changes from answer to answer."""
    return re.sub(r'(csrfmiddlewaretoken" value=|"X-CSRFToken": ?|name="khoa" value=)"[^"]*"', "", page)


def test_a_commune_cannot_tell_from_a_raise_who_was_disciplined(due):
    url = "/luong/?nam=2021&quy=4"
    before = client_of(due, "xa_minh").get(url).content.decode()
    assert "Chưa xét trường hợp kéo dài do kỷ luật (nếu có); Phòng Nội vụ xác định." in before
    Discipline.objects.create(
        public_id="D1", official=due.an, form="khien_trach", decided_on=date(2020, 5, 1),
        decided_on_precision="day",
    )  # fmt: skip
    assert masked(client_of(due, "xa_minh").get(url).content.decode()) == masked(before)
    assert states(due.people.noivu, *Q4)["Nguyễn Văn An"] == RaiseState.LATER


def test_not_fulfilled_moves_the_due_day_by_six_months(due):
    Evaluation.objects.create(public_id="E1", official=due.an, year=2020, level="khong_hoan_thanh")
    assert states(due.people.xa_minh, *Q4) == {"Nguyễn Văn An": RaiseState.LATER}
    assert states(due.people.xa_minh, date(2022, 4, 1), date(2022, 6, 30)) == {
        "Nguyễn Văn An": RaiseState.DUE
    }


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_export_holds_the_list_and_is_noted(due, kind):
    answer = client_of(due, "noivu").get(f"/luong/?nam=2021&quy=4&xuat={kind}")
    assert answer.status_code == 200
    assert AccessEvent.objects.filter(action="export", detail__contains="Nâng lương quý IV năm 2021").exists()
    if kind == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "Nguyễn Văn An" in text
        assert "01/10/2021" in text


# --- the decision -------------------------------------------------------------------------------------------
def line(person, *, step=4, coefficient="3.33", starts_on=date(2021, 10, 1), reason=REGULAR):
    return NewStep(person, step, Decimal(coefficient), starts_on, reason)


def test_one_decision_writes_a_step_and_an_event_for_each_person(due):
    steps(due.binh, rank="01.003")
    second = line(due.binh, step=3, coefficient="3.00", starts_on=date(2022, 2, 1))
    made = record_raises(by=due.people.noivu, lines=[line(due.an), second], decision=PAPER)
    assert [(row.step, row.decision_no, row.reason, row.rank_code) for row in made] == [
        (4, "15/QĐ-UBND", REGULAR, "01.003"),
        (3, "15/QĐ-UBND", REGULAR, "01.003"),
    ]
    assert AuditEvent.objects.filter(action="raise_salary").count() == 2


def test_the_same_decision_sent_twice_writes_once(due):
    for _ in range(2):
        record_raises(by=due.people.noivu, lines=[line(due.an)], decision=PAPER, key="k1")
    assert SalaryStep.objects.filter(official=due.an).count() == 2
    assert AuditEvent.objects.filter(action="raise_salary").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"step": 5, "coefficient": "3.66"}, "step", "Bậc tiếp theo là bậc 4"),
        ({"coefficient": "3.34"}, "coefficient", "là 3.33".replace(".", ",")),
        ({"starts_on": date(2021, 9, 30)}, "starts_on", "Chưa đến hạn: 01/10/2021"),
        ({"starts_on": date(2018, 10, 1)}, "starts_on", "Đã có bậc lương hưởng từ ngày 01/10/2018"),
        ({"starts_on": date(2010, 1, 1)}, "starts_on", "Đã có bậc lương hưởng từ ngày 01/10/2018"),
        ({"starts_on": date(2099, 1, 1)}, "starts_on", "hơn một năm"),
        ({"reason": EARLY}, "reason", "Đã đến hạn từ 01/10/2021"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(due, changes, field, text):
    with pytest.raises(RaiseProblems) as caught:
        record_raises(by=due.people.noivu, lines=[line(due.an, **changes)], decision=PAPER)
    [(place, where, said)] = caught.value.problems
    assert (place, where) == (0, field)
    assert text in said
    assert SalaryStep.objects.filter(official=due.an).count() == 1


def test_two_raises_on_one_day_are_refused(due):
    record_raises(by=due.people.noivu, lines=[line(due.an)], decision=PAPER, key="k1")
    with pytest.raises(RaiseProblems):
        record_raises(by=due.people.noivu, lines=[line(due.an, reason=OTHER)], decision=PAPER, key="k2")


def test_one_bad_line_keeps_the_others_back(due):
    bad = line(due.binh, step=9, coefficient="9.00", starts_on=date(2022, 2, 1))
    with pytest.raises(RaiseProblems):
        record_raises(by=due.people.noivu, lines=[line(due.an), bad], decision=PAPER)
    assert SalaryStep.objects.count() == 2


def test_a_person_twice_or_nobody_is_refused(due):
    for lines in ([], [line(due.an), line(due.an)]):
        with pytest.raises(Refused):
            record_raises(by=due.people.noivu, lines=lines, decision=PAPER)


def test_someone_without_a_salary_is_told_so(town):
    with pytest.raises(RaiseProblems) as caught:
        record_raises(by=town.people.noivu, lines=[line(town.an)], decision=PAPER)
    assert "Chưa có diễn biến lương" in caught.value.problems[0][2]


def test_at_the_last_step_only_another_reason_is_taken(town):
    steps(town.an, (9, "4.98", date(2018, 1, 1)))
    with pytest.raises(RaiseProblems):
        record_raises(by=town.people.noivu, lines=[line(town.an, step=10)], decision=PAPER)
    record_raises(
        by=town.people.noivu, lines=[line(town.an, step=9, coefficient="4.98", reason=OTHER)], decision=PAPER
    )


def early(due, **kw):
    return line(due.binh, step=3, coefficient="3.00", starts_on=date(2021, 12, 1), reason=EARLY, **kw)


def test_an_early_raise_above_a_tenth_of_the_unit_needs_a_reason(due):
    with pytest.raises(Refused, match="còn 0"):
        record_raises(by=due.people.noivu, lines=[early(due)], decision=PAPER)
    paper = Decision("16", None, "Chủ tịch", "Theo thông báo của tỉnh")
    [row] = record_raises(by=due.people.noivu, lines=[early(due)], decision=paper)
    assert row.reason == EARLY


def test_an_early_raise_within_the_limit_needs_none_and_is_counted(due):
    for _ in range(9):
        factories.make_official(unit=due.khac)
    record_raises(by=due.people.noivu, lines=[early(due)], decision=PAPER)
    [(_, allowance)] = raise_list(due.people.noivu, *Q4, unit=due.khac).allowances
    assert (allowance.staff, allowance.limit, allowance.used, allowance.left) == (10, 1, 1, 0)


def test_more_than_twelve_months_early_needs_a_reason(due):
    Norm.objects.filter(code="nang_luong.som.ty_le").update(value=100)
    steps(due.khac.officials.get(), rank="01.003")
    SalaryStep.objects.filter(official=due.binh).update(starts_on=date(2020, 2, 1))
    with pytest.raises(Refused, match="quá 12 tháng"):
        record_raises(by=due.people.noivu, lines=[early(due)], decision=PAPER)


@pytest.mark.parametrize("who", ["lanhdao", "quantri", "kiemtra", "xa_khac"])
def test_who_may_not_write_the_salary_is_denied(due, who):
    with pytest.raises(Denied):
        record_raises(by=getattr(due.people, who), lines=[line(due.an)], decision=PAPER)


def test_a_unit_that_only_proposes_sends_proposals_that_write_the_same_step(due):
    ProposalPeriod.objects.create(
        public_id="G1", unit=due.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    [proposal] = record_raises(by=due.people.xa_minh, lines=[line(due.an)], decision=PAPER)
    assert proposal.state == Proposal.State.PROPOSED
    assert SalaryStep.objects.filter(official=due.an).count() == 1
    from officials.services import proposals

    proposals.approve(proposal, by=due.people.noivu, version=proposal.version)
    row = SalaryStep.objects.get(official=due.an, step=4)
    assert (row.reason, row.decision_no, row.decided_on) == (REGULAR, "15/QĐ-UBND", date(2021, 12, 20))


# --- the form -----------------------------------------------------------------------------------------------
def body(**kw):
    return {
        "nguoi": "P-AN", "decision_no": "15/QĐ-UBND", "decided_on": "20/12/2021", "decided_by": "Chủ tịch", "reason": "",
        "step-0": "4", "coefficient-0": "3,33", "starts_on-0": "01/10/2021", "reason-0": "thuong_xuyen", "khoa": "k1",
    } | kw  # fmt: skip


def test_the_form_starts_with_the_next_step_and_saves_once(due):
    client = client_of(due, "noivu")
    page = client.get("/luong/quyet-dinh/?nguoi=P-AN").content.decode()
    assert 'value="3,33"' in page
    assert 'value="01/10/2021"' in page
    for _ in range(2):
        assert client.post("/luong/quyet-dinh/", body()).status_code == 302
    assert SalaryStep.objects.get(official=due.an, step=4).decided_by == "Chủ tịch"


def test_bad_input_is_said_at_its_line_and_stays_typed(due):
    answer = client_of(due, "noivu").post(
        "/luong/quyet-dinh/", body(**{"starts_on-0": "31/02/2021", "decision_no": ""})
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ngày 31/02/2021 không tồn tại" in page
    assert 'value="31/02/2021"' in page
    assert 'href="#id_starts_on-0"' in page
    assert SalaryStep.objects.filter(official=due.an).count() == 1


def test_an_early_day_is_said_at_its_line(due):
    page = (
        client_of(due, "noivu")
        .post("/luong/quyet-dinh/", body(**{"starts_on-0": "01/09/2021"}))
        .content.decode()
    )
    assert "Chưa đến hạn: 01/10/2021" in page


def test_people_of_another_unit_are_left_out(due):
    client = client_of(due, "xa_khac")
    assert client.get("/luong/quyet-dinh/?nguoi=P-AN").status_code == 302
    client.post("/luong/quyet-dinh/", body())
    assert SalaryStep.objects.filter(official=due.an).count() == 1


def test_nobody_chosen_leads_back_with_a_word(due):
    answer = client_of(due, "noivu").get("/luong/quyet-dinh/", follow=True)
    assert "Đề nghị chọn trong danh sách ít nhất một người" in answer.content.decode()
