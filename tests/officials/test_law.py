"""The law of a day: norms on the day before, the day of and after repeal; and the fixture it is loaded from."""

import importlib
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from assessments.models import (
    AwardTitle,
    Discipline,
    DisciplineFormRule,
    EvaluationLevel,
    EvaluationRegime,
)
from assessments.models.evaluation import Evaluation
from officials import law_loading
from officials.law import (
    NormMissing,
    norm_on,
    norms_on,
    post_title,
    post_titles,
    quota_for,
    quotas_for,
    valid_posts,
)
from officials.models import (
    Norm,
    Post,
    PostStandard,
    PostValidity,
    QuotaNorm,
    Rank,
    RetirementAge,
    UnitQuota,
    Verification,
)
from officials.models.qualifications import LEVELS
from tests.factories import make_unit

pytestmark = pytest.mark.django_db
# `migrate` is no act of a person: what it loads is told by the files in the repository.
loads = pytest.mark.part_of_an_act

# contracts 2, official order
POSTS = [
    "bi_thu_dang_uy",
    "pho_bi_thu_dang_uy",
    "chu_tich_hdnd",
    "pho_chu_tich_hdnd",
    "chu_tich_ubnd",
    "pho_chu_tich_ubnd",
    "chu_tich_ubmttq",
    "bi_thu_doan",
    "chu_tich_hoi_phu_nu",
    "chu_tich_hoi_nong_dan",
    "chu_tich_hoi_ccb",
    "truong_cong_an",
    "chi_huy_truong_quan_su",
    "van_phong_thong_ke",
    "dia_chinh_xay_dung",
    "tai_chinh_ke_toan",
    "tu_phap_ho_tich",
    "van_hoa_xa_hoi",
]
# fixture file → (model, the columns that make a key whose rows may not overlap in time)
TABLES = {
    "post_validities": (PostValidity, ["post", "unit_kind"]),
    "quota_norms": (QuotaNorm, ["unit_kind", "unit_class"]),
    "post_standards": (PostStandard, ["post", "criterion"]),
    "ranks": (Rank, ["code"]),
    "retirement_ages": (RetirementAge, ["sex", "born_from"]),
    "norms": (Norm, ["code"]),
    "evaluation_regimes": (EvaluationRegime, ["public_id"]),
    "award_titles": (AwardTitle, ["title"]),
    "discipline_forms": (DisciplineFormRule, ["group", "form"]),
}
NORM_CODES = {
    "A2.vacancy.watch", "A2.vacancy.act", "A9.horizon_years", "E2.unanimous", "E2.unanimous.years", "E3.cap.ratio",
    "E2.below_good.benchmark", "E3.cap.base_with_xuat_sac", "F2.min", "G1.cstdcs_per_ldtt.max", "G1.giay_khen.max", "G2.rated_good.max", "H1.min", "H3.thoi_viec.max",
    "cell.min", "cell.min.sensitive", "compare.min_count", "guard.confidence", "luong_co_so",
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2019, 6, 30), 1_390_000),
        (date(2019, 7, 1), 1_490_000),
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
    ],
)
def test_a_norm_changes_on_its_day(day, amount):
    assert norm_on("luong_co_so", day).value == amount


def test_before_its_first_day_a_norm_raises():
    first = date(2018, 1, 1)
    assert norm_on("H1.min", first).value == 1
    with pytest.raises(NormMissing) as caught:
        norm_on("H1.min", first - timedelta(days=1))
    assert (caught.value.code, caught.value.day) == ("H1.min", date(2017, 12, 31))


def test_after_its_repeal_a_norm_raises():
    assert norm_on("F2.min", date(2025, 12, 31)).value == 60
    with pytest.raises(NormMissing):
        norm_on("F2.min", date(2026, 1, 1))


def test_a_code_nobody_knows_raises():
    with pytest.raises(NormMissing):
        norm_on("khong_co", date(2021, 12, 31))


