"""A list of known people laid out at random: header levels, merges, split and tick columns, groups, totals, signatures."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.exchange.random_people import LEVELS, Person

NAMES = ["Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ và\ntên", "Họ và tên (1)", "HO_TEN", "Ho va ten"]
BIRTHS = ["Ngày sinh", "NGÀY, THÁNG, NĂM SINH", "Ngày sinh (ngày/tháng/năm)", "Năm sinh", "NGAY_SINH"]
SEXES = ["Giới tính", "Giới tính (Nam/Nữ)", "GIOI_TINH", "Phái"]
POST_HEADS = ["Chức vụ, chức danh", "Chức vụ", "CHỨC DANH", "Chức vụ hiện nay"]
LEVEL_HEADS = {
    "degree_level": ["Chuyên môn", "Trình độ chuyên môn"],
    "political_theory": ["LLCT", "Lý luận chính trị"],
}
TICKS = ["x", "X", "✓", 1, "+"]
NOISE = [
    ["I", "CÁN BỘ"], ["", "Khối Đảng ủy"], ["A", "Khối chính quyền"], ["II. CÔNG CHỨC CHUYÊN MÔN"], ["", "Cộng: 3 người"],
    ["", "Cộng", 3], [],
]  # fmt: skip
TITLES = [["UBND XÃ TÂN LẬP"], ["DANH SÁCH CÁN BỘ, CÔNG CHỨC"], ["Tính đến ngày 31/12/2021"], []]
ENDS = [
    [["Danh sách này có {n} người./."]],
    [["", "Tổng cộng: {n} người"], [], ["", "NGƯỜI LẬP BIỂU", "", "TM. UBND XÃ"], [], ["", "Trần Thị Lan", "", "Đào Văn Minh"]],
    [["Ghi chú: x là có"], ["- TC: trung cấp"]],
    [["", "", "", "Tân Lập, ngày 05 tháng 01 năm 2022"], ["", "Người lập", "", "CHỦ TỊCH"], ["", "Tạ Thị Lan", "", "Đào Văn Minh"]],
]  # fmt: skip


@dataclass
class Laid:
    """A sheet's cells, its merges (rows from 1, columns from 0) and the row of each person."""

    table: list[list[object]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    shape: str = ""


def lay_out(
    chance: Random,
    people: list[Person],
    *,
    titles: list | None = None,
    before: dict[int, list] | None = None,
    signs: bool = True,
) -> Laid:
    """The people in one table.

    `titles`: what stands above it; `before`: a row before the nth person (from 0); `signs`: it may end in signatures.
    """
    columns = _columns(chance)
    table = [list(title) for title in titles or chance.sample(TITLES, chance.randint(0, 4))]
    laid = Laid(table)
    header = _header(chance, columns, laid)
    if chance.random() < 0.4:
        table.append([f"({number})" for number in range(1, len(columns) + 1)])
    for number, person in enumerate(people, 1):
        if number - 1 in (before or {}):
            table.append(list(before[number - 1]))
        if chance.random() < 0.3:
            table.append(list(chance.choice(NOISE)))
        if number > 1 and chance.random() < 0.1 and not laid.merges:
            table.extend(list(row) for row in header)
        table.append([_cell(chance, kind, person, number) for kind, _, _ in columns])
        laid.numbers.append(len(table))
    if signs and chance.random() < 0.6:
        table += [[_filled(cell, len(people)) for cell in row] for row in chance.choice(ENDS)]
    return laid


def _filled(cell: object, n: int) -> object:
    return cell.format(n=n) if isinstance(cell, str) else cell


def _columns(chance: Random) -> list[tuple[str, str, str]]:
    """(what stands in it, heading, heading below) of each column."""
    groups = [
        chance.choice([
            [("name", chance.choice(NAMES), "")],
            [("family", "Họ và tên", "Họ đệm"), ("given", "Họ và tên", "Tên")],
        ]),
        chance.choice([
            [("birth", chance.choice(BIRTHS), ""), ("sex", chance.choice(SEXES), "")],
            [("birth.nam", "Ngày sinh", "Nam"), ("birth.nu", "Ngày sinh", "Nữ")],
            [("d", "Ngày sinh", "Ngày"), ("m", "Ngày sinh", "Tháng"), ("y", "Ngày sinh", "Năm"), ("sex", "Giới tính", "")],
        ]),
        [("post", chance.choice(POST_HEADS), "")],
        [("ethnicity", "Dân tộc", "")],
    ]  # fmt: skip
    for name, words in LEVELS.items():
        head = chance.choice(LEVEL_HEADS[name])
        ticks = [(f"{name}={word}", head, word) for word in words]
        groups.append(chance.choice([[(name, head, "")], ticks]))
    if chance.random() < 0.3:
        groups.append([("nothing", "Điện thoại", "")])
    chance.shuffle(groups)
    return [("stt", chance.choice(["STT", "TT"]), ""), *(column for group in groups for column in group)]


def _header(chance: Random, columns, laid: Laid) -> list[list[object]]:
    if not any(below for _, _, below in columns):
        rows = [[head for _, head, _ in columns]]
        laid.table.extend(rows)
        return rows
    tops, spans, start = [], [], 0
    for index, (_, head, below) in enumerate(columns):
        if index and below and columns[index - 1][2] and columns[index - 1][1] == head:
            tops.append("")
        else:
            tops.append(head)
            start = index
        spans.append((start, index))
    rows = [tops, [below for _, _, below in columns]]
    first = len(laid.table) + 1
    laid.table.extend(list(row) for row in rows)
    if chance.random() < 0.5:
        for index, (_, _, below) in enumerate(columns):
            if not below:
                laid.merges.append((first, index, first + 1, index))
        widest = {first_column: last for first_column, last in spans}
        laid.merges += [(first, a, first, b) for a, b in widest.items() if b > a]
    return rows


def _cell(chance: Random, kind: str, person: Person, number: int) -> object:
    plain = {
        "stt": number, "name": person.name, "birth": person.birth, "post": person.post_written, "nothing": 912345678,
        "family": person.name.rpartition(" ")[0], "given": person.name.rpartition(" ")[2], "ethnicity": person.ethnicity,
        "sex": {"nam": "Nam", "nu": "Nữ"}[person.sex], "d": person.day[0], "m": person.day[1], "y": person.day[2],
    } | dict(person.levels)  # fmt: skip
    if kind in plain:
        return plain[kind]
    if kind.startswith("birth."):
        return person.birth if person.sex == kind[6:] else ""
    name, _, word = kind.partition("=")
    return chance.choice(TICKS) if dict(person.levels)[name] == word else ""
