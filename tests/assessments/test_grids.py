"""Yearly grids: what is typed as offices write it is saved at once, or comes back whole with what is wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from assessments.models import Award, Evaluation, HealthCheck, Training
from assessments.services import rounds
from foundation.dates import PartialDate
from foundation.models import AccessEvent, AuditEvent
from officials.models import Absence, Official, Proposal, ProposalPeriod
from tests import factories
from tests.assessments.grid_help import address, errors_of, fields_of, number_of, texts_of, typed

AN, BA = "Nguyễn Văn An", "Vũ Thị Ba"


@pytest.fixture
def two(town):
    """A second person in Minh Tân; grids are filled in by its officer."""
    town.ba = factories.make_official(unit=town.minh, full_name=BA, public_id="P-BA", sex="nu")
    return town


@pytest.fixture
def officer(two, signed_in):
    return signed_in(two.people.xa_minh)


def text(page):
    return page.content.decode()


# --- values as offices write them ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("HTTNV", "tot"), ("tốt", "tot"), ("HTT", "tot"), ("tot", "tot"), ("Hoàn thành tốt nhiệm vụ", "tot"),
        ("  HOÀN THÀNH  XUẤT SẮC NHIỆM VỤ ", "xuat_sac"), ("HTXSNV", "xuat_sac"), ("ht", "hoan_thanh"),
        ("HTNV", "hoan_thanh"), ("Không HTNV", "khong_hoan_thanh"), ("KHTNV", "khong_hoan_thanh"),
    ],
)  # fmt: skip
def test_a_level_is_read_by_label_short_label_or_code(officer, written, level):
    page = officer.get(address("xep-loai"))
    assert officer.post(address("xep-loai"), typed(page, (AN, {"level": written}))).status_code == 302
    row = Evaluation.objects.get()
    assert (row.official.public_id, row.year, row.level, row.status) == ("P-AN", 2021, level, "rated")


@pytest.mark.parametrize(
    ("year", "written", "says"),
    [
        (2021, "HCNL", "không dùng cho năm 2021"),
        (2020, "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực", "không dùng cho năm 2020"),
        (2019, "HTNV", "không dùng cho năm 2019"),
        (2021, "Khá", "Không có giá trị “Khá”"),
        (2021, "x" * 1500, "dán nhầm"),
    ],
)
def test_a_level_of_another_regime_or_of_none_is_refused_by_name(officer, year, written, says):
    page = officer.get(address("xep-loai", year=year))
    answer = officer.post(address("xep-loai", year=year), typed(page, (AN, {"level": written})))
    assert says in errors_of(answer)[AN, "level"]
    assert texts_of(answer)[AN, "level"] == written
    assert not Evaluation.objects.exists()


def test_the_old_third_level_is_right_in_2019_and_the_new_one_from_2020(officer):
    for year, written in ((2019, "HCNL"), (2020, "HTNV")):
        page = officer.get(address("xep-loai", year=year))
        assert (
            officer.post(address("xep-loai", year=year), typed(page, (AN, {"level": written}))).status_code
            == 302
        )
    assert set(Evaluation.objects.values_list("year", "level")) == {
        (2019, "han_che_nang_luc"),
        (2020, "hoan_thanh"),
    }


def test_partial_days_keep_their_precision(officer):
    page = officer.get(address("suc-khoe"))
    entries = (AN, {"health_class": "II", "checked_on": "5/2021"}), (BA, {"checked_on": "5/3/2021"})
    assert officer.post(address("suc-khoe"), typed(page, *entries)).status_code == 302
    found = {row.official.full_name: row for row in HealthCheck.objects.all()}
    assert (found[AN].health_class, found[AN].checked_on_partial.iso) == ("2", "2021-05")
    assert (found[BA].health_class, found[BA].checked_on_partial.iso) == ("", "2021-03-05")


# --- all or nothing -----------------------------------------------------------------------------------------
def test_one_wrong_row_writes_nothing_and_loses_nothing(officer):
    page = officer.get(address("suc-khoe"))
    entries = (
        (AN, {"health_class": "1", "checked_on": "30/02/2021", "facility": "BVĐK Kinh Môn"}),
        (BA, {"health_class": "2"}),
    )
    answer = officer.post(address("suc-khoe"), typed(page, *entries))
    assert answer.status_code == 200
    assert errors_of(answer) == {(AN, "checked_on"): "Ngày 30/02/2021 không tồn tại. Đề nghị kiểm tra lại."}
    held = texts_of(answer)
    assert [held[AN, name] for name in ("health_class", "checked_on", "facility")] == [
        "1",
        "30/02/2021",
        "BVĐK Kinh Môn",
    ]
    assert held[BA, "health_class"] == "2"
    assert f'href="#o-{number_of(answer, AN)}-checked_on"' in text(answer)
    assert not HealthCheck.objects.exists()


def test_only_changed_cells_are_written_each_row_with_its_event(officer, two):
    for official in (two.an, two.ba):
        HealthCheck.objects.create(
            public_id=f"H-{official.pk}", official=official, year=2021, health_class="2"
        )
    n_events = AuditEvent.objects.count()
    page = officer.get(address("suc-khoe"))
    answer = officer.post(address("suc-khoe"), typed(page, (AN, {"facility": "BVĐK Kinh Môn"})), follow=True)
    assert "Đã lưu 1 kết quả khám sức khỏe của 1 người." in text(answer)
    assert HealthCheck.objects.get(official=two.an).version == 2
    assert HealthCheck.objects.get(official=two.ba).version == 1
    [event] = AuditEvent.objects.order_by("seq")[n_events:]
    assert (event.action, event.subject_id) == ("correct", "P-AN")


def test_a_form_sent_twice_is_saved_once(officer):
    page = officer.get(address("boi-duong"))
    sent = typed(page, (AN, {"course": "Kỹ năng soạn thảo", "ends_on": "3/5/2021"}))
    officer.post(address("boi-duong"), sent)
    again = officer.post(address("boi-duong"), sent, follow=True)
    assert "đã được lưu ở lần gửi trước" in text(again)
    assert Training.objects.count() == 1


def test_a_key_used_for_something_else_loses_nothing(officer):
    page = officer.get(address("boi-duong"))
    sent = typed(page, (AN, {"course": "Khóa A", "ends_on": "3/5/2021"}))
    officer.post(address("boi-duong"), sent)
    answer = officer.post(
        address("boi-duong"), typed(page, (AN, {"course": "Khóa B", "ends_on": "3/5/2021"}))
    )
    assert "đã được gửi với nội dung khác" in text(answer)
    assert "Khóa B" in {cell for cell in texts_of(answer).values()}
    assert Training.objects.count() == 1


def test_nothing_typed_changes_nothing(officer):
    page = officer.get(address("khen-thuong"))
    answer = officer.post(address("khen-thuong"), fields_of(page), follow=True)
    assert "Không có ô nào thay đổi." in text(answer)
    assert not AuditEvent.objects.filter(object_type__startswith="assessments").exists()


# --- somebody else meanwhile --------------------------------------------------------------------------------
def changed_meanwhile(two, official, **values):
    from officials.services import records

    row = HealthCheck.objects.get(official=official)
    records.change(row, by=two.people.noivu, changes=values, version=row.version)


def test_a_row_changed_meanwhile_comes_back_with_both_values_to_choose(officer, two):
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    page = officer.get(address("suc-khoe"))
    changed_meanwhile(two, two.an, health_class="3", facility="Trung tâm y tế")
    entries = (AN, {"health_class": "1"}), (BA, {"health_class": "4"})
    answer = officer.post(address("suc-khoe"), typed(page, *entries))
    [conflict] = [c.conflict for line in answer.context["lines"] for c in line.cells if c.conflict]
    assert (conflict.text, conflict.mine) == ("Loại III (trung bình)", "Loại I (rất khỏe)")
    assert "Người thử" in conflict.who
    assert texts_of(answer)[AN, "facility"] == "Trung tâm y tế"  # theirs, where I had typed nothing
    assert texts_of(answer)[BA, "health_class"] == "4"
    assert HealthCheck.objects.get().health_class == "3"

    # Saved again without a choice: still nothing is overwritten.
    sent = fields_of(answer)
    undecided = officer.post(address("suc-khoe"), sent)
    assert [c.conflict for line in undecided.context["lines"] for c in line.cells if c.conflict]
    assert HealthCheck.objects.get(official=two.an).health_class == "3"


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "3"), ("mine", "1")])
def test_the_choice_decides_and_the_rest_is_saved_with_it(officer, two, choice, kept):
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    page = officer.get(address("suc-khoe"))
    changed_meanwhile(two, two.an, health_class="3")
    answer = officer.post(
        address("suc-khoe"), typed(page, (AN, {"health_class": "1"}), (BA, {"health_class": "4"}))
    )
    sent = fields_of(answer) | {f"chon-{number_of(answer, AN)}-health_class": choice}
    assert officer.post(address("suc-khoe"), sent).status_code == 302
    assert HealthCheck.objects.get(official=two.an).health_class == kept
    assert HealthCheck.objects.get(official=two.ba).health_class == "4"


def test_a_row_changed_meanwhile_where_i_typed_nothing_stays_theirs(officer, two):
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    page = officer.get(address("suc-khoe"))
    changed_meanwhile(two, two.an, health_class="3")
    assert officer.post(address("suc-khoe"), typed(page, (BA, {"health_class": "4"}))).status_code == 302
    assert HealthCheck.objects.get(official=two.an).health_class == "3"


def test_a_row_somebody_else_has_added_is_not_added_twice(officer, two):
    page = officer.get(address("suc-khoe"))
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    answer = officer.post(address("suc-khoe"), typed(page, (AN, {"health_class": "1"})))
    assert any(c.conflict for line in answer.context["lines"] for c in line.cells)
    assert HealthCheck.objects.get().health_class == "2"


def test_a_row_somebody_else_has_removed_comes_back_with_what_was_typed(officer, two):
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    page = officer.get(address("suc-khoe"))
    HealthCheck.objects.all().delete()
    answer = officer.post(address("suc-khoe"), typed(page, (AN, {"facility": "BVĐK"})))
    assert "vừa được người khác xóa" in errors_of(answer)[AN, ""]
    assert (texts_of(answer)[AN, "facility"], texts_of(answer)[AN, "health_class"]) == ("BVĐK", "2")
    assert officer.post(address("suc-khoe"), fields_of(answer)).status_code == 302
    assert HealthCheck.objects.get().facility == "BVĐK"


def test_someone_who_has_gone_to_another_unit_meanwhile_loses_nothing_typed(officer, two):
    page = officer.get(address("suc-khoe"))
    Official.objects.filter(pk=two.an.pk).update(unit=two.khac)
    answer = officer.post(address("suc-khoe"), typed(page, (AN, {"facility": "BVĐK Kinh Môn"})))
    assert "BVĐK Kinh Môn" in text(answer)
    assert "không còn trong danh sách" in text(answer)
    assert not HealthCheck.objects.exists()


# --- several rows a person ----------------------------------------------------------------------------------
def test_existing_courses_stand_as_lines_with_an_empty_one_each(officer, two):
    Training.objects.create(public_id="T-1", official=two.an, course="Khóa cũ", ends_on=date(2021, 3, 9))
    Training.objects.create(
        public_id="T-0", official=two.an, course="Khóa năm trước", ends_on=date(2020, 12, 31)
    )
    page = officer.get(address("boi-duong"))
    shown = [(line.owner.name, line.cells[0].text) for line in page.context["lines"]]
    assert sorted(shown) == [(AN, ""), (AN, "Khóa cũ"), (BA, "")]


def test_a_line_can_be_added_without_losing_what_was_typed(officer):
    page = officer.get(address("boi-duong"))
    sent = typed(page, (AN, {"course": "Khóa A", "ends_on": "1/2/2021"})) | {"them": "P-AN"}
    more = officer.post(address("boi-duong"), sent)
    assert [line.cells[0].text for line in more.context["lines"] if line.owner.name == AN] == ["Khóa A", ""]
    done = typed(more, (AN, {"course": "Khóa B", "ends_on": "1/3/2021"}), nth=1)
    assert officer.post(address("boi-duong"), done).status_code == 302
    assert set(Training.objects.values_list("course", flat=True)) == {"Khóa A", "Khóa B"}


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"course": "Khóa A"}, "ends_on", "tính vào năm kết thúc"),
        ({"course": "Khóa A", "ends_on": "1/2/2020"}, "ends_on", "thuộc năm 2020"),
        ({"course": "Khóa A", "ends_on": "12/2021"}, "ends_on", "đủ ngày, tháng, năm"),
        ({"course": "Khóa A", "starts_on": "2/2/2021", "ends_on": "1/2/2021"}, "ends_on", "trở đi"),
        ({"ends_on": "1/2/2021"}, "course", "Đề nghị nhập khóa học"),
        ({"course": "Khóa A", "ends_on": "1/2/2021", "hours": "nhiều"}, "hours", "Đề nghị nhập một số"),
        ({"course": "Khóa A", "ends_on": "1/2/2021", "kind": "linh tinh"}, "kind", "Không có giá trị"),
        ({"course": BA, "ends_on": "1/2/2021"}, "course", "là họ tên, có lẽ dán nhầm cột"),
        ({"course": "x" * 300, "ends_on": "1/2/2021"}, "course", "nhiều nhất 200 ký tự"),
        ({"course": "a\x00b", "ends_on": "1/2/2021"}, "course", "ký tự không đọc được"),
    ],
)
def test_nonsense_in_a_course_is_said_at_its_cell(officer, cells, column, says):
    page = officer.get(address("boi-duong"))
    answer = officer.post(address("boi-duong"), typed(page, (AN, cells)))
    assert says in errors_of(answer)[AN, column]
    assert {name: texts_of(answer)[AN, name] for name in cells} == cells
    assert not Training.objects.exists()


def test_the_same_award_is_not_entered_twice(officer, two):
    Award.objects.create(public_id="W-1", official=two.an, title="Giấy khen", year=2021)
    page = officer.get(address("khen-thuong"))
    answer = officer.post(address("khen-thuong"), typed(page, (AN, {"title": "GIẤY KHEN"}), nth=1))
    assert "đã có với cùng tên" in errors_of(answer)[AN, "title"]
    assert Award.objects.count() == 1


def test_a_mandatory_cell_cannot_be_emptied(officer, two):
    Award.objects.create(public_id="W-1", official=two.an, title="Giấy khen", year=2021)
    page = officer.get(address("khen-thuong"))
    answer = officer.post(address("khen-thuong"), typed(page, (AN, {"title": ""})))
    assert "đề nghị mở hồ sơ" in errors_of(answer)[AN, "title"]


# --- filling down, and last year ----------------------------------------------------------------------------
def test_filling_down_reaches_empty_cells_below_and_saves_nothing(officer):
    page = officer.get(address("suc-khoe"))
    first = page.context["lines"][0].owner.name
    answer = officer.post(
        address("suc-khoe"), typed(page, (first, {"facility": "BVĐK"})) | {"dien": "facility"}
    )
    assert [line.cells[2].text for line in answer.context["lines"]] == ["BVĐK", "BVĐK"]
    assert "Đã điền 1 ô, chưa lưu" in text(answer)
    assert not HealthCheck.objects.exists()


def test_filling_down_goes_to_chosen_lines_alone(officer, two):
    factories.make_official(unit=two.minh, full_name="Lê Văn Cường")
    page = officer.get(address("suc-khoe"))
    first, second, third = (line.owner.name for line in page.context["lines"])
    sent = typed(page, (first, {"facility": "BVĐK"})) | {"dong": ["0", "2"], "dien": "facility"}
    held = texts_of(officer.post(address("suc-khoe"), sent))
    assert [held[name, "facility"] for name in (first, second, third)] == ["BVĐK", "", "BVĐK"]


def test_last_year_is_a_suggestion_and_no_value(officer, two):
    HealthCheck.objects.create(
        public_id="H-0", official=two.an, year=2020, health_class="2", facility="BV cũ"
    )
    page = officer.get(address("suc-khoe"))
    assert set(texts_of(page).values()) == {""}
    assert "2020: Loại II (khỏe)" in text(page)
    answer = officer.post(address("suc-khoe"), fields_of(page) | {"dien-cu": "facility"})
    assert [line.cells[2].text for line in answer.context["lines"]] == ["BV cũ", "BV cũ"]
    assert HealthCheck.objects.count() == 1


# --- who stands there ---------------------------------------------------------------------------------------
def test_whoever_came_or_left_in_the_year_stands_there_with_the_fact(officer, two):
    factories.make_official(unit=two.minh, full_name="Mai Văn Đến", starts_on=date(2021, 3, 1))
    factories.make_official(unit=two.minh, full_name="Mai Văn Đi", ends_on=date(2021, 8, 31))
    factories.make_official(unit=two.minh, full_name="Mai Văn Xưa", ends_on=date(2020, 12, 31))
    page = officer.get(address("xep-loai"))
    facts = {line.owner.name: line.owner.facts for line in page.context["lines"]}
    assert facts["Mai Văn Đến"] == ["Về đơn vị từ 01/03/2021"]
    assert facts["Mai Văn Đi"] == ["Thôi giữ chức danh sau 31/08/2021"]
    assert "Mai Văn Xưa" not in facts


def test_a_rating_that_the_rules_of_the_year_contradict_is_a_warning(officer, two):
    """Four months of illness: not rated "hoàn thành tốt" or above (NĐ 90/2020/NĐ-CP Điều 2 khoản 3)."""
    Absence.objects.create(
        public_id="B-1", official=two.an, kind="om", starts_on=date(2021, 1, 1), ends_on=date(2021, 4, 30)
    )
    page = officer.get(address("xep-loai"))
    owner = next(line.owner for line in page.context["lines"] if line.owner.name == AN)
    assert owner.facts == ["Nghỉ ốm đau 01/01/2021–30/04/2021"]
    assert "không xếp từ “hoàn thành tốt” trở lên" in owner.warnings[0]
    # A warning, no fault.
    answer = officer.post(address("xep-loai"), typed(page, (AN, {"level": "tot"})), follow=True)
    assert "Kết quả đang ghi chưa phù hợp" in text(answer)
    assert Evaluation.objects.get().level == "tot"


def test_who_is_in_an_open_round_is_rated_there(officer, two):
    rounds.open_round(by=two.people.noivu, unit=two.minh, year=2021)
    page = officer.get(address("xep-loai"))
    assert all(line.owner.locked for line in page.context["lines"])
    forged = {
        "khoa": "k",
        "d-0": json.dumps({"nguoi": "P-AN", "dong": "", "ban": 0, "goc": {}}),
        "o-0-level": "tot",
    }
    answer = officer.post(address("xep-loai"), forged)
    assert "Đang trong đợt đánh giá" in text(answer)
    assert not Evaluation.objects.exists()
    assert not any(line.owner.locked for line in officer.get(address("suc-khoe")).context["lines"])


def test_the_district_sees_who_has_gone_to_another_unit_but_enters_there(two, signed_in):
    Official.objects.filter(pk=two.an.pk).update(unit=two.khac)
    page = signed_in(two.people.noivu).get(address("suc-khoe"))
    owner = next(line.owner for line in page.context["lines"] if line.owner.name == AN)
    assert "Phường An Lưu" in owner.locked
    forged = fields_of(page) | {
        "d-77": '{"nguoi": "P-AN", "dong": "", "ban": 0, "goc": {}}',
        "o-77-health_class": "1",
    }
    answer = signed_in(two.people.noivu).post(address("suc-khoe"), forged)
    assert "không còn chỗ trong bảng" in text(answer)
    assert not HealthCheck.objects.exists()


def test_a_person_of_another_unit_cannot_be_written_through_this_grid(officer, two):
    page = officer.get(address("suc-khoe"))
    forged = fields_of(page) | {
        "d-77": '{"nguoi": "P-BINH", "dong": "", "ban": 0, "goc": {}}',
        "o-77-health_class": "1",
    }
    answer = officer.post(address("suc-khoe"), forged)
    assert "Bình" not in text(answer)
    assert not HealthCheck.objects.exists()


@pytest.mark.parametrize(
    "meta", ["", "[]", "{", '{"nguoi": 1}', '{"nguoi":"P-AN","dong":"","ban":"x","goc":{}}', "[" * 5000]
)
def test_a_garbled_form_is_refused_in_words(officer, meta):
    page = officer.get(address("suc-khoe"))
    answer = officer.post(address("suc-khoe"), fields_of(page) | {"d-0": meta})
    assert answer.status_code == 200
    assert "không đọc được" in text(answer)
    assert not HealthCheck.objects.exists()


def test_opening_sensitive_facts_of_a_unit_is_noted_once(officer):
    officer.get(address("suc-khoe"))
    event = AccessEvent.objects.get()
    assert (event.action, event.unit_id) == ("open_sensitive", "10702")
    assert "Sức khỏe" in event.detail
    officer.get(address("boi-duong"))
    assert AccessEvent.objects.count() == 1


@pytest.mark.parametrize("year", [1989, 2022, 99999])
def test_a_year_that_has_not_come_is_not_found(officer, year):
    assert officer.get(address("suc-khoe", year=year)).status_code == 404


# --- units that only propose --------------------------------------------------------------------------------
def test_a_unit_that_only_proposes_sends_proposals(officer, two):
    ProposalPeriod.objects.create(
        public_id="G-1", unit=two.minh, starts_on=date(2021, 1, 1), reason="Thí điểm"
    )
    page = officer.get(address("xep-loai"))
    assert "Gửi đề nghị" in text(page)
    answer = officer.post(
        address("xep-loai"), typed(page, (AN, {"level": "HTTNV"}), (BA, {"level": "HTXSNV"})), follow=True
    )
    assert "Đã gửi 2 đề nghị" in text(answer)
    assert not Evaluation.objects.exists()
    assert {p.new["level"] for p in Proposal.objects.all()} == {"tot", "xuat_sac"}
    assert "1 đề nghị đang chờ quyết định" in text(answer)
    # Health rests on no decision: it is written.
    page = officer.get(address("suc-khoe"))
    officer.post(address("suc-khoe"), typed(page, (AN, {"health_class": "1"})))
    assert HealthCheck.objects.count() == 1


# --- ratings ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"self_level": "tot"}, "level", "Chưa có kết luận"),
        ({"status": "rated"}, "level", "Đề nghị chọn mức xếp loại"),
        ({"status": "not_rated_by_rule", "level": "tot"}, "status", "Đã xếp loại"),
        ({"level": "tot", "decided_on": "1/1/2022"}, "decided_on", "chưa đến"),
        ({"level": "tot", "decided_on": "12/2020"}, "decided_on", "trước năm 2021"),
    ],
)
def test_half_a_rating_is_refused_at_its_cell(officer, cells, column, says):
    page = officer.get(address("xep-loai"))
    answer = officer.post(address("xep-loai"), typed(page, (AN, cells)))
    assert says in errors_of(answer)[AN, column]
    assert not Evaluation.objects.exists()


def test_a_level_typed_where_it_was_pending_makes_it_rated(officer, two):
    Evaluation.objects.create(public_id="E-1", official=two.an, year=2021, status="pending", self_level="tot")
    page = officer.get(address("xep-loai"))
    officer.post(address("xep-loai"), typed(page, (AN, {"level": "tot"})))
    assert Evaluation.objects.values_list("status", "level").get() == ("rated", "tot")


def test_of_several_ratings_of_a_year_the_one_that_counts_is_shown(officer, two):
    for public_id, level, day in (("E-1", "tot", "2021-12-20"), ("E-2", "hoan_thanh", "2021-12-01")):
        row = Evaluation(public_id=public_id, official=two.an, year=2021, level=level)
        row.decided_on_partial = PartialDate.parse(day)
        row.save()
    page = officer.get(address("xep-loai"))
    assert texts_of(page)[AN, "level"] == "tot"
    assert "Còn 1 dòng khác của năm này" in text(page)


def test_the_list_of_grids_says_how_complete_each_is(officer, two):
    HealthCheck.objects.create(public_id="H-1", official=two.an, year=2021, health_class="2")
    page = officer.get("/bang-nhap/")
    [(unit, entries)] = page.context["lines"]
    assert (unit, [(e["n"], e["of"]) for e in entries]) == (two.minh, [(0, 2), (1, 2), (0, 2), (0, 2)])
