"""Load the regimes of evaluation with their levels, and the catalogues of awards and discipline."""

from typing import Any

from django.db import migrations

from officials.law_loading import load_nested, loader, read_rows, unloader

REGIMES = "evaluation_regimes"
TABLES = {
    REGIMES: "EvaluationRegime",
    "award_titles": "AwardTitle",
    "discipline_forms": "DisciplineFormRule",
}


def load_levels(apps: Any, schema_editor: Any) -> None:
    regime, level = (apps.get_model("assessments", name) for name in ("EvaluationRegime", "EvaluationLevel"))
    load_nested(regime, level, read_rows(REGIMES), under="levels", link="regime")


def unload_levels(apps: Any, schema_editor: Any) -> None:
    ids = [row["public_id"] for row in read_rows(REGIMES)]
    apps.get_model("assessments", "EvaluationLevel").objects.filter(regime__public_id__in=ids).delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunPython(loader("assessments", TABLES), unloader("assessments", TABLES)),
        migrations.RunPython(load_levels, unload_levels),
    ]
