"""What pages, other modules and the public ask of letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.registry import QueueItem, SearchHit
from balai.ui.formats import number
from modules.letters.answers import answers_form, shown_answers
from modules.letters.models import OPEN, EventKind, Letter, LetterEvent, State
from modules.letters.selectors.batch import waiting_batches
from modules.letters.selectors.updates import template_updates
from modules.letters.services.chain import Authority, Chains, chain_of, kinds_issued_by
from modules.letters.types import LetterType, letter_types
from modules.letters.verification import Verification, verification_of
from modules.population.models import Resident
from modules.population.names import fold_name
from modules.population.selectors import acts_for, may_act_for

__all__ = [
    "Step",
    "Verification",
    "answers_form",
    "drafts_of",
    "is_mine",
    "letter_for_citizen",
    "letter_types_for_citizens",
    "letters_for_citizen",
    "letters_of",
    "next_step",
    "open_counts",
    "opened_by",
    "queue_for",
    "search_results",
    "shown_answers",
    "timeline_of",
    "to_issue",
    "verification_of",
    "waiting",
]

#: A page of the office's home lists so many at most of each state.
QUEUE_LIMIT = 100


def letter_types_for_citizens() -> list[LetterType]:
    """What a citizen may ask for in Layanan Mandiri."""
    return [each for each in letter_types() if each.self_service]


def letters_of(resident: Resident) -> QuerySet[Letter]:
    """A resident's letters, newest first; those too that were issued to a record which was merged into this one."""
    mine = Q(resident=resident) | Q(resident__merged_into=resident)
    return Letter.objects.filter(mine).exclude(state=State.DRAFT).order_by("-created_at", "-id")


def drafts_of(actor: Actor) -> QuerySet[Letter]:
    """An officer's own concepts, the newest first."""
    return Letter.objects.filter(state=State.DRAFT, author=actor.id[:64]).order_by("-updated_at", "-id")


def letters_for_citizen(resident: Resident) -> QuerySet[Letter]:
    """What a citizen sees at their own door: their letters, and those they asked for in somebody's place; newest first."""
    keys = [resident.pk, *Resident.objects.filter(merged_into=resident).values_list("pk", flat=True)]
    asked = LetterEvent.objects.filter(
        kind=EventKind.REQUESTED, actor_kind="citizen", actor_id__in=[str(key) for key in keys]
    )
    mine = Q(resident__in=keys) | Q(pk__in=asked.values("letter"))
    # With the applicant: whether a letter may be opened depends on the record that theirs was merged into.
    return (
        Letter.objects.select_related("resident").filter(mine).exclude(state=State.DRAFT).order_by("-created_at", "-id")
    )


def asker_of(letter: Letter) -> Resident:
    """Who follows a letter: whoever asked for it at the citizen's door (a parent, for a child), else the applicant."""
    first = letter.events.filter(kind=EventKind.REQUESTED, actor_kind="citizen").first()
    if first is None or first.actor_id == str(letter.resident_id):
        return letter.resident
    found = Resident.objects.filter(pk=first.actor_id, void_at=None).first()
    return found if found is not None and may_act_for(found.pk, _applicant(letter)) else letter.resident


def _applicant(letter: Letter) -> Any:
    return letter.resident.merged_into_id or letter.resident_id


def opened_by(resident: Resident, letters: Iterable[Letter]) -> set[Any]:
    """Which of a citizen's letters they may open now: their own, and those of people for whom they may still act. What they
    once asked for somebody who is grown up or has left the card stays a line without a name."""
    able = {resident.pk, *acts_for(resident).values_list("pk", flat=True)}
    return {each.pk for each in letters if each.resident_id in able or _applicant(each) in able}


def letter_for_citizen(resident: Resident, pk: Any) -> Letter | None:
    """One of them that they may open, or None: another's does not exist."""
    found = letters_for_citizen(resident).select_related("resident").filter(pk=pk).first()
    return found if found is not None and opened_by(resident, [found]) else None


def waiting(state: str = "") -> QuerySet[Letter]:
    """What somebody still has to do something for, the longest waiting first; one state, or all open ones and those
    to be handed over."""
    states = [state] if state else [*OPEN, State.SEALING, State.READY]
    return Letter.objects.exclude(_with_its_batch()).filter(state__in=states).order_by("state_since", "id")


def _with_its_batch() -> Q:
    # Eight hundred invitations are one thing to do, on their batch's page; what came back for mending stands for itself.
    return Q(batch__isnull=False) & ~Q(state=State.RETURNED)


