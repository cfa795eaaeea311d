"""Whom a row means: cards that were changed, people of one name."""

from __future__ import annotations

import pytest

from exchange import services
from exchange.workbooks.columns.record import CODE_HEADING
from exchange.workbooks.duplicates import is_other_card
from officials.models import Official
from tests import factories
from tests.exchange.test_workbook_import import DUNG, HEADER, NUMBER, confirm, imported, send, with_columns

OLD_CARD = "151234567"
OTHER = "019080004321"


def people():
    return Official.objects.filter(full_name="Phạm Văn Dũng")


def with_number(number):
    return with_columns(["Số CMND/CCCD"], [number], DUNG)


def codes(batch):
    return {problem["code"] for row in services.document(batch)["rows"] for problem in row["problems"]}


@pytest.mark.parametrize(("first", "second"), [(OLD_CARD, NUMBER), (NUMBER, OLD_CARD)])
def test_a_changed_card_is_asked_about_and_never_makes_a_second_person(town, first, second):
    options, rows = with_number(first)
    imported(rows, town.minh, town.people.xa_minh, **options)
    options, rows = with_number(second)
    batch = send(rows, town.minh, town.people.xa_minh, **options)
    [row] = services.document(batch)["rows"]
    assert (row["change"], row["official_id"]) == ("conflict", people().get().public_id)
    assert "existing_conflict" in codes(batch)
    assert "homonym" not in codes(batch)
    confirm(batch, town.people.xa_minh)
    assert people().get().national_id == second


def test_without_the_users_word_the_number_on_record_stays(town):
    options, rows = with_number(NUMBER)
    imported(rows, town.minh, town.people.xa_minh, **options)
    options, rows = with_number(OLD_CARD)
    batch = send(rows, town.minh, town.people.xa_minh, **options)
    confirm(batch, town.people.xa_minh, {"rows": {}, "kinds": {}})
    assert people().get().national_id == NUMBER


def test_two_numbers_of_one_kind_are_two_people_and_a_question(town):
    options, rows = with_number(NUMBER)
    imported(rows, town.minh, town.people.xa_minh, **options)
    options, rows = with_number(OTHER)
    batch = send(rows, town.minh, town.people.xa_minh, **options)
    assert services.document(batch)["rows"][0]["change"] == "new"
    assert "homonym" in codes(batch)


def test_a_changed_card_and_a_namesake_without_a_number_are_not_guessed_between(town):
    for number in ("019080009999", OTHER):
        options, rows = with_number(number)
        imported(rows, town.minh, town.people.xa_minh, **options)
    people().filter(national_id=OTHER).update(national_id="")
    people().exclude(national_id="").update(national_id=OLD_CARD)
    options, rows = with_number(NUMBER)
    batch = send(rows, town.minh, town.people.xa_minh, **options)
    assert "ambiguous_person" in codes(batch)
    assert batch.counts["error"] == 1


def test_only_cards_of_different_length_are_taken_for_one_persons():
    assert is_other_card(OLD_CARD, NUMBER)
    assert not is_other_card("", NUMBER)
    assert not is_other_card(NUMBER, OTHER)


# --- two rows of one person -------------------------------------------------------------------------------------


def known(town, **facts):
    return factories.make_official(unit=town.minh, **{"full_name": "Phạm Văn Dũng", **facts})


def row_of(name="Phạm Văn Dũng", birth="12/05/1980", number="", post="VP-TK", ethnicity=""):
    return [1, name, "Nam", birth, post, number, ethnicity]


COLUMNS = {"header": [*HEADER, "Số CMND/CCCD", "Dân tộc"]}


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_rows_of_one_person_the_one_with_the_number_counts_whatever_the_order(town, turned):
    official = known(town, national_id=NUMBER)
    rows = [row_of(number=NUMBER, ethnicity="Tày"), row_of(birth="1980", ethnicity="Nùng")]
    imported(rows[::-1] if turned else rows, town.minh, town.people.xa_minh, **COLUMNS)
    official.refresh_from_db()
    assert official.ethnicity == "Tày"


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_one_person_that_differ_are_both_asked_about(town, turned):
    official = known(town, national_id=NUMBER)
    rows = [row_of("Phạm Văn Dũng", number=NUMBER, ethnicity="Tày"), row_of(number=NUMBER, ethnicity="Nùng")]
    batch = imported(rows[::-1] if turned else rows, town.minh, town.people.xa_minh, **COLUMNS)
    assert [row["change"] for row in services.document(batch)["rows"]] == ["duplicate", "duplicate"]
    official.refresh_from_db()
    assert official.ethnicity == ""


