"""A village's own layer, written: an aspect, a kind, a snippet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.documents.blocks import check, fields_of, refuse
from balai.errors import Conflict, NotFound
from modules.letters.errors import LetterError, UnknownType
from modules.letters.layers.definitions import checked
from modules.letters.layers.definitions import problems_of as problems_of
from modules.letters.layers.effective import aliases, below, digest, effective_types, own_type, value_of
from modules.letters.layers.ledger import changed, forget_now, kind_now
from modules.letters.layers.own import change_groups
from modules.letters.models.templates import Aspect, FavouriteType, OwnType, TextAlias, TypeChange, TypeOverride
from modules.letters.types.declaration import LetterType

_NAME = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


@atomic()
def change_aspect(*, actor: Actor, key: str, aspect: str, value: Any, version: str = "", seen: str = "") -> LetterType:
    """Change one aspect of a kind for this village; what equals the layer below is no change and is given back to it.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        UnknownType, LetterError (the regency does not let it be changed, the value does not fit), BlocksRefused.
        Conflict: somebody else changed the kind since ``version``, or this aspect since it was ``seen`` (its digest).
    """
    require(actor, "letters.templates")
    kind = kind_now(key)
    if version and version != kind.version:
        raise Conflict()
    if aspect not in Aspect.values:
        raise LetterError(_("Bagian ini tidak dapat diubah."), field="aspect")
    own = OwnType.objects.select_for_update().filter(key=key, void_at=None).first()
    wanted = checked(kind, aspect, value)
    before = value_of(kind, aspect)
    if seen and seen != digest(before):
        raise Conflict()
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
        changed(actor, key, aspect, before, wanted)
    return kind_now(key)


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
        changed(actor, key, aspect, row.value, value_of(kind_now(key), aspect))
    return kind_now(key)


@atomic()
def keep_mine(*, actor: Actor, key: str, aspect: str) -> None:
    """The village has seen what the layer below says now, and keeps its own."""
    require(actor, "letters.templates")
    kinds, _fixed = below()
    if key not in kinds:
        raise UnknownType(key=key)
    TypeOverride.objects.filter(type_key=key, aspect=aspect).update(base=digest(value_of(kinds[key], aspect)))
    audit.record(actor, "letters.template_kept", type=key, aspect=aspect)


def users_of_aliases() -> dict[str, list[str]]:
    """Which kinds in use and which other snippets name each snippet: every text is read once."""
    mine = aliases()
    found: dict[str, list[str]] = {name: [] for name in mine}
    for kind in effective_types(fresh=True).values():
        if kind.enabled:
            for name in fields_of(kind.body) & set(mine):
                found[name].append(str(kind.name))
    for other, nodes in mine.items():
        for name in set().union(*map(fields_of, nodes)) & set(mine) - {other}:
            found[name].append(other)
    return found


def texts_naming(name: str) -> list[str]:
    """Kinds in use and snippets whose text names a snippet."""
    return users_of_aliases().get(name, [])


@atomic()
def set_alias(*, actor: Actor, name: str, content: Sequence[Any]) -> None:
    """Keep a snippet under a name; an empty one is removed.

    Raises:
        NotAllowed, LetterError (the name), BlocksRefused (the content, or a circle of snippets).
    """
    require(actor, "letters.templates")
    if not _NAME.match(name):
        raise LetterError(_("Nama alias: huruf kecil, angka, dan garis bawah, diawali huruf."), field="name")
    known_row = TextAlias.objects.filter(name=name).first()
    before = known_row.content if known_row else None
    if not content:
        users = texts_naming(name)
        if users:
            raise LetterError(
                _("Alias {name} masih dipakai di {where}. Ubah isi suratnya dahulu.").format(name=name, where=", ".join(users[:3])),
                field="content",
            )  # fmt: skip
        TextAlias.objects.filter(name=name).delete()
    else:
        known = {**aliases(), name: list(content)}
        tree = {"type": "doc", "content": [{"type": "paragraph", "content": list(content)}]}
        refuse(check(tree, fields=None, aliases=known))
        TextAlias.objects.update_or_create(
            name=name, defaults={"content": list(content), "updated_by": actor.name[:150], "updated_at": timezone.now()}
        )
    changed(actor, name, "alias", before, list(content))


@atomic()
def toggle_favourite(*, actor: Actor, key: str) -> bool:
    """Put a kind on top of somebody's own list, or take it off; returns whether it is on top now.

    Raises:
        NotAllowed, UnknownType.
    """
    require(actor, "letters.check")
    kind_now(key)
    found = FavouriteType.objects.filter(user=actor.id, type_key=key)
    if found.exists():
        found.delete()
        return False
    FavouriteType.objects.create(user=actor.id, type_key=key)
    return True


@atomic()
def undo_change(*, actor: Actor, key: str, aspect: str, differed: bool = False) -> LetterType:
    """Take the newest change of an aspect back. ``differed``: what comes back had differed from the layer below, and that
    is shown again.

    Raises:
        NotAllowed, UnknownType, and whatever changing it raises; NotFound: nothing was changed.
    """
    require(actor, "letters.templates")
    newest = TypeChange.objects.filter(type_key=key, aspect=aspect).first()
    if newest is None:
        raise NotFound()
    if aspect == "groups":
        return change_groups(actor=actor, key=key, groups=newest.before or [])
    kind = change_aspect(actor=actor, key=key, aspect=aspect, value=newest.before)
    if differed:
        TypeOverride.objects.filter(type_key=key, aspect=aspect).update(base=digest(["before", newest.before]))
        forget_now()
    return kind
