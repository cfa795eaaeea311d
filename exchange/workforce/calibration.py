"""Every number the synthetic workforces are tuned to, with its source.

Marks: [P] a design choice of this project, nobody else's claim · [THESIS] stated by the master's thesis the
project starts from · [D..] published figures of comparable districts, [L..] law and official pages, as numbered
in the project's domain notes. Almost everything is [P] anchored near a published figure: the result is a
plausible town, not a measurement of Kinh Môn. Shares are 0–1; triples are the years 2019, 2020, 2021.
"""

from datetime import date

YEARS = (2019, 2020, 2021)

# --- numbers and structure ------------------------------------------------------------------------------------
HEADCOUNT = {
    2018: 482,
    2019: 468,
    2020: 462,
    2021: 455,
}  # [P] invented; 2018 is the stock the first year starts from
SHARE_CAN_BO = 0.50  # [D4] 48-49 %, [D7] 46-52 %
VACANCY = 0.06  # [D9] 3,7 % … [D4] 7-11,5 %
WOMEN = {2019: 0.255, 2020: 0.262, 2021: 0.270}  # [D4] 21,2 %, [D15] about a quarter
WOMEN_AMONG_KEY_POSTS = 0.13  # [D14] 8,7 %, [D27] 14 % → 8-18 %
WOMEN_AMONG_35_AND_UNDER = 0.45  # [D15] "near parity among the young" → 40-50 %
AGE = {  # [P]; bands to 30, 31-40, 41-50, 51-60, shifting -1/-1/+1/+1 point by 2021
    2019: (0.080, 0.420, 0.310, 0.190),
    2020: (0.075, 0.415, 0.315, 0.195),
    2021: (0.070, 0.410, 0.320, 0.200),
}
AGE_GAP = 5.0  # [P] cán bộ are 4-6 years older than công chức

# --- levels (stock on 31/12) ----------------------------------------------------------------------------------
UNIVERSITY = {  # [D1] công chức 57,2 % (2020) … [D9] 79,5 % (2022)
    "cong_chuc": {2018: 0.63, 2019: 0.68, 2020: 0.73, 2021: 0.79},
    "can_bo": {2018: 0.54, 2019: 0.60, 2020: 0.66, 2021: 0.71},
}
MASTER_AMONG_UNIVERSITY = 0.05  # [D1] 2 of 57 … [D8] 3,5 of 85
COLLEGE_AMONG_REST = 0.20  # [D1] cao đẳng 6,3 of 42,8 below university
CADRE_BELOW_INTERMEDIATE = (0.05, 0.03)  # [D10] cán bộ: chưa qua đào tạo 4,45 %, sơ cấp 1,01 %
POLITICAL = {  # trung cấp or higher; [D1] 72,7 % of công chức (2020)
    "can_bo": {2018: 0.88, 2019: 0.90, 2020: 0.92, 2021: 0.94},
    "cong_chuc": {2018: 0.53, 2019: 0.58, 2020: 0.64, 2021: 0.70},
}
HIGH_POLITICAL_AMONG_KEY = 0.14  # [D8], [D9] cao cấp/cử nhân 2,8 % of all
STATE_MANAGEMENT = {2018: 0.58, 2019: 0.60, 2020: 0.62, 2021: 0.65}  # chuyên viên or higher; [D3] 59,8-63,3 %
IT_CERTIFICATE = {2018: 0.90, 2019: 0.93, 2020: 0.96, 2021: 0.98}  # [D1] 98 %
LANGUAGE_CERTIFICATE = {2018: 0.80, 2019: 0.84, 2020: 0.88, 2021: 0.91}  # [D1] 90 %, [THESIS] "đa số"
UPPER_SECONDARY = {"can_bo": 0.966, "cong_chuc": 1.0}  # [D10]; [D6] 99,04 %
NEW_STANDARD_FROM = date(
    2019, 12, 25
)  # [L1] TT 13/2019: a university degree for those recruited from then on

