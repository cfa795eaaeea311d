"""LibreOffice turns the .docx of every document into a PDF that says the same, on A4, with its fonts embedded.

One conversion of one file of all documents. Without LibreOffice it is skipped; in CI, where `.ci/run` installs its
writer, a skip is a failure.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date

import pytest
from pypdf import PdfReader

from assessments.models import Evaluation
from foundation.papers import Paper
from officials.models import Official, SalaryStep
from reports.documents import Asked, documents
from tests import factories
from tests.papers import MM, assert_all_fonts_embedded, docx_of, pdf_of, pdf_text, squeezed
from tests.reports.personal_papers import BNV_CAPTIONS, PARTY_CAPTIONS, expected_values, fill_file

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
DAY = date(2021, 12, 31)
BAND = "Số liệu minh họa – không phải người thật"
STATE_PAPER = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
SAID = {
    "2c-bnv-2008": [*BNV_CAPTIONS, *expected_values(party=False)],
    "2c-tctw-98": [*PARTY_CAPTIONS, *expected_values(party=True)],
    "phieu-danh-gia": [
        *STATE_PAPER, "Mẫu số 01", "Mẫu số 02", "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÁN BỘ", "Năm 2021",
        "I. KẾT QUẢ TỰ ĐÁNH GIÁ", "1. Chính trị tư tưởng", "2. Đạo đức, lối sống", "3. Tác phong, lề lối làm việc",
        "4. Ý thức tổ chức kỷ luật", "5. Kết quả thực hiện chức trách, nhiệm vụ được giao",
        "II. TỰ NHẬN XÉT, XẾP LOẠI CHẤT LƯỢNG", "NGƯỜI TỰ NHẬN XÉT", "Bùi Bí Thư", "Đảng ủy phường Minh Tân",
        "6. Thái độ phục vụ nhân dân, doanh nghiệp", "9. Năng lực tập hợp, đoàn kết",
    ],
    "don-doc": [*STATE_PAPER, "PHÒNG NỘI VỤ", "Số:/PNV", "Kính gửi:", "phường An Lưu", "Lưu: VT.", "TRƯỞNG PHÒNG"],
    "nang-luong": [*STATE_PAPER, "DANH SÁCH", "Hệ số mới", "Lê Nâng Lương", "3,33", "01/05/2021"],
    "thong-bao-xep-loai": [*STATE_PAPER, "THÔNG BÁO", "Bùi Bí Thư", "Hoàn thành xuất sắc nhiệm vụ"],
}  # fmt: skip


@pytest.fixture
def whole(town):
    fill_file(town.an, town.minh)
    boss = factories.make_official(
        unit=town.minh, post="bi_thu_dang_uy", full_name="Bùi Bí Thư", public_id="P-BT"
    )
    Evaluation.objects.create(public_id="E-1", official=boss, year=2021, level="xuat_sac")
    paid = factories.make_official(unit=town.minh, full_name="Lê Nâng Lương", public_id="P-NL")
    for number, day in ((3, date(2018, 5, 1)), (4, date(2021, 5, 1))):
        SalaryStep.objects.create(
            public_id=f"S-NL-{number}", official=paid, rank_code="01.003", step=number,
            coefficient=f"{2.01 + number * 0.33:.2f}", starts_on=day,
        )  # fmt: skip
    return town


def parts_of(code, town):
    one = Official.objects.select_related("unit").get(pk=town.an.pk) if code.startswith("2c") else None
    asked = Asked(
        town.people.noivu,
        DAY,
        unit=town.minh,
        official=one,
        year=2021,
        quarter=2,
        units=(town.minh, town.khac),
    )
    return documents[code].build(asked).parts


def converted(content, folder):
    (folder / "van-ban.docx").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/profile"
    order = [
        SOFFICE,
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "van-ban.docx"),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=240)
    return (folder / "van-ban.pdf").read_bytes()


@pytest.mark.django_db
@pytest.mark.skipif(SOFFICE is None, reason="NOT RUN: documents in LibreOffice (no soffice)")
def test_libreoffice_reads_every_document_as_we_print_it(whole, tmp_path):
    assert set(SAID) == set(documents.codes())
    parts = tuple(part for code in SAID for part in parts_of(code, whole))
    paper = Paper("Mọi văn bản", parts, 12, BAND)
    content = converted(docx_of(paper), tmp_path)
    reader = PdfReader(io.BytesIO(content))
    for shown in (pdf_text(content), pdf_text(pdf_of(paper))):
        assert [text for texts in SAID.values() for text in texts if squeezed(text) not in shown] == []
        assert "None" not in shown
    assert_all_fonts_embedded(reader)
    sizes = {tuple(sorted(round(side / MM) for side in page.mediabox[2:])) for page in reader.pages}
    assert sizes == {(210, 297)}
    assert all(squeezed(BAND) in squeezed(page.extract_text()) for page in reader.pages)
    assert all(len(squeezed(page.extract_text())) > 120 for page in reader.pages)  # no page is left empty
