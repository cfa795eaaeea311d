"""Inspections: the state follows from the dates, each step is one line of the table, late remedies are shown."""

from datetime import date, timedelta

import pytest

from assessments.models import Inspection, UnitYear
from assessments.services import inspections
from assessments.states import INSPECTION, inspection_state, is_overdue
from foundation.errors import Denied, Refused
from foundation.versions import StaleVersion
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)
PAST, SOON = date(2021, 5, 4), date(2022, 1, 15)
STATES = {
    "ke_hoach": {"planned_on": PAST},
    "dang_kiem_tra": {"planned_on": PAST, "starts_on": PAST},
    "da_ket_luan": {"starts_on": PAST, "concluded_on": PAST},
    "dang_khac_phuc": {"starts_on": PAST, "concluded_on": PAST, "remedy_due_on": SOON},
    "da_khac_phuc": {"starts_on": PAST, "concluded_on": PAST, "remedy_due_on": SOON, "remedied_on": PAST},
    "huy": {"planned_on": PAST, "cancelled_on": PAST, "cancelled_because": "Trùng đoàn khác"},
}
FACTS = {
    "bat-dau": {"starts_on": PAST},
    "ket-luan": {"concluded_on": PAST, "findings": 2},
    "yeu-cau": {"concluded_on": PAST, "violations": 1, "remedy_due_on": SOON},
    "khac-phuc": {"remedied_on": PAST},
    "huy": {},
}


def inspection(town, state="ke_hoach", **kw):
    number = Inspection._base_manager.count()
    return Inspection.objects.create(
        public_id=f"I{number}", unit=town.minh, subject="Tài chính", **STATES[state] | kw
    )


@pytest.mark.parametrize(("state", "facts"), STATES.items())
def test_the_state_follows_from_the_dates(state, facts):
    assert inspection_state(Inspection(**facts), DAY) == state


def test_a_day_still_to_come_changes_no_state():
    row = Inspection(planned_on=PAST, starts_on=SOON)
    assert inspection_state(row, SOON - timedelta(days=1)) == "ke_hoach"
    assert inspection_state(row, SOON) == "dang_kiem_tra"


@pytest.mark.parametrize("after", [-1, 0, 1])
def test_a_remedy_is_late_the_day_after_its_last_day(after):
    row = Inspection(**STATES["dang_khac_phuc"])
    assert is_overdue(row, SOON + timedelta(days=after)) is (after == 1)


@pytest.mark.parametrize("who", ["noivu", "xa_minh", "lanhdao", "quantri", "kiemtra"])
@pytest.mark.parametrize("state", STATES)
def test_every_step_in_every_state_by_everybody(town, state, who):
    for act in INSPECTION.table:
        row = inspection(town, state)
        ask = {"by": getattr(town.people, who), "inspection": row, "act": act.code, "facts": FACTS[act.code],
               "version": 1, "reason": "Vì thử"}  # fmt: skip
        if who != "noivu":
            with pytest.raises(Denied):
                inspections.move_inspection(**ask)
        elif state not in act.before:
            with pytest.raises(Refused):
                inspections.move_inspection(**ask)
        else:
            assert inspections.move_inspection(**ask) == act.after
            row.refresh_from_db()
            assert inspection_state(row, DAY) == act.after


@pytest.mark.parametrize(
    ("state", "act", "facts", "word"),
    [
        ("ke_hoach", "bat-dau", {}, "ghi ngày"),
        ("ke_hoach", "bat-dau", {"starts_on": SOON}, "chưa đến"),
        ("dang_kiem_tra", "ket-luan", {"concluded_on": date(2021, 5, 3)}, "từ ngày bắt đầu"),
        ("dang_kiem_tra", "yeu-cau", {"concluded_on": PAST}, "ghi ngày"),
        (
            "dang_kiem_tra",
            "yeu-cau",
            {"concluded_on": PAST, "remedy_due_on": date(2021, 5, 1)},
            "Hạn khắc phục",
        ),
        ("dang_khac_phuc", "khac-phuc", {"remedied_on": SOON}, "chưa đến"),
    ],
)
def test_impossible_days_are_refused(town, state, act, facts, word):
    row = inspection(town, state)
    with pytest.raises(Refused, match=word):
        inspections.move_inspection(by=town.people.noivu, inspection=row, act=act, facts=facts, version=1)
    row.refresh_from_db()
    assert row.version == 1


