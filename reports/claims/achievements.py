"""The nine claims of what was achieved (mission.md), each as it can be tested."""

from __future__ import annotations

from foundation.formats.vi_numbers import number
from reports.claims.case import STOCKS, Case, at_least, both, in_years, more_than, rising, value_text
from reports.claims.model import (
    FALSE,
    NO_SURVEY,
    OPEN,
    TRUE,
    TRUE_AS_KNOWN,
    UNMEASURED,
    Claim,
    ClaimFigure,
    Finding,
    register,
)  # fmt: skip
from reports.rules.model import MissingInput

_RESULTS = ("E5", "E6", "E7")


def directives(case: Case) -> Finding:
    """ND1: there is no register of directives, so nothing can be said."""
    return Finding(
        OPEN,
        "Chưa có sổ theo dõi văn bản chỉ đạo (nhận, kế hoạch, hạn, hoàn thành) nên không có gì để đối chiếu.",
    )


def succession(case: Case) -> Finding:
    """ND2: figures of the succession plans; no text read sets the shares of the commune level."""
    codes = ("F4", "F5.women", "F5.young", "F6")
    figures = tuple(case.shown(code, case.year) for code in codes)
    missing = tuple(f.code for f in figures if f.value is None and not f.hidden)
    if missing:
        raise MissingInput(*missing)
    return Finding(
        OPEN,
        "Có số liệu quy hoạch, nhưng văn bản đã đọc chỉ quy định tỷ lệ nữ, trẻ cho cấp tỉnh, huyện; “chặt chẽ” không có "
        "thước đo.",
        figures,
    )


def posts_meet_standards(case: Case) -> Finding:
    """ND3: met, or lawfully in transition; each year by the standard of its 31/12."""
    figures = [_lawful(case, year) for year in case.years]
    return Finding(
        at_least(figures, 100),
        f"Đạt chuẩn, hoặc đạt chuẩn cũ còn trong thời hạn chuyển tiếp: {in_years(figures)}.",
        tuple(figures),
    )


def _lawful(case: Case, year: int) -> ClaimFigure:
    met, passing = case.figure("C2s", year), case.figure("C2t", year)
    k, n, unknown = (met.numerator or 0) + (passing.numerator or 0), met.denominator or 0, met.unknown
    return ClaimFigure(
        "C2s.lawful",
        "Đạt chuẩn hoặc trong thời hạn chuyển tiếp",
        year,
        "%",
        numerator=k,
        denominator=n,
        unknown=unknown,
        value=100 * k / n,
        low=100 * k / n,
        high=100 * (k + unknown) / n,
        indicator="C2s",
    )


def placement(case: Case) -> Finding:
    """ND4: fit of field and post, and the results of service, from the first year to the last."""
    first, last = case.years[0], case.years[-1]
    figures: list[ClaimFigure] = []
    ups: list[bool] = []
    for code in ("C3", *_RESULTS):
        before, after = case.figure(code, first), case.figure(code, last)
        figures += [before, after]
        ups.append((after.value or 0) > (before.value or 0))
    unknown = any(figure.unknown for figure in figures)
    verdict = (TRUE_AS_KNOWN if unknown else TRUE) if all(ups) else OPEN if any(ups) else FALSE
    words = "; ".join(
        f"{a.label[:1].lower()}{a.label[1:]} {value_text(a)} → {value_text(b)}"
        for a, b in zip(figures[::2], figures[1::2], strict=True)
    )
    return Finding(verdict, f"{first} → {last}: {words}. {sum(ups)} trên {len(ups)} số tăng.", tuple(figures))


def health(case: Case) -> Finding:
    """ND5: classes I–III among the examined, with the coverage beside it."""
    figures = case.series("B2")
    coverage = case.series("B4")
    return Finding(
        at_least(figures, 100),
        f"Trong số đã khám: {in_years(figures)}. Được khám: {in_years(coverage)}.",
        (*figures, *coverage),
    )


