"""Phân bố, by person: I8 leaders against other cán bộ, I10 the same rating year after year."""

from __future__ import annotations

import numpy as np

from foundation.formats.vi_numbers import number, percent
from reports.credibility.case import Case
from reports.credibility.distribution import CONFIDENCE, RARE
from reports.credibility.model import (
    CLEAR,
    SEED,
    SIGN,
    UNDERPOWERED,
    Answer,
    CredibilityTest,
    Figure,
    register,
)  # fmt: skip
from reports.frames import columns
from reports.indicators.model import PROPOSAL
from reports.rules.model import MissingInput
from reports.statistics import (
    expected_persistence,
    fisher_exact,
    least_significant,
    persistence,
    persistence_limits,
)

LEADERS = (
    "bi_thu_dang_uy", "pho_bi_thu_dang_uy", "chu_tich_hdnd", "pho_chu_tich_hdnd", "chu_tich_ubnd", "pho_chu_tich_ubnd",
)  # fmt: skip
SAME = "I10.same.min"
N_YEARS = 3
_LEAST_PEOPLE = 30


def leaders_against_others(case: Case) -> Answer:
    """I8: excellent among leaders and among the other cán bộ (6b.6: within the group, not against công chức)."""
    frame, inside = case.frame, case.inside
    posts = [case.snapshot.posts.codes.index(code) for code in LEADERS if code in case.snapshot.posts.codes]
    rank = case.ranks_of(case.snapshot.evaluations, case.year)[frame.official[inside]]
    rated = inside[(rank >= 0) & (frame.group[inside] == columns.GROUPS.index("can_bo"))]
    excellent = case.ranks_of(case.snapshot.evaluations, case.year)[frame.official[rated]] == 0
    leads = np.isin(frame.post[rated], posts)
    first, second = (
        (int(excellent[leads].sum()), int(leads.sum())),
        (int(excellent[~leads].sum()), int((~leads).sum())),
    )
    if not first[1] or not second[1]:
        raise MissingInput("E3")
    found = fisher_exact(first, second)
    rare = case.number(RARE) / 100
    least = least_significant(first[1], second, rare)
    shares = [100 * k / n for k, n in (first, second)]
    ahead = shares[0] > shares[1]
    return Answer(
        state=UNDERPOWERED if least is None else SIGN if ahead and found.p_greater < rare else CLEAR,
        figures=(
            Figure("leaders", "Lãnh đạo được xếp loại", first[1], " người"),
            Figure("leaders_excellent", "Trong đó xuất sắc", first[0], " người"),
            Figure("others", "Cán bộ khác được xếp loại", second[1], " người"),
            Figure("others_excellent", "Trong đó xuất sắc", second[0], " người"),
            Figure("ratio", "Tỷ lệ của lãnh đạo gấp mấy lần", found.ratio, " lần", 2),
            Figure(
                "p", "Xác suất ngẫu nhiên chênh từ bấy nhiêu trở lên (Fisher)", 100 * found.p_greater, "%", 2
            ),
            Figure("least", "Từ bao nhiêu lãnh đạo xuất sắc thì hiếm", least, " người"),
        ),
        detail=f"Xuất sắc: lãnh đạo {percent(shares[0])} ({number(first[0])}/{number(first[1])}), cán bộ khác "
        f"{percent(shares[1])} ({number(second[0])}/{number(second[1])}); xác suất ngẫu nhiên {percent(100 * found.p_greater, 2)}.",
        power="Với số người này không mức chênh nào vượt được ngẫu nhiên."
        if least is None
        else f"Chỉ từ {number(least)} trên {number(first[1])} lãnh đạo xuất sắc thì chênh lệch mới ngoài ngẫu nhiên.",
        cells=case.cells(
            frame.unit[rated],
            [excellent & leads, ~excellent & leads, excellent & ~leads, ~excellent & ~leads],
        ),
    )


