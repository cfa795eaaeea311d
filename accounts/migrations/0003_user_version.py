from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_membership")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="Phiên bản"),
        ),
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="Lượt phiên"),
        ),
    ]
