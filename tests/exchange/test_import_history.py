"""What a batch did, on its pages and in each person's history; an old file again; taking it back through the page and the API."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token

from assessments.models import Discipline
from exchange import services
from exchange.models import ImportBatch
from officials.models import Official
from officials.services import people
from tests import factories
from tests.exchange.made import HEADER, xlsx
from tests.exchange.test_workbook_import import DUNG, NUMBER, imported, send

pytestmark = pytest.mark.django_db
AN = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "VP-TK"]
CONTENT = xlsx(("DS", [[*HEADER, "Quê quán"], [*AN, "Làng Mới"], DUNG]))


@pytest.fixture
def batch(town):
    """An import of the officer of Minh Tân: An's home changed, Dũng is new."""
    return imported(CONTENT, town.minh, town.people.xa_minh)


def words(response):
    return response.content.decode()


def page(batch, name):
    return reverse(f"exchange:import-{name}", args=[batch.public_id])


def undo(client, batch, reason="Gửi nhầm tệp"):
    return client.post(page(batch, "undo"), {"reason": reason}, follow=True)


# --- an old file again ------------------------------------------------------------------------------------------


def test_a_file_sent_again_is_said_to_have_been_imported_and_is_no_obstacle(town, batch):
    again = send([DUNG], town.minh, town.people.xa_minh)
    assert not again.result["notices"]
    again = send(CONTENT, town.minh, town.people.xa_minh)
    [notice] = again.result["notices"]
    assert notice.startswith("Tệp này đã nhập ngày ")
    assert again.state == "previewed"


def test_of_a_file_imported_for_another_unit_nothing_is_said(town, batch):
    other = send(CONTENT, town.khac, town.people.xa_khac)
    assert other.sha256 == batch.sha256
    assert other.result["notices"] == []


# --- the pages --------------------------------------------------------------------------------------------------


def test_the_list_says_what_became_of_each_file(town, batch, signed_in):
    client = signed_in(town.people.xa_minh)
    text = words(client.get("/nhap-excel/"))
    assert "1 hồ sơ mới, 1 hồ sơ thay đổi" in text
    assert batch.sha256 in text
    undo(client, batch)
    text = words(client.get("/nhap-excel/"))
    assert "Gửi nhầm tệp" in text
    assert "Đã hoàn tác" in text


def test_every_value_is_shown_old_and_new_with_its_person(town, batch, signed_in):
    text = words(signed_in(town.people.xa_minh).get(page(batch, "changes")))
    assert 'Quê quán: <span class="muted">–</span> → Làng Mới' in text
    assert reverse("officials:detail", args=["P-AN"]) in text
    assert "Quá trình công tác: chức danh: Chủ tịch Ủy ban nhân dân" in text


def test_values_that_the_reader_may_not_read_are_hidden(town, signed_in):
    """Discipline of a district's file, read by the officer of the unit in the person's own history."""
    header = {"header": [*HEADER, "Kỷ luật"], "as_district": True}
    batch = imported([[*AN, "Khiển trách 2020"]], town.minh, town.people.noivu, **header)
    assert Discipline.objects.count() == 1
    assert "Khiển trách" in words(signed_in(town.people.noivu).get(page(batch, "changes")))
    client = signed_in(town.people.xa_minh)
    text = words(client.get(reverse("officials:detail", args=["P-AN"]) + "?muc=lich-su"))
    assert "Kỷ luật" in text
    assert "Khiển trách" not in text
    assert "2020" not in text
    assert batch.file_name not in text
    assert client.get(page(batch, "changes")).status_code == 404


def test_the_persons_history_leads_to_the_file_for_who_may_open_it(town, batch, signed_in):
    colleague = factories.make_user("commune", unit=town.minh)
    url = reverse("officials:detail", args=["P-AN"]) + "?muc=lich-su"
    for who, leads in ((town.people.xa_minh, True), (town.people.noivu, True), (colleague, False)):
        assert (batch.get_absolute_url() in words(signed_in(who).get(url))) is leads, who
    services.undo(batch, by=town.people.noivu, reason="Gửi nhầm tệp")
    text = words(signed_in(town.people.xa_minh).get(url))
    assert text.count(batch.get_absolute_url()) == 2
    assert "Hoàn tác nhập từ Excel" in text


