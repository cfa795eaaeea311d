"""`docs/indicators.md`, written from the registry so that it cannot say anything else."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from officials.law import verification_label
from reports.indicators.model import Indicator, indicators, omitted

PATH = "docs/indicators.md"
_KINDS = {"share": "tỷ lệ", "count": "số lượng", "mean": "bình quân", "ratio": "tỷ số", "rate": "tỷ suất"}
_DIRECTIONS = {
    1: "cao hơn là tốt hơn",
    -1: "thấp hơn là tốt hơn",
    0: "cơ cấu",
    None: "không có hướng tốt, xấu",
}
CHAPTERS = {
    "A": "A. Số lượng và cơ cấu",
    "B": "B. Thể lực",
    "C": "C. Trí lực",
    "D": "D. Tâm lực",
    "E": "E. Kết quả thực hiện nhiệm vụ",
    "F": "F. Đào tạo, bồi dưỡng, quy hoạch",
    "G": "G. Khen thưởng, kỷ luật, kiểm tra",
    "H": "H. Điều kiện làm việc, biến động",
}
_HEAD = """# Danh mục chỉ tiêu

Tệp này sinh từ danh mục trong mã nguồn (`reports/indicators/catalogue/`) bằng lệnh `manage.py indicator_catalogue`;
không sửa tay. Định nghĩa chung: ngày tính là 31/12; một người tính một lần theo chức danh chính; trình độ là mức cao
nhất đã đạt đến ngày đó; mẫu số bằng 0 thì không có giá trị (“–”); số của cấp trên là tổng tử số chia tổng mẫu số, trừ
các chỉ tiêu ghi “mỗi người một lần trong từng phạm vi”.
"""


def catalogue_text() -> str:
    """The catalogue of indicators as Markdown."""
    parts = [_HEAD]
    chapter = ""
    for indicator in indicators:
        if indicator.code[0] != chapter:
            chapter = indicator.code[0]
            parts.append(f"## {CHAPTERS[chapter]}\n")
        parts.append(_entry(indicator))
    parts.append("## Không đưa vào\n")
    parts += [f"- {each.code} {each.title}: {each.reason} {each.source}.\n" for each in omitted]
    return "\n".join(parts)


def _entry(indicator: Indicator) -> str:
    lines = [
        f"### {indicator.code} {indicator.title}\n",
        f"- Loại: {_KINDS[indicator.kind]}, đơn vị tính: {indicator.unit}; {_DIRECTIONS[indicator.direction]}.",
        f"- Tử số: {indicator.numerator_text}."
        if indicator.denominator_text
        else f"- Số đếm: {indicator.numerator_text}.",
    ]
    if indicator.denominator_text:
        label = "Mẫu số" if indicator.kind != "count" else "Đi kèm"
        lines.append(f"- {label}: {indicator.denominator_text}.")
    if indicator.distinct:
        lines.append("- Mỗi người một lần trong từng phạm vi, nên cấp trên không bằng tổng các cấp dưới.")
    if not indicator.by_group:
        lines.append("- Không tách cán bộ và công chức.")
    lines += [f"- Ngắt chuỗi {found.year}: {found.text}" for found in indicator.breaks]
    if indicator.needs:
        lines.append(f"- Luôn là chưa đủ số liệu: {indicator.needs}.")
    if indicator.restricted:
        lines.append("- Chỉ dành cho người được xem thông tin này của từng người.")
    if indicator.note:
        lines.append(f"- Lưu ý: {indicator.note}")
    lines.append(f"- Nguồn: {indicator.source} ({verification_label(indicator.verified)}).\n")
    return "\n".join(lines)


def write_catalogue() -> Path:
    """Write the catalogue to `docs/indicators.md`; the path written."""
    path = Path(settings.BASE_DIR) / PATH
    path.write_text(catalogue_text(), encoding="utf-8")
    return path
