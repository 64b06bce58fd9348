"""What the regency decides for all its villages stands in its one row, which villages read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.AddField("regency", "rules", models.JSONField(blank=True, default=dict)),
    ]
