"""The forms that stand behind letters (lampiran): the nineteen of the field's list, and the current ones that it lacks."""

from __future__ import annotations

from modules.letters.types.attachments import civil, events, marriage, older
from modules.letters.types.attachments.declaration import Attachment

#: By code.
ATTACHMENTS: dict[str, Attachment] = {
    each.code: each for each in (*civil.FORMS, *events.FORMS, *older.FORMS, *marriage.FORMS)
}

__all__ = ["ATTACHMENTS", "Attachment"]
