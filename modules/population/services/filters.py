"""Filters that somebody wants again: kept, shared with the office, renamed, deleted and brought back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from balai.errors import NotAllowed, NotFound
from modules.population.errors import PopulationError
from modules.population.models import SavedFilter
from modules.population.selectors.finding import Selection

#: As many as somebody can tell apart in a list.
MOST = 50


class FilterNameTaken(PopulationError):
    """The person has a filter of this name already."""

    code = "filter_name_taken"

    def message(self) -> str:
        return _("Anda sudah mempunyai saringan dengan nama ini. Pilih nama lain.")


def _unique() -> Any:
    return translate_unique({"saved_filter_once": FilterNameTaken(field="name")})


@atomic()
def save_filter(*, actor: Actor, name: str, selection: Selection, shared: bool = False) -> SavedFilter:
    """Keep a filter under a name; pasted lists run out and are not kept.

    Raises:
        NotAllowed: the actor lacks ``population.view``.
        FilterNameTaken, PopulationError: nothing is filtered, or too many are kept.
    """
    require(actor, "population.view")
    if selection.problem:
        raise PopulationError(selection.problem, field="name")
    kept = Selection(text=selection.text, filters=selection.filters, rules=selection.rules, sight=selection.sight)
    if kept.empty:
        raise PopulationError(_("Belum ada saringan yang dapat disimpan. Cari atau saring dahulu."), field="name")
    if SavedFilter.objects.filter(owner=actor.id, void_at=None).count() >= MOST:
        raise PopulationError(
            _("Paling banyak {most} saringan. Hapus yang tidak dipakai.").format(most=MOST), field="name"
        )
    with _unique():
        made = SavedFilter.objects.create(
            name=_tidy(name), query={"query": kept.query_string()}, shared=shared, owner=actor.id,
            owner_name=actor.name[:150],
        )  # fmt: skip
    audit.record(actor, "population.filter_saved", about=made, shared=shared)
    return made


def _tidy(name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise PopulationError(_("Beri nama saringan ini."), field="name")
    return name


def _own(actor: Actor, saved: SavedFilter, *, deleted: bool = False) -> SavedFilter:
    now = SavedFilter.objects.select_for_update().filter(pk=saved.pk).first()
    if now is None or (now.void_at is not None) != deleted:
        raise NotFound()
    if now.owner != actor.id:
        raise NotAllowed(
            _("Saringan ini milik {name}. Hanya pemiliknya yang dapat mengubahnya.").format(name=now.owner_name)
        )
    return now


@atomic()
def change_filter(*, actor: Actor, saved: SavedFilter, name: str, shared: bool) -> SavedFilter:
    """Rename a filter, share it with the office or keep it to oneself.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: it was deleted.
        FilterNameTaken.
    """
    require(actor, "population.view")
    now = _own(actor, saved)
    now.name, now.shared = _tidy(name), shared
    with _unique():
        now.save(update_fields=["name", "shared"])
    audit.record(actor, "population.filter_changed", about=now, shared=shared)
    return now


@atomic()
def delete_filter(*, actor: Actor, saved: SavedFilter) -> SavedFilter:
    """Delete a filter; :func:`restore_filter` brings it back.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: it was deleted already.
    """
    require(actor, "population.view")
    now = _own(actor, saved)
    now.void_at = timezone.now()
    now.save(update_fields=["void_at"])
    audit.record(actor, "population.filter_deleted", about=now)
    return now


@atomic()
def restore_filter(*, actor: Actor, saved: SavedFilter) -> SavedFilter:
    """Bring a deleted filter back.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: it was not deleted.
        FilterNameTaken: another has its name by now.
    """
    require(actor, "population.view")
    now = _own(actor, saved, deleted=True)
    now.void_at = None
    with _unique():
        now.save(update_fields=["void_at"])
    audit.record(actor, "population.filter_restored", about=now)
    return now