def trained(case: Case) -> Finding:
    """ND6: the stock of qualifications, each kind growing every year; courses attended stand beside it (6b.1)."""
    series = {table: [case.trained(table, year) for year in case.years] for table in STOCKS}
    verdict = both([rising(figures) for figures in series.values()])
    courses = [case.shown("F2", year) for year in case.years]
    words = ". ".join(f"{figures[0].label}: {in_years(figures)}" for figures in series.values())
    return Finding(
        verdict,
        f"{words}. Bên cạnh đó, được bồi dưỡng trong năm: {in_years(courses)}.",
        (*(figure for figures in series.values() for figure in figures), *courses),
    )


def computers(case: Case) -> Finding:
    """ND7a: certificates are measured, proficiency is not (6b.11)."""
    figures = [case.holds("it_certificate", year) for year in case.years]
    return Finding(
        UNMEASURED,
        f"Mới chứng minh được có chứng chỉ ({in_years(figures)}), chưa chứng minh được thành thạo. {NO_SURVEY}",
        tuple(figures),
    )


def languages(case: Case) -> Finding:
    """ND7b: a majority with a foreign-language certificate."""
    figures = [case.holds("foreign_language", year) for year in case.years]
    return Finding(
        more_than(figures, 50),
        f"Có chứng chỉ ngoại ngữ: {in_years(figures)}. “Phục vụ công việc” thì hồ sơ không cho biết.",
        tuple(figures),
    )


def awards(case: Case) -> Finding:
    """ND8: the thesis states no threshold (6b.11)."""
    figures = case.series("G1")
    return Finding(
        OPEN,
        f"Luận văn không nêu ngưỡng “tỷ lệ cao” nên không kết luận được. Được khen thưởng: {in_years(figures)}.",
        tuple(figures),
    )


def all_rated_good(case: Case) -> Finding:
    """ND9: E2 at 100 % in every year, with the unrated."""
    figures, unrated = case.series("E2"), case.series("E4")
    people = sum(f.numerator or 0 for f in unrated)
    return Finding(
        at_least(figures, 100),
        f"Trong số được xếp loại: {in_years(figures)}. Không xếp loại: {in_years(unrated)} "
        f"({number(people)} lượt người trong {len(case.years)} năm).",
        (*figures, *unrated),
    )