def the_same_every_year(case: Case) -> Answer:
    """I10: people with one and the same rating three years running, against levels dealt anew within the groups."""
    frame, inside = case.frame, case.inside
    years = range(case.year - N_YEARS + 1, case.year + 1)
    ranks = np.stack(
        [case.ranks_of(case.snapshot.evaluations, year)[frame.official[inside]] for year in years], axis=1
    )
    complete = (ranks >= 0).all(axis=1)
    levels, strata = ranks[complete], frame.group[inside][complete]
    if len(levels) < _LEAST_PEOPLE:
        raise MissingInput("E1")
    found, expected = persistence(levels), expected_persistence(levels, strata)
    limits = persistence_limits(levels, strata, seed=SEED, confidence=case.number(CONFIDENCE) / 100)
    if found is None or expected is None or limits is None:
        raise MissingInput("E1")
    (low, high), many = limits, case.number(SAME) / 100
    stuck, rotates = found > high and found >= many, found < low
    same = (levels == levels[:, :1]).all(axis=1)
    said = (
        "thấp hơn ngẫu nhiên: như luân phiên nhau"
        if rotates
        else "cao hơn ngẫu nhiên"
        if found > high
        else "trong mức ngẫu nhiên"
    )
    return Answer(
        state=UNDERPOWERED if expected >= many else SIGN if stuck or rotates else CLEAR,
        figures=(
            Figure("people", f"Số người có xếp loại cả {N_YEARS} năm", len(levels), " người"),
            Figure("same", "Tỷ lệ cùng một mức cả ba năm", 100 * found, "%", 1),
            Figure("expected", "Tỷ lệ như thế nếu chỉ do ngẫu nhiên", 100 * expected, "%", 1),
            Figure("low", "Mức thấp nhất do ngẫu nhiên", 100 * low, "%", 1),
            Figure("high", "Mức cao nhất do ngẫu nhiên", 100 * high, "%", 1),
        ),
        detail=f"{percent(100 * found)} của {number(len(levels))} người giữ một mức cả ba năm; ngẫu nhiên {percent(100 * expected)} "
        f"(trong khoảng {percent(100 * low)}–{percent(100 * high)}): {said}.",
        power=f"Khi hầu hết cùng một mức thì ngẫu nhiên cũng lặp lại: phép thử chỉ nói được khi mức ngẫu nhiên dưới {percent(100 * many, 0)}.",
        cells=case.cells(frame.unit[inside][complete], [same, ~same]),
    )


register(
    CredibilityTest(
        code="I8",
        family="phan_bo",
        title="Lãnh đạo được xếp xuất sắc nhiều hơn hẳn",
        question="Trong nhóm cán bộ, người giữ chức lãnh đạo có được xếp xuất sắc nhiều hơn mức ngẫu nhiên không?",
        formula="Tỷ lệ xuất sắc của lãnh đạo ÷ tỷ lệ xuất sắc của cán bộ khác; kiểm định chính xác Fisher một phía. Lãnh đạo: bí "
        "thư, phó bí thư, chủ tịch, phó chủ tịch HĐND và UBND. Cán bộ khác: MTTQ và các đoàn thể. Trong nhóm công chức cấp xã "
        "không có chức danh lãnh đạo nên không so.",
        readings={
            SIGN: "Lãnh đạo được xếp xuất sắc nhiều hơn cán bộ khác ngoài mức ngẫu nhiên.",
            CLEAR: "Không thấy lãnh đạo được xếp xuất sắc nhiều hơn ngoài mức ngẫu nhiên.",
            UNDERPOWERED: "Quá ít người để so.",
        },
        caveat="Lãnh đạo có thể làm tốt hơn thật; khối lượng và tính chất việc khác nhau.",
        source="Kiểm định Fisher; cách chia nhóm là đề xuất của hệ thống",
        verified=PROPOSAL,
        run=leaders_against_others,
        data="Xếp loại và chức danh chính của từng cán bộ có mặt ngày 31/12.",
        needs=("E3",),
        norms=(RARE,),
    )
)
register(
    CredibilityTest(
        code="I10",
        family="phan_bo",
        title="Cùng một mức xếp loại ba năm liền",
        question="Mức xếp loại lặp lại nhiều hơn, hay ít hơn, so với khi chia ngẫu nhiên?",
        formula="Tỷ lệ người cùng một mức cả ba năm; mức ngẫu nhiên = Σ theo nhóm (n nhóm ÷ n) × Σ theo mức Π theo năm p(mức). "
        "Giới hạn: trong từng nhóm (cán bộ, công chức) mỗi năm chia lại đúng các mức ấy, 1.000 lần.",
        readings={
            SIGN: "Mức xếp loại lặp lại quá nhiều, hoặc ít đến mức như luân phiên.",
            CLEAR: "Không thấy lặp lại đến mức đáng ngờ, cũng không thấy luân phiên.",
            UNDERPOWERED: "Gần như mọi người cùng một mức, nên lặp lại là tất nhiên và không nói lên điều gì.",
        },
        caveat="Người làm tốt thường xuyên cũng giữ một mức. Mức thứ ba trước và sau 2020 khác tên, cùng bậc; chỉ xét người có "
        "mặt cuối kỳ và có đủ ba năm.",
        source="Đề xuất của hệ thống; hoán vị ngẫu nhiên trong nhóm",
        verified=PROPOSAL,
        run=the_same_every_year,
        data="Xếp loại ba năm của từng người có mặt ngày 31/12.",
        needs=("E1.xuat_sac", "E1.tot"),
        norms=(SAME, CONFIDENCE),
    )
)
