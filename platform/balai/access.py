"""What a model declares about who may touch its rows; ``tenants.grants`` turns it into the database's own grants.

Undeclared means: in a village's schema the village reads and writes it; in public the regency's role does, and a
village cannot see it at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


@dataclass(frozen=True)
class Access:
    """Declaration of one table.

    append_only: nobody but the owner may UPDATE or DELETE.
    shared_read: villages may read it (public tables only).
    guarded_by: the column that holds the village's schema name; row-level security lets a village see and write only
        its own rows, and the regency read all. Two columns: a row of two parties, which both see.
    village_writes: which of INSERT, UPDATE, DELETE a village may do on a guarded table.
    regency_writes: which of INSERT, UPDATE, DELETE the regency's role may do on a guarded table (rows of any village).
    hidden_from_regency: columns of a guarded table that the regency's role cannot read.
    read_only: nobody but the owner writes.
    owner_only: nobody but the owner even reads.
    """

    append_only: bool = False
    shared_read: bool = False
    guarded_by: str | tuple[str, ...] = ""
    village_writes: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    regency_writes: tuple[str, ...] = ()
    hidden_from_regency: tuple[str, ...] = ()
    read_only: bool = False
    owner_only: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """The columns that hold schema names of those who see a row; empty for a table that is not guarded."""
        if isinstance(self.guarded_by, tuple):
            return self.guarded_by
        return (self.guarded_by,) if self.guarded_by else ()


_declared: dict[str, Access] = {}


def access(
    *,
    append_only: bool = False,
    shared_read: bool = False,
    guarded_by: str | tuple[str, ...] = "",
    village_writes: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE"),
    regency_writes: tuple[str, ...] = (),
    hidden_from_regency: tuple[str, ...] = (),
    read_only: bool = False,
    owner_only: bool = False,
) -> Callable[[Model], Model]:
    """Class decorator: declare who may touch a model's table. See :class:`Access`."""

    def declare(model: Model) -> Model:
        _declared[model._meta.label_lower] = Access(
            append_only=append_only,
            shared_read=shared_read,
            guarded_by=guarded_by,
            village_writes=village_writes,
            regency_writes=regency_writes,
            hidden_from_regency=hidden_from_regency,
            read_only=read_only,
            owner_only=owner_only,
        )
        return model

    return declare


def declare_third_party(label: str, rule: Access) -> None:
    """Declare a table that is not ours (history's context, pghistory's event tables)."""
    _declared[label.lower()] = rule


def access_of(model: type[models.Model]) -> Access:
    """The declaration of a model, or the default."""
    found = _declared.get(model._meta.label_lower)
    if found is not None:
        return found
    if model._meta.app_label in {"contenttypes", "auth"}:
        return Access(read_only=True)
    # pghistory makes an event model for each tracked model: history is written by triggers and never changed.
    if any(base.__module__.startswith("pghistory") and base.__name__ == "Event" for base in model.__mro__):
        return Access(append_only=True)
    if model._meta.label_lower == "pghistory.context":
        return Access(append_only=True)
    return Access()