def test_two_people_at_once_and_a_cancellation_without_reason(town):
    row = inspection(town)
    ask = {"by": town.people.noivu, "inspection": row, "act": "bat-dau", "facts": FACTS["bat-dau"]}
    inspections.move_inspection(**ask, version=1)
    with pytest.raises(StaleVersion):
        inspections.move_inspection(**ask, version=1)
    with pytest.raises(Refused, match="lý do"):
        inspections.move_inspection(**ask | {"act": "huy"}, version=2)


def test_a_plan_needs_a_day_and_a_conclusion_a_beginning(town):
    staff = town.people.noivu
    with pytest.raises(Refused, match="theo kế hoạch"):
        inspections.add_inspection(by=staff, unit=town.minh, facts={"subject": "X"})
    with pytest.raises(Denied):
        inspections.add_inspection(by=town.people.xa_minh, unit=town.minh, facts={"planned_on": PAST})
    made = inspections.add_inspection(by=staff, unit=town.minh, facts={"subject": "X", "planned_on": PAST})
    for changes in ({"concluded_on": PAST}, {"violations": 2}, {"starts_on": PAST, "concluded_on": SOON}):
        with pytest.raises(Refused):
            inspections.change_inspection(made, by=staff, changes=changes, version=1)


def test_the_page_shows_what_is_late_and_the_complaints_beside(town):
    inspection(town, "dang_khac_phuc", remedy_due_on=date(2021, 11, 30))
    inspection(town, starts_on=None, planned_on=date(2020, 3, 3))
    UnitYear.objects.create(
        public_id="Y1", unit=town.minh, year=2021, complaints_received=7, complaints_on_time=6
    )
    page = client_of(town, "noivu").get("/kiem-tra/?nam=2021").content.decode()
    assert "1 cuộc đã quá hạn khắc phục" in page
    assert "Tiếp nhận" in page
    assert "chỉ nhập nội dung đã công khai hoặc đã giải mật" in page
    later = client_of(town, "noivu").get("/kiem-tra/?nam=2022").content.decode()
    assert "Quá hạn khắc phục" in later  # still open from the year before
    assert "Tài chính" not in client_of(town, "xa_khac").get("/kiem-tra/?nam=2021").content.decode()


def test_the_steps_are_walked_on_the_pages(town):
    client = client_of(town, "noivu")
    form = client.get("/kiem-tra/them/").context["form"]
    body = {"unit": "10702", "subject": "Công vụ", "trigger": "ke_hoach", "planned_on": "04/05/2021",
            "khoa": form["khoa"].value()}  # fmt: skip
    for _ in range(2):
        assert client.post("/kiem-tra/them/", body).status_code == 302
    [row] = Inspection._base_manager.all()
    url = f"/kiem-tra/{row.public_id}/"
    assert "Bắt đầu kiểm tra" in client.get(url).content.decode()
    assert client.post(f"{url}buoc/bat-dau/", {"starts_on": "05/05/2021", "version": "1"}).status_code == 302
    page = client.post(
        f"{url}buoc/ket-luan/", {"concluded_on": "06/05/2021", "version": "1"}
    ).content.decode()
    assert "vừa được ông/bà" in page
    assert (
        client.post(f"{url}buoc/ket-luan/", {"concluded_on": "06/05/2021", "version": "2"}).status_code == 302
    )
    assert client.get(f"{url}buoc/khong-co/").status_code == 404
    assert "Đã kết luận" in client.get(url).content.decode()
