"""How posts are filled, left and followed in the demonstration. Weights and orders are design choices ([P])."""

CADRE_ORDER = (
    "bi_thu_dang_uy", "chu_tich_ubnd", "pho_bi_thu_dang_uy", "pho_chu_tich_ubnd", "chu_tich_ubmttq",
    "chu_tich_hoi_phu_nu", "bi_thu_doan", "pho_chu_tich_hdnd", "chu_tich_hoi_nong_dan", "chu_tich_hoi_ccb",
    "pho_chu_tich_ubnd",
)  # fmt: skip
SPECIALIST_ORDER = (
    "van_phong_thong_ke", "tai_chinh_ke_toan", "dia_chinh_xay_dung", "tu_phap_ho_tich", "van_hoa_xa_hoi",
    "chi_huy_truong_quan_su", "van_phong_thong_ke", "dia_chinh_xay_dung", "van_hoa_xa_hoi", "tu_phap_ho_tich",
    "tai_chinh_ke_toan", "van_phong_thong_ke", "van_hoa_xa_hoi",
)  # fmt: skip
"""Posts in the order in which a unit fills them; a repeated post has two holders in large units."""
FEEDERS = {
    "bi_thu_dang_uy": ("pho_bi_thu_dang_uy", "chu_tich_ubnd"),
    "chu_tich_ubnd": ("pho_chu_tich_ubnd", "pho_bi_thu_dang_uy"),
    "pho_bi_thu_dang_uy": ("pho_chu_tich_hdnd", "chu_tich_ubmttq", "pho_chu_tich_ubnd"),
    "pho_chu_tich_ubnd": ("bi_thu_doan", "van_phong_thong_ke", "dia_chinh_xay_dung", "tai_chinh_ke_toan"),
    "pho_chu_tich_hdnd": ("chu_tich_ubmttq", "chu_tich_hoi_nong_dan", "van_phong_thong_ke"),
    "chu_tich_ubmttq": ("chu_tich_hoi_nong_dan", "chu_tich_hoi_phu_nu", "van_hoa_xa_hoi"),
    "bi_thu_doan": ("van_hoa_xa_hoi",),
    "chu_tich_hoi_phu_nu": ("van_hoa_xa_hoi",),
    "chu_tich_hoi_ccb": ("chi_huy_truong_quan_su",),
}
ALWAYS_FILLED = ("bi_thu_dang_uy", "chu_tich_ubnd", "pho_bi_thu_dang_uy")
LEAVERS: dict[str, dict[str, float]] = {  # how likely a holder of the post is to leave for the reason; others: the last entry
    "nghi_huu": {"bi_thu_dang_uy": 2.5, "pho_bi_thu_dang_uy": 2, "chu_tich_ubnd": 2, "pho_chu_tich_hdnd": 3,
                 "pho_chu_tich_ubnd": 1.5, "chu_tich_ubmttq": 4, "chu_tich_hoi_nong_dan": 3,
                 "chu_tich_hoi_ccb": 5, "bi_thu_doan": 0, "truong_cong_an": 0.5, "": 0.9},
    "thoi_viec": {"bi_thu_doan": 1.5, "truong_cong_an": 0.5, "chu_tich_hoi_phu_nu": 1, "chu_tich_hoi_nong_dan": 1,
                  "bi_thu_dang_uy": 0, "chu_tich_ubnd": 0, "pho_bi_thu_dang_uy": 0.1, "chu_tich_hoi_ccb": 0.3,
                  "pho_chu_tich_ubnd": 0.2, "pho_chu_tich_hdnd": 0.2, "chu_tich_ubmttq": 0.3, "": 2},
    "chuyen_cong_tac": {"bi_thu_dang_uy": 2, "chu_tich_ubnd": 2, "pho_bi_thu_dang_uy": 1.5, "bi_thu_doan": 3,
                        "chu_tich_hoi_ccb": 0, "chu_tich_hoi_nong_dan": 0.3, "": 0.8},
    "het_nhiem_ky": {"pho_chu_tich_hdnd": 2, "pho_chu_tich_ubnd": 2, "chu_tich_hoi_nong_dan": 1, "": 0},
    "qua_doi": {"": 1},
    "buoc_thoi_viec": {"dia_chinh_xay_dung": 2, "tai_chinh_ke_toan": 1, "": 0},
    "transfer": {"van_phong_thong_ke": 3, "dia_chinh_xay_dung": 3, "tai_chinh_ke_toan": 3, "tu_phap_ho_tich": 3,
                 "van_hoa_xa_hoi": 2, "chu_tich_ubnd": 1, "": 0},
}  # fmt: skip
OFFICE_POSTS = SPECIALIST_ORDER[:5]
AFTER_MERGER = {
    "bi_thu_dang_uy": "pho_bi_thu_dang_uy", "chu_tich_ubnd": "pho_chu_tich_ubnd",
    "chu_tich_ubmttq": "pho_chu_tich_hdnd", "pho_chu_tich_hdnd": "pho_bi_thu_dang_uy",
    **dict.fromkeys(
        ("chu_tich_hoi_phu_nu", "bi_thu_doan", "chu_tich_hoi_nong_dan", "chu_tich_hoi_ccb",
         "chi_huy_truong_quan_su", "truong_cong_an"), "",
    ),
}  # fmt: skip
"""What the second holder of a single post becomes when two communes merge; "" = the office post held by fewest."""
MERGER_DEPARTURES = {"nghi_huu": 3, "thoi_viec": 1, "chuyen_cong_tac": 1}
"""Of the departures of 2019, those in the four communes that merged (a part of `calibration.LEAVING`)."""
