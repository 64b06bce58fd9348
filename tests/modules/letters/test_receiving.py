"""Many letters of a batch handed over at once: to one person, on which day, twice, by two officers, by whom not."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.audit.models import Entry
from balai.db import today
from balai.documents.reading import pdf_text
from balai.errors import NotAllowed, NotFound
from modules.letters import selectors, services
from modules.letters.errors import ReceiptRefused
from modules.letters.models import Letter, LetterBatch, LetterEvent, State
from tests.modules.letters.acting import together
from tests.modules.letters.conftest import staff
from tests.modules.letters.test_batch import approved, made

KETUA = {"who": "other", "name": "Pak Slamet", "relation": "ketua RT 01"}


def ready(number: int = 4) -> LetterBatch:
    return approved(made(number))


def keys(batch: LetterBatch) -> list[Any]:
    return list(selectors.to_hand_over(batch).values_list("pk", flat=True))


def test_the_ketua_rt_takes_all_of_them_along(village: Any) -> None:
    batch = ready(4)
    wanted = keys(batch)
    assert len(wanted) == 4
    outcome = services.hand_over_many(actor=staff("operator"), batch=batch, letters=wanted[:3], **KETUA)
    assert (outcome.done, outcome.before, outcome.others) == (3, 0, ())
    done = list(Letter.objects.filter(pk__in=wanted[:3]))
    assert {each.state for each in done} == {State.HANDED} and all(each.handed_at for each in done)
    assert done[0].receipt == {"who": "other", "name": "Pak Slamet", "relation": "ketua RT 01", "by": "operator"}
    lines = LetterEvent.objects.filter(letter__in=wanted, kind="handed")
    assert {each.message for each in lines} == {"Diterima oleh Pak Slamet (ketua RT 01)."} and len(lines) == 3
    assert {(each.from_state, each.to_state) for each in lines} == {("ready", "handed")}
    told = Entry.objects.filter(action="letters.handed")
    assert {each.about_id for each in told} == {str(key) for key in wanted[:3]}
    assert not any("Slamet" in str(each.data) for each in told)
    assert keys(batch) == wanted[3:]


def test_each_their_own_and_on_an_earlier_day(village: Any) -> None:
    batch = ready(3)
    wanted = keys(batch)
    outcome = services.hand_over_many(actor=staff("operator"), batch=batch, letters=wanted, on=today())
    assert outcome.done == 3
    for each in Letter.objects.filter(pk__in=wanted):
        assert each.receipt["name"] == each.applicant_name and each.receipt["who"] == "applicant"
    later = ready(1)
    for on, words in ((today() + timedelta(days=1), "belum tiba"), (today() - timedelta(days=1), "baru terbit")):
        with pytest.raises(ReceiptRefused, match=words):
            services.hand_over_many(actor=staff("operator"), batch=later, letters=keys(later), on=on, **KETUA)
    assert len(keys(later)) == 1


def test_who_may_not_and_what_is_missing(village: Any) -> None:
    batch = ready(2)
    wanted = keys(batch)
    with pytest.raises(NotAllowed):
        services.hand_over_many(actor=staff("viewer"), batch=batch, letters=wanted)
    for data in ({"name": "", "relation": "ketua RT"}, {"name": "Slamet", "relation": " "}):
        with pytest.raises(ReceiptRefused):
            services.hand_over_many(actor=staff("operator"), batch=batch, letters=wanted, who="other", **data)
    with pytest.raises(ReceiptRefused):
        services.hand_over_many(actor=staff("operator"), batch=batch, letters=[])
    with pytest.raises(NotFound):
        services.hand_over_many(actor=staff("operator"), batch=ready(1), letters=wanted)
    assert keys(batch) == wanted


def test_pressed_twice_and_what_another_has_done_meanwhile(village: Any) -> None:
    batch = ready(4)
    wanted, operator = keys(batch), staff("operator")
    services.hand_over(actor=staff("sekretaris"), letter=Letter.objects.get(pk=wanted[0]))
    services.withdraw_letter(actor=staff("sekretaris"), letter=Letter.objects.get(pk=wanted[1]), reason="Keliru")
    first = services.hand_over_many(actor=operator, batch=batch, letters=wanted, **KETUA)
    assert (first.done, first.before) == (2, 0)
    assert sorted(why.split(" ")[0] for _name, why in first.others) == ["berstatus", "sudah"]
    assert any("dicatat sekretaris" in why for _name, why in first.others)
    again = services.hand_over_many(actor=operator, batch=batch, letters=wanted, **KETUA)
    assert (again.done, again.before, len(again.others)) == (0, 2, 2)
    assert LetterEvent.objects.filter(letter__in=wanted, kind="handed").count() == 3


def test_at_the_same_moment_each_letter_is_handed_over_once(real_village: Any, actor: Any) -> None:
    batch = ready(6)
    wanted = keys(batch)
    operator, secretary = staff("operator"), staff("sekretaris")
    bu_ani = {"who": "other", "name": "Bu Ani", "relation": "kepala dusun"}

    def take(who: Any, letters: list[Any], data: dict[str, str]) -> Any:
        return lambda: services.hand_over_many(actor=who, batch=batch, letters=letters, **data)

    # The same press twice, and another officer who begins from the other end.
    found = together(
        real_village,
        [take(operator, wanted, KETUA), take(operator, wanted, KETUA), take(secretary, wanted[::-1], bu_ani)],
    )
    assert sum(each.done for each in found) == 6 and max(each.done for each in found) == 6, found
    assert LetterEvent.objects.filter(letter__in=wanted, kind="handed").count() == 6
    assert Letter.objects.filter(pk__in=wanted).values("receipt__name").distinct().count() == 1


def test_as_an_officer_walks_it(village: Any, office_client: Any) -> None:
    batch = ready(3)
    where = f"/kantor/surat/massal/{batch.pk}/"
    client = office_client("operator")
    page = client.get(where).content.decode()
    assert page.count('name="letter"') == 3 and "semua yang siap (3)" in page
    assert "Catat diserahkan" not in office_client("viewer").get(where).content.decode()
    nothing = client.post(f"{where}serahkan/", {}, follow=True).content.decode()
    assert "Belum ada surat yang dipilih" in nothing
    page = client.post(f"{where}serahkan/", {"all": "1"}).content.decode()
    assert "Serahkan 3 surat" in page and f'value="{today():%d-%m-%Y}"' in page
    chosen = re.findall(r'name="letter" value="([^"]+)"', page)
    assert len(chosen) == 3
    data = {"confirmed": "1", "letter": chosen, "who": "other", "name": "", "relation": "", "on": f"{today():%d-%m-%Y}"}
    wrong = client.post(f"{where}serahkan/", data)
    assert wrong.status_code == 422 and "Nama yang mengambil belum diisi." in wrong.content.decode()
    data |= {"name": "Pak Slamet", "relation": "ketua RT 01"}
    page = client.post(f"{where}serahkan/", data, follow=True).content.decode()
    assert "3 surat dicatat sudah diserahkan." in page and "Pak Slamet (ketua RT 01)" in page
    again = client.post(f"{where}serahkan/", data, follow=True).content.decode()
    assert "3 surat dicatat sudah diserahkan." in again and "tidak ikut" not in again
    other = client.post(f"{where}serahkan/", data | {"name": "Bu Ani"}, follow=True).content.decode()
    assert "3 surat tidak ikut dicatat." in other and "sudah diserahkan kepada Pak Slamet" in other
    assert office_client("viewer").post(f"{where}serahkan/", data).status_code == 403
    assert client.get(f"{where}serahkan/").status_code == 302
    page = client.get(f"/kantor/surat/{chosen[0]}/").content.decode()
    assert "Pak Slamet (ketua RT 01)" in page and "Tanda terima" in page


def test_of_one_rt(village: Any, office_client: Any) -> None:
    batch = ready(6)
    rts = selectors.batch_rts(batch)
    assert sum(n for _key, _words, n in rts) == 6 and all(words.startswith("RT ") for _key, words, _n in rts)
    rt, words, count = rts[0]
    client = office_client("operator")
    where = f"/kantor/surat/massal/{batch.pk}/"
    page = client.get(f"{where}?rt={rt}").content.decode()
    assert page.count('name="letter"') == count and (len(rts) == 1 or words in page)
    page = client.post(f"{where}serahkan/?rt={rt}", {"all": "1"}).content.decode()
    chosen = re.findall(r'name="letter" value="([^"]+)"', page)
    assert len(chosen) == count
    data = {"confirmed": "1", "letter": chosen, "who": "applicant", "on": f"{today():%d-%m-%Y}"}
    assert client.post(f"{where}serahkan/?rt={rt}", data)["Location"] == f"{where}?rt={rt}"
    assert selectors.batch_counts(batch).get("handed") == count
    assert client.get(f"{where}?rt=lain").status_code == 200


def test_the_list_to_be_signed(village: Any, office_client: Any) -> None:
    batch = ready(4)
    wanted, viewer = keys(batch), staff("viewer")
    services.hand_over_many(actor=staff("operator"), batch=batch, letters=wanted[:1], **KETUA)
    text = pdf_text(services.receipts_pdf(actor=viewer, batch=batch))
    assert "TANDA TERIMA SURAT" in text and "Tanda tangan" in text and "Pak Slamet" in text
    letters = list(Letter.objects.filter(pk__in=wanted))
    assert all(each.number in text and each.applicant_name.split()[0] in text for each in letters)
    assert not any(str(each.applicant["nik"]) in text for each in letters)
    assert Entry.objects.filter(action="letters.batch_receipts_printed").count() == 1
    rt, _words, _count = selectors.batch_rts(batch)[0]
    client = office_client("viewer")
    where = f"/kantor/surat/massal/{batch.pk}/"
    assert f"{where}tanda-terima/?rt={rt}" in client.get(f"{where}?rt={rt}").content.decode()
    answer = client.get(f"{where}tanda-terima/?rt={rt}")
    assert answer["Content-Type"] == "application/pdf"
    assert (
        sum(each.number in pdf_text(answer.content) for each in letters)
        == Letter.objects.filter(pk__in=wanted, resident__rt=rt).count()
    )
    waiting = made(1)
    assert "Cetak tanda terima" not in client.get(f"/kantor/surat/massal/{waiting.pk}/").content.decode()
    refused = client.get(f"/kantor/surat/massal/{waiting.pk}/tanda-terima/", follow=True).content.decode()
    assert "Belum ada surat yang siap" in refused


def test_many_take_a_handful_of_statements(village: Any) -> None:
    batch = ready(25)
    wanted = keys(batch)
    begun = time.monotonic()
    with CaptureQueriesContext(connection) as seen:
        services.hand_over_many(actor=staff("operator"), batch=batch, letters=wanted, **KETUA)
    assert len(seen) <= 14, [each["sql"][:90] for each in seen]
    assert time.monotonic() - begun < 2
