"""Declared relatives who serve in one unit on a day, by the pairs of posts that rules name (regulations 13).

Only what files declare (`FamilyMember.relative_official`): nobody is a relative for bearing the same surname.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from foundation.registries import Registry
from officials.models import Appointment, FamilyMember, Official, Unit
from officials.relations import CLOSE, CLOSE_OR_IN_LAW, Relation, answers, relation_of

VIOLATION, ATTENTION, STATISTICS = "vi_pham", "can_luu_y", "thong_ke"
LEVELS = {
    VIOLATION: ("danger", "Dấu hiệu vi phạm"),
    ATTENTION: ("warning", "Cần lưu ý"),
    STATISTICS: ("quiet", "Thống kê"),
}


@dataclass(frozen=True)
class PairRule:
    """Two sets of posts that relatives of `groups` may not hold in one unit, in a time, by an article.

    An empty set of posts is any post. `starts_on`, `ends_on`: first and last day in force, None = open.
    """

    code: str
    title: str
    level: str
    first: frozenset[str]
    second: frozenset[str]
    groups: frozenset[str]
    basis: str
    source: str
    verified: str
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""
    order: int = 0

    def holds_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )

    def fits(self, one: Iterable[str], other: Iterable[str], group: str) -> bool:
        """True when the posts of the two people are such a pair, in either order."""
        if group not in self.groups:
            return False
        one, other = set(one), set(other)
        return (_in(self.first, one) and _in(self.second, other)) or (
            _in(self.first, other) and _in(self.second, one)
        )


def _in(posts: frozenset[str], held: set[str]) -> bool:
    return not posts or bool(posts & held)


pair_rules: Registry[PairRule] = Registry("pair rules")

_205 = (
    "Quy định 205-QĐ/TW (23/09/2019), Điều 3 khoản 6",
    "luatvietnam.vn, bài 17997 (người thân cán bộ)",
    "read",
)
_114 = ("Quy định 114-QĐ/TW (11/07/2023)", "tapchitoaan.vn, bài 9631", "partly")
_TIMES = ((_205, date(2019, 9, 23), date(2023, 7, 10)), (_114, date(2023, 7, 11), None))
_BODIES = (
    ("dang-uy", "Bí thư với Phó Bí thư Đảng ủy", "bi_thu_dang_uy", "pho_bi_thu_dang_uy"),
    ("ubnd", "Chủ tịch với Phó Chủ tịch UBND", "chu_tich_ubnd", "pho_chu_tich_ubnd"),
    ("hdnd", "Chủ tịch với Phó Chủ tịch HĐND", "chu_tich_hdnd", "pho_chu_tich_hdnd"),
)
_CHAIRS = frozenset({"chu_tich_ubnd", "pho_chu_tich_ubnd"})

_place = 0
for _code, _title, _head, _deputy in _BODIES:
    for (_basis, _source, _verified), _first, _last in _TIMES:
        _place += 1
        pair_rules.register(
            PairRule(
                f"{_code}-{_first.year}", _title, VIOLATION, frozenset({_head}), frozenset({_deputy}), CLOSE_OR_IN_LAW,
                _basis, _source, _verified, _first, _last,
                "" if _verified == "read" else "Điều về người thân được giữ lại, chưa đọc chi tiết.", _place,
            )
        )  # fmt: skip
for _rule in (
    PairRule(
        "ke-toan-pctn", "Chủ tịch, Phó Chủ tịch UBND với Tài chính - kế toán", VIOLATION, _CHAIRS,
        frozenset({"tai_chinh_ke_toan"}), CLOSE, "Luật Phòng, chống tham nhũng 36/2018/QH14, Điều 20 khoản 3",
        "tienphong.vn, bài 1121247; luatvietnam.vn (người thân cán bộ)", "read", date(2019, 7, 1), order=20,
    ),
    PairRule(
        "ke-toan-luat", "Chủ tịch UBND với Tài chính - kế toán", VIOLATION, frozenset({"chu_tich_ubnd"}),
        frozenset({"tai_chinh_ke_toan"}), CLOSE, "Luật Kế toán 2015, Điều 52", "Theo trí nhớ; chưa có nguồn đã đọc",
        "memory", date(2017, 1, 1), order=21,
    ),
    PairRule(
        "thu-quy", "Chủ tịch, Phó Chủ tịch UBND với Văn phòng - thống kê", ATTENTION, _CHAIRS,
        frozenset({"van_phong_thong_ke"}), CLOSE, "Luật Phòng, chống tham nhũng 36/2018/QH14, Điều 20 khoản 3",
        "tienphong.vn, bài 1121247", "inference", date(2019, 7, 1),
        note="Là vi phạm nếu người giữ chức danh này làm thủ quỹ; hồ sơ không ghi ai là thủ quỹ.", order=22,
    ),
    PairRule(
        "cung-don-vi", "Người thân gần cùng đơn vị", ATTENTION, frozenset(), frozenset(), CLOSE_OR_IN_LAW,
        "Chưa thấy quy định cấm; Văn phòng - thống kê làm việc nội vụ", "Suy luận", "inference", order=30,
    ),
):  # fmt: skip
    pair_rules.register(_rule)


# --- who is related to whom ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pair:
    """Two officials of one unit, one of whom at least has declared the other; posts held there on the day.

    `told` / `told_back`: what the file of `one` says of `other`, and the reverse ("" where it says nothing).
    """

    unit: Unit
    one: Official
    other: Official
    one_posts: tuple[str, ...]
    other_posts: tuple[str, ...]
    told: str
    told_back: str
    relation: Relation | None
    rules: tuple[PairRule, ...]
    doubt: str

    @property
    def level(self) -> str:
        return self.rules[0].level if self.rules else STATISTICS


def pairs_on(user: Any, day: date, *, unit: Unit | None = None, of: Official | None = None) -> list[Pair]:
    """The declared pairs in post in one unit on `day` that `user` may see; two queries, however many people.

    Both must hold a post there that day, primary or not. `of`: only pairs of that person. Counts pairs, each once.
    """
    links = FamilyMember.objects.visible_to(user).filter(relative_official__isnull=False)
    if of is not None:
        links = links.filter(Q(official=of) | Q(relative_official=of))
    declared: dict[tuple[int, int], str] = {}
    for row in links.order_by("pk").values_list("official_id", "relative_official_id", "relation"):
        declared.setdefault((row[0], row[1]), row[2])
    people = {pk for link in declared for pk in link}
    if not people:
        return []
    postings = Appointment.objects.visible_to(user).on(day).select_related("official__unit", "unit", "post")
    postings = postings.filter(unit=unit) if unit is not None else postings
    if of is not None or unit is not None:
        postings = postings.filter(official__in=people)
    seats: dict[tuple[int, int], list[Appointment]] = {}
    for posting in postings.order_by("post__position", "pk"):
        if posting.official_id in people:
            seats.setdefault((posting.unit_id, posting.official_id), []).append(posting)
    found = []
    for one, other in {(min(link), max(link)) for link in declared}:
        for unit_id in {place for place, person in seats if person == one}:
            if one != other and (unit_id, other) in seats:
                found.append(_pair(seats[unit_id, one], seats[unit_id, other], declared, day))
    order = {level: place for place, level in enumerate(LEVELS)}
    return sorted(
        found, key=lambda pair: (order[pair.level], pair.unit.name, pair.one.name_sort, pair.one.pk)
    )


def _pair(
    one_seats: list[Appointment],
    other_seats: list[Appointment],
    declared: dict[tuple[int, int], str],
    day: date,
) -> Pair:
    if (one_seats[0].official_id, other_seats[0].official_id) not in declared:
        one_seats, other_seats = other_seats, one_seats  # `one` is who has declared
    one, other = one_seats[0].official, other_seats[0].official
    told, back = declared[one.pk, other.pk], declared.get((other.pk, one.pk), "")
    relation = relation_of(told) or relation_of(back)
    one_codes, other_codes = ([seat.post_id for seat in seats] for seats in (one_seats, other_seats))
    rules = [
        rule
        for rule in pair_rules
        if relation is not None and rule.holds_on(day) and rule.fits(one_codes, other_codes, relation.group)
    ]
    rules.sort(key=lambda rule: (list(LEVELS).index(rule.level), rule.order))
    return Pair(
        one_seats[0].unit,
        one,
        other,
        tuple(seat.post.short_name for seat in one_seats),
        tuple(seat.post.short_name for seat in other_seats),
        told,
        back,
        relation,
        tuple(rules),
        _doubt(one, other, told, back),
    )


def _doubt(one: Official, other: Official, told: str, back: str) -> str:
    """Where the two files do not agree."""
    first, second = relation_of(told), relation_of(back)
    if not back:
        return f"Cần kiểm tra: hồ sơ của {other.full_name} chưa khai {one.full_name}."
    if first is None or second is None:
        return "Cần kiểm tra: quan hệ ghi trong hồ sơ không có trong danh mục, chưa đối chiếu được."
    if not answers(first, second):
        return f"Cần kiểm tra: hai hồ sơ khai khác nhau ({told.lower()} và {back.lower()})."
    return ""
