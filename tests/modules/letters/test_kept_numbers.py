"""Numbers kept for later, letters dated back, and one row for letters and mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction

from balai.db import today
from balai.errors import NotAllowed
from modules.letters import services
from modules.letters.errors import LetterError, MessageMissing, NoNumberYet, ReservationGone
from modules.letters.models import NumberSlot, SlotState, State
from modules.letters.numbering import letters_of_place
from modules.letters.services import approval
from modules.letters.services import numbers as kept_numbers
from tests.modules.letters.acting import issued, requested, together
from tests.modules.letters.conftest import head, staff


def office() -> Any:
    return staff("sekretaris")


def approve(letter: Any) -> Any:
    return services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)


@pytest.fixture()
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A later day: what was numbered before lies in the past now."""

    def go(days: int = 5) -> Any:
        day = today() + timedelta(days=days)
        for module in (approval, kept_numbers):
            monkeypatch.setattr(module, "today", lambda: day)
        return day

    return go


def test_a_letter_dated_back_stands_behind_the_last_number_of_that_day(village: Any, tomorrow: Any) -> None:
    first_day = today()
    assert [issued(0).serial, issued(1).serial] == [1, 2]
    tomorrow()
    assert issued(2).serial == 3
    found = []
    for number in (3, 4):
        letter = services.date_letter(actor=office(), letter=requested(number), on=first_day, reason="Menyusul")
        assert letter.events.latest("id").kind == "dated"
        found.append(approve(letter))
    assert [(each.serial, each.sub, each.letter_date) for each in found] == [(2, "a", first_day), (2, "b", first_day)]
    assert found[0].number.split("/")[1] == "002.a"
    assert issued(5).serial == 4, "the row itself goes on"


def test_who_may_and_what_is_refused(village: Any, tomorrow: Any) -> None:
    day, letter = today(), requested()
    with pytest.raises(NotAllowed):
        services.date_letter(actor=staff("kepala_desa"), letter=letter, on=day, reason="x")
    with pytest.raises(MessageMissing):
        services.date_letter(actor=office(), letter=letter, on=day, reason=" ")
    with pytest.raises(LetterError):
        services.date_letter(actor=office(), letter=letter, on=day + timedelta(days=1), reason="x")
    with pytest.raises(NoNumberYet):
        services.date_letter(actor=office(), letter=letter, on=day - timedelta(days=1), reason="x")
    assert not NumberSlot.objects.exists()


def test_a_number_kept_for_later_is_nobody_elses(village: Any) -> None:
    slot = services.reserve_number(actor=office(), kind="domisili", on=today(), reason="Undangan rapat")
    assert (slot.serial, slot.sub, slot.state) == (1, "", SlotState.RESERVED)
    assert issued(0).serial == 2
    letter = services.assign_number(actor=office(), letter=requested(1), slot=slot)
    with pytest.raises(ReservationGone):
        services.assign_number(actor=office(), letter=requested(2), slot=slot)
    with pytest.raises(ReservationGone):
        services.void_number(actor=office(), slot=slot, reason="x")
    done = approve(letter)
    assert (done.serial, done.letter_date) == (1, today())
    slot.refresh_from_db()
    assert (slot.state, slot.used_for) == (SlotState.USED, "letter")
    usaha = services.reserve_number(actor=office(), kind="usaha", on=today(), reason="x")
    with pytest.raises(ReservationGone):
        services.assign_number(actor=office(), letter=requested(3), slot=usaha)