# --- what happens in a year -----------------------------------------------------------------------------------
HEALTH = (0.22, 0.60, 0.18)  # classes I, II, III of those examined; 100 % I-III [THESIS], the split [P]
EXAMINED = {2019: 0.955, 2020: 0.940, 2021: 0.925}  # [P]; fewer in the epidemic
CAP_OF_GOOD = 0.20
"""[L7] excellent ≤ floor(0,20 × number rated good) per unit and group (HD 21-HD/BTCTW; regulations note 16.2).

The older calibration block put 24/22/21 % of everyone at "xuất sắc", just above a cap of 20 % *of headcount*.
Read on its proper base the cap is 10-15 % of a group of ten, so "just above the cap" now means: most groups sit
exactly at it, some below, and the few of `OVER_CAP` exceed it.
"""
OVER_CAP = {  # how far past the cap, one number a unit and group (of 46) [P]
    2019: (2, 2, 1, 1, 1, 1, 1),
    2020: (2, 1, 1, 1, 1, 1),
    2021: (2, 1, 1, 1, 1),
}
GROUPS_UNDER_CAP = {2019: 3, 2020: 4, 2021: 4}  # one fewer than allowed [P]
UNRATED = 0.011  # [D12] 24 of 2 229
DISCIPLINED = {2019: 4, 2020: 3, 2021: 4}  # people: 0,9 / 0,6 / 0,9 per 100 [P]
COURSES = {
    2019: 0.57,
    2020: 0.51,
    2021: 0.37,
}  # people with a course in the year [P]; the target is 60 % [L3]
EMULATION_TITLE = {2019: 0.80, 2020: 0.82, 2021: 0.84}  # "Lao động tiên tiến" [P]; [THESIS] "chiếm tỷ lệ cao"
GRASSROOTS_FIGHTER_AMONG_TITLE = 0.12  # [D30] 10,2 %; the limit is 15 % [L9]
CERTIFICATE_OF_MERIT = 0.30  # "Giấy khen" of the town [P]
SATISFACTION = (0.84, 0.05)  # mean and spread between units [D19]
POPULATION = 203_638  # [L11]

# --- coming and going (whole town, 2019-2021) -------------------------------------------------------------------
LEAVING = {  # [P]; voluntary leaving rises past 3 % of the mean headcount in the last year
    2019: {"nghi_huu": 12, "thoi_viec": 7, "chuyen_cong_tac": 6, "qua_doi": 1},
    2020: {"nghi_huu": 11, "thoi_viec": 9, "buoc_thoi_viec": 1, "chuyen_cong_tac": 6, "het_nhiem_ky": 2},
    2021: {"nghi_huu": 11, "thoi_viec": 15, "chuyen_cong_tac": 6, "het_nhiem_ky": 2, "qua_doi": 1},
}
TRANSFERS = {2019: 2, 2020: 5, 2021: 5}  # between two units of the town [P]; the merger of 2019 adds its own

# --- differences between units --------------------------------------------------------------------------------
BETWEEN_UNITS_SD = 0.45  # logit [P], so that units differ by more than chance
WEAK_AREA = "Nam An Phụ"  # [P] three of its four units are xã; [THESIS] "ở một số nơi còn hạn chế"
WEAK_AREA_EFFECT = -0.80  # logit [P]
MERGED_UNITS = ("10693", "10705")  # Phạm Thái, Quang Thành (NQ 768/NQ-UBTVQH14)
SHORT_OF_COMPUTERS = 9  # units with fewer than one computer a person [P]
WITHOUT_COMPUTER_FIGURES = 3  # units whose figure is missing [P]


def excellent_cap(rated: int) -> int:
    """The most people of a group of `rated` who may be "xuất sắc" when the cap counts those rated "tốt".

    The largest k with k ≤ floor(0,20 × (rated − k)).
    """
    return max(k for k in range(rated + 1) if k <= int(CAP_OF_GOOD * (rated - k) + 1e-9))
