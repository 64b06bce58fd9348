"""The village's design, written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import Conflict, NotFound
from balai.files.services import store
from modules.letters.errors import LetterError
from modules.letters.kop.design import checked_design
from modules.letters.layers.effective import forget
from modules.letters.models.kop import Kop
from modules.letters.models.templates import TypeChange

KEY = "kop"
LOGO_BYTES = 2 * 1024 * 1024


def kop_changes() -> QuerySet[TypeChange]:
    """Every design that the village had, newest first."""
    return TypeChange.objects.filter(type_key=KEY, aspect=KEY)


@atomic()
def change_kop(
    *, actor: Actor, design: Mapping[str, Any], logo: BinaryIO | None = None, version: str = ""
) -> Kop:  # fmt: skip
    """Design head, foot, paper and dates of the village's letters; letters already approved keep theirs. ``logo`` is a PNG
    or JPEG of at most 2 MB and is drawn anew, so that nothing but the picture is kept.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        LetterError (``field`` says what does not fit), FileRefused (no picture, too large).
        Conflict: somebody else changed it since ``version``.
    """
    require(actor, "letters.templates")
    wanted = checked_design(design)
    row = Kop.objects.select_for_update().first()
    if version and version != (row.version if row else ""):
        raise Conflict()
    before = {"design": row.design, "logo": str(row.logo_file or "")} if row else None
    file = row.logo_file if row else None
    if logo is not None:
        file = store(
            actor=actor, content=logo, name=getattr(logo, "name", "logo.png"), kind="letters.logo",
            accept=["image/png", "image/jpeg"], max_bytes=LOGO_BYTES, permission="letters.view", max_side=1000,
        ).pk  # fmt: skip
    if wanted["logo"] == "own" and file is None:
        raise LetterError(_("Gambar sendiri belum diunggah. Pilih berkasnya, atau pakai lambang desa."), field="logo")
    after = {"design": dict(wanted), "logo": str(file or "")}
    return _keep(actor, row, before, after)


def _keep(actor: Actor, row: Kop | None, before: Any, after: dict[str, Any]) -> Kop:
    values = {
        "design": after["design"], "logo_file": after["logo"] or None, "updated_by": actor.name[:150],
        "updated_at": timezone.now(),
    }  # fmt: skip
    kept, _made = Kop.objects.update_or_create(only=True, defaults=values)
    if after != before:
        _changed(actor, before, after)
    return kept


def _changed(actor: Actor, before: Any, after: Any) -> None:
    TypeChange.objects.create(type_key=KEY, aspect=KEY, before=before, after=after, by=actor.name[:150])
    audit.record(actor, "letters.kop_changed")
    schema = str(connection.schema_name)  # type: ignore[attr-defined]
    forget(schema)
    transaction.on_commit(lambda: forget(schema), robust=True)


@atomic()
def reset_kop(*, actor: Actor) -> None:
    """Letters look as they are shipped again; the design stays in the history.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
    """
    require(actor, "letters.templates")
    row = Kop.objects.select_for_update().first()
    if row is not None:
        before = {"design": row.design, "logo": str(row.logo_file or "")}
        row.delete()
        _changed(actor, before, None)


@atomic()
def restore_kop(*, actor: Actor, change: Any, before: bool = False) -> None:
    """Make a design of the past the present one: what ``change`` made, or with ``before`` what it found.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        NotFound: there is no such change.
        LetterError: the design says what may no longer be said.
    """
    require(actor, "letters.templates")
    text = str(change)
    found = kop_changes().filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 19 else None
    if found is None:
        raise NotFound()
    wanted = found.before if before else found.after
    if wanted is None:
        reset_kop(actor=actor)
        return
    row = Kop.objects.select_for_update().first()
    now = {"design": row.design, "logo": str(row.logo_file or "")} if row else None
    _keep(actor, row, now, {"design": dict(checked_design(wanted["design"])), "logo": wanted["logo"]})
