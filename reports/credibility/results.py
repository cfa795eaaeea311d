"""Gắn với kết quả (I5), mâu thuẫn (I6), đối chiếu bên ngoài (I7, I9, I11): the ratings against what else is known."""

from __future__ import annotations

import numpy as np

from foundation.formats.vi_numbers import number, percent, signed
from reports.credibility.case import Case
from reports.credibility.distribution import CONFIDENCE
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
from reports.frames.contradictions import disciplined
from reports.indicators.model import MEMORY, PARTLY, PROPOSAL, READ
from reports.rules.model import MissingInput
from reports.statistics import least_correlation, spearman_interval

RHO, UPPER, LEAST_UNITS = "I5.rho.max", "I5.upper.max", "I5.min_units"
RATED_GOOD = "G2.rated_good.max"
REFORM_GOOD, GAP = "I9.reform_score.good", "I9.gap.max"
SATISFIED = "I11.satisfaction.max"
OUTCOMES = {"E5": "hồ sơ đúng hạn", "E6": "điểm cải cách hành chính", "E7": "mức hài lòng"}
_DRAWS = 2000
_LEAST_COVERAGE = 0.8


def linked_to_results(case: Case) -> Answer:
    """I5: rank correlation over units of the share of excellent with the results of the unit."""
    least_units, confidence = int(case.number(LEAST_UNITS)), case.number(CONFIDENCE) / 100
    most, upper = case.number(RHO), case.number(UPPER)
    excellent = case.unit_values("E3")
    figures, said, states, sizes = [], [], [], []
    absent: list[str] = []
    for code, name in OUTCOMES.items():
        try:
            values = case.unit_values(code)
        except MissingInput:
            absent.append(code)
            continue
        pairs = [(a, b) for a, b in zip(excellent, values, strict=True) if a is not None and b is not None]
        found = None
        if len(pairs) >= least_units:
            found = spearman_interval(*zip(*pairs, strict=True), seed=SEED, confidence=confidence)
        if found is None:
            absent.append(code)
            continue
        sizes.append(found.n)
        states.append(
            CLEAR if found.low > 0 else SIGN if found.rho <= most and found.high < upper else UNDERPOWERED
        )
        figures += [
            Figure(f"rho_{code}", f"Tương quan hạng với {name}", found.rho, "", 2),
            Figure(f"low_{code}", "Cận dưới", found.low, "", 2),
            Figure(f"high_{code}", "Cận trên", found.high, "", 2),
        ]
        said.append(f"{name}: {signed(found.rho, 2)} ({signed(found.low, 2)} đến {signed(found.high, 2)})")
    if not states:
        raise MissingInput(*absent)
    n = min(sizes)
    least = least_correlation(n, confidence)
    figures += [
        Figure("units", "Số đơn vị", n, " đơn vị"),
        Figure("least", "Tương quan nhỏ nhất phân biệt được với ngẫu nhiên", least, "", 2),
    ]
    return Answer(
        state=CLEAR if CLEAR in states else SIGN if set(states) == {SIGN} else UNDERPOWERED,
        figures=tuple(figures),
        detail=f"Tương quan hạng giữa tỷ lệ xuất sắc và kết quả của {number(n)} đơn vị: {'; '.join(said)}.",
        power=f"Với {number(n)} đơn vị, chỉ tương quan từ {number(least, 2)} trở lên mới phân biệt được với ngẫu nhiên.",
        missing=tuple(absent),
    )


def disciplined_rated_good(case: Case) -> Answer:
    """I6: people disciplined in the year and yet rated good or better; and units with upheld complaints, all good."""
    most = case.number(RATED_GOOD)
    found = disciplined(case.snapshot, case.year)
    found = found.where(case.in_scope(found.unit))
    people, good = (len(np.unique(rows)) for rows in (found.official, found.official[found.rated_good]))
    if not people:
        raise MissingInput("G2")
    in_duty = len(np.unique(found.official[found.rated_good & found.in_duty]))
    return Answer(
        state=SIGN if good > most else CLEAR,
        figures=(
            Figure("disciplined", "Số người bị kỷ luật trong năm", people, " người"),
            Figure("rated_good", "Trong đó được xếp hoàn thành tốt trở lên", good, " người"),
            Figure("in_duty", "Trong đó vi phạm trong thực thi nhiệm vụ", in_duty, " người"),
        ),
        detail=f"{number(good)} trên {number(people)} người bị kỷ luật trong năm được xếp hoàn thành tốt trở lên, trong đó "
        f"{number(in_duty)} người vi phạm trong thực thi nhiệm vụ.",
        power="Một trường hợp cũng đủ để xem lại; không có trường hợp nào thì không chứng minh điều gì, nhất là khi ít thanh tra, "
        "kiểm tra.",
        cells=case.cells(found.unit, [found.rated_good, ~found.rated_good]),
    )


