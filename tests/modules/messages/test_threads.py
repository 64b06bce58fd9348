"""Conversations: who may, whose they are, whose turn it is, and how they end."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone
from PIL import Image

from balai.accounts.models import User
from balai.actor import Actor
from balai.audit import readings_of
from balai.errors import Conflict, NotAllowed, NotFound
from balai.files import StoredFile
from modules.letters.services import request_letter
from modules.messages import selectors, services
from modules.messages.errors import (
    MessageError,
    MessagesClosed,
    NotAssignable,
    NothingWritten,
    ThreadClosed,
    TooLong,
    TooManyToday,
)
from modules.messages.models import Message, Thread
from tests.modules.messages.conftest import as_citizen


def officer(username: str = "operator") -> Actor:
    """A member of staff with the rights of their role."""
    from balai.accounts.services import actor_of

    return actor_of(User.objects.get(username=username))


def written(who: Any, body: str = "Kapan kantor buka?", **more: Any) -> Thread:
    return services.write_to_village(actor=as_citizen(who), subject="Jam buka", body=body, **more)


def photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    out.seek(0)
    return out


def test_a_question_waits_is_answered_and_goes_on(people: list[Any]) -> None:
    who = people[0]
    thread = written(who)
    assert (thread.state, thread.opened_by) == ("unanswered", "citizen")
    [item] = selectors.queue_for(officer())
    assert (item.mine, item.next_step, item.detail) == (True, "Jawab", "Jam buka")
    answered = services.answer_thread(actor=officer(), thread=thread, body="Senin sampai Jumat.")
    assert (answered.state, answered.waiting_since) == ("answered", None)
    assert answered.assignee_name == officer().name
    assert selectors.queue_for(officer()) == []
    assert selectors.unread_threads(who.pk) == 1
    services.mark_read(actor=as_citizen(who), thread=answered)
    assert selectors.unread_threads(who.pk) == 0
    again = services.write_again(actor=as_citizen(who), thread=thread, body="Sabtu juga?")
    assert (again.state, again.messages.count()) == ("unanswered", 3)
    assert [item.mine for item in selectors.queue_for(officer("sekretaris"))] == [False]


def test_who_may_not_answer_may_not(people: list[Any]) -> None:
    thread = written(people[0])
    viewer = officer("viewer")
    with pytest.raises(NotAllowed):
        services.answer_thread(actor=viewer, thread=thread, body="Ya.")
    with pytest.raises(NotAllowed):
        services.mark_read(actor=viewer, thread=thread)
    with pytest.raises(NotAllowed):
        services.write_to_citizen(actor=viewer, resident=people[0], subject="Ya", body="Ya.")
    assert selectors.queue_for(viewer) == []
    assert selectors.search_results(viewer, "Jam buka", 5) == []


def test_anothers_conversation_does_not_exist(people: list[Any]) -> None:
    thread = written(people[0])
    stranger = as_citizen(people[1])
    for act in (
        lambda: services.write_again(actor=stranger, thread=thread, body="Halo"),
        lambda: services.mark_read(actor=stranger, thread=thread),
        lambda: selectors.thread_of(people[1].pk, thread.pk),
        lambda: services.write_to_village(actor=officer(), subject="Halo", body="Halo"),
    ):
        with pytest.raises(NotFound):
            act()
    assert not selectors.threads_of(people[1].pk).exists()


def test_only_an_own_request_can_be_named(people: list[Any], actor: Any) -> None:
    letter = request_letter(
        actor=actor, letter_type="domisili", resident=people[0], answers={"keperluan": "Membuka rekening"}
    )
    assert written(people[0], letter=letter).letter == letter
    with pytest.raises(NotFound):
        written(people[1], letter=letter)


def test_a_second_click_is_one_message(people: list[Any]) -> None:
    thread = written(people[0])
    assert written(people[0]).pk == thread.pk
    for _number in range(2):
        services.answer_thread(actor=officer(), thread=thread, body="Senin sampai Jumat.")
        services.write_again(actor=as_citizen(people[0]), thread=thread, body="Terima kasih.")
    assert Message.objects.count() == 3


def test_a_day_has_an_end_for_one_citizen_and_not_for_others(people: list[Any], actor: Any) -> None:
    services.change_settings(actor=actor, messages_a_day=3)
    thread = written(people[0])
    for number in range(2):
        services.write_again(actor=as_citizen(people[0]), thread=thread, body=f"Pesan {number}")
    with pytest.raises(TooManyToday) as caught:
        services.write_again(actor=as_citizen(people[0]), thread=thread, body="Lagi")
    assert (caught.value.status, "3 pesan" in caught.value.message()) == (429, True)
    written(people[1])
    services.answer_thread(actor=officer(), thread=thread, body="Baik.")


def test_a_village_that_takes_no_messages_says_so(people: list[Any], actor: Any) -> None:
    services.change_settings(actor=actor, accepts=False)
    with pytest.raises(MessagesClosed):
        written(people[0])


def test_words_are_kept_without_tricks(people: list[Any]) -> None:
    body = "Satu\r\n\u202egnalub\u0000\ndua   "
    assert Message.objects.get(thread=written(people[0], body)).body == "Satu\ngnalub\ndua"
    with pytest.raises(NothingWritten):
        written(people[0], " \n\u200b ")
    with pytest.raises(TooLong):
        written(people[0], "x" * 2001)


def test_what_was_written_cannot_be_changed(people: list[Any]) -> None:
    thread = written(people[0])
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Message.objects.filter(thread=thread).update(body="Lain")


def test_two_officers_answer_at_once_and_the_later_is_told(people: list[Any]) -> None:
    thread = written(people[0])
    services.answer_thread(actor=officer(), thread=thread, body="Senin.", version=thread.version)
    with pytest.raises(Conflict):
        services.answer_thread(actor=officer("sekretaris"), thread=thread, body="Selasa.", version=thread.version)
    assert thread.messages.count() == 2


def test_a_closed_one_is_opened_by_the_citizens_next_word(people: list[Any]) -> None:
    thread = services.answer_thread(actor=officer(), thread=written(people[0]), body="Senin.", close=True)
    assert thread.is_closed
    with pytest.raises(ThreadClosed):
        services.answer_thread(actor=officer(), thread=thread, body="Dan Selasa.")
    assert services.reopen_thread(actor=officer(), thread=thread).state == "answered"
    services.close_thread(actor=officer(), thread=thread)
    services.write_again(actor=as_citizen(people[0]), thread=thread, body="Terima kasih.")
    thread.refresh_from_db()
    assert (thread.state, thread.waiting_since is not None) == ("unanswered", True)
    services.close_thread(actor=officer(), thread=thread)
    assert services.reopen_thread(actor=officer(), thread=thread).state == "unanswered"


def test_it_is_handed_to_somebody_who_may_answer(people: list[Any]) -> None:
    thread = written(people[0])
    secretary = User.objects.get(username="sekretaris")
    services.assign_thread(actor=officer(), thread=thread, user=secretary)
    assert [item.mine for item in selectors.queue_for(officer())] == [False]
    assert [item.mine for item in selectors.queue_for(officer("sekretaris"))] == [True]
    with pytest.raises(NotAssignable):
        services.assign_thread(actor=officer(), thread=thread, user=User.objects.get(username="kepala_desa"))


def test_reading_is_told_to_both_and_audited(people: list[Any]) -> None:
    thread = written(people[0])
    assert thread.unread_by_office
    services.mark_read(actor=officer(), thread=thread)
    thread.refresh_from_db()
    assert not thread.unread_by_office
    assert readings_of(people[0]).filter(action="messages.thread_read").count() == 1


def test_a_file_belongs_to_its_citizen_alone(people: list[Any]) -> None:
    thread = written(people[0], upload=photo(), upload_name="kk.png")
    services.answer_thread(actor=officer(), thread=thread, body="Ini suratnya.", upload=photo(), upload_name="a.png")
    files = StoredFile.objects.filter(kind="messages.attachment")
    assert {(each.citizen_id, each.permission) for each in files} == {(people[0].pk, "messages.view")}
    assert files.count() == 2


def test_the_office_finds_by_name_subject_and_words(people: list[Any]) -> None:
    thread = written(people[0], "Saya kehilangan kartu tani.")
    written(people[1], "Lain")
    for text in ("kartu TANI", "jam BUKA", people[0].name.split()[0]):
        assert thread in set(selectors.inbox({"text": text})), text
    assert [each.pk for each in selectors.inbox({"text": "kartu tani"})] == [thread.pk]


def test_old_closed_conversations_go_with_their_files(people: list[Any], actor: Any) -> None:
    kept = services.answer_thread(actor=officer(), thread=written(people[1], "Baru"), body="Ya.", close=True)
    thread = written(people[0], upload=photo(), upload_name="kk.png")
    long_ago = timezone.now() - timedelta(days=800)
    Thread.objects.filter(pk=thread.pk).update(last_at=long_ago)
    assert services.forget_old(actor=Actor.job("t"))["threads"] == 0
    services.close_thread(actor=officer(), thread=thread)
    assert services.forget_old(actor=Actor.job("t"))["threads"] == 1
    assert set(Thread.objects.values_list("pk", flat=True)) == {kept.pk}
    assert StoredFile.objects.get(kind="messages.attachment").deleted_at is not None


def test_ready_answers_are_filled_for_the_conversation(people: list[Any]) -> None:
    row = services.add_template(actor=officer(), title="Jam", body="Yth. [nama_penduduk], dari [nama_petugas].")
    thread = written(people[0])
    text = services.filled_template(row, thread, officer())
    assert text == f"Yth. {people[0].name.title()}, dari {officer().name}."
    with pytest.raises(MessageError, match="sudah dipakai"):
        services.add_template(actor=officer(), title="Jam", body="Lain")
    changed = services.change_template(actor=officer(), template=row, title="Jam", body="Senin", version=row.version)
    with pytest.raises(Conflict):
        services.change_template(
            actor=officer(), template=row, title="Jam", body="Selasa", version="2000-01-01T00:00:00+00:00"
        )
    services.remove_template(actor=officer(), template=changed)


def test_a_merged_record_keeps_its_conversations(people: list[Any], actor: Any) -> None:
    from modules.messages.merging import follow_merge

    thread = written(people[0])
    follow_merge(actor=actor, kept=people[1], merged=people[0])
    assert selectors.thread_of(people[1].pk, thread.pk) == thread
