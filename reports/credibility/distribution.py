"""Phân bố: how the ratings lie. I1 nobody below good, I2 the cap, I3 spread between units, I4 entropy."""

from __future__ import annotations

import math

import numpy as np

from foundation.formats.vi_numbers import number, percent
from officials.rating_cap import rating_cap
from reports.credibility.case import N_RANKS, Case
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
from reports.indicators.model import PARTLY, READ
from reports.rules.model import MissingInput
from reports.statistics import (
    binomial_chance,
    binomial_tail_low,
    effective_n,
    entropy,
    entropy_limit,
    many_chances,
    smallest_seen,
    spread_limits,
    spread_ratio,
)

NATION, COMMUNES = "E2.below_good.benchmark", "E2.below_good.benchmark.communes"
LIKENESS, LIKENESS_HIGH, RARE = "I1.likeness", "I1.likeness.high", "I1.rare"
LEVELS_2018 = tuple(f"E1.benchmark.{name}" for name in ("xuat_sac", "tot", "muc_3", "khong_hoan_thanh"))
CONFIDENCE = "guard.confidence"
_LEAST_UNITS = 4


def nobody_below_good(case: Case) -> Answer:
    """I1: how rare so few below good would be if the town were like the nation of 2018 (6b.4)."""
    case.row("E2")
    by_unit = case.ratings.sum(axis=1)
    n, below = int(by_unit.sum()), int(by_unit[:, 2:].sum())
    rare, size = case.number(RARE) / 100, n / max(int((by_unit.sum(axis=1) > 0).sum()), 1)
    degrees = (0.0, case.number(LIKENESS), case.number(LIKENESS_HIGH))
    numbers = [effective_n(n, size, degree) for degree in degrees]
    figures = [
        Figure("rated", "Số người được xếp loại", n, " người"),
        Figure("below", "Trong đó dưới mức hoàn thành tốt", below, " người"),
    ]
    chances = {}
    for key, norm in (("nation", case.norm(NATION)), ("communes", case.norm(COMMUNES))):
        q = float(norm.value) / 100
        figures.append(
            Figure(f"expected_{key}", f"Số người dưới mức tốt nếu như {_WHERE[key]}", n * q, " người", 1)
        )
        chances[key] = [binomial_tail_low(below * m / n, m, q) for m in numbers]
        figures += [
            Figure(f"p_{key}_{place}", f"Xác suất có không quá {number(below)} người, nếu như {_WHERE[key]}, độ giống "
                   f"nhau {number(degree, 1)}", 100 * p, "%", 2)
            for place, (degree, p) in enumerate(zip(degrees, chances[key], strict=True))
        ]  # fmt: skip
    figures.append(
        Figure(
            "effective", f"Số người hiệu dụng, độ giống nhau {number(degrees[1], 1)}", numbers[1], " người", 1
        )
    )
    least = smallest_seen(numbers[1], rare)
    figures.append(
        Figure("seen", "Tỷ lệ dưới mức tốt nhỏ nhất mà phép thử nhận ra được", 100 * least, "%", 2)
    )
    can_fire = float(case.norm(NATION).value) / 100 >= least
    low, high = (percent(100 * p, 2) for p in (chances["nation"][1], chances["nation"][2]))
    return Answer(
        state=UNDERPOWERED if not can_fire else SIGN if chances["nation"][1] < rare else CLEAR,
        figures=tuple(figures),
        detail=f"{number(below)} trên {number(n)} người được xếp loại ở dưới mức hoàn thành tốt; nếu như cả nước năm 2018 thì "
        f"khoảng {number(n * float(case.norm(NATION).value) / 100, 1)} người. Khả năng chỉ có bấy nhiêu: "
        f"{_chance(chances['nation'][0])} nếu người với người độc lập, {low} đến {high} nếu trong một đơn vị xếp loại "
        f"giống nhau ở mức {number(degrees[1], 1)}–{number(degrees[2], 1)}. Không nhân qua nhiều năm, vì các năm không độc lập.",
        power=f"Với {number(numbers[1], 0)} người hiệu dụng, phép thử chỉ lên tiếng được khi tỷ lệ dưới mức tốt thường "
        f"thấy từ {percent(100 * least, 2)} trở lên.",
        cells=case.over_units(np.stack((by_unit[:, :2].sum(axis=1), by_unit[:, 2:].sum(axis=1)), axis=1)),
    )


