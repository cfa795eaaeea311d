"""Mẫu 2C-BNV/2008 and 2C/TCTW-98: every caption, every value; an empty file; who may take it and what is noted."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from foundation.models import AccessEvent
from officials.models import Official
from reports.documents import Asked, documents
from reports.documents.facts import is_of_spouse
from tests import factories
from tests.papers import MM, assert_all_fonts_embedded, docx_of, docx_text, pdf_of, pdf_text, squeezed
from tests.reports.personal_papers import (
    BNV_CAPTIONS,
    N_POSTINGS,
    PARTY_CAPTIONS,
    expected_values,
    fill_file,
)
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)
BNV, PARTY = "2c-bnv-2008", "2c-tctw-98"
FORMS = [(BNV, BNV_CAPTIONS), (PARTY, PARTY_CAPTIONS)]


def built_of(code, town, *, who="noivu", official=None, unit=None):
    asked = Asked(getattr(town.people, who), DAY, unit=unit or town.minh, official=official)
    return documents[code].build(asked)


def paper_of(code, town, **asked):
    document = documents[code]
    return built_of(code, town, **asked).paper(document.title, document.size)


@pytest.mark.parametrize(("code", "captions"), FORMS)
def test_a_full_file_has_every_caption_and_every_value(town, code, captions):
    fill_file(town.an, town.minh)
    content = pdf_of(paper_of(code, town, official=Official.objects.get(pk=town.an.pk)))
    shown = pdf_text(content)
    missing = [
        text for text in [*captions, *expected_values(party=code == PARTY)] if squeezed(text) not in shown
    ]
    assert missing == []
    assert shown.count(squeezed("Văn hóa - xã hội (kiêm nhiệm), phường Minh Tân")) == N_POSTINGS
    reader = PdfReader(io.BytesIO(content))
    assert_all_fonts_embedded(reader)
    assert {tuple(round(side / MM) for side in page.mediabox[2:]) for page in reader.pages} == {(210, 297)}
    assert squeezed("Số liệu minh họa – không phải người thật") in squeezed(reader.pages[-1].extract_text())


@pytest.mark.parametrize(("code", "captions"), FORMS)
def test_an_empty_file_has_every_caption_and_room_to_write(town, code, captions):
    nobody = factories.make_official(
        unit=town.minh, full_name="Trống", public_id="P-0", birth_date=None, sex="", starts_on=DAY
    )
    shown = pdf_text(pdf_of(paper_of(code, town, official=nobody)))
    assert [text for text in captions if squeezed(text) not in shown] == []
    assert "None" not in shown
    assert squeezed("2) Tên gọi khác:....." if code == BNV else "2) Các tên gọi khác:.....") in shown
    for dash in (":–", ":-", "–,"):
        assert dash not in shown


def test_the_sides_of_the_family_stand_apart(town):
    for relation, spouse in (
        ("Vợ", False), ("Chồng", False), ("Vợ (chồng)", False), ("Bố", False), ("Em rể", False), ("Con dâu", False),
        ("Bố vợ", True), ("Mẹ chồng", True), ("Anh ruột của vợ", True), ("Em (bên chồng)", True),
    ):  # fmt: skip
        assert is_of_spouse(relation) is spouse, relation


def test_only_the_month_or_the_year_of_birth_fills_only_its_place(town):
    half = factories.make_official(unit=town.minh, full_name="Nửa", public_id="P-1", birth_date="1980-05")
    shown = pdf_text(pdf_of(paper_of(BNV, town, official=half)))
    assert squeezed("tháng 05 năm 1980") in shown
    assert squeezed("3) Sinh ngày: ...") in shown


def test_a_whole_unit_is_one_file_in_the_order_of_posts_each_counted_from_one(town):
    factories.make_official(unit=town.minh, post="bi_thu_dang_uy", full_name="Bùi Bí Thư", public_id="P-BT")
    reader = PdfReader(io.BytesIO(pdf_of(paper_of(BNV, town))))
    assert [entry.title for entry in reader.outline] == ["Bùi Bí Thư", "Nguyễn Văn An"]
    starts = [n for n, page in enumerate(reader.pages) if "SƠ YẾU LÝ LỊCH" in page.extract_text()]
    assert len(starts) == 2
    assert "2" in reader.pages[starts[1] + 1].extract_text().split()


def test_a_file_of_more_people_than_it_holds_is_refused_in_words(town, monkeypatch):
    monkeypatch.setattr("reports.documents.file_parts.MOST_PEOPLE", 1)
    factories.make_official(unit=town.minh, public_id="P-2")
    page = client_of(town, "noivu").get(f"/van-ban/{BNV}/?don_vi=10702&xuat=pdf").content.decode()
    assert "Đề nghị chọn từng người." in page


def test_a_unit_costs_as_many_queries_as_a_person(town):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            paper_of(BNV, town)
        return len(queries)

    one = cost()
    for number in range(12):
        person = factories.make_official(unit=town.minh, public_id=f"P-N{number}")
        factories.make_qualification(person)
    assert cost() <= one


def test_a_commune_reads_no_discipline_and_is_told_so(town):
    fill_file(town.an, town.minh)
    asked = Asked(town.people.xa_minh, DAY, unit=town.minh, official=town.an)
    built = documents[BNV].build(asked)
    shown = pdf_text(pdf_of(built.paper("x", 12)))
    assert squeezed("22) Kỷ luật: .....") in shown
    assert "khiểntrách" not in shown
    assert any("Kỷ luật để trống" in text for text in built.said)


def test_another_communes_person_is_not_found_and_leadership_is_refused(town):
    for code in (BNV, PARTY):
        for query in ("nguoi=P-BINH", "don_vi=10675", "don_vi=10675&xuat=pdf"):
            assert client_of(town, "xa_minh").get(f"/van-ban/{code}/?{query}").status_code == 404
        for who in ("lanhdao", "quantri", "kiemtra"):
            assert client_of(town, who).get(f"/van-ban/{code}/?nguoi=P-AN").status_code == 403
        assert client_of(town, "chua_gan").get(f"/van-ban/{code}/").status_code == 404


def test_taking_a_file_notes_who_opened_whose_sensitive_facts(town):
    factories.make_official(unit=town.minh, full_name="Thứ Hai", public_id="P-2")
    answer = client_of(town, "xa_minh").get(f"/van-ban/{BNV}/?don_vi=10702&xuat=docx")
    assert answer.status_code == 200
    noted = AccessEvent.objects.filter(action="open_sensitive").values_list("actor", "object_id", "unit_id")
    assert set(noted) == {("xa_minh", "P-AN", "10702"), ("xa_minh", "P-2", "10702")}
    assert "sức khỏe" in AccessEvent.objects.filter(action="open_sensitive")[0].detail
    assert AccessEvent.objects.filter(action="export").count() == 1


def test_looking_at_the_page_notes_nothing(town):
    client_of(town, "xa_minh").get(f"/van-ban/{BNV}/?nguoi=P-AN")
    assert not AccessEvent.objects.exists()


def test_the_docx_holds_the_same_values(town):
    fill_file(town.an, town.minh)

    shown = docx_text(docx_of(paper_of(BNV, town, official=town.an)))
    assert [text for text in expected_values(party=False) if squeezed(text) not in shown] == []
