"""Each table on eight people (tests/reports/small_town.py), with the answer worked out; and what holds for all."""

from __future__ import annotations

import io
import json
import threading
from datetime import date

import pytest
from django.core.management import call_command

from foundation.commands import WrongUsage
from foundation.errors import Refused
from reports import snapshot
from reports.frames.people import people
from reports.frames.unit_years import unit_years
from reports.tables import compute_tables, tables

# In post on 31/12/2021: An, Bình, Chi in U1; Dũng, Em, Hà in U2. Zero cells are left out here.
DAY = date(2021, 12, 31)
EXPECTED = {
    "sex": {"nam": 2, "nu": 3, "unknown": 1},  # An, Dũng · Bình, Chi, Hà · Em
    "age": {"under_30": 1, "30_39": 2, "40_49": 1, "50_plus": 1, "unknown": 1},  # 22 · 31, 36 · 46 · 59 · Chi
    "seniority": {"under_5": 2, "5_10": 2, "over_20": 1, "unknown": 1},  # Bình, Em · An, Hà · Dũng · Chi
    "major_fit": {"phu_hop": 1, "chua_xac_dinh": 1, "chua_phu_hop": 1, "no_rule": 3},  # Bình · Chi · Hà
    "group": {"can_bo": 2, "cong_chuc": 4},
    "post": {
        "bi_thu_dang_uy": 1,
        "van_phong_thong_ke": 1,
        "tai_chinh_ke_toan": 1,
        "chu_tich_ubnd": 1,
        "van_hoa_xa_hoi": 1,
        "tu_phap_ho_tich": 1,
    },  # fmt: skip
    "unit": {"U1": 3, "U2": 3},
    "degree": {"thac_si": 1, "dai_hoc": 2, "none": 2, "level_unknown": 1},  # Bình · An, Hà · Dũng, Em · Chi
    "political_theory": {"cao_cap": 1, "trung_cap": 1, "none": 4},  # An · Dũng; Hà only after the day
    "state_management": {"chuyen_vien_chinh": 1, "chuyen_vien": 1, "none": 4},
    "it_certificate": {"yes": 4, "no": 2},  # An, Bình, Dũng (level unknown), Hà
    "foreign_language": {"yes": 1, "no": 5},  # An; Bình's is an ethnic-minority language
    "general_education": {"thpt": 3, "thcs": 1, "tieu_hoc": 1, "unknown": 1},
    "party": {"yes": 3, "no": 3},  # An, Dũng, and Bình who joined on the day
    "health": {"1": 1, "2": 1, "3": 1, "4": 1, "missing": 2},  # Chi: record 10 after record 9
    "evaluation": {"xuat_sac": 1, "tot": 2, "khong_hoan_thanh": 1, "not_evaluated": 2},
    "trained": {"yes": 2, "no": 4},  # An, Chi; Phúc has left
    "rewarded": {"yes": 2, "no": 4},  # An, Hà
    "disciplined": {"yes": 1, "no": 5},  # Dũng; Phúc has left
    "posts_held": {  # also An's and Dũng's second posts, and Giang's only one
        "bi_thu_dang_uy": 1,
        "chu_tich_hdnd": 1,
        "van_phong_thong_ke": 1,
        "tai_chinh_ke_toan": 1,
        "chu_tich_ubnd": 1,
        "pho_bi_thu_dang_uy": 1,
        "van_hoa_xa_hoi": 1,
        "tu_phap_ho_tich": 1,
        "pho_chu_tich_hdnd": 1,
    },  # fmt: skip
}
# (no record, resting on no date); other tables have none.
FLAGS = {
    "degree": (1, 1),  # Em · Hà; Dũng's stated none misses no date
    "political_theory": (4, 0),
    "state_management": (4, 0),
    "it_certificate": (1, 0),  # Em; Hà also has a dated one
    "foreign_language": (5, 0),
    "party": (1, 0),  # Chi: nothing is said; Hà joins later
}


def row_of(name, scope="all", year=2021, by=("town", "area", "unit"), **options):
    rows = compute_tables([year], by, names=[name], **options)["tables"]
    return next(row for row in rows if row["scope"] == scope)


def test_every_table_has_a_case_here():
    assert set(EXPECTED) == set(tables.codes())


@pytest.mark.parametrize("name", EXPECTED)
def test_table_by_hand(small_town, name):
    row = row_of(name)
    assert {cell: n for cell, n in row["cells"].items() if n} == EXPECTED[name]
    assert (row["no_record"], row["unknown_date"]) == FLAGS.get(name, (0, 0))
    assert row["headcount"] == 6


def test_age_bands_of_bm02_by_hand(small_town):
    # 22 · 31, 36 · 46 · 59 · Chi: 31 belongs to 31–40, not to 30–39
    assert row_of("age", age_bands="bm02")["cells"] == {
        "to_30": 1, "31_40": 2, "41_50": 1, "51_60": 1, "over_60": 0, "unknown": 1,
    }  # fmt: skip


def test_the_person_who_moves_counts_where_he_is_on_31_december(small_town):
    assert row_of("sex", "unit:U1", 2020)["cells"]["nu"] == 3  # Bình, Chi, Hà
    assert row_of("sex", "unit:U1", 2021)["cells"]["nu"] == 2
    assert row_of("sex", "area:Nam|group:cong_chuc")["headcount"] == 2  # Em, Hà


def test_a_unit_with_nobody_is_listed_with_zeros_in_every_cell(small_town):
    row = row_of("evaluation", "unit:TRONG")
    assert row["headcount"] == 0
    assert set(row["cells"].values()) == {0}
    assert len(row["cells"]) == 6


def test_an_unknown_table_is_refused(db):
    with pytest.raises(Refused):
        compute_tables([2021], names=["salary"])


def run(*arguments):
    out = io.StringIO()
    call_command("tables", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())["tables"]


def test_the_command_lists_the_town_by_default_and_only_the_asked_level(small_town):
    assert {row["scope"] for row in run("--years", "2020-2021")} == {"all", "group:can_bo", "group:cong_chuc"}
    rows = run("--years", "2021", "--by", "area", "--group", "can_bo", "--table", "sex", "age")
    assert {row["scope"] for row in rows} == {"area:Bắc|group:can_bo", "area:Nam|group:can_bo"}
    assert {row["table"] for row in rows} == {"sex", "age"}


@pytest.mark.parametrize("years", ["21", "2021-2019", "2019-", "năm 2021", "1000-3000"])
def test_nonsense_years_are_wrong_usage(db, years):
    with pytest.raises(WrongUsage) as found:
        run("--years", years)
    assert found.value.returncode == 2


def test_frames_turn_into_pandas(small_town):
    found = snapshot.current()
    frame = people(found, DAY).to_pandas().set_index("official_id")
    assert frame.loc["Bình", "age"] == 31
    assert frame.loc["An", "n_posts"] == 2
    assert frame.loc["Chi", "degree"] == "level_unknown"
    assert frame.loc["Dũng", "retirement"] == "within_5"
    unit_frame = unit_years(found, 2021).to_pandas().set_index("unit")
    assert unit_frame.loc["U1", "quota"] == 4
    assert unit_frame.loc["U2", "computers"] != unit_frame.loc["U2", "computers"]  # unknown, never zero


def test_threads_share_one_frame(small_town):
    found = snapshot.current()
    built = []

    def build():
        built.append(1)
        return object()

    results = []
    threads = [threading.Thread(target=lambda: results.append(found.memo("x", build))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert len(set(map(id, results))) == 1
