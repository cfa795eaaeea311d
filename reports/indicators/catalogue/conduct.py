"""G. Khen thưởng, kỷ luật, thanh tra, kiểm tra."""

from __future__ import annotations

from assessments.models import Award, Discipline
from reports.frames import columns
from reports.indicators import quantities as q
from reports.indicators.catalogue.events import IN_POST, event_count, event_parts, event_people
from reports.indicators.model import PARTLY, PERCENT, PROPOSAL, SMALL_SENSITIVE, Indicator, Quantity, register
from reports.indicators.unit_numbers import inspection, unit

_INSPECTION = (("assessments.Inspection", "findings"),)
_AWARD = (("assessments.Award", "title"),)
_DISCIPLINE = (("assessments.Discipline", "form"),)
_AWARD_SOURCE = "Luật Thi đua, khen thưởng; NĐ 91/2017/NĐ-CP"
_DISCIPLINE_SOURCE = "Luật Cán bộ, công chức; NĐ 112/2020/NĐ-CP; lapphap.vn (bài 211948)"
_AWARD_LABELS = {str(choice.value): str(choice.label) for choice in Award.Kind}
_FORM_LABELS = {str(choice.value): str(choice.label) for choice in Discipline.Form}


def _inspected(
    code: str,
    title: str,
    top: str,
    bottom: Quantity,
    numerator_text: str,
    denominator_text: str,
    *,
    direction: int | None,
    counted: str = "cuộc",
    unknown: str = "",
    note: str = "",
) -> Indicator:
    """A share of inspections or of inspected units."""
    return Indicator(
        code=code,
        title=title,
        kind="share",
        unit=PERCENT,
        numerator=frozenset({inspection(top)}),
        denominator=frozenset({bottom}),
        unknown=frozenset({inspection(unknown)}) if unknown else frozenset(),
        numerator_text=numerator_text,
        denominator_text=denominator_text,
        direction=direction,
        source="Luận văn về thị xã Kinh Môn (thanh tra, kiểm tra chưa kịp thời)",
        verified=PARTLY,
        by_group=False,
        fields=_INSPECTION,
        small=0,
        counted=counted,
        unknown_counted=counted,
        note=note,
    )