# --- moved, with another card -----------------------------------------------------------------------------------


def test_who_moved_and_changed_the_card_is_one_person_and_a_question(town):
    official = known(town, national_id=OLD_CARD)
    header = {"header": [*HEADER, "Số CCCD", "Đơn vị"], "as_district": True}
    rows = [[*row_of(number=NUMBER)[:6], "phường An Lưu"]]
    batch = send(rows, None, town.people.noivu, **header)
    [row] = services.document(batch)["rows"]
    assert (row["change"], row["official_id"]) == ("conflict", official.public_id)
    assert {"existing_conflict", "match_without_id"} <= codes(batch)
    confirm(batch, town.people.noivu)
    official.refresh_from_db()
    assert (official.national_id, official.unit, people().count()) == (NUMBER, town.khac, 1)


def test_a_namesake_elsewhere_with_another_number_is_another_person(town):
    known(town, national_id=OTHER)
    header = {"header": [*HEADER, "Số CCCD", "Đơn vị"], "as_district": True}
    imported([[*row_of(number=NUMBER)[:6], "phường An Lưu"]], None, town.people.noivu, **header)
    assert people().count() == 2


def test_a_communes_file_does_not_touch_a_namesake_elsewhere(town):
    official = known(town, national_id=OLD_CARD)
    before = Official.objects.filter(pk=official.pk).values()[0]
    rows = [row_of(number=NUMBER)]
    batch = imported(rows, town.khac, town.people.xa_khac, **COLUMNS)
    assert services.document(batch)["rows"][0]["change"] == "new"
    assert Official.objects.filter(pk=official.pk).values()[0] == before


def test_a_code_nobody_has_and_one_of_another_unit_get_the_same_answer_even_in_a_broken_row(town):
    elsewhere = factories.make_official(unit=town.khac, full_name="Lê Văn Xa")
    header = {"header": [*HEADER, CODE_HEADING]}
    answers = []
    for code in (elsewhere.public_id, "o-khong-co"):
        broken = [1, "Phạm Văn Dũng", "Nam", "30/02/1980", "VP-TK", code]
        batch = send([broken], town.minh, town.people.xa_minh, **header)
        answers.append(services.document(batch)["rows"])
    assert answers[0] == answers[1]


# --- spellings of one name --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "written"),
    [
        ("Đặng Văn Hoà", "Đặng Văn Hòa"),
        ("Đặng Văn Hoà", "ĐẶNG VĂN HOÀ"),
        ("Đặng Văn Hoà", "Ðặng Văn Hoà"),
        ("Đặng Văn Hoà", " Đặng  Văn Hoà "),
        ("Đặng Văn Thuý", "Ông Đặng Văn Thúy"),
    ],
)
def test_a_name_is_known_in_every_spelling(town, held, written):
    official = known(town, full_name=held, national_id=NUMBER)
    for number in (NUMBER, ""):
        batch = send([row_of(written, number=number)], town.minh, town.people.xa_minh, **COLUMNS)
        [row] = services.document(batch)["rows"]
        assert (row["official_id"], row["status"] != "error") == (official.public_id, True)
        assert "existing_conflict" not in codes(batch)


@pytest.mark.parametrize(
    ("field", "value", "row"),
    [
        ("full_name", "Phạm Văn Hùng", row_of(number=NUMBER)),
        ("sex", "nu", row_of(number=NUMBER)),
        ("birth_date", "1980-12-05", row_of(number=NUMBER)),
    ],
)
def test_a_differing_name_sex_or_birth_date_is_a_question(town, field, value, row):
    known(town, national_id=NUMBER, **{field: value})
    batch = send([row], town.minh, town.people.xa_minh, **COLUMNS)
    assert services.document(batch)["rows"][0]["change"] == "conflict"
    [shown] = [item for item in services.document(batch)["rows"][0]["differences"]]
    assert shown["old"] != shown["new"]


def test_any_other_differing_fact_is_a_change(town):
    known(town, national_id=NUMBER, ethnicity="Kinh")
    batch = send([row_of(number=NUMBER, ethnicity="Tày")], town.minh, town.people.xa_minh, **COLUMNS)
    [row] = services.document(batch)["rows"]
    assert (row["status"], row["change"]) == ("ok", "changed")
    assert row["differences"] == [{"field": "ethnicity", "part": "ethnicity", "old": "Kinh", "new": "Tày"}]