@pytest.mark.parametrize("starts_on", [date(2020, 1, 1), None])
def test_two_norms_of_one_code_cannot_start_on_the_same_day_nor_both_without_a_day(starts_on):
    def make(public_id):
        Norm.objects.create(
            public_id=public_id,
            code="X",
            title="Thử",
            value=1,
            unit="%",
            starts_on=starts_on,
            basis="–",
            source="–",
        )

    make("l-1")
    with pytest.raises(IntegrityError, match=r"norm_once|UNIQUE"), transaction.atomic():
        make("l-2")


def test_a_norm_says_its_unit_source_and_how_far_it_was_checked():
    vacancy = norm_on("A2.vacancy.watch", date(2021, 12, 31))
    assert (vacancy.value, vacancy.unit) == (Decimal(5), "%")
    assert vacancy.verified_label == "đề xuất của hệ thống"
    assert "Võ Nhai" in vacancy.source


def test_the_norms_the_indicators_and_rules_read_hold_on_every_reference_day():
    for year in (2019, 2020, 2021):
        assert set(norms_on(date(year, 12, 31))) >= NORM_CODES


def test_the_cap_on_excellent_ratings_begins_with_the_party_guidance_of_2018():
    with pytest.raises(NormMissing):
        norm_on("E3.cap.ratio", date(2018, 9, 23))
    assert norm_on("E3.cap.ratio", date(2018, 9, 24)).value == Decimal("0.2")
    assert "HD 21-HD/BTCTW" in norm_on("E3.cap.ratio", date(2019, 12, 31)).basis
    assert "335/2025" in norm_on("E3.cap.ratio", date(2026, 1, 1)).basis


def test_a_norm_a_person_has_changed_is_read_at_once():
    Norm.objects.filter(code="H3.thoi_viec.max").update(value=4)
    assert norm_on("H3.thoi_viec.max", date(2021, 12, 31)).value == 4


def test_a_ward_has_no_chief_of_police_and_a_commune_lost_it_on_01_08_2023():
    def has(kind, day):
        return "truong_cong_an" in [post.code for post in valid_posts(kind, day)]

    assert not has("phuong", date(2019, 12, 31))
    assert has("xa", date(2020, 6, 30))
    assert has("xa", date(2023, 7, 31))
    assert not has("xa", date(2023, 8, 1))


def test_the_posts_of_a_kind_of_unit_come_in_official_order():
    codes = [post.code for post in valid_posts("xa", date(2019, 12, 31))]
    assert codes == POSTS
    assert valid_posts("xa", date(2009, 12, 31)) == []
    assert valid_posts("xa", date(2025, 7, 1)) == []


def test_the_land_title_is_named_by_the_kind_of_unit_and_the_military_one_by_the_day():
    land, military = (
        Post.objects.get(code="dia_chinh_xay_dung"),
        Post.objects.get(code="chi_huy_truong_quan_su"),
    )
    day = date(2021, 12, 31)
    assert post_title(land, "phuong", day) == "Địa chính - xây dựng - đô thị và môi trường"
    assert post_title(land, "xa", day) == "Địa chính - nông nghiệp - xây dựng và môi trường"
    assert post_title(military, "xa", date(2023, 7, 31)) == "Chỉ huy trưởng Quân sự"
    assert post_title(military, "xa", date(2023, 8, 1)) == "Chỉ huy trưởng Ban Chỉ huy Quân sự"
    assert post_title(land, "xa", date(1990, 1, 1)) == "Địa chính - xây dựng"
    assert post_titles(day)["dia_chinh_xay_dung", "thi_tran"] == post_title(land, "thi_tran", day)


@pytest.mark.parametrize(
    ("kind", "day", "total"),
    [
        ("xa", date(2019, 6, 24), 23),
        ("xa", date(2019, 6, 25), 21),
        ("xa", date(2023, 7, 31), 21),
        ("xa", date(2023, 8, 1), 20),
        ("phuong", date(2023, 8, 1), 21),
    ],
)
def test_the_ceiling_follows_class_kind_and_day(kind, day, total):
    unit = make_unit(kind=kind, unit_class="2")
    quota = quota_for(unit, day)
    assert (quota.total, quota.assigned) == (total, False)


def test_the_ceiling_of_a_commune_tells_of_the_one_less_where_police_are_regular():
    assert "Trừ 1" in quota_for(make_unit(kind="xa", unit_class="1"), date(2021, 12, 31)).note
    assert "Trừ 1" not in quota_for(make_unit(kind="phuong", unit_class="1"), date(2021, 12, 31)).note


