"""Load the years of a surplus path, the numbers of deputy chairmen by class, the months of a vacancy."""

from django.db import migrations

from officials.law_loading import loader


class Migration(migrations.Migration):
    dependencies = [("officials", "0017_add_reorganisation")]

    operations = [migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop)]
