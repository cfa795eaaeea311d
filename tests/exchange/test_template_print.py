"""Printed templates: across one page, the header on each, rows as high as their text."""

from __future__ import annotations

import io

import openpyxl
import pytest

from exchange.sheets_out import SETS, template
from foundation.form_sheets import write_form

pytestmark = pytest.mark.django_db
YEAR = 2021


def made(code, town):
    stream = io.BytesIO()
    write_form(stream, template(SETS[code], unit=town.minh, year=YEAR, user=town.people.xa_minh))
    return stream.getvalue()


@pytest.mark.parametrize("code", SETS)
def test_a_template_prints_across_one_page_with_its_header_on_each(code, town):
    page = openpyxl.load_workbook(io.BytesIO(made(code, town))).worksheets[0]
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.page_setup.paperSize == (8 if code == "danh-sach" else 9)
    assert page.print_title_rows


def test_a_row_is_as_high_as_its_longest_text_needs(town):
    town.an.hometown = "thôn Một, phường Minh Tân, thị xã Kinh Môn, tỉnh Hải Dương"
    town.an.save()
    page = openpyxl.load_workbook(io.BytesIO(made("danh-sach", town))).worksheets[0]
    number = next(row[0].row for row in page.iter_rows() if row[1].value == "P-AN")
    assert page.row_dimensions[number].height > 40
