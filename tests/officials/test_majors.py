"""Which field of study suits which post: the table, its page, who may decide."""

from datetime import date

import pytest

from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from foundation.versions import StaleVersion
from officials.majors import Suits, majors_on
from officials.models import MajorFit, Post, major_key
from officials.services.majors import add_major_fit, change_major_fit
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/danh-muc/nganh/them/"
LAST = date(2021, 12, 31)


def typed(**changes):
    return {
        "major": "Luật kinh tế", "post": "tu_phap_ho_tich", "fit": "phu_hop", "decided_by": "Sở Nội vụ",
        "decided_on": "25/12/2019", "reason": "Cùng lĩnh vực", "starts_on": "", "ends_on": "", "basis": "", "source": "",
        "verified": "read", "note": "",
    } | changes  # fmt: skip


def facts(**changes):
    return {
        "major": "Luật", "post": Post.objects.get(code="tu_phap_ho_tich"), "fit": "phu_hop", "decided_by": "Sở Nội vụ",
        "decided_on": date(2019, 12, 25), "reason": "Cùng lĩnh vực", "verified": "read",
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Luật", "LUẬT"), ("Ngành Luật", "luật"), ("Tài chính - Ngân hàng", "Tài chính – ngân hàng"),
        ("Địa chính", "địa  chính"), ("Ðịa chính", "Địa chính"), ("Chuyên ngành Luật", "Luật"),
    ],
)  # fmt: skip
def test_two_ways_of_writing_a_field_are_one(left, right):
    assert major_key(left) == major_key(right)


def test_different_fields_stay_different():
    assert len({major_key(text) for text in ("Luật", "Luật kinh tế", "Ngành", "Kế toán")}) == 4


def test_a_field_suits_does_not_suit_or_is_open(town):
    add_major_fit(by=town.people.noivu, facts=facts())
    add_major_fit(by=town.people.noivu, facts=facts(major="Nông học", fit="chua_phu_hop"))
    table = majors_on(LAST)
    assert table.suits("tu_phap_ho_tich", ["luật"]) is Suits.PHU_HOP
    assert table.suits("tu_phap_ho_tich", ["Nông học"]) is Suits.CHUA_PHU_HOP
    assert table.suits("tu_phap_ho_tich", ["Kinh tế"]) is Suits.CHUA_XAC_DINH
    assert table.suits("tu_phap_ho_tich", []) is Suits.CHUA_XAC_DINH
    assert table.suits("tu_phap_ho_tich", ["Nông học", ""]) is Suits.CHUA_XAC_DINH
    assert table.suits("tu_phap_ho_tich", ["Nông học", "Luật"]) is Suits.PHU_HOP
    assert table.suits("tai_chinh_ke_toan", ["Luật"]) is None  # nothing was decided about this post


def test_a_decision_holds_from_its_first_to_its_last_day(town):
    add_major_fit(by=town.people.noivu, facts=facts(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)))
    held = [majors_on(day).suits("tu_phap_ho_tich", ["Luật"]) for day in
            (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))]  # fmt: skip
    assert held == [None, Suits.PHU_HOP, Suits.PHU_HOP, None]


def test_deciding_writes_one_event_with_author_and_reason(town, signed_in):
    before = AuditEvent.objects.count()
    page = signed_in(town.people.noivu).post(ADD, typed(), follow=True)
    assert "Đã lưu kết luận" in page.content.decode()
    row = MajorFit.objects.get()
    assert (row.major_key, row.decided_by, row.reason) == ("luat kinh te", "Sở Nội vụ", "Cùng lĩnh vực")
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.first().object_id == row.public_id
    assert (
        "Sở Nội vụ, 25/12/2019"
        in signed_in(town.people.lanhdao).get("/danh-muc/?bang=major_fits").content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"major": " "}, "Đề nghị nhập ngành đào tạo."), ({"major": "–"}, "Đề nghị nhập tên ngành đào tạo."),
        ({"post": "x"}, "Đề nghị chọn một trong các giá trị có sẵn."), ({"reason": ""}, "Đề nghị nhập lý do."),
        ({"decided_on": "31/02/2020"}, "không tồn tại"), ({"decided_by": ""}, "Đề nghị nhập người xác định."),
        ({"starts_on": "1/1/2021", "ends_on": "1/1/2020"}, "Ngày hết áp dụng không được trước ngày áp dụng."),
    ],
)  # fmt: skip
def test_wrong_input_is_named_and_nothing_is_saved(changes, message, town, signed_in):
    page = signed_in(town.people.noivu).post(ADD, typed(**changes))
    assert page.status_code == 200
    assert message in page.content.decode()
    assert not MajorFit.objects.exists()


