"""Awards of many under one decision with their limit; the two lines of one disciplinary act."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.award_limits import allowed_of, limit_on, limits_of
from assessments.models import Award, Discipline
from assessments.services import conduct
from foundation.dates import PartialDate
from foundation.errors import Denied, Refused
from foundation.models import AccessEvent, AuditEvent
from officials.models import Proposal, ProposalPeriod
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
TITLE = {"title": "Lao động tiên tiến", "kind": "danh_hieu", "year": 2021, "decision_no": "12/QĐ-UBND"}
DAY = PartialDate.parse("2021-06-07")


def award(official, title, n=None):
    number = Award._base_manager.count()
    return Award.objects.create(public_id=f"W{number}", official=official, title=title, year=2021)


# --- awards -------------------------------------------------------------------------------------------------
def test_one_decision_gives_an_award_to_many_once(town):
    people = [town.an, factories.make_official(unit=town.minh), town.an]
    given = conduct.give_awards(by=town.people.noivu, officials=people, facts=TITLE)
    assert (given.written, given.held) == (2, 0)
    assert conduct.give_awards(by=town.people.noivu, officials=people, facts=TITLE).held == 2  # sent twice
    assert Award._base_manager.filter(title="Lao động tiên tiến", decision_no="12/QĐ-UBND").count() == 2
    assert AuditEvent.objects.filter(action="create", subject_id="P-AN").count() == 1


def test_a_commune_gives_only_to_its_own_people_and_nobody_without_a_year(town):
    with pytest.raises(Denied):
        conduct.give_awards(by=town.people.xa_minh, officials=[town.an, town.binh], facts=TITLE)
    with pytest.raises(Denied):
        conduct.give_awards(by=town.people.lanhdao, officials=[town.an], facts=TITLE)
    with pytest.raises(Refused):
        conduct.give_awards(by=town.people.noivu, officials=[town.an], facts=TITLE | {"year": None})
    assert not Award._base_manager.exists()


def test_where_a_unit_only_proposes_a_decision_becomes_proposals(town):
    ProposalPeriod.objects.create(
        public_id="G1", unit=town.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    given = conduct.give_awards(by=town.people.xa_minh, officials=[town.an], facts=TITLE)
    assert (given.written, given.proposed) == (0, 1)
    assert not Award._base_manager.exists()
    assert Proposal._base_manager.get().new["title"] == "Lao động tiên tiến"


@pytest.mark.parametrize(("base", "allowed"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (20, 3)])
def test_the_limit_allows_whole_people(base, allowed):
    assert allowed_of(base, limit_on(2021)) == allowed


def test_the_limit_begins_with_its_decree():
    assert limit_on(2016) is None
    assert limit_on(2017).value == 15
    assert allowed_of(20, limit_on(2016)) is None


def test_the_limit_is_told_by_unit_with_its_numbers(town):
    people = [town.an, *(factories.make_official(unit=town.minh) for _ in range(6))]
    for person in people:
        award(person, "Lao động tiên tiến")
    for person in people[:2]:
        award(person, "Chiến sĩ thi đua cơ sở")
    [limit] = limits_of(town.people.noivu, 2021, [town.minh, town.khac])
    assert (limit.base, limit.limited, limit.allowed, limit.is_over) == (7, 2, 1, True)
    page = client_of(town, "noivu").get("/khen-thuong/?nam=2021").content.decode()
    assert "Vượt mức tối đa" in page
    assert "1 đơn vị vượt mức" in page


def test_the_page_gives_one_decision_and_keeps_what_was_typed(town):
    client = client_of(town, "xa_minh")
    body = {"title": "Giấy khen", "kind": "hinh_thuc", "year": "2021", "decision_no": "7"}
    page = client.post("/khen-thuong/them/", body).content.decode()
    assert "Đề nghị chọn ít nhất một người" in page
    assert 'value="Giấy khen"' in page
    assert (
        client.post("/khen-thuong/them/", body | {"nguoi": "P-BINH"}).status_code == 200
    )  # another unit's person
    assert not Award._base_manager.exists()
    page = client.post("/khen-thuong/them/", body | {"year": "2050", "nguoi": "P-AN"}).content.decode()
    assert "Năm 2050 chưa đến" in page
    assert client.post("/khen-thuong/them/", body | {"nguoi": "P-AN"}).status_code == 302
    assert Award._base_manager.get().official == town.an


# --- discipline ---------------------------------------------------------------------------------------------
def line(kind="chinh_quyen", form="khien_trach", decided=DAY, **kw):
    base = {
        "line": kind,
        "form": form,
        "decided_on": decided,
        "ends_on": None,
        "decision_no": "",
        "authority": "",
    }
    return base | kw


ACT = {"act_ref": "", "acted_on": PartialDate.parse("2021-03"), "in_duty": True}


def recorded(town, *lines, act=ACT, by="noivu", **kw):
    return conduct.record_act(by=getattr(town.people, by), official=town.an, act=act, lines=lines, **kw)


def test_two_lines_of_one_act_share_a_reference_and_the_end_is_computed(town):
    first = recorded(town, line(), line("dang", decided=PartialDate.parse("2021-05-25")), key="mot")
    rows = {row.line: row for row in Discipline._base_manager.all()}
    assert {row.act_ref for row in rows.values()} == {"VP-2021-01"}
    assert (rows["chinh_quyen"].ends_on, rows["dang"].ends_on) == (date(2022, 6, 7), None)
    again = recorded(town, line(), line("dang", decided=PartialDate.parse("2021-05-25")), key="mot")
    assert (again.pk, Discipline._base_manager.count()) == (first.pk, 2)  # sent twice
    assert recorded(town, line()).act_ref == "VP-2021-02"


def test_an_end_that_was_typed_stays(town):
    assert recorded(town, line(ends_on=date(2021, 12, 1))).ends_on == date(2021, 12, 1)


def test_lines_that_do_not_match_want_a_reason(town):
    pair = (line(), line("dang", "cach_chuc"))
    with pytest.raises(Refused, match="chưa tương xứng"):
        recorded(town, *pair)
    with pytest.raises(Refused, match="cách nhau 67 ngày"):
        recorded(town, line(), line("dang", decided=PartialDate.parse("2021-04-01")))
    assert not Discipline._base_manager.exists()
    recorded(town, *pair, reason="Theo kết luận kiểm tra")
    assert Discipline._base_manager.count() == 2


def test_the_other_line_is_added_later_to_the_same_act_once(town):
    first = recorded(town, line())
    act = ACT | {"act_ref": first.act_ref}
    with pytest.raises(Refused, match="chưa tương xứng"):
        recorded(town, line("dang", "khai_tru"), act=act)
    assert recorded(town, line("dang"), act=act).act_ref == first.act_ref
    with pytest.raises(Refused, match="đã có quyết định của tuyến Đảng"):
        recorded(town, line("dang"), act=act)


@pytest.mark.parametrize(
    ("lines", "act", "word"),
    [
        ((), ACT, "ít nhất một quyết định"),
        ((line(form="ha_bac_luong", decided=PartialDate.parse("2025-07-01")),), ACT, "Hạ bậc lương"),
        ((line(decided=PartialDate.parse("2021-01-01")),), ACT, "sau ngày vi phạm"),
        ((line(ends_on=date(2021, 1, 1)),), ACT, "hết hiệu lực"),
        ((line(decided=None),), ACT | {"acted_on": None}, "ngày quyết định"),
    ],
)
def test_an_act_that_cannot_be_is_refused_whole(town, lines, act, word):
    with pytest.raises(Refused, match=word):
        recorded(town, *lines, act=act)
    assert not Discipline._base_manager.exists()


@pytest.mark.parametrize("who", ["xa_minh", "xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan"])
def test_only_the_district_records_discipline(town, who):
    with pytest.raises(Denied):
        recorded(town, line(), by=who)


def test_the_pages_show_both_lines_and_note_who_opened_them(town):
    recorded(town, line(decision_no="5/QĐ"), line("dang", decided=PartialDate.parse("2021-05-25")))
    client = client_of(town, "noivu")
    page = client.get("/ky-luat/?nam=2021").content.decode()
    assert "Chính quyền: Khiển trách" in page
    assert "Đảng: Khiển trách" in page
    assert "đến 07/06/2022" in page
    assert AccessEvent.objects.filter(action="open_sensitive", actor="noivu").count() == 1
    assert "Khiển trách" in client.get("/ky-luat/?xem=hieu-luc").content.decode()
    assert "Không có quyết định" in client.get("/ky-luat/?nam=2020").content.decode()


def test_the_form_says_what_is_wrong_where_it_is_wrong(town):
    client = client_of(town, "noivu")
    url = "/ky-luat/them/?nguoi=P-AN"
    assert "Nguyễn Văn An" in client.get("/ky-luat/them/?tim=nguyen van an").content.decode()
    typed = {"chinh_quyen_form": "ha_bac_luong", "chinh_quyen_decided_on": "01/07/2025"}
    form = client.post(url, typed).context["form"]
    assert "Hạ bậc lương" in form.errors["chinh_quyen_form"][0]
    form = client.post(url, {"chinh_quyen_decision_no": "5"}).context["form"]
    assert "chinh_quyen_form" in form.errors
    form = client.post(url, {}).context["form"]
    assert "ít nhất một" in form.non_field_errors()[0]
    typed = {"chinh_quyen_form": "khien_trach", "chinh_quyen_decided_on": "30/02/2021"}
    assert "không tồn tại" in client.post(url, typed).context["form"].errors["chinh_quyen_decided_on"][0]
    key = client.get(url).context["form"]["khoa"].value()
    body = {"chinh_quyen_form": "khien_trach", "chinh_quyen_decided_on": "07/06/2021", "khoa": key}
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    assert Discipline._base_manager.count() == 1


def test_a_year_of_many_acts_costs_as_many_queries_as_a_few(town):
    client, counts = client_of(town, "noivu"), []
    for n in (2, 30):
        for _ in range(n):
            person = factories.make_official(unit=town.minh)
            conduct.record_act(by=town.people.noivu, official=person, act=ACT, lines=[line()])
        client.get("/ky-luat/?nam=2021")
        with CaptureQueriesContext(connection) as queries:
            client.get("/ky-luat/?nam=2021")
        counts.append(len(queries))
    assert counts[0] == counts[1]
