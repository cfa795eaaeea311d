"""Load the rules of the yearly round (months, discipline, the day of reminder) and who decides whose rating."""

from django.db import migrations

from officials.law_loading import loader, unloader

AUTHORITIES = {"rating_authorities": "RatingAuthority"}


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_add_rounds"), ("officials", "0014_load_plan_limits")]

    operations = [
        migrations.RunPython(loader("officials", {"norms": "Norm"}), migrations.RunPython.noop),
        migrations.RunPython(loader("assessments", AUTHORITIES), unloader("assessments", AUTHORITIES)),
    ]
