"""Cơ sở lý luận, Kinh nghiệm địa phương khác, and the benchmarks beside a figure."""

from __future__ import annotations

import io

import openpyxl
import pytest

from officials.models import Benchmark, TheoryLink, split_codes
from reports.indicators import indicators
from reports.indicators.documents import CHAPTERS
from reports.rules import SOLUTION_GROUPS

THEORY, EXPERIENCE = "/chi-tieu/co-so-ly-luan/", "/chi-tieu/kinh-nghiem/"


def names():
    return set(indicators.codes()) | {indicator.family for indicator in indicators}


@pytest.mark.parametrize("model", [TheoryLink, Benchmark])
def test_every_code_a_row_names_is_an_indicator_or_a_family(db, model):
    assert {code for row in model.objects.all() for code in split_codes(row.indicators)} <= names()


def test_the_theory_reaches_every_family_of_indicators_and_every_group_of_solutions(db):
    links = list(TheoryLink.objects.all())
    named = {code.partition(".")[0] for link in links for code in split_codes(link.indicators)}
    assert {indicator.family for indicator in indicators} - named == set()
    assert {link.solution_group for link in links} == set(SOLUTION_GROUPS)


def test_the_theory_page_shows_every_line_with_source_and_status(town, signed_in):
    text = signed_in(town.people.lanhdao).get(THEORY).content.decode()
    for link in TheoryLink.objects.all():
        assert link.criterion in text
        assert link.source in text
    assert "theo trí nhớ, chưa đối chiếu" in text
    assert "/sua/" not in text
    assert "bệnh thành tích" not in text


def test_the_experience_page_stands_beside_our_own_figure(town, signed_in):
    text = signed_in(town.people.noivu).get(EXPERIENCE).content.decode()
    shown = {
        letter
        for row in Benchmark.objects.all()
        for letter in (code[0] for code in split_codes(row.indicators))
    }
    assert all(CHAPTERS[letter] in text for letter in shown)
    assert "Ở đây, 2021, C2u" in text
    assert "không xếp hạng" in text
    assert "/danh-muc/doi-chieu/" in text  # the district amends what was not read in its source


def test_a_figure_s_page_shows_what_other_places_report_of_it(town, signed_in):
    client = signed_in(town.people.noivu)
    assert "Bình Giang" in client.get("/chi-tieu/C2u/").content.decode()
    assert "noi-khac" not in client.get("/chi-tieu/B2/").content.decode()


@pytest.mark.parametrize(("address", "model"), [(THEORY, TheoryLink), (EXPERIENCE, Benchmark)])
def test_both_are_exported_row_by_row(town, signed_in, address, model):
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in(town.people.xa_minh).get(address, {"xuat": "xlsx"}).content)
    )
    sources = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}
    assert all(row.source in sources for row in model.objects.all())
