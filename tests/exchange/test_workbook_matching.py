"""Whom a row means: cards that were changed, people of one name."""

from __future__ import annotations

import pytest

from exchange import services
from exchange.workbooks.matching import _is_other_card
from officials.models import Official
from tests.exchange.test_workbook_import import DUNG, NUMBER, confirm, imported, send, with_columns

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
    assert _is_other_card(OLD_CARD, NUMBER)
    assert not _is_other_card("", NUMBER)
    assert not _is_other_card(NUMBER, OTHER)
