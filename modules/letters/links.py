"""What other pages show of letters."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.registry import PersonLink
from balai.ui.formats import number, short_date
from modules.letters.models import Letter, State
from modules.letters.selectors import archive
from modules.population.models import Resident

#: So many of somebody's letters stand on their page, the newest first.
SHOWN = 5


def person_links(actor: Actor, resident: Resident) -> list[PersonLink]:
    """Somebody's newest letters and the way to all of them, for the resident's page; what was never sent on is nobody's news."""
    if not actor.may("letters.view"):
        return []
    newest = Letter.objects.filter(resident=resident).exclude(state=State.DRAFT)[:SHOWN]
    found = [
        PersonLink(
            title=each.title,
            detail=_("{number} {state}, {day}")
            .format(number=each.number, state=State(each.state).label, day=short_date(each.created_at))
            .strip(),
            url=reverse("letters:letter", args=[each.pk]),
            icon="mail",
        )
        for each in newest
    ]
    count = archive({"resident": resident.pk}).count()
    if count:
        found.append(
            PersonLink(
                title=_("Semua surat"),
                detail=_("{n} surat bernomor di arsip").format(n=number(count)),
                url=f"{reverse('letters:archive')}?resident={resident.pk}",
                icon="file-text",
            )
        )
    return found
