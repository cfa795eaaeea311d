"""The strengths that the thesis names: mostly of character, which no record holds."""

from __future__ import annotations

from reports.claims.case import Case, in_years
from reports.claims.model import NO_SURVEY, UNMEASURED, Claim, Finding, register


def character(case: Case) -> Finding:
    """UD1: only a survey of citizens and colleagues could tell."""
    return Finding(UNMEASURED, f"{NO_SURVEY} Phẩm chất (D1) và thái độ (D2) lấy từ phiếu hỏi.")


def bridge(case: Case) -> Finding:
    """UD2: satisfaction is the nearest there is, and it is not the same."""
    figures = tuple(case.shown("E7", year) for year in case.years)
    return Finding(
        UNMEASURED,
        f"{NO_SURVEY} Số kiến nghị của dân được trả lời chưa ghi trong hồ sơ; gần nhất là mức hài lòng: {in_years(figures)}.",
        figures,
    )


def source_of_cadres(case: Case) -> Finding:
    """UD3: a posting that ended by transfer does not say where to."""
    figures = tuple(case.shown("H3", year) for year in case.years)
    return Finding(
        UNMEASURED,
        "Hồ sơ ghi chuyển công tác nhưng không ghi chuyển lên cấp nào. Thôi việc, chuyển công tác chung: "
        f"{in_years(figures)}.",
        figures,
    )


register(
    Claim(
        code="UD1",
        says="Cán bộ, công chức có trách nhiệm, gần gũi địa bàn, nhạy bén.",
        tested="Phiếu hỏi người dân và đồng nghiệp (D1, D2).",
        hides="Không hồ sơ nào thay được ý kiến người dân.",
        judge=character,
        needs=("D1", "D2"),
        survey=NO_SURVEY,
    ),
    Claim(
        code="UD2",
        says="Là cầu nối giữa Đảng, Nhà nước với nhân dân.",
        tested="Phiếu hỏi người dân; số kiến nghị được trả lời. Mức hài lòng (E7) để bên cạnh.",
        hides="Hài lòng về thủ tục khác với vai trò cầu nối; cách lấy phiếu của từng nơi không biết.",
        judge=bridge,
        needs=("E7",),
        survey=NO_SURVEY,
    ),
    Claim(
        code="UD3",
        says="Là nguồn cán bộ cho cấp trên.",
        tested="Số người được điều động, bổ nhiệm lên cấp huyện, tỉnh; tỷ lệ thôi việc, chuyển công tác (H3) để bên cạnh.",
        hides="H3 gộp cả người thôi việc; nơi đến không được ghi.",
        judge=source_of_cadres,
        needs=("H3",),
    ),
)
