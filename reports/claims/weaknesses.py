"""The weaknesses that the thesis names, each as far as records reach."""

from __future__ import annotations

from foundation.formats.vi_numbers import number, percent
from reports.claims.case import Case, in_years
from reports.claims.model import (
    FALSE,
    NO_SURVEY,
    OPEN,
    TRUE,
    UNMEASURED,
    Claim,
    ClaimFigure,
    Finding,
    register,
)
from reports.comparison.funnel import HIGH, LOW
from reports.rules.model import MissingInput

UNITS, REMEDIED = "G3.units", "G3.remedied"


def _in_places(case: Case, codes: tuple[tuple[str, str], ...]) -> Finding:
    """True when some unit lies beyond chance on the bad side of any of the figures; else nothing can be said, since
    units alike may all fall short."""
    figures = tuple(case.units_beyond(code, side) for code, side in codes)
    found = [figure for figure in figures if figure.value]
    words = "; ".join(
        f"{figure.label[:1].lower()}{figure.label[1:]}: {number(figure.value)}/{number(figure.denominator)}"
        for figure in figures
    )
    town = tuple(case.shown(code, case.year) for code, _ in codes)
    return Finding(
        TRUE if found else OPEN,
        f"Năm {case.year}, {words}."
        + (
            ""
            if found
            else " Không đơn vị nào lệch ngoài mức ngẫu nhiên; điều đó không chứng minh là nơi nào cũng đủ."
        ),
        (*figures, *town),
    )


def age(case: Case) -> Finding:
    """HC1a: units with far more people near retirement, or far fewer young ones, than the town."""
    return _in_places(case, (("A9", HIGH), ("A5.under_30", LOW)))


def training(case: Case) -> Finding:
    """HC1b: units with far fewer university degrees, or far fewer who meet the standard."""
    return _in_places(case, (("C2u", LOW), ("C2s", LOW)))


def experience(case: Case) -> Finding:
    """HC1c: units with far more people of under five years' service."""
    return _in_places(case, (("A7.under_5", HIGH),))


def inspection(case: Case) -> Finding:
    """HC2: units that were not inspected once in the years, remedies late; by thresholds of our own."""
    units, remedied = case.series(UNITS), [case.shown(REMEDIED, year) for year in case.years]
    if not any(figure.numerator for figure in units):
        raise MissingInput(UNITS)
    least, kept = float(case.norm(f"{UNITS}.min").value), float(case.norm(f"{REMEDIED}.min").value)
    n, seen = units[-1].denominator or 0, sum(figure.numerator or 0 for figure in units)
    never = max(n - seen, 0)
    figure = ClaimFigure(
        "G3.never", f"Số đơn vị ít nhất không được kiểm tra lần nào trong {len(case.years)} năm", case.year, "đơn vị",
        numerator=never, denominator=n, value=never, indicator=UNITS, decimals=0,
    )  # fmt: skip
    known = [f for f in remedied if f.value is not None]
    falls_short = (
        never > 0 or any((f.value or 0) < least for f in units) or any((f.value or 0) < kept for f in known)
    )
    return Finding(
        TRUE if falls_short else FALSE if len(known) == len(case.years) else OPEN,
        f"Đơn vị được kiểm tra: {in_years(units)} (mức xét {percent(least, 0)}); ít nhất {number(never)} trên {number(n)} đơn vị không "
        f"được kiểm tra lần nào trong {len(case.years)} năm. Khắc phục đúng hạn: {in_years(remedied)} (mức xét {percent(kept, 0)}).",
        (figure, *units, *remedied),
    )


def quality_of_work(case: Case) -> Finding:
    """HC3: late files are known, returned and overturned ones are not."""
    figures = case.series("E5")
    return Finding(
        OPEN,
        f"Chỉ có số hồ sơ đúng hạn: {in_years(figures)}. Hồ sơ bị trả lại, quyết định bị hủy chưa được ghi, và luận văn không "
        "nêu ngưỡng.",
        tuple(figures),
    )


def personal_will(case: Case) -> Finding:
    """HC4: upheld complaints say that something was wrong, not why."""
    figures = tuple(case.shown("D4", year) for year in case.years)
    return Finding(
        OPEN,
        f"Khiếu nại, tố cáo đúng: {in_years(figures)}. Việc sai không cho biết sai vì ý chí cá nhân; quyết định bị hủy chưa ghi.",
        figures,
    )


def moral_decline(case: Case) -> Finding:
    """HC5a: discipline is known, its cause is not."""
    figures = tuple(case.shown("G2", year) for year in case.years)
    return Finding(
        OPEN,
        f"Người bị kỷ luật: {in_years(figures)}. Hồ sơ không ghi vi phạm về đạo đức hay về chuyên môn; ít kỷ luật cũng không chứng "
        "minh là ít vi phạm.",
        figures,
    )


def clan(case: Case) -> Finding:
    """HC5b: only declared relations are known (6b.9); most of them are lawful."""
    figures = tuple(case.shown(code, case.year) for code in ("A10", "A10.coverage"))
    return Finding(
        UNMEASURED,
        "Chỉ biết quan hệ đã kê khai, phần lớn không trái quy định; cục bộ là cách xử sự, hồ sơ không ghi. Có người thân đã kê "
        f"khai cùng đơn vị: {in_years(figures[:1])}; đã kê khai quan hệ gia đình: {in_years(figures[1:])}.",
        figures,
    )


