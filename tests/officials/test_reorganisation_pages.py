"""The pages of a reorganisation: list, choose, preview with questions, confirm, detail, undo."""

from __future__ import annotations

import re
from datetime import date

import pytest

from foundation.models import AuditEvent
from officials.models import Official, Reorganisation, SurplusStatus, Unit, UnitSuccession
from officials.services import postings
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {
    "ngay": "01/11/2019",
    "loai": "merge",
    "can_cu": "1/NQ",
    "cu": ["x1", "x2"],
    "ten": "Hợp Nhất",
    "kieu": "phuong",
}


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


@pytest.fixture
def two(town):
    town.x1, town.x2 = (factories.make_unit(name, name=name, kind="xa") for name in ("x1", "x2"))
    town.chair = factories.make_official(unit=town.x1, post="chu_tich_ubnd", full_name="Lê Chủ Một")
    town.second = factories.make_official(unit=town.x2, post="chu_tich_ubnd", full_name="Lê Chủ Hai")
    town.police = factories.make_official(unit=town.x1, post="truong_cong_an", full_name="Lê Công An")
    return town


def previewed(client, **kw):
    step = client.get("/sap-xep/moi/", NEW | kw)
    assert step.status_code == 302, text(step)
    return step.url, client.get(step.url)


def confirmed(page, **kw):
    form = page.context["form"]
    body = {name: form[name].value() or "" for name in form.fields}
    return body | kw


def police_field(page):
    return next(q.key for q in page.context["plan"].questions if "Lê Công An" in q.text)


def test_from_choosing_to_undoing_in_the_browsers_steps(two, signed_in):
    client = signed_in(two.people.noivu)
    url, page = previewed(client)
    assert "Lê Công An, Trưởng Công an, Xã x1: phường không có chức danh này" in text(page)
    lines = {line.name: line for line in page.context["form"].surplus_lines()}
    second = lines["Lê Chủ Hai"]
    assert (second.post, second.from_unit, second.to_unit) == ("Chủ tịch UBND", "Xã x2", "Phường Hợp Nhất")
    assert (second.n_holders, second.most) == (2, 1)
    assert "Dôi dư: Lê Chủ Hai, Chủ tịch UBND" in text(page)
    assert not Reorganisation.objects.exists()
    body = confirmed(page, **{police_field(page): "thoi:chuyen_cong_tac"})
    done = client.post(url, body)
    row = Reorganisation.objects.get()
    assert done.url == f"/sap-xep/{row.public_id}/"
    assert client.post(url, body).url == done.url  # sent twice: one act
    assert Reorganisation.objects.count() == 1
    assert Unit.objects.get(name="Hợp Nhất").public_id == "hop-nhat-2019"
    assert set(Official.objects.filter(unit__name="Hợp Nhất")) == {two.chair, two.second}
    assert SurplusStatus.objects.count() == 1
    assert "Đã thực hiện" in text(client.get(done.url))
    undone = client.post(f"{done.url}hoan-tac/", {"version": "1", "reason": "Nhập thử"})
    assert undone.url == done.url
    assert "Nhập thử" in text(client.get(done.url))
    assert not Unit.objects.filter(name="Hợp Nhất").exists()
    assert not UnitSuccession.objects.exists()
    assert Unit.objects.get(public_id="x1").ends_on is None
    assert AuditEvent.objects.filter(action__in=["reorganise", "undo_reorganisation"]).count() == 2


def test_an_open_question_stops_it_and_the_other_answers_stay(two, signed_in):
    client = signed_in(two.people.noivu)
    url, page = previewed(client)
    again = client.post(url, confirmed(page, doi_du_den="31/12/2023"))
    assert "Đề nghị chọn một cách xử lý." in text(again)
    assert 'value="31/12/2023"' in text(again)
    assert not Reorganisation.objects.exists()


def test_a_surplus_path_that_ends_before_it_begins_is_refused(two, signed_in):
    client = signed_in(two.people.noivu)
    url, page = previewed(client)
    body = confirmed(page, **{police_field(page): "thoi:doi_du"}, doi_du_den="01/01/2019")
    assert "phải sau ngày sắp xếp" in text(client.post(url, body))
    assert not Reorganisation.objects.exists()


