"""Who points at a resident, in whatever module: what an undo looks at, and what a merge points at the record that stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import IntegrityError, models, transaction

from balai.access import access_of
from balai.actor import Actor
from balai.registry import modules
from modules.population.errors import MergeRefused
from modules.population.models import (
    CrossingPerson,
    DistinctPeople,
    FormerNik,
    ImportRow,
    PopulationEvent,
    Resident,
)

#: What follows a person whatever happens: no reference.
_FOLLOWS = {PopulationEvent, ImportRow, DistinctPeople}
#: What is about the record itself: a merge does with it what it must.
_OWN = {*_FOLLOWS, CrossingPerson, FormerNik, Resident}


def references(*, to_change: bool = False) -> Iterator[tuple[type[models.Model], str]]:
    """Foreign keys to residents (model, field), those without a name of their own among them; never history.

    ``to_change``: only what may be pointed elsewhere, so neither the register's own nor what is append-only (a frozen
    list of voters names the record as it was).
    """
    for relation in Resident._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        model: Any = relation.related_model
        rule = access_of(model)
        if model in _FOLLOWS or issubclass(model, pghistory.models.Event):
            continue
        if to_change and (model in _OWN or rule.append_only or rule.read_only):
            continue
        yield model, relation.field.name  # type: ignore[union-attr]


def point_at(*, actor: Actor, kept: Resident, merged: Resident) -> dict[str, int]:
    """Point everything that names ``merged`` at ``kept``, in the caller's transaction; returns rows by model.

    A module that declares ``on_merge`` follows by itself; for the others it is done here, one foreign key after the other.

    Raises:
        MergeRefused: both stand in the same list, which knows a person once; its name is told.
    """
    following = {apps.get_app_config(each.name).label for each in modules() if each.on_merge}
    moved: dict[str, int] = {}
    for model, name in references(to_change=True):
        if model._meta.app_label in following:
            continue
        try:
            with transaction.atomic():
                rows = model._base_manager.filter(**{name: merged}).update(**{name: kept})
        except IntegrityError as error:
            raise MergeRefused(
                what="listed", where=str(model._meta.verbose_name), module=_title(model), name=kept.name
            ) from error
        if rows:
            moved[model._meta.label_lower] = rows
    for each in modules():
        follow = each.call("on_merge") if each.on_merge else None
        if follow is not None:
            follow(actor=actor, kept=kept, merged=merged)
    return moved


def _title(model: type[models.Model]) -> str:
    label = model._meta.app_label
    return next((str(each.title) for each in modules() if each.name == label), label)