def test_a_void_number_stays_void(village: Any) -> None:
    slot = services.reserve_number(actor=office(), kind="domisili", on=today(), reason="Batal")
    with pytest.raises(MessageMissing):
        services.void_number(actor=office(), slot=slot, reason="")
    services.void_number(actor=office(), slot=slot, reason="Tidak jadi")
    with pytest.raises(ReservationGone):
        services.assign_number(actor=office(), letter=requested(1), slot=slot)
    assert issued(0).serial == 2
    for change in ({"serial": 9}, {"state": SlotState.RESERVED}, {"dated": "2020-01-01"}):
        with pytest.raises(Error), transaction.atomic():
            NumberSlot.objects.filter(pk=slot.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        NumberSlot.objects.filter(pk=slot.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="number_slot_once"), transaction.atomic():
        NumberSlot.objects.create(
            sequence=slot.sequence,
            year=slot.year,
            serial=slot.serial,
            dated=slot.dated,
            state="used",
            used_for="letter",
        )


def test_a_withdrawn_letter_keeps_its_number_and_a_refused_one_gives_the_kept_one_back(village: Any) -> None:
    one = issued(0)
    services.withdraw_letter(actor=office(), letter=one, reason="Keliru")
    assert issued(1).serial == 2
    slot = services.reserve_number(actor=office(), kind="domisili", on=today(), reason="Rapat")
    letter = services.assign_number(actor=office(), letter=requested(2), slot=slot)
    services.reject_letter(actor=office(), letter=letter, message="Tidak jadi")
    slot.refresh_from_db()
    assert slot.state == SlotState.RESERVED
    other = services.assign_number(actor=office(), letter=requested(3), slot=slot)
    other = services.undate_letter(actor=office(), letter=other, reason="Nomor berikutnya saja")
    assert (approve(other).serial, other.state) == (4, State.SIGNING)


def test_letters_and_mail_in_one_row(village: Any, actor: Any) -> None:
    day = today()
    assert services.take_mail_number(direction="in", on=day).serial == 1
    assert services.take_mail_number(direction="out", on=day).serial == 1
    assert issued(0).serial == 1
    # The year is begun: the new row begins with the next one, and so does the year's first number.
    row = services.change_settings(actor=actor, number_format="[nomor_surat]", scheme="all", secretary_checks=False)
    assert (row.scheme, row.next_scheme) == ("per_type", "all")


def test_joined_with_the_mail_from_the_first_number_on(village: Any, actor: Any) -> None:
    services.change_settings(actor=actor, number_format="[nomor_surat]", scheme="all", secretary_checks=False)
    day = today()
    taken = [
        services.take_mail_number(direction="in", on=day).serial, issued(0).serial,
        services.take_mail_number(direction="out", on=day).serial, issued(1, "usaha").serial,
    ]  # fmt: skip
    assert taken == [1, 2, 3, 4]
    assert {each.sequence for each in NumberSlot.objects.all()} == {"semua"}


def test_dated_back_at_once_take_different_letters(real_village: Any) -> None:
    issued(0)
    NumberSlot.objects.all()  # the day's last number is 001
    day = today()
    acts = [
        lambda: kept_numbers.take_slot(
            sequence="surat:domisili", on=day, present=day + timedelta(days=1), state=SlotState.RESERVED, reason="x"
        )
    ] * 8

    def inside(act: Any) -> Any:
        def run() -> Any:
            with transaction.atomic():
                return act()

        return run

    done = together(real_village, [inside(act) for act in acts])
    assert [each for each in done if isinstance(each, BaseException)] == []
    assert sorted(each.sub for each in done) == list("abcdefgh")


def test_the_letters_behind_a_number() -> None:
    assert [letters_of_place(n) for n in (1, 2, 26, 27, 52, 53, 702, 703)] == [
        "a", "b", "z", "aa", "az", "ba", "zz", "aaa",
    ]  # fmt: skip


def test_the_pages(village: Any, office_client: Any) -> None:
    letter = requested(0)
    client = office_client("sekretaris")
    path = "/kantor/surat/nomor/"
    assert "Belum ada nomor" in client.get(path).content.decode()
    assert office_client("kepala_desa").get(path).status_code == 403
    day = f"{today():%d-%m-%Y}"
    assert client.post(f"{path}cadangkan/", {"kind": "domisili", "on": day, "reason": ""}).status_code == 422
    page = client.post(f"{path}cadangkan/", {"kind": "domisili", "on": day, "reason": "Rapat"}, follow=True)
    assert "Nomor 001 dicadangkan" in page.content.decode()
    slot = NumberSlot.objects.get()
    where = f"/kantor/surat/{letter.pk}/nomor/"
    assert "Pakai 001" in client.get(where).content.decode()
    page = client.post(where, {"slot": str(slot.pk), "version": letter.version}, follow=True).content.decode()
    assert "akan bernomor <b>001</b>" in page
    letter.refresh_from_db()
    assert client.post(where, {"on": "01-01-2020", "reason": "x", "version": letter.version}).status_code == 422
    assert client.post(where, {"undo": "1", "version": letter.version}).status_code == 302
    assert "tetap tercatat" in client.get(f"{path}{slot.pk}/batalkan/").content.decode()
    assert client.post(f"{path}{slot.pk}/batalkan/", {"reason": "Tidak jadi"}).status_code == 302
    assert "Tidak jadi" in client.get(path).content.decode()
