"""The demonstration's units year by year: equipment, service results, recruitment, inspections. All [P]."""

import random
from datetime import date

from exchange.workforce import calibration as c
from exchange.workforce import layout
from exchange.workforce.people import Person, between, shift
from exchange.workforce.tables import Sink

COMPUTERS_A_PERSON = {2019: 0.90, 2020: 0.97, 2021: 1.05}
INSPECTIONS = {2019: 6, 2020: 5, 2021: 4}
SUBJECTS = (
    "Kiểm tra công vụ, kỷ luật, kỷ cương hành chính",
    "Thanh tra việc tiếp công dân, giải quyết khiếu nại, tố cáo",
    "Kiểm tra công tác cải cách hành chính",
    "Thanh tra quản lý đất đai, trật tự xây dựng",
)
LASTING = tuple(unit for unit in sorted(layout.CURRENT) if not layout.UNITS[unit]["starts_on"])
"""Units that the reorganisation of 2019 left as they were."""
BODIES = ("Phòng Nội vụ thị xã", "Thanh tra thị xã", "Đoàn kiểm tra UBND thị xã")


def unit_years(sink: Sink, rng: random.Random, people: list[Person], effects: dict[str, float]) -> None:
    """One row a unit and year; three units never reported their computers in 2021, one of them in no year."""
    units = sorted(layout.CURRENT)
    silent = rng.sample(units, c.WITHOUT_COMPUTER_FIGURES)
    reporting = [u for u in units if u not in silent]
    short = set(rng.sample(reporting, c.SHORT_OF_COMPUTERS))
    weights = {u: rng.uniform(0.6, 1.5) * (1.3 if u in layout.LARGE else 1) for u in units}
    content = _spread(rng, units, effects)
    for year in c.YEARS:
        day = date(year, 12, 31)
        for unit in units:
            heads = sum(1 for p in people if (q := p.posting_on(day)) and q.unit == unit)
            residents = round(
                c.POPULATION * weights[unit] / sum(weights.values()) * (1 + 0.004 * (year - 2019))
            )
            has_figures = unit not in silent or (year < 2021 and unit != silent[0])
            computers = _computers(rng, heads, year, unit in short) if has_figures else None
            service = _service(rng, residents, year, effects[unit], content[unit])
            sink.add(
                "unit_years", unit, year, computers,
                None if computers is None else round(computers * rng.uniform(0.18, 0.46)),
                *service, residents, *_recruitment(rng, people, unit, year),
            )  # fmt: skip


def _computers(rng: random.Random, heads: int, year: int, short: bool) -> int:
    if short:
        return min(round(heads * rng.uniform(0.66, 0.92) + (year - 2021) * 1.2), heads - 1)
    grown = heads * (COMPUTERS_A_PERSON[year] + rng.uniform(0.0, 0.1))
    return max(round(grown), heads) if year == 2021 else round(grown)


def _spread(rng: random.Random, units: list[str], effects: dict[str, float]) -> dict[str, float]:
    """Satisfaction of each unit (0–1): partly its effect, partly its own, with the calibrated mean and spread."""
    raw = {u: 0.6 * effects[u] / c.BETWEEN_UNITS_SD + 0.8 * rng.gauss(0, 1) for u in units}
    mean = sum(raw.values()) / len(raw)
    sd = (sum((v - mean) ** 2 for v in raw.values()) / len(raw)) ** 0.5
    target, spread = c.SATISFACTION
    return {u: target + spread * (v - mean) / sd for u, v in raw.items()}


def _service(
    rng: random.Random, residents: int, year: int, effect: float, content: float
) -> tuple[int | str, ...]:
    cases = round(residents * rng.uniform(0.22, 0.34) * (0.9 if year == 2021 else 1))
    on_time = round(cases * min(0.999, 0.978 + 0.012 * effect + rng.gauss(0, 0.006)))
    satisfaction = min(98.5, max(60.0, 100 * content + 0.8 * (year - 2020) + rng.gauss(0, 0.8)))
    reform = min(96.0, max(55.0, 76 + 7 * effect + 1.5 * (year - 2020) + rng.gauss(0, 3)))
    received = min(9, int(rng.expovariate(1 / (2.4 - effect))))
    upheld = sum(rng.random() < 0.22 for _ in range(received))
    prompt = sum(rng.random() < 0.86 for _ in range(received))
    return cases, on_time, f"{satisfaction:.1f}", f"{reform:.1f}", received, upheld, prompt


def _recruitment(rng: random.Random, people: list[Person], unit: str, year: int) -> tuple[int, int, int]:
    """Posts advertised, applicants, recruited: the last is who was really taken on by examination."""
    recruited = sum(
        1
        for p in people
        if any(
            q.how == "tuyen_dung" and q.starts_on.year == year and q.unit in _names(unit) for q in p.postings
        )
    )
    advertised = recruited + (rng.random() < 0.3)
    return advertised, sum(rng.randint(1, 3) for _ in range(advertised)), recruited


def _names(unit: str) -> set[str]:
    return {
        unit,
        layout.EARLIER.get(unit, unit),
        *(old for old, new in layout.MERGING.items() if new == unit),
    }


def inspections(sink: Sink, rng: random.Random) -> None:
    """Few, often late, seldom with consequences; in 2021 fewer for the epidemic."""
    for year, number in INSPECTIONS.items():
        chosen = rng.sample(sorted(layout.CURRENT), number)
        free = [unit for unit in LASTING if unit not in chosen]
        for index, unit in enumerate(chosen):
            planned = between(rng, date(year, 3, 1), date(year, 8, 31))
            starts = shift(planned, rng.choice((0, 0, 12, 35, 62)))
            concluded = shift(starts, rng.randint(20, 70))
            findings = rng.choice((0, 1, 2, 2, 3))
            violations = min(findings, rng.choice((0, 0, 1, 1, 2)))
            due = shift(concluded, 60) if findings else None
            done = shift(concluded, rng.randint(30, 110)) if findings and rng.random() < 0.6 else None
            trigger = "dot_xuat" if index == 0 else "ke_hoach"
            through = max(day for day in (concluded, due if done is None else done) if day is not None)
            sink.add(
                "inspections", _inspected(unit, starts, through, free), rng.choice(SUBJECTS),
                trigger, rng.choice(BODIES), planned if trigger == "ke_hoach" else None, starts,
                concluded if concluded.year <= 2021 else None, findings, violations,
                min(violations, rng.randint(0, 1)), due, done if done and done.year <= 2021 else None,
            )  # fmt: skip


def _inspected(unit: str, starts: date, through: date, free: list[str]) -> str:
    """The unit of that time; where it was reorganised before the inspection was through, one of `free`, which lasted."""
    if starts >= layout.REORGANISED:
        return unit
    earlier = _before(unit)
    return free.pop(0) if earlier != unit and through >= layout.REORGANISED else earlier


def _before(unit: str) -> str:
    """The unit that was inspected before the reorganisation of 2019."""
    halves = [old for old, new in layout.MERGING.items() if new == unit]
    return halves[0] if halves else layout.unit_on(unit, date(2019, 1, 1))
