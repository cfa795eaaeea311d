"""The photograph on form 2C: in both files for who may open it, the empty frame where there is none or it is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader

from foundation.models import Attachment
from officials.services import attachments
from officials.services.attachments import Sent
from tests import factories
from tests.papers import docx_of, docx_text, pdf_of, squeezed
from tests.reports.test_personal_file import BNV, PARTY, built_of, paper_of

pytestmark = pytest.mark.django_db
FRAME = squeezed("Ảnh màu (4 x 6 cm)")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photograph(official, by, shade):
    stream = io.BytesIO()
    Image.new("RGB", (300, 400), shade).save(stream, "JPEG")
    return attachments.set_photo(official, by=by, sent=Sent(stream.getvalue(), "anh.jpg"))


def kept(row):
    with row.file.open("rb") as stored:
        return stored.read()


def pictures(paper):
    """The pictures of the .docx as bytes, and how many each page of the .pdf has."""
    parts = zipfile.ZipFile(io.BytesIO(docx_of(paper)))
    pages = PdfReader(io.BytesIO(pdf_of(paper))).pages
    return (
        [parts.read(name) for name in parts.namelist() if "/media/" in name],
        [len(page.images) for page in pages if page.images],
    )


@pytest.mark.parametrize("code", [BNV, PARTY])
@pytest.mark.parametrize("who", ["noivu", "xa_minh"])
def test_the_form_holds_the_photograph_of_the_page(town, code, who):
    row = photograph(town.an, town.people.noivu, (200, 30, 30))
    paper = paper_of(code, town, who=who, official=town.an)
    assert pictures(paper) == ([kept(row)], [1])
    assert FRAME not in docx_text(docx_of(paper))


def test_of_a_unit_everybody_has_the_own_photograph_or_the_empty_frame(town):
    other = factories.make_official(unit=town.minh, full_name="Lê Có Ảnh", public_id="P-CO")
    factories.make_official(unit=town.minh, full_name="Phạm Chưa Có", public_id="P-CHUA")
    rows = [photograph(town.an, town.people.noivu, "red"), photograph(other, town.people.noivu, "blue")]
    paper = paper_of(BNV, town)
    assert len(paper.parts) == 3
    assert sorted(pictures(paper)[0]) == sorted(kept(row) for row in rows)
    assert docx_text(docx_of(paper)).count(FRAME) == 1
    assert "Khung ảnh để trống với 1 trong 3 người: hồ sơ chưa có ảnh chân dung." in built_of(BNV, town).said


def test_who_may_not_open_files_gets_the_empty_frame(town, monkeypatch):
    photograph(town.an, town.people.noivu, "red")
    kind = type(town.people.noivu)
    may = kind.may
    monkeypatch.setattr(
        kind, "may", lambda self, action, of, extent: of != "foundation.Attachment" and may(self, action, of, extent)
    )  # fmt: skip
    paper = paper_of(BNV, town, official=town.an)
    assert pictures(paper) == ([], [])
    assert FRAME in docx_text(docx_of(paper))
    said = built_of(BNV, town, official=town.an).said
    assert "Khung ảnh để trống với 1 trong 1 người: vai trò của ông/bà không xem ảnh." in said


def test_a_photograph_that_the_store_has_lost_or_changed_leaves_the_frame_empty(town, store):
    row = photograph(town.an, town.people.noivu, "red")
    path = store / row.file.name
    path.write_bytes(b"something else")
    assert pictures(paper_of(BNV, town, official=town.an)) == ([], [])
    path.unlink()
    assert pictures(paper_of(BNV, town, official=town.an)) == ([], [])


def test_a_scan_is_no_photograph(town):
    Attachment.objects.create(
        public_id="T-1", owner_type="officials.official", owner_id="P-AN", file="x", original_name="x.jpg",
        content_type="image/jpeg", size=1, sha256="x", added_at="2021-01-01T00:00Z", added_by="noivu", purpose="scan",
    )  # fmt: skip
    assert pictures(paper_of(BNV, town, official=town.an)) == ([], [])
