"""Telling members of staff that something waits for them: under their bell always, by mail where they wish it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.accounts.models import User
from balai.accounts.rights import matrix
from balai.actor import Actor
from balai.db import atomic
from balai.errors import NotFound
from modules.messages.models import Channel, Delivery, StaffNotice, StaffWish
from modules.messages.services.gateways import open_channels
from modules.messages.services.sending import ask_for_delivery
from tenants.context import current_village

#: A mail that comes later than this is no help.
USELESS_AFTER = timedelta(days=1)
#: What several of a topic are called.
MANY: dict[str, Any] = {
    "letters.submitted": gettext_lazy("{count} permohonan surat menunggu Anda periksa"),
    "letters.checking": gettext_lazy("{count} surat menunggu pemeriksaan sekretaris"),
    "letters.signing": gettext_lazy("{count} surat menunggu persetujuan Anda"),
    "letters.sealing": gettext_lazy("{count} surat menunggu tanda tangan elektronik Anda"),
}


def staff_with(right: str) -> list[User]:
    """Whose role holds a right here, and whose account is open."""
    roles = [role for role, held in matrix().get(right, {}).items() if held]
    return list(User.objects.filter(role__in=roles, is_active=True).order_by("pk"))


def tell_staff(
    *,
    users: Iterable[User],
    topic: str,
    title: str,
    url: str,
    many_url: str = "",
    by: Actor,
    at: datetime | None = None,
    always: bool = False,
) -> int:
    """Tell members of staff, in this transaction; who did it themselves needs no telling. What is unread of the same topic
    grows by one instead. A mail goes out for a new line alone: to who wished it, or to all (``always``: what nobody should
    miss). ``at``: when it happened, where that is a little earlier. Returns how many were told anew.
    """
    told = {user.pk: user for user in users if str(user.pk) != by.id}
    if not told:
        return 0
    now = timezone.now()
    unread = list(
        StaffNotice.objects.select_for_update().filter(user__in=told, topic=topic, read_at=None).order_by("user_id")
    )
    if unread:
        StaffNotice.objects.filter(pk__in=[each.pk for each in unread]).update(
            count=F("count") + 1, at=now, url=many_url or url
        )
    known = {each.user_id for each in unread}
    fresh = [user for pk, user in sorted(told.items()) if pk not in known]
    if fresh:
        # Somebody else's act at this moment may have made the same line: then that one is enough.
        StaffNotice.objects.bulk_create(
            [
                StaffNotice(user=user, topic=topic, title=title[:200], url=url, since=at or now, at=now)
                for user in fresh
            ],
            ignore_conflicts=True,
        )
        _mail(fresh, title, url, now, always)
    return len(fresh)


def _mail(users: list[User], title: str, url: str, now: datetime, always: bool) -> None:
    wishes = set(StaffWish.objects.filter(mail=True).values_list("user_id", flat=True))
    to = [user for user in users if user.email and (always or user.pk in wishes)]
    if not to or Channel.EMAIL not in open_channels():
        return
    village = current_village()
    words = _("{title}. Buka: {link}").format(title=title, link=village.url(url))
    Delivery.objects.bulk_create(
        Delivery(
            event="staff", channel=Channel.EMAIL, address=user.email, title=f"{village.title}: {title}"[:120], text=words,
            urgent=True, created_at=now, next_try=now, useless_from=now + USELESS_AFTER,
        )
        for user in to
    )  # fmt: skip
    ask_for_delivery()


def settled(*, topic: str, since: datetime) -> None:
    """One thing of a topic waits no more: every unread line that counted it (it came after ``since`` of the line) counts
    one less, and is gone with the last."""
    lines = StaffNotice.objects.filter(topic=topic, read_at=None, since__lte=since)
    lines.filter(count__lte=1).update(read_at=timezone.now())
    lines.filter(count__gt=1).update(count=F("count") - 1)


def words_of_notice(row: StaffNotice) -> str:
    """What the line says."""
    many = MANY.get(row.topic)
    return str(many).format(count=row.count) if many is not None and row.count > 1 else row.title


@atomic
def open_staff_notice(*, actor: Actor, pk: Any) -> StaffNotice:
    """Follow a line to what it is about.

    Raises:
        NotFound: there is none, or it is another's.
    """
    row = StaffNotice.objects.select_for_update().filter(pk=pk, user=_own(actor)).first()
    if row is None:
        raise NotFound()
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return row


@atomic
def read_staff_notices(*, actor: Actor) -> int:
    """All of one's own are read. Returns how many were not."""
    return StaffNotice.objects.filter(user=_own(actor), read_at=None).update(read_at=timezone.now())


@atomic
def set_staff_wish(*, actor: Actor, mail: bool) -> StaffWish:
    """Whether one wants mails, too."""
    row, _made = StaffWish.objects.update_or_create(
        user_id=_own(actor), defaults={"mail": mail, "updated_at": timezone.now()}
    )
    audit.record(actor, "messages.staff_wish_set", mail=mail)
    return row


def _own(actor: Actor) -> UUID:
    try:
        return UUID(actor.id)
    except ValueError:
        raise NotFound() from None
