"""Documents: what each says, who gets it, what is refused with which reason; pages, files and the access log."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document as read_docx
from pypdf import PdfReader

from assessments.models import Evaluation
from foundation.errors import Refused
from foundation.models import AccessEvent
from officials.bodies import issuer_on
from officials.models import IssuingBody
from reports.documents import Asked, documents
from tests import factories
from tests.papers import pdf_of, pdf_text, squeezed
from tests.whole_town import client_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 12, 31)


def built(code, town, *, who="noivu", **asked):
    asked.setdefault("unit", town.minh)
    asked.setdefault("year", 2021)
    return documents[code].build(Asked(getattr(town.people, who), DAY, **asked))


def text_of(code, town, **asked):
    document = documents[code]
    return pdf_text(pdf_of(built(code, town, **asked).paper(document.title, document.size)))


def rate(official, year, level, decided=None, **kw):
    row = Evaluation(
        public_id=f"E-{official.public_id}-{year}-{decided}", official=official, year=year, level=level
    )
    row.decided_on = decided
    row.decided_on_precision = "day" if decided else ""
    for name, value in kw.items():
        setattr(row, name, value)
    row.save()
    return row


# --- Mẫu số 01, 02 ------------------------------------------------------------------------------------------
def test_a_cadre_gets_form_01_and_a_civil_servant_form_02(town):
    factories.make_official(unit=town.minh, post="bi_thu_dang_uy", full_name="Bùi Thị Ẩn", public_id="P-AN2")
    made = built("phieu-danh-gia", town)
    first, second = (pdf_text(pdf_of(made.paper("x", 13).__class__("x", (part,)))) for part in made.parts)
    assert squeezed("Mẫu số 01") in first
    assert squeezed("PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÁN BỘ") in first
    assert squeezed("ĐẢNG ỦY PHƯỜNG MINH TÂN") in first
    assert squeezed("Họ và tên: Bùi Thị Ẩn") in first
    assert squeezed("Mẫu số 02") in second
    assert squeezed("6. Thái độ phục vụ nhân dân, doanh nghiệp") in second
    assert squeezed("PHẦN DÀNH RIÊNG CHO CÔNG CHỨC LÃNH ĐẠO, QUẢN LÝ") in second
    assert squeezed("Cơ quan, tổ chức, đơn vị công tác: Ủy ban nhân dân phường Minh Tân") in second


def test_no_rating_is_printed_where_it_is_still_to_be_given(town):
    rate(town.an, 2021, "xuat_sac", party_level="tot", self_level="tot")
    shown = text_of("phieu-danh-gia", town, official=town.an)
    assert squeezed("Kết quả đánh giá, xếp loại chất lượng (hoàn thành xuất sắc nhiệm vụ,") in shown
    assert shown.count(squeezed("hoàn thành xuất sắc nhiệm vụ")) == 2  # the hints of II and IV
    assert "None" not in shown


@pytest.mark.parametrize(
    ("year", "said"), [(2019, "Nghị định 56/2015/NĐ-CP"), (2026, "Nghị định 335/2025/NĐ-CP")]
)
def test_in_other_years_other_forms_hold_and_the_page_says_so(town, year, said):
    with pytest.raises(Refused, match=said):
        built("phieu-danh-gia", town, year=year)


def test_who_held_no_post_on_the_day_is_named_and_gets_no_form(town):
    gone = factories.make_official(
        unit=town.minh, full_name="Đã Nghỉ", public_id="P-NGHI", ends_on=date(2021, 6, 30)
    )
    with pytest.raises(Refused, match="Đã Nghỉ"):
        built("phieu-danh-gia", town, official=gone)


# --- letters ------------------------------------------------------------------------------------------------
def test_the_reminder_names_the_units_the_year_and_the_day_and_leaves_the_number_empty(town):
    shown = text_of("don-doc", town, units=(town.minh, town.khac), due=date(2022, 1, 15))
    for text in (
        "ỦY BAN NHÂN DÂN THỊ XÃ KINH MÔN", "PHÒNG NỘI VỤ", "Số:/PNV", "Kinh Môn, ngày 31 tháng 12 năm 2021",
        "V/v đôn đốc gửi số liệu cán bộ, công chức năm 2021", "Kính gửi:", "- Ủy ban nhân dân phường Minh Tân;",
        "- Ủy ban nhân dân phường An Lưu.", "còn 02 xã, phường chưa gửi số liệu", "trước ngày 15/01/2022",
        "Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Số liệu minh họa – không phải người thật",
    ):  # fmt: skip
        assert squeezed(text) in shown, text


def test_a_reminder_to_nobody_is_refused(town):
    with pytest.raises(Refused, match="ít nhất một xã, phường"):
        built("don-doc", town)


def test_the_notice_of_ratings_says_level_three_in_the_words_of_its_year(town):
    rate(town.an, 2019, "han_che_nang_luc")
    rate(town.an, 2021, "hoan_thanh")
    before = text_of("thong-bao-xep-loai", town, official=town.an, year=2019)
    after = text_of("thong-bao-xep-loai", town, official=town.an)
    assert squeezed("Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực.") in before
    assert squeezed("Nghị định số 56/2015/NĐ-CP;") in before
    assert squeezed("Kết quả xếp loại: Hoàn thành nhiệm vụ.") in after
    assert squeezed("đối với ông/bà Nguyễn Văn An, Văn phòng - thống kê phường Minh Tân") in after
    assert squeezed("Căn cứ Nghị định số 90/2020/NĐ-CP.") in after


def test_the_latest_decision_counts_and_who_has_none_is_named_on_screen_alone(town):
    rate(town.an, 2021, "tot", date(2021, 12, 10))
    rate(town.an, 2021, "xuat_sac", date(2021, 12, 20))
    chua = factories.make_official(unit=town.minh, full_name="Chưa Kết Luận", public_id="P-CHUA")
    rate(chua, 2021, "tot", status="pending")
    made = built("thong-bao-xep-loai", town)
    shown = text_of("thong-bao-xep-loai", town)
    assert squeezed("1 Nguyễn Văn An Văn phòng - thống kê Hoàn thành xuất sắc nhiệm vụ") in shown
    assert squeezed("Chưa Kết Luận") not in shown
    assert "Chưa Kết Luận" in made.said[0]


def test_a_commune_issues_its_notice_itself_and_leadership_gets_the_offices(town):
    rate(town.an, 2021, "tot")
    own = text_of("thong-bao-xep-loai", town, who="xa_minh")
    assert squeezed("ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN") in own
    assert squeezed("TM. ỦY BAN NHÂN DÂN PHƯỜNG MINH TÂN CHỦ TỊCH") in own
    assert squeezed("Minh Tân, ngày 31 tháng 12 năm 2021") in own
    assert squeezed("TRƯỞNG PHÒNG") in text_of("thong-bao-xep-loai", town, who="lanhdao")


# --- bodies that issue papers -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "parent"),
    [
        (date(2019, 10, 31), "Ủy ban nhân dân huyện Kinh Môn"),
        (date(2019, 11, 1), "Ủy ban nhân dân thị xã Kinh Môn"),
        (date(2025, 6, 30), "Ủy ban nhân dân thị xã Kinh Môn"),
    ],
)
def test_the_office_bears_the_name_of_its_day(db, day, parent):
    assert issuer_on(day).parent == parent


def test_since_there_is_no_thi_xa_the_letter_is_refused_until_somebody_says_who_issues_it(town):
    day = date(2025, 7, 1)
    with pytest.raises(Refused, match="từ 01/07/2025 không còn thị xã"):
        issuer_on(day)
    IssuingBody.objects.create(
        public_id="L-MOI", code="noi_vu", name="Sở Nội vụ", signer="Giám đốc", starts_on=day, verified="read"
    )
    assert issuer_on(day).name == "Sở Nội vụ"


def test_two_rows_of_one_body_may_not_hold_on_one_day(town):
    client = client_of(town, "noivu")
    body = {
        "code": "noi_vu",
        "name": "Sở Nội vụ",
        "signer": "Giám đốc",
        "verified": "read",
        "starts_on": "30/06/2025",
    }
    page = client.post("/danh-muc/co-quan/them/", body)
    assert "Thời gian này trùng với dòng khác" in page.content.decode()
    assert client.post("/danh-muc/co-quan/them/", body | {"starts_on": "01/07/2025"}).status_code == 302
    assert IssuingBody.objects.get(name="Sở Nội vụ").starts_on == date(2025, 7, 1)


def test_an_amended_body_says_why_and_a_stale_form_shows_both_values(town):
    client = client_of(town, "noivu")
    url = "/danh-muc/co-quan/co-quan-noi-vu-thi-xa/sua/"
    body = {
        "code": "noi_vu", "parent_name": "Ủy ban nhân dân thị xã Kinh Môn", "name": "Phòng Nội vụ", "symbol": "NV",
        "place": "Kinh Môn", "signer": "Trưởng phòng", "starts_on": "01/11/2019", "ends_on": "30/06/2025",
        "verified": "read", "version": "1",
    }  # fmt: skip
    assert "Đề nghị nhập lý do sửa." in client.post(url, body).content.decode()
    assert client.post(url, body | {"change_reason": "Theo văn bản thật"}).status_code == 302
    assert IssuingBody.objects.get(public_id="co-quan-noi-vu-thi-xa").symbol == "NV"
    stale = client.post(url, body | {"symbol": "PNV-CB", "change_reason": "Khác"}).content.decode()
    assert "PNV-CB" in stale
    assert 'name="chon-symbol"' in stale


# --- pages and files ----------------------------------------------------------------------------------------
def test_the_list_offers_what_the_role_may_have(town):
    offered = {
        who: client_of(town, who).get("/van-ban/").content.decode() for who in ("noivu", "xa_minh", "lanhdao")
    }
    assert all("Thông báo kết quả xếp loại" in text for text in offered.values())
    assert "Công văn đôn đốc" in offered["noivu"]
    assert "Công văn đôn đốc" not in offered["xa_minh"]
    assert "Phiếu đánh giá" in offered["xa_minh"]
    assert "Phiếu đánh giá" not in offered["lanhdao"]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_download_is_a_file_without_diacritics_in_its_name_and_is_logged(town, kind):
    url = f"/van-ban/phieu-danh-gia/?don_vi=10702&nguoi=P-AN&nam=2021&xuat={kind}"
    answer = client_of(town, "xa_minh").get(url)
    name = f"phieu-danh-gia-xep-loai-chat-luong-mau-so-01-02-nguyen-van-an-2021.{kind}"
    assert f'filename="{name}"' in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    if kind == "pdf":
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 3
    else:
        assert read_docx(io.BytesIO(answer.content)).sections[0].page_width.mm == pytest.approx(210, abs=0.1)
    event = AccessEvent.objects.get(action="export")
    assert (event.actor, event.object_id, event.unit_id) == ("xa_minh", "P-AN", "10702")


def test_a_commune_has_its_unit_chosen_already_and_another_persons_page_is_not_there(town):
    client = client_of(town, "xa_minh")
    page = client.get("/van-ban/phieu-danh-gia/").content.decode()
    assert "Cả đơn vị (1 người)" in page
    assert "Tải .docx" in page
    for query in ("don_vi=10675", "nguoi=P-BINH", "don_vi=KHONG-CO"):
        assert client.get(f"/van-ban/phieu-danh-gia/?{query}").status_code == 404


def test_a_person_of_the_unit_before_is_left_when_another_unit_is_chosen(town):
    page = client_of(town, "noivu").get("/van-ban/phieu-danh-gia/?don_vi=10675&nguoi=P-AN").content.decode()
    assert "Đỗ Thị Bình" in page
    assert "Nguyễn Văn An" not in page


def test_nothing_chosen_asks_for_nothing_yet_and_half_a_form_says_what_to_do(town):
    client = client_of(town, "noivu")
    assert "Đề nghị chọn" not in client.get("/van-ban/phieu-danh-gia/").content.decode().replace(
        "Đề nghị chọn xã, phường trước", ""
    )
    half = client.get("/van-ban/don-doc/?nam=2021&han=31/02/2022&xuat=pdf").content.decode()
    assert "Ngày 31/02/2022 không tồn tại" in half
    assert "Đề nghị chọn xã, phường chưa gửi." in half
    assert 'value="31/02/2022"' in half


@pytest.mark.parametrize(
    "query", ["nam=1900", "nam=abc", "nam=2021&quy=9", "quy=0", "xuat=exe", "nam=99999999999"]
)
def test_nonsense_in_the_address_is_no_error(town, query):
    for code in ("nang-luong", "phieu-danh-gia", "thong-bao-xep-loai"):
        answer = client_of(town, "noivu").get(f"/van-ban/{code}/?don_vi=10702&{query}")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/html")


def test_a_year_of_another_regime_is_a_sentence_on_the_page(town):
    page = client_of(town, "noivu").get("/van-ban/phieu-danh-gia/?don_vi=10702&nam=2019&xuat=pdf")
    assert "Nghị định 56/2015/NĐ-CP" in page.content.decode()
    assert "Tải .docx" not in page.content.decode()


def test_the_pages_of_a_person_and_of_a_unit_lead_to_their_documents(town):
    person = client_of(town, "xa_minh").get("/ho-so/P-AN/").content.decode()
    unit = client_of(town, "noivu").get("/xa-phuong/10702/").content.decode()
    assert "/van-ban/phieu-danh-gia/?nguoi=P-AN" in person
    assert "/van-ban/nang-luong/?don_vi=10702" in unit
    assert "/van-ban/phieu-danh-gia/" not in client_of(town, "lanhdao").get("/ho-so/P-AN/").content.decode()


def test_every_document_says_its_source_and_how_far_it_is_checked(town):
    for document in documents:
        page = client_of(town, "noivu").get(f"/van-ban/{document.code}/").content.decode()
        assert document.source.split(" (")[0] in page
        assert "Kiểm chứng:" in page
