"""A session is known by its key's hash. Open sessions of before end: their keys are not kept to be hashed."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL("DELETE FROM accounts_accountsession", migrations.RunSQL.noop),
        migrations.RenameField("accountsession", "session_key", "key_hash"),
        migrations.AlterField("accountsession", "key_hash", models.CharField(max_length=64, unique=True)),
    ]
