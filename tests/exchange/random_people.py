"""Known people for random workbooks: what is true, and how an office may write it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from exchange.workbooks.values.posts import ORDER
from tests.exchange.samples import truth

POSTS = truth()["vocab"]["posts"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vàng", "Lò", "Đặng", "Hoàng", "Bùi", "Vũ", "Ngô"]
MIDDLE = ["Văn", "Thị", "Đức", "Thị Thu", "Hữu", "Ngọc"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Hà", "Páo", "Thúy", "Ước", "Quyên"]
DATE_STYLES = [
    "{d:02d}/{m:02d}/{y}",
    "{d}/{m}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02d}-{d:02d}",
    "{y}",
]
LEVELS = {
    "degree_level": {"ĐH": "dai_hoc", "CĐ": "cao_dang", "TC": "trung_cap"},
    "political_theory": {"CC": "cao_cap", "TC": "trung_cap", "SC": "so_cap"},
}


@dataclass(frozen=True)
class Person:
    """One person. `iso` is as precise as `birth`, the date as the office writes it."""

    name: str
    sex: str
    birth: str
    day: tuple[int, int, int]
    iso: str
    post: str
    post_written: str
    levels: tuple[tuple[str, str], ...]
    ethnicity: str

    @property
    def truth(self):
        wanted = {"full_name": self.name, "sex": self.sex, "posts": [self.post], "ethnicity": self.ethnicity}
        return wanted | {field: LEVELS[field][written] for field, written in self.levels}


def random_people(chance: Random, *, few: bool = False) -> list[Person]:
    """One to ten people (three at most of a few) with different family names."""
    found = []
    for family in chance.sample(FAMILY, chance.randint(1, 3 if few else 10)):
        name = " ".join([family, chance.choice(MIDDLE), chance.choice(GIVEN)])
        d, m, y = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1961, 1999)
        style = chance.choice(DATE_STYLES)
        post = chance.choice(sorted(ORDER))
        found.append(
            Person(
                name=name,
                sex=chance.choice(["nam", "nu"]),
                birth=style.format(d=d, m=m, y=y),
                day=(d, m, y),
                iso=f"{y}" if style == "{y}" else f"{y}-{m:02d}-{d:02d}",
                post=post,
                post_written=chance.choice(POSTS[post]["written_as"]),
                levels=tuple((field, chance.choice(sorted(words))) for field, words in LEVELS.items()),
                ethnicity=chance.choice(["Kinh", "Tày", "Mường"]),
            )
        )
    return found
