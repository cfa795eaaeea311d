"""The tag that prints long tables: escaped, conditions once, no values of its own."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe


def drawn(body, rows, **context):
    return Template(f"{{% each rows %}}{body}{{% endeach %}}").render(Context({"rows": rows} | context))


def test_each_row_fills_the_body_and_is_escaped():
    rows = [("a", "<b>&{0}"), ('"', mark_safe("<i>x</i>"))]
    assert drawn("<td>{0}</td><td>{1}</td>", rows) == (
        "<td>a</td><td>&lt;b&gt;&amp;{0}</td><td>&quot;</td><td><i>x</i></td>"
    )


def test_conditions_are_decided_once_for_all_rows():
    assert drawn("{0}{% if both %}-{1}{% endif %};", [("a", "b"), ("c", "d")], both=True) == "a-b;c-d;"
    assert drawn("{0}{% if both %}-{1}{% endif %};", [("a", "b")], both=False) == "a;"


def test_a_value_of_the_page_in_the_body_is_refused():
    with pytest.raises(TemplateSyntaxError):
        drawn("{0}{{ name }}", [("a",)])