register(
    event_people(
        "G1",
        "Tỷ lệ người được khen thưởng",
        q.REWARDED_PEOPLE,
        "có ít nhất một hình thức khen thưởng hoặc danh hiệu của năm",
        direction=None,
        source=_AWARD_SOURCE,
        verified=PARTLY,
        fields=_AWARD,
    ),
    *(
        event_count(
            f"G1.{kind}",
            f"Lượt khen thưởng: {_AWARD_LABELS[kind]}",
            "lượt",
            (q.AWARDS, kind),
            f"Số lượt khen thưởng của năm, loại: {_AWARD_LABELS[kind].lower()}",
            direction=None,
            source=_AWARD_SOURCE,
            verified=PARTLY,
            fields=_AWARD,
            parts=event_parts(q.AWARDS, columns.AWARD_KINDS),
        )
        for kind in columns.AWARD_KINDS
    ),
    event_people(
        "G2",
        "Tỷ lệ người bị kỷ luật",
        q.DISCIPLINED_PEOPLE,
        "có ít nhất một quyết định kỷ luật trong năm",
        direction=-1,
        source=_DISCIPLINE_SOURCE,
        verified=PARTLY,
        fields=_DISCIPLINE,
        small=SMALL_SENSITIVE,
    ),
    *(
        event_count(
            f"G2.{form}",
            f"Quyết định kỷ luật: {_FORM_LABELS[form]}",
            "quyết định",
            (q.DISCIPLINES, form),
            f"Số quyết định kỷ luật trong năm, hình thức: {_FORM_LABELS[form].lower()}",
            direction=-1,
            source=_DISCIPLINE_SOURCE,
            verified=PARTLY,
            fields=_DISCIPLINE,
            small=SMALL_SENSITIVE,
            parts=event_parts(q.DISCIPLINES, columns.DISCIPLINE_FORMS),
        )
        for form in columns.DISCIPLINE_FORMS
    ),
    Indicator(
        code="G3",
        title="Số cuộc thanh tra, kiểm tra công vụ",
        kind="count",
        unit="cuộc",
        numerator=frozenset({inspection("held")}),
        denominator=frozenset({unit("n")}),
        numerator_text="Số cuộc thanh tra, kiểm tra bắt đầu trong năm, tính cho đơn vị hoặc đơn vị kế thừa",
        denominator_text="Số xã, phường, thị trấn tồn tại ngày 31/12",
        direction=None,
        source="Luận văn về thị xã Kinh Môn (thanh tra, kiểm tra chưa kịp thời)",
        verified=PARTLY,
        by_group=False,
        fields=_INSPECTION,
        small=0,
        counted="cuộc",
        note="Cuộc chỉ có trong kế hoạch mà chưa bắt đầu thì không tính.",
    ),
    _inspected(
        "G3.units",
        "Tỷ lệ đơn vị được thanh tra, kiểm tra",
        "units",
        unit("n"),
        "Số đơn vị có ít nhất một cuộc thanh tra, kiểm tra bắt đầu trong năm",
        "Số xã, phường, thị trấn tồn tại ngày 31/12",
        counted="đơn vị",
        direction=1,
    ),
    _inspected(
        "G3.findings",
        "Tỷ lệ cuộc thanh tra, kiểm tra có phát hiện",
        "with_findings",
        inspection("findings_known"),
        "Số cuộc bắt đầu trong năm có kết luận nêu thiếu sót, vi phạm",
        "Số cuộc bắt đầu trong năm đã ghi số kết luận",
        unknown="findings_unknown",
        direction=None,
        note="Không phát hiện gì không chứng minh là không có vi phạm.",
    ),
    _inspected(
        "G3.remedied",
        "Tỷ lệ khắc phục đúng hạn sau thanh tra, kiểm tra",
        "remedied_on_time",
        inspection("due"),
        "Số cuộc đã khắc phục không muộn hơn hạn",
        "Số cuộc có hạn khắc phục trong năm",
        direction=1,
        note="Tính vào năm đến hạn, dù cuộc thanh tra bắt đầu năm trước; chưa khắc phục khi đến hạn là không đúng hạn.",
    ),
    Indicator(
        code="G3.violations",
        title="Số vi phạm phát hiện qua thanh tra, kiểm tra",
        kind="count",
        unit="vi phạm",
        numerator=frozenset({inspection("violations")}),
        denominator=frozenset({inspection("held")}),
        numerator_text="Số vi phạm được nêu trong các cuộc bắt đầu trong năm",
        denominator_text="Số cuộc đó",
        direction=None,
        source="Luận văn về thị xã Kinh Môn (thanh tra, kiểm tra chưa kịp thời)",
        verified=PARTLY,
        by_group=False,
        reported=True,
        fields=_INSPECTION,
        small=0,
        counted="vi phạm",
    ),
    Indicator(
        code="G4",
        title="Tỷ số khen thưởng trên kỷ luật",
        kind="ratio",
        unit="lượt khen/quyết định kỷ luật",
        numerator=frozenset({(q.AWARDS, q.ANY)}),
        denominator=frozenset({(q.DISCIPLINES, q.ANY)}),
        numerator_text=f"Số lượt khen thưởng của năm, người đó {IN_POST}",
        denominator_text="Số quyết định kỷ luật trong năm, người đó đang giữ chức danh chính vào ngày đó",
        direction=None,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        fields=(*_AWARD, *_DISCIPLINE),
        small=SMALL_SENSITIVE,
        small_denominator=True,
        counted="lượt",
        note="Không có kỷ luật thì không có tỷ số. Hai quyết định (chính quyền, Đảng) về một hành vi tính là hai.",
    ),
)
