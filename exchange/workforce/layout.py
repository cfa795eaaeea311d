"""The units of the demonstration: real names and codes, illustrative sizes and quotas.

Names, codes and successions are reference data (`fixtures/demo/`). How many people each unit has and is allowed
is invented ([P]): no published figure for Kinh Môn was found, and its class per unit is unknown, so no class is
written.
"""

import csv
import random
from datetime import date
from pathlib import Path

from exchange.workforce import calibration as c

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
REORGANISED = date(2019, 11, 1)  # NQ 768/NQ-UBTVQH14
REGULAR_POLICE = date(2020, 2, 21)  # every commune of Hải Dương has regular police from that day
NEW_QUOTA = date(2019, 6, 25)  # NĐ 34/2019/NĐ-CP
MERGING = {"10711-2019": "10693", "10693-2019": "10693", "10690-2019": "10705", "10705-2019": "10705"}
LARGE = ("10675", "10693", "10696", "10702", "10705", "10714", "10735", "10744", "10747")
SMALL = ("10684", "10687")
MERGED_SIZES = {"10693": {2019: 27, 2020: 26, 2021: 25}, "10705": {2019: 26, 2020: 25, 2021: 24}}
BEFORE_MERGER = {"10711-2019": 16, "10693-2019": 15, "10690-2019": 15, "10705-2019": 16}
ILLUSTRATIVE = "Số liệu minh họa, theo mức tối đa của {decree}"


def read(name: str) -> list[dict[str, str]]:
    """Rows of one of the demonstration's reference files."""
    with (DEMO / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


UNITS = {row["unit"]: row for row in read("units.csv")}
SUCCESSIONS = read("unit_successions.csv")
CURRENT = tuple(
    unit
    for unit, row in UNITS.items()
    if row["starts_on"] <= "2021-12-31" and (not row["ends_on"] or row["ends_on"] >= "2021-12-31")
)
"""The 23 units of 31/12/2021."""
EARLIER = {
    row["successor"]: row["predecessor"]
    for row in SUCCESSIONS
    if row["effective_on"] == REORGANISED.isoformat() and row["predecessor"] not in MERGING
}
"""The one predecessor of each unit that was renamed or raised to a ward, not merged."""


def unit_on(unit: str, day: date) -> str:
    """The id of a unit on a day: before 01/11/2019 that of its predecessor."""
    return EARLIER.get(unit, unit) if day < REORGANISED else unit


def is_ward(unit: str) -> bool:
    return UNITS[unit]["kind"] == "phuong"


def quota(unit: str, day: date) -> int:
    """Illustrative number of officials allowed: 23/21/19, two more before 25/06/2019, one fewer in a commune
    with regular police."""
    base = 23 if unit in LARGE else 19 if unit in SMALL else 21
    if unit in MERGING:
        base = 19
    if day < NEW_QUOTA:
        return base + 2
    return base - 1 if day >= REGULAR_POLICE and not is_ward(unit) else base


def quota_rows() -> list[tuple[str, int, str, str, str]]:
    """unit, total, starts_on, ends_on, basis for every unit that lived between 2018 and 2021."""
    rows = []
    old, new = "Nghị định 92/2009/NĐ-CP", "Nghị định 34/2019/NĐ-CP"
    for unit, row in UNITS.items():
        if row["starts_on"] > "2021-12-31":
            continue
        steps = [(date(2018, 1, 1), old), (NEW_QUOTA, new), (REGULAR_POLICE, new)]
        if row["starts_on"]:
            steps = [(REORGANISED, new), (REGULAR_POLICE, new)]
        if row["ends_on"] == "2019-10-31":
            steps = steps[:2]
        if is_ward(unit):
            steps = [step for step in steps if step[0] != REGULAR_POLICE]
        for index, (starts_on, decree) in enumerate(steps):
            following = steps[index + 1][0] if index + 1 < len(steps) else None
            last = date.fromordinal(following.toordinal() - 1).isoformat() if following else row["ends_on"]
            total = quota(unit, starts_on)
            rows.append((unit, total, starts_on.isoformat(), last, ILLUSTRATIVE.format(decree=decree)))
    return rows


def sizes(rng: random.Random) -> dict[int, dict[str, int]]:
    """People in post on 31/12 of each year by unit; for 2018 by the units of that day. Sums are exact."""
    plain = [unit for unit in CURRENT if unit not in c.MERGED_UNITS]
    result: dict[int, dict[str, int]] = {}
    allowed = {unit: quota(unit, date(2021, 12, 31)) for unit in plain}
    merged = {year: sum(MERGED_SIZES[unit][year] for unit in c.MERGED_UNITS) for year in c.YEARS}
    size = {unit: allowed[unit] - 1 for unit in plain}
    for unit in plain:
        if UNITS[unit]["area"] == c.WEAK_AREA:
            size[unit] -= 1
    for year in (2021, 2020, 2019):
        _level(rng, size, c.HEADCOUNT[year] - merged[year], allowed)
        result[year] = {**size, **{unit: MERGED_SIZES[unit][year] for unit in c.MERGED_UNITS}}
    before = dict(size)
    _level(rng, before, c.HEADCOUNT[2018] - sum(BEFORE_MERGER.values()), allowed)
    result[2018] = {**before, **BEFORE_MERGER}
    return result


def _level(rng: random.Random, size: dict[str, int], total: int, allowed: dict[str, int]) -> None:
    """Move single posts between and into units until the sum is right, staying between 17 and the quota."""
    names = list(size)
    for _ in range(4):  # a little exchange besides, so that units do not all move alike
        up, down = rng.sample(names, 2)
        if size[up] < allowed[up] and size[down] > 17:
            size[up] += 1
            size[down] -= 1
    while sum(size.values()) != total:
        unit = rng.choice(names)
        step = 1 if sum(size.values()) < total else -1
        if 17 <= size[unit] + step <= allowed[unit]:
            size[unit] += step
