"""Load the posts and the dated law of the commune level."""

from django.db import migrations

from officials.law_loading import loader, unloader

TABLES = {
    "posts": "Post",
    "post_validities": "PostValidity",
    "quota_norms": "QuotaNorm",
    "post_standards": "PostStandard",
    "ranks": "Rank",
    "retirement_ages": "RetirementAge",
    "norms": "Norm",
}


class Migration(migrations.Migration):
    dependencies = [("officials", "0001_initial")]

    operations = [migrations.RunPython(loader("officials", TABLES), unloader("officials", TABLES))]
