"""Courses of training: names, lengths and costs. All invented ([P]); money in đồng."""

import random
from collections.abc import Sequence
from datetime import date

from exchange.workforce.people import Level, Person, between, shift
from exchange.workforce.tables import COLUMNS, Memory, Sink

KIND_OF_LEVEL = {"professional": "chuyen_mon", "political": "llct", "state_management": "qlnn", "it": "tin_hoc",
                 "foreign_language": "ngoai_ngu"}  # fmt: skip
LEADING = {  # course, days, cost
    "professional": ("Đào tạo trình độ chuyên môn", 700, 0),
    "political": ("Trung cấp lý luận chính trị - hành chính", 240, 9_500_000),
    "state_management": ("Bồi dưỡng quản lý nhà nước ngạch chuyên viên", 45, 3_200_000),
    "it": ("Ứng dụng công nghệ thông tin cơ bản", 30, 1_800_000),
    "foreign_language": ("Tiếng Anh theo khung năng lực 6 bậc", 60, 2_400_000),
}
SHORT = (  # kind, course, days, cost, weight
    ("chuyen_mon", "", 3, 600_000, 30),
    ("ky_nang", "Kỹ năng tiếp công dân, xử lý đơn thư", 2, 450_000, 14),
    ("ky_nang", "Kỹ năng giao tiếp, ứng xử công vụ", 2, 450_000, 10),
    ("llct", "Cập nhật kiến thức lý luận chính trị", 4, 500_000, 14),
    ("qpan", "Bồi dưỡng kiến thức quốc phòng và an ninh đối tượng 4", 4, 700_000, 14),
    ("tin_hoc", "Sử dụng phần mềm một cửa điện tử và chữ ký số", 2, 400_000, 10),
    ("qlnn", "Cập nhật kiến thức quản lý nhà nước cấp xã", 5, 900_000, 5),
    ("khac", "Học tập kinh nghiệm ngoài tỉnh", 3, 2_500_000, 3),
)
BY_POST = {
    "van_phong_thong_ke": "Nghiệp vụ văn thư, lưu trữ",
    "dia_chinh_xay_dung": "Nghiệp vụ quản lý đất đai, xây dựng",
    "tai_chinh_ke_toan": "Nghiệp vụ kế toán ngân sách xã",
    "tu_phap_ho_tich": "Nghiệp vụ hộ tịch, chứng thực",
    "van_hoa_xa_hoi": "Nghiệp vụ văn hóa, lao động, thương binh và xã hội",
    "chi_huy_truong_quan_su": "Tập huấn cán bộ quân sự cơ sở",
    "": "Nghiệp vụ công tác Đảng, đoàn thể ở cơ sở",
}
_WEIGHTS = [row[4] for row in SHORT]


def leading_to(sink: Sink, rng: random.Random, official_id: str, item: Level, ends_on: date) -> None:
    """The course that ended with a level, perhaps begun in an earlier year."""
    course, days, cost = LEADING[item.kind]
    starts_on = shift(ends_on, -days - rng.randint(0, days // 4))
    hours = None if item.kind == "professional" else min(days * 4, 900)
    row = (course, KIND_OF_LEVEL[item.kind], starts_on, ends_on, hours, cost or None, "Đạt")
    sink.add("trainings", official_id, *row)


def short(sink: Sink, rng: random.Random, official_id: str, post: str, span: tuple[date, date]) -> None:
    """One short course that ends within the span; a few begin before it."""
    kind, course, days, cost, _ = rng.choices(SHORT, _WEIGHTS)[0]
    starts_on = between(rng, span[0], shift(span[1], -days))
    ends_on = shift(starts_on, days - 1)
    new_year = date(span[0].year, 1, 12)
    if span[0] <= new_year and rng.random() < 0.015:
        starts_on, ends_on = shift(new_year, -18), new_year
    result = rng.choices(("Đạt", "Khá", "Giỏi", ""), (60, 22, 8, 10))[0]
    sink.add(
        "trainings", official_id, course or BY_POST.get(post, BY_POST[""]), kind, starts_on, ends_on, days * 8,
        cost if rng.random() < 0.85 else None, result,
    )  # fmt: skip


TOGETHER = ("Sử dụng phần mềm một cửa điện tử và chữ ký số", date(2021, 10, 26), date(2021, 10, 27))
"""The course of the town in 2021 that the demonstration holds as one class: title, first and last day."""


def hold_together(memory: Memory, people: list[Person], ids: dict[int, str]) -> None:
    """Let who attended the course `TOGETHER` in its year attend it on the same days; nothing is counted otherwise.

    Who changed unit or post in that year keeps the own days: there the day decides where a course counts.
    """
    title, first, last = TOGETHER
    steady = {ids[person.number] for person in people if _is_steady(person, first.year)}
    at = {name: place for place, name in enumerate(COLUMNS["trainings"])}
    done: list[Sequence[str]] = []
    for row in memory.tables["trainings"]:
        cells = list(row)
        owner, year = cells[at["official_id"]], str(first.year)
        in_year = cells[at["starts_on"]][:4] == cells[at["ends_on"]][:4] == year
        if cells[at["course"]] == title and in_year and owner in steady:
            cells[at["starts_on"]], cells[at["ends_on"]] = first.isoformat(), last.isoformat()
            steady.discard(owner)  # a second time is another course
        done.append(cells)
    memory.tables["trainings"] = done


def _is_steady(person: Person, year: int) -> bool:
    first, last = person.posting_on(date(year, 1, 1)), person.posting_on(date(year, 12, 31))
    held = {(p.unit, p.post) for p in person.postings if p.primary and p.covers(date(year, 12, 31))}
    return first is not None and last is not None and held == {(first.unit, first.post)}
