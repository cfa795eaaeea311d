"""What a hostile office file says stays text: in every page it reaches, in every file that leaves again."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from exchange.models import ImportBatch
from foundation.scope import unscoped
from foundation.sheets import safe_csv
from officials.models import Official
from tests.exchange.made import xlsx

pytestmark = pytest.mark.browser

PAYLOADS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://xau.example","x")',
    "+1+1",
    "-2",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "<script>window.hit=1;alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "{{7*7}}",
    "javascript:alert(3)",
    '"><svg/onload=alert(4)>',
    "\u202etxt.exe\u202c",
]
HEADER = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Quê quán", "Ghi chú", "Khen thưởng"]
UNIT = "10714"


def hostile():
    """Payloads in a sheet's name, headings, names (refused rows) and texts (rows that are imported)."""
    rows = [[*HEADER, *PAYLOADS]]
    for number, text in enumerate(PAYLOADS, start=1):
        person = [
            number,
            f"Vũ Thị Trơ {'ABCDEGHIKLMNP'[number - 1]}nh",
            "Nữ",
            f"{number:02}/03/1985",
            "VP-TK",
        ]
        rows.append([*person, text, text, f"Giấy khen {text}"])
        rows.append([number, f"Vũ {text}", "Nữ", f"{number:02}/04/1985", text, text, text, text])
    return xlsx(("<img src=x onerror=alert(5)>", rows), strings_to_urls=False)


def assert_inert(content):
    """No formula and no link anywhere in a workbook; the payloads stand in it as they were typed."""
    texts = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", cell.value
            assert cell.hyperlink is None
            texts.append(str(cell.value))
    return texts


def test_payloads_run_in_no_page_and_in_no_file(visit, demo):
    page = visit(f"xa_{UNIT}")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    def look(address):
        page.goto(address)
        assert page.evaluate("window.hit === undefined"), address
        assert (
            page.locator("main img, main svg[onload], main script, main a[href^='javascript']").count() == 0
        )
        assert "49" not in page.title()

    page.goto("/nhap-excel/")
    sent = {
        "name": '"><svg onload=alert(6)>=1+1.xlsx',
        "mimeType": "application/octet-stream",
        "buffer": hostile(),
    }
    page.locator("form[enctype] input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.get_by_role("heading", level=1).wait_for()
    with unscoped("the batch of this test"):
        batch = ImportBatch.objects.order_by("-pk").first()
    home = batch.get_absolute_url()
    look(home)
    look(f"{home}dong/?so_dong=100")
    look("/nhap-excel/")
    page.goto(home)
    page.get_by_role("button", name="Xác nhận nhập").click()
    page.wait_for_load_state()
    with unscoped("who was imported"):
        batch.refresh_from_db()
        people = list(Official.objects.filter(full_name__startswith="Vũ Thị Trơ"))
    assert batch.state == "committed"
    assert people
    for address in (home, f"{home}dong/?so_dong=100", "/nhap-excel/", "/ho-so/?tim=vu+thi+tro"):
        look(address)
    for official in people:
        for part in ("", "?muc=khen-thuong", "?muc=lich-su"):
            look(f"/ho-so/{official.public_id}/{part}")
    assert dialogs == []

    client = demo.client(f"xa_{UNIT}")
    files = [f"{home}tra-lai/", "/ho-so/?xuat=xlsx"]
    files += [
        f"/nhap-excel/mau/?set={code}&unit={UNIT}&year=2021"
        for code in ("danh-sach", "xep-loai", "suc-khoe", "boi-duong", "khen-thuong")
    ]
    texts = {address: assert_inert(client.get(address).content) for address in files}
    assert any("=HYPERLINK" in text for text in texts[files[0]])
    assert any("=HYPERLINK" in text for text in texts[files[2]])
    listed = client.get("/ho-so/?xuat=csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(listed)) for cell in row]
    assert all(cell == safe_csv(cell) for cell in cells)