def self_against_final(case: Case) -> Answer:
    """I7: how far self-ratings lie above the final ones, and whether that has grown since the year before."""
    if len(case.units) < int(case.number(LEAST_UNITS)):
        raise MissingInput(LEAST_UNITS)
    now, before = (_gaps(case, year) for year in (case.year, case.year - 1))
    if not now[1].sum() or not before[1].sum():
        raise MissingInput("E1")
    means = [float(gaps.sum() / n.sum()) for gaps, n, _ in (now, before)]
    low, high = _growth_limits(now, before, case.number(CONFIDENCE) / 100)
    n, lowered, same = int(now[1].sum()), int(now[2][:, 0].sum()), int(now[2][:, 1].sum())
    growth = means[0] - means[1]
    return Answer(
        state=SIGN if low > 0 else CLEAR,
        figures=(
            Figure("people", "Số người có tự xếp loại và kết luận", n, " người"),
            Figure("lowered", "Kết luận thấp hơn tự xếp loại", lowered, " người"),
            Figure("same", "Kết luận bằng tự xếp loại", same, " người"),
            Figure("raised", "Kết luận cao hơn tự xếp loại", n - lowered - same, " người"),
            Figure("gap", f"Chênh lệch bình quân {case.year} (bậc)", means[0], " bậc", 3),
            Figure("gap_before", f"Chênh lệch bình quân {case.year - 1} (bậc)", means[1], " bậc", 3),
            Figure("growth", "Tăng thêm", growth, " bậc", 3),
            Figure("low", "Cận dưới", low, " bậc", 3),
            Figure("high", "Cận trên", high, " bậc", 3),
        ),
        detail=f"Tự xếp loại cao hơn kết luận bình quân {number(means[0], 2)} bậc ({case.year - 1}: {number(means[1], 2)}); "
        f"thay đổi {signed(growth, 2)} bậc (khoảng {signed(low, 2)} đến {signed(high, 2)}). {number(same)} trên {number(n)} người "
        "được kết luận đúng như tự xếp loại.",
        power=f"Chỉ thấy được mức tăng từ khoảng {number((high - low) / 2, 2)} bậc trở lên.",
        cells=case.over_units(now[2]),
    )


