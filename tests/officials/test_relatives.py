"""Declared relatives in one unit: each pair rule with one case and the days around its dates; files that disagree."""

from datetime import date

import pytest

from foundation.models import AccessEvent
from officials.models import FamilyMember
from officials.relations import INVERSE, relation_of, relations
from officials.relatives import ATTENTION, STATISTICS, VIOLATION, pair_rules, pairs_on
from tests import factories
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def declare(one, relation, other, number=1):
    return FamilyMember.objects.create(
        public_id=f"F-{one.pk}-{other.pk}-{number}", official=one, relation=relation, full_name=other.full_name,
        relative_official=other,
    )  # fmt: skip


def couple(town, first, second, relation="Em ruột", back="Anh ruột"):
    """Two people of Minh Tân in these posts since 2016, who have declared each other."""
    one = factories.make_official(unit=town.minh, post=first, full_name="Hoàng Một", public_id="P-MOT")
    other = factories.make_official(unit=town.minh, post=second, full_name="Hoàng Hai", public_id="P-HAI")
    declare(one, relation, other)
    if back:
        declare(other, back, one)
    return one, other


def rules_of(town, day, **kw):
    return [[rule.code for rule in pair.rules] for pair in pairs_on(town.people.noivu, day, **kw)]


def level(town, day):
    [pair] = pairs_on(town.people.noivu, day)
    return pair.level


BODIES = [
    ("bi_thu_dang_uy", "pho_bi_thu_dang_uy", "dang-uy"),
    ("chu_tich_ubnd", "pho_chu_tich_ubnd", "ubnd"),
    ("chu_tich_hdnd", "pho_chu_tich_hdnd", "hdnd"),
]


@pytest.mark.parametrize(("first", "second", "body"), BODIES)
@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2019, 9, 22), None),
        (date(2019, 9, 23), "2019"),
        (date(2019, 9, 24), "2019"),
        (date(2023, 7, 10), "2019"),
        (date(2023, 7, 11), "2023"),
        (date(2023, 7, 12), "2023"),
    ],
)
def test_head_and_deputy_of_one_body(town, first, second, body, day, rule):
    couple(town, first, second)
    expected = [f"{body}-{rule}", "cung-don-vi"] if rule else ["cung-don-vi"]
    assert rules_of(town, day) == [expected]
    assert level(town, day) == (VIOLATION if rule else ATTENTION)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2016, 12, 31), ["cung-don-vi"]),
        (date(2017, 1, 1), ["ke-toan-luat", "cung-don-vi"]),
        (date(2019, 6, 30), ["ke-toan-luat", "cung-don-vi"]),
        (date(2019, 7, 1), ["ke-toan-pctn", "ke-toan-luat", "cung-don-vi"]),
        (date(2019, 7, 2), ["ke-toan-pctn", "ke-toan-luat", "cung-don-vi"]),
    ],
)
def test_the_chairman_and_the_accountant(town, day, codes):
    couple(town, "chu_tich_ubnd", "tai_chinh_ke_toan")
    assert rules_of(town, day) == [codes]


def test_a_vice_chairman_and_the_accountant_are_in_the_anti_corruption_law_only(town):
    couple(town, "tai_chinh_ke_toan", "pho_chu_tich_ubnd")  # in either order
    assert rules_of(town, DAY) == [["ke-toan-pctn", "cung-don-vi"]]


@pytest.mark.parametrize(
    ("day", "has"), [(date(2019, 6, 30), False), (date(2019, 7, 1), True), (date(2019, 7, 2), True)]
)
def test_the_office_post_is_to_be_looked_at_for_who_keeps_the_till(town, day, has):
    couple(town, "chu_tich_ubnd", "van_phong_thong_ke")
    [codes] = rules_of(town, day)
    assert ("thu-quy" in codes) == has
    assert level(town, day) == ATTENTION


def test_in_laws_are_in_the_party_rule_and_not_in_the_law(town):
    couple(town, "chu_tich_ubnd", "tai_chinh_ke_toan", "Con rể", "Bố vợ")
    assert rules_of(town, DAY) == [["cung-don-vi"]]
    FamilyMember.objects.all().delete()
    one = factories.make_official(unit=town.minh, post="bi_thu_dang_uy")
    other = factories.make_official(unit=town.minh, post="pho_bi_thu_dang_uy")
    declare(one, "Bố vợ", other)
    assert rules_of(town, DAY) == [["dang-uy-2019", "cung-don-vi"]]


@pytest.mark.parametrize("relation", ["Anh họ", "chú", "Bạn thân"])
def test_wider_relations_and_unknown_words_are_statistics(town, relation):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd", relation, "")
    assert level(town, DAY) == STATISTICS


def test_a_concurrent_post_counts_too(town):
    one, _ = couple(town, "bi_thu_dang_uy", "pho_chu_tich_hdnd")
    factories.make_appointment(one, town.minh, "chu_tich_hdnd", is_primary=False)
    assert "hdnd-2019" in rules_of(town, DAY)[0]


