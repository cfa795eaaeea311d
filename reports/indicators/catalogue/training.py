"""F1–F3. Đào tạo, bồi dưỡng."""

from __future__ import annotations

from assessments.models import Training
from reports.frames import columns
from reports.indicators import quantities as q
from reports.indicators.catalogue.events import event_count, event_parts, event_people
from reports.indicators.model import MEMORY, PERCENT, READ, missing, register

_TRAINING = (("assessments.Training", "course"),)
_TRAINING_SOURCE = "Báo cáo công tác đào tạo, bồi dưỡng (theo trí nhớ)"
_KIND_LABELS = {str(choice.value): str(choice.label) for choice in Training.Kind}

register(
    event_count(
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
        event_count(
            f"F1.{kind}",
            f"Lượt người được bồi dưỡng: {_KIND_LABELS[kind]}",
            "lượt",
            (q.TRAININGS, kind),
            f"Số lượt học kết thúc trong năm, loại: {_KIND_LABELS[kind].lower()}",
            direction=1,
            source=_TRAINING_SOURCE,
            verified=MEMORY,
            fields=_TRAINING,
            parts=event_parts(q.TRAININGS, columns.TRAINING_KINDS),
        )
        for kind in columns.TRAINING_KINDS
    ),
    event_people(
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
)
