"""After the request: the time it takes, the download, the rating; kinds that need further people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balai.db import today
from modules.government.selectors import signers
from modules.letters import layers
from modules.letters import services as letter_services
from modules.letters.expecting import LEAST, expected, span_words
from modules.letters.models import Letter
from modules.population.models import Resident
from modules.selfservice import services
from modules.selfservice.errors import RatedBefore, SelfserviceError
from modules.selfservice.models import CitizenAccount, Rating
from modules.selfservice.selectors import fillable, kinds_found, rating_sums, rating_words
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_acting import ask_for, family_with_child
from tests.modules.selfservice.test_letters import hidden


def issue(actor: Any, letter: Letter) -> Letter:
    """Checked, approved and printed."""
    letter_services.check_letter(actor=actor, letter=letter)
    letter_services.approve_letter(actor=actor, letter=letter, official_id=signers(today())[0].official_id)
    letter_services.render(letter.pk)
    letter.refresh_from_db()
    return letter


def test_the_expected_time_is_the_villages_own_and_silent_without_enough(village: Any, actor: Any) -> None:
    assert "belum dapat diperkirakan" in expected("domisili").words()
    now = timezone.now()
    for number, who in enumerate(adults()[:LEAST]):
        letter = ask_for(services.actor_of(CitizenAccount(resident=who)), who)
        # Asked so long ago; once it has its number nobody can say so any more.
        Letter.objects.filter(pk=letter.pk).update(created_at=now - timedelta(hours=1.9 if number < 4 else 50))
        issue(actor, letter)
        letter_services.hand_over(actor=actor, letter=letter)
        said = expected("domisili").words()
        assert (f"Baru {number + 1} surat" in said) == (number + 1 < LEAST)
    assert said.startswith("Separuhnya siap dalam 2 jam, hampir semuanya dalam 3 hari. Dihitung dari 5 surat")
    assert span_words(timedelta(minutes=1)) == "1 jam"


def test_a_childs_letter_is_downloaded_by_who_asked_and_rated_once(
    village: Any, actor: Any, citizen_client: Any
) -> None:
    head, _wife, child = family_with_child()
    client = citizen_client(head)
    citizen = services.actor_of(CitizenAccount.objects.select_related("resident").get(resident=head))
    letter = ask_for(citizen, child)
    with pytest.raises(SelfserviceError):
        services.rate_letter(actor=citizen, letter=letter, stars=5)
    assert client.get(f"/layanan/surat/{letter.pk}/unduh/").status_code == 404
    issue(actor, letter)
    page = client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    assert "Unduh surat" in page and "/v/" in page and "Nilai pelayanan" in page
    answer = client.get(f"/layanan/surat/{letter.pk}/unduh/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    rate = f"/layanan/surat/{letter.pk}/nilai/"
    assert client.post(rate, {"stars": "7"}).status_code == 422
    assert client.post(rate, {"stars": "4", "words": "Cepat"}).status_code == 302
    assert client.post(rate, {"stars": "1"}).status_code == 409
    assert client.get(rate).status_code == 302
    with pytest.raises(RatedBefore):
        services.rate_letter(actor=citizen, letter=letter, stars=1)
    assert Rating.objects.get().stars == 4


def test_the_office_reads_sums_and_words_without_names(village: Any, actor: Any, account: Any, desk: Any) -> None:
    for who, stars in zip(adults()[:4], (5, 4, 4, 1), strict=True):
        citizen = services.actor_of(account(who))
        letter = issue(actor, ask_for(citizen, who))
        services.rate_letter(actor=citizen, letter=letter, stars=stars, words="Lama sekali" if stars == 1 else "")
    whole, rows = rating_sums(today() - timedelta(days=30))
    assert whole is not None
    assert (whole.count, whole.average, rows[0].type_key) == (4, 3.5, "domisili")
    assert [each["words"] for each in rating_words(today() - timedelta(days=30))] == ["Lama sekali"]
    page = desk.get("/kantor/layanan-mandiri/penilaian/").content.decode()
    assert "Lama sekali" in page and "3,5" in page
    assert not [each.name for each in adults()[:4] if each.name in page]


def test_a_kind_with_family_and_outsiders_is_filled_in_by_a_citizen(
    village: Any, actor: Any, citizen_client: Any
) -> None:
    for key in ("izin_keluarga", "kuasa", "pindah"):
        layers.change_aspect(actor=actor, key=key, aspect="self_service", value=True)
    head, wife, _child = family_with_child()
    client = citizen_client(head)
    assert {"izin_keluarga", "kuasa"} <= {kind.key for kind in kinds_found(head)}
    page = client.get("/layanan/minta/kuasa/").content.decode()
    assert "Orang lain: tulis sendiri" in page and wife.name in page
    stranger = Resident.objects.filter(presence=1, void_at=None).exclude(family=head.family)[0]
    assert stranger.name not in page
    way = "/layanan/minta/kuasa/"
    kind = next(each for each in kinds_found(head) if each.key == "kuasa")
    given = {each.name: "Mengambil ijazah" for each in kind.fields}
    refused = client.post(way, given | {"step": "check", "p_Penerima_Kuasa": str(stranger.pk)})
    assert refused.status_code == 422
    refused = client.post(way, given | {"step": "send"})
    assert refused.status_code == 422
    typed = {"o_Penerima_Kuasa_nama": "Slamet", "o_Penerima_Kuasa_tanggallahir": "24-11-1980"}
    checked = client.post(way, given | typed | {"step": "check"})
    assert "Slamet" in checked.content.decode(), checked.content.decode()[-2500:]
    sent = client.post(way, hidden(checked) | {"step": "send"})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    letter = Letter.objects.get()
    assert letter.parties["Penerima_Kuasa"]["person"]["nama"] == "Slamet"
    letter_services.return_letter(actor=actor, letter=letter, message="Pilih dari keluarga saja.")
    back = client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    assert 'value="Slamet"' in back and 'value="24-11-1980"' in back
    again = client.post(f"/layanan/surat/{letter.pk}/", given | {"p_Penerima_Kuasa": str(wife.pk)})
    assert again.status_code == 302, again.content.decode()[:2000]
    letter.refresh_from_db()
    assert letter.parties == {"Penerima_Kuasa": {"resident": str(wife.pk)}}


def test_what_needs_a_stranger_out_of_the_register_is_not_offered(village: Any, actor: Any) -> None:
    from modules.letters.types import letter_type

    assert fillable(letter_type("kuasa"))
    assert fillable(letter_type("izin_keluarga"))
    from dataclasses import replace

    kind = letter_type("izin_keluarga")
    closed = replace(kind, groups=(kind.groups[0], replace(kind.groups[1], family_of="")))
    assert not fillable(closed)
