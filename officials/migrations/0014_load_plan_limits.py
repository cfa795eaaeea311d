"""Load the thresholds of the rules about succession plans."""

from django.db import migrations

from officials.law_loading import loader


class Migration(migrations.Migration):
    dependencies = [("officials", "0013_load_index_plans")]

    operations = [migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop)]
