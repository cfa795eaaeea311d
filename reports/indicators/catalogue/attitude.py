"""D. Tâm lực: what records can say of conduct, and what only a survey could."""

from __future__ import annotations

from reports.indicators import quantities as q
from reports.indicators.catalogue.surveys import MEAN_OF, SCORE, SURVEY, n_answers
from reports.indicators.model import (
    PARTLY,
    PROPOSAL,
    SMALL_SENSITIVE,
    Indicator,
    missing,
    register,
)  # fmt: skip
from reports.indicators.unit_numbers import unit

register(
    missing(
        "D1",
        "Phẩm chất chính trị, đạo đức, lối sống",
        "mean",
        SCORE,
        needs=SURVEY.format(whom="người dân và cán bộ, công chức"),
        numerator_text=MEAN_OF.format(items="đạo đức, lối sống (B15–B17)"),
        denominator_text=n_answers("B"),
        source="Luận văn Tam Dương, Lai Châu (điều tra)",
        verified=PARTLY,
        note="Suy thoái đạo đức, mất đoàn kết, bè phái không đo được bằng hồ sơ.",
    ),
    missing(
        "D2",
        "Thái độ, trách nhiệm",
        "mean",
        SCORE,
        needs=SURVEY.format(whom="người dân và đồng nghiệp"),
        numerator_text=MEAN_OF.format(items="thái độ (B11–B14)"),
        denominator_text=n_answers("B"),
        source="Luận văn Tam Dương (điều tra)",
        verified=PARTLY,
    ),
    Indicator(
        code="D3",
        title="Số người vi phạm bị kỷ luật trên 100 cán bộ, công chức",
        kind="rate",
        unit="người/100 người",
        numerator=frozenset({q.DISCIPLINED_PEOPLE}),
        denominator=frozenset({q.SERVED}),
        numerator_text="Số người có ít nhất một quyết định kỷ luật trong năm, đang giữ chức danh chính vào ngày đó (mỗi "
        "người một lần)",
        denominator_text="Số người có thời gian giữ chức danh chính trong năm",
        direction=-1,
        source="Luận văn về thị xã Kinh Môn; cùng số liệu với G2",
        verified=PARTLY,
        per=100,
        distinct=True,
        fields=(("assessments.Discipline", "form"),),
        small=SMALL_SENSITIVE,
        note="Không có người bị kỷ luật không chứng minh là không có vi phạm: đọc cùng số cuộc thanh tra, kiểm tra (G3).",
    ),
    Indicator(
        code="D4",
        title="Khiếu nại, tố cáo đúng trên 1.000 dân",
        kind="rate",
        unit="vụ/1.000 dân",
        numerator=frozenset({unit("complaints_upheld")}),
        denominator=frozenset({unit("residents")}),
        unknown=frozenset({unit("without_complaints_upheld")}),
        numerator_text="Số khiếu nại, tố cáo được kết luận là đúng trong năm của các đơn vị có đủ số liệu",
        denominator_text="Dân số của các đơn vị đó",
        direction=-1,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        per=1000,
        by_group=False,
        fields=(("assessments.UnitYear", "complaints_upheld"),),
        small=SMALL_SENSITIVE,
        counted="vụ",
        unknown_counted="đơn vị",
        note="Nơi tiếp dân tốt có thể nhận nhiều đơn hơn: không dùng riêng để xếp hạng.",
    ),
)
