"""Signing in and out as a browser sees it: throttle, sessions, forced change, what the audit keeps."""

from __future__ import annotations

from datetime import date

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import memberships, passwords, tokens, users
from foundation.models import AuditEvent

PASSWORD = "mat-khau-thu-123"
NEW = "khoai-lang-nuong-72"


def sign_in(client, username="noivu", password=PASSWORD, **kw):
    return client.post(
        "/dang-nhap/", {"username": username, "password": password, **kw.pop("data", {})}, **kw
    )


def actions():
    return list(AuditEvent.objects.filter(area="sign_in").order_by("seq").values_list("action", flat=True))


def test_the_page_has_the_fields_that_outside_scripts_use(client, db):
    page = client.get("/dang-nhap/").content.decode()
    assert 'name="username"' in page
    assert 'name="password"' in page
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page


def test_signing_in_leads_to_the_account_and_is_written_down(client, town):
    response = sign_in(client)
    assert response.status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    assert actions() == ["sign_in"]
    assert AuditEvent.objects.get().summary == "Từ địa chỉ 127.0.0.1."


def test_a_user_without_rights_lands_on_the_own_account(client, town):
    assert sign_in(client, "chua_gan")["Location"] == "/tai-khoan/"
    assert "chưa được phân quyền" in client.get("/tai-khoan/").content.decode()


def test_unknown_name_wrong_password_and_switched_off_account_get_the_same_answer(client, town):
    User.objects.filter(username="xa_khac").update(is_active=False)
    pages = []
    for name, password in (("ai_do", PASSWORD), ("noivu", "sai"), ("xa_khac", PASSWORD)):
        response = sign_in(Client(), name, password)
        assert response.status_code == 200
        text = response.content.decode()
        pages.append(
            "".join(line for line in text.splitlines() if "csrf" not in line.lower()).replace(name, "N")
        )
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in pages[0]
    assert len(set(pages)) == 1


def test_what_was_typed_is_never_written_down(client, town):
    sign_in(client, "mat-khau-go-nham-o", "bi-mat-ghe-gom")
    sign_in(client, "noivu", "bi-mat-ghe-gom")
    kept = " ".join(
        str(row) for row in [*AuditEvent.objects.values_list(), *AccessAttempt.objects.values_list()]
    )
    assert "mat-khau-go-nham-o" not in kept
    assert "bi-mat-ghe-gom" not in kept
    assert list(AuditEvent.objects.order_by("seq").values_list("actor", flat=True)) == ["?", "noivu"]


def test_an_empty_form_is_no_attempt(client, town):
    response = sign_in(client, "noivu", "")
    assert "Đề nghị nhập mật khẩu." in response.content.decode()
    assert actions() == []


def test_the_fifth_wrong_password_closes_the_door_for_a_while(client, town):
    answers = [sign_in(client, password="sai").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    closed = sign_in(client)
    assert closed.status_code == 429
    assert closed["Retry-After"] == "900"
    assert "Đề nghị thử lại sau 15 phút." in closed.content.decode()
    assert actions() == ["sign_in_failed"] * 4 + ["sign_in_locked"]


def test_a_quarter_of_an_hour_later_the_door_is_open_again(client, town, time_machine):
    time_machine.move_to("2021-12-31T08:00:00+07:00", tick=False)
    for _ in range(5):
        sign_in(client, password="sai")
    time_machine.move_to("2021-12-31T08:14:00+07:00", tick=False)
    assert sign_in(client).status_code == 429
    time_machine.move_to("2021-12-31T08:16:00+07:00", tick=False)
    assert sign_in(client).status_code == 302


def test_a_closed_door_holds_neither_the_owner_elsewhere_nor_the_neighbours(client, town):
    for _ in range(5):
        sign_in(client, password="sai")
    assert sign_in(Client(), REMOTE_ADDR="10.1.2.3").status_code == 302
    assert sign_in(Client(), "xa_minh").status_code == 302


def test_a_hundred_wrong_ones_from_one_address_close_the_address(client, town):
    for number in range(100):
        assert sign_in(client, f"ten{number}", "sai").status_code == 200
    assert sign_in(client).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="10.1.2.3").status_code == 302


