"""Telling citizens what became of their matters: in their own pages always, elsewhere where they wished it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict, NotFound
from balai.ui.formats import long_date
from modules.messages.errors import MessageError
from modules.messages.events import EVENTS, TEXT_LENGTH, TITLE_LENGTH, Event, check_words, filled, first_name
from modules.messages.models import Channel, Contact, Delivery, Notice, Wording
from modules.messages.services.gateways import open_channels
from modules.messages.services.quiet import held_until
from modules.messages.services.sending import ask_for_delivery
from modules.population.models import Resident
from tenants.context import current_village

#: After so long nobody needs to be called about it: it stands in the citizen's pages.
USELESS_AFTER = timedelta(days=2)


def words_of(event: Event) -> Wording:
    """What a village says at an event: its own words, or the shipped ones (not saved)."""
    return Wording.objects.filter(event=event.code).first() or Wording(
        event=event.code, title=event.title, text=event.text
    )


def values_for(resident: Resident, url: str, given: dict[str, Any]) -> dict[str, str]:
    """The values of the codes: no more than a telephone's screen may show to who sits beside."""
    village = current_village()
    return {
        "nama_penduduk": first_name(resident.name),
        "nama_desa": village.title,
        "tanggal": long_date(today()),
        "tautan": village.url(url or "/layanan/"),
        **{name: str(value) for name, value in given.items()},
    }


def notify(*, resident: Resident, event: str, key: str, url: str = "", **values: Any) -> Notice:
    """Tell a citizen that something happened, in this transaction; what leaves the house is sent after it commits.

    ``event`` is one of :data:`modules.messages.events.EVENTS`, ``key`` names what happened once and for all: told twice,
    it is one notice and one message a channel. ``values`` fill the event's own codes. Messages go to the contacts that
    the citizen proved and wants, on channels that the village has switched on.

    Raises:
        KeyError: there is no such event.
    """
    kind = EVENTS[event]
    found = words_of(kind)
    codes = values_for(resident, url, {name: values.get(name, "") for name in kind.tags})
    title = filled(found.title, codes)[:TITLE_LENGTH]
    # In the citizen's own pages the notice itself is the link.
    inside = filled(found.text, codes | {"tautan": _("halaman ini")})[:500]
    now = timezone.now()
    try:
        with atomic():
            notice = Notice.objects.create(
                resident=resident, event=event, key=key[:150], title=title, text=inside, url=url, at=now
            )
    except IntegrityError as error:
        if "notice_key_once" not in str(error):
            raise
        return Notice.objects.get(key=key[:150])
    if found.sends:
        _send_out(notice, kind, resident, title, filled(found.text, codes), now)
    return notice


def _send_out(notice: Notice, kind: Event, resident: Resident, title: str, text: str, now: Any) -> None:
    channels = open_channels()
    contacts = list(Contact.objects.filter(resident=resident, active=True, channel__in=channels)) if channels else []
    village = current_village()
    rows = [
        Delivery(
            notice=notice, resident=resident, event=kind.code, channel=each.channel, address=each.address, title=title,
            text=text, end_url=village.url(each.end_path), urgent=kind.urgent, created_at=now,
            next_try=now if kind.urgent or each.channel == Channel.EMAIL else held_until(now),
            useless_from=now + USELESS_AFTER,
        )
        for each in contacts
    ]  # fmt: skip
    if rows:
        Delivery.objects.bulk_create(rows)
        ask_for_delivery()


@atomic
def read_notices(*, actor: Actor) -> int:
    """A citizen has the list before their eyes. Returns how many were new."""
    if actor.kind != "citizen":
        raise NotFound()
    return Notice.objects.filter(resident=UUID(actor.id), read_at=None).update(read_at=timezone.now())


@atomic
def open_notice(*, actor: Actor, pk: Any) -> Notice:
    """A citizen follows one notice to what it is about.

    Raises:
        NotFound: there is none, or it is another's.
    """
    if actor.kind != "citizen":
        raise NotFound()
    row = Notice.objects.select_for_update().filter(pk=pk, resident=UUID(actor.id)).first()
    if row is None:
        raise NotFound()
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return row


@atomic
def set_wording(*, actor: Actor, event: str, title: str, text: str, sends: bool, version: str = "") -> Wording:
    """A village's own words for an event.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
        NotFound: there is no such event.
        MessageError: nothing, too much, or a code that does not exist (``field``).
        Conflict: somebody changed them since ``version`` was read.
    """
    require(actor, "messages.manage")
    kind = EVENTS.get(event)
    if kind is None:
        raise NotFound()
    row = Wording.objects.select_for_update().filter(event=event).first() or Wording(event=event)
    if version and (row.pk is None or version != row.version):
        raise Conflict()
    row.title = check_words(kind, title, field="title", limit=TITLE_LENGTH)
    row.text = check_words(kind, text, field="text", limit=TEXT_LENGTH)
    if "[tautan]" in row.title:
        raise MessageError(_("Tautan hanya boleh di dalam isi."), field="title")
    row.sends, row.updated_at = sends, timezone.now()
    row.save()
    audit.record(actor, "messages.wording_set", about=row, event=event)
    return row


@atomic
def shipped_wording(*, actor: Actor, event: str) -> None:
    """Back to the shipped words.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
    """
    require(actor, "messages.manage")
    Wording.objects.filter(event=event).delete()
    audit.record(actor, "messages.wording_reset", event=event)


def preview(event: str, title: str, text: str) -> tuple[str, str]:
    """What a made-up citizen would read."""
    kind = EVENTS[event]
    samples = {"judul_surat": "Surat Keterangan Domisili", "melalui": "Layanan Mandiri"}
    values = values_for(Resident(name="SITI AMINAH"), "/layanan/", {name: samples.get(name, "") for name in kind.tags})
    return filled(title, values), filled(text, values)


def channel_words(channel: str) -> str:
    """ "Surel"."""
    return str(Channel(channel).label)