_WHERE = {"nation": "cả nước năm 2018", "communes": "cấp xã Vĩnh Long năm 2018"}


def _chance(p: float) -> str:
    return "dưới 0,01%" if p < 0.0001 else percent(100 * p, 2)


def pile_at_the_cap(case: Case) -> Answer:
    """I2: excellent ratings above the cap, or exactly at it more often than chance would have it, by unit and group."""
    cap = rating_cap(case.norms)
    if cap is None:
        raise MissingInput("E3.cap.ratio")
    excellent, good = case.ratings[:, :, 0], case.ratings[:, :, 1]
    both = excellent + good
    if not both.sum():
        raise MissingInput("E3")
    shares = [float(excellent[:, g].sum() / max(both[:, g].sum(), 1)) for g in (0, 1)]
    n_over = n_at = n_cells = 0
    chances: list[float] = []
    for unit, group in np.argwhere(both > 0).tolist():
        size, most = int(both[unit, group]), cap.most(int(good[unit, group]), int(excellent[unit, group]))
        n_cells += 1
        n_over += int(excellent[unit, group]) > most
        n_at += int(excellent[unit, group]) == most > 0
        chances.append(
            math.fsum(
                binomial_chance(k, size, shares[group])
                for k in range(1, size + 1)
                if cap.most(size - k, k) == k
            )
        )
    distribution = many_chances(chances)
    tails = [math.fsum(distribution[k:]) for k in range(len(distribution) + 1)]
    rare = case.number(RARE) / 100
    critical = next(k for k, tail in enumerate(tails) if tail < rare)
    expected = math.fsum(chances)
    return Answer(
        state=SIGN if n_over or tails[n_at] < rare else UNDERPOWERED if critical > n_cells else CLEAR,
        figures=(
            Figure("cells", "Số nhóm xét (mỗi đơn vị: cán bộ, công chức)", n_cells, " nhóm"),
            Figure("over", "Số nhóm vượt mức khống chế", n_over, " nhóm"),
            Figure("at", "Số nhóm đúng bằng mức khống chế", n_at, " nhóm"),
            Figure("expected", "Số nhóm đúng bằng mức, nếu chỉ do ngẫu nhiên", expected, " nhóm", 1),
            Figure("p", "Xác suất ngẫu nhiên có từ bấy nhiêu nhóm trở lên", 100 * tails[n_at], "%", 2),
            Figure("critical", "Từ bao nhiêu nhóm thì hiếm", critical, " nhóm"),
        ),
        detail=f"{number(n_over)} trên {number(n_cells)} nhóm vượt mức khống chế, {number(n_at)} nhóm đúng bằng mức "
        f"(ngẫu nhiên khoảng {number(expected, 1)} nhóm; xác suất có từ {number(n_at)} nhóm: {_chance(tails[n_at])}).",
        power=f"Chỉ khi có từ {number(critical)} nhóm đúng bằng mức thì mới hiếm theo ngẫu nhiên.",
        cells=case.over_units(case.ratings.reshape(len(case.units), -1)[:, [0, 1, N_RANKS, N_RANKS + 1]]),
    )


def spread_between_units(case: Case) -> Answer:
    """I3: the spread of the units' shares of excellent against people strewn by chance over units of these sizes."""
    by_unit = case.ratings.sum(axis=1)
    k, n = by_unit[:, 0], by_unit.sum(axis=1)
    ratio = spread_ratio(k.tolist(), n.tolist())
    if ratio is None or (n > 0).sum() < _LEAST_UNITS:
        raise MissingInput("E3")
    confidence = case.number(CONFIDENCE) / 100
    limits = spread_limits(int(k.sum()), n.tolist(), seed=SEED, confidence=confidence)
    if limits is None:
        raise MissingInput("E3")
    low, high = limits
    beyond = (
        " Cao hơn mức ngẫu nhiên: các đơn vị khác nhau thật, hoặc người đánh giá nghiêm, dễ khác nhau."
        if ratio > high
        else ""
    )
    return Answer(
        state=SIGN if ratio < low else CLEAR,
        figures=(
            Figure("units", "Số đơn vị", int((n > 0).sum()), " đơn vị"),
            Figure("ratio", "Tỷ số phân tán", ratio, "", 2),
            Figure("low", "Mức thấp nhất do ngẫu nhiên", low, "", 2),
            Figure("high", "Mức cao nhất do ngẫu nhiên", high, "", 2),
        ),
        detail=f"Tỷ số phân tán {number(ratio, 2)}; ngẫu nhiên nằm trong khoảng {number(low, 2)}–{number(high, 2)}.{beyond}",
        power=f"Chỉ thấy được việc chia đều khi tỷ số dưới {number(low, 2)}.",
        cells=case.over_units(np.stack((k, n - k), axis=1)),
    )