register(
    Claim(
        code="ND1",
        says="Lãnh đạo thực hiện nghị quyết, quy định, hướng dẫn nghiêm túc và kịp thời.",
        tested="Đối chiếu sổ theo dõi chỉ đạo: nhận, lập kế hoạch, đúng hạn, hoàn thành.",
        hides="“Nghiêm túc” là nhận xét; ngay khi có sổ theo dõi cũng chỉ đo được việc đúng hạn.",
        judge=directives,
    ),
    Claim(
        code="ND2",
        says="Quy hoạch cán bộ làm chặt chẽ, đúng quy định.",
        tested="Hệ số quy hoạch (F4), tỷ lệ nữ, trẻ (F5), tỷ lệ giữ chức vụ mới từ nguồn quy hoạch (F6).",
        hides="Danh sách quy hoạch có thể thuộc bí mật nhà nước nên phần này để tắt; đủ tỷ lệ không có nghĩa là chọn đúng người.",
        judge=succession,
        needs=("F4", "F5.women", "F5.young", "F6"),
    ),
    Claim(
        code="ND3",
        says="Người giữ chức danh bảo đảm tiêu chuẩn, điều kiện.",
        tested="Tỷ lệ đạt chuẩn trình độ chuyên môn của chức danh (C2s) cộng người đạt chuẩn cũ còn trong thời hạn chuyển "
        "tiếp, theo tiêu chuẩn có hiệu lực ngày 31/12 từng năm; đúng khi là 100%.",
        hides="Mới xét trình độ chuyên môn; lý luận chính trị, tuổi và các điều kiện khác chưa gộp vào đây.",
        judge=posts_meet_standards,
        needs=("C2s", "C2t"),
    ),
    Claim(
        code="ND4",
        says="Bố trí, sử dụng cán bộ, công chức có chuyển biến về chất lượng và hiệu quả.",
        tested="Phù hợp ngành và chức danh (C3), hồ sơ đúng hạn (E5), điểm cải cách hành chính (E6), mức hài lòng (E7): năm cuối "
        "so với năm đầu; đúng khi cả bốn cùng tăng, không đúng khi không số nào tăng.",
        hides="Tăng cùng lúc không có nghĩa bố trí là nguyên nhân; 2020–2021 chịu ảnh hưởng của dịch bệnh.",
        judge=placement,
        needs=("C3", *_RESULTS),
    ),
    Claim(
        code="ND5",
        says="100% cán bộ, công chức sức khỏe loại I, II, III, đủ sức làm việc.",
        tested="Tỷ lệ loại I–III trong số đã khám (B2) bằng 100% cả ba năm; người chưa khám tính là chưa biết, kèm độ phủ (B4).",
        hides="Người không đi khám không nằm trong tỷ lệ; loại III là trung bình, không phải khỏe.",
        judge=health,
        needs=("B2", "B4"),
    ),
    Claim(
        code="ND6",
        says="Tỷ lệ qua đào tạo tăng qua từng năm.",
        tested="Trình độ đang có: chuyên môn, lý luận chính trị, quản lý nhà nước (100% trừ chưa qua đào tạo); đúng khi cả ba "
        "tăng mỗi năm. Lượt bồi dưỡng trong năm (F2) là việc khác, để bên cạnh.",
        hides="Tăng có thể do người mới vào và người cũ ra chứ không do ai học thêm: xem phần tách thay đổi ở Cách tính.",
        judge=trained,
        needs=("F2",),
        tables=tuple(STOCKS),
    ),
    Claim(
        code="ND7a",
        says="Đa số sử dụng thành thạo máy tính.",
        tested="Chỉ đo được qua khảo sát (phiếu A, câu 28; phiếu B, câu 10); chứng chỉ tin học để bên cạnh.",
        hides="Chứng chỉ không phải năng lực: nơi khác ngoại ngữ từ 12,8% lên 90% trong năm năm là tăng chứng chỉ.",
        judge=computers,
        tables=("it_certificate",),
        survey=NO_SURVEY,
    ),
    Claim(
        code="ND7b",
        says="Đa số có chứng chỉ ngoại ngữ phục vụ công việc.",
        tested="Người có ít nhất một chứng chỉ ngoại ngữ trên 50% mỗi năm (tiếng dân tộc thiểu số không tính).",
        hides="“Phục vụ công việc” không đo được bằng hồ sơ; từ 01/08/2021 ngạch hành chính không còn đòi chứng chỉ.",
        judge=languages,
        tables=("foreign_language",),
        survey=NO_SURVEY,
    ),
    Claim(
        code="ND8",
        says="Khen thưởng hằng năm chiếm tỷ lệ cao.",
        tested="Tỷ lệ người được khen thưởng (G1), tính cả người đã thôi giữ chức danh trong năm.",
        hides="Lao động tiên tiến gần như ai cũng có; tỷ lệ cao không cho biết khen đúng người.",
        judge=awards,
        needs=("G1",),
    ),
    Claim(
        code="ND9",
        says="100% được xếp loại hoàn thành xuất sắc hoặc hoàn thành tốt nhiệm vụ.",
        tested="Tỷ lệ hoàn thành tốt trở lên (E2) bằng 100% cả ba năm; người không xếp loại tính là chưa biết (E4).",
        hides="100% không cho biết ai làm tốt hơn ai: xem mục Xem lại kết quả xếp loại.",
        judge=all_rated_good,
        needs=("E2", "E4"),
    ),
)
