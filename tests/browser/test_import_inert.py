"""What a hostile office file says stays text: in every page it reaches, in every file and answer that leaves again.

The pages are opened with the site's content policy switched off: what is held here is the escaping alone.
"""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import ImportBatch, ImportFile, RememberedHeading
from exchange.services import background
from foundation.models import AuditEvent
from foundation.scope import unscoped
from officials.models import Official
from tests.browser import hostile
from tests.browser.hostile import ALIVE, MARKUP, PAYLOADS, SHEET

pytestmark = pytest.mark.browser
UNIT = "10714"
OFFICER = f"xa_{UNIT}"
SETS = ("danh-sach", "xep-loai", "suc-khoe", "boi-duong", "khen-thuong")
REASON = "<img src=x onerror=alert(7)> =1+1"


@pytest.fixture(scope="module")
def sent(demo):
    """Files of the officer and of the district by what became of them: waiting, imported, undone, unclear, refused."""
    officer, district = demo.client(OFFICER), demo.client("noivu")
    names = ["STT", "Nhân sự lạ", *hostile.HEADER[2:]]
    files = SimpleNamespace(
        imported=send(officer, hostile.book(*hostile.people())),
        table=send(officer, hostile.text_table(), name=f"{MARKUP}.csv"),
        undone=send(officer, hostile.book(*hostile.people("Vũ Thị Lùi"))),
        unclear=send(officer, hostile.book(*hostile.people("Vũ Thị Mờ"), header=names)),
        refused=send(officer, b"<script>alert(8)</script>"),
        town=send(district, hostile.town(), unit="all"),
        waiting=send(officer, hostile.book(*hostile.people("Vũ Thị Chờ"))),
    )
    for batch in (files.imported, files.undone):
        officer.post(f"{batch.get_absolute_url()}xac-nhan/", {"digest": batch.digest})
    officer.post(f"{files.undone.get_absolute_url()}hoan-tac/", {"reason": REASON})
    with unscoped("what became of the files of this test"):
        for batch in vars(files).values():
            batch.refresh_from_db()
        files.people = list(Official.objects.filter(full_name__startswith="Vũ Thị Trơ"))
    states = [files.imported.state, files.undone.state, files.unclear.state, files.refused.state]
    assert states == ["committed", "undone", "unclear", "refused"]
    assert [files.table.state, files.town.state, files.waiting.state] == ["previewed"] * 3
    assert len(files.people) >= 10
    return files


def send(client, content, *, name=f"{MARKUP}.xlsx", unit=UNIT):
    answer = client.post("/nhap-excel/gui/", {"file": SimpleUploadedFile(name, content), "unit": unit})
    assert answer.status_code == 302
    with unscoped("the file just sent"):
        return ImportBatch.objects.order_by("-pk").first()


@pytest.fixture
def look(visit):
    """`look("xa_…")` → a page and a function that opens an address and demands that nothing in it is alive."""
    dialogs = []
    visit.allowed += [r"status of 40[04]"]

    def as_user(username):
        page = visit(username, bypass_csp=True)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

        def at(address="", shows=""):
            if address:
                page.goto(address)
            assert page.evaluate(ALIVE) == [], address or page.url
            assert shows in page.locator("body").text_content(), address or page.url

        return page, at

    yield as_user
    assert dialogs == []


def test_what_looks_for_life_in_a_page_sees_it(visit):
    page = visit(OFFICER, bypass_csp=True)
    page.goto("/nhap-excel/")
    assert page.evaluate(ALIVE) == []
    for text in (
        "<b onclick=x>",
        "<a href='javascript:1'>",
        "<a href='http://xau.example/'>",
        "<script>1</script>",
    ):
        page.evaluate("text => { document.querySelector('main').innerHTML = text }", text)
        assert len(page.evaluate(ALIVE)) == 1, text


def test_payloads_run_on_no_page_of_an_import(look, sent):
    page, at = look(OFFICER)
    for batch in (sent.imported, sent.table, sent.waiting):
        home = batch.get_absolute_url()
        at(home, shows="{{7*7}}")
        at(f"{home}dong/?so_dong=100", shows="{{7*7}}")
    for batch in (sent.imported, sent.undone):
        at(f"{batch.get_absolute_url()}thay-doi/", shows="{{7*7}}")
    at(f"{sent.imported.get_absolute_url()}hoan-tac/", shows="{{7*7}}")
    at(sent.undone.get_absolute_url(), shows=REASON)
    at(sent.refused.get_absolute_url(), shows="svg onload")
    at("/nhap-excel/", shows=REASON)
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    at(shows="Đề nghị chọn tệp")
    _, at = look("noivu")
    at(sent.town.get_absolute_url(), shows="{{7*7}}")
    at("/nhap-excel/", shows=REASON)


def test_payloads_run_on_no_page_about_headings(look, sent):
    page, at = look(OFFICER)
    at(sent.unclear.get_absolute_url(), shows="{{7*7}}")
    page.get_by_label("“Nhân sự lạ”").select_option("full_name")
    page.get_by_label("“{{7*7}}”").select_option("ethnicity")
    page.get_by_label("“<img src=x onerror=alert(2)>”").select_option("religion")
    page.get_by_role("button", name="Đọc lại tệp").click()
    page.get_by_text("Đã đọc lại tệp").wait_for()
    at(shows="{{7*7}}")
    at("/nhap-excel/cot/", shows="<img src=x onerror=alert(2)>")
    with unscoped("headings of this test"):
        said = RememberedHeading.objects.get(unit__public_id=UNIT, heading__contains="onerror")
    at(f"/nhap-excel/cot/{said.public_id}/", shows="<img src=x onerror=alert(2)>")
    page.get_by_role("button", name="Quên").click()
    page.get_by_text("tệp sau sẽ hỏi lại").wait_for()
    at(shows="<img src=x onerror=alert(2)>")


