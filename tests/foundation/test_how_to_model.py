"""docs/how-to/add-a-model.md, tried: the model in it fits the house."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test.utils import isolate_apps

from foundation.sensitivity import field_class


@isolate_apps("officials")
def _model():
    text = Path("docs/how-to/add-a-model.md").read_text(encoding="utf-8")
    scope: dict = {"__name__": "how_to"}
    exec(re.search(r"```python\n(.*?)```", text, re.S).group(1), scope)
    return scope["Trip"]


def test_every_field_of_the_model_in_the_how_to_has_a_class():
    model = _model()
    assert {field_class(model, field.name) for field in model._meta.concrete_fields} == {"public"}


def test_its_rows_are_hidden_from_someone_without_rights():
    model = _model()
    assert model._default_manager.visible_to(AnonymousUser()).query.is_empty()


def test_its_dates_are_in_order_by_constraint():
    assert "trip_dates_in_order" in [constraint.name for constraint in _model()._meta.constraints]


@pytest.mark.parametrize("place", ["accounts/rights.py", "exchange/package/tables.py", "officials/api.py"])
def test_the_places_it_names_exist(place):
    assert Path(place).exists()
