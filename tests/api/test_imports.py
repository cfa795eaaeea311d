"""Workbooks over the API: send, read the result, confirm; only one's own unit and one's own file."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.authtoken.models import Token

from exchange.models import ImportBatch
from officials.models import Official
from tests import factories

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent.parent / "exchange" / "workbooks"


@pytest.fixture
def tan_lap(db):
    unit = factories.make_unit("U03", name="Tân Lập", kind="xa", area="KV1")
    return unit, factories.make_user("commune", unit=unit), factories.make_user("district")


@pytest.fixture
def send(client):
    def make(user, path, body=None, json=True):
        headers = {"Authorization": f"Token {Token.objects.get_or_create(user=user)[0].key}"}
        kind = {"content_type": "application/json"} if json else {}
        return client.post(f"/api/v1/imports/{path}", body or {}, headers=headers, **kind)

    return make


def _f01():
    path = next(SAMPLES.rglob("f01*.xlsx"))
    return {"file": SimpleUploadedFile(path.name, path.read_bytes())}


def test_a_file_is_read_confirmed_and_changes_nothing_the_second_time(tan_lap, send):
    _, officer, _ = tan_lap
    read = send(officer, "", _f01(), json=False)
    assert read.status_code == 201, read.content
    assert read.json()["counts"] == {"ok": 20, "warn": 0, "error": 0, "skip": 0}
    done = send(officer, f"{read.json()['batch']}/confirm/", {"digest": read.json()["digest"]})
    assert (done.status_code, done.json()["state"]) == (200, "committed")
    assert Official.objects.count() == 20
    assert (
        send(officer, f"{read.json()['batch']}/confirm/", {"digest": read.json()["digest"]}).status_code
        == 409
    )
    again = send(officer, "", _f01(), json=False).json()
    assert {row["change"] for row in again["rows"]} == {"same"}


def test_another_units_officer_does_not_find_the_batch(tan_lap, send):
    _, officer, _ = tan_lap
    stranger = factories.make_user("commune", unit=factories.make_unit("U04", name="Bản Khoang", kind="xa"))
    batch = send(officer, "", _f01(), json=False).json()["batch"]
    assert send(stranger, f"{batch}/confirm/", {"digest": "x"}).status_code == 404


def test_the_district_may_not_confirm_an_officers_file(tan_lap, send):
    _, officer, district = tan_lap
    batch = send(officer, "", _f01(), json=False).json()["batch"]
    assert send(district, f"{batch}/confirm/", {"digest": "x"}).status_code == 403


def test_an_officer_cannot_send_for_another_unit(tan_lap, send):
    _, officer, _ = tan_lap
    factories.make_unit("U04", name="Bản Khoang", kind="xa")
    for unit in ("U04", "all"):
        assert send(officer, "", _f01() | {"unit": unit}, json=False).status_code == 400
    assert not ImportBatch.objects.exists()


def test_a_wrong_digest_imports_nothing(tan_lap, send):
    _, officer, _ = tan_lap
    batch = send(officer, "", _f01(), json=False).json()["batch"]
    assert send(officer, f"{batch}/confirm/", {"digest": "khac"}).status_code == 409
    assert not Official.objects.exists()


def test_leadership_may_not_send(tan_lap, send):
    assert send(factories.make_user("leadership"), "", _f01(), json=False).status_code == 403
