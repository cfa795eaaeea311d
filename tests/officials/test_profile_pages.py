"""One official's page: what it says, what it hides, and that opening sensitive facts is noted."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.models import AccessEvent
from officials.models import FamilyMember, UnitSuccession
from tests import factories

AN, BINH = "/ho-so/P-AN/", "/ho-so/P-BINH/"
# session, user, membership, official, postings, qualifications, standards, what there is of the person, majors, retirement,
# what waits, three years (3), what the file lacks, synthetic band
QUERIES = 16


def text(response):
    return response.content.decode()


def test_the_head_says_who_this_is(town, signed_in):
    factories.make_appointment(town.an, town.minh, "bi_thu_doan", is_primary=False)
    page = text(signed_in(town.people.noivu).get(AN))
    for part in (
        '<h1 id="ten-nguoi">Nguyễn Văn An</h1>',
        "Văn phòng - thống kê",
        "phường Minh Tân",
        "kiêm <b>Bí thư Đoàn",
        "41 tuổi (12/05/1980)",
        "Công chức · Nam",
        "5 năm",
    ):
        assert part in page


def test_what_the_file_lacks_is_said_to_who_can_add_it(town, signed_in):
    assert "quê quán" in text(signed_in(town.people.xa_minh).get(AN))
    assert "Cần bổ sung" not in text(signed_in(town.people.lanhdao).get(AN))


def test_the_timeline_shows_postings_and_what_became_of_the_unit(town, signed_in):
    old = factories.make_unit("10702-2019", name="Minh Tân", kind="xa", ends_on=date(2019, 10, 31))
    UnitSuccession.objects.create(
        public_id="S1", predecessor=old, successor=town.minh, effective_on=date(2019, 11, 1), basis="768"
    )
    factories.make_appointment(
        town.an, old, starts_on=date(2012, 1, 1), ends_on=date(2016, 6, 30), end_reason="sap_nhap"
    )
    items = signed_in(town.people.noivu).get(AN).context["items"]
    assert [item.when for item in items] == ["01/11/2019", "01/07/2016 – nay", "01/01/2012 – 30/06/2016"]
    assert items[0].title == "Xã Minh Tân thành phường Minh Tân"


@pytest.mark.parametrize(
    ("who", "status"),
    [("noivu", 200), ("xa_minh", 200), ("xa_khac", 404), ("lanhdao", 200), ("quantri", 403), ("kiemtra", 403), ("chua_gan", 404)],
)  # fmt: skip
def test_who_may_open_a_profile(town, signed_in, who, status):
    assert signed_in(getattr(town.people, who)).get(AN).status_code == status


def test_leadership_sees_no_personal_or_sensitive_fact(town, signed_in):
    town.an.ethnicity, town.an.religion, town.an.national_id = "Tày", "Phật giáo", "030080001234"
    town.an.hometown = "Hiệp Hòa"
    town.an.save()
    client = signed_in(town.people.lanhdao)
    for tab in ("", "?muc=ban-than", "?muc=suc-khoe", "?muc=khen-thuong", "?muc=luong", "?muc=lich-su"):
        page = text(client.get(AN + tab))
        for secret in (
            "Tày",
            "Phật giáo",
            "030080001234",
            "1980",
            "Hiệp Hòa",
            "Kỷ luật",
            "Sức khỏe",
            "Lương",
        ):
            assert secret not in page, (tab, secret)
    assert "Cập nhật" not in text(client.get(AN))


def test_a_commune_has_no_discipline_section(town, signed_in):
    page = text(signed_in(town.people.xa_minh).get(f"{AN}?muc=khen-thuong"))
    assert "Khen thưởng" in page
    assert "ỷ luật" not in page


def test_opening_sensitive_sections_is_noted_and_the_rest_is_not(town, signed_in):
    client = signed_in(town.people.noivu)
    client.get(AN)
    client.get(f"{AN}?muc=trinh-do")
    assert not AccessEvent.objects.exists()
    client.get(f"{AN}?muc=suc-khoe")
    client.get(f"{AN}?muc=ban-than")
    noted = AccessEvent.objects.order_by("id").values_list("actor", "object_id", "unit_id", "detail")
    assert list(noted) == [
        ("noivu", "P-AN", "10702", "Chiều cao, cân nặng, nhóm máu; Sức khỏe"),
        (
            "noivu",
            "P-AN",
            "10702",
            "Dân tộc, tôn giáo; Đảng, thương binh, gia đình chính sách; Lịch sử bản thân",
        ),
    ]


def test_an_unknown_tab_is_the_summary(town, signed_in):
    assert signed_in(town.people.noivu).get(f"{AN}?muc=khong-co").context["tab"] == "tom-tat"


def test_a_retirement_is_forecast(town, signed_in):
    page = text(signed_in(town.people.noivu).get(AN))
    assert "Dự kiến nghỉ hưu 05/2042" in page


def test_the_history_says_who_changed_what(town, signed_in):
    client = signed_in(town.people.noivu)
    client.post(
        f"{AN}sua/",
        {
            "full_name": "Nguyễn Văn An",
            "hometown": "Hiệp Hòa",
            "version": 1,
            "birth_date": "12/5/1980",
            "sex": "nam",
        },
    )
    page = text(client.get(f"{AN}?muc=lich-su"))
    assert "Quê quán" in page
    assert "Hiệp Hòa" in page


def test_names_are_printed_as_text(town, signed_in):
    town.an.full_name = "<img src=x onerror=alert(1)>{{7*7}}"
    town.an.save()
    page = text(signed_in(town.people.noivu).get(AN))
    assert "<img src=x" not in page
    assert "{{7*7}}" in page


@pytest.mark.parametrize("n", [5, 50])
def test_the_number_of_queries_does_not_grow(town, signed_in, django_assert_num_queries, n):
    for index in range(n):
        factories.make_qualification(town.an, attained_on=f"{1960 + index}")
        FamilyMember.objects.create(public_id=f"F{index}", official=town.an, relation="Con")
    client = signed_in(town.people.noivu)
    client.get(AN)
    with django_assert_num_queries(QUERIES):
        client.get(AN)
    with django_assert_num_queries(14):
        client.get(f"{AN}?muc=trinh-do")
    with django_assert_num_queries(24):
        client.get(f"{AN}?muc=luong")
