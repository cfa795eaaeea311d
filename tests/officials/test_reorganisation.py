"""A reorganisation as one act: everyone is counted once on both sides of the day, and undoing leaves no trace."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command

from exchange.package.dumping import dump
from foundation import audit
from foundation.errors import Denied, Refused
from foundation.models import AuditEvent
from officials.known_reorganisations import known_act, known_acts
from officials.models import Appointment, Official, Reorganisation, SurplusStatus, Unit, UnitSuccession
from officials.reorganisation_plan import NewUnit, Outline, make_plan
from officials.services import postings, reorganisation
from officials.services.reorganisation import Answers, Unanswered, reorganise
from officials.services.reorganisation_undo import NotUndoable, undo_reorganisation
from reports import snapshot
from reports.frames.people import people
from tests import factories

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2019, 10, 31), date(2019, 11, 1)
OUT = "thoi:chuyen_cong_tac"


def old_town():
    """The units before 01/11/2019, each with a chairman, a clerk, and outside wards a police chief."""
    path = Path(project.BASE_DIR) / "fixtures/demo/units.csv"
    for row in csv.DictReader(path.open(encoding="utf-8")):
        if row["starts_on"]:
            continue
        unit = factories.make_unit(
            row["unit"], name=row["name"], kind=row["kind"], code=row["code"], area=row["area"] or None
        )
        for post in ("chu_tich_ubnd", "van_phong_thong_ke", "truong_cong_an"):
            factories.make_official(
                unit=unit,
                post=post,
                public_id=f"P-{row['unit']}-{post}",
                full_name=f"Người {row['unit']} {post}",
            )


def counted(day):
    """official → unit, as the figures count people on the day."""
    snapshot.forget()
    frame = people(snapshot.current(), day).to_pandas()
    assert frame.official_id.is_unique
    return dict(zip(frame.official_id, frame.unit, strict=True))


def dumped(tmp_path, name):
    dump(tmp_path / name)
    return {file.name: file.read_bytes() for file in sorted((tmp_path / name).iterdir())}


def answers(plan, answer=OUT):
    return {q.key: q.default or answer for q in plan.questions}


def do(outline, by, **kw):
    plan = make_plan(outline)
    given = Answers(choices=kw.pop("choices", answers(plan)), **kw)
    return reorganise(outline, by=by, answers=given, mark=plan.digest())


@pytest.fixture
def noivu(db):
    return factories.make_user("district", username="noivu")


def merger(*olds, day=DAY, new="moi", kind="phuong", **kw):
    units = (NewUnit(new, new, "Đơn vị mới", kind),)
    return Outline(day, "merge", "1/NQ", tuple((old, new) for old in olds), units, **kw)


# --- 01/11/2019 -----------------------------------------------------------------------------------------------------
def test_everyone_is_counted_once_in_the_right_unit_on_both_days(noivu):
    old_town()
    act = known_act("2019-11-01")
    before = counted(BEFORE)
    do(act.outline, noivu)
    assert counted(BEFORE) == before
    heirs = dict(act.outline.pairs)
    kinds = dict(Unit.objects.values_list("public_id", "kind"))
    police = {
        p for p, unit in before.items() if p.endswith("cong_an") and kinds[heirs.get(unit, unit)] == "phuong"
    }
    assert counted(DAY) == {p: heirs.get(unit, unit) for p, unit in before.items() if p not in police}
    assert len(police) == 15
    rows = Appointment.objects.filter(official__public_id__in=police)
    assert set(rows.values_list("ends_on", "end_reason")) == {(BEFORE, "chuyen_cong_tac")}


def test_the_tables_command_counts_the_same_heads(noivu):
    old_town()
    do(known_act("2019-11-01").outline, noivu)
    found = {}
    for day in (BEFORE, DAY):
        snapshot.forget()
        out = StringIO()
        asked = ["--as-of", day.isoformat(), "--table", "unit", "--format", "json"]
        call_command("tables", *asked, stdout=out)
        [row] = [row for row in json.loads(out.getvalue())["tables"] if row["scope"] == "all"]
        assert sum(row["cells"].values()) == row["headcount"]
        found[day] = (row["headcount"], row["cells"].get("10681-2019"), row["cells"].get("10681"))
    assert found == {BEFORE: (75, 3, None), DAY: (60, None, 2)}


def test_the_units_and_their_successions_are_those_of_the_files(noivu):
    old_town()
    do(known_act("2019-11-01").outline, noivu)
    assert Unit.objects.existing_on(DAY).count() == 23
    assert Unit.objects.existing_on(BEFORE).count() == 25
    assert Unit.objects.get(public_id="10693").full_name == "Phường Phạm Thái"
    assert UnitSuccession.objects.filter(successor__public_id="10693").count() == 2


def test_undoing_gives_the_same_package_byte_for_byte(noivu, tmp_path):
    old_town()
    before = dumped(tmp_path, "a")
    units = dict(Official.objects.values_list("public_id", "unit__public_id"))
    plan = make_plan(known_act("2019-11-01").outline)
    row = do(plan.outline, noivu, surplus=frozenset(s.official.public_id for s in plan.surplus))
    assert SurplusStatus.objects.exists()
    assert dumped(tmp_path, "b") != before
    undo_reorganisation(row, by=noivu, reason="Thử", version=row.version)
    assert dumped(tmp_path, "c") == before
    assert dict(Official.objects.values_list("public_id", "unit__public_id")) == units


def test_doing_it_twice_or_undoing_it_twice_is_refused(noivu):
    old_town()
    outline = known_act("2019-11-01").outline
    row = do(outline, noivu)
    with pytest.raises(Refused, match="đã được sắp xếp"):
        do(outline, noivu)
    undo_reorganisation(row, by=noivu, reason="Thử", version=row.version)
    row.refresh_from_db()
    for version in (1, row.version):
        with pytest.raises(Refused, match="đã được hoàn tác"):
            undo_reorganisation(row, by=noivu, reason="Thử", version=version)
    again = do(outline, noivu)
    assert again.pk != row.pk
    assert counted(DAY)["P-10681-2019-chu_tich_ubnd"] == "10681"


def test_the_same_confirmation_sent_twice_is_one_act(noivu):
    old_town()
    plan = make_plan(known_act("2019-11-01").outline)
    given = Answers(choices=answers(plan))
    rows = [reorganise(plan.outline, by=noivu, answers=given, mark=plan.digest(), key="k") for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert AuditEvent.objects.filter(action="reorganise").count() == 1


def test_killed_in_the_middle_nothing_is_left(noivu, tmp_path, monkeypatch):
    old_town()
    before = dumped(tmp_path, "a")

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(reorganisation.audit, "record", die)
    with pytest.raises(KeyboardInterrupt):
        do(known_act("2019-11-01").outline, noivu)
    assert dumped(tmp_path, "b") == before
    assert not Reorganisation.objects.exists()


def test_one_event_tells_of_the_act_in_numbers(noivu):
    old_town()
    row = do(known_act("2019-11-01").outline, noivu)
    event = AuditEvent.objects.get(action="reorganise")
    assert len(event.summary) <= 300
    changes = audit.changes_of(event)
    assert changes["postings_ended"] == [None, 51]
    assert changes["n_people"] == [None, row.n_people]
    assert "Người" not in event.payload


# --- what is asked ----------------------------------------------------------------------------------------------------
def test_a_post_that_a_ward_does_not_have_is_asked_about(noivu):
    unit = factories.make_unit("x1", kind="xa")
    an = factories.make_official(unit=unit, post="truong_cong_an", full_name="Lê An")
    plan = make_plan(merger("x1"))
    [question] = plan.questions
    assert "Lê An, Trưởng Công an" in question.text
    codes = [code for code, _ in question.options]
    assert "truong_cong_an" not in codes
    assert {"chi_huy_truong_quan_su", OUT} <= set(codes)
    for choices in ({}, {question.key: ""}, {question.key: "truong_cong_an"}, {question.key: "thoi:vui"}):
        with pytest.raises(Unanswered):
            do(plan.outline, noivu, choices=choices)
    assert not Reorganisation.objects.exists()
    do(plan.outline, noivu, choices={question.key: "chi_huy_truong_quan_su"})
    assert an.appointments.get(ends_on=None).post_id == "chi_huy_truong_quan_su"


def test_on_a_day_without_any_post_in_the_catalogue_one_question_stands_for_all(noivu):
    unit = factories.make_unit("x1", kind="phuong")
    for _ in range(3):
        factories.make_official(unit=unit)
    plan = make_plan(merger("x1", day=date(2025, 7, 1)))
    assert [q.key for q in plan.questions] == ["tat_ca"]
    row = do(plan.outline, noivu)
    assert row.n_people == 3
    assert set(counted(date(2025, 7, 1)).values()) == {"moi"}


def test_a_person_with_two_posts_keeps_both_and_is_one_head(noivu):
    unit = factories.make_unit("x1")
    an = factories.make_official(unit=unit, post="bi_thu_dang_uy")
    factories.make_appointment(an, unit, "chu_tich_hdnd", is_primary=False)
    do(merger("x1"), noivu)
    rows = an.appointments.filter(starts_on=DAY)
    assert {(r.post_id, r.is_primary) for r in rows} == {("bi_thu_dang_uy", True), ("chu_tich_hdnd", False)}
    assert counted(DAY) == {an.public_id: "moi"}


def test_one_post_held_in_two_merged_units_becomes_one(noivu):
    first, second = factories.make_unit("x1"), factories.make_unit("x2")
    an = factories.make_official(unit=first, post="bi_thu_doan")
    factories.make_appointment(an, second, "bi_thu_doan", is_primary=False)
    do(merger("x1", "x2"), noivu)
    [row] = an.appointments.filter(starts_on=DAY)
    assert row.is_primary


def test_a_unit_with_nobody_goes_over_too(noivu, tmp_path):
    factories.make_unit("x1")
    before = dumped(tmp_path, "a")
    row = do(merger("x1"), noivu)
    assert row.n_people == 0
    assert Unit.objects.get(public_id="x1").ends_on == BEFORE
    undo_reorganisation(row, by=noivu, reason="Thử", version=1)
    assert dumped(tmp_path, "b") == before


@pytest.mark.parametrize("starts_on", [DAY, date(2019, 12, 1)])
def test_a_posting_that_begins_on_the_day_or_later_begins_in_the_new_unit(noivu, tmp_path, starts_on):
    unit = factories.make_unit("x1")
    an = factories.make_official(unit=unit, starts_on=starts_on)
    before = dumped(tmp_path, "a")
    row = do(merger("x1"), noivu)
    posting = an.appointments.get()
    assert (posting.unit.public_id, posting.starts_on) == ("moi", starts_on)
    undo_reorganisation(row, by=noivu, reason="Thử", version=1)
    assert dumped(tmp_path, "b") == before


def test_a_known_end_after_the_day_goes_with_the_person(noivu):
    unit = factories.make_unit("x1")
    an = factories.make_official(unit=unit, ends_on=date(2020, 3, 31))
    an.appointments.update(end_reason="nghi_huu")
    do(merger("x1"), noivu)
    assert list(an.appointments.order_by("starts_on").values_list("ends_on", "end_reason")) == [
        (BEFORE, "sap_nhap"),
        (date(2020, 3, 31), "nghi_huu"),
    ]


def test_whoever_left_before_the_day_is_left_alone(noivu):
    unit = factories.make_unit("x1")
    an = factories.make_official(unit=unit, ends_on=BEFORE)
    assert do(merger("x1"), noivu).n_people == 0
    assert an.appointments.count() == 1


def test_a_split_asks_of_each_person_where_to(noivu):
    unit = factories.make_unit("x1")
    an, binh = factories.make_official(unit=unit), factories.make_official(unit=unit)
    units = (NewUnit("a", "a", "A", "xa"), NewUnit("b", "b", "B", "xa"))
    outline = Outline(DAY, "split", "1/NQ", (("x1", "a"), ("x1", "b")), units)
    plan = make_plan(outline)
    with pytest.raises(Unanswered):
        do(outline, noivu, choices={plan.questions[0].key: "a"})
    do(outline, noivu, choices={plan.questions[0].key: "a", plan.questions[1].key: "b"})
    assert counted(DAY) == {an.public_id: "a", binh.public_id: "b"}


def test_a_unit_merged_into_a_standing_one_leaves_its_people_where_they_are(noivu):
    old, standing = factories.make_unit("x1"), factories.make_unit("x2")
    an, binh = factories.make_official(unit=old), factories.make_official(unit=standing)
    do(Outline(DAY, "merge", "1/NQ", (("x1", "x2"),)), noivu)
    assert counted(DAY) == {an.public_id: "x2", binh.public_id: "x2"}
    assert binh.appointments.count() == 1


def test_a_second_chairman_after_a_merger_is_proposed_as_lawful_surplus(noivu):
    first, second = factories.make_unit("x1", name="Đơn vị mới"), factories.make_unit("x2")
    stays = factories.make_official(unit=first, post="chu_tich_ubnd")
    over = factories.make_official(unit=second, post="chu_tich_ubnd", starts_on=date(2010, 1, 1))
    plan = make_plan(merger("x1", "x2"))
    assert {(s.official.pk, s.chosen) for s in plan.surplus} == {(stays.pk, False), (over.pk, True)}
    assert plan.surplus_until == date(2024, 10, 31)
    do(plan.outline, noivu, surplus=frozenset({over.public_id}))
    status = SurplusStatus.objects.get()
    assert (status.official_id, status.until, status.verified) == (over.pk, date(2024, 10, 31), "memory")


def test_the_accounts_of_old_units_are_named_for_the_administrator(noivu):
    unit = factories.make_unit("x1")
    factories.make_user("commune", unit=unit, username="xa_x1")
    [(title, lines)] = make_plan(merger("x1")).dependents
    assert "quản trị" in title
    assert "xa_x1" in lines[0]


# --- what is refused --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (merger("khong-co"), "Chưa có đơn vị cũ"),
        (Outline(DAY, "merge", "1/NQ", (("x1", "khong-co"),)), "Chưa có đơn vị mới"),
        (Outline(DAY, "merge", " ", (("x1", "x2"),)), "căn cứ"),
        (Outline(DAY, "merge", "1/NQ", ()), "ít nhất một đơn vị cũ"),
        (Outline(DAY, "merge", "1/NQ", (("x1", "x1"),)), "vừa là đơn vị cũ vừa là đơn vị mới"),
        (Outline(DAY, "merge", "1/NQ", (("gone", "x2"),)), "không tồn tại vào ngày 31/10/2019"),
        (Outline(DAY, "merge", "1/NQ", (("x1", "gone"),)), "không tồn tại vào ngày 01/11/2019"),
        (Outline(DAY, "merge", "1/NQ", (("later", "x2"),)), "đã có ngày kết thúc khác"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(noivu, outline, said):
    factories.make_unit("x1")
    factories.make_unit("x2")
    factories.make_unit("gone", ends_on=date(2018, 12, 31))
    factories.make_unit("later", ends_on=date(2020, 12, 31))
    with pytest.raises(Refused, match=said):
        do(outline, noivu)


def test_data_that_changed_since_the_preview_is_shown_before_it_is_acted_on(noivu):
    unit = factories.make_unit("x1")
    plan = make_plan(merger("x1"))
    factories.make_official(unit=unit)
    with pytest.raises(Refused, match="vừa thay đổi"):
        reorganise(plan.outline, by=noivu, answers=Answers(), mark=plan.digest())


@pytest.mark.parametrize("name", ["xa_minh", "lanhdao", "quantri", "kiemtra"])
def test_only_the_district_carries_it_out(town, name):
    with pytest.raises(Denied):
        do(merger("10702"), getattr(town.people, name))


# --- what stands in the way of undoing --------------------------------------------------------------------------------
def test_a_later_posting_stands_in_the_way_and_is_named(noivu):
    unit = factories.make_unit("x1")
    an = factories.make_official(unit=unit, full_name="Lê An")
    row = do(merger("x1"), noivu)
    posting = an.appointments.get(ends_on=None)
    postings.end_appointment(
        by=noivu, appointment=posting, ends_on=date(2020, 5, 1), end_reason="nghi_huu", version=1
    )
    with pytest.raises(NotUndoable) as refused:
        undo_reorganisation(row, by=noivu, reason="Thử", version=1)
    assert "Lê An" in refused.value.obstacles[0]
    assert Appointment.objects.filter(official=an).count() == 2


def test_someone_who_came_later_stands_in_the_way(noivu):
    factories.make_unit("x1")
    row = do(merger("x1"), noivu)
    factories.make_official(unit=Unit.objects.get(public_id="moi"), starts_on=date(2020, 1, 1))
    with pytest.raises(NotUndoable) as refused:
        undo_reorganisation(row, by=noivu, reason="Thử", version=1)
    assert any("Quá trình công tác" in text for text in refused.value.obstacles)


def test_a_later_reorganisation_is_to_be_undone_first(noivu):
    factories.make_unit("x1")
    first = do(merger("x1"), noivu)
    second = do(merger("moi", day=date(2020, 1, 1), new="moi2"), noivu)
    with pytest.raises(NotUndoable) as refused:
        undo_reorganisation(first, by=noivu, reason="Thử", version=1)
    assert "hoàn tác lần đó trước" in refused.value.obstacles[0]
    undo_reorganisation(second, by=noivu, reason="Thử", version=1)
    undo_reorganisation(first, by=noivu, reason="Thử", version=1)
    assert list(Unit.objects.values_list("public_id", "ends_on")) == [("x1", None)]


def test_undoing_wants_a_reason(noivu):
    factories.make_unit("x1")
    row = do(merger("x1"), noivu)
    with pytest.raises(Refused, match="lý do"):
        undo_reorganisation(row, by=noivu, reason=" ", version=1)


# --- 2024 and 2025 ------------------------------------------------------------------------------------------------------
def test_the_three_known_acts_follow_one_another(noivu, settings):
    settings.KINHMON_TODAY = date(2025, 7, 1)
    old_town()
    for act in known_acts():
        do(act.outline, noivu)
    assert Unit.objects.existing_on(date(2025, 7, 1)).count() == 7
    assert Counter(counted(date(2024, 12, 1)).values())["10696"] == 4
    assert set(counted(date(2025, 7, 1)).values()) == set(known_acts()[2].outline.new_ids)
    assert Official.objects.get(public_id="P-10687-chu_tich_ubnd").unit.public_id == "10714-2025"
