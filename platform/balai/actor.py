"""Who acts: staff, a citizen, a job, the operator at the command line. Services get this, never a request."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from balai.errors import NotAllowed

Kind = Literal["staff", "citizen", "job", "operator", "system"]


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with the rights held at this moment.

    ``id`` is the account's or resident's key (text), ``scope`` a district's code for staff of a district, ``address``
    and ``request_id`` say from where, ``purpose`` what for (the audit keeps them).
    """

    kind: Kind
    id: str
    name: str
    role: str
    rights: frozenset[str] = field(default_factory=frozenset)
    scope: str = ""
    address: str = ""
    request_id: str = ""
    purpose: str = ""

    @classmethod
    def operator(cls, name: str = "operator") -> Actor:
        """The operator at the command line: every right."""
        return cls(kind="operator", id=name, name=name, role="operator")

    @classmethod
    def job(cls, kind: str) -> Actor:
        """A job that acts by itself: every right."""
        return cls(kind="job", id=kind, name=kind, role="job")

    @classmethod
    def system(cls, name: str = "system") -> Actor:
        """The house itself (sign-in pages, sweeps)."""
        return cls(kind="system", id=name, name=name, role="system")

    def may(self, right: str) -> bool:
        """Whether the actor holds a right."""
        return self.kind in {"operator", "job", "system"} or right in self.rights

    def for_purpose(self, purpose: str) -> Actor:
        """The same actor, saying what for."""
        return replace(self, purpose=purpose)


def require(actor: Actor, right: str) -> None:
    """The one question: may they?

    Raises:
        NotAllowed: the actor lacks the right.
    """
    if not actor.may(right):
        raise NotAllowed(right=right)
