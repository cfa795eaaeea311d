"""Nothing a client sends gives a server error: every parameter and every form, as each of the people.

Small fixed counts here; `script/fuzz` raises FUZZ_EXAMPLES.
"""

from __future__ import annotations

import os
import random
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.crawler import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
JUNK = [
    "", " ", "0", "-1", "1e309", "9" * 40, "NaN", "null", "undefined", "true", "30/02/2020", "29/02/2021", "00/00/1975",
    "0000-00-00", "2021-13-45", "99999", "2019", "31/12/9999", "' OR 1=1--", "%", "_", "\\", "((((((", "{{7*7}}", "<b>x</b>",
    "../../etc/passwd", "all", "unit:10675", "unit:", "area:", "area:Không có", "group:can_bo", "x" * 10_000, "Đặng Ỷ",
    "a\u0300\u0301\u0302", "\u202eabc", "\x00", "\ud7ff", "😀", "=1+1", "-", "ten", "-khong_co", "P-BINH", "1,2,3", "A1", "E2", "T1",
]  # fmt: skip
WHO = ["noivu", "xa_minh", "lanhdao", "quantri", "kiemtra", "chua_gan"]
COMMON = ["nam", "pham_vi", "nhom", "q", "trang", "so_dong", "sap_xep"]


def _fine(response, what):
    assert response.status_code < 500, what


def _value(kind, old, dice):
    if kind == "file":
        return SimpleUploadedFile("tep.xlsx", dice.choice([b"", b"PK\x03\x04", b"%PDF-1.4", os.urandom(50)]))
    return old if dice.random() < 0.4 else dice.choice(JUNK)


@pytest.mark.parametrize("who", WHO)
def test_no_parameter_and_no_form_gives_a_server_error(who, town, signed_in):
    client, dice = signed_in(getattr(town.people, who)), random.Random(who)
    found = list(crawl(client, limit=150))
    for url, response, forms in found:
        _fine(response, url)
        parts = urlsplit(url)
        for _ in range(EXAMPLES):
            query = dict(parse_qsl(parts.query)) | {dice.choice(COMMON): dice.choice(JUNK)}
            for key in list(query):
                if dice.random() < 0.5:
                    query[key] = dice.choice(JUNK)
            _fine(client.get(f"{parts.path}?{urlencode(query, errors='surrogatepass')}"), (url, query))
        for form in forms:
            if form.action.startswith("/dang-xuat/"):
                continue
            for _ in range(EXAMPLES):
                data = {name: _value(kind, old, dice) for name, kind, old in form.fields}
                send = client.post if form.method == "post" else client.get
                _fine(send(form.action, data), (form.action, data))
    client.logout()


@pytest.mark.parametrize(
    "path", ["/ho-so/{}/", "/xa-phuong/{}/", "/chi-tieu/{}/", "/nhap-excel/{}/", "/api/v1/officials/{}/"]
)
def test_nonsense_in_an_address_is_not_found(path, town, signed_in):
    client = signed_in(town.people.noivu)
    for junk in ["x", "0", "%00", "%20", "%C4%90", "a" * 500, "..", "-1", "%ED%A0%80"]:
        _fine(client.get(path.format(junk)), junk)
