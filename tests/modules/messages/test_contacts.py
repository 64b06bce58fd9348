"""Codes and contacts: proven, wished, ended; and nothing that a guesser or a thief could use."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balai.actor import Actor
from balai.boxes import open_box
from balai.errors import NotFound
from modules.letters.services import approve_letter, check_letter, reject_letter, request_letter, return_letter
from modules.messages import services
from modules.messages.errors import MessageError, TooManyCodes, WrongCode
from modules.messages.events import EVENTS, filled, tags_in
from modules.messages.models import Contact, Delivery, Notice, OneTimeCode
from modules.messages.services.contacts import tidy_address
from modules.messages.services.sending import SEALED
from tests.modules.messages.conftest import as_citizen, with_contact
from tests.modules.messages.imitating import provider
from tests.modules.messages.test_drivers import TAKEN


def the_code() -> str:
    """What the newest message holds, as its receiver reads it."""
    row = Delivery.objects.exclude(sealed="").latest("created_at")
    found = re.search(r"\d{6}", open_box(SEALED, row.sealed).decode())
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture()
def waiting(people: list[Any], wa: Any) -> Any:
    """A citizen who named a number and has not typed the code yet."""
    wa("http://127.0.0.1:1")
    services.begin_contact(actor=as_citizen(people[0]), channel="whatsapp", address="0812 3456 7890")
    return people[0]


def test_a_contact_is_proven_by_its_code(waiting: Any) -> None:
    assert not Contact.objects.exists()
    contact = services.finish_contact(actor=as_citizen(waiting), code=f" {the_code()[:3]} {the_code()[3:]}")
    assert (contact.address, contact.active, contact.resident_id) == ("+6281234567890", True, waiting.pk)
    with pytest.raises(WrongCode) as caught:
        services.finish_contact(actor=as_citizen(waiting), code=the_code())
    assert caught.value.left == 0  # type: ignore[attr-defined]


def test_the_code_stands_nowhere_readable_and_goes_when_it_has_left(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        wa(server.base)
        services.begin_contact(actor=as_citizen(people[0]), channel="whatsapp", address="081234567890")
        code = the_code()
        row = Delivery.objects.get()
        assert code not in row.text + row.title + row.sealed
        assert code not in OneTimeCode.objects.get().code_hash
        services.deliver()
    assert code in server.asked[0].body.decode()
    row.refresh_from_db()
    assert (row.state, row.sealed, row.text) == ("sent", "", "")


def test_five_tries_and_then_a_new_one(waiting: Any) -> None:
    code = the_code()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode) as caught:
            services.verify_code(resident=waiting, purpose="contact", code=wrong(code))
        assert caught.value.left == left  # type: ignore[attr-defined]
    with pytest.raises(WrongCode):
        services.verify_code(resident=waiting, purpose="contact", code=code)


def test_a_code_ends_and_opens_for_its_owner_and_purpose_alone(waiting: Any, people: list[Any]) -> None:
    code = the_code()
    for who, purpose in ((waiting, "pin"), (people[1], "contact")):
        with pytest.raises(WrongCode):
            services.verify_code(resident=who, purpose=purpose, code=code)
    OneTimeCode.objects.update(expires_at=timezone.now())
    with pytest.raises(WrongCode):
        services.verify_code(resident=waiting, purpose="contact", code=code)


def test_a_newer_code_replaces_the_older(waiting: Any) -> None:
    old = the_code()
    services.begin_contact(actor=as_citizen(waiting), channel="whatsapp", address="081234567890")
    if old != the_code():
        with pytest.raises(WrongCode):
            services.verify_code(resident=waiting, purpose="contact", code=old)
    assert services.verify_code(resident=waiting, purpose="contact", code=the_code())


def test_asking_for_codes_has_an_end_for_a_person_and_for_a_number(waiting: Any, people: list[Any]) -> None:
    for _number in range(2):
        services.begin_contact(actor=as_citizen(waiting), channel="whatsapp", address="081234567890")
    with pytest.raises(TooManyCodes):
        services.begin_contact(actor=as_citizen(waiting), channel="whatsapp", address="081234567890")
    for _number in range(3):
        services.begin_contact(actor=as_citizen(people[1]), channel="whatsapp", address="081234567890")
    with pytest.raises(TooManyCodes):
        services.begin_contact(actor=as_citizen(people[2]), channel="whatsapp", address="081234567890")


def test_the_number_before_is_told_that_it_was_replaced(waiting: Any) -> None:
    services.finish_contact(actor=as_citizen(waiting), code=the_code())
    services.begin_contact(actor=as_citizen(waiting), channel="whatsapp", address="081111111111")
    services.finish_contact(actor=as_citizen(waiting), code=the_code())
    row = Delivery.objects.get(event="contact_changed")
    assert (row.address, Contact.objects.get().address) == ("+6281234567890", "+6281111111111")


def test_an_address_on_another_way_is_told_to_the_first(people: list[Any], wa: Any) -> None:
    wa("http://127.0.0.1:1")
    with_contact(people[0])
    assert not Delivery.objects.exists()
    with_contact(people[0], "email", "baru@contoh.id")
    assert Delivery.objects.get(event="contact_changed").address == "+6281234567890"
    with_contact(people[0], "email", "baru@contoh.id")
    assert Delivery.objects.count() == 1


def test_for_a_forgotten_pin(waiting: Any) -> None:
    services.finish_contact(actor=as_citizen(waiting), code=the_code())
    [contact] = services.reachable(waiting)
    services.set_wish(actor=as_citizen(waiting), contact=contact, active=False)
    [contact] = services.reachable(waiting)
    services.send_code(actor=Actor.system("t"), resident=waiting, purpose="pin", contact=contact)
    assert services.verify_code(resident=waiting, purpose="pin", code=the_code()).channel == "whatsapp"


def test_telegram_is_bound_by_who_opened_the_bot(people: list[Any]) -> None:
    code = services.begin_telegram(actor=as_citizen(people[0]), resident=people[0])
    assert services.take_telegram(code="x" * 24, chat="777") is None
    contact = services.take_telegram(code=code, chat="777")
    assert contact is not None
    assert (contact.resident_id, contact.address) == (people[0].pk, "777")
    assert services.take_telegram(code=code, chat="888") is None
    late = services.begin_telegram(actor=as_citizen(people[1]), resident=people[1])
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.take_telegram(code=late, chat="777") is None


def test_nobody_changes_anothers_wish(people: list[Any]) -> None:
    contact = with_contact(people[0])
    for act in (services.set_wish, services.remove_contact):
        more = {"active": False} if act is services.set_wish else {}
        with pytest.raises(NotFound):
            act(actor=as_citizen(people[1]), contact=contact, **more)  # type: ignore[operator]
    services.remove_contact(actor=as_citizen(people[0]), contact=contact)
    assert not Contact.objects.exists()


def test_who_ended_them_gets_none_elsewhere_and_all_inside(people: list[Any], wa: Any) -> None:
    wa("http://127.0.0.1:1")
    contact = with_contact(people[0])
    for token in ("", "x" * 32, contact.token[:-1]):
        with pytest.raises(NotFound):
            services.end_by_token(token=token)
    services.end_by_token(token=contact.token)
    services.end_by_token(token=contact.token)
    services.notify(resident=people[0], event="pin_changed", key="k")
    assert (Delivery.objects.count(), Notice.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("channel", "text", "kept"),
    [
        ("sms", "0812-3456-7890", "+6281234567890"), ("whatsapp", "62 812 3456 7890", "+6281234567890"),
        ("sms", "+60123456789", "+60123456789"), ("email", " Siti@Contoh.ID ", "siti@contoh.id"), ("sms", "0217654321", None),
        ("sms", "0812", None), ("sms", "+62 21 7654321", None), ("email", "siti@", None), ("email", "a@b.id\nBcc: x@y.id", None),
        ("whatsapp", "0812abc45678", None), ("telegram", "12x", None), ("email", "sítí@contoh.id", None),
    ],
)  # fmt: skip
def test_addresses(channel: str, text: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(MessageError):
            tidy_address(channel, text)
    else:
        assert tidy_address(channel, text) == kept


# -- what is told ------------------------------------------------------------------------------------------------------
def test_a_letters_way_is_told_once_a_step_and_without_reasons(people: list[Any], wa: Any, actor: Any) -> None:
    from balai.db import today
    from modules.government.selectors import signers

    wa("http://127.0.0.1:1")
    with_contact(people[0])
    citizen = as_citizen(people[0])
    letter = request_letter(
        actor=citizen, letter_type="domisili", resident=people[0], answers={"keperluan": "Rahasia keluarga"}
    )
    return_letter(actor=actor, letter=letter, message="Alasan yang tidak untuk orang lain.")
    from modules.letters.services import resubmit_letter

    resubmit_letter(actor=citizen, letter=letter, answers={"keperluan": "Rahasia keluarga"}, attachments=[])
    check_letter(actor=actor, letter=letter)
    letter.refresh_from_db()
    if letter.state == "checking":
        check_letter(actor=actor, letter=letter)
    approve_letter(actor=actor, letter=letter, official_id=signers(today())[0].official_id)
    other = request_letter(
        actor=actor, letter_type="domisili", resident=people[0], answers={"keperluan": "Bekerja"}
    )  # fmt: skip
    reject_letter(actor=actor, letter=other, message="Tidak.")
    events = list(Notice.objects.order_by("id").values_list("event", flat=True))
    assert events == ["letter_received", "letter_returned", "letter_ready", "letter_refused"]
    text = " ".join(f"{each.title} {each.text}" for each in Delivery.objects.all())
    assert len(text) > 100
    first = people[0].name.split()[0].capitalize()
    assert first in text
    for secret in (people[0].nik, people[0].name, "Rahasia", "Alasan", "Tidak."):
        assert secret not in text
    assert f"/layanan/surat/{letter.pk}/" in text


def test_shipped_words_know_their_codes_and_fit() -> None:
    for event in EVENTS.values():
        for text in (event.title, event.text):
            assert set(tags_in(text)) <= set(event.known), event.code
        assert len(event.text) <= 300
        assert len(event.title) <= 120


def test_a_value_is_never_read_as_a_code() -> None:
    assert filled("[a] dan [b] [c]", {"a": "[b]", "b": "dua"}) == "[b] dan dua"


def test_a_village_writes_its_own_words_with_known_codes(village: Any, people: list[Any], actor: Any, wa: Any) -> None:
    wa("http://127.0.0.1:1")
    with_contact(people[0])
    row = services.set_wording(
        actor=actor, event="pin_changed", title="PIN baru", text="Mas/Mbak [nama_penduduk], PIN diganti.", sends=False
    )
    notice = services.notify(resident=people[0], event="pin_changed", key="k")
    assert notice.text == f"Mas/Mbak {people[0].name.split()[0].capitalize()}, PIN diganti."
    assert not Delivery.objects.exists()
    for title, text in (("", "x"), ("x", "[nik]"), ("x", "x" * 301), ("[tautan]", "x"), ("x", "[judul_surat]")):
        with pytest.raises(MessageError):
            services.set_wording(actor=actor, event="pin_changed", title=title, text=text, sends=True)
    assert (
        services.preview("letter_ready", "[judul_surat]", "[nama_penduduk] [nama_desa]")[1] == f"Siti {village.title}"
    )
    services.shipped_wording(actor=actor, event="pin_changed")
    assert services.words_of(EVENTS["pin_changed"]).text != row.text


def test_a_merged_record_keeps_its_wishes(people: list[Any], actor: Any) -> None:
    from modules.messages.merging import follow_merge

    with_contact(people[0])
    with_contact(people[0], "email", "a@contoh.id")
    kept = with_contact(people[1], "email", "b@contoh.id")
    services.notify(resident=people[0], event="pin_changed", key="k")
    follow_merge(actor=actor, kept=people[1], merged=people[0])
    assert {each.channel: each.address for each in services.contacts_of(people[1])} == {
        "whatsapp": "+6281234567890", "email": kept.address,
    }  # fmt: skip
    assert set(Notice.objects.values_list("resident_id", flat=True)) == {people[1].pk}
