"""A person's page and its forms: what they ask, what they say, who may, and what happens when two write at once."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai import audit
from balai.audit.models import Entry
from balai.db import today, zone
from modules.population import services
from modules.population.models import EventKind, FamilyCard, Resident, ResidentDocument
from modules.population.selectors import opened, people
from modules.population.sight import EVERYTHING
from tests.modules.population.conftest import FILLED, staff
from tests.modules.population.test_pages import FRAME, digits_of, text_of, today_text
from tests.papers import small_pdf

ON = {"event_date": today_text(), "report_date": today_text()}
WHOLE = {
    "ktp_el": "2", "ktp_record": "8", "tag_id_card": "1234567890", "id_card_place": "Purwodadi", "id_card_date": "01-02-2015",
    "birth_time": "7.30", "birth_certificate": "AL-1", "birth_place_kind": "1", "birth_kind": "1", "birth_order": "2",
    "birth_helper": "2", "birth_weight": "3100", "birth_length": "49", "father_nik": "3315053101509001",
    "mother_nik": "3315057101529001", "ethnicity": "Jawa", "passport_number": "P-1", "passport_expires": "01-02-2040",
    "address_current": "Jalan Mawar 1", "family_number_previous": "3315050101209000", "lat": "-7,0812", "lng": "110.9134",
    "phone": "0812-3456", "email": "Siti@Contoh.ID", "telegram": "@siti_aminah", "contact_by": "Telegram",
    "marital_status": "2", "marriage_certificate": "AK-1", "marriage_date": "03-04-2012", "education_current": "18",
    "reading": "1", "disability": "7", "chronic_illness": "14", "family_planning": "3", "pregnancy": "2",
    "health_insurance": "2", "health_insurance_number": "0001", "employment_insurance_number": "K-1", "note": "Ketua dasa wisma",
}  # fmt: skip


def initial_of(page: Any) -> dict[str, str]:
    """What the form on a page would send, as a browser reads it."""
    form = page.context["form"]
    found = {}
    for each in form:
        value = each.value()
        value = each.field.prepare_value(value) if hasattr(each.field, "prepare_value") else value
        if value not in (None, ""):
            found[each.html_name] = str(value)
    return found


# -- the forms ---------------------------------------------------------------------------------------------------------


def test_every_field_of_a_person_goes_in_by_the_form_and_stands_on_the_page(office_client: Any, rt: Any) -> None:
    client = office_client("operator")
    answer = client.post(
        "/kantor/penduduk/baru/",
        FILLED | WHOLE | {"name": "Siti Aminah", "sex": "2", "nik": "3315054102909001", "rt": str(rt.pk), "since": "01-03-2012"},
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    person = Resident.objects.get(name="SITI AMINAH", nik="3315054102909001")
    assert (person.birth_weight, person.birth_time, person.email, person.lat) == (
        3100,
        "07:30",
        "siti@contoh.id",
        "-7.0812",
    )
    assert (person.note, person.events.get().event_date) == ("Ketua dasa wisma", date(2012, 3, 1))
    page = text_of(client.get(f"/kantor/penduduk/{person.pk}/"))
    for words in (
        "1234567890", "Purwodadi", "01-02-2015", "AL-1", "3100 gram", "49 cm", "Jawa", "P-1", "Jalan Mawar 1", "-7.0812", "110.9134",
        "0812-3456", "@siti_aminah", "AK-1", "03-04-2012", "Suntik", "BPJS Penerima Bantuan Iuran", "K-1", "Ketua dasa wisma",
        "Tinggal di desa sejak: 1 Maret 2012",
    ):  # fmt: skip
        assert words in page, words
    edit = client.get(f"/kantor/penduduk/{person.pk}/ubah/")
    sent = initial_of(edit)
    assert {"07:30", "3100", "-7.0812"} <= set(sent.values())
    assert client.post(f"/kantor/penduduk/{person.pk}/ubah/", sent).status_code == 302
    now = Resident.objects.get(pk=person.pk)
    assert now.version == person.version, "a form sent as it came changes nothing"


def test_what_depends_is_emptied_by_the_service_whatever_the_form_sends(office_client: Any, make: Any) -> None:
    person = make("SITI", sex=2, marital_status=2, marriage_certificate="AK-1", family_planning=3, health_insurance=2,
                  health_insurance_number="1")  # fmt: skip
    client = office_client("operator")
    url = f"/kantor/penduduk/{person.pk}/ubah/"
    sent = initial_of(client.get(url)) | {"marital_status": "1", "health_insurance": "1", "kitas_number": "K-1"}
    assert client.post(url, sent).status_code == 302
    now = Resident.objects.get(pk=person.pk)
    assert (now.marriage_certificate, now.family_planning, now.health_insurance_number, now.kitas_number) == (
        "",
        None,
        "",
        "",
    )


def test_everything_that_is_wrong_is_said_at_once(office_client: Any, rt: Any) -> None:
    answer = office_client("operator").post(
        "/kantor/penduduk/baru/",
        FILLED
        | {"name": "SITI 2", "nik": "12", "tag_id_card": "1", "email": "x", "birth_time": "25.00", "id_card_date": "01-01-2999",
           "father_name": "", "family_planning": "1", "marital_status": "2", "contact_by": "Telegram", "no_kk": "3315050101209777"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {
        "name", "nik", "tag_id_card", "email", "birth_time", "id_card_date", "father_name", "family_planning", "contact_by",
        "shdk", "rt",
    }  # fmt: skip
    page = text_of(answer)
    assert "Ada yang perlu diperbaiki" in page
    assert 'href="#id_tag_id_card"' in page


def test_a_doubtful_nik_is_asked_about_once_and_taken_with_a_reason(office_client: Any, rt: Any) -> None:
    client = office_client("operator")
    form = FILLED | {"nik": "3315057101809001", "rt": str(rt.pk)}
    page = client.get("/kantor/penduduk/baru/")
    assert 'data-waits="doubt"' in text_of(page)
    asked = client.post("/kantor/penduduk/baru/", form)
    assert asked.status_code == 422
    words = text_of(asked)
    assert "NIK menunjukkan jenis kelamin perempuan" in words and "NIK menunjukkan tanggal lahir 31-01-80" in words
    assert 'data-waits="doubt"' not in words
    assert client.post("/kantor/penduduk/baru/", form | {"nik_reason": "Sesuai KK asli"}).status_code == 302
    person = Resident.objects.get(nik="3315057101809001")
    shown = text_of(client.get(f"/kantor/penduduk/{person.pk}/"))
    assert "jenis kelamin di NIK berbeda: Sesuai KK asli" in shown


def test_the_number_of_somebody_who_left_leads_to_datang_lagi(
    office_client: Any, make: Any, actor: Any, rt: Any
) -> None:
    gone = make("SLAMET", nik="3315050102909001", birth_date=date(1990, 2, 1))
    services.register_move_out(
        actor=actor, resident=gone, kind=3, destination="Kudus", event_date=today(), report_date=today()
    )
    answer = office_client("operator").post(
        "/kantor/penduduk/masuk/", ON | FILLED | {"nik": gone.nik, "previous_address": "Kudus", "rt": str(rt.pk)}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Datang lagi" in page and f'href="/kantor/penduduk/{gone.pk}/"' in page
    back = text_of(office_client("operator").get(f"/kantor/penduduk/{gone.pk}/"))
    assert f"/kantor/penduduk/{gone.pk}/datang-lagi/" in back


def test_a_guest_says_why_and_with_whom(office_client: Any, rt: Any) -> None:
    client = office_client("operator")
    assert 'value="2" selected' in text_of(client.get("/kantor/penduduk/masuk/?sementara=1"))
    form = ON | FILLED | {"residency": "2", "previous_address": "Kudus", "rt": str(rt.pk), "no_kk": "3315050101209777"}
    asked = client.post("/kantor/penduduk/masuk/", form)
    assert set(asked.context["form"].errors) == {"purpose"}
    told = {"purpose": "Proyek jalan", "host_name": "BU LASMI", "host_address": "RT 01", "from_regency": "Kudus"}
    assert client.post("/kantor/penduduk/masuk/", form | told).status_code == 302
    event = Resident.objects.get(name="WARGA BARU").events.get()
    assert event.kind == EventKind.TEMPORARY
    assert event.details["host_name"] == "BU LASMI" and event.details["from_regency"] == "KUDUS"


def test_a_birth_fills_in_what_the_family_knows(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/keluarga/{family[0].family_id}/lahir/"
    form = client.get(url).context["form"]
    assert form["mother_name"].value() == family[1].name
    assert form["father_nik"].value() == family[0].nik
    assert form["birth_order"].value() == 2
    born = today() - timedelta(days=1)
    sent = {"name": "BAYI", "sex": "2", "birth_place": "GROBOGAN", "birth_date": born.strftime("%d-%m-%Y"), "birth_kind": "2",
            "report_date": today_text(), "mother_name": "SITI AMINAH", "birth_order": "2", "reported_by": "SLAMET"}  # fmt: skip
    assert client.post(url, sent).status_code == 302
    baby = Resident.objects.get(name="BAYI")
    event = baby.events.get()
    assert (baby.birth_order, baby.birth_kind, event.details["child_number"]) == (2, 2, 2)
    assert event.details["reported_by"] == "SLAMET"


def test_a_death_asks_what_the_rules_ask(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/penduduk/{family[1].pk}/meninggal/"
    asked = client.post(url, ON)
    assert set(asked.context["form"].errors) == {"place", "cause", "witness", "time", "child_number"}
    early = client.post(url, ON | {"event_date": "01-01-1970"})
    assert "sebelum tanggal lahir" in text_of(early)
    told = {"place": "Rumah", "cause": "1", "witness": "2", "time_unknown": "on", "child_number": "3"}
    assert client.post(url, ON | told).status_code == 302
    event = family[1].events.get(kind=EventKind.DEATH)
    assert "time" not in event.details and event.details["child_number"] == 3
    page = text_of(client.get(f"/kantor/penduduk/{family[1].pk}/"))
    assert "Sebab: Sakit biasa / tua" in page and "Yang menerangkan: Tenaga Kesehatan" in page


def test_a_move_names_the_part_that_its_kind_is_about(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/penduduk/{family[0].pk}/pindah/"
    assert "Bersama SITI AMINAH, BUDI SLAMET." in text_of(client.get(url))
    asked = client.post(url, ON | {"kind": "3", "destination": "Jalan Raya 1"})
    assert set(asked.context["form"].errors) == {"to_regency"}
    sent = ON | {"kind": "3", "destination": "Jalan Raya 1", "to_regency": "Kudus", "to_province": "Jawa Tengah"}
    assert client.post(url, sent | {"whole_family": "on"}).status_code == 302
    event = family[2].events.get(kind=EventKind.MOVE_OUT)
    assert event.details["destination"] == "Jalan Raya 1, Kudus, Prov. Jawa Tengah"
    assert (event.details["to_regency"], event.details["move_kind"]) == ("KUDUS", 3)


PDF = small_pdf()


def upload(name: str = "laporan.pdf", content: bytes = PDF) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def test_a_missing_person_keeps_the_police_report(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/penduduk/{family[2].pk}/hilang/"
    sent = ON | {"report_number": "LP/1", "reported_on": today_text()}
    refused = client.post(url, sent | {"scan": upload(content=b"<html>bukan pdf</html>")})
    assert refused.status_code == 422
    assert Resident.objects.get(pk=family[2].pk).is_here
    assert client.post(url, sent | {"scan": upload()}).status_code == 302
    paper = ResidentDocument.objects.get(resident=family[2])
    assert (paper.kind, paper.title) == ("lapor_hilang", "Laporan kehilangan orang")
    assert family[2].events.get(kind=EventKind.MISSING).details["report_number"] == "LP/1"
    page = text_of(client.get(f"/kantor/penduduk/{family[2].pk}/"))
    assert "Catat kematian (penetapan pengadilan)" in page
    court = client.get(f"/kantor/penduduk/{family[2].pk}/meninggal/").context["form"]
    assert {"court_number", "court_date"} <= set(court.fields)


def test_a_guest_becomes_permanent(office_client: Any, actor: Any, rt: Any) -> None:
    guest = services.register_move_in(
        actor=actor, name="TAMU", sex=1, rt=rt, birth_date=date(1990, 1, 1), residency=2, previous_address="Kudus",
        purpose="Kerja", event_date=today(), report_date=today(),
    )  # fmt: skip
    client = office_client("operator")
    url = f"/kantor/penduduk/{guest.pk}/tetap/"
    asked = client.post(url, ON | {"own_card": "on"})
    assert set(asked.context["form"].errors) == {"shdk"}
    assert client.post(url, ON | {"own_card": "on", "shdk": "1"}).status_code == 302
    now = Resident.objects.get(pk=guest.pk)
    assert (now.residency, now.shdk) == (1, 1) and now.family is not None and now.family.number_temporary


# -- two at once -------------------------------------------------------------------------------------------------------


def test_the_later_writer_sees_the_difference_and_loses_nothing(office_client: Any, make: Any, actor: Any) -> None:
    person = make("SITI", sex=2, phone="0811", occupation=9)
    client = office_client("operator")
    url = f"/kantor/penduduk/{person.pk}/ubah/"
    sent = initial_of(client.get(url))
    rival = staff("sekretaris")
    services.update_resident(actor=rival, resident=person, phone="0822", occupation=15)
    late = client.post(url, sent | {"phone": "0833", "religion": "1"})
    assert late.status_code == 409
    page = text_of(late)
    assert "sekretaris baru saja mengubah data ini" in page
    assert "Yang baru saja diubah orang lain" in page
    rows = {each["label"]: each for each in late.context["differences"]}
    assert {str(label) for label in rows} == {"Telepon", "Pekerjaan"}
    form = late.context["form"]
    assert form["phone"].value() == "0833", "mine, where both changed it"
    assert str(form["occupation"].value()) == "15", "theirs, where only they did"
    again = {each.html_name: str(each.value()) for each in form if each.value() not in (None, "")}
    assert client.post(url, again).status_code == 302
    now = Resident.objects.get(pk=person.pk)
    assert (now.phone, now.occupation, now.religion) == ("0833", 15, 1)


# -- the page ----------------------------------------------------------------------------------------------------------


def test_history_says_from_what_to_what_when_and_who(office_client: Any, make: Any, load: Any, actor: Any) -> None:
    from tests.factories.opensid import nik
    from tests.factories.opensid import person as row

    load([row(nik=nik(1), no_kk="", nama="SITI", sex=2)])
    person = Resident.objects.get(nik=nik(1))
    load([row(nik=nik(1), no_kk="", nama="SITI", sex=2, telepon="0811")])
    rival = staff("sekretaris")
    person.refresh_from_db()
    services.update_resident(actor=rival, resident=person, phone="0822", occupation=15)
    person.refresh_from_db()
    changes, more = people.changes_of(person, sight=EVERYTHING)
    assert not more
    assert [(each.by, sorted(each.columns)) for each in changes] == [
        ("sekretaris", [("Pekerjaan", changes[0].columns[0][1], "KARYAWAN SWASTA"), ("Telepon", "0811", "0822")]),
        ("penduduk.xlsx", [("Telepon", "-", "0811")]),
    ]
    page = text_of(office_client("operator").get(f"/kantor/penduduk/{person.pk}/"))
    assert "0811" in page and "KARYAWAN SWASTA" in page and "penduduk.xlsx" in page
    whole = text_of(office_client("operator").get(f"/kantor/penduduk/{person.pk}/riwayat/"))
    assert "0811" in whole


def test_numbers_in_the_history_are_masked(office_client: Any, make: Any, actor: Any) -> None:
    person = make(nik="3315053101809777")
    services.update_resident(actor=actor, resident=person, nik="3315053101809778")
    for url in (
        f"/kantor/penduduk/{person.pk}/",
        f"/kantor/penduduk/{person.pk}/riwayat/",
        f"/kantor/penduduk/{person.pk}/biodata/",
    ):
        seen = digits_of(office_client("viewer").get(url))
        assert "3315053101809777" not in seen and "3315053101809778" not in seen
    assert "3315053101809777" in digits_of(office_client("operator").get(f"/kantor/penduduk/{person.pk}/"))


def test_who_opened_this_residents_page_last_month(office_client: Any, family: Any, village: Any) -> None:
    head, wife, _child = family
    office_client("viewer").get(f"/kantor/penduduk/{head.pk}/")
    office_client("operator").get(f"/kantor/penduduk/{head.pk}/biodata/")
    office_client("operator").get(f"/kantor/penduduk/{wife.pk}/")
    on = today()
    last = on.replace(day=1) - timedelta(days=1)
    old = audit.record_read(staff("kepala_desa"), "population.resident_read", about=head)
    assert old is not None
    moment = datetime(last.year, last.month, last.day, 23, 59, tzinfo=zone())
    # Nobody may change the audit: only the owner could, so the past is written straight into it.
    Entry.objects.create(
        at=moment, actor_kind="staff", actor_id="x", actor_name="KADES LAMA", actor_role="kepala_desa",
        action="population.resident_read", about_type=head._meta.label_lower, about_id=str(head.pk),
    )  # fmt: skip
    first = last.replace(day=1)
    assert [each.actor_name for each in opened.who_opened(head, since=first, until=last)] == ["KADES LAMA"]
    assert opened.who_opened(head, since=on, until=on).count() == 3
    readers = opened.readers_of(head, since=first, until=on)
    assert {each["actor_name"]: each["times"] for each in readers}["KADES LAMA"] == 1
    url = f"/kantor/penduduk/{head.pk}/pembuka/"
    page = text_of(office_client("sekretaris").get(url))
    assert "KADES LAMA" in page and "Biodata untuk dicetak" in page and "Kepala Desa" in page
    narrow = text_of(
        office_client("sekretaris").get(url, {"since": first.strftime("%d-%m-%Y"), "until": last.strftime("%d-%m-%Y")})
    )
    assert "KADES LAMA" in narrow and "Biodata untuk dicetak" not in narrow
    assert "Tidak ada yang membuka" in text_of(
        office_client("sekretaris").get(url, {"since": "01-01-2001", "until": "02-01-2001"})
    )
    assert office_client("sekretaris").get(url, {"since": "besok"}).status_code == 200
    assert office_client("operator").get(url).status_code == 403


def test_the_biodata_is_one_sheet_and_prints_no_temporary_number(office_client: Any, make: Any) -> None:
    person = make("TANPA NIK", no_kk="0", shdk=1)
    answer = office_client("operator").get(f"/kantor/penduduk/{person.pk}/biodata/")
    page = text_of(answer)
    assert "BIODATA PENDUDUK" in page and 'class="f4"' in page
    assert person.nik not in digits_of(answer) and person.family.number not in digits_of(answer)
    assert 'class="a4"' in text_of(office_client("operator").get(f"/kantor/penduduk/{person.pk}/biodata/?kertas=a4"))
    assert audit.readings_of(person).filter(action="population.biodata_read").count() == 2


def test_a_page_costs_the_same_however_much_hangs_on_it(office_client: Any, family: Any, actor: Any) -> None:
    from modules.population.services import papers

    head = family[0]
    client = office_client("operator")
    url = f"/kantor/penduduk/{head.pk}/"
    papers.add_paper(actor=actor, resident=head, kind="ktp", content=PDF, name="ktp.pdf")
    services.update_resident(actor=actor, resident=head, phone="0800")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        papers.add_paper(
            actor=actor, resident=family[number % 3], kind="kk", content=PDF, name="kk.pdf", for_family=True
        )
        services.update_resident(actor=actor, resident=head, phone=f"081{number}")
        services.move_to_rt(actor=actor, resident=head, rt=head.rt)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) <= len(few) + 2
    assert len(many) <= FRAME + 16


def test_rights_of_a_persons_page_by_role(office_client: Any, family: Any, actor: Any) -> None:
    from modules.population.services import papers

    key = family[0].pk
    paper = papers.add_paper(
        actor=actor, resident=family[0], kind="ktp", content=PDF, name="ktp.pdf", title="KTP SLAMET"
    )
    urls = {
        f"/kantor/penduduk/{key}/": {"kepala_desa": 200, "sekretaris": 200, "operator": 200, "viewer": 200},
        f"/kantor/penduduk/{key}/ubah/": {"kepala_desa": 403, "sekretaris": 200, "operator": 200, "viewer": 403},
        f"/kantor/penduduk/{key}/riwayat/": {"kepala_desa": 200, "sekretaris": 200, "operator": 200, "viewer": 200},
        f"/kantor/penduduk/{key}/pembuka/": {"kepala_desa": 200, "sekretaris": 200, "operator": 403, "viewer": 403},
        f"/kantor/penduduk/{key}/foto/": {"kepala_desa": 403, "sekretaris": 200, "operator": 200, "viewer": 403},
        f"/kantor/penduduk/{key}/berkas/{paper.pk}/": {"kepala_desa": 200, "sekretaris": 200, "operator": 200, "viewer": 403},
        f"/kantor/berkas/{paper.file_id}/": {"kepala_desa": 200, "sekretaris": 200, "operator": 200, "viewer": 404},
    }  # fmt: skip
    for role in ("kepala_desa", "sekretaris", "operator", "viewer"):
        client = office_client(role)
        for url, wanted in urls.items():
            assert client.get(url).status_code == wanted[role], (role, url)
        page = text_of(client.get(f"/kantor/penduduk/{key}/"))
        assert ("KTP SLAMET" in page) == (role != "viewer")
        assert ("Siapa yang membuka data ini" in page) == (role in {"kepala_desa", "sekretaris"})


def test_a_form_reads_the_village_once(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    for url in (
        f"/kantor/penduduk/{family[0].pk}/ubah/",
        "/kantor/penduduk/baru/",
        f"/kantor/keluarga/{family[0].family_id}/lahir/",
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= FRAME + 4, url


@pytest.mark.parametrize("name", ["<b>SITI</b>", "SITI'); DROP TABLE", 'SITI "A"'])
def test_a_name_with_signs_is_refused_and_shown_as_it_was_typed(name: str, office_client: Any, rt: Any) -> None:
    answer = office_client("operator").post("/kantor/penduduk/baru/", FILLED | {"name": name, "rt": str(rt.pk)})
    assert answer.status_code == 422
    assert not re.search(r"<b>SITI</b>", text_of(answer))
    assert FamilyCard.objects.filter(number="").count() == 0
