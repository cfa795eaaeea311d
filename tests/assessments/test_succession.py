"""Succession plans: off for everybody until switched on; limits, conditions, ratios, leavers by the law of the day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Discipline, Succession
from assessments.services import succession as service
from assessments.succession import (
    MONTHS_LEFT,
    PER_POST,
    WOMEN,
    YOUNG,
    Judge,
    crowded,
    ratios_of,
    summary,
    term_years,
)
from foundation.errors import Denied, Refused
from foundation.models import AccessEvent, AuditEvent
from foundation.versions import StaleVersion
from officials.law import norms_on
from officials.models import ModulePeriod, Post
from officials.modules import is_on
from officials.services import modules
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY, TERM = date(2021, 12, 31), "2020-2025"
PAGES = ("/quy-hoach/", "/quy-hoach/tong-hop/", "/quy-hoach/them/", "/quy-hoach/dua-ra/")


@pytest.fixture
def switched_on(town):
    return modules.switch_on(
        by=town.people.quantri,
        module="quy_hoach",
        starts_on=date(2021, 1, 1),
        ends_on=None,
        reason="Đã giải mật",
    )


def candidate(town, **kw):
    """Someone young, a man unless said otherwise, with what a chairman of that time needs."""
    person = factories.make_official(
        unit=kw.pop("unit", town.minh), birth_date="1985-02-03", general_education="12/12", **kw
    )
    factories.make_qualification(person, "professional", "dai_hoc")
    factories.make_qualification(person, "political", "trung_cap")
    return person


def plan(town, person, post="chu_tich_ubnd", *, day=date(2021, 6, 1), term=TERM, unit=None, **kw):
    return service.plan_person(
        by=kw.pop("by", town.people.noivu), official=person, unit=unit or town.minh,
        post=Post.objects.get(code=post), term=term, approved_on=day, **kw,
    )  # fmt: skip


# --- off and on ---------------------------------------------------------------------------------------------
def test_off_it_is_there_for_nobody(town):
    for who in ("noivu", "xa_minh", "lanhdao", "quantri", "kiemtra"):
        client = client_of(town, who)
        assert {client.get(url).status_code for url in PAGES} == {404}
    assert "Quy hoạch" not in client_of(town, "noivu").get("/nghiep-vu/").content.decode()
    with pytest.raises(Denied, match="đang tắt"):
        plan(town, candidate(town))


def test_on_it_is_the_district_s_alone(town, switched_on):
    assert client_of(town, "noivu").get("/quy-hoach/").status_code == 200
    assert "/quy-hoach/" in client_of(town, "noivu").get("/nghiep-vu/").content.decode()
    for who in ("xa_minh", "lanhdao", "quantri", "kiemtra"):
        assert client_of(town, who).get("/quy-hoach/").status_code == 403
    assert client_of(town, "chua_gan").get("/quy-hoach/").status_code == 404


@pytest.mark.parametrize(("after", "on"), [(-1, False), (0, True), (1, True)])
def test_it_is_on_from_its_first_day(switched_on, after, on):
    assert is_on("quy_hoach", date(2021, 1, 1) + timedelta(days=after)) is on


def test_only_the_administrator_switches_and_says_why(town):
    ask = {"module": "quy_hoach", "starts_on": DAY, "ends_on": None}
    for who in ("noivu", "xa_minh", "lanhdao", "kiemtra", "chua_gan"):
        with pytest.raises(Denied):
            modules.switch_on(by=getattr(town.people, who), **ask, reason="x")
    admin = town.people.quantri
    with pytest.raises(Refused, match="lý do"):
        modules.switch_on(by=admin, **ask, reason=" ")
    with pytest.raises(Refused, match="Ngày cuối"):
        modules.switch_on(by=admin, **ask | {"ends_on": date(2021, 1, 1)}, reason="x")
    period = modules.switch_on(by=admin, **ask, reason="Công văn 5")
    with pytest.raises(Refused, match="đang bật"):
        modules.switch_on(by=admin, **ask | {"ends_on": date(2022, 5, 1)}, reason="x")
    event = AuditEvent.objects.get(action="switch_module_on")
    assert (event.area, event.reason) == ("settings", "Công văn 5")
    with pytest.raises(StaleVersion):
        modules.switch_off(period, by=admin, reason="Hết việc", version=9)
    modules.switch_off(period, by=admin, reason="Hết việc", version=1)
    assert not is_on("quy_hoach", DAY)  # at once, on the very day
    with pytest.raises(Refused, match="đã tắt"):
        modules.switch_off(period, by=admin, reason="x", version=2)
    modules.switch_on(by=admin, **ask, reason="Bật lại")


def test_the_pages_of_the_administrator_switch_it(town):
    client = client_of(town, "quantri")
    assert "Đang tắt" in client.get("/quan-tri/phan-dong/").content.decode()
    url = "/quan-tri/phan-dong/quy_hoach/bat/"
    assert "Chỉ nhập nội dung đã công khai" in client.get(url).content.decode()
    body = {"starts_on": "31/12/2021", "reason": "Công văn 5"}
    assert client.post(url, body).status_code == 200  # the notice was not ticked
    assert not ModulePeriod.objects.exists()
    assert client.post(url, body | {"has_read": "on"}).status_code == 302
    period = ModulePeriod.objects.get()
    assert "Đang bật" in client.get("/quan-tri/phan-dong/").content.decode()
    off = f"/quan-tri/phan-dong/tat/{period.public_id}/"
    assert "vừa được" in client.post(off, {"reason": "x", "version": "7"}).content.decode()
    assert client.post(off, {"reason": "Hết việc", "version": "1"}).status_code == 302
    assert not is_on("quy_hoach")
    assert client.get("/quan-tri/phan-dong/khong-co/bat/").status_code == 404


# --- norms by date ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "per_post", "women", "young", "months"),
    [
        (date(2012, 11, 4), None, None, None, None),
        (date(2012, 11, 5), 4, 15, 15, 60),
        (date(2021, 12, 26), 4, 15, 15, 60),
        (date(2021, 12, 27), 3, 25, 15, 60),
        (date(2021, 12, 28), 3, 25, 15, 60),
        (date(2025, 9, 30), 3, 25, 15, 60),
        (date(2025, 10, 1), 3, None, None, None),  # "tỷ lệ phù hợp": no number any more
    ],
)
def test_the_numbers_follow_the_document_of_the_day(day, per_post, women, young, months):
    norms = norms_on(day)
    found = [norms[code].value if code in norms else None for code in (PER_POST, WOMEN, YOUNG, MONTHS_LEFT)]
    assert found == [per_post, women, young, months]


def test_a_number_from_memory_says_so():
    norms = norms_on(date(2021, 12, 26))
    assert {norms[PER_POST].verified, norms[WOMEN].verified} == {"memory"}
    assert norms_on(DAY)[WOMEN].verified == "read"


# --- putting in ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("day", "most"), [(date(2021, 12, 26), 4), (date(2021, 12, 27), 3)])
def test_a_post_has_as_many_people_as_the_day_of_approval_allows(town, switched_on, day, most):
    for _ in range(most):
        plan(town, candidate(town), day=day)
    with pytest.raises(Refused, match=f"tối đa {most}"):
        plan(town, candidate(town), day=day)
    assert Succession._base_manager.count() == most


def test_a_person_is_planned_for_three_posts_and_once_for_each(town, switched_on):
    person = candidate(town)
    for post in ("chu_tich_ubnd", "pho_chu_tich_ubnd", "bi_thu_dang_uy"):
        plan(town, person, post)
    with pytest.raises(Refused, match="3 chức danh"):
        plan(town, person, "pho_bi_thu_dang_uy")
    with pytest.raises(Refused, match="đã được quy hoạch"):
        plan(town, person)
    plan(town, person, "pho_bi_thu_dang_uy", term="2025-2030")


def test_the_same_form_twice_plans_once(town, switched_on):
    person = candidate(town)
    first = plan(town, person, key="mot")
    assert plan(town, person, key="mot").pk == first.pk
    assert Succession._base_manager.count() == 1


@pytest.mark.parametrize("term", ["", "2020", "2025-2020", "2020-2025x", "20-25"])
def test_a_term_is_two_years(town, switched_on, term):
    assert term_years(term) is None
    with pytest.raises(Refused, match="nhiệm kỳ"):
        plan(town, candidate(town), term=term)


def test_wrong_roles_and_days_are_refused(town, switched_on):
    person = candidate(town)
    for who in ("xa_minh", "lanhdao", "quantri"):
        with pytest.raises(Denied):
            plan(town, person, by=getattr(town.people, who))
    with pytest.raises(Refused, match="chưa đến"):
        plan(town, person, day=date(2022, 1, 1))


def discipline(person, decided=date(2021, 6, 7), form="khien_trach"):
    row = Discipline(public_id=f"D{person.pk}", official=person, form=form, line="chinh_quyen")
    row.decided_on, row.decided_on_precision = decided, "day"
    row.save()


def test_who_is_barred_is_not_planned_whatever_the_reason(town, switched_on):
    person = candidate(town)
    discipline(person)
    plan(town, person, day=date(2021, 6, 6))
    other = candidate(town)
    discipline(other)
    with pytest.raises(Refused, match="đang có hiệu lực đến 07/06/2022"):
        plan(town, other, day=date(2021, 6, 7), reason="Vẫn muốn")


def test_an_unmet_condition_wants_a_reason_and_names_its_article(town, switched_on):
    person = factories.make_official(unit=town.minh, birth_date="1985-02-03", general_education="12/12")
    factories.make_qualification(person, "professional", "so_cap")
    with pytest.raises(Refused, match="trình độ chuyên môn"):
        plan(town, person)
    assert plan(town, person, reason="Đang học đại học").pk
    judge = Judge(town.people.noivu, [person], DAY)
    found = {item.label: item for item in judge.conditions(person, "chu_tich_ubnd", TERM)}
    assert found["Trình độ chuyên môn"].status == "unmet"
    assert "QĐ 04/2004" in found["Trình độ chuyên môn"].basis or found["Trình độ chuyên môn"].basis
    assert found["Lý luận chính trị"].status in ("unknown", "unmet")


@pytest.mark.parametrize(
    ("birth", "status"),
    [("1966-12-31", "unmet"), ("1970-01-01", "met"), (None, "unknown")],
)
def test_sixty_months_have_to_be_left(town, birth, status):
    person = factories.make_official(unit=town.minh, birth_date=birth)
    condition = Judge(town.people.noivu, [person], DAY).age(person, "2025-2030")
    assert condition.status == status


# --- leaving ------------------------------------------------------------------------------------------------
def test_who_was_disciplined_or_has_left_is_proposed_and_a_person_confirms(town, switched_on):
    punished, gone, good = candidate(town), candidate(town), candidate(town)
    for person in (punished, gone, good):
        plan(town, person, day=date(2021, 2, 2))
    discipline(punished)
    gone.appointments.update(ends_on=date(2021, 11, 1))
    rows = list(Succession._base_manager.select_related("official").order_by("pk"))
    judge = Judge(town.people.noivu, [row.official for row in rows], DAY)
    reasons = [judge.leaves_because(row) for row in rows]
    assert "bị kỷ luật khiển trách ngày 07/06/2021" in reasons[0]
    assert reasons[1] == "không còn giữ chức danh"
    assert reasons[2] == ""
    assert set(Succession._base_manager.values_list("removed_on", flat=True)) == {None}  # nothing by itself
    with pytest.raises(Refused, match="lý do"):
        service.take_out(by=town.people.noivu, rows=rows[:1], removed_on=DAY, reasons={})
    with pytest.raises(Denied):
        service.take_out(
            by=town.people.xa_minh, rows=rows[:1], removed_on=DAY, reasons={rows[0].public_id: "x"}
        )
    told = {rows[0].public_id: reasons[0]}
    for wrong in (date(2021, 2, 1), date(2022, 1, 1)):
        with pytest.raises(Refused):
            service.take_out(by=town.people.noivu, rows=rows[:1], removed_on=wrong, reasons=told)
    assert service.take_out(by=town.people.noivu, rows=rows[:1], removed_on=DAY, reasons=told) == 1
    with pytest.raises(Refused, match="vừa được đưa ra"):
        service.take_out(by=town.people.noivu, rows=rows[:1], removed_on=DAY, reasons=told)
    rows[0].refresh_from_db()
    assert (rows[0].removed_on, rows[0].removed_because) == (DAY, reasons[0])


def test_over_age_is_measured_where_the_term_begins(town):
    old = factories.make_official(unit=town.minh, birth_date="1966-03-01", sex="nam")
    judge = Judge(town.people.noivu, [old], DAY)
    ahead = Succession(official=old, term="2025-2030", approved_on=date(2021, 1, 1))
    running = Succession(official=old, term=TERM, approved_on=date(2021, 1, 1))
    assert "quá tuổi" in judge.leaves_because(ahead)
    assert judge.leaves_because(running) == ""


# --- ratios and the summary ---------------------------------------------------------------------------------
def test_ratios_count_people_once_and_leave_the_unknown_out(town):
    people = [candidate(town, sex="nu"), candidate(town), candidate(town), candidate(town, sex="")]
    women, young = ratios_of([*people, people[0]], DAY, norms_on(DAY))
    assert (women.n, women.of, women.unknown, women.is_met) == (1, 3, 1, True)
    assert (young.n, young.of) == (4, 4)
    women, _ = ratios_of(people, date(2025, 10, 1), norms_on(date(2025, 10, 1)))
    assert women.is_met is None  # no number in force


def test_the_summary_counts_people_and_posts(town, switched_on):
    one, two = candidate(town, sex="nu"), candidate(town)
    plan(town, one)
    plan(town, one, "bi_thu_dang_uy")
    plan(town, two)
    rows = list(Succession._base_manager.select_related("official", "post", "unit"))
    table = dict(summary(rows, {one.pk: {"political": "trung_cap"}}, DAY))
    assert table["Tổng số"] == [None, None, None, 1, 0, 2, 0, 0, 0, 0, None]
    assert table["Nữ"][3:6] == [1, 0, 1]
    assert table["Lý luận chính trị: Trung cấp"][5] == 1
    assert crowded(rows, norms_on(DAY)) == []


def test_the_pages_show_conditions_and_take_people_out(town, switched_on):
    person = candidate(town, full_name="Phạm Văn Quy")
    client = client_of(town, "noivu")
    form = client.get(f"/quy-hoach/them/?nguoi={person.public_id}").context["form"]
    body = {"unit": "10702", "post": "chu_tich_ubnd", "term": "2020-2025", "approved_on": "01/06/2021",
            "khoa": form["khoa"].value()}  # fmt: skip
    url = f"/quy-hoach/them/?nguoi={person.public_id}"
    assert "nhiệm kỳ dạng" in client.post(url, body | {"term": "x"}).content.decode()
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    [row] = Succession._base_manager.all()
    page = client.get("/quy-hoach/?don_vi=10702").content.decode()
    assert "Phạm Văn Quy" in page
    assert "Tuổi công tác còn lại" in page
    assert "Đạt" in page
    assert AccessEvent.objects.filter(action="open_sensitive", detail__startswith="Quy hoạch").exists()
    assert "Tổng số" in client.get("/quy-hoach/tong-hop/").content.decode()
    url = f"/quy-hoach/dua-ra/?dong={row.public_id}"
    assert "Phạm Văn Quy" in client.get(url).content.decode()
    sent = {f"dong-{row.public_id}": row.public_id, "removed_on": "31/12/2021"}
    assert "Đề nghị nhập" in client.post(url, sent).content.decode()
    assert client.post(url, sent | {f"ly_do-{row.public_id}": "Chuyển công tác"}).status_code == 302
    assert client.post(url, sent | {f"ly_do-{row.public_id}": "x"}).status_code == 404  # out already
    row.refresh_from_db()
    assert row.removed_because == "Chuyển công tác"


def test_a_large_plan_costs_as_many_queries_as_a_small_one(town, switched_on):
    client, counts = client_of(town, "noivu"), []
    for n in (2, 30):
        for number in range(n):
            Succession.objects.create(
                public_id=f"SU{n}-{number}", official=candidate(town), unit=town.minh,
                post=Post.objects.get(code="chu_tich_ubnd"), term=TERM, approved_on=date(2021, 6, 1),
            )  # fmt: skip
        client.get("/quy-hoach/?don_vi=10702")
        with CaptureQueriesContext(connection) as queries:
            client.get("/quy-hoach/?don_vi=10702")
        counts.append(len(queries))
    assert counts[0] == counts[1]
