"""Headings over the API: said with a file, about a waiting one, and kept by themselves."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.authtoken.models import Token

from exchange.models import RememberedHeading
from tests.exchange.made import HEADER
from tests.exchange.test_workbook_import import DUNG
from tests.exchange.test_workbook_pages import book

pytestmark = pytest.mark.django_db
ALL = "/api/v1/import-headings/"
NEW = {"heading": "Nhóm người", "target": "ethnicity"}


@pytest.fixture
def ask(client, town):
    def make(verb, path, body=None, *, by="xa_minh", multipart=False):
        token = Token.objects.get_or_create(user=getattr(town.people, by))[0].key
        kind = {} if multipart else {"content_type": "application/json"}
        return getattr(client, verb)(path, body or {}, headers={"Authorization": f"Token {token}"}, **kind)

    return make


def send(ask, **data):
    file = SimpleUploadedFile("ds.xlsx", book([*DUNG, "Tày"], header=[*HEADER, "Nhóm người"]))
    return ask("post", "/api/v1/imports/", {"file": file, **data}, multipart=True)


def test_a_mapping_sent_with_the_file_is_followed_and_not_remembered(ask):
    answer = send(ask, mapping=json.dumps({"Nhóm người": "ethnicity"}))
    assert answer.status_code == 201
    assert answer.json()["rows"][0]["values"]["ethnicity"] == "Tày"
    assert answer.json()["mapping"]["nhom nguoi"]["target"] == "ethnicity"
    assert not RememberedHeading.objects.exists()


@pytest.mark.parametrize(
    "mapping", ["x", "[]", "[1]", '{"a": 1}', '{"Nhóm người": "khong_co"}', "[" * 5000, '{"": "sex"}']
)
def test_a_wrong_mapping_is_400(ask, mapping):
    answer = send(ask, mapping=mapping)
    assert (answer.status_code, list(answer.json())) == (400, ["mapping"])


def test_a_waiting_file_is_read_again_and_the_answer_remembered(ask):
    found = send(ask).json()
    path = f"/api/v1/imports/{found['batch']}/headings/"
    answer = ask("post", path, {"digest": found["digest"], "mapping": {"Nhóm người": "ethnicity"}})
    assert answer.json()["rows"][0]["values"]["ethnicity"] == "Tày"
    assert send(ask).json()["mapping"]["nhom nguoi"]["remembered"]
    stale = ask("post", path, {"digest": found["digest"], "mapping": {"Nhóm người": "religion"}})
    assert stale.status_code == 409


def test_a_heading_that_is_not_in_the_file_is_400(ask):
    found = send(ask).json()
    path = f"/api/v1/imports/{found['batch']}/headings/"
    answer = ask("post", path, {"digest": found["digest"], "mapping": {"Khác": "ethnicity"}})
    assert answer.status_code == 400


def test_a_heading_is_said_read_changed_and_forgotten(ask):
    made = ask("post", ALL, NEW).json()
    assert (made["unit"], made["key"], made["meaning"]) == ("10702", "nhom nguoi", "Dân tộc")
    row = f"{ALL}{made['id']}/"
    assert ask("get", ALL).json()["count"] == 1
    assert ask("patch", row, {"target": "religion", "version": 1}).json()["meaning"] == "Tôn giáo"
    assert ask("patch", row, {"target": "ethnicity", "version": 1}).status_code == 409
    assert ask("delete", f"{row}?version=1").status_code == 409
    assert ask("delete", row).status_code == 400
    assert ask("delete", f"{row}?version=2").status_code == 204
    assert ask("get", row).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"target": "khong_co"}, "target"),
        ({"heading": "***"}, "heading"),
        ({"target": "evaluations.2021"}, "target"),
        ({"unit": "10675"}, "unit"),
        ({"unit": "all"}, "unit"),
    ],
)
def test_what_cannot_be_remembered_is_400(ask, body, field):
    answer = ask("post", ALL, NEW | body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_the_same_heading_twice_is_400(ask):
    ask("post", ALL, NEW)
    assert ask("post", ALL, NEW | {"heading": "NHÓM NGƯỜI"}).status_code == 400


def test_the_district_says_it_for_the_whole_towns_files(ask):
    assert ask("post", ALL, NEW | {"unit": "all"}, by="noivu").json()["unit"] == "all"
    assert ask("get", ALL).json()["count"] == 0
    assert ask("get", f"{ALL}?unit=all", by="noivu").json()["count"] == 1


def test_the_targets_are_listed(ask):
    found = {item["target"]: item["label"] for item in ask("get", f"{ALL}targets/").json()}
    assert found["evaluations.2021"].endswith(": 2021")
    assert found[""] == "Không cần cột này"
    assert "record_code" not in found
