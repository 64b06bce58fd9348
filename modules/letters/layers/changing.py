"""A village's own layer, written: an aspect, a kind, a snippet."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.documents.blocks import check, refuse
from balai.errors import Conflict
from modules.letters.errors import LetterError, UnknownType
from modules.letters.layers.definitions import checked, definition_of
from modules.letters.layers.definitions import problems_of as problems_of
from modules.letters.layers.effective import below, digest, effective_types, forget, own_type, value_of
from modules.letters.models.templates import Aspect, FavouriteType, OwnType, TextAlias, TypeChange, TypeOverride
from modules.letters.types.declaration import LetterType

_NAME = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


def _kind(key: str) -> LetterType:
    found = effective_types(fresh=True).get(key)
    if found is None:
        raise UnknownType(key=key)
    return found


def _changed(actor: Actor, key: str, aspect: str, before: Any, after: Any) -> None:
    TypeChange.objects.create(type_key=key, aspect=aspect, before=before, after=after, by=actor.name[:150])
    audit.record(actor, "letters.template_changed", type=key, aspect=aspect)
    schema = str(connection.schema_name)  # type: ignore[attr-defined]
    forget(schema)
    transaction.on_commit(lambda: forget(schema), robust=True)


@atomic()
def change_aspect(*, actor: Actor, key: str, aspect: str, value: Any, version: str = "") -> LetterType:
    """Change one aspect of a kind for this village; what equals the layer below is no change and is given back to it.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        UnknownType, LetterError (the regency does not let it be changed, the value does not fit), BlocksRefused.
        Conflict: somebody else changed the kind since ``version``.
    """
    require(actor, "letters.templates")
    kind = _kind(key)
    if version and version != kind.version:
        raise Conflict()
    if aspect not in Aspect.values:
        raise LetterError(_("Bagian ini tidak dapat diubah."), field="aspect")
    own = OwnType.objects.select_for_update().filter(key=key, void_at=None).first()
    wanted = checked(kind, aspect, value)
    before = value_of(kind, aspect)
    if own is not None and aspect != Aspect.ENABLED:
        own.definition = {**own.definition, aspect: wanted}
        own.updated_at = timezone.now()
        own_type(own)
        own.save(update_fields=["definition", "updated_at"])
    else:
        kinds, fixed = below()
        if aspect in fixed.get(key, ()):
            raise LetterError(_("Bagian ini ditetapkan kabupaten dan tidak dapat diubah desa."), field=aspect)
        theirs = value_of(kinds[key], aspect) if key in kinds else True
        if wanted == theirs:
            TypeOverride.objects.filter(type_key=key, aspect=aspect).delete()
        else:
            TypeOverride.objects.update_or_create(
                type_key=key, aspect=aspect,
                defaults={
                    "value": wanted, "base": digest(theirs), "updated_by": actor.name[:150], "updated_at": timezone.now(),
                },
            )  # fmt: skip
    if wanted != before:
        _changed(actor, key, aspect, before, wanted)
    return _kind(key)


@atomic()
def adopt(*, actor: Actor, key: str, aspect: str) -> LetterType:
    """Give an aspect back to the layer below: it says what that says, now and later.

    Raises:
        NotAllowed, UnknownType.
    """
    require(actor, "letters.templates")
    row = TypeOverride.objects.filter(type_key=key, aspect=aspect).first()
    if row is not None:
        row.delete()
        _changed(actor, key, aspect, row.value, value_of(_kind(key), aspect))
    return _kind(key)


@atomic()
def keep_mine(*, actor: Actor, key: str, aspect: str) -> None:
    """The village has seen what the layer below says now, and keeps its own."""
    require(actor, "letters.templates")
    kinds, _fixed = below()
    if key not in kinds:
        raise UnknownType(key=key)
    TypeOverride.objects.filter(type_key=key, aspect=aspect).update(base=digest(value_of(kinds[key], aspect)))
    audit.record(actor, "letters.template_kept", type=key, aspect=aspect)


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
    source = _kind(like) if like else None
    definition: dict[str, Any]
    if source is not None:
        definition = definition_of(source)
    else:
        from balai.documents.blocks import doc, paragraph
        from modules.letters.types.texts.writing import closing, opening, person, signed

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
    _changed(actor, row.key, "created", None, {"name": text, "like": like})
    return _kind(row.key)


@atomic()
def remove_own_type(*, actor: Actor, key: str) -> None:
    """Take a kind of the village's own out of use; letters made of it stay, and print as they were frozen.

    Raises:
        NotAllowed, UnknownType: a shipped kind cannot be removed, only disabled.
    """
    require(actor, "letters.templates")
    row = OwnType.objects.select_for_update().filter(key=key, void_at=None).first()
    if row is None:
        raise UnknownType(key=key)
    row.void_at = timezone.now()
    row.save(update_fields=["void_at"])
    _changed(actor, key, "removed", None, None)


@atomic()
def set_alias(*, actor: Actor, name: str, content: Sequence[Any]) -> None:
    """Keep a snippet under a name; an empty one is removed.

    Raises:
        NotAllowed, LetterError (the name), BlocksRefused (the content, or a circle of snippets).
    """
    require(actor, "letters.templates")
    if not _NAME.match(name):
        raise LetterError(_("Nama alias: huruf kecil, angka, dan garis bawah, diawali huruf."), field="name")
    if not content:
        TextAlias.objects.filter(name=name).delete()
    else:
        from modules.letters.layers.effective import aliases

        known = {**aliases(), name: list(content)}
        tree = {"type": "doc", "content": [{"type": "paragraph", "content": list(content)}]}
        refuse(check(tree, fields=None, aliases=known))
        TextAlias.objects.update_or_create(
            name=name, defaults={"content": list(content), "updated_by": actor.name[:150], "updated_at": timezone.now()}
        )
    _changed(actor, name, "alias", None, list(content))


@atomic()
def toggle_favourite(*, actor: Actor, key: str) -> bool:
    """Put a kind on top of somebody's own list, or take it off; returns whether it is on top now.

    Raises:
        NotAllowed, UnknownType.
    """
    require(actor, "letters.check")
    _kind(key)
    found = FavouriteType.objects.filter(user=actor.id, type_key=key)
    if found.exists():
        found.delete()
        return False
    FavouriteType.objects.create(user=actor.id, type_key=key)
    return True