def open_counts() -> dict[str, int]:
    """How many letters stand in each state that is not settled."""
    found = (
        Letter.objects.order_by()
        .exclude(_with_its_batch())
        .filter(state__in=[*OPEN, State.SEALING, State.READY])
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return dict(found)


def next_step(letter: Letter, chains: Chains | None = None) -> tuple[str, str]:
    """What has to be done with it now, and the right that it takes ("" where nobody has to). A list reads ``chains`` once."""
    if letter.state == State.SIGNING:
        chain = (chains or Chains.read()).of(letter.type)
        return (_("Tanda tangani") if chain.head else _("Terbitkan")), chain.last_right
    if letter.state == State.DISTRICT and letter.handover is None:
        return _("Kirim ke kecamatan atau minta tanda tangan di kertas"), "letters.manage"
    steps = {
        State.SUBMITTED: (_("Periksa"), "letters.check"),
        State.CHECKING: (_("Periksa sebagai sekretaris"), "letters.confirm"),
        State.DISTRICT: (_("Menunggu jawaban camat"), ""),
        State.SEALING: (_("Tanda tangani secara elektronik"), "letters.approve"),
        State.READY: (_("Serahkan"), "letters.check"),
        State.RETURNED: (_("Menunggu perbaikan pemohon"), ""),
    }
    return steps.get(State(letter.state), ("", ""))


def is_mine(letter: Letter, right: str, authority: Authority, chains: Chains) -> bool:
    """Whether the next step is this actor's: by the right, or because they act for the head who is away."""
    if letter.state == State.SIGNING:
        return authority.may_issue(chains.of(letter.type))
    acts = authority.absence if letter.state == State.SEALING and authority.acts_for_head else None
    if acts is not None and letter.signer.get("official_id") == str(acts.delegate_id):
        return True
    return bool(right) and authority.actor.may(right)


def to_issue(authority: Authority) -> QuerySet[Letter]:
    """What waits for its number and may have it from this actor today, the longest waiting first."""
    kinds = kinds_issued_by(authority)
    found = waiting(State.SIGNING)
    return found if kinds is None else found.filter(type_key__in=kinds)


def queue_for(actor: Actor) -> list[QueueItem]:
    """What waits in the office, the longest first; ``mine`` where the next step is the actor's."""
    items = template_updates(actor)
    if not actor.may("letters.view"):
        return items
    authority, chains = Authority.of(actor, today()), Chains.read()
    for state in (State.SUBMITTED, State.CHECKING, State.SIGNING, State.DISTRICT, State.SEALING):
        for letter in waiting(state)[:QUEUE_LIMIT]:
            words, right = next_step(letter, chains)
            if state == State.DISTRICT and not right:
                continue
            items.append(
                QueueItem(
                    title=f"{letter.title}: {letter.applicant_name}",
                    url=reverse("letters:letter", args=[letter.pk]),
                    waiting_since=letter.state_since,
                    next_step=words,
                    mine=is_mine(letter, right, authority, chains),
                    detail=str(letter.get_state_display()),
                )
            )
    for batch in waiting_batches():
        right = "letters.confirm" if batch.to_check else "letters.approve"
        count = batch.to_check or batch.to_sign
        if not count:
            continue
        items.append(
            QueueItem(
                title=_("{title}: {n} surat").format(title=batch.title, n=number(count)),
                url=reverse("letters:batch", args=[batch.pk]),
                waiting_since=batch.state_since,
                next_step=_("Periksa sebagai sekretaris") if batch.to_check else _("Tanda tangani"),
                mine=actor.may(right),
                detail=str(_("Surat massal")),
            )
        )
    return sorted(items, key=lambda item: item.waiting_since)


def matching(text: str) -> Q:
    """By the letter's number or by words of the applicant's name."""
    by_name = Q()
    for word in fold_name(text).split():
        by_name &= Q(resident__name_key__contains=word)
    found = Q(number__icontains=text)
    return found | by_name if by_name else found


def search_results(actor: Actor, text: str, limit: int) -> list[SearchHit]:
    """Letters for the office's search."""
    if not actor.may("letters.view") or len(text.strip()) < 3:
        return []
    found = (
        Letter.objects.filter(matching(text.strip())).exclude(state=State.DRAFT).order_by("-created_at", "-id")[:limit]
    )
    return [
        SearchHit(
            title=f"{letter.title}: {letter.applicant_name}",
            detail=f"{letter.number or _('belum bernomor')}, {letter.get_state_display()}",
            url=reverse("letters:letter", args=[letter.pk]),
            group=str(_("Surat")),
        )
        for letter in found
    ]


@dataclass(frozen=True)
class Step:
    """A line of a letter's story: what, when, by whom, what was said; ``done`` is False for what is still to come."""

    words: str
    at: datetime | None = None
    by: str = ""
    message: str = ""
    done: bool = True


def timeline_of(letter: Letter, *, for_citizen: bool = False) -> list[Step]:
    """A letter's story in plain words, and what is still to come. A citizen is not told which officer."""
    steps = []
    for event in letter.events.all():
        own = event.actor_kind == "citizen"
        by = (_("pemohon") if own else _("petugas desa")) if for_citizen or own else event.actor_name
        if own and event.actor_id != str(letter.resident_id):
            # Who acts for whom is said to everybody who may read the letter.
            by = _("{name} untuk pemohon").format(name=event.actor_name)
        # What a signature's file lacks is the office's matter.
        message = "" if for_citizen and event.kind == EventKind.SIGNED else event.message
        steps.append(Step(str(EventKind(event.kind).label), event.at, str(by), message))
    chain = chain_of(letter.type)
    path = [
        (State.SUBMITTED, _("Diperiksa petugas"), True),
        (State.CHECKING, _("Diperiksa sekretaris"), chain.secretary or letter.state == State.CHECKING),
        (State.SIGNING, _("Ditandatangani") if chain.head else _("Diterbitkan"), True),
        (State.DISTRICT, _("Ditandatangani camat"), chain.district or letter.state == State.DISTRICT),
        (State.SEALING, _("Ditandatangani secara elektronik"), letter.state == State.SEALING),
        (State.READY, _("Diserahkan kepada pemohon"), True),
    ]
    order = [state for state, _words, _asked in path]
    if letter.state in order:
        ahead = path[order.index(State(letter.state)) :]
        steps += [Step(str(words), done=False) for _state, words, asked in ahead if asked]
    return steps
