"""The village's own head and foot of letters."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0009_chain_and_numbers")]

    operations = [
        migrations.CreateModel(
            name="Kop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("design", models.JSONField()),
                ("logo_file", models.UUIDField(blank=True, null=True)),
                ("updated_by", models.CharField(max_length=150)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="kop_one_row")],
            },
        ),
    ]
