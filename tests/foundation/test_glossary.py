"""The pairs of English identifier and Vietnamese word are fixed in docs/glossary.md."""

from pathlib import Path

import pytest
from django.apps import apps

OURS = ("foundation", "officials", "accounts", "assessments", "reports", "exchange", "plans", "cycle")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_its_pair_in_the_glossary(model):
    glossary = Path("docs/glossary.md").read_text(encoding="utf-8")
    assert f"| `{model.__name__}` | {model._meta.verbose_name} |" in glossary
