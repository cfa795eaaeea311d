"""Vietnamese formats, the template tags, and the geometry of server-side drawings."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.forms import DateField
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import formats

from foundation import charts, components
from foundation.dates import PartialDate
from foundation.formats import vi_numbers as vi


def render(text, path="/", **context):
    return Template("{% load kinhmon %}" + text).render(
        Context({"request": RequestFactory().get(path), **context})
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (0, 0, "0"),
        (None, 0, "–"),
        (2.5, 0, "3"),
        (-1234, 0, "−1.234"),
        (1e6, 0, "1.000.000"),
        (float("nan"), 1, "–"),
    ],
)
def test_a_number_is_grouped_by_dots_and_rounded_half_up(value, decimals, text):
    assert vi.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(72.45, "72,5%"), (72.41379, "72,4%"), (Decimal("0.05"), "0,1%"), (0, "0,0%"), (None, "–")],
)
def test_a_percentage_has_one_decimal_and_no_space(value, text):
    assert vi.percent(value) == text


def test_a_share_shows_its_n_and_nothing_out_of_nothing_is_a_dash():
    assert vi.share(21, 29) == "72,4% (21/29)"
    assert vi.share(1, 8, 2) == "12,50% (1/8)"
    assert vi.share(0, 1234) == "0,0% (0/1.234)"
    assert vi.share(0, 0) == "–"
    assert vi.share(None, 5) == "–"


def test_a_change_says_which_way_it_goes():
    assert vi.points(3.2) == "tăng 3,2 điểm %"
    assert vi.points(-0.44) == "giảm 0,4 điểm %"
    assert vi.points(0.04) == "không đổi"
    assert vi.points(None) == "–"
    assert (vi.signed(3.2, 1), vi.signed(-3.2, 1), vi.signed(0), vi.signed(0.01)) == (
        "+3,2",
        "−3,2",
        "0",
        "0",
    )


def test_dates_read_day_first_and_partial_ones_keep_their_precision():
    assert render("{{ d|day }}", d=date(2021, 12, 31)) == "31/12/2021"
    assert render("{{ d|day }}", d=PartialDate.parse("1980-05")) == "05/1980"
    assert render("{{ d|day }} {{ d|moment }}", d=None) == "– –"
    assert render("{{ d|moment }}", d=datetime(2021, 12, 31, 18, 5, tzinfo=UTC)) == "01/01/2022 01:05"


def test_a_form_reads_the_day_before_the_month():
    assert DateField(localize=True).clean("03/04/1980") == date(1980, 4, 3)
    assert formats.date_format(date(1980, 4, 3), "DATE_FORMAT") == "03/04/1980"


def test_a_year_is_printed_without_a_dot():
    assert render("{{ y }}", y=2025) == "2025"


def test_the_query_tag_changes_one_parameter_and_keeps_the_rest():
    path = "/?nam=2021&pham_vi=area:Tam+L%C6%B0u&trang=3"
    assert render("{% qs trang=4 %}", path) == "?nam=2021&amp;pham_vi=area:Tam%20L%C6%B0u&amp;trang=4"
    assert render("{% qs trang=None pham_vi=None %}", path) == "?nam=2021"
    assert render("{% qs nam=None %}", "/?nam=2021") == "?"


def test_a_query_cannot_break_out_of_the_link():
    assert '"' not in render("{% qs trang=1 %}", '/?x="><b>')
    assert "<b>" not in render("{% qs trang=1 %}", '/?x="><b>')


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "users" %}')
    assert 'role="img" aria-label="Người &lt;"' in render('{% icon "users" label=name %}', name="Người <")


def test_a_pager_keeps_the_query_and_names_the_rows_it_shows():
    shown = components.pager(Paginator(range(230), 25).page(2), QueryDict("nam=2021&trang=2"))
    assert (shown.first, shown.last, shown.total) == (26, 50, 230)
    assert (shown.previous, shown.next) == ("?nam=2021&trang=1", "?nam=2021&trang=3")
    assert [number.label for number in shown.numbers] == ["1", "2", "3", "4", "…", "10"]


def test_an_empty_list_pages_without_numbers():
    shown = components.pager(Paginator([], 25).get_page(7), QueryDict(""))
    assert (shown.total, len(shown.numbers), shown.sizes) == (0, 1, ())


def test_a_heading_sorts_upwards_then_downwards_and_goes_back_to_page_one():
    first = components.sort_heading(QueryDict("trang=3"), "ten", "Họ và tên")
    second = components.sort_heading(QueryDict("sap_xep=ten"), "ten", "Họ và tên")
    third = components.sort_heading(QueryDict("sap_xep=-ten"), "ten", "Họ và tên")
    assert [(h.url, h.state) for h in (first, second, third)] == [
        ("?sap_xep=ten", ""), ("?sap_xep=-ten", "ascending"), ("?sap_xep=ten", "descending"),
    ]  # fmt: skip


def test_a_sparkline_breaks_at_a_missing_year_and_a_flat_one_lies_in_the_middle():
    gap = charts.sparkline([1, 2, None, 4])
    assert len(gap.lines) == 1
    assert gap.dot is not None
    assert {point.split(",")[1] for point in charts.sparkline([5, 5, 5]).lines[0].split()} == {"14.0"}
    assert charts.sparkline([None, None]).dot is None


def test_a_drawing_has_points_not_decimal_commas():
    assert "," not in render("{% bar 33.3 %}").split('class="bar-fill" width="')[1].split('"')[0]
    assert 'cx="116.0"' in render("{% sparkline v %}", v=[1, 2])
    spec = charts.ChartSpec("x", "t", ("a",), [charts.Series("s", (33.3,))], maximum=100)
    assert 'width="33.3"' in render('{% include "components/svg_bars.html" with rows=r %}', r=spec.bars())


def test_a_chart_has_a_table_with_the_same_figures():
    spec = charts.ChartSpec(
        "x", "t", ("2020", "2021"), [charts.Series("Tốt", (75.93, None), notes=("41/54",))], unit="%", decimals=1
    )  # fmt: skip
    assert spec.table_rows() == [("2020", ["75,9% (41/54)"]), ("2021", ["–"])]
    assert spec.as_json()["series"][0]["texts"] == ["75,9%", "–"]
    assert not spec.is_empty


def test_stacked_bars_share_a_row_and_start_where_the_last_ended():
    series = [charts.Series("a", (25,), "step-5"), charts.Series("b", (75,), "step-3")]
    lanes = charts.ChartSpec("x", "t", ("2021",), series, kind="stacked", maximum=100).bars()[0].lanes
    assert [(part.x, part.width) for part in lanes[0].parts] == [(0.0, 25.0), (25.0, 75.0)]


def test_shades_run_from_one_to_five_and_missing_is_none_of_them():
    assert charts.shade_steps([0, 50, 100, None]) == [1, 3, 5, 0]
    assert charts.shade_steps([7, 7]) == [3, 3]
    assert charts.shade_steps([None]) == [0]


def test_the_legend_of_shades_covers_the_values_and_is_silent_over_one_value():
    assert charts.shade_legend([50, 100, None]) == ["50–60%", "60–70%", "70–80%", "80–90%", "90–100%"]
    assert charts.shade_legend([7, 7]) == []


def test_a_missing_field_says_what_to_do():
    from django.forms import CharField, Form

    class One(Form):
        name = CharField(label="Họ và tên")

    problems = components.problems_of(One(data={}))
    assert [(p.href, p.label, p.message) for p in problems.links] == [
        ("#id_name", "Họ và tên", "Đề nghị điền mục này.")
    ]
    assert problems.title == "Có 1 chỗ cần sửa"


def test_the_cells_of_a_wide_table_are_escaped():
    from django.template import Context, Template

    drawn = Template("{% data_cells cells %}").render(
        Context({"cells": [("<b>1 & 2</b>", "num"), ("x", "")]})
    )
    assert drawn == '<td class="num">&lt;b&gt;1 &amp; 2&lt;/b&gt;</td><td>x</td>'


def test_figures_in_cells_are_escaped_and_lead_to_their_method():
    from django.template import Context, Template

    cells = [("2021 & sau", "<1>", "/chi-tieu/A1/?nam=2021&pham_vi=all")]
    drawn = Template('{% figure_cells cells "<Nữ>" %}').render(Context({"cells": cells}))
    assert 'data-label="2021 &amp; sau"' in drawn
    assert 'href="/chi-tieu/A1/?nam=2021&amp;pham_vi=all"' in drawn
    assert "&lt;1&gt;" in drawn
    assert "&lt;Nữ&gt;: cách tính" in drawn
