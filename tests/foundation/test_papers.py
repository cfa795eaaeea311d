"""The paper model and its two writers: the same text on both, A4, fonts embedded, nothing that a value could break."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date

import pytest
from docx import Document as read_docx
from PIL import Image
from pypdf import PdfReader

from foundation.papers import (
    Blank,
    Entry,
    Grid,
    GridColumn,
    Line,
    Paper,
    Part,
    Photo,
    Run,
    Text,
    caption,
    day_words,
    heading_pair,
    paper_text,
    place_and_day,
    recipients,
    signature,
    signed,
)
from tests.papers import (
    MM,
    assert_all_fonts_embedded,
    docx_of,
    docx_text,
    every_vietnamese_letter,
    pdf_of,
    pdf_text,
    squeezed,
)

BAND = "Số liệu minh họa – không phải người thật"


def paper(*blocks, parts=None, **kw):
    return Paper("Thử", parts or (Part("Bản thử", tuple(blocks)),), **kw)


def said(text):
    return Text((Run(text),))


# --- text ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "value",
    ["A <b>đậm</b> & “B” < C", "]]><w:p/>", "&amp; &lt;", "=1+2", "{{ 7*7 }}", every_vietnamese_letter()],
)
def test_a_value_stands_on_both_papers_as_it_is(value):
    made = paper(caption("Tên:", value), Grid((GridColumn("Cột", 1),), ((value,),)))
    assert docx_text(docx_of(made)).count(squeezed(value)) == 2
    assert pdf_text(pdf_of(made)).count(squeezed(value)) == 2


def test_what_xml_forbids_and_what_turns_letters_around_is_left_out():
    value = "Nguyễn\x00\x0b Văn\ud800 \ufffeAn\u202e"
    for text in (docx_text(docx_of(paper(said(value)))), pdf_text(pdf_of(paper(said(value))))):
        assert squeezed("Nguyễn Văn An") in text


def test_letters_taken_apart_are_put_together():
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Ỷ")
    assert paper_text(apart) == "Nguyễn Thị Ỷ"
    assert squeezed("Nguyễn Thị Ỷ") in pdf_text(pdf_of(paper(said(apart))))


def test_a_letter_the_face_does_not_have_leaves_a_mark_and_no_hole():
    assert squeezed("Họ ?? tên") in pdf_text(pdf_of(paper(said("Họ 漢字 tên"))))


def test_line_breaks_stay_and_other_white_space_becomes_one_space():
    assert paper_text(" a \t b\r\n\n c ") == "a b\n\nc"


# --- unknown values -----------------------------------------------------------------------------------------
def test_an_unknown_value_is_dots_and_never_none_or_a_dash():
    made = paper(caption("2) Tên gọi khác:"), Line((Entry("Dân tộc:", "", 40), Entry("Tôn giáo:"))), Blank(2))
    shown = pdf_text(pdf_of(made))
    assert "Têngọikhác:....." in shown
    assert "Dântộc:..." in shown
    assert "None" not in shown
    assert "–" not in shown
    content = docx_of(made)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count('w:leader="dot"') == 4


def test_dots_of_the_pdf_end_at_the_margin_and_take_no_line_more():
    reader = PdfReader(io.BytesIO(pdf_of(paper(caption("Quê quán:"), said("Dòng sau")))))
    lines = [line for line in reader.pages[0].extract_text().splitlines() if line.strip()]
    assert lines[0].startswith("Quê quán: ....")
    assert lines[1] == "Dòng sau"


def test_an_empty_table_keeps_its_spare_rows():
    made = paper(Grid((GridColumn("Trường", 1), GridColumn("Năm", 1)), (), spare=4))
    [table] = read_docx(io.BytesIO(docx_of(made))).tables
    assert len(table.rows) == 5


# --- pages --------------------------------------------------------------------------------------------------
def test_both_are_a4_with_the_margins_of_the_decree_and_embedded_faces():
    made = paper(said("Nội dung"), parts=(Part("a", (said("Đứng"),)), Part("b", (said("Ngang"),), True)))
    reader = PdfReader(io.BytesIO(pdf_of(made)))
    sizes = [tuple(round(side / MM) for side in page.mediabox[2:]) for page in reader.pages]
    assert sizes == [(210, 297), (297, 210)]
    assert_all_fonts_embedded(reader)
    sections = read_docx(io.BytesIO(docx_of(made))).sections
    assert [round(one.page_width.mm) for one in sections] == [210, 297]
    first = sections[0]
    margins = (first.top_margin.mm, first.bottom_margin.mm, first.left_margin.mm, first.right_margin.mm)
    assert tuple(round(one) for one in margins) == (20, 20, 30, 15)


def test_a_first_page_that_lies_on_its_side_has_no_empty_one_before_it():
    made = paper(parts=(Part("Danh sách", (said("Ngang"),), True),))
    assert len(PdfReader(io.BytesIO(pdf_of(made))).pages) == 1


def test_pages_are_numbered_above_from_the_second_on_anew_in_each_part():
    long = tuple(said("Đoạn dài. " * 120) for _ in range(12))
    reader = PdfReader(io.BytesIO(pdf_of(paper(parts=(Part("Một", long), Part("Hai", long))))))
    lines = [page.extract_text().splitlines() for page in reader.pages]
    numbers = [[line for line in page if line.strip().isdigit()] for page in lines]
    half = len(numbers) // 2
    assert numbers[:half] == numbers[half:] == [[], *([str(n)] for n in range(2, half + 1))]
    assert [entry.title for entry in reader.outline] == ["Một", "Hai"]


def test_the_band_stands_on_every_page_only_while_the_people_are_not_real():
    long = tuple(said("Đoạn dài. " * 120) for _ in range(12))
    with_band = PdfReader(io.BytesIO(pdf_of(paper(*long, band=BAND))))
    assert len(with_band.pages) > 2
    assert all(BAND in page.extract_text() for page in with_band.pages)
    assert BAND not in pdf_text(pdf_of(paper(*long)))
    section = read_docx(io.BytesIO(docx_of(paper(*long, band=BAND)))).sections[0]
    assert section.footer.paragraphs[0].text == section.first_page_footer.paragraphs[0].text == BAND
    assert not section.first_page_header.paragraphs[0].text


def test_a_signature_never_stands_alone_on_a_page():
    for n in range(28, 48):
        body = [said(f"Dòng {number}") for number in range(n)]
        made = paper(*signed(body, recipients(["Lưu: VT."]), signature(post=["TRƯỞNG PHÒNG"]), (1, 1)))
        last = PdfReader(io.BytesIO(pdf_of(made))).pages[-1].extract_text()
        assert f"Dòng {n - 1}" in last
    xml = zipfile.ZipFile(io.BytesIO(docx_of(made))).read("word/document.xml").decode()
    assert xml.index("<w:keepNext/>") < xml.index(f"Dòng {n - 1}")


def test_a_cell_longer_than_a_page_goes_on_overleaf():
    words = " ".join(f"chữ{number}" for number in range(3000))
    made = paper(Grid((GridColumn("Thời gian", 1), GridColumn("Công việc", 3)), (("2001", words),)))
    reader = PdfReader(io.BytesIO(pdf_of(made)))
    shown = pdf_text(pdf_of(made))
    assert len(reader.pages) > 2
    assert all(f"chữ{number}" in shown for number in (0, 1500, 2999))
    assert all("Thời gian" in page.extract_text() for page in reader.pages)  # its headings on each page


def test_the_frame_of_the_photograph_is_four_by_six_centimetres():
    xml = zipfile.ZipFile(io.BytesIO(docx_of(paper(Photo())))).read("word/document.xml").decode()
    assert f'w:trHeight w:val="{int(60 / 25.4 * 1440)}" w:hRule="exact"' in xml
    assert f'w:gridCol w:w="{int(40 / 25.4 * 1440)}"' in xml


def jpeg(size=(300, 400)):
    stream = io.BytesIO()
    Image.new("RGB", size, (40, 90, 160)).save(stream, "JPEG")
    return stream.getvalue()


@pytest.mark.parametrize("size", [(300, 400), (600, 800), (800, 200), (90, 800), (400, 600)])
def test_a_photograph_stands_whole_in_its_frame_in_its_own_proportions(size):
    width, height = Photo().fitted(size)
    assert width / height == pytest.approx(size[0] / size[1])
    assert max(width - 38, height - 58) == pytest.approx(0)


def test_both_files_hold_the_photograph_as_it_was_kept_and_no_words_in_its_place():
    content = jpeg()
    made = paper(Photo(image=lambda: content))
    word, printed = docx_of(made), pdf_of(made)
    parts = zipfile.ZipFile(io.BytesIO(word))
    assert [parts.read(name) for name in parts.namelist() if "/media/" in name] == [content]
    [shown] = PdfReader(io.BytesIO(printed)).pages[0].images
    assert shown.image.size == (300, 400)
    assert squeezed("Ảnh màu") not in docx_text(word) + pdf_text(printed)


def test_a_photograph_that_cannot_be_read_leaves_the_frame_as_it_is():
    lost = paper(Photo(image=lambda: b""))
    assert pdf_of(lost) == pdf_of(paper(Photo()))
    assert docx_text(docx_of(lost)) == docx_text(docx_of(paper(Photo())))


def test_files_name_nobody_and_the_same_paper_gives_the_same_pdf():
    facts = read_docx(io.BytesIO(docx_of(paper(said("a"))))).core_properties
    assert (facts.author, facts.last_modified_by, facts.comments, facts.language) == ("", "", "", "vi-VN")
    assert pdf_of(paper(said("a"))) == pdf_of(paper(said("a")))


# --- what state papers share --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 2, 5), "ngày 05 tháng 02 năm 2021"),
        (date(2021, 1, 31), "ngày 31 tháng 01 năm 2021"),
        (date(2021, 3, 9), "ngày 09 tháng 3 năm 2021"),
        (date(2021, 12, 10), "ngày 10 tháng 12 năm 2021"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero_before_them(day, words):
    assert day_words(day) == words
    assert place_and_day("Kinh Môn", day) == f"Kinh Môn, {words}"


def test_the_heads_hold_nation_motto_issuer_and_an_empty_number():
    head = heading_pair(
        parent="Ủy ban nhân dân thị xã Kinh Môn", issuer="Phòng Nội vụ", number="Số:\u00a0\u00a0\u00a0/PNV"
    )
    for text in (docx_text(docx_of(paper(head))), pdf_text(pdf_of(paper(head)))):
        assert squeezed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") in text
        assert squeezed("Độc lập - Tự do - Hạnh phúc") in text
        assert squeezed("PHÒNG NỘI VỤ") in text
        assert "Số:/PNV" in text
