"""An object of every kind that routes name, made by the services that everybody uses."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from PIL import Image

from balai.accounts.models import User
from balai.accounts.services import invite, remember_session, set_right
from balai.actor import Actor
from balai.api.services import issue_token
from balai.db import today
from balai.files.services import store
from balai.reports import ask_for_export
from modules.government.selectors import signers
from modules.groups.models import Kind
from modules.groups.services import add_category, create_group
from modules.households.services import create_household
from modules.letters.convert import read_import
from modules.letters.models import Letter
from modules.letters.services import (
    approve_letter,
    check_letter,
    draft_batch,
    record_absence,
    render,
    request_letter,
    reserve_number,
    return_letter,
    save_draft,
)
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.settings import add_certificate, change_signing
from modules.letters.types import letter_type
from modules.messages.services import add_template, notify, send_code, send_test, set_gateway, write_to_citizen
from modules.messages.services.contacts import keep_contact
from modules.population.importing import start_import
from modules.population.models import Resident
from modules.population.opensid import export_rows
from modules.population.selectors import Selection, living
from modules.population.services import record_mandate, save_filter
from modules.population.synthetic import generate
from modules.selfservice.models import PinAlarm
from modules.selfservice.services import (
    actor_of,
    add_document,
    issue_pin,
    propose_correction,
    rate_letter,
    register,
)
from modules.selfservice.services.kiosks import add_kiosk, bind_tag
from modules.selfservice.services.queueing import add_service, take_ticket
from modules.selfservice.services.slips import ask_for_slips
from modules.supplements.services import add_column, add_entries, create_supplement
from modules.voters.services import add_station, create_election, freeze_list, set_exception
from tests.modules.letters.opensid_files import export, stall
from tests.modules.letters.signing.keys import PASSPHRASE, made
from tests.papers import small_pdf


def fill(actor: Actor, village: Any) -> None:
    """Fill the present village: letters in three states, an import, files, jobs, accounts, tokens, a citizen's door."""
    head = Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).order_by("nik")[0]
    for number, purpose in enumerate(("Mendaftar sekolah", "Membuka rekening", "Melamar pekerjaan")):
        letter = request_letter(actor=actor, letter_type="domisili", resident=head, answers={"keperluan": purpose})
        if number == 0:
            signer = signers(today())[0]
            if letter.state != "signing":
                check_letter(actor=actor, letter=letter)
            approve_letter(actor=actor, letter=letter, official_id=signer.official_id)
            render(letter.pk)
        elif number == 1:
            return_letter(actor=actor, letter=letter, message="Tulis keperluannya lebih jelas.")
    save_draft(actor=actor, letter_type=letter_type("usaha"), resident=head, answers={})
    draft_batch(actor=actor, letter_type_key="domisili", title="Undangan", residents=[head.pk])
    reserve_number(actor=actor, kind="domisili", on=today(), reason="Undangan rapat")
    later = today() + timedelta(days=30)
    acting = next(each for each in signers(today()) if each.line_style)
    record_absence(actor=actor, since=later, until=later, reason="Cuti", delegate=acting.official_id)
    sign_electronically(actor, living().exclude(pk=head.pk).order_by("nik")[0])
    read_import(actor=actor, content=export(stall()), name="templat.json")
    account, _pin = issue_pin(actor=actor, resident=head)
    citizen = actor_of(account)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    picture.seek(0)
    add_document(actor=citizen, kind="ktp", content=picture, name="ktp.png")
    propose_correction(actor=citizen, resident=head, what="birth_place", value="Tempat lain")
    rate_letter(actor=citizen, letter=Letter.objects.get(resident=head, state="ready"), stars=4, words="Cepat")
    write_to_citizen(actor=actor, resident=head, subject="Berkas", body="Bawalah KK asli.")
    add_template(actor=actor, title="Jam buka", body="Kantor buka pukul 08.00.")
    kiosk, _code = add_kiosk(actor=actor, name="Ruang tunggu")
    bind_tag(actor=actor, resident=head, tag="04A2B3C4")
    take_ticket(kiosk=kiosk, service=add_service(actor=actor, name="Surat", letter="A"))
    ask_for_slips(actor=actor, rt=head.rt)
    PinAlarm.objects.create(people=20, tries=20, addresses=1)
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    photo.seek(0)
    register(
        nik=head.nik, kk_number=head.family.number, name=head.name, birth_date=head.birth_date, phone="081234567890",
        photo=photo, pin="740295", again="740295", address="10.0.0.1",
    )  # fmt: skip
    mail = set_gateway(actor=actor, channel="email", driver="file", values={}, active=True)
    send_test(actor=actor, gateway=mail, address="warga@contoh.id")
    contact = keep_contact(actor=actor, resident=head.pk, channel="email", address="warga@contoh.id")
    send_code(actor=actor, resident=head, purpose="pin", contact=contact)
    notify(resident=head, event="pin_changed", key="walk")
    create_household(actor=actor, head=head, members=list(living().filter(family=head.family)))
    tani = add_category(actor=actor, kind=Kind.GROUP, name="Kelompok Tani")
    create_group(actor=actor, kind=Kind.GROUP, category=tani, code="KT-01", name="Tani Makmur", chair=head)
    farmers = create_supplement(actor=actor, name="Petani", target=1)
    add_column(actor=actor, supplement=farmers, name="Luas", kind="number")
    add_entries(actor=actor, supplement=farmers, subjects=[head])
    election = create_election(actor=actor, name="Pilkades", kind="pilkades", day=today(), dps_on=today())
    add_station(actor=actor, election=election, number=1)
    set_exception(actor=actor, election=election, resident=head, outcome="out", ground="other", reason="Pindah memilih")
    freeze_list(actor=actor, election=election, stage="dps")
    buffer = io.BytesIO()
    export_rows(generate(seed=5, residents=12, village_code=village.code), buffer)
    size = buffer.tell()
    buffer.seek(0)
    start_import(actor=actor, upload=buffer, name="penduduk.xlsx", size=size)
    store(
        actor=actor, content=small_pdf(), name="surat.pdf", kind="test",
        accept=["application/pdf"], max_bytes=10_000, permission="letters.view",
    )  # fmt: skip
    ask_for_export("population.residents", actor=actor, args={"query": "", "labelled": False})
    giver, holder = (
        Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False, birth_date__year__lt=2000)
        .exclude(pk=head.pk).order_by("nik")[:2]
    )  # fmt: skip
    record_mandate(actor=actor, giver=giver, holder=holder, until=later, paper="Surat kuasa 1-11-2026")
    save_filter(actor=actor, name="Perempuan", selection=Selection(filters={"sex": 2}), shared=True)
    invite(actor=actor, role="operator", name="Operator Baru")
    issue_token(actor=actor, name="Sistem lain", rights=["population.view"])
    user = User.objects.get(username="operator")
    remember_session(user=user, session_key=f"walk-{village.key}"[:40], address="127.0.0.1", device="test")
    set_right(actor=actor, role="viewer", permission="audit.view", allowed=True)


def sign_electronically(actor: Actor, resident: Resident) -> None:
    """A certificate, a letter that it has signed and one that waits for it; then the village signs by hand again."""
    signer, secret = signers(today())[0], Passphrase(PASSPHRASE)
    change_signing(actor=actor, driver="pades", visible=True)
    add_certificate(actor=actor, official_id=str(signer.official_id), content=made().pkcs12, passphrase=secret)
    for signed in (True, False):
        letter = request_letter(
            actor=actor,
            letter_type="usaha",
            resident=resident,
            answers={"nama_usaha": f"Warung {signed}", "keperluan": "Kredit"},
        )
        if letter.state != "signing":
            check_letter(actor=actor, letter=letter)
        approve_letter(actor=actor, letter=letter, official_id=signer.official_id)
        render(letter.pk)
        if signed:
            sign_letter(actor=actor, letter=letter, passphrase=secret)
    change_signing(actor=actor, driver="", visible=True)
