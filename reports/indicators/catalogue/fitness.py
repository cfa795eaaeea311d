"""B. Thể lực."""

from __future__ import annotations

from reports.frames import columns
from reports.indicators.model import PARTLY, PROPOSAL, SMALL_SENSITIVE, Omitted, omitted, register, share

_EXAMINED = {"1", "2", "3", "4", "5"}
_MISSING = {"missing"}
_FIELDS = (("assessments.HealthCheck", "health_class"),)
_SOURCE = "QĐ 1613/BYT-QĐ ngày 15/08/1997; luận văn Khoái Châu (tiêu chí thể lực)"

register(
    *(
        share(
            f"B1.{health_class}",
            f"Tỷ lệ sức khỏe {columns.HEALTH.label(health_class)}".replace("Loại", "loại"),
            columns.HEALTH,
            {health_class},
            unknown=_MISSING,
            direction={"1": 1, "2": 1, "3": 0, "4": -1, "5": -1}[health_class],
            source=_SOURCE,
            verified=PARTLY,
            fields=_FIELDS,
            small=SMALL_SENSITIVE,
            note="Chia cho mọi người có mặt, kể cả người chưa khám; B2 và B3 chia cho số đã khám.",
        )
        for health_class in sorted(_EXAMINED)
    ),
    share(
        "B2",
        "Tỷ lệ đủ sức khỏe công tác (loại I, II, III)",
        columns.HEALTH,
        {"1", "2", "3"},
        of=_EXAMINED,
        unknown=_MISSING,
        direction=1,
        source=_SOURCE,
        verified=PARTLY,
        fields=_FIELDS,
        small=SMALL_SENSITIVE,
    ),
    share(
        "B3",
        "Tỷ lệ sức khỏe tốt (loại I, II)",
        columns.HEALTH,
        {"1", "2"},
        of=_EXAMINED,
        unknown=_MISSING,
        direction=1,
        source=_SOURCE,
        verified=PARTLY,
        fields=_FIELDS,
        small=SMALL_SENSITIVE,
    ),
    share(
        "B4",
        "Tỷ lệ được khám sức khỏe trong năm",
        columns.HEALTH,
        _EXAMINED,
        direction=1,
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        fields=_FIELDS,
        small=SMALL_SENSITIVE,
    ),
)
omitted.register(
    Omitted(
        "B5",
        "Chiều cao, cân nặng, BMI",
        "Không thu thập: không nói lên khả năng làm việc, là thông tin sức khỏe nhạy cảm, và phân loại sức khỏe (B1) đã "
        "gồm thể lực theo QĐ 1613/BYT-QĐ.",
        "Luận văn Chợ Đồn, Khoái Châu có nêu",
    )
)