def test_the_number_given_to_a_unit_goes_before_the_ceiling_while_it_lasts():
    unit = make_unit(unit_class="1")
    UnitQuota.objects.create(
        public_id="uq",
        unit=unit,
        total=20,
        starts_on=date(2020, 8, 1),
        ends_on=date(2021, 12, 31),
        basis="QĐ",
    )
    assert quota_for(unit, date(2020, 7, 31)).total == 23
    assert (quota_for(unit, date(2020, 8, 1)).total, quota_for(unit, date(2020, 8, 1)).assigned) == (20, True)
    assert quota_for(unit, date(2021, 12, 31)).total == 20
    assert quota_for(unit, date(2022, 1, 1)).total == 23


def test_without_class_and_number_there_is_no_quota_and_many_units_cost_two_queries(
    django_assert_num_queries,
):
    units = [make_unit(), make_unit(unit_class="3"), make_unit(kind="xa", unit_class="3")]
    with django_assert_num_queries(2):
        found = quotas_for(units, date(2021, 12, 31))
    assert [found[unit.pk].total if unit.pk in found else None for unit in units] == [None, 19, 19]


# --- the fixture -----------------------------------------------------------------------------------------------


def test_every_post_of_the_contract_is_there_in_order():
    rows = law_loading.read_rows("posts")
    assert [row["code"] for row in rows] == POSTS
    assert [row["position"] for row in rows] == list(range(1, 19))
    assert list(Post.objects.values_list("code", flat=True)) == POSTS
    assert {row["code"] for row in rows if row["max_holders"] == 2} == {
        "pho_bi_thu_dang_uy", "pho_chu_tich_ubnd", "van_phong_thong_ke", "dia_chinh_xay_dung", "tai_chinh_ke_toan",
        "tu_phap_ho_tich", "van_hoa_xa_hoi",
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source_a_status_and_only_columns_of_its_model(table):
    model, _ = TABLES[table]
    columns = {field.name for field in model._meta.concrete_fields} | {"levels"}
    rows = law_loading.read_rows(table)
    assert rows
    for row in rows:
        assert set(row) <= columns, row["public_id"]
        assert row["source"], row["public_id"]
        assert row["basis"], row["public_id"]
        assert row["verified"] in Verification.values, row["public_id"]
        assert {"starts_on", "ends_on"} <= set(row), row["public_id"]
        assert row["verified"] in ("proposal", "inference", "memory") or "Theo trí nhớ" not in row["source"]


@pytest.mark.parametrize("table", TABLES)
def test_the_rows_of_one_key_do_not_overlap_in_time(table):
    _, key = TABLES[table]
    by_key = defaultdict(list)
    for row in law_loading.read_rows(table):
        by_key[tuple(row[name] for name in key)].append(row)
    for name, rows in by_key.items():
        rows.sort(key=lambda row: row["starts_on"] or "")
        for earlier, later in zip(rows, rows[1:], strict=False):
            assert (earlier["ends_on"] or "9999") < later["starts_on"], name


@pytest.mark.parametrize("table", TABLES)
def test_every_loaded_row_is_a_valid_row_of_its_model(table):
    model, _ = TABLES[table]
    for row in model.objects.all():
        row.full_clean()


def test_every_code_in_the_law_is_a_code_of_the_contract():
    for row in law_loading.read_rows("post_standards"):
        assert row["post"] in POSTS
        if row["criterion"] in LEVELS:
            assert row["required"] in LEVELS[row["criterion"]]
    assert {row["form"] for row in law_loading.read_rows("discipline_forms")} <= set(Discipline.Form.values)
    for regime in law_loading.read_rows("evaluation_regimes"):
        assert {level["code"] for level in regime["levels"]} <= set(Evaluation.Level.values)


def test_every_year_from_2015_has_one_regime_of_four_levels():
    for year in range(2015, 2030):
        found = [
            regime
            for regime in EvaluationRegime.objects.all()
            if regime.first_year <= year <= (regime.last_year or 9999)
        ]
        assert len(found) == 1, year
        assert [level.rank for level in found[0].levels.all()] == [1, 2, 3, 4]


def test_the_third_level_changes_its_name_between_2019_and_2020():
    third = dict(EvaluationLevel.objects.filter(rank=3).values_list("regime__code", "code"))
    assert third["nd56_2015"] == "han_che_nang_luc"
    assert third["nd90_2020"] == third["nd48_2023"] == third["nd335_2025"] == "hoan_thanh"


def test_demoting_and_lowering_of_pay_end_with_30_06_2025():
    forms = DisciplineFormRule.objects.filter(group="cong_chuc")
    assert "ha_bac_luong" in forms.on(date(2025, 6, 30)).values_list("form", flat=True)
    assert set(forms.on(date(2025, 7, 1)).values_list("form", flat=True)) == {
        "khien_trach", "canh_cao", "buoc_thoi_viec",
    }  # fmt: skip


# --- loading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["posts", *TABLES])
def test_loading_again_changes_nothing(table):
    model = Post if table == "posts" else TABLES[table][0]
    rows = law_loading.read_rows(table)
    result = law_loading.load_table(model, rows, key="code" if table == "posts" else "public_id")
    assert (result.new, result.changed, result.unchanged) == (0, 0, len(rows))


@loads
def test_a_changed_fixture_updates_the_row_but_not_one_a_person_has_edited():
    rows = [dict(row) for row in law_loading.read_rows("norms") if row["code"].startswith("A2.vacancy")]
    Norm.objects.filter(code="A2.vacancy.act").update(value=12, version=2)
    for row in rows:
        row["value"] = "7"
    result = law_loading.load_table(Norm, rows)
    assert (result.changed, result.kept) == (1, ["dinh-muc-A2.vacancy.act"])
    assert norm_on("A2.vacancy.watch", date(2021, 12, 31)).value == 7
    assert norm_on("A2.vacancy.act", date(2021, 12, 31)).value == 12


@loads
def test_a_row_a_person_has_added_survives_loading_and_unloading():
    Norm.objects.create(public_id="l-1", code="rieng", title="Riêng", value=1, unit="%", verified="proposal")
    rows = law_loading.read_rows("norms")
    law_loading.load_table(Norm, rows)
    law_loading.unload_table(Norm, rows)
    assert list(Norm.objects.values_list("code", flat=True)) == ["rieng"]


@loads
def test_the_levels_of_a_regime_are_loaded_once_and_left_alone_when_the_regime_was_edited():
    rows = law_loading.read_rows("evaluation_regimes")
    EvaluationRegime.objects.filter(code="nd90_2020").update(version=2)
    EvaluationLevel.objects.filter(regime__code="nd90_2020", rank=1).update(short_label="Sửa tay")
    result = law_loading.load_nested(EvaluationRegime, EvaluationLevel, rows, under="levels", link="regime")
    assert (result.new, result.unchanged, result.kept) == (0, 12, ["danh-gia-nd90_2020"])
    assert EvaluationLevel.objects.filter(short_label="Sửa tay").count() == 1


@loads
def test_the_migrations_run_backwards_and_forwards_again():
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state().apps
    for app_label in ("assessments", "officials"):
        module = importlib.import_module(f"{app_label}.migrations.0002_load_law")
        for operation in reversed(module.Migration.operations):
            operation.reverse_code(state, None)
    assert not Post.objects.exists()
    assert not EvaluationLevel.objects.exists()
    for app_label in ("officials", "assessments"):
        module = importlib.import_module(f"{app_label}.migrations.0002_load_law")
        for operation in module.Migration.operations:
            operation.code(state, None)
    assert Post.objects.count() == 18
    assert EvaluationLevel.objects.count() == 16
    assert Norm.objects.count() == len(law_loading.read_rows("norms"))


def test_every_table_of_the_folder_is_loaded_by_a_migration():
    loaded = set()
    for app_label in ("officials", "assessments"):
        tables = importlib.import_module(f"{app_label}.migrations.0002_load_law").TABLES
        loaded |= set(tables)
        for model in tables.values():
            assert apps.get_model(app_label, model)
    assert loaded == set(TABLES) | {"posts"}
