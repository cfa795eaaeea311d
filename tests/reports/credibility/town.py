"""A random town for the tests of credibility: 14 units in two khu, one without a khu, ratings and results of 2019–2021.

Full of what goes wrong: people who leave or move, unrated people, two ratings in a year, missing self-ratings, a
discipline in a unit that has ended, results that some units have not reported.
"""

from __future__ import annotations

import random

from tests.reports.small_town import Rows

YEARS = (2019, 2020, 2021)
CAN_BO = (
    "bi_thu_dang_uy", "pho_bi_thu_dang_uy", "chu_tich_hdnd", "pho_chu_tich_hdnd", "chu_tich_ubnd", "pho_chu_tich_ubnd",
    "chu_tich_ubmttq", "bi_thu_doan", "chu_tich_hoi_phu_nu", "chu_tich_hoi_nong_dan", "chu_tich_hoi_ccb",
)  # fmt: skip
CONG_CHUC = (
    "van_phong_thong_ke",
    "tai_chinh_ke_toan",
    "tu_phap_ho_tich",
    "van_hoa_xa_hoi",
    "dia_chinh_xay_dung",
)
GROUP = dict.fromkeys(CAN_BO, "can_bo") | dict.fromkeys(CONG_CHUC, "cong_chuc")


def level(rng, year):
    third = "han_che_nang_luc" if year <= 2019 else "hoan_thanh"
    return rng.choices(["xuat_sac", "tot", third, "khong_hoan_thanh"], [20, 74, 5, 1])[0]


def random_town(seed):
    """The package rows of one seed."""
    rng, rows = random.Random(seed), Rows()
    units = [f"U{k:02}" for k in range(15)]
    for k, unit in enumerate(units):
        rows.unit(unit, ["Bắc", "Nam", ""][0 if k < 7 else 1 if k < 14 else 2])
    rows.unit("CU", "Bắc", ends_on="2019-10-31")
    for k, unit in enumerate(units):
        for n in range(rng.randint(14, 20)):
            _person(rng, rows, f"P{k:02}{n:02}", unit, units)
    _old_unit(rows)
    for unit in units:
        for year in YEARS:
            if rng.random() < 0.93:
                cases = rng.randint(500, 3000)
                rows.add(
                    "unit_years", unit=unit, year=year, cases=cases, cases_on_time=int(cases * rng.uniform(0.85, 1)),
                    satisfaction_pct=round(rng.uniform(70, 99), 1), reform_score=round(rng.uniform(60, 90), 1),
                    population=rng.randint(4000, 15000),
                )  # fmt: skip
    return rows


def _person(rng, rows, name, unit, units):
    rows.person(name, sex=rng.choice(["nam", "nu"]))
    post = rng.choice(CAN_BO if rng.random() < 0.5 else CONG_CHUC)
    if rng.random() < 0.08:  # moved within the three years
        rows.posting(name, unit, post, "2015-01-01", ends_on="2020-06-30", end_reason="chuyen_cong_tac")
        rows.posting(name, rng.choice(units), post, "2020-07-01")
    elif rng.random() < 0.05:
        rows.posting(name, unit, post, "2015-01-01", ends_on="2021-03-31", end_reason="nghi_huu")
    else:
        rows.posting(name, unit, post, rng.choice(["2012-01-01", "2020-03-01"]))
    for year in YEARS:
        if rng.random() < 0.04:
            rows.rating(name, "", status="not_rated_by_rule", year=year)
            continue
        found = level(rng, year)
        own = rng.choice(["xuat_sac", "tot", found, found, ""])
        if rng.random() < 0.05:
            rows.add("evaluations", official_id=name, year=year, status="rated", level=level(rng, year), self_level="tot",
                     decided_on=f"{year}-12-01")  # fmt: skip
        rows.add("evaluations", official_id=name, year=year, status="rated", level=found, self_level=own,
                 decided_on=f"{year}-12-20")  # fmt: skip
        if rng.random() < 0.03:
            rows.add("disciplines", official_id=name, form="khien_trach", decided_on=f"{year}-06-15",
                     in_duty=rng.choice(["1", "0", ""]))  # fmt: skip
            if rng.random() < 0.5:
                rows.add("disciplines", official_id=name, form="khien_trach", line="dang", decided_on=f"{year}-06-10",
                         in_duty="1")  # fmt: skip


def _old_unit(rows):
    """Someone disciplined in a unit that ended two months before the reference day."""
    rows.person("CU1")
    rows.posting("CU1", "CU", "bi_thu_doan", "2010-01-01", ends_on="2019-10-31", end_reason="sap_nhap")
    rows.posting("CU1", "U00", "bi_thu_doan", "2019-11-01")
    rows.rating("CU1", "tot", "2019-12-20", year=2019)
    rows.add("disciplines", official_id="CU1", form="canh_cao", decided_on="2019-05-01", in_duty="1")
