"""Load the limits of succession plans, each with its document and days."""

from django.db import migrations

from officials.law_loading import loader


class Migration(migrations.Migration):
    dependencies = [("officials", "0024_switched_modules")]

    operations = [migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop)]
