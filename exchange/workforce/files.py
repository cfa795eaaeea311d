"""The personal files of the demonstration: the items of form 2C beyond the other tables. All [P], every value invented.

Drawn from a stream of its own, so that nothing else of the package depends on it. Files are fuller in some units than
in others; numbers of books and telephones begin with zeros that no real one has.
"""

import random
from collections.abc import Sequence
from datetime import date

from exchange.workforce import layout
from exchange.workforce.people import Person
from exchange.workforce.tables import COLUMNS, Cell, Memory, Sink

FULLNESS = (0.62, 0.97)  # of the files of a unit
SPREAD = 0.12  # between the people of one unit
SLIP = 0.03  # one item forgotten in a group that was filled in
SOLDIERS = ("chi_huy_truong_quan_su", "chu_tich_hoi_ccb")
SERVED = {"nam": 0.28, "nu": 0.02}
YEARS_OF_STUDY = {"so_cap": 1, "trung_cap": 2, "cao_dang": 3, "dai_hoc": 4, "thac_si": 2, "tien_si": 4, "cao_cap": 1,
                  "cu_nhan": 4}  # fmt: skip
TOLD_HOW = 0.8  # qualifications that say how and from when one studied
_OCCUPATIONS = ("Học sinh", "Sinh viên", "Làm nông nghiệp", "Giáo viên", "Công nhân", "Không")
_STRENGTHS = (
    "Tổng hợp, soạn thảo văn bản",
    "Vận động quần chúng",
    "Quản lý tài chính",
    "Tuyên truyền",
    "Pháp luật",
)
_ORIGINS = ("Nông dân", "Nông dân", "Nông dân", "Công nhân", "Công chức")
_BLOOD = ("o", "o", "b", "b", "a", "ab")
_RANKS = ("Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ")


def write(sink: Sink, memory: Memory, people: list[Person], ids: dict[int, str], rng: random.Random) -> None:
    """The rows of `personal_files`, and how and from when one studied for a qualification."""
    _studies(memory, rng)
    awarded = {row[1] for row in memory.tables["awards"]}
    fullness = {unit: rng.uniform(*FULLNESS) for unit in sorted(layout.UNITS)}
    for person in sorted(people, key=lambda p: ids[p.number]):
        own = min(1.0, max(0.1, rng.gauss(fullness[person.postings[-1].unit], SPREAD)))
        facts = _facts(rng, person, own, is_awarded=ids[person.number] in awarded)
        if facts:
            cells = [facts.get(name) for name in COLUMNS["personal_files"][1:]]
            sink.add("personal_files", ids[person.number], *cells)


def _facts(rng: random.Random, person: Person, fullness: float, *, is_awarded: bool) -> dict[str, Cell]:
    """What one file holds: group by group, as it was filled in."""
    found: dict[str, Cell] = {}
    for group in (
        _identity(rng, person),
        _work(rng, person),
        _service(rng, person),
        _body(rng, person),
        _history(),
    ):
        if rng.random() < fullness:
            found |= {name: value for name, value in group.items() if rng.random() >= SLIP}
    found["never_enlisted"] = bool(found.get("never_enlisted")) and "enlisted_on" not in found
    found["never_awarded"] = not is_awarded and rng.random() < fullness
    return found


def _identity(rng: random.Random, person: Person) -> dict[str, Cell]:
    unit = layout.UNITS[person.postings[-1].unit]
    kind = {"phuong": "phường", "xa": "xã", "thi_tran": "thị trấn"}[unit["kind"]]
    place = f"{kind} {unit['name']}, thị xã Kinh Môn, tỉnh Hải Dương"
    home = f"Khu dân cư số {rng.randint(1, 9)}, {place}"
    return {
        "other_names": "Không",
        "birth_place": place,
        "permanent_address": home,
        "current_address": home,
        "phone": f"0000 {person.number:06d}",
        "national_id_issued_on": f"{rng.randint(2013, 2020)}-{rng.randint(1, 12):02d}",
        "social_insurance_no": f"00000{person.number:05d}",
        "family_origin": rng.choice(_ORIGINS),
    }


def _work(rng: random.Random, person: Person) -> dict[str, Cell]:
    first = min(posting.starts_on for posting in person.postings)
    strength = rng.choice(_STRENGTHS)
    return {
        "occupation_before": rng.choice(_OCCUPATIONS),
        "recruiting_body": "Ủy ban nhân dân cấp huyện",
        "joined_body_on": f"{first:%Y-%m}",
        "main_work": "Theo nhiệm vụ của chức danh",
        "strength": strength,
        "longest_work": strength,
    }


def _service(rng: random.Random, person: Person) -> dict[str, Cell]:
    assert person.birth is not None
    organisation: dict[str, Cell] = {
        "organisation_joined_on": f"{person.birth.year + 16}-03",
        "organisations": "Đoàn TNCS Hồ Chí Minh, đoàn viên",
        "honour_title": "Không",
        "invalid_class": "Không",
        "policy_family": "Con thương binh" if rng.random() < 0.05 else "Không",
    }
    is_soldier = any(posting.post in SOLDIERS for posting in person.postings)
    if not is_soldier and rng.random() >= SERVED[person.sex]:
        return organisation | {"never_enlisted": True}
    begun = person.birth.year + rng.randint(18, 21)
    return organisation | {
        "enlisted_on": f"{begun}-{rng.choice(('02', '03'))}",
        "discharged_on": str(begun + 2),
        "military_rank": rng.choice(_RANKS),
    }


def _body(rng: random.Random, person: Person) -> dict[str, Cell]:
    tall = 165 if person.sex == "nam" else 155
    height = round(rng.gauss(tall, 5))
    return {
        "height_cm": height,
        "weight_kg": round(rng.gauss(0.36 * height, 4), 1),
        "blood_group": rng.choice(_BLOOD),
    }


def _history() -> dict[str, Cell]:
    return dict.fromkeys(("past_history", "foreign_ties", "relatives_abroad"), "Không")


def _studies(memory: Memory, rng: random.Random) -> None:
    """How and from when one studied, where the day of the qualification is known."""
    at = {name: place for place, name in enumerate(COLUMNS["qualifications"])}
    done: list[Sequence[str]] = []
    for row in memory.tables["qualifications"]:
        cells = list(row)
        level, attained = cells[at["level"]], cells[at["attained_on"]]
        if attained and level != "none" and rng.random() < TOLD_HOW:
            longer = cells[at["kind"]] in ("professional", "political") and level in YEARS_OF_STUDY
            if longer:
                begun = date(int(attained[:4]) - YEARS_OF_STUDY[level], 1, 1)
                cells[at["studied_from"]] = (
                    f"{begun.year}-09" if YEARS_OF_STUDY[level] > 1 else str(begun.year)
                )
            cells[at["mode"]] = rng.choice(("chinh_quy", "vua_lam_vua_hoc")) if longer else "boi_duong"
        done.append(cells)
    memory.tables["qualifications"] = done
