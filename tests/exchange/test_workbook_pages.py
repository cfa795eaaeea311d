"""Nhập từ Excel in the browser's words: send, check, confirm, result; steps out of order; what others may see."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.models import ImportBatch, ImportFile
from exchange.views.preview.words import ADVICE, KINDS
from exchange.workbooks.advice import advice_for
from exchange.workbooks.problems import CODES
from officials.models import Official
from tests.exchange.made import HEADER, PERSON, xlsx
from tests.exchange.samples import content_of

LIST = "/nhap-excel/"
BINH = [1, "Trần Thị Bình", "Nữ", "1985", "VP-TK"]
EVIL = "<script>alert(1)</script>"


def book(*rows, header=HEADER):
    return xlsx(("DS", [header, *rows]))


def send(client, content, unit="10702", name="ds.xlsx", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("exchange:import-upload"), {"file": file, "unit": unit, **data})


def last():
    return ImportBatch.objects.order_by("-pk").first()


def confirm(client, batch, **choices):
    url = reverse("exchange:import-confirm", args=[batch.public_id])
    return client.post(url, {"digest": batch.digest, **choices})


@pytest.fixture
def officer(town, signed_in):
    return signed_in(town.people.xa_minh)


def test_a_file_goes_from_sending_to_the_result(officer):
    response = send(officer, book(BINH, [2, "Lê Văn Sai", "Nam", "30/02/1980", "CT UBND"]))
    batch = last()
    assert response.url == batch.get_absolute_url()
    page = officer.get(response.url).content.decode()
    for words in (
        "Kiểm tra trước khi nhập",
        "Sau khi xác nhận",
        "1 hồ sơ mới",
        "30/02/1980",
        "không tồn tại",
        "Phải sửa",
    ):
        assert words in page
    page = officer.post(
        reverse("exchange:import-confirm", args=[batch.public_id]), {"digest": batch.digest}, follow=True
    )
    assert "Kết quả nhập" in page.content.decode()
    assert Official.objects.filter(full_name="Trần Thị Bình").exists()
    assert "Lê Văn Sai" in page.content.decode()
    assert "ds.xlsx" in officer.get(LIST).content.decode()


def test_a_row_in_doubt_is_imported_by_its_own_choice_or_that_of_its_kind(officer):
    rows = [[n, name, "Nữ", "00/00/1985", "VP-TK"] for n, name in enumerate(["Trần Thị Một", "Trần Thị Hai"])]
    send(officer, book(*rows))
    confirm(officer, last(), **{"row-DS!2": "leave", "kind-partial_zero_date": "take"})
    assert set(
        Official.objects.filter(full_name__startswith="Trần Thị").values_list("full_name", flat=True)
    ) == {"Trần Thị Hai"}


def test_a_refused_file_says_what_to_do(officer):
    response = send(officer, content_of("h01"), name="khoa.xlsx")
    page = officer.get(response.url).content.decode()
    assert "mật khẩu" in page
    assert "Không có gì được ghi vào hồ sơ" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Đề nghị chọn tệp."),
        ({"as_of": "31/02/2021"}, "không tồn tại"),
        ({"unit": "10675"}, "Đề nghị chọn một đơn vị"),
    ],
)
def test_a_wrong_form_is_shown_again_with_the_reason(officer, data, words):
    files = {} if not data else {"file": SimpleUploadedFile("ds.xlsx", book(BINH))}
    response = officer.post(reverse("exchange:import-upload"), {"unit": "10702", **files, **data})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_over_ten_megabytes_is_413(officer):
    response = send(officer, b"PK\x03\x04" + bytes(10 * 1024 * 1024))
    assert response.status_code == 413
    assert "10 MB" in response.content.decode()


def test_an_empty_file_is_refused_in_words(officer):
    assert "0 byte" in officer.get(send(officer, b"").url).content.decode()


def test_confirming_twice_or_after_cancelling_is_409_and_writes_nothing(officer):
    send(officer, book(BINH))
    batch = last()
    confirm(officer, batch)
    n = Official.objects.count()
    again = confirm(officer, batch)
    assert (again.status_code, Official.objects.count()) == (409, n)
    assert "đã được nhập trước đó" in again.content.decode()
    send(officer, book([1, "Lê Thị Hoa", "Nữ", "1985", "VP-TK"]))
    batch = last()
    cancelled = officer.post(reverse("exchange:import-cancel", args=[batch.public_id]), follow=True)
    assert "Không có dòng nào được nhập" in cancelled.content.decode()
    assert confirm(officer, batch).status_code == 409
    assert officer.post(reverse("exchange:import-cancel", args=[batch.public_id])).status_code == 409


def test_a_kept_file_whose_bytes_changed_is_closed_and_nothing_is_written(officer):
    send(officer, book(BINH))
    batch, n = last(), Official.objects.count()
    ImportFile.objects.filter(batch=batch).update(content=book([1, "Lê Thị Hoa", "Nữ", "1985", "VP-TK"]))
    response = confirm(officer, batch)
    batch.refresh_from_db()
    assert (response.status_code, batch.state, batch.refuse_code) == (409, "cancelled", "corrupt_file")
    assert "Không có gì được nhập" in response.content.decode()
    assert (Official.objects.count(), ImportFile.objects.count()) == (n, 0)


def test_confirming_without_a_preview_is_404(officer):
    assert officer.post(reverse("exchange:import-confirm", args=["n-nothing"])).status_code == 404


def test_a_changed_record_shows_the_preview_again_and_keeps_the_choices(officer, town):
    town.an.ethnicity = "Nùng"
    town.an.save()
    send(officer, book([*PERSON, "Tày"], header=[*HEADER, "Dân tộc"]))
    batch = last()
    Official.objects.filter(pk=town.an.pk).update(ethnicity="Kinh", version=2)
    response = confirm(officer, batch, **{"row-DS!2": "take"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "Hồ sơ vừa thay đổi" in page
    assert "Kinh → Tày" in page
    assert '<option value="take" selected>Nhập dòng này' in page
    town.an.refresh_from_db()
    assert town.an.ethnicity == "Kinh"
    confirm(officer, last(), **{"row-DS!2": "take"})
    town.an.refresh_from_db()
    assert town.an.ethnicity == "Tày"


@pytest.mark.parametrize("name", ["import-detail", "import-rows", "import-return"])
def test_another_officers_file_is_not_found(officer, town, signed_in, name):
    send(officer, book(BINH))
    batch = last()
    other = signed_in(town.people.xa_khac)
    assert other.get(reverse(f"exchange:{name}", args=[batch.public_id])).status_code == 404
    assert "ds.xlsx" not in other.get(LIST).content.decode()


@pytest.mark.parametrize(("person", "status"), [("xa_khac", 404), ("noivu", 403)])
def test_only_who_sent_a_file_may_confirm_or_cancel_it(officer, town, signed_in, person, status):
    send(officer, book(BINH))
    batch = last()
    client = signed_in(getattr(town.people, person))
    assert confirm(client, batch).status_code == status
    assert client.post(reverse("exchange:import-cancel", args=[batch.public_id])).status_code == status
    assert not Official.objects.filter(full_name="Trần Thị Bình").exists()


def test_the_district_sees_an_officers_preview_without_the_button(officer, town, signed_in):
    send(officer, book(BINH))
    page = signed_in(town.people.noivu).get(last().get_absolute_url()).content.decode()
    assert "Trần Thị Bình" in page
    assert "Xác nhận nhập" not in page


def test_an_officer_does_not_see_what_the_district_sent_for_the_unit(town, signed_in):
    send(signed_in(town.people.noivu), book(BINH))
    batch = last()
    assert signed_in(town.people.xa_minh).get(batch.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("lanhdao", 403), ("quantri", 403), ("kiemtra", 403), ("chua_gan", 404)]
)
def test_others_may_not_import(town, signed_in, person, status):
    client = signed_in(getattr(town.people, person))
    assert client.get(LIST).status_code == status
    assert send(client, book(BINH)).status_code == status
    assert not ImportBatch.objects.exists()


def test_reading_changes_nothing(officer):
    send(officer, book(BINH))
    batch = last()
    for name in ("import-confirm", "import-cancel"):
        assert officer.get(reverse(f"exchange:{name}", args=[batch.public_id])).status_code == 405
    officer.get(batch.get_absolute_url())
    assert last().version == batch.version


def test_scripts_and_formulas_from_a_file_stay_text_everywhere(officer):
    header = [*HEADER, "Ghi chú", EVIL]
    rows = [[1, EVIL, "Nữ", "1985", "=cmd|' /C calc'!A0", "=1+1", "x"], [*BINH, EVIL, "@SUM(1)"]]
    send(officer, xlsx(("DS", [header, *rows])), name="<b>ds.xlsx")
    batch = last()
    for name in ("import-detail", "import-rows"):
        page = officer.get(reverse(f"exchange:{name}", args=[batch.public_id])).content.decode()
        assert "<script>alert" not in page
        assert "<b>ds" not in page
    returned = officer.get(reverse("exchange:import-return", args=[batch.public_id]))
    sheet = openpyxl.load_workbook(io.BytesIO(returned.content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_fifty_rows_cost_no_more_queries_than_five(officer):
    counts = []
    for n in (5, 50):
        rows = [
            [i, f"Trần Thị {'ABCDEĐGHIK'[i % 10]}{'abcde'[i // 10]}", "Nữ", "1985", "VP-TK"] for i in range(n)
        ]
        send(officer, book(*rows))
        with CaptureQueriesContext(connection) as queries:
            officer.get(last().get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_sending_again_what_is_known_asks_nothing(officer):
    rows = [[1, "Trần Thị Bình", "Nữ", "12/05/1985", "VP-TK"]]
    send(officer, book(*rows))
    confirm(officer, last())
    send(officer, book(*rows))
    page = officer.get(last().get_absolute_url()).content.decode()
    assert "1 không đổi" in page
    assert "dòng cần ông/bà xem" not in page


def test_discipline_in_an_officers_file_is_shown_and_said_not_to_be_imported(officer):
    send(officer, book([*BINH, "Khiển trách 2020"], header=[*HEADER, "Kỷ luật"]))
    for _ in range(2):
        page = officer.get(last().get_absolute_url()).content.decode()
        assert "Kỷ luật ghi trong tệp: Khiển trách 2020." in page
        assert "chỉ để xem, không nhập" in page
        confirm(officer, last())


def test_a_field_is_kept_while_another_of_the_row_follows_the_file(officer, town):
    Official.objects.filter(pk=town.an.pk).update(ethnicity="Nùng", religion="Không", sex="nu")
    send(officer, book([*PERSON, "Tày", "Phật giáo"], header=[*HEADER, "Dân tộc", "Tôn giáo"]))
    batch = last()
    page = officer.get(batch.get_absolute_url()).content.decode()
    assert 'name="field-DS!2-ethnicity" value="keep"' in page
    confirm(officer, batch, **{"row-DS!2": "take", "field-DS!2-ethnicity": "keep"})
    town.an.refresh_from_db()
    assert (town.an.ethnicity, town.an.religion) == ("Nùng", "Phật giáo")


def test_every_error_says_what_the_clerk_does_about_it():
    errors = {code for code, item in CODES.items() if item.level == "error"}
    warnings = {code for code, item in CODES.items() if item.level == "warning"}
    assert (set(ADVICE), set(KINDS)) == (errors, warnings)


def test_a_question_says_what_makes_it_disappear(officer):
    send(officer, book([1, "Lê Văn Đãi", "Nam", "00/05/1980", "VP-TK"]))
    page = officer.get(last().get_absolute_url()).content.decode()
    assert advice_for("partial_zero_date") in page


def test_what_to_correct_stands_together_by_kind_with_its_rows(officer):
    send(
        officer, book(*([n, f"Lê Văn {name}", "Nam", "30/02/1980", "CT UBND"] for n, name in enumerate("AB")))
    )
    page = officer.get(last().get_absolute_url()).content.decode()
    assert "<strong>2 dòng:</strong> Ghi lại ngày/tháng/năm" in page
    assert "Dòng 2, 3" in page


def test_a_row_and_its_fields_cannot_say_different_things(officer, town):
    Official.objects.filter(pk=town.an.pk).update(national_id="019080001234", ethnicity="Nùng")
    send(
        officer,
        book(
            [1, "Nguyễn Văn Ân", *PERSON[2:], "019080001234", "Tày"], header=[*HEADER, "Số CCCD", "Dân tộc"]
        ),
    )
    batch = last()
    page = officer.get(batch.get_absolute_url()).content.decode()
    assert '<option value="keep"' not in page
    assert 'name="field-DS!2-full_name" value="keep"' in page
    confirm(
        officer, batch, **{"row-DS!2": "take", "field-DS!2-full_name": "keep", "field-DS!2-ethnicity": "take"}
    )
    town.an.refresh_from_db()
    assert (town.an.full_name, town.an.ethnicity) == ("Nguyễn Văn An", "Tày")