def test_data_that_changed_since_the_preview_is_shown_again(two, signed_in):
    client = signed_in(two.people.noivu)
    url, page = previewed(client)
    body = confirmed(page, **{police_field(page): "thoi:doi_du"})
    factories.make_official(unit=two.x1)
    again = client.post(url, body)
    assert "Số liệu vừa thay đổi" in text(again)
    assert not Reorganisation.objects.exists()
    body |= {"dau": again.context["form"]["dau"].value()}
    assert client.post(url, body).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ngay": "31/02/2019"}, "không tồn tại"),
        ({"cu": []}, "Đề nghị chọn đơn vị cũ."),
        ({"can_cu": ""}, "Đề nghị nhập căn cứ."),
        ({"ten": ""}, "Đề nghị nhập tên đơn vị mới"),
        ({"kieu": ""}, "Đề nghị chọn loại của đơn vị mới."),
        ({"moi": "10702"}, "không chọn cả hai"),
        ({"loai": "split", "cu": ["x1"]}, "đơn vị mới thứ hai khi chia tách"),
        ({"loai": "split", "ten2": "B", "kieu2": "xa"}, "chia tách mỗi lần một đơn vị"),
        ({"ma": "10;69"}, "mã chỉ gồm chữ số"),
        ({"cu": ["khong-co"]}, "Đề nghị chọn một trong các giá trị có sẵn."),
    ],
)
def test_half_a_form_is_said_and_kept(two, signed_in, typed, said):
    page = signed_in(two.people.noivu).get("/sap-xep/moi/", NEW | typed)
    assert page.status_code == 200
    assert said in text(page)


def test_the_list_tells_how_much_of_the_known_acts_is_in_the_data(town, signed_in):
    page = signed_in(town.people.lanhdao).get("/sap-xep/")
    assert text(page).count("Chưa có trong dữ liệu") == 3
    assert "theo trí nhớ, chưa đối chiếu" in text(page)
    assert "/sap-xep/moi/" not in text(page)


def test_a_known_act_is_performed_from_the_list(town, signed_in):
    """Hoành Sơn goes into Duy Tân on 01/12/2024; both stand in the data, as on the demonstration."""
    old = factories.make_unit("10687", name="Hoành Sơn", kind="xa", ends_on=date(2024, 11, 30))
    new = factories.make_unit("10696", name="Duy Tân", kind="phuong")
    UnitSuccession.objects.create(
        public_id="10687:10696", predecessor=old, successor=new, effective_on=date(2024, 12, 1)
    )
    an = factories.make_official(unit=old)
    client = signed_in(town.people.noivu)
    assert "còn 1 người ở đơn vị cũ" in text(client.get("/sap-xep/"))
    url = "/sap-xep/xem-truoc/?biet=2024-12-01"
    page = client.get(url)
    assert "Ngày hiệu lực chưa đến" in text(page)
    assert client.post(url, confirmed(page)).status_code == 302
    assert list(an.appointments.order_by("starts_on").values_list("unit_id", "ends_on")) == [
        (old.pk, date(2024, 11, 30)), (new.pk, None),
    ]  # fmt: skip
    assert Official.objects.get(pk=an.pk).unit == old  # on its day, by the daily command
    assert "Đã có trong dữ liệu" in text(client.get("/sap-xep/"))


def test_a_known_act_on_empty_data_says_what_is_missing(town, signed_in):
    page = signed_in(town.people.noivu).get("/sap-xep/xem-truoc/?biet=2025-07-01")
    assert "Chưa có đơn vị cũ trong dữ liệu" in text(page)
    assert "Thực hiện sắp xếp" not in text(page)


def test_what_stands_in_the_way_of_undoing_is_named(two, signed_in):
    client = signed_in(two.people.noivu)
    url, page = previewed(client)
    client.post(url, confirmed(page, **{police_field(page): "thoi:doi_du"}))
    row = two.chair.appointments.get(ends_on=None)
    postings.end_appointment(
        by=two.people.noivu, appointment=row, ends_on=date(2021, 1, 1), end_reason="nghi_huu", version=1
    )
    undo = f"/sap-xep/{Reorganisation.objects.get().public_id}/hoan-tac/"
    for page in (client.get(undo), client.post(undo, {"version": "1", "reason": "Thử"})):
        assert "Quá trình công tác của Lê Chủ Một" in text(page)
    assert not Reorganisation.objects.get().is_undone
