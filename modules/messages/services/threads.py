"""Writing, answering, handing on, closing. Whoever writes locks the conversation first: two answers at once are in order."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone

from balai import audit
from balai.accounts.models import User
from balai.accounts.rights import rights_of
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import Conflict, NotFound
from balai.files import StoredFile, store
from modules.letters.models import Letter
from modules.messages.errors import (
    MessagesClosed,
    NotAssignable,
    NothingWritten,
    ThreadClosed,
    TooLong,
    TooManyToday,
)
from modules.messages.models import BODY_LENGTH, Message, Notice, Side, Thread, ThreadState
from modules.messages.models.threads import SUBJECT_LENGTH
from modules.messages.services.notices import notify
from modules.messages.services.settings import present_settings
from modules.population.models import Resident

#: The same words again within this time are a second click, not a second message.
SECOND_CLICK = timedelta(minutes=2)
UPLOAD_BYTES = 8 * 1024 * 1024
ACCEPTED = ("image/jpeg", "image/png", "application/pdf")


def words_of(text: str, *, field: str = "body", limit: int = BODY_LENGTH) -> str:
    """What somebody wrote, as it is kept: lines stay, control signs and signs that turn the reading order go.

    Raises:
        NothingWritten, TooLong: as they say.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(each for each in text if each == "\n" or unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co"})
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    if not text:
        raise NothingWritten(field=field)
    if len(text) > limit:
        raise TooLong(field=field, limit=limit)
    return text


def _own(actor: Actor) -> UUID:
    if actor.kind != "citizen":
        raise NotFound()
    return UUID(actor.id)


def _locked(thread: Thread, version: str = "") -> Thread:
    row = Thread.objects.select_for_update(of=("self",)).select_related("resident").filter(pk=thread.pk).first()
    if row is None:
        raise NotFound()
    if version and version != row.version:
        raise Conflict()
    return row


def _own_letter(letter: Letter | None, resident: UUID) -> Letter | None:
    if letter is not None and letter.resident_id != resident:
        raise NotFound()
    return letter


def _kept_file(actor: Actor, upload: BinaryIO | None, name: str, citizen: UUID) -> StoredFile | None:
    if upload is None:
        return None
    return store(
        actor=actor, content=upload, name=name or "berkas", kind="messages.attachment", accept=ACCEPTED,
        max_bytes=UPLOAD_BYTES, permission="messages.view", citizen_id=citizen, max_side=2400,
    )  # fmt: skip


def _add(thread: Thread, side: Side, *, actor: Actor, body: str, upload: BinaryIO | None, upload_name: str) -> Message:
    stored = _kept_file(actor, upload, upload_name, thread.resident_id)
    return Message.objects.create(
        thread=thread,
        side=side,
        author_id=actor.id[:64],
        author_name=actor.name[:150],
        body=body,
        file_id=stored.pk if stored else None,
        file_name=stored.name if stored else "",
        at=thread.last_at,
    )


def _doubled(resident: UUID, side: Side, body: str, thread: Thread | None = None) -> Message | None:
    found = Message.objects.filter(
        thread__resident=resident, side=side, body=body, at__gte=timezone.now() - SECOND_CLICK
    ).select_related("thread")
    return (found.filter(thread=thread) if thread else found).first()


def _within_the_day(resident: UUID) -> None:
    """A citizen's messages of a day have an end; the lock makes two at once count each other.

    Raises:
        MessagesClosed: the village takes none.
        TooManyToday: with the limit.
    """
    settings = present_settings()
    if not settings.accepts:
        raise MessagesClosed(field="body")
    since = timezone.now() - timedelta(days=1)
    sent = Message.objects.filter(side=Side.CITIZEN, author_id=str(resident), at__gte=since).count()
    if sent >= settings.messages_a_day:
        raise TooManyToday(field="body", limit=settings.messages_a_day)


@atomic
def write_to_village(
    *,
    actor: Actor,
    subject: str,
    body: str,
    letter: Letter | None = None,
    upload: BinaryIO | None = None,
    upload_name: str = "",
) -> Thread:
    """A citizen begins a conversation, about one of their own requests or about anything.

    Raises:
        NotFound: the actor is no citizen, or the letter is not theirs.
        NothingWritten, TooLong, TooManyToday, MessagesClosed, FileRefused: as they say.
    """
    resident = _own(actor)
    subject = " ".join(words_of(subject, field="subject", limit=SUBJECT_LENGTH).split())
    text = words_of(body)
    letter = _own_letter(letter, resident)
    advisory_lock(f"messages:citizen:{resident}")
    if again := _doubled(resident, Side.CITIZEN, text):
        return again.thread
    _within_the_day(resident)
    now = timezone.now()
    thread = Thread.objects.create(
        resident_id=resident, subject=subject, letter=letter, state=ThreadState.UNANSWERED, opened_by=Side.CITIZEN,
        waiting_since=now, created_at=now, updated_at=now, last_at=now, last_citizen_at=now, citizen_read_at=now,
    )  # fmt: skip
    _add(thread, Side.CITIZEN, actor=actor, body=text, upload=upload, upload_name=upload_name)
    audit.record(actor, "messages.written", about=thread)
    return thread


@atomic
def write_again(
    *, actor: Actor, thread: Thread, body: str, upload: BinaryIO | None = None, upload_name: str = ""
) -> Thread:
    """A citizen goes on in an own conversation; a closed one is open again.

    Raises:
        NotFound: it is somebody else's.
        NothingWritten, TooLong, TooManyToday, MessagesClosed, FileRefused: as they say.
    """
    resident = _own(actor)
    text = words_of(body)
    advisory_lock(f"messages:citizen:{resident}")
    row = _locked(thread)
    if row.resident_id != resident:
        raise NotFound()
    if _doubled(resident, Side.CITIZEN, text, row):
        return row
    _within_the_day(resident)
    now = timezone.now()
    row.last_at = row.last_citizen_at = row.citizen_read_at = row.updated_at = now
    row.waiting_since = row.waiting_since or now
    row.state = ThreadState.UNANSWERED
    row.save()
    _add(row, Side.CITIZEN, actor=actor, body=text, upload=upload, upload_name=upload_name)
    audit.record(actor, "messages.written", about=row)
    return row


@atomic
def write_to_citizen(
    *,
    actor: Actor,
    resident: Resident,
    subject: str,
    body: str,
    letter: Letter | None = None,
    upload: BinaryIO | None = None,
    upload_name: str = "",
) -> Thread:
    """The office begins a conversation with a citizen.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        NotFound: the letter is somebody else's.
        NothingWritten, TooLong, FileRefused: as they say.
    """
    require(actor, "messages.answer")
    subject = " ".join(words_of(subject, field="subject", limit=SUBJECT_LENGTH).split())
    text = words_of(body)
    letter = _own_letter(letter, resident.pk)
    advisory_lock(f"messages:citizen:{resident.pk}")
    if again := _doubled(resident.pk, Side.OFFICE, text):
        return again.thread
    now = timezone.now()
    thread = Thread.objects.create(
        resident=resident, subject=subject, letter=letter, state=ThreadState.ANSWERED, opened_by=Side.OFFICE,
        created_at=now, updated_at=now, last_at=now, last_office_at=now, office_read_at=now,
    )  # fmt: skip
    _take(thread, actor)
    _tell(_add(thread, Side.OFFICE, actor=actor, body=text, upload=upload, upload_name=upload_name))
    audit.record(actor, "messages.written_to_citizen", about=resident, thread=str(thread.pk))
    return thread


def address_of(thread: Thread) -> str:
    """Where the citizen reads it."""
    return f"/layanan/pesan/{thread.pk}/"


def _tell(message: Message) -> None:
    """The citizen is told that there is something to read, never what."""
    thread = message.thread
    notify(resident=thread.resident, event="message_answered", key=f"message:{message.pk}", url=address_of(thread))


def _take(thread: Thread, actor: Actor) -> None:
    """Who answers first looks after it from then on."""
    if thread.assignee_id is None and actor.kind == "staff":
        thread.assignee_id, thread.assignee_name = UUID(actor.id), actor.name[:150]
        thread.save(update_fields=["assignee_id", "assignee_name"])


@atomic
def answer_thread(
    *,
    actor: Actor,
    thread: Thread,
    body: str,
    upload: BinaryIO | None = None,
    upload_name: str = "",
    close: bool = False,
    version: str = "",
) -> Thread:
    """The office answers; ``close`` ends the conversation with it.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        ThreadClosed: it is closed.
        Conflict: somebody wrote in it since ``version`` was read (two officers answer the same thing).
        NothingWritten, TooLong, FileRefused: as they say.
    """
    require(actor, "messages.answer")
    text = words_of(body)
    row = _locked(thread)
    if _doubled(row.resident_id, Side.OFFICE, text, row):
        return row
    if version and version != row.version:
        raise Conflict()
    if row.is_closed:
        raise ThreadClosed()
    now = timezone.now()
    row.state = ThreadState.CLOSED if close else ThreadState.ANSWERED
    row.waiting_since = None
    row.last_at = row.last_office_at = row.office_read_at = row.updated_at = now
    row.save()
    _take(row, actor)
    _tell(_add(row, Side.OFFICE, actor=actor, body=text, upload=upload, upload_name=upload_name))
    audit.record(actor, "messages.answered", about=row.resident, thread=str(row.pk), closed=close)
    return row


def assignable() -> list[User]:
    """Accounts that may answer."""
    found = User.objects.filter(is_active=True).order_by("name")
    return [each for each in found if "messages.answer" in rights_of(each)]


@atomic
def assign_thread(*, actor: Actor, thread: Thread, user: User | None, version: str = "") -> Thread:
    """Say who looks after it; None: whoever is first.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        NotAssignable: the account may not answer messages.
        Conflict: somebody changed it since ``version`` was read.
    """
    require(actor, "messages.answer")
    if user is not None and "messages.answer" not in rights_of(user):
        raise NotAssignable(field="user")
    row = _locked(thread, version)
    row.assignee_id, row.assignee_name = (user.pk, user.name[:150]) if user else (None, "")
    row.updated_at = timezone.now()
    row.save(update_fields=["assignee_id", "assignee_name", "updated_at"])
    audit.record(actor, "messages.assigned", about=row, user=str(user.pk) if user else "")
    return row


@atomic
def close_thread(*, actor: Actor, thread: Thread, version: str = "") -> Thread:
    """End a conversation without a further word; the citizen may go on in it any time.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        Conflict: somebody wrote in it since ``version`` was read.
    """
    require(actor, "messages.answer")
    row = _locked(thread, version)
    if not row.is_closed:
        row.state, row.waiting_since, row.updated_at = ThreadState.CLOSED, None, timezone.now()
        row.save(update_fields=["state", "waiting_since", "updated_at"])
        audit.record(actor, "messages.closed", about=row)
    return row


@atomic
def reopen_thread(*, actor: Actor, thread: Thread, version: str = "") -> Thread:
    """Open a closed conversation again: it waits where the citizen has had the last word.

    Raises:
        NotAllowed: the actor lacks ``messages.answer``.
        Conflict: somebody wrote in it since ``version`` was read.
    """
    require(actor, "messages.answer")
    row = _locked(thread, version)
    if row.is_closed:
        waits = row.last_citizen_at is not None and row.last_citizen_at == row.last_at
        row.state = ThreadState.UNANSWERED if waits else ThreadState.ANSWERED
        row.waiting_since = row.last_citizen_at if waits else None
        row.updated_at = timezone.now()
        row.save(update_fields=["state", "waiting_since", "updated_at"])
        audit.record(actor, "messages.reopened", about=row)
    return row


@atomic
def mark_read(*, actor: Actor, thread: Thread) -> None:
    """Somebody has the conversation before their eyes. Reading a citizen's words is audited, like every reading of theirs.

    Raises:
        NotAllowed: a member of staff without ``messages.view``.
        NotFound: a citizen, and it is somebody else's.
    """
    now = timezone.now()
    if actor.kind == "citizen":
        if str(thread.resident_id) != actor.id:
            raise NotFound()
        Thread.objects.filter(pk=thread.pk).update(citizen_read_at=now)
        Notice.objects.filter(resident=thread.resident_id, url=address_of(thread), read_at=None).update(read_at=now)
        return
    require(actor, "messages.view")
    Thread.objects.filter(pk=thread.pk).update(office_read_at=now)
    audit.record_read(actor, "messages.thread_read", about=thread.resident, thread=str(thread.pk))
