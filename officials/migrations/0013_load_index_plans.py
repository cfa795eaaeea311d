"""Load the goalposts of the succession plans in the composite index, and the weights within its pillars."""

from django.db import migrations

from officials.law_loading import loader


class Migration(migrations.Migration):
    dependencies = [("officials", "0012_load_theory")]

    operations = [migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop)]
