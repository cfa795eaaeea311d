"""Load the theory and what other places report; say on which base the ratings to compare with were counted."""

from django.db import migrations

from officials.law_loading import loader

TABLES = {"theory_links": "TheoryLink", "benchmarks": "Benchmark", "norms": "Norm"}


class Migration(migrations.Migration):
    dependencies = [("officials", "0011_add_theory")]

    operations = [migrations.RunPython(loader("officials", TABLES), migrations.RunPython.noop)]
