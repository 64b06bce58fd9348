"""What stands on others' pages: the citizen's news, the office's work, a line on a resident's page."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import CitizenNews, PersonLink, QueueItem, StaffNews
from modules.messages import selectors
from modules.messages.models import StaffNotice
from modules.messages.services.staff import words_of_notice
from modules.population.models import Resident


def news(actor: Actor) -> list[CitizenNews]:
    """Unread answers, then the newest unread notices."""
    return [*selectors.news_for(actor), *selectors.news_of_notices(actor)]


def staff_news(actor: Actor) -> list[StaffNews]:
    """Unread lines of a member of staff; one query for the head of a page."""
    found = StaffNotice.objects.filter(user=UUID(actor.id), read_at=None)[:8]
    return [
        StaffNews(words_of_notice(each), reverse("messages:staff_notice", args=[each.pk]), each.at) for each in found
    ]


def queue(actor: Actor) -> list[QueueItem]:
    """Messages that wait for an answer, and notices that did not arrive."""
    return [*selectors.queue_for(actor), *selectors.trouble_queue(actor)]


def person_links(actor: Actor, resident: Resident) -> list[PersonLink]:
    """A resident's conversations with the office, or the way to the first."""
    if not actor.may("messages.view"):
        return []
    number, waiting = selectors.counts_of(resident.pk)
    if not number and not actor.may("messages.answer"):
        return []
    if not number:
        url = f"{reverse('messages:write')}?warga={resident.pk}"
        return [PersonLink(_("Pesan"), _("Tulis pesan kepada warga ini"), url, "mail")]
    words = _("{n} percakapan, {waiting} belum dijawab").format(n=number, waiting=waiting)
    return [PersonLink(_("Pesan"), words, f"{reverse('messages:inbox')}?status=all&warga={resident.pk}", "mail")]
