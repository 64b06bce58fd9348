"""An import whose columns must be matched first is a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("population", "0007_families_and_territory")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "Diunggah"),
                    ("mapping", "Kolom dicocokkan"),
                    ("checked", "Diperiksa"),
                    ("applied", "Diterapkan"),
                    ("refused", "Ditolak"),
                    ("undone", "Dibatalkan"),
                ],
                default="uploaded",
                max_length=10,
            ),
        ),
    ]