def test_a_client_cannot_talk_itself_out_of_the_throttle(client, town, settings):
    for number in range(5):
        sign_in(client, password="sai", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}", HTTP_USER_AGENT=f"a{number}")
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.99").status_code == 429
    settings.BEHIND_PROXY = True
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.7, 10.9.9.9").status_code == 302


def test_a_good_sign_in_forgets_the_wrong_ones(client, town):
    for _ in range(4):
        sign_in(client, password="sai")
    sign_in(client)
    assert sign_in(Client(), password="sai").status_code == 200


@pytest.mark.parametrize(
    "bad", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_leads_only_within_this_site(client, town, bad):
    location = sign_in(client, data={"next": bad})["Location"]
    assert "evil" not in location
    assert location.startswith("/")


def test_next_leads_back_to_the_page_that_was_asked_for(client, town):
    asked = client.get("/tai-khoan/?x=1")
    assert asked["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2F%3Fx%3D1"
    assert sign_in(client, data={"next": "/tai-khoan/?x=1"})["Location"] == "/tai-khoan/?x=1"


def test_an_htmx_request_without_session_is_sent_to_sign_in_as_a_whole_page(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ho-so/?trang=2"}
    response = client.get("/tai-khoan/", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/dang-nhap/?next=%2Fho-so%2F%3Ftrang%3D2"
    assert not response.content


def test_a_form_sent_by_htmx_without_session_stays_where_it_is(client, db):
    response = client.post("/doi-mat-khau/", {"x": "1"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")
    assert "HX-Redirect" not in response


def test_a_form_sent_after_the_session_ended_leads_back_to_the_form(client, db):
    response = client.post("/tai-khoan/ma-api/", headers={"Referer": "http://testserver/tai-khoan/"})
    assert response["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2F"
    response = client.post("/tai-khoan/ma-api/", headers={"Referer": "http://evil.example/x"})
    assert response["Location"] == "/dang-nhap/"


def test_an_anonymous_api_request_is_answered_401(client, db):
    assert client.get("/api/v1/officials/").status_code == 401


def test_the_session_key_changes_at_sign_in_and_a_planted_one_dies(client, town):
    client.get("/dang-nhap/")
    client.session.save()
    client.cookies["sessionid"] = "planted0planted0planted0planted0"
    sign_in(client)
    assert client.cookies["sessionid"].value != "planted0planted0planted0planted0"
    assert not Session.objects.filter(pk="planted0planted0planted0planted0").exists()


def test_signing_out_needs_a_post_and_ends_the_session(client, town):
    sign_in(client)
    cookie = client.cookies["sessionid"].value
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").status_code == 302
    client.cookies["sessionid"] = cookie
    assert client.get("/tai-khoan/").status_code == 302
    assert actions() == ["sign_in", "sign_out"]


def test_signing_in_needs_the_csrf_token(town):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_switching_an_account_off_ends_its_session_and_token_at_once_and_for_good(client, town):
    user, admin = town.people.noivu, town.people.quantri
    sign_in(client)
    header = {"Authorization": f"Token {tokens.make_token(by=user)}"}
    assert Client().get("/api/v1/officials/", headers=header).status_code == 200
    users.change_user(by=admin, user=user, changes={"is_active": False}, version=1)
    assert client.get("/tai-khoan/").status_code == 302
    assert Client().get("/api/v1/officials/", headers=header).status_code == 401
    users.change_user(by=admin, user=user, changes={"is_active": True}, version=user.version)
    assert client.get("/tai-khoan/").status_code == 302
    assert Client().get("/api/v1/officials/", headers=header).status_code == 401


def test_a_role_that_ends_is_gone_with_the_next_request(client, town):
    user = town.people.kiemtra
    sign_in(client, "kiemtra")
    assert client.get(reverse("accounts:audit")).status_code == 200
    row = user.memberships.get()
    memberships.end_membership(by=town.people.quantri, membership=row, ends_on=date(2021, 12, 30), version=1)
    assert client.get(reverse("accounts:audit")).status_code == 404


def test_changing_the_password_keeps_this_session_with_a_new_key_and_ends_the_others(client, town):
    other = Client()
    sign_in(other)
    sign_in(client)
    before = client.cookies["sessionid"].value
    fields = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    assert client.post("/doi-mat-khau/", fields).status_code == 302
    assert client.cookies["sessionid"].value != before
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302
    assert actions() == ["sign_in", "sign_in", "change_password"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("sai", NEW, NEW), "Mật khẩu hiện tại không đúng."),
        ((PASSWORD, NEW, NEW + "x"), "Hai lần nhập mật khẩu mới không giống nhau."),
        ((PASSWORD, PASSWORD, PASSWORD), "Mật khẩu mới phải khác mật khẩu hiện tại."),
        ((PASSWORD, "ngan", "ngan"), "12"),
        ((PASSWORD, "noivu", "noivu"), "giống"),
        ((PASSWORD, "Kinhmon@2021-2022", "Kinhmon@2021-2022"), "dễ đoán"),
        ((PASSWORD, "1q2w3e4r5t6y", "1q2w3e4r5t6y"), "phổ biến"),
        (("", NEW, NEW), "Đề nghị nhập mật khẩu hiện tại."),
    ],
)
def test_a_bad_new_password_is_explained_at_its_field(client, town, fields, message):
    sign_in(client)
    names = ("current_password", "new_password", "new_password_again")
    response = client.post("/doi-mat-khau/", dict(zip(names, fields, strict=True)))
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "field-wrong" in page
    assert User.objects.get(username="noivu").check_password(PASSWORD)


def test_guessing_the_current_password_from_a_stolen_session_is_throttled(client, town):
    sign_in(client)
    fields = {"current_password": "sai", "new_password": NEW, "new_password_again": NEW}
    answers = [client.post("/doi-mat-khau/", fields).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    kept = " ".join(str(row) for row in AccessAttempt.objects.values_list())
    assert NEW not in kept


def test_an_issued_password_must_be_changed_before_anything_else(client, town):
    passwords.set_password(by=town.people.quantri, user=town.people.noivu, password=NEW)
    sign_in(client, password=NEW)
    assert client.get("/tai-khoan/")["Location"] == "/doi-mat-khau/"
    assert client.get("/tai-khoan/", headers={"HX-Request": "true"})["HX-Redirect"] == "/doi-mat-khau/"
    assert client.get("/api/v1/officials/").status_code == 403
    own = "hai-con-trau-den"
    fields = {"current_password": NEW, "new_password": own, "new_password_again": own}
    client.post("/doi-mat-khau/", fields)
    assert client.get("/tai-khoan/").status_code == 200


def test_the_api_token_is_shown_once(client, town):
    sign_in(client)
    page = client.post("/tai-khoan/ma-api/", {"act": "make"}).content.decode()
    key = town.people.noivu.auth_token.key
    assert key in page
    assert key not in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/ma-api/", {"act": "delete"})
    assert Client().get("/api/v1/officials/", headers={"Authorization": f"Token {key}"}).status_code == 401


def test_a_closed_door_of_the_api_answers_in_json(rf):
    from accounts.views.sign_in import locked_out

    response = locked_out(rf.post("/api/v1/x/"))
    assert response.status_code == 429
    assert response["Content-Type"] == "application/json"


def test_nobody_listens_to_failed_sign_ins_but_the_throttle():
    modules = {ref().__module__ for _, ref, *_ in user_login_failed.receivers}
    assert modules == {"axes.signals"}