def entropy_of_ratings(case: Case) -> Answer:
    """I4: how much the ratings tell apart, against the nation of 2018."""
    by_unit = case.ratings.sum(axis=1)
    n = int(by_unit.sum())
    found = entropy(by_unit.sum(axis=0).tolist(), N_RANKS)
    if found is None:
        raise MissingInput("E2")
    nation = [case.number(code) for code in LEVELS_2018]
    compared = entropy(nation, N_RANKS)
    sizes = by_unit.sum(axis=1)
    effective = effective_n(n, n / max(int((sizes > 0).sum()), 1), case.number(LIKENESS))
    tail = (1 - case.number(CONFIDENCE) / 100) / 2
    limit = entropy_limit(nation, effective, seed=SEED, tail=tail)
    shares = by_unit.sum(axis=0) / n
    alike = int(((by_unit == sizes[:, None]).any(axis=1) & (sizes > 0)).sum())
    expected = math.fsum(float((shares**size).sum()) for size in sizes.tolist() if size)
    return Answer(
        state=SIGN if found < limit else CLEAR,
        figures=(
            Figure("entropy", "Độ phân hóa", found, "", 3),
            Figure("nation", "Cả nước năm 2018", compared, "", 3),
            Figure("limit", "Mức thấp nhất do ngẫu nhiên nếu như cả nước", limit, "", 3),
            Figure("alike", "Số đơn vị mọi người cùng một mức", alike, " đơn vị"),
            Figure("alike_expected", "Số đơn vị như thế nếu chỉ do ngẫu nhiên", expected, " đơn vị", 1),
        ),
        detail=f"Độ phân hóa {number(found, 2)} (cả nước năm 2018: {number(compared, 2)}; 0 là mọi người một mức, 1 là rải đều "
        f"bốn mức). {number(alike)} đơn vị có mọi người cùng một mức, ngẫu nhiên khoảng {number(expected, 1)} đơn vị.",
        power=f"Với {number(effective, 0)} người hiệu dụng, chỉ mức dưới {number(limit, 2)} là thấp hơn cả nước ngoài ngẫu nhiên.",
        cells=case.over_units(by_unit),
    )


_NATION_SOURCE = "Kết quả đánh giá cả nước năm 2018 (kinhtevadubao.vn, bài 2-15044; vienthongke.vn, bài 944)"
_RECORDS = "Xếp loại của từng người có mặt ngày 31/12, theo đơn vị và nhóm."