def test_only_those_in_post_that_day_in_one_unit_are_a_pair(town):
    one = factories.make_official(unit=town.minh, post="chu_tich_ubnd", ends_on=date(2020, 6, 30))
    other = factories.make_official(unit=town.minh, post="pho_chu_tich_ubnd", starts_on=date(2020, 1, 1))
    declare(one, "Vợ", other)
    declare(one, "Con", town.binh)
    for day, n in (
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 1),
        (date(2020, 6, 30), 1),
        (date(2020, 7, 1), 0),
    ):
        assert len(pairs_on(town.people.noivu, day)) == n


def test_a_surname_makes_nobody_a_relative(town):
    for number in range(3):
        factories.make_official(unit=town.minh, full_name=f"Hoàng Văn {number}")
    assert pairs_on(town.people.noivu, DAY) == []


@pytest.mark.parametrize(
    ("told", "back", "doubt"),
    [
        ("Em ruột", "Anh ruột", ""),
        ("Vợ", "Chồng", ""),
        ("Con", "Mẹ đẻ", ""),
        ("Bố vợ", "Con rể", ""),
        ("Em ruột", "", "hồ sơ của Hoàng Hai chưa khai Hoàng Một"),
        ("Vợ", "Em ruột", "hai hồ sơ khai khác nhau (vợ và em ruột)"),
        ("Con", "Con", "hai hồ sơ khai khác nhau"),
        ("Bạn", "Bạn", "không có trong danh mục"),
    ],
)
def test_two_files_are_held_against_each_other(town, told, back, doubt):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd", told, back)
    [pair] = pairs_on(town.people.noivu, DAY)
    assert doubt in pair.doubt
    assert bool(pair.doubt) == bool(doubt)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vợ", "vo"), ("CHỒNG", "chong"), ("Bố", "bo_de"), ("cha  đẻ", "bo_de"), ("Em gái", "em_ruot"), ("bà", "ong_ba"),
        ("bố vợ", "bo_vo"), ("chồng", "chong"), ("em ruot", "em_ruot"), ("hàng xóm", None), ("", None), ("ba", "ong_ba"),
    ],
)  # fmt: skip
def test_words_of_offices_find_their_relation(text, code):
    found = relation_of(text)
    assert (found.code if found else None) == code


def test_no_word_means_two_relations():
    words = [word for relation in relations for word in relation.words()]
    assert len(words) == len(set(words))
    assert {relation.group for relation in relations} == set(INVERSE)


def test_every_rule_says_its_article_and_how_far_it_was_read():
    for rule in pair_rules:
        assert rule.basis
        assert rule.source
        assert rule.verified in ("read", "partly", "memory", "inference")


# --- the page -----------------------------------------------------------------------------------------------
def test_the_page_says_pair_rule_and_doubt_and_notes_who_was_read(town):
    couple(town, "chu_tich_ubnd", "tai_chinh_ke_toan", back="")
    page = client_of(town, "noivu").get("/quan-he/").content.decode()
    assert "Dấu hiệu vi phạm" in page
    assert "Luật Phòng, chống tham nhũng 36/2018/QH14, Điều 20 khoản 3" in page
    assert "chưa khai Hoàng Một" in page
    assert AccessEvent.objects.get(action="open_sensitive").detail == "Quan hệ gia đình: P-HAI, P-MOT"


def test_the_page_filters_by_level_and_day(town):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd")
    client = client_of(town, "noivu")
    assert "Hoàng Một" not in client.get("/quan-he/?muc=thong_ke").content.decode()
    assert "Hoàng Một" in client.get("/quan-he/?muc=can_luu_y&ngay=22/09/2019").content.decode()
    assert "Hoàng Một" not in client.get("/quan-he/?ngay=1/1/2010").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("31/02/2021", "không tồn tại"), ("2021", "Đề nghị ghi đủ ngày"), ("x", "Đề nghị nhập ngày")],
)
def test_a_wrong_day_is_said_and_stays_typed(town, typed, said):
    page = client_of(town, "noivu").get("/quan-he/", {"ngay": typed}).content.decode()
    assert said in page
    assert f'value="{typed}"' in page


def test_leadership_and_other_units_see_nothing(town):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd")
    assert client_of(town, "lanhdao").get("/quan-he/").status_code == 403
    assert "Hoàng Một" not in client_of(town, "xa_khac").get("/quan-he/").content.decode()
    assert client_of(town, "xa_khac").get("/quan-he/?don_vi=10702").status_code == 404
    assert "Hoàng Một" in client_of(town, "xa_minh").get("/quan-he/").content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_export_holds_the_pairs(town, kind):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd")
    answer = client_of(town, "xa_minh").get(f"/quan-he/?xuat={kind}")
    assert answer.status_code == 200
    assert AccessEvent.objects.filter(action="export", detail__contains="Người thân cùng đơn vị").exists()
    if kind == "csv":
        assert "Hoàng Hai" in answer.content.decode("utf-8-sig")


def test_the_profile_says_so_to_who_may_read_the_family(town):
    couple(town, "chu_tich_ubnd", "pho_chu_tich_ubnd")
    page = client_of(town, "xa_minh").get("/ho-so/P-HAI/?muc=luong").content.decode()
    assert "Người thân cùng đơn vị" in page
    assert "Hoàng Một" in page
    assert client_of(town, "lanhdao").get("/ho-so/P-HAI/?muc=luong").content.decode().count("Hoàng Một") == 0
