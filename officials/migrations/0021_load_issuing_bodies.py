"""Load how the bodies that issue papers are named."""

from django.db import migrations

from officials.law_loading import loader, unloader

TABLES = {"issuing_bodies": "IssuingBody"}


class Migration(migrations.Migration):
    dependencies = [("officials", "0020_add_issuing_bodies")]

    operations = [migrations.RunPython(loader("officials", TABLES), unloader("officials", TABLES))]
