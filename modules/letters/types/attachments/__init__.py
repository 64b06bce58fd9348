"""The nineteen forms that stand behind letters (lampiran)."""

from __future__ import annotations

from modules.letters.types.attachments import civil, marriage, older
from modules.letters.types.attachments.declaration import Attachment

#: By code.
ATTACHMENTS: dict[str, Attachment] = {each.code: each for each in (*civil.FORMS, *older.FORMS, *marriage.FORMS)}

__all__ = ["ATTACHMENTS", "Attachment"]
