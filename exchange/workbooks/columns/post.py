"""Columns about the post and the unit."""

from __future__ import annotations

from exchange.workbooks.columns.base import COLUMNS, Cell, Column, Reading, RowContext
from exchange.workbooks.columns.partial_dates import as_json
from exchange.workbooks.columns.split_dates import PIECE_LABELS, date_piece, whole_date
from exchange.workbooks.columns.texts import plain
from exchange.workbooks.problems import problem
from exchange.workbooks.values.cells import as_written, is_blank, text_of
from exchange.workbooks.values.dates import read_date
from exchange.workbooks.values.posts import GROUP_OF, ORDER, read_posts

POST_NAMES = {
    "bi_thu_dang_uy": "Bí thư Đảng ủy",
    "pho_bi_thu_dang_uy": "Phó Bí thư Đảng ủy",
    "chu_tich_hdnd": "Chủ tịch HĐND",
    "pho_chu_tich_hdnd": "Phó Chủ tịch HĐND",
    "chu_tich_ubnd": "Chủ tịch UBND",
    "pho_chu_tich_ubnd": "Phó Chủ tịch UBND",
    "chu_tich_ubmttq": "Chủ tịch UBMTTQ",
    "bi_thu_doan": "Bí thư Đoàn TNCS Hồ Chí Minh",
    "chu_tich_hoi_phu_nu": "Chủ tịch Hội LHPN",
    "chu_tich_hoi_nong_dan": "Chủ tịch Hội Nông dân",
    "chu_tich_hoi_ccb": "Chủ tịch Hội CCB",
    "truong_cong_an": "Trưởng Công an",
    "chi_huy_truong_quan_su": "Chỉ huy trưởng Ban CHQS",
    "van_phong_thong_ke": "Văn phòng – thống kê",
    "dia_chinh_xay_dung": "Địa chính – xây dựng",
    "tai_chinh_ke_toan": "Tài chính – kế toán",
    "tu_phap_ho_tich": "Tư pháp – hộ tịch",
    "van_hoa_xa_hoi": "Văn hóa – xã hội",
}


def _read_posts(cells: list[Cell], context: RowContext) -> Reading:
    filled = [cell.value for cell in cells if not is_blank(cell.value)]
    if not filled:
        return Reading({"posts": [], "group": None}, [problem("posts", "post_missing")])
    problems = []
    readings = [(cell, read_posts(text_of(cell) or "")) for cell in filled]
    codes = {code for _, reading in readings for code in reading.codes}
    outside = any(reading.outside for _, reading in readings)
    for cell, reading in readings:
        if reading.is_rank and codes:
            continue
        if reading.guess:
            problems.append(
                problem("posts", "typo_suggested", as_written(cell), meaning=POST_NAMES[reading.guess])
            )
        elif not reading.codes and not reading.outside:
            problems.append(problem("posts", "post_unknown", as_written(cell)))
    ordered = sorted(codes, key=ORDER.__getitem__)
    if outside and not ordered and not problems:
        problems.append(problem("posts", "post_out_of_scope", as_written(filled[0])))
    return Reading({"posts": ordered, "group": GROUP_OF[ordered[0]] if ordered else None}, problems)


COLUMNS.register(
    Column(
        field="posts",
        context_free=True,
        title="Chức vụ, chức danh",
        topic="Công tác",
        adds_up=True,
        headings=(
            r"(?:chuc (?:vu|danh)|nhiem vu|vi tri(?: viec lam)?)(?: (?:hoac |va )?(?:chuc (?:vu|danh)|cong tac|hien nay|dang giu|dam nhiem|hien tai|chinh|dang|chinh quyen|doan the|kiem nhiem))*",
            r"chucvu|chucdanh|position|job title",
            r"chuc vu chuc danh.{0,30}|chuc danh chuc vu.{0,30}|cong viec (?:dang )?dam nhiem",
        ),
        weak=(r"cv|cd",),
        part=lambda below: (
            "" if below in ("dang", "chinh quyen", "doan the", "hien nay", "kiem nhiem", "chinh") else None
        ),
        read=_read_posts,
        null_when_broken=frozenset({"posts", "group"}),
    )
)


def _read_post_date(cells: list[Cell], context: RowContext) -> Reading:
    cell = whole_date(cells)
    if cell is None:
        return Reading({"post_date": None})
    found = read_date(cell, "post_date", context.dates)
    return Reading({"post_date": as_json(found.value)}, found.problems)


COLUMNS.register(
    Column(
        field="post_date",
        context_free=True,
        title="Ngày giữ chức vụ",
        topic="Công tác",
        headings=(
            r"(?:ngay|thoi gian|thoi diem|tu ngay|thang nam) (?:bo nhiem|giu chuc(?: vu| danh)?|nhan chuc|dam nhiem|duoc bau|bau|nhan nhiem vu)(?: .{0,30})?",
            r"ngay bau (?:cu|bo nhiem)|ngay bau bo nhiem|thoi gian giu chuc vu chuc danh",
        ),
        part=date_piece,
        parts=PIECE_LABELS,
        read=_read_post_date,
    )
)
COLUMNS.register(
    Column(
        field="unit",
        context_free=True,
        title="Đơn vị",
        topic="Công tác",
        headings=(
            r"(?:ten )?(?:don vi|co quan|noi)(?: (?:don vi|cong tac|dang lam viec|dang cong tac))*|(?:ten )?xa phuong(?: thi tran)?|xa|don vi xa phuong",
        ),
        read=plain("unit"),
    )
)