# --- taking it back on the page ---------------------------------------------------------------------------------


def test_the_page_says_what_would_be_undone_and_asks_why(town, batch, signed_in):
    client = signed_in(town.people.xa_minh)
    assert page(batch, "undo") in words(client.get(batch.get_absolute_url()))
    text = words(client.get(page(batch, "undo")))
    assert "<strong>1</strong> hồ sơ do tệp lập sẽ được bỏ." in text
    assert 'Quê quán: <span class="muted">Làng Mới</span> → –' in text
    answer = client.post(page(batch, "undo"), {"reason": " "})
    assert answer.status_code == 200
    assert "Đề nghị nhập lý do hoàn tác." in words(answer)
    assert Official.objects.filter(full_name="Phạm Văn Dũng").exists()


def test_undone_through_the_page_it_is_said_and_a_second_time_is_no_act(town, batch, signed_in):
    client = signed_in(town.people.xa_minh)
    text = words(undo(client, batch))
    assert "bỏ 1 hồ sơ mới, 1 hồ sơ trở lại như trước" in text
    assert not Official.objects.filter(full_name="Phạm Văn Dũng").exists()
    assert page(batch, "undo") not in text
    again = undo(client, batch)
    assert again.status_code == 409
    assert "đã được hoàn tác" in words(again)
    assert client.get(page(batch, "undo")).status_code == 302
    assert "Làng Mới" in words(client.get(page(batch, "changes")))


def test_what_stands_against_it_is_named_with_who_and_when(town, batch, signed_in):
    dung = Official.objects.get(full_name="Phạm Văn Dũng")
    people.change_official(by=town.people.noivu, official=dung, changes={"hometown": "Làng Hai"}, version=1)
    client = signed_in(town.people.xa_minh)
    for text in (words(client.get(page(batch, "undo"))), words(undo(client, batch))):
        assert "Không hoàn tác được lần nhập này." in text
        assert "Phạm Văn Dũng" in text
        assert "Thông tin cá nhân đã được sửa sau khi nhập." in text
        assert town.people.noivu.full_name in text
        assert 'name="reason"' not in text
    town.an.refresh_from_db()
    assert town.an.hometown == "Làng Mới"


def test_the_district_undoes_an_officers_import_and_a_colleague_does_not_find_it(town, batch, signed_in):
    colleague = factories.make_user("commune", unit=town.minh)
    assert signed_in(colleague).get(page(batch, "undo")).status_code == 404
    assert undo(signed_in(town.people.noivu), batch).status_code == 200
    assert ImportBatch._base_manager.get(pk=batch.pk).state == "undone"


# --- over the API -----------------------------------------------------------------------------------------------


@pytest.fixture
def call(client):
    def make(user, batch, body):
        headers = {"Authorization": f"Token {Token.objects.get_or_create(user=user)[0].key}"}
        url = f"/api/v1/imports/{batch.public_id}/undo/"
        return client.post(url, body, content_type="application/json", headers=headers)

    return make


def test_the_api_demands_a_reason_undoes_once_and_says_what_stands_against_it(town, batch, call):
    assert call(town.people.xa_minh, batch, {}).status_code == 400
    town.an.refresh_from_db()
    people.change_official(
        by=town.people.noivu, official=town.an, changes={"national_id": NUMBER}, version=town.an.version
    )
    refusal = call(town.people.xa_minh, batch, {"reason": "Nhầm"})
    assert refusal.status_code == 409
    [item] = refusal.json()["obstacles"]
    assert (item["official_id"], item["name"], item["who"]) == ("P-AN", "Nguyễn Văn An", "Người thử")
    other = imported([[2, "Lê Thị Hoa", "Nữ", "1990", "VP-TK"]], town.minh, town.people.xa_minh)
    done = call(town.people.xa_minh, other, {"reason": "Nhầm"})
    assert (done.status_code, done.json()["state"]) == (200, "undone")
    again = call(town.people.xa_minh, other, {"reason": "Nhầm"})
    assert (again.status_code, "obstacles" in again.json()) == (409, False)