def test_payloads_run_on_no_page_of_long_work(look, demo, sent, monkeypatch):
    monkeypatch.setattr(background, "LONG_ROWS", 3)
    batch = send(demo.client(OFFICER), hostile.book(*hostile.people("Vũ Thị Dài")))
    assert batch.state == "reading"
    page, at = look(OFFICER)
    at(batch.get_absolute_url(), shows="svg onload")
    page.get_by_role("progressbar").or_(page.get_by_text("Đang chờ")).first.wait_for()
    page.get_by_role("button", name="Hủy, xóa tệp").click()
    page.get_by_text("Đã hủy").first.wait_for()
    at(shows="svg onload")


def test_payloads_run_on_no_page_of_the_records(look, sent):
    page, at = look(OFFICER)
    for text in ("vu thi tro", *PAYLOADS):
        at(f"/tim/?q={quoted(text)}")
        at(f"/ho-so/?tim={quoted(text)}")
    at(f"/khong-co/{quoted(PAYLOADS[8])}/")
    at("/du-lieu/chat-luong/")
    for official in sent.people:
        home = official.get_absolute_url()
        for part in ("", "?muc=khen-thuong", "?muc=lich-su", "sua/"):
            at(f"{home}{part}")


def test_payloads_run_on_no_page_of_the_audit(look, sent):
    with unscoped("what was written down about this test"):
        told = AuditEvent.objects.filter(object_id=sent.undone.public_id).order_by("seq")
        numbers = list(told.values_list("seq", flat=True))
    assert numbers
    for username in ("kiemtra", "noivu"):
        _, at = look(username)
        at("/quan-tri/nhat-ky/", shows="svg onload")
        for number in numbers:
            at(f"/quan-tri/nhat-ky/{number}/", shows="svg onload")
    _, at = look("kiemtra")
    at("/quan-tri/nhat-ky/truy-cap/")


def test_no_payload_calculates_in_a_file_that_leaves(demo, sent):
    client, district = demo.client(OFFICER), demo.client("noivu")
    returned = {
        name: hostile.texts_of_workbook(fetch(client, f"{getattr(sent, name).get_absolute_url()}tra-lai/"))
        for name in ("imported", "undone", "waiting", "table")
    }
    for name, texts in returned.items():
        assert any("=HYPERLINK" in text for text in texts), name
        assert any("<script>" in text for text in texts), name
    assert SHEET.replace("/", " ") in returned["waiting"]
    hostile.texts_of_workbook(fetch(district, f"{sent.town.get_absolute_url()}tra-lai/"))
    for code in SETS:
        texts = hostile.texts_of_workbook(fetch(client, f"/nhap-excel/mau/?set={code}&unit={UNIT}&year=2021"))
        assert code != "danh-sach" or any("=HYPERLINK" in text for text in texts)
    wanted = "/ho-so/?tim=vu+thi+tro&xuat="
    hostile.texts_of_workbook(fetch(client, f"{wanted}xlsx"))
    hostile.texts_of_csv(fetch(client, f"{wanted}csv"))
    with unscoped("the file of this test, as it is when its time has passed"):
        ImportFile.objects.filter(batch=sent.imported).delete()
    left = hostile.texts_of_workbook(fetch(client, f"{sent.imported.get_absolute_url()}tra-lai/"))
    assert any("=HYPERLINK" in text for text in left)
    auditor = demo.client("kiemtra")
    hostile.texts_of_workbook(fetch(auditor, "/quan-tri/nhat-ky/?xuat=xlsx"))
    hostile.texts_of_csv(fetch(auditor, "/quan-tri/nhat-ky/?xuat=csv"))


def quoted(text):
    return quote(text, safe="")


def fetch(client, address):
    """The bytes of a download, which browsers save and never render, under a name without markup."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["X-Content-Type-Options"] == "nosniff"
    saved_as = answer["Content-Disposition"]
    assert saved_as.startswith("attachment; ")
    assert not set("<>\r\n") & set(saved_as)
    return answer.content


def test_the_api_answers_with_json_that_no_browser_takes_for_a_page(demo, sent):
    client = demo.client(OFFICER)
    asked = ["/api/v1/imports/", "/api/v1/import-headings/", f"/api/v1/imports/{quoted(PAYLOADS[8])}/"]
    asked += [f"/api/v1/officials/{official.public_id}/" for official in sent.people[:3]]
    asked += [f"/api/v1/imports/{batch.public_id}/" for batch in (sent.imported, sent.undone, sent.waiting)]
    asked += [
        f"/api/v1/officials/?unit={quoted(PAYLOADS[8])}",
        f"/api/v1/imports/?page={quoted(PAYLOADS[7])}",
    ]
    answers = [client.get(address, headers={"accept": "text/html,*/*"}) for address in asked]
    answers += [
        client.post("/api/v1/imports/", {"unit": PAYLOADS[7], "as_of": PAYLOADS[8]}),
        client.post(
            f"/api/v1/imports/{sent.waiting.public_id}/headings/",
            {"digest": PAYLOADS[7], "mapping": {PAYLOADS[8]: PAYLOADS[7]}},
            content_type="application/json",
        ),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert answer["Content-Type"].startswith("application/json"), answer.request["PATH_INFO"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.json()
    assert "<script>" in answers[asked.index(f"/api/v1/imports/{sent.waiting.public_id}/")].content.decode()
