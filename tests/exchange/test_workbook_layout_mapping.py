"""What a user says about a heading nobody knows is followed, and nothing else changes by it."""

from __future__ import annotations

import pytest

from exchange.workbooks.columns import COLUMNS, mapping_targets
from exchange.workbooks.columns.mapping import target_of
from tests.exchange.made import HEADER, PERSON
from tests.exchange.reading import read


def test_an_unknown_heading_is_told_with_key_suggestion_and_samples():
    table = [[*HEADER, "Dân tộcc (ghi rõ)", "Mã NV"], [*PERSON, "Tày", 7], [2, *PERSON[1:], "Tày", 9]]
    found = read(("DS", table)).unknown_headings
    assert found[0] | {"suggestion": None} == {
        "sheet": "DS", "column": "F", "heading": "Dân tộcc (ghi rõ)", "key": "dan tocc ghi ro",
        "suggestion": None, "samples": ["Tày"],
    }  # fmt: skip
    assert (found[1]["suggestion"], found[1]["samples"]) == (None, ["7", "9"])


def test_a_slip_in_a_heading_is_suggested_not_taken():
    [found] = read(("DS", [[*HEADER, "Dân tôck"], [*PERSON, "Tày"]])).unknown_headings
    assert found["suggestion"] == "ethnicity"


def test_a_mapped_heading_is_read_as_the_user_said():
    table = [[*HEADER, "Nhóm người"], [*PERSON, "Tày"]]
    found = read(("DS", table), mapping={"nhom nguoi": "ethnicity"})
    assert found.rows[0].values["ethnicity"] == "Tày"
    assert found.unknown_headings == []


def test_a_part_of_a_column_may_be_said():
    table = [[*HEADER, "Cuối kỳ trước"], [*PERSON, "Tốt"]]
    found = read(("DS", table), mapping={"cuoi ky truoc": "evaluations.2020"})
    assert found.rows[0].values["evaluations"] == {"2020": "tot"}


def test_a_column_that_is_not_wanted_is_left_out_also_when_it_is_known():
    table = [[*HEADER, "Dân tộc", "Mã NV"], [*PERSON, "Tày", 7]]
    found = read(("DS", table), mapping={"dan toc": "", "ma nv": ""})
    assert "ethnicity" not in found.rows[0].values
    assert found.unknown_headings == []


def test_the_name_itself_may_be_mapped():
    table = [["STT", "Nhân sự", *HEADER[2:]], PERSON]
    assert read(("DS", table), mapping={"nhan su": "full_name"}).rows[0].values["full_name"] == PERSON[1]


def test_an_unknown_target_changes_nothing():
    table = [[*HEADER, "Nhóm người"], [*PERSON, "Tày"]]
    found = read(("DS", table), mapping={"nhom nguoi": "salary.max"})
    assert [item["key"] for item in found.unknown_headings] == ["nhom nguoi"]


def test_targets_are_the_declared_columns_and_their_parts():
    targets = mapping_targets(range(2019, 2022))
    assert {target.field for target in targets} == {column.field for column in COLUMNS}
    assert all(target_of(target.value) == (COLUMNS[target.field], target.part) for target in targets)
    labels = {target.value: target.label for target in targets}
    assert labels["evaluations.2021"].endswith(": 2021")
    assert len(labels) == len(targets)


@pytest.mark.parametrize("value", ["", "nothing", "birth.nobody", "evaluations.last"])
def test_a_target_that_does_not_exist_is_none(value):
    assert target_of(value) is None
