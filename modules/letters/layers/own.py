"""Kinds of letter that a village makes itself: made, asked otherwise, put away, taken out again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor, require
from balai.db import atomic
from balai.documents.blocks import doc, paragraph
from balai.errors import Conflict
from modules.letters.errors import LetterError, UnknownType
from modules.letters.layers.definitions import checked_groups, definition_of, problems_of
from modules.letters.layers.effective import kind_of, own_type
from modules.letters.layers.ledger import changed, kind_now
from modules.letters.models.templates import OwnType
from modules.letters.types.declaration import LetterType
from modules.letters.types.texts.writing import closing, opening, person, signed


@atomic()
def create_own_type(*, actor: Actor, name: str, like: str = "") -> LetterType:
    """Make a kind of the village's own: a copy of ``like``, or an empty letter with the usual opening and signature.

    Raises:
        NotAllowed, UnknownType, LetterError (no name).
    """
    require(actor, "letters.templates")
    text = " ".join(name.split())[:120]
    if not text:
        raise LetterError(_("Nama surat belum diisi."), field="name")
    definition: dict[str, Any]
    if like:
        definition = definition_of(kind_now(like))
    else:
        definition = {
            "code": "400.12.2.1", "summary": "", "requirements": [], "validity": None, "self_service": False, "qr": True,
            "groups": [{"key": "individu", "title": "Pemohon", "kind": "resident", "presence": [1], "fields": []}],
            "body": doc(opening(), person(), paragraph("Tulis isi surat di sini."), closing(), signed()), "page": {},
        }  # fmt: skip
    definition |= {"name": text, "title": text}
    row = OwnType.objects.create(
        key=f"desa_{secrets.token_hex(4)}", definition=definition, created_by=actor.name[:150]
    )  # fmt: skip
    own_type(row)
    changed(actor, row.key, "created", None, {"name": text, "like": like})
    return kind_now(row.key)


def own_row(key: str, *, lock: bool = False) -> OwnType:
    """The row of a kind of the village's own, put away or not.

    Raises:
        UnknownType: there is none; shipped kinds have no row.
    """
    rows = OwnType.objects.select_for_update() if lock else OwnType.objects.all()
    row = rows.filter(key=key).first()
    if row is None:
        raise UnknownType(key=key)
    return row


@atomic()
def change_groups(*, actor: Actor, key: str, groups: Sequence[Mapping[str, Any]], version: str = "") -> LetterType:
    """Ask otherwise: parties and questions of a kind of the village's own.

    Raises:
        NotAllowed, UnknownType.
        LetterError: what does not fit, or a question that the text still names.
        Conflict: somebody else changed the kind since ``version`` (the row's).
    """
    require(actor, "letters.templates")
    row = own_row(key, lock=True)
    if version and version != row.version:
        raise Conflict()
    wanted = checked_groups(groups)
    before = row.definition["groups"]
    definition = {**row.definition, "groups": wanted}
    problems = [each for each in problems_of(kind_of(key, definition), definition["body"]) if each.level == "error"]
    known = {each.message for each in problems_of(own_type(row), row.definition["body"])}
    if any(each.message not in known for each in problems):
        raise LetterError(
            _("Isi surat masih memakai yang dihapus: {what} Ubah isi surat dahulu.").format(what=problems[0].message), field="groups"
        )  # fmt: skip
    if wanted != before:
        row.definition, row.updated_at = definition, timezone.now()
        row.save(update_fields=["definition", "updated_at"])
        changed(actor, key, "groups", before, wanted)
    return kind_now(key)


@atomic()
def remove_own_type(*, actor: Actor, key: str) -> None:
    """Take a kind of the village's own out of use; letters made of it stay, and print as they were frozen.

    Raises:
        NotAllowed, UnknownType: a shipped kind cannot be removed, only disabled.
    """
    require(actor, "letters.templates")
    row = own_row(key, lock=True)
    if row.void_at is not None:
        raise UnknownType(key=key)
    row.void_at = timezone.now()
    row.save(update_fields=["void_at"])
    changed(actor, key, "removed", None, None)


@atomic()
def restore_own_type(*, actor: Actor, key: str) -> LetterType:
    """Take a kind that was put away out again.

    Raises:
        NotAllowed, UnknownType.
    """
    require(actor, "letters.templates")
    row = own_row(key, lock=True)
    if row.void_at is not None:
        row.void_at = None
        row.save(update_fields=["void_at"])
        changed(actor, key, "restored", None, None)
    return kind_now(key)
