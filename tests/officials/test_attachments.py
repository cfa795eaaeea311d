"""Photographs and scans: what is taken, what is refused, who opens them, that no file is lost or left behind."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments.models import Discipline
from foundation.errors import Denied, Refused
from foundation.file_checks import redrawn_photo, scan_type
from foundation.models import AccessEvent, Attachment, AuditEvent
from officials.services import attachments
from officials.services.attachments import Sent

pytestmark = pytest.mark.django_db
AN = "/ho-so/P-AN/"
ADD, PHOTO = f"{AN}tep/them/", f"{AN}anh/sua/"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(kind="JPEG", size=(300, 400), mode="RGB", **options):
    stream = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (10, 20, 30) + ((0,) if mode == "RGBA" else ())).save(
        stream, kind, **options
    )
    return stream.getvalue()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(store):
    return sorted(path.name for path in Path(store).rglob("*") if path.is_file())


def sent(content=PDF, name="qd.pdf", **more):
    return {"file": SimpleUploadedFile(name, content), "title": "Quyết định số 12", "about": "", "sensitivity": "sensitive"} | more  # fmt: skip


def text(response):
    return response.content.decode()


def attached(town, **more):
    facts = {"by": town.people.noivu, "sent": Sent(PDF, "qd.pdf"), "title": "Quyết định số 12"} | more
    return attachments.attach_scan(town.an, **facts)


# --- what a file is -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("PNG", mode="RGBA"), "image/png"),
        (picture("JPEG", mode="L"), "image/jpeg"),
    ],
)
def test_scans_are_told_by_their_content(content, kind):
    assert scan_type(content) == kind


GIF = io.BytesIO()
Image.new("RGB", (10, 10)).save(GIF, "GIF")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"MZ\x90\x00", b"PK\x03\x04", GIF.getvalue(), b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4 no end",
        picture("JPEG")[:-200], picture("PNG")[:-40], b"\n" + PDF, b"junk" + picture("PNG"),
        b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF",
        picture("JPEG") + b"PK\x03\x04 a zip behind the picture", picture("PNG") + b"<script>alert(1)</script>",
        picture("JPEG", comment=b"<script>alert(1)</script>"),
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /Java#53cript >>"),
        PDF.replace(b"/Catalog", b"/Catalog /Names << /EmbeddedFiles 3 0 R >>"),
        PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch >>"),
    ],
)  # fmt: skip
def test_what_is_no_plain_scan_is_refused(content):
    with pytest.raises(Refused):
        scan_type(content)


def test_a_picture_too_large_to_be_one_is_refused_before_it_is_unpacked():
    bomb = picture("PNG", size=(12_000, 6_000), mode="L")
    assert len(bomb) < 200_000
    with pytest.raises(Refused):
        scan_type(bomb)
    with pytest.raises(Refused):
        redrawn_photo(bomb)


def test_a_photograph_is_drawn_anew_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Nơi chụp bí mật", 6
    drawn = redrawn_photo(picture("JPEG", size=(2000, 1000), exif=exif))
    image = Image.open(io.BytesIO(drawn))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (400, 800), {})
    assert "bí mật".encode() not in drawn


def test_a_transparent_photograph_stands_on_white():
    image = Image.open(io.BytesIO(redrawn_photo(picture("PNG", mode="RGBA"))))
    assert min(image.getpixel((5, 5))) > 250


# --- sending ------------------------------------------------------------------------------------------------
def test_a_scan_is_kept_under_a_random_name_with_its_hash_and_an_event(town, signed_in, store):
    client = signed_in(town.people.xa_minh)
    name = "../../Quyết định <b>.PDF.exe"
    assert client.post(ADD, sent(name=name, about="group:tuyen-dung")).status_code == 302
    row = Attachment.objects.get()
    assert (row.size, row.content_type, row.unit_id) == (len(PDF), "application/pdf", "10702")
    assert row.original_name == "Quyết định b .PDF.pdf"
    assert "Quyết" not in row.file.name
    assert stored(store) == [row.file.name.rpartition("/")[2]]
    assert AuditEvent.objects.get(action="attach").subject_id == "P-AN"
    assert "Tuyển dụng, công việc" in text(client.get(f"{AN}?muc=tai-lieu"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"content": b"<html>", "name": "a.pdf"}, "không phải là PDF, JPEG hoặc PNG"),
        ({"content": b""}, "0 byte"),
        ({"title": ""}, "Đề nghị nhập tên tài liệu."),
        ({"title": "x" * 201}, "Đề nghị nhập nhiều nhất 200 ký tự"),
        ({"about": "ky-luat:D-1"}, "Đề nghị chọn một trong các giá trị có sẵn."),
        ({"sensitivity": "public"}, "Đề nghị chọn một trong các giá trị có sẵn."),
        ({"file": ""}, "Đề nghị chọn tệp quét."),
    ],
)
def test_bad_sendings_are_told_and_leave_no_file(town, signed_in, store, more, said):
    body = sent(**{k: v for k, v in more.items() if k in ("content", "name")})
    body |= {k: v for k, v in more.items() if k not in ("content", "name")}
    answer = signed_in(town.people.noivu).post(ADD, body)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not Attachment.objects.exists()
    assert stored(store) == []


def test_a_file_over_the_limit_is_told_so(town, signed_in, settings, store):
    settings.SCAN_MAX_BYTES = 1024 * 1024
    answer = signed_in(town.people.noivu).post(ADD, sent(PDF[:-6] + b" " * 1024**2 + b"%%EOF\n"))
    assert "Tệp lớn hơn 1 MB." in text(answer)
    assert stored(store) == []


def test_the_same_form_sent_twice_keeps_one_file(town, signed_in, store):
    client = signed_in(town.people.noivu)
    for _ in range(2):
        assert client.post(ADD, sent(khoa="mot-lan")).status_code == 302
    assert Attachment.objects.count() == len(stored(store)) == 1


def test_a_row_that_cannot_be_written_leaves_no_file(town, store, monkeypatch):
    def broken(**kwargs):
        raise Refused("không ghi được")

    monkeypatch.setattr(attachments.audit, "record", broken)
    with pytest.raises(Refused, match="không ghi được"):
        attached(town)
    assert stored(store) == []


# --- photographs --------------------------------------------------------------------------------------------
def test_a_new_photograph_takes_the_place_of_the_old(
    town, signed_in, store, django_capture_on_commit_callbacks
):
    client = signed_in(town.people.xa_minh)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PHOTO, {"file": SimpleUploadedFile("a.png", picture("PNG"))})
        client.post(PHOTO, {"file": SimpleUploadedFile("b.jpg", picture())})
    assert Attachment.objects.get().content_type == "image/jpeg"
    assert len(stored(store)) == 1
    page = text(client.get(AN))
    assert 'alt="Ảnh của Nguyễn Văn An"' in page
    answer = client.get(f"{AN}anh/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("content", [PDF, b"<svg/>", b"\xff\xd8\xff rest", picture(size=(20, 400))])
def test_what_is_no_photograph_is_refused(town, signed_in, content):
    answer = signed_in(town.people.noivu).post(PHOTO, {"file": SimpleUploadedFile("a.jpg", content)})
    assert answer.status_code == 200
    assert not Attachment.objects.exists()


# --- opening ------------------------------------------------------------------------------------------------
def test_a_scan_comes_as_a_download_that_nothing_renders(town, signed_in):
    row = attached(town)
    answer = signed_in(town.people.xa_minh).get(f"{AN}tep/{row.public_id}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_opening_a_sensitive_scan_is_noted_and_a_personal_one_is_not(town, signed_in):
    client = signed_in(town.people.noivu)
    client.get(f"{AN}tep/{attached(town, sensitivity='personal').public_id}/")
    assert not AccessEvent.objects.exists()
    client.get(f"{AN}tep/{attached(town).public_id}/")
    assert AccessEvent.objects.get().detail == "Tệp: Quyết định số 12"


@pytest.mark.parametrize(
    ("who", "status"),
    [("noivu", 200), ("xa_minh", 200), ("xa_khac", 404), ("lanhdao", 403), ("quantri", 403), ("kiemtra", 403), ("chua_gan", 404)],
)  # fmt: skip
def test_who_may_open_a_scan(town, signed_in, who, status):
    row = attached(town)
    client = signed_in(getattr(town.people, who))
    assert client.get(f"{AN}tep/{row.public_id}/").status_code == status
    assert client.get(f"{AN}tep/{row.public_id}/xoa/").status_code == status


def test_a_scan_of_another_person_is_not_under_this_one(town, signed_in):
    row = attached(town)
    assert signed_in(town.people.noivu).get(f"/ho-so/P-BINH/tep/{row.public_id}/").status_code == 404


def test_a_scan_of_a_discipline_is_kept_from_the_commune(town, signed_in):
    Discipline.objects.create(public_id="D-1", official=town.an, form="khien_trach", line="chinh_quyen")
    row = attached(town, about="ky-luat:D-1", title="Quyết định kỷ luật")
    client = signed_in(town.people.xa_minh)
    assert "Quyết định kỷ luật" not in text(client.get(f"{AN}?muc=tai-lieu"))
    assert client.get(f"{AN}tep/{row.public_id}/").status_code == 404
    assert "Quyết định kỷ luật" in text(signed_in(town.people.noivu).get(f"{AN}?muc=tai-lieu"))


def test_a_file_the_store_has_lost_is_not_found(town, signed_in, store):
    row = attached(town)
    (Path(store) / row.file.name).unlink()
    assert signed_in(town.people.noivu).get(f"{AN}tep/{row.public_id}/").status_code == 404


def test_leadership_sees_no_photograph(town, signed_in):
    attachments.set_photo(town.an, by=town.people.noivu, sent=Sent(picture(), "a.jpg"))
    client = signed_in(town.people.lanhdao)
    assert "Ảnh của" not in text(client.get(AN))
    assert client.get(f"{AN}anh/").status_code == 403


# --- taking out ---------------------------------------------------------------------------------------------
def test_a_file_is_taken_out_with_a_reason_and_its_bytes_go(
    town, signed_in, store, django_capture_on_commit_callbacks
):
    row = attached(town)
    client, url = signed_in(town.people.xa_minh), f"{AN}tep/{row.public_id}/xoa/"
    assert "Đề nghị nhập lý do xóa." in text(client.post(url, {"version": "1", "reason": ""}))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"version": "1", "reason": "Nhầm người"}).status_code == 302
    assert not Attachment.objects.exists()
    assert stored(store) == []
    assert AuditEvent.objects.filter(action="detach").count() == 1


def test_nobody_past_the_service(town):
    for who in ("xa_khac", "lanhdao", "quantri", "kiemtra", "chua_gan"):
        with pytest.raises(Denied):
            attached(town, by=getattr(town.people, who))