def _gaps(case: Case, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By unit: the sum of (self − final) in ranks, the people with both, and how many were lowered, kept, raised."""
    frame, inside = case.frame, case.inside
    final, own = (
        case.ranks_of(records, year)[frame.official[inside]]
        for records in (case.snapshot.evaluations, case.snapshot.self_ratings)
    )
    both = (final >= 0) & (own >= 0)
    place, gap = np.searchsorted(case.units, frame.unit[inside][both]), (final - own)[both]
    kinds = [np.bincount(place[kind], minlength=len(case.units)) for kind in (gap > 0, gap == 0, gap < 0)]
    return (
        np.bincount(place, weights=gap, minlength=len(case.units)),
        np.bincount(place, minlength=len(case.units)),
        np.stack(kinds, axis=1),
    )


def _growth_limits(
    now: tuple[np.ndarray, ...], before: tuple[np.ndarray, ...], confidence: float
) -> tuple[float, float]:
    """The interval of the growth of the mean gap over samples of whole units, since people of a unit are alike."""
    n_units = len(now[1])
    chosen = np.random.default_rng(SEED).integers(0, n_units, size=(_DRAWS, n_units))
    means = [gaps[chosen].sum(axis=1) / np.maximum(n[chosen].sum(axis=1), 1) for gaps, n, _ in (now, before)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(means[0] - means[1], [tail, 1 - tail])
    return float(low), float(high)


def people_against_units(case: Case) -> Answer:
    """I9: people rated good or better against units whose own reform score is good (their own, not another province's)."""
    good, most = case.number(REFORM_GOOD), case.number(GAP)
    people, scores = case.row("E2"), [score for score in case.unit_values("E6") if score is not None]
    if len(scores) < max(_LEAST_COVERAGE * len(case.units), 2):
        raise MissingInput("E6")
    n_good = sum(score >= good for score in scores)
    share = 100 * n_good / len(scores)
    gap = people["value"] - share
    by_unit = case.ratings.sum(axis=1)
    return Answer(
        state=SIGN if gap > most else CLEAR,
        figures=(
            Figure("people", "Người hoàn thành tốt trở lên", people["value"], "%", 1),
            Figure("units", "Đơn vị có điểm cải cách hành chính", len(scores), " đơn vị"),
            Figure("units_good", f"Trong đó từ {number(good)} điểm", n_good, " đơn vị"),
            Figure("share", "Tỷ lệ đơn vị từ mức tốt", share, "%", 1),
            Figure("gap", "Chênh lệch", gap, " điểm %", 1),
        ),
        detail=f"{percent(people['value'])} số người được xếp hoàn thành tốt trở lên, trong khi {percent(share)} số đơn vị "
        f"({number(n_good)}/{number(len(scores))}) đạt từ {number(good)} điểm cải cách hành chính: chênh {number(gap, 1)} điểm %.",
        power=f"Một đơn vị là {number(100 / len(scores), 1)} điểm %.",
        cells=case.over_units(np.stack((by_unit[:, :2].sum(axis=1), by_unit[:, 2:].sum(axis=1)), axis=1)),
    )


def satisfaction_at_the_ceiling(case: Case) -> Answer:
    """I11: satisfaction so high that the way of asking must be looked at before it is praised."""
    row, most = case.row("E7"), case.number(SATISFIED)
    figures = [Figure("satisfaction", "Mức hài lòng", row["value"], "%", 1)]
    try:
        score = case.row("E6")["value"]
        figures += [
            Figure("reform", "Điểm cải cách hành chính", score, " điểm", 1),
            Figure("gap", "Chênh lệch", row["value"] - score, " điểm", 1),
        ]
    except MissingInput:
        pass
    return Answer(
        state=SIGN if row["value"] > most else CLEAR,
        figures=tuple(figures),
        detail=f"Mức hài lòng {percent(row['value'])}; từ {percent(most, 0)} trở lên thì cần xem cách lấy ý kiến.",
        power="Không biết số phiếu và cách chọn người trả lời, nên không tính được độ chính xác.",
    )


register(
    CredibilityTest(
        code="I5",
        family="ket_qua",
        title="Xếp loại không gắn với kết quả của đơn vị",
        question="Đơn vị nhiều người xuất sắc hơn có kết quả phục vụ tốt hơn không?",
        formula="Tương quan hạng Spearman giữa tỷ lệ xuất sắc (E3) và hồ sơ đúng hạn (E5), điểm cải cách hành chính (E6), mức hài "
        "lòng (E7) qua các đơn vị; khoảng bootstrap theo đơn vị, 2.000 lần. Dấu hiệu: với mọi kết quả ρ ≤ 0,1 và cận trên < 0,4; có gắn: ít nhất một cận dưới > 0.",
        readings={
            SIGN: "Tỷ lệ xuất sắc không đi cùng kết quả nào của đơn vị.",
            CLEAR: "Tỷ lệ xuất sắc đi cùng ít nhất một kết quả của đơn vị.",
            UNDERPOWERED: "Số đơn vị quá ít để nói có gắn hay không gắn với kết quả.",
        },
        caveat="Tương quan giữa đơn vị không nói về từng người; ba kết quả được thử cùng lúc. Có mấy chục đơn vị, phép thử yếu.",
        source="Tương quan hạng Spearman; ngưỡng là đề xuất của hệ thống",
        verified=PROPOSAL,
        run=linked_to_results,
        data="Tỷ lệ xuất sắc và kết quả năm của từng đơn vị.",
        needs=("E3", "E5", "E6", "E7"),
        norms=(RHO, UPPER, LEAST_UNITS, CONFIDENCE),
        levels=("town",),
    )
)
register(
    CredibilityTest(
        code="I6",
        family="mau_thuan",
        title="Bị kỷ luật nhưng vẫn được xếp loại tốt",
        question="Có ai bị kỷ luật trong năm mà vẫn được xếp hoàn thành tốt trở lên không?",
        formula="Số người có quyết định kỷ luật trong năm (tính cho đơn vị của ngày quyết định) và xếp loại năm đó từ hoàn thành tốt "
        "trở lên.",
        readings={
            SIGN: "Có người bị kỷ luật trong năm vẫn được xếp hoàn thành tốt trở lên.",
            CLEAR: "Không có người bị kỷ luật nào được xếp hoàn thành tốt trở lên.",
        },
        caveat="Từ 2020 đến 14/09/2023 chỉ vi phạm trong thực thi nhiệm vụ buộc xếp không hoàn thành; từ 15/09/2023 là mọi kỷ luật, "
        "trừ hành vi đã tính cho năm trước. Năm 2019 theo NĐ 56/2015, chưa đọc đủ văn bản. Danh sách từng trường hợp chỉ Phòng "
        "Nội vụ mở được và mỗi lần mở đều được ghi lại. Khiếu nại, tố cáo đúng không ghi theo người nên không đối chiếu được.",
        source="NĐ 90/2020/NĐ-CP Điều 7, 11, 15; NĐ 48/2023/NĐ-CP (thuvienphapluat.vn, bài 51174)",
        verified=PARTLY,
        run=disciplined_rated_good,
        data="Quyết định kỷ luật và xếp loại của từng người.",
        needs=("G2", "E2"),
        norms=(RATED_GOOD,),
        fields=(("assessments.Discipline", "form"), ("assessments.Evaluation", "level")),
        small=10,
        only_town_when_hidden=True,
    )
)
register(
    CredibilityTest(
        code="I7",
        family="ben_ngoai",
        title="Tự xếp loại ngày càng cao hơn kết luận",
        question="Khoảng cách giữa tự xếp loại và kết luận có nới rộng không?",
        formula="Bình quân (bậc tự xếp loại − bậc kết luận) năm nay trừ năm trước; khoảng bootstrap theo đơn vị, 2.000 lần.",
        readings={
            SIGN: "Tự xếp loại cao hơn kết luận, và khoảng cách nới rộng so với năm trước.",
            CLEAR: "Khoảng cách giữa tự xếp loại và kết luận không nới rộng ngoài mức ngẫu nhiên.",
        },
        caveat="Khoảng cách rộng cũng có nghĩa người kết luận đã nghiêm. Ý kiến người dân về cán bộ (phiếu B) không đo được: chưa có "
        "khảo sát. Tính trên người có mặt cuối năm, theo đơn vị cuối năm.",
        source="Đề xuất của hệ thống",
        verified=PROPOSAL,
        run=self_against_final,
        data="Tự xếp loại và kết luận của từng người, hai năm.",
        needs=("E1.xuat_sac", "E1.tot"),
        norms=(LEAST_UNITS, CONFIDENCE),
        levels=("town",),
        fields=(("assessments.Evaluation", "self_level"), ("assessments.Evaluation", "level")),
    )
)
register(
    CredibilityTest(
        code="I9",
        family="ben_ngoai",
        title="Người được xếp tốt nhiều hơn hẳn đơn vị được chấm tốt",
        question="Người do đơn vị tự xếp loại và đơn vị do bên ngoài chấm có lệch xa nhau không?",
        formula="Tỷ lệ người hoàn thành tốt trở lên (E2) − tỷ lệ đơn vị có điểm cải cách hành chính (E6) từ mức tốt, của chính các "
        "đơn vị này; không tính khi dưới 80% số đơn vị có điểm.",
        readings={
            SIGN: "Tỷ lệ người được xếp tốt cao hơn hẳn tỷ lệ đơn vị được bên ngoài chấm tốt.",
            CLEAR: "Tỷ lệ người được xếp tốt không cách xa tỷ lệ đơn vị được chấm tốt.",
        },
        caveat="Điểm cải cách hành chính không chỉ do con người; mức “tốt” là bao nhiêu điểm do từng tỉnh quy định. Thừa Thiên Huế "
        "2021: 52% số xã đạt từ mức tốt (snv.thuathienhue.gov.vn).",
        source="Đối chiếu theo xếp hạng cải cách hành chính cấp xã; ngưỡng theo trí nhớ",
        verified=MEMORY,
        run=people_against_units,
        data="Xếp loại của từng người và điểm cải cách hành chính của từng đơn vị.",
        needs=("E2", "E6"),
        norms=(REFORM_GOOD, GAP),
        levels=("town",),
    )
)
register(
    CredibilityTest(
        code="I11",
        family="ben_ngoai",
        title="Mức hài lòng sát trần",
        question="Mức hài lòng có cao đến mức phải xem lại cách lấy ý kiến không?",
        formula="Mức hài lòng (E7) trên 97%; đặt cạnh điểm cải cách hành chính (E6).",
        readings={
            SIGN: "Mức hài lòng sát trần: cần xem cách lấy ý kiến trước khi khen.",
            CLEAR: "Mức hài lòng chưa sát trần.",
        },
        caveat="Phường Nam Sơn (Kiến An) 2021: hài lòng 39,95/40 điểm nhưng thẩm định 43,26/60. Phiếu phát tại chỗ thường cho kết quả cao.",
        source="Cổng thông tin phường Nam Sơn, Kiến An, năm 2021",
        verified=READ,
        run=satisfaction_at_the_ceiling,
        data="Mức hài lòng và điểm cải cách hành chính năm của từng đơn vị.",
        needs=("E7", "E6"),
        norms=(SATISFIED,),
        fields=(("assessments.UnitYear", "satisfaction_pct"),),
    )
)
