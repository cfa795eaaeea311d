"""F. Đào tạo, bồi dưỡng. G. Khen thưởng, kỷ luật, kiểm tra: events of the year, wherever the person was in post that day."""

from __future__ import annotations

from assessments.models import Award, Discipline, Training
from reports.frames import columns
from reports.indicators import quantities as q
from reports.indicators.model import (
    MEMORY,
    PARTLY,
    PERCENT,
    PROPOSAL,
    READ,
    SMALL,
    SMALL_SENSITIVE,
    Indicator,
    Part,
    Quantity,
    missing,
    register,
)  # fmt: skip
from reports.indicators.unit_numbers import inspection, unit

_SERVED: Part = frozenset({q.SERVED})
_SERVED_TEXT = "Số người có thời gian giữ chức danh chính trong năm"
_IN_POST = "đang giữ chức danh chính vào ngày đó, tính cho đơn vị của ngày đó"
_NOTE = "Tính cả người đã thôi giữ chức danh trước 31/12; bảng “có mặt 31/12” chỉ tính người còn lại."


def _events(
    code: str,
    title: str,
    unit_name: str,
    quantity: tuple[str, str],
    text: str,
    *,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
    parts: tuple[Quantity, ...] = (),
) -> Indicator:
    """A number of events, with the people who served in the year beside it."""
    return Indicator(
        code=code,
        title=title,
        kind="count",
        unit=unit_name,
        numerator=frozenset({quantity}),
        denominator=_SERVED,
        numerator_text=f"{text}, người đó {_IN_POST}",
        denominator_text=_SERVED_TEXT,
        direction=direction,
        source=source,
        verified=verified,
        distinct=True,
        fields=fields,
        small=small,
        note=_NOTE,
        counted=unit_name,
        parts=parts,
    )


def _parts(events: str, kinds: tuple[str, ...]) -> tuple[Quantity, ...]:
    """All kinds of an event, the one without a kind included: together they are every event."""
    return (*((events, kind) for kind in kinds), (events, q.NO_KIND))


def _people(
    code: str,
    title: str,
    quantity: tuple[str, str],
    text: str,
    *,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
) -> Indicator:
    """The share of different people with at least one event, of those who served in the year."""
    return Indicator(
        code=code,
        title=title,
        kind="share",
        unit=PERCENT,
        numerator=frozenset({quantity}),
        denominator=_SERVED,
        numerator_text=f"Số người {text}, {_IN_POST} (mỗi người một lần)",
        denominator_text=_SERVED_TEXT,
        direction=direction,
        source=source,
        verified=verified,
        distinct=True,
        fields=fields,
        small=small,
        note=_NOTE,
    )


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


_INSPECTION = (("assessments.Inspection", "findings"),)
_TRAINING = (("assessments.Training", "course"),)
_AWARD = (("assessments.Award", "title"),)
_DISCIPLINE = (("assessments.Discipline", "form"),)
_TRAINING_SOURCE = "Báo cáo công tác đào tạo, bồi dưỡng (theo trí nhớ)"
_AWARD_SOURCE = "Luật Thi đua, khen thưởng; NĐ 91/2017/NĐ-CP"
_DISCIPLINE_SOURCE = "Luật Cán bộ, công chức; NĐ 112/2020/NĐ-CP; lapphap.vn (bài 211948)"
_KIND_LABELS = {str(choice.value): str(choice.label) for choice in Training.Kind}
_AWARD_LABELS = {str(choice.value): str(choice.label) for choice in Award.Kind}
_FORM_LABELS = {str(choice.value): str(choice.label) for choice in Discipline.Form}

register(
    _events(
        "F1",
        "Lượt người được đào tạo, bồi dưỡng",
        "lượt",
        (q.TRAININGS, q.ANY),
        "Số lượt học kết thúc trong năm",
        direction=1,
        source=_TRAINING_SOURCE,
        verified=MEMORY,
        fields=_TRAINING,
    ),
    *(
        _events(
            f"F1.{kind}",
            f"Lượt người được bồi dưỡng: {_KIND_LABELS[kind]}",
            "lượt",
            (q.TRAININGS, kind),
            f"Số lượt học kết thúc trong năm, loại: {_KIND_LABELS[kind].lower()}",
            direction=1,
            source=_TRAINING_SOURCE,
            verified=MEMORY,
            fields=_TRAINING,
            parts=_parts(q.TRAININGS, columns.TRAINING_KINDS),
        )
        for kind in columns.TRAINING_KINDS
    ),
    _people(
        "F2",
        "Tỷ lệ cán bộ, công chức được bồi dưỡng trong năm",
        q.TRAINED_PEOPLE,
        "có ít nhất một khóa học kết thúc trong năm",
        direction=1,
        source="Vĩnh Linh (mục tiêu từ 60 % mỗi năm); QĐ 163/QĐ-TTg năm 2016 (theo trí nhớ)",
        verified=READ,
        fields=_TRAINING,
    ),
    missing(
        "F3",
        "Mức hoàn thành kế hoạch đào tạo, bồi dưỡng",
        "ratio",
        PERCENT,
        needs="chưa có kế hoạch đào tạo, bồi dưỡng của năm",
        numerator_text="Số lượt học đã thực hiện trong kế hoạch của năm",
        denominator_text="Số lượt học theo kế hoạch của năm",
        source=_TRAINING_SOURCE,
        verified=MEMORY,
        note="Hệ thống chưa có bảng kế hoạch đào tạo, bồi dưỡng; số đã học xem F1, F2.",
    ),
    _people(
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
        _events(
            f"G1.{kind}",
            f"Lượt khen thưởng: {_AWARD_LABELS[kind]}",
            "lượt",
            (q.AWARDS, kind),
            f"Số lượt khen thưởng của năm, loại: {_AWARD_LABELS[kind].lower()}",
            direction=None,
            source=_AWARD_SOURCE,
            verified=PARTLY,
            fields=_AWARD,
            parts=_parts(q.AWARDS, columns.AWARD_KINDS),
        )
        for kind in columns.AWARD_KINDS
    ),
    _people(
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
        _events(
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
            parts=_parts(q.DISCIPLINES, columns.DISCIPLINE_FORMS),
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
        numerator_text=f"Số lượt khen thưởng của năm, người đó {_IN_POST}",
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
