"""The demonstration workforce: what the project claims of it, counted again in plain Python from its CSV files."""

import math
from collections import Counter
from datetime import date

import pytest

from exchange.workforce import kinhmon
from exchange.workforce.courses import TOGETHER
from tests.exchange import package_rules as rules

YEARS = (2019, 2020, 2021)
HEADCOUNT = {2019: 468, 2020: 462, 2021: 455}
KEY_POSTS = set(rules.POSTS.split()[:6])
CAN_BO = set(rules.POSTS.split()[:11])
MERGED = ("10693", "10705")
LEVEL_ORDER = {kind: list(reversed(text.split())) for kind, text in rules.LEVELS.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "package"
    kinhmon.save(path)
    return path


@pytest.fixture(scope="module")
def tables(folder):
    return rules.read(folder)


@pytest.fixture(scope="module")
def present(tables):
    return {year: rules.in_post(tables, date(year, 12, 31)) for year in (2018, *YEARS)}


def group(row):
    return "can_bo" if row["post"] in CAN_BO else "cong_chuc"


def holders(tables, kind, minimum, day):
    """Officials with a level of `kind` at least `minimum` on the day; "" counts for the yes/no kinds."""
    order = LEVEL_ORDER[kind]
    found = set()
    for row in tables["qualifications"]:
        if row["kind"] != kind or (row["attained_on"] and rules.last_day(row["attained_on"]) > day):
            continue
        level = row["level"] or ("none" if minimum not in ("a",) else minimum)
        if order.index(level) >= order.index(minimum):
            found.add(row["official_id"])
    return found


def ages(tables, people, year):
    births = {row["official_id"]: rules.last_day(row["birth_date"]) for row in tables["officials"]}
    return {person: year - births[person].year for person in people}  # on 31/12 every birthday has passed


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(folder, tmp_path):
    again = kinhmon.build()
    for name in ("again", "one.zip", "two.zip"):
        again.save(tmp_path / name)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    assert all((folder / n).read_bytes() == (tmp_path / "again" / n).read_bytes() for n in names)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert again.tables["officials"] != kinhmon.build(seed=7).tables["officials"]


def test_it_breaks_no_error_rule_and_raises_no_doubt(folder, tables):
    assert rules.descriptor(folder)["synthetic"] is True
    assert rules.errors(tables) == []
    assert rules.doubts(tables) == []
    assert {row["synthetic"] for row in tables["officials"]} == {"1"}


def test_the_headcount_is_exact_and_half_are_can_bo(present):
    assert {year: len(present[year]) for year in YEARS} == HEADCOUNT
    for year in YEARS:
        share = sum(group(row) == "can_bo" for row in present[year].values()) / HEADCOUNT[year]
        assert share == pytest.approx(0.5, abs=0.02)


def test_there_are_25_units_before_the_reorganisation_and_23_after(present):
    assert len({row["unit"] for row in present[2018].values()}) == 25
    for year in YEARS:
        sizes = Counter(row["unit"] for row in present[year].values())
        assert len(sizes) == 23
        assert all(17 <= n <= 23 for unit, n in sizes.items() if unit not in MERGED)


def test_everybody_is_carried_over_on_the_day_of_the_reorganisation(tables):
    before, after = rules.in_post(tables, date(2019, 10, 31)), rules.in_post(tables, date(2019, 11, 1))
    old_units = {row["unit"] for row in tables["units"] if row["ends_on"] == "2019-10-31"}
    new_unit = {row["predecessor"]: row["successor"] for row in tables["unit_successions"]}
    moved = [p for p, row in before.items() if row["unit"] in old_units and p in after]
    assert len(moved) > 250
    assert all(before[p]["end_reason"] == "sap_nhap" and before[p]["ends_on"] == "2019-10-31" for p in moved)
    assert all(after[p]["starts_on"] == "2019-11-01" for p in moved)
    elsewhere = [p for p in moved if after[p]["unit"] != new_unit[before[p]["unit"]]]
    assert len(elsewhere) == 4  # surplus of the merged communes, placed in other units


def test_wards_have_no_head_of_police_and_communes_none_after_february_2020(tables):
    for day, allowed in ((date(2019, 11, 1), {"xa"}), (date(2020, 2, 21), set())):
        kinds = {row["unit"]: row["kind"] for row in tables["units"]}
        rows = [r for r in rules.in_post(tables, day).values() if r["post"] == "truong_cong_an"]
        assert {kinds[row["unit"]] for row in rows} <= allowed
    assert any(r["post"] == "truong_cong_an" for r in rules.in_post(tables, date(2018, 12, 31)).values())


def test_every_unit_has_one_secretary_and_one_chair(present):
    for year in (2018, *YEARS):
        held = Counter((row["unit"], row["post"]) for row in present[year].values())
        for unit in {row["unit"] for row in present[year].values()}:
            assert held[unit, "bi_thu_dang_uy"] == 1
            assert held[unit, "chu_tich_ubnd"] == 1


def test_sex_and_age_follow_the_calibration(tables, present):
    women = {2019: 0.255, 2020: 0.262, 2021: 0.270}
    bands = {2019: (8, 42, 31, 19), 2020: (7.5, 41.5, 31.5, 19.5), 2021: (7, 41, 32, 20)}
    sex = {row["official_id"]: row["sex"] for row in tables["officials"]}
    for year in YEARS:
        people, age = present[year], ages(tables, present[year], year)
        n = len(people)
        assert sum(sex[p] == "nu" for p in people) / n == pytest.approx(women[year], abs=0.003)
        counts = [0, 0, 0, 0]
        for person in people:
            counts[sum(age[person] > limit for limit in (30, 40, 50))] += 1
        assert [100 * k / n for k in counts] == pytest.approx(bands[year], abs=0.4)
        assert max(age.values()) <= 60
        mean = {
            g: _mean([age[p] for p, r in people.items() if group(r) == g]) for g in ("can_bo", "cong_chuc")
        }
        assert 4 <= mean["can_bo"] - mean["cong_chuc"] <= 6
        key = [p for p, row in people.items() if row["post"] in KEY_POSTS]
        young = [p for p in people if age[p] <= 35]
        assert 0.08 <= sum(sex[p] == "nu" for p in key) / len(key) <= 0.18
        assert 0.38 <= sum(sex[p] == "nu" for p in young) / len(young) <= 0.52


def _mean(values):
    return sum(values) / len(values)


def test_levels_are_a_stock_that_rises_to_the_calibrated_shares(tables, present):
    university = {"cong_chuc": (0.68, 0.73, 0.79), "can_bo": (0.60, 0.66, 0.71)}
    political = {"can_bo": (0.90, 0.92, 0.94), "cong_chuc": (0.58, 0.64, 0.70)}
    whole = {("state_management", "chuyen_vien"): (0.60, 0.62, 0.65), ("it", "a"): (0.93, 0.96, 0.98),
             ("foreign_language", "a"): (0.84, 0.88, 0.91)}  # fmt: skip
    for index, year in enumerate(YEARS):
        day = date(year, 12, 31)
        for name in ("can_bo", "cong_chuc"):
            members = {p for p, row in present[year].items() if group(row) == name}
            for kind, minimum, shares in (
                ("professional", "dai_hoc", university),
                ("political", "trung_cap", political),
            ):
                share = len(members & holders(tables, kind, minimum, day)) / len(members)
                assert share == pytest.approx(shares[name][index], abs=0.01)
        for (kind, minimum), shares in whole.items():
            share = len(set(present[year]) & holders(tables, kind, minimum, day)) / len(present[year])
            assert share == pytest.approx(shares[index], abs=0.01)


def test_units_differ_by_more_than_chance_and_one_khu_is_clearly_weaker(tables, present):
    area = {row["unit"]: row["area"] for row in tables["units"]}
    for year in YEARS:
        graduates = holders(tables, "professional", "dai_hoc", date(year, 12, 31))
        by_area, by_unit = {}, {}
        for person, row in present[year].items():
            for key, sums in ((area[row["unit"]], by_area), (row["unit"], by_unit)):
                sums.setdefault(key, []).append(person in graduates)
        shares = {name: _mean(values) for name, values in by_area.items()}
        weakest = min(shares, key=shares.get)
        assert weakest == "Nam An Phụ"
        assert shares[weakest] < sorted(shares.values())[1] - 0.05
        p = _mean([x for values in by_unit.values() for x in values])
        chance = _mean([p * (1 - p) / len(values) for values in by_unit.values()])
        assert _mean([(_mean(values) - p) ** 2 for values in by_unit.values()]) > 1.1 * chance


def test_all_examined_are_class_one_to_three_and_some_were_not_examined(tables, present):
    for year in YEARS:
        classes = [r["health_class"] for r in tables["health_checks"] if r["year"] == str(year)]
        counts = Counter(classes)
        assert set(counts) == {"1", "2", "3"}
        assert [counts[c] / len(classes) for c in "123"] == pytest.approx([0.22, 0.60, 0.18], abs=0.005)
        assert 0.90 <= len(classes) / len(present[year]) < 0.97


def test_everybody_rated_is_good_or_excellent_and_a_few_groups_pass_the_cap(tables, present):
    shares = []
    for year in YEARS:
        rows = [r for r in tables["evaluations"] if r["year"] == str(year)]
        assert {r["official_id"] for r in rows} == set(present[year])
        assert {r["level"] for r in rows if r["status"] == "rated"} == {"xuat_sac", "tot"}
        unrated = [r for r in rows if r["status"] == "not_rated_by_rule"]
        assert len(unrated) / len(rows) == pytest.approx(0.011, abs=0.002)
        groups = {}
        for row in rows:
            if row["status"] == "rated":
                post = present[year][row["official_id"]]
                groups.setdefault((post["unit"], group(post)), Counter())[row["level"]] += 1
        # the cap's base is the number rated good (regulations 16.2), per unit and group
        over = [key for key, n in groups.items() if n["xuat_sac"] > math.floor(0.20 * n["tot"])]
        at = [
            key
            for key, n in groups.items()
            if n["xuat_sac"]
            == max(k for k in range(20) if k <= math.floor(0.20 * (n["xuat_sac"] + n["tot"] - k)))
        ]
        assert len(groups) == 46
        assert 5 <= len(over) <= 7
        assert len(at) > 20
        shares.append(sum(n["xuat_sac"] for n in groups.values()) / sum(n.total() for n in groups.values()))
    assert shares[0] > shares[1] > shares[2]


def test_those_who_worked_less_than_half_a_year_are_not_rated(tables):
    for row in tables["evaluations"]:
        if row["status"] != "not_rated_by_rule":
            continue
        starts = min(r["starts_on"] for r in tables["appointments"] if r["official_id"] == row["official_id"])
        long = [r for r in tables["absences"] if r["official_id"] == row["official_id"]]
        days = [(date.fromisoformat(r["ends_on"]) - date.fromisoformat(r["starts_on"])).days for r in long]
        assert starts > f"{row['year']}-06-30" or max(days) > 183


def test_discipline_is_rare_and_disciplined_people_are_rated_good(tables):
    levels = {(r["official_id"], r["year"]): r["level"] for r in tables["evaluations"]}
    for year, expected in zip(YEARS, (0.9, 0.6, 0.9), strict=True):
        served = {
            r["official_id"]
            for r in tables["appointments"]
            if r["is_primary"] == "1"
            and r["starts_on"] <= f"{year}-12-31"
            and (r["ends_on"] or "9") >= f"{year}-01-01"
        }
        rows = [r for r in tables["disciplines"] if r["decided_on"][:4] == str(year)]
        people = {r["official_id"] for r in rows}
        assert 100 * len(people) / len(served) == pytest.approx(expected, abs=0.15)
        assert people <= served
        assert any(levels.get((r["official_id"], str(year))) == "tot" for r in rows)
        assert any(r["in_duty"] == "1" and levels.get((r["official_id"], str(year))) == "tot" for r in rows)
    assert any(r["form"] == "buoc_thoi_viec" for r in tables["disciplines"])
    assert any(r["line"] == "dang" for r in tables["disciplines"])


def test_quotas_leave_about_six_percent_vacant_and_merged_units_above_theirs(tables, present):
    for year in YEARS:
        day = f"{year}-12-31"
        quota = {
            r["unit"]: int(r["total"])
            for r in tables["unit_quotas"]
            if r["starts_on"] <= day and (not r["ends_on"] or r["ends_on"] >= day)
        }
        sizes = Counter(row["unit"] for row in present[year].values())
        assert set(quota) == set(sizes)
        assert 1 - sum(sizes.values()) / sum(quota.values()) == pytest.approx(0.06, abs=0.01)
        assert all((sizes[unit] > quota[unit]) == (unit in MERGED) for unit in sizes)
    assert all("minh họa" in row["basis"] for row in tables["unit_quotas"])


def test_standards_unmet_and_in_transition_are_there(tables, present):
    graduates = holders(tables, "professional", "dai_hoc", date(2021, 12, 31))
    short = [p for p, row in present[2021].items() if group(row) == "cong_chuc" and p not in graduates]
    recruited = {
        p: min(r["starts_on"] for r in tables["appointments"] if r["official_id"] == p) for p in short
    }
    in_transition = [p for p in short if recruited[p] < "2019-12-25"]
    after = [
        p
        for p in short
        if recruited[p] >= "2019-12-25" and present[2021][p]["post"] != "chi_huy_truong_quan_su"
    ]
    assert len(in_transition) >= 20
    assert 1 <= len(after) <= 2
    theory = holders(tables, "political", "trung_cap", date(2021, 12, 31))
    assert any(p not in theory for p, row in present[2021].items() if row["post"] in KEY_POSTS)


def test_concurrent_posts_are_secondary(tables):
    secondary = Counter(
        r["post"] for r in tables["appointments"] if r["is_primary"] == "0" and not r["ends_on"]
    )
    assert secondary == {"chu_tich_hdnd": 23, "pho_bi_thu_dang_uy": 23}


def test_people_come_go_and_move(tables):
    first = {}
    for row in tables["appointments"]:
        first[row["official_id"]] = min(first.get(row["official_id"], "9"), row["starts_on"])
    for year, mean in ((2019, 475), (2020, 465), (2021, 458.5)):
        ended = Counter(
            r["end_reason"]
            for r in tables["appointments"]
            if r["is_primary"] == "1" and r["ends_on"][:4] == str(year)
        )
        assert ended["nghi_huu"] >= 10
        assert ended["chuyen_cong_tac"] > 5
        assert (100 * ended["thoi_viec"] / mean > 3) == (year == 2021)
        assert sum(day[:4] == str(year) for day in first.values()) >= 10
    terms = Counter((r["post"], r["term"]) for r in tables["appointments"])
    assert terms["bi_thu_dang_uy", "2020-2025"] >= 23
    assert terms["chu_tich_ubnd", "2021-2026"] >= 23
    moved = [r for r in tables["appointments"] if r["how"] == "dieu_dong" and r["starts_on"] == "2021-12-31"]
    assert moved


def test_retirements_fall_on_the_month_of_the_age(tables):
    born = {r["official_id"]: (r["sex"], r["birth_date"]) for r in tables["officials"]}
    for row in tables["appointments"]:
        if row["end_reason"] != "nghi_huu" or row["is_primary"] == "0":
            continue
        sex, birth = born[row["official_id"]]
        if len(birth) < 7:
            continue
        last = row["ends_on"]
        months = (int(last[:4]) - int(birth[:4])) * 12 + int(last[5:7]) - int(birth[5:7])
        extra = {"nam": 3, "nu": 4}[sex] if last[:4] == "2021" else 0
        assert months == {"nam": 720, "nu": 660}[sex] + extra


def test_relatives_in_one_unit_are_declared_one_pair_forbidden(tables, present):
    pairs = {
        frozenset((r["official_id"], r["relative_official_id"]))
        for r in tables["family_members"]
        if r["relative_official_id"]
    }
    posts = [tuple(sorted(present[2021][p]["post"] for p in pair)) for pair in pairs]
    assert all(len({present[2021][p]["unit"] for p in pair}) == 1 for pair in pairs)
    assert posts.count(("chu_tich_ubnd", "tai_chinh_ke_toan")) == 1
    assert 4 <= len(pairs) <= 8


def test_awards_are_many_and_courses_too_few(tables, present):
    for year in YEARS:
        winners = {r["official_id"] for r in tables["awards"] if r["year"] == str(year)}
        assert len(winners) / len(present[year]) > 0.8
        titles = Counter(r["title"] for r in tables["awards"] if r["year"] == str(year))
        assert 0.10 < titles["Chiến sĩ thi đua cơ sở"] / titles["Lao động tiên tiến"] < 0.15
    shares = []
    for year in YEARS:
        trained = {r["official_id"] for r in tables["trainings"] if r["ends_on"][:4] == str(year)}
        units = {}
        for person, row in present[year].items():
            units.setdefault(row["unit"], []).append(person in trained)
        shares.append(len(trained & set(present[year])) / len(present[year]))
        assert sum(_mean(v) < 0.6 for v in units.values()) >= 8
    assert 0.6 > shares[0] > shares[1] > shares[2] > 0.3
    assert any(r["starts_on"][:4] < r["ends_on"][:4] for r in tables["trainings"])


def test_equipment_is_short_in_nine_units_and_unknown_in_three(tables, present):
    rows = [r for r in tables["unit_years"] if r["year"] == "2021"]
    sizes = Counter(row["unit"] for row in present[2021].values())
    assert len(tables["unit_years"]) == 69
    assert sum(not r["computers"] for r in rows) == 3
    assert sum(bool(r["computers"]) and int(r["computers"]) < sizes[r["unit"]] for r in rows) == 9
    satisfaction = [float(r["satisfaction_pct"]) for r in rows]
    mean = _mean(satisfaction)
    assert mean == pytest.approx(84, abs=2)
    assert _mean([(x - mean) ** 2 for x in satisfaction]) ** 0.5 == pytest.approx(5, abs=1.5)
    recruited = Counter()
    for row in tables["appointments"]:
        if row["how"] == "tuyen_dung" and row["starts_on"][:4] == "2021":
            recruited[row["unit"]] += 1
    assert all(int(r["recruited"]) == recruited[r["unit"]] for r in rows)


def test_identity_numbers_look_right_and_awkward_dates_are_there(tables):
    numbers = 0
    for row in tables["officials"]:
        if row["national_id"]:
            numbers += 1
            assert row["national_id"].startswith("030")
            assert len(row["national_id"]) == 12
            assert row["national_id"][3] == {"nam": "0", "nu": "1"}[row["sex"]]
            assert row["national_id"][4:6] == row["birth_date"][2:4]
    assert numbers > 500
    assert {len(r["birth_date"]) for r in tables["officials"]} == {4, 7, 10}
    assert any(not r["attained_on"] and r["level"] not in ("", "none") for r in tables["qualifications"])
    assert any(r["kind"] == "foreign_language" and not r["level"] for r in tables["qualifications"])
    assert any(r["start_unknown"] == "1" for r in tables["appointments"])
    assert len({r["full_name"].split()[0] for r in tables["officials"]}) >= 15
    assert len({r["full_name"] for r in tables["officials"]}) > 480


def test_no_certificate_postdates_its_kind(tables):
    for row in tables["qualifications"]:
        if row["attained_on"] and row["level"] in ("a", "b", "c"):
            limit = date(2016, 8, 9) if row["kind"] == "it" else date(2020, 1, 14)
            assert rules.last_day(row["attained_on"]) <= limit


# --- succession plans -------------------------------------------------------------------------------------------
def in_plan(tables, day):
    return [
        row for row in tables["successions"]
        if rules.last_day(row["approved_on"]) <= day and (not row["removed_on"] or day < rules.last_day(row["removed_on"]))
    ]  # fmt: skip


def test_plans_are_for_leading_posts_and_end_after_they_begin(tables):
    assert {row["post"] for row in tables["successions"]} == CAN_BO
    for row in tables["successions"]:
        assert not row["removed_on"] or row["approved_on"] <= row["removed_on"] <= "2021-12-31"


def test_who_is_disciplined_leaves_the_plans(tables):
    for row in tables["disciplines"]:
        day = rules.last_day(row["decided_on"])
        after = min(date.fromordinal(day.toordinal() + 5), date(2021, 12, 31))
        before = [
            r
            for r in in_plan(tables, day)
            if r["official_id"] == row["official_id"] and day < date(2021, 9, 1)
        ]
        still = [r for r in in_plan(tables, after) if r["official_id"] == row["official_id"]]
        assert not [r for r in before if r in still]


def test_fewer_women_are_planned_than_the_rule_of_2021_asks(tables):
    sex = {row["official_id"]: row["sex"] for row in tables["officials"]}
    for year in YEARS:
        people = {row["official_id"] for row in in_plan(tables, date(year, 12, 31))}
        assert 0.18 < sum(sex[person] == "nu" for person in people) / len(people) < 0.25


def test_nothing_else_depends_on_the_plans(monkeypatch):
    with_plans = kinhmon.build().tables
    monkeypatch.setattr(kinhmon.plans.Plans, "write", lambda self, sink: None)
    without = kinhmon.build().tables
    assert {name for name, rows in with_plans.items() if rows != without[name]} == {"successions"}


def test_personal_files_are_plainly_invented_and_some_are_fuller_than_others(tables):
    rows = tables["personal_files"]
    assert len(rows) == len(tables["officials"])
    assert all(row["social_insurance_no"][:5] in ("", "00000") for row in rows)
    assert all(row["phone"][:4] in ("", "0000") for row in rows)
    assert not any(row["never_enlisted"] == "1" and row["enlisted_on"] for row in rows)
    filled = [sum(bool(value) for value in row.values()) for row in rows]
    assert min(filled) < 15 < 25 < max(filled)


def test_nothing_else_depends_on_the_personal_files(monkeypatch):
    with_files = kinhmon.build().tables
    monkeypatch.setattr(kinhmon.files, "write", lambda *args: None)
    without = kinhmon.build().tables
    differing = {name for name, rows in with_files.items() if rows != without[name]}
    assert differing == {"personal_files", "qualifications"}


# --- raises, inspections, a common class ------------------------------------------------------------------------
def months_apart(first, last):
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def test_a_raise_comes_six_months_later_after_a_decision_of_the_administration(tables):
    months = {"01.003": 36, "01a.003": 36, "01.004": 24}
    delayed = 0
    for row in tables["disciplines"]:
        if row["line"] != "chinh_quyen" or row["form"] not in ("khien_trach", "canh_cao"):
            continue
        steps = [r for r in tables["salary_steps"] if r["official_id"] == row["official_id"]]
        for held, following in zip(steps, steps[1:], strict=False):
            if held["starts_on"] <= row["decided_on"] <= following["starts_on"] and held["rank_code"]:
                delayed += 1
                apart = months_apart(held["starts_on"], following["starts_on"])
                assert apart == months[held["rank_code"]] + 6, row
    assert delayed >= 2


def test_raises_late_in_december_2021_still_wait_for_their_decision(tables):
    assert max(row["starts_on"] for row in tables["salary_steps"]) <= "2021-12-10"


def test_an_inspection_stands_at_a_unit_that_lives_until_it_is_through(tables):
    ends = {row["unit"]: row["ends_on"] for row in tables["units"]}
    for row in tables["inspections"]:
        last = max(row["concluded_on"], row["remedied_on"] or row["remedy_due_on"])
        assert not ends[row["unit"]] or last <= ends[row["unit"]]


def test_those_who_attended_a_course_together_did_so_on_the_same_days(tables):
    title, first, last = TOGETHER
    days = (first.isoformat(), last.isoformat())
    rows = [r for r in tables["trainings"] if r["course"] == title and (r["starts_on"], r["ends_on"]) == days]
    assert len({row["official_id"] for row in rows}) == len(rows) >= 10
