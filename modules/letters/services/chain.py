"""Which steps a letter takes, and who may take the last one today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.errors import NotAllowed
from balai.remembering import remembered
from balai.ui.formats import long_date
from modules.government.selectors import Signer, signers
from modules.letters.errors import HeadAway
from modules.letters.models import Absence, LetterSettings, TypeChain
from modules.letters.types import LetterType, letter_types


@dataclass(frozen=True)
class Chain:
    """The steps after the operator's check: the secretary's, the head's, the district's."""

    secretary: bool = False
    head: bool = True
    district: bool = False

    @property
    def last_right(self) -> str:
        """The right of who gives the number: the last of the village's steps has it."""
        if self.head:
            return "letters.approve"
        return "letters.confirm" if self.secretary else "letters.issue"


@dataclass(frozen=True)
class Chains:
    """The village's settings and its kinds' own, read once: two queries for a whole list."""

    settings: LetterSettings
    own: dict[str, TypeChain]

    @classmethod
    @remembered
    def read(cls) -> Chains:
        """As they stand now."""
        row = LetterSettings.objects.first() or LetterSettings()
        return cls(row, {each.type_key: each for each in TypeChain.objects.all()})

    def of_village(self) -> Chain:
        """The steps of a kind that has none of its own and needs no camat."""
        return Chain(self.settings.secretary_checks, self.settings.head_approves)

    def of(self, kind: LetterType) -> Chain:
        """The steps of a kind of letter."""
        own = self.own.get(kind.key)

        def chosen(mine: bool | None, villages: bool) -> bool:
            return villages if mine is None else mine

        district = chosen(own.district if own else None, self.settings.district_signs)
        return Chain(
            secretary=chosen(own.secretary if own else None, self.settings.secretary_checks),
            head=chosen(own.head if own else None, self.settings.head_approves),
            district=kind.needs_district and district,
        )


def chain_of(kind: LetterType) -> Chain:
    """The steps of one kind of letter."""
    return Chains.read().of(kind)


def absence_on(on: date) -> Absence | None:
    """The head's absence of a day, if one is recorded and was not ended."""
    return (
        Absence.objects.select_related("delegate").filter(since__lte=on, until__gte=on, ended_at=None).first()
    )  # fmt: skip


def absence_of_day(on: date) -> Absence | None:
    """The absence that held on a day, whatever became of it since: one that was ended early held until then."""
    found = Absence.objects.select_related("delegate").filter(since__lte=on, until__gte=on).order_by("-recorded_at")
    return next((each for each in found if each.ended_at is None or timezone.localdate(each.ended_at) > on), None)


@dataclass(frozen=True)
class Authority:
    """What somebody may do about a letter that waits for its number, on a day."""

    actor: Actor
    on: date
    absence: Absence | None

    @classmethod
    def of(cls, actor: Actor, on: date) -> Authority:
        """One query."""
        return cls(actor, on, absence_on(on))

    @property
    def acts_for_head(self) -> bool:
        """Whether the actor's own account is that of the official who acts while the head is away."""
        found = self.absence
        return found is not None and found.delegate.user_id is not None and str(found.delegate.user_id) == self.actor.id

    def may_issue(self, chain: Chain) -> bool:
        """Whether the actor may give a letter of this chain its number today."""
        may = self.actor.may
        return may("letters.approve") or may(chain.last_right) or (chain.head and self.acts_for_head)

    def require(self, chain: Chain) -> None:
        """Raises:
        NotAllowed: the actor may not.
        """
        if not self.may_issue(chain):
            raise NotAllowed(right=chain.last_right)

    def as_delegate(self, chain: Chain) -> Absence | None:
        """The absence under which the actor acts, where it is that and not a right of their own."""
        own = self.actor.may("letters.approve") or self.actor.may(chain.last_right)
        return self.absence if not own and chain.head and self.acts_for_head else None

    def signers(self, chain: Chain) -> list[Signer]:
        """In whose name the actor may have a letter signed: a delegate in their own alone, and nobody in the head's while
        the head is away."""
        if not self.may_issue(chain):
            return []
        found = signers(self.on)
        if (absence := self.as_delegate(chain)) is not None:
            return [each for each in found if each.official_id == absence.delegate_id]
        if self.absence is not None:
            mine = self.absence.delegate_id
            # Who acts stands first: that is what the office means to print.
            return sorted((each for each in found if each.line_style), key=lambda each: each.official_id != mine)
        return found

    def refuse_head(self, official_id: object, on: date | None = None) -> None:
        """``on``: the letter's date, where it is not the present one.

        Raises:
            HeadAway: it is the head who is to sign, and the head is away, or was on the letter's date.
        """
        absence = self.absence or (absence_of_day(on) if on is not None and on != self.on else None)
        if absence is None:
            return
        head = next((each for each in signers(self.on) if not each.line_style), None)
        if head is not None and str(head.official_id) == str(official_id):
            raise HeadAway(field="official", until=long_date(absence.until), delegate=absence.delegate.name)


def kinds_issued_by(authority: Authority) -> list[str] | None:
    """Kinds of letters to which somebody may give the number today; None: all of them."""
    if authority.actor.may("letters.approve"):
        return None
    chains = Chains.read()
    return [kind.key for kind in letter_types(all_kinds=True) if authority.may_issue(chains.of(kind))]


def chain_words(chain: Chain) -> str:
    """ "petugas, sekretaris, kepala desa"."""
    steps = [_("petugas")]
    if chain.secretary:
        steps.append(_("sekretaris"))
    if chain.head:
        steps.append(_("kepala desa"))
    if chain.district:
        steps.append(_("camat"))
    return ", ".join(steps)
