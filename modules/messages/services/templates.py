"""Answers that are given often."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from balai.errors import Conflict, NotFound
from modules.messages.errors import MessageError
from modules.messages.models import ReplyTemplate, Thread
from modules.messages.services.threads import words_of
from tenants.context import current_village

TITLE_LENGTH = 80
#: What may stand in a ready answer, and what it becomes.
TAGS = ("[nama_penduduk]", "[nama_petugas]", "[nama_desa]", "[judul_surat]")


def _save(row: ReplyTemplate, title: str, body: str) -> ReplyTemplate:
    row.title = " ".join(words_of(title, field="title", limit=TITLE_LENGTH).split())
    row.body = words_of(body)
    row.updated_at = timezone.now()
    taken = MessageError(_("Judul ini sudah dipakai templat lain."), field="title")
    with translate_unique({"reply_template_title_once": taken}):
        row.save()
    return row


@atomic
def add_template(*, actor: Actor, title: str, body: str) -> ReplyTemplate:
    """Keep a ready answer.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        NothingWritten, TooLong, MessageError: nothing in it, too long, or the title is taken.
    """
    require(actor, "messages.answer")
    row = _save(ReplyTemplate(), title, body)
    audit.record(actor, "messages.template_added", about=row)
    return row


@atomic
def change_template(
    *, actor: Actor, template: ReplyTemplate, title: str, body: str, version: str = ""
) -> ReplyTemplate:
    """Change a ready answer.

    Raises:
        NotAllowed, NothingWritten, TooLong, MessageError: as in :func:`add_template`.
        Conflict: somebody changed it since ``version`` was read.
    """
    require(actor, "messages.answer")
    row = ReplyTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if row is None:
        raise NotFound()
    if version and version != row.version:
        raise Conflict()
    _save(row, title, body)
    audit.record(actor, "messages.template_changed", about=row)
    return row


@atomic
def remove_template(*, actor: Actor, template: ReplyTemplate) -> None:
    """Throw a ready answer away; what was written with it stays.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
    """
    require(actor, "messages.answer")
    audit.record(actor, "messages.template_removed", about=template)
    template.delete()


def filled_template(template: ReplyTemplate, thread: Thread, actor: Actor) -> str:
    """A ready answer for this conversation: an officer reads and mends it before it goes."""
    text = template.body
    values = {
        "[nama_penduduk]": thread.resident.name.title(),
        "[nama_petugas]": actor.name,
        "[nama_desa]": current_village().title,
        "[judul_surat]": thread.letter.type.name if thread.letter else "",
    }
    for tag, value in values.items():
        text = text.replace(tag, str(value))
    return text
