"""A closing keeps the rule and the places that its month's books depend on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("population", "0012_import_rows_by_their_key")]

    operations = [
        migrations.AddField(
            model_name="monthclosing",
            name="basis",
            field=models.JSONField(default=dict),
        ),
    ]