def test_one_pair_is_decided_once_for_a_day(town, signed_in):
    add_major_fit(by=town.people.noivu, facts=facts(major="Luật kinh tế", fit="chua_phu_hop"))
    page = signed_in(town.people.noivu).post(ADD, typed(major="ngành LUẬT kinh tế"))
    assert "đã được xác định cho chức danh" in page.content.decode()
    assert MajorFit.objects.count() == 1


def test_only_the_district_decides(town):
    with pytest.raises(Denied):
        add_major_fit(by=town.people.xa_minh, facts=facts())
    row = add_major_fit(by=town.people.noivu, facts=facts())
    for by in (town.people.xa_minh, town.people.lanhdao, town.people.quantri):
        with pytest.raises(Denied):
            change_major_fit(by=by, row=row, changes={"fit": "chua_phu_hop"}, version=1, reason="x")
    with pytest.raises(Refused):
        change_major_fit(
            by=town.people.noivu, row=row, changes={"fit": "chua_phu_hop"}, version=1, reason=" "
        )
    with pytest.raises(StaleVersion):
        change_major_fit(
            by=town.people.noivu, row=row, changes={"fit": "chua_phu_hop"}, version=9, reason="x"
        )


def test_amending_keeps_the_key_in_step_and_the_history(town, signed_in):
    row = add_major_fit(by=town.people.noivu, facts=facts())
    url = f"/danh-muc/nganh/{row.public_id}/sua/"
    values = typed(major="Kế toán", version="1", change_reason="Ghi nhầm ngành")
    assert signed_in(town.people.noivu).post(url, values).status_code == 302
    row.refresh_from_db()
    assert (row.major_key, row.version) == ("ke toan", 2)
    assert "Ghi nhầm ngành" in signed_in(town.people.noivu).get(url).content.decode()


def test_two_people_amending_choose_between_their_values(town, signed_in):
    row = add_major_fit(by=town.people.noivu, facts=facts())
    change_major_fit(by=town.people.noivu, row=row, changes={"note": "Trước"}, version=1, reason="Trước")
    url = f"/danh-muc/nganh/{row.public_id}/sua/"
    stale = typed(note="Của tôi", version="1", change_reason="Sau")
    text = signed_in(town.people.noivu).post(url, stale).content.decode()
    assert "Hồ sơ vừa được ông/bà" in text
    assert "chon-note" in text
    assert MajorFit.objects.get().note == "Trước"


def test_open_fields_are_listed_with_how_many_people_have_them(town, signed_in):
    for number in range(2):
        clerk = factories.make_official(unit=town.minh, post="tu_phap_ho_tich", public_id=f"T{number}")
        factories.make_qualification(clerk, kind="professional", level="dai_hoc", field="Kinh tế")
    lawyer = factories.make_official(unit=town.minh, post="tu_phap_ho_tich", public_id="T9")
    factories.make_qualification(lawyer, kind="professional", level="dai_hoc", field="Luật")
    add_major_fit(by=town.people.noivu, facts=facts())
    text = signed_in(town.people.noivu).get("/danh-muc/nganh/").content.decode()
    assert "Kinh tế" in text
    assert '<td class="num" data-label="Số người">2</td>' in text
    assert '<td data-label="Ngành đào tạo">Luật</td>' not in text


def test_the_profile_says_how_the_field_stands(town, signed_in):
    clerk = factories.make_official(unit=town.minh, post="tu_phap_ho_tich", public_id="T1")
    factories.make_qualification(clerk, kind="professional", level="dai_hoc", field="Nông học")
    client = signed_in(town.people.noivu)
    assert "Ngành đào tạo chưa phù hợp" not in client.get("/ho-so/T1/").content.decode()
    add_major_fit(by=town.people.noivu, facts=facts(major="Nông học", fit="chua_phu_hop"))
    assert "Ngành đào tạo chưa phù hợp" in client.get("/ho-so/T1/").content.decode()