def factions(case: Case) -> Finding:
    """HC5c: disunity, opportunism, factions."""
    return Finding(
        UNMEASURED,
        "Mất đoàn kết, cơ hội, bè phái không đo được bằng hồ sơ; phiếu hỏi cũng khó được trả lời thật.",
    )


def trust(case: Case) -> Finding:
    """HC5d: trust of the people, by survey or by the published votes of confidence."""
    figures = tuple(case.shown("E7", year) for year in case.years)
    return Finding(
        UNMEASURED,
        f"{NO_SURVEY} Kết quả lấy phiếu tín nhiệm đã công bố chưa được nhập. Mức hài lòng để bên cạnh: {in_years(figures)}.",
        figures,
    )


register(
    Claim(
        code="HC1a",
        says="Ở một số nơi độ tuổi chưa hợp lý.",
        tested="Số đơn vị có tỷ lệ đến tuổi nghỉ hưu trong 5 năm (A9) cao hơn, hoặc tỷ lệ dưới 30 tuổi thấp hơn mức chung ngoài "
        "mức ngẫu nhiên (giới hạn nhị thức chính xác, tỷ lệ phát hiện sai 10%).",
        hides="So với mức chung của thị xã, không so với nhu cầu; không nêu tên đơn vị.",
        judge=age,
        needs=("A9", "A5.under_30"),
    ),
    Claim(
        code="HC1b",
        says="Ở một số nơi trình độ đào tạo còn hạn chế.",
        tested="Số đơn vị có tỷ lệ đại học trở lên (C2u) hoặc đạt chuẩn (C2s) thấp hơn mức chung ngoài mức ngẫu nhiên.",
        hides="Người còn trong thời hạn chuyển tiếp không phải người vi phạm; không nêu tên đơn vị.",
        judge=training,
        needs=("C2u", "C2s"),
    ),
    Claim(
        code="HC1c",
        says="Ở một số nơi kinh nghiệm thực tiễn còn ít.",
        tested="Số đơn vị có tỷ lệ thâm niên dưới 5 năm (A7) cao hơn mức chung ngoài mức ngẫu nhiên.",
        hides="Thâm niên ở cấp xã không phải là toàn bộ kinh nghiệm.",
        judge=experience,
        needs=("A7.under_5",),
    ),
    Claim(
        code="HC2",
        says="Quản lý chưa chặt; thanh tra, kiểm tra chưa kịp thời, chưa nghiêm nên chưa đủ răn đe.",
        tested="Đơn vị không được kiểm tra lần nào trong các năm xét, độ phủ từng năm (G3.units) và tỷ lệ khắc phục đúng hạn "
        "(G3.remedied) so với mức xét do hệ thống đề xuất.",
        hides="Ít phát hiện có thể do ít kiểm tra; 2020–2021 chịu ảnh hưởng của dịch bệnh. Mức xét chưa có văn bản quy định.",
        judge=inspection,
        needs=(UNITS, REMEDIED),
        norms=(f"{UNITS}.min", f"{REMEDIED}.min"),
    ),
    Claim(
        code="HC3",
        says="Chất lượng công chức còn thấp so với yêu cầu nhiệm vụ.",
        tested="Hồ sơ giải quyết đúng hạn (E5); hồ sơ trả lại, quyết định bị hủy khi được ghi.",
        hides="Đúng hạn không có nghĩa là đúng; số liệu không tách theo công chức.",
        judge=quality_of_work,
        needs=("E5",),
    ),
    Claim(
        code="HC4",
        says="Một số người làm theo ý chí cá nhân, chưa theo pháp luật.",
        tested="Khiếu nại, tố cáo đúng (D4); quyết định bị hủy khi được ghi.",
        hides="Không có khiếu nại không có nghĩa là không có sai.",
        judge=personal_will,
        needs=("D4",),
    ),
    Claim(
        code="HC5a",
        says="Một số ít suy thoái về đạo đức, lối sống.",
        tested="Tỷ lệ người bị kỷ luật (G2) từng năm, để tham khảo.",
        hides="Hình thức kỷ luật không cho biết nguyên nhân.",
        judge=moral_decline,
        needs=("G2",),
    ),
    Claim(
        code="HC5b",
        says="Còn cục bộ gia đình, dòng họ.",
        tested="Quan hệ thân tộc đã kê khai cùng đơn vị (A10), kèm tỷ lệ đã kê khai.",
        hides="Pháp luật chỉ cấm một số cặp quan hệ; dòng họ rộng hơn không bị cấm.",
        judge=clan,
        needs=("A10", "A10.coverage"),
    ),
    Claim(
        code="HC5c",
        says="Còn mất đoàn kết, cơ hội, bè phái.",
        tested="Không có cách đo bằng hồ sơ.",
        hides="Không đo được không có nghĩa là không có.",
        judge=factions,
    ),
    Claim(
        code="HC5d",
        says="Lòng tin của nhân dân bị giảm.",
        tested="Phiếu hỏi người dân; kết quả lấy phiếu tín nhiệm đã công bố. Mức hài lòng (E7) để bên cạnh.",
        hides="Hài lòng về thủ tục không phải là lòng tin.",
        judge=trust,
        needs=("E7",),
        survey=NO_SURVEY,
    ),
)
