"""Load the weights and goalposts of the composite index."""

from django.db import migrations

from officials.law_loading import loader


class Migration(migrations.Migration):
    dependencies = [("officials", "0007_add_major_fits")]

    operations = [migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop)]
