"""Duties beside posts, Party columns to tick, headings in English and run together: read right or asked about."""

from __future__ import annotations

import pytest

from exchange.workbooks.values.posts import read_posts
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read_cells


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("PCT UBND phụ trách VH-XH", {"pho_chu_tich_ubnd"}), ("Phó CT UBND phụ trách địa chính", {"pho_chu_tich_ubnd"}),
        ("PCT UBND (phụ trách văn hóa)", {"pho_chu_tich_ubnd"}), ("PCT UBND p/t VHXH", {"pho_chu_tich_ubnd"}),
        ("Chủ tịch UBND, phụ trách khối VHXH", {"chu_tich_ubnd"}), ("PCT UBND mảng tài chính", {"pho_chu_tich_ubnd"}),
        ("Phó Bí thư, CT UBND phụ trách VHXH", {"pho_bi_thu_dang_uy", "chu_tich_ubnd"}),
        ("PCT UBND phụ trách VX kiêm CHT QS", {"pho_chu_tich_ubnd", "chi_huy_truong_quan_su"}),
        ("Công chức VH-XH phụ trách LĐTBXH", {"van_hoa_xa_hoi"}), ("Phụ trách kế toán", {"tai_chinh_ke_toan"}),
        ("Chủ tịch UBND (kiêm Bí thư Đảng ủy)", {"chu_tich_ubnd", "bi_thu_dang_uy"}), ("CT UBND (kiêm nhiệm)", {"chu_tich_ubnd"}),
        ("PCT UBND phụ trách kinh tế, CHT QS", set()),
    ],
)  # fmt: skip
def test_what_someone_looks_after_is_no_second_post(written, codes):
    assert set(read_posts(written).codes) == codes


def party(top, low, cells):
    blank = [""] * 5
    head = [[*HEADER, *top], [*blank, *low]] if any(low) else [[*HEADER, *top]]
    [row] = read_cells([*head, [*PERSON, *cells]]).rows
    return row.values.get("party_member", "absent"), row.status


@pytest.mark.parametrize(
    ("top", "low", "cells", "member", "status"),
    [
        (["Đảng viên", "Chưa đảng viên"], [""], ["x", ""], True, "ok"),
        (["Đảng viên", "Chưa đảng viên"], [""], ["", "x"], False, "ok"),
        (["Đảng viên", "Quần chúng"], [""], ["", "x"], False, "ok"),
        (["Đảng viên", "Quần chúng"], [""], ["", ""], None, "ok"),
        (["Đảng viên", "Quần chúng"], [""], ["x", "x"], None, "error"),
        (["Đảng viên", ""], ["Chính thức", "Dự bị"], ["", "x"], True, "ok"),
        (["Đảng viên", ""], ["Chính thức", "Dự bị"], ["03/02/2005", "03/02/2004"], True, "ok"),
        (["Đảng viên", ""], ["Có", "Không"], ["", "x"], False, "ok"),
        (["Đảng viên", "", ""], ["Chính thức", "Dự bị", "Chưa"], [0, "", "x"], False, "ok"),
        (["Đảng viên", "Chưa đảng viên"], [""], ["", "Kinh"], None, "error"),
    ],
)  # fmt: skip
def test_party_membership_to_tick(top, low, cells, member, status):
    assert party(top, low, cells) == (member, status)


VALUES = [1, "Nguyễn Văn An", "Nam", "12/05/1980", "CT UBND", "Kinh", "Không", "ĐH", "TC", "CV", "Xã A", 2]
READ = {
    "full_name": "Nguyễn Văn An", "sex": "nam", "posts": ["chu_tich_ubnd"], "ethnicity": "Kinh", "religion": "Không",
    "degree_level": "dai_hoc", "political_theory": "trung_cap", "state_management": "chuyen_vien", "hometown": "Xã A", "health_class": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        ["No.", "Full name", "Gender", "Date of birth", "Position", "Ethnic group", "Religion", "Degree", "Political theory", "State management", "Hometown", "Health"],
        ["STT", "HọVàTên", "GiớiTính", "NgàySinh", "ChứcVụ", "DânTộc", "TônGiáo", "ChuyênMôn", "LýLuậnChínhTrị", "QLNN", "QuêQuán", "SứcKhỏe"],
        ["stt", "hovaten", "gioitinh", "ngaysinh", "chucvu", "dantoc", "tongiao", "chuyenmon", "lyluanchinhtri", "quanlynhanuoc", "quequan", "suckhoe"],
        ["STT", "HoTen", "GioiTinh", "NgaySinh", "ChucVu", "DanToc", "TonGiao", "TrinhDoChuyenMon", "LyLuanChinhTri", "QLNN", "QueQuan", "SucKhoe"],
    ],
    ids=["English", "with accents", "small letters", "capitals"],
)  # fmt: skip
def test_headings_of_other_programs(header):
    found = read_cells([header, VALUES])
    assert found.unknown_headings == []
    assert {name: found.rows[0].values[name] for name in READ} == READ


def test_a_band_headed_in_its_middle_reads_nothing_wrong_and_tells_what_it_does_not_know():
    """Without merged cells nobody can say where "Chuyên môn" over the second of three columns begins."""
    top, low = ["", "Chuyên môn", "", "", "LLCT", ""], ["ĐH", "CĐ", "TC", "CC", "TC", "SC"]
    truth = [("degree_level", "dai_hoc"), ("degree_level", "cao_dang"), ("degree_level", "trung_cap"),
             ("political_theory", "cao_cap"), ("political_theory", "trung_cap"), ("political_theory", "so_cap")]  # fmt: skip
    for place, (name, code) in enumerate(truth):
        cells = ["x" if column == place else "" for column in range(6)]
        found = read_cells([[*HEADER, *top], [*[""] * 5, *low], [*PERSON, *cells]])
        got = {field: found.rows[0].values.get(field) for field in ("degree_level", "political_theory")}
        assert got in (
            {"degree_level": None, "political_theory": None},
            {"degree_level": None, "political_theory": None} | {name: code},
        )
        assert {"ĐH", "Chuyên môn – CC"} <= {item["heading"] for item in found.unknown_headings}