register(
    CredibilityTest(
        code="I1",
        family="phan_bo",
        title="Không ai, hoặc rất ít người, dưới mức hoàn thành tốt",
        question="Nếu nơi này giống cả nước, có hay gặp một năm ít người dưới mức tốt như vậy không?",
        formula="P(X ≤ k) với X theo nhị thức B(n*, q); q = tỷ lệ dưới mức tốt dùng để đối chiếu; n* = n ÷ (1 + (m − 1)·ρ), "
        "m = số người bình quân một đơn vị, ρ = độ giống nhau trong đơn vị (0 đến 0,3). Khi k = 0: (1 − q)^n*.",
        readings={
            SIGN: "Ít người dưới mức tốt hơn hẳn so với nơi dùng để đối chiếu.",
            CLEAR: "Số người dưới mức tốt không khác nơi dùng để đối chiếu ngoài mức ngẫu nhiên.",
            UNDERPOWERED: "Số người quá ít để phép thử này nói được điều gì: nên xem ở toàn thị xã.",
        },
        caveat="Đội ngũ có thể tốt thật. Người trong một đơn vị và các năm liền nhau không độc lập, nên chỉ nêu một khoảng và "
        "không nhân xác suất ba năm.",
        source=f"{_NATION_SOURCE}; cấp xã Vĩnh Long năm 2018 (tintuc.vinhlong.gov.vn, bài 61136)",
        verified=READ,
        run=nobody_below_good,
        data=_RECORDS,
        needs=("E2", "E4"),
        norms=(NATION, COMMUNES, LIKENESS, LIKENESS_HIGH, RARE),
    )
)
register(
    CredibilityTest(
        code="I2",
        family="phan_bo",
        title="Xuất sắc vượt, hoặc dồn đúng vào mức khống chế",
        question="Có nhiều nhóm vượt mức khống chế, hoặc đúng bằng mức đó hơn là ngẫu nhiên không?",
        formula="Mức khống chế = ⌊0,20 × số người hoàn thành tốt⌋ của từng đơn vị và nhóm (cơ sở tính là một thiết lập). Đếm "
        "nhóm vượt mức và nhóm đúng bằng mức; P(từ bấy nhiêu nhóm đúng bằng mức) khi mỗi người xuất sắc là ngẫu nhiên với tỷ "
        "lệ chung của nhóm (tổng các biến Bernoulli khác nhau, tính đúng).",
        readings={
            SIGN: "Có nhóm vượt mức khống chế, hoặc số nhóm đúng bằng mức nhiều hơn ngẫu nhiên: xếp loại có thể theo tỷ lệ cho "
            "sẵn.",
            CLEAR: "Không nhóm nào vượt mức và số nhóm đúng bằng mức không nhiều hơn ngẫu nhiên.",
            UNDERPOWERED: "Quá ít nhóm để phân biệt với ngẫu nhiên.",
        },
        caveat="Từ 2018 đến 14/09/2023 mức này là hướng dẫn của Đảng, không phải quy định của Nhà nước: vượt mức là điều cần xem, "
        "không phải vi phạm. Cơ sở tính được hiểu khác nhau.",
        source="HD 21-HD/BTCTW ngày 18/10/2019 theo QĐ 132-QĐ/TW (theo trí nhớ); NĐ 335/2025/NĐ-CP (đã đọc)",
        verified=PARTLY,
        run=pile_at_the_cap,
        data=_RECORDS,
        needs=("E3",),
        norms=("E3.cap.ratio", "E3.cap.base_with_xuat_sac", RARE),
    )
)
register(
    CredibilityTest(
        code="I3",
        family="phan_bo",
        title="Tỷ lệ xuất sắc giữa các đơn vị gần như chia đều",
        question="Các đơn vị giống nhau về tỷ lệ xuất sắc hơn cả mức ngẫu nhiên không?",
        formula="R = phương sai tỷ lệ xuất sắc giữa các đơn vị ÷ (p(1 − p) × bình quân 1/n). Giới hạn: rải ngẫu nhiên đúng số "
        "người xuất sắc của năm vào các đơn vị theo quy mô của chúng, 4.000 lần.",
        readings={
            SIGN: "Các đơn vị giống nhau hơn mức ngẫu nhiên: như được phân bổ theo chỉ tiêu.",
            CLEAR: "Không thấy dấu hiệu chia đều giữa các đơn vị.",
        },
        caveat="Tỷ số cao hơn mức ngẫu nhiên không phải dấu hiệu ở đây: các đơn vị có thể khác nhau thật.",
        source="Spiegelhalter 2005 (doi 10.1002/sim.1970); giới hạn tính bằng mô phỏng",
        verified=PARTLY,
        run=spread_between_units,
        data=_RECORDS,
        needs=("E3",),
        norms=(CONFIDENCE,),
    )
)
register(
    CredibilityTest(
        code="I4",
        family="phan_bo",
        title="Xếp loại ít phân hóa",
        question="Kết quả xếp loại có cho biết ai làm tốt hơn ai không?",
        formula="H = −Σ p·ln p ÷ ln 4 trên bốn mức (0 = mọi người một mức, 1 = rải đều). Giới hạn: mức 2,5% thấp nhất khi bốc "
        "ngẫu nhiên n* người từ phân bố cả nước năm 2018, 4.000 lần.",
        readings={
            SIGN: "Kết quả xếp loại phân hóa kém hơn cả nước năm 2018.",
            CLEAR: "Mức phân hóa không thấp hơn cả nước năm 2018 ngoài mức ngẫu nhiên.",
        },
        caveat="Phân hóa cao không tự nó là đúng; phân bố cả nước cũng do các nơi tự báo cáo.",
        source=_NATION_SOURCE,
        verified=READ,
        run=entropy_of_ratings,
        data=_RECORDS,
        needs=("E2",),
        norms=(*LEVELS_2018, LIKENESS, CONFIDENCE),
    )
)
