"""F. Đào tạo, bồi dưỡng. G. Khen thưởng, kỷ luật: events of the year, wherever the person was in post that day."""

from __future__ import annotations

from assessments.models import Award, Discipline, Training
from reports.frames import columns
from reports.indicators import quantities as q
from reports.indicators.model import (
    MEMORY,
    PARTLY,
    PERCENT,
    READ,
    SMALL,
    SMALL_SENSITIVE,
    Indicator,
    Part,
    register,
)  # fmt: skip

_SERVED: Part = frozenset({q.SERVED})
_SERVED_TEXT = "Số người có thời gian giữ chức danh chính trong năm"
_IN_POST = "đang giữ chức danh chính vào ngày đó, tính cho đơn vị của ngày đó"
_NOTE = "Tính cả người đã thôi giữ chức danh trước 31/12; bảng “có mặt 31/12” chỉ tính người còn lại."


def _events(
    code: str,
    title: str,
    unit: str,
    quantity: tuple[str, str],
    text: str,
    *,
    direction: int | None,
    source: str,
    verified: str,
    fields: tuple[tuple[str, str], ...],
    small: int = SMALL,
) -> Indicator:
    """A number of events, with the people who served in the year beside it."""
    return Indicator(
        code=code,
        title=title,
        kind="count",
        unit=unit,
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
        counted=unit,
    )


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
        )
        for form in columns.DISCIPLINE_FORMS
    ),
)
