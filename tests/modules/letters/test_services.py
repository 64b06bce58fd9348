"""A letter's way: who may do what, when, and what the database keeps."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, transaction

from balai.audit.models import Entry
from balai.errors import Conflict, NotAllowed, NotFound
from balai.jobs.models import Job
from modules.letters import services
from modules.letters.errors import (
    AnswersRefused,
    ApplicantNotHere,
    AttachmentRefused,
    MessageMissing,
    NotNumbered,
    SignerNotAllowed,
    UnknownType,
    WrongState,
)
from modules.letters.models import Letter, LetterEvent, State
from modules.letters.selectors import timeline_of
from modules.population.models import Resident
from tests.modules.letters.conftest import ANSWERS, citizen, head, person, staff
from tests.papers import small_pdf


def ask(actor: Any, resident: Any, kind: str = "usaha", **more: Any) -> Letter:
    return services.request_letter(actor=actor, letter_type=kind, resident=resident, answers=ANSWERS[kind], **more)


def test_a_citizens_request_is_checked_signed_and_handed_over(village: Any) -> None:
    resident, operator, chief = person(), staff("operator"), staff("kepala_desa")
    letter = ask(citizen(resident), resident)
    assert (letter.state, letter.channel, letter.applicant["name"]) == ("submitted", "citizen", resident.name)
    assert {each.brings_paper for each in letter.attachments.all()} == {True}
    assert services.check_letter(actor=operator, letter=letter).state == State.SIGNING
    letter = services.approve_letter(actor=chief, letter=letter, official_id=head().official_id)
    assert letter.state == State.READY
    assert letter.number.startswith(f"{letter.type.code}/{letter.serial:03d}/{village.code}/")
    assert len(letter.token) == 20
    assert letter.merged["number"] == letter.number
    assert letter.signer["name"] == head().name
    job = Job.objects.get(kind="letters.render", about_id=str(letter.pk))
    assert job.args == {"letter": str(letter.pk)}
    assert services.hand_over(actor=operator, letter=letter).state == State.HANDED
    kinds = list(letter.events.values_list("kind", flat=True))
    assert kinds == ["requested", "checked", "approved", "handed"]
    assert Entry.objects.filter(action="letters.approved", about_id=str(letter.pk)).exists()
    assert resident.name not in str(list(Entry.objects.filter(about_id=str(letter.pk)).values_list("data", flat=True)))


def test_what_an_officer_enters_goes_straight_to_the_signature(village: Any) -> None:
    assert ask(staff("operator"), person()).state == State.SIGNING


def test_where_the_secretary_checks_the_operators_letter_waits_for_her(village: Any, actor: Any) -> None:
    services.change_settings(actor=actor, number_format="[nomor_surat]", scheme="per_type", secretary_checks=True)
    letter = ask(staff("operator"), person())
    assert letter.state == State.CHECKING
    with pytest.raises(NotAllowed):
        services.check_letter(actor=staff("operator"), letter=letter)
    assert services.check_letter(actor=staff("sekretaris"), letter=letter).state == State.SIGNING
    of_citizen = ask(citizen(person(1)), person(1))
    assert services.check_letter(actor=staff("operator"), letter=of_citizen).state == State.CHECKING


def test_a_second_click_makes_no_second_letter(village: Any) -> None:
    first, second = (ask(staff("operator"), person()) for _ in range(2))
    assert first.pk == second.pk
    assert Letter.objects.count() == 1


def test_a_citizen_acts_for_nobody_else(village: Any) -> None:
    mine, other = person(0), person(1)
    with pytest.raises(NotFound):
        ask(citizen(mine), other)
    letter = ask(citizen(other), other)
    for act in (
        lambda: services.cancel_letter(actor=citizen(mine), letter=letter),
        lambda: services.resubmit_letter(actor=citizen(mine), letter=letter, answers=ANSWERS["usaha"]),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        services.check_letter(actor=citizen(other), letter=letter)
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=citizen(other), letter=letter, official_id=head().official_id)
    assert services.cancel_letter(actor=citizen(other), letter=letter).state == State.CANCELLED


def test_a_citizen_attaches_only_their_own_files(village: Any, actor: Any) -> None:
    from balai.files import store

    stored = store(
        actor=actor, content=small_pdf(), name="ktp.pdf", kind="letters.attachment", accept=["pdf"], max_bytes=1000,
        citizen_id=person(1).pk,
    )  # fmt: skip
    papers = [services.Attachment("ktp", stored.pk)]
    with pytest.raises(AttachmentRefused):
        ask(citizen(person(0)), person(0), attachments=papers)
    letter = ask(citizen(person(1)), person(1), attachments=papers)
    assert letter.attachments.get(requirement="ktp").file_id == stored.pk
    assert letter.attachments.get(requirement="kk").brings_paper
    with pytest.raises(AttachmentRefused):
        ask(actor, person(2), attachments=[services.Attachment("passport")])


def test_who_is_not_here_gets_no_letter(signing: Any, actor: Any) -> None:
    waiting = signing("skck", person(3))
    Resident.objects.filter(pk=waiting.resident_id).update(presence=2)
    with pytest.raises(ApplicantNotHere):
        ask(actor, waiting.resident)
    with pytest.raises(ApplicantNotHere):
        services.approve_letter(actor=actor, letter=waiting, official_id=head().official_id)
    assert not Letter.objects.exclude(number="").exists()


def test_answers_are_checked_and_named(village: Any, actor: Any) -> None:
    with pytest.raises(AnswersRefused) as refused:
        services.request_letter(
            actor=actor, letter_type="usaha", resident=person(), answers={"keperluan": "x" * 601, "stray": "1"}
        )
    assert set(refused.value.data["errors"]) == {"nama_usaha", "keperluan"}
    assert "Belum diisi." in refused.value.message()
    with pytest.raises(UnknownType):
        services.request_letter(actor=actor, letter_type="sulap", resident=person(), answers={})


def test_returned_mended_and_asked_again(village: Any) -> None:
    resident, operator = person(), staff("operator")
    letter = ask(citizen(resident), resident)
    with pytest.raises(MessageMissing):
        services.return_letter(actor=operator, letter=letter, message="  ")
    letter = services.return_letter(actor=operator, letter=letter, message="Nama usaha belum lengkap.")
    assert (letter.state, letter.note) == ("returned", "Nama usaha belum lengkap.")
    letter = services.resubmit_letter(
        actor=citizen(resident), letter=letter, answers={**ANSWERS["usaha"], "nama_usaha": "Warung Uji Jaya"}
    )
    assert (letter.state, letter.note, letter.answers["nama_usaha"]) == ("submitted", "", "Warung Uji Jaya")
    words = [step.words for step in timeline_of(letter, for_citizen=True)]
    assert words == [
        "Diajukan", "Dikembalikan untuk diperbaiki", "Diajukan lagi", "Diperiksa petugas", "Ditandatangani",
        "Diserahkan kepada pemohon",
    ]  # fmt: skip
    assert "operator" not in str([step.by for step in timeline_of(letter, for_citizen=True)])


def test_rejected_is_for_good(signing: Any, actor: Any) -> None:
    letter = services.reject_letter(actor=staff("kepala_desa"), letter=signing(), message="Usaha tidak ada.")
    assert letter.state == State.REJECTED
    with pytest.raises(WrongState) as refused:
        services.approve_letter(actor=actor, letter=letter, official_id=head().official_id)
    assert "ditolak" in refused.value.message().lower()


@pytest.mark.parametrize("role", ["operator", "sekretaris", "viewer"])
def test_only_who_may_approve_does(signing: Any, role: str) -> None:
    letter = signing()
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=staff(role), letter=letter, official_id=head().official_id)
    with pytest.raises(NotAllowed):
        services.approve_many(actor=staff(role), letters=[letter.pk], official_id=head().official_id)
    letter.refresh_from_db()
    assert letter.number == ""


def test_a_viewer_changes_nothing(ready: Any, signing: Any) -> None:
    viewer, issued, waiting = staff("viewer"), ready(), signing("skck", person(1))
    for act in (
        lambda: ask(viewer, person(2)),
        lambda: services.check_letter(actor=viewer, letter=waiting),
        lambda: services.return_letter(actor=viewer, letter=waiting, message="x"),
        lambda: services.reject_letter(actor=viewer, letter=waiting, message="x"),
        lambda: services.cancel_letter(actor=viewer, letter=waiting),
        lambda: services.hand_over(actor=viewer, letter=issued),
        lambda: services.withdraw_letter(actor=viewer, letter=issued, reason="x"),
        lambda: services.print_again(actor=viewer, letter=issued),
        lambda: services.change_settings(
            actor=viewer, number_format="[nomor_surat]", scheme="joined", secretary_checks=False
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_may_not_sign_today_does_not(signing: Any, actor: Any) -> None:
    with pytest.raises(SignerNotAllowed):
        services.approve_letter(actor=actor, letter=signing(), official_id="00000000-0000-7000-8000-000000000000")


def test_the_later_of_two_writers_is_told(signing: Any, actor: Any) -> None:
    letter = signing()
    read = letter.version
    services.return_letter(actor=actor, letter=letter, message="Lengkapi.", version=read)
    with pytest.raises(Conflict):
        services.reject_letter(actor=actor, letter=letter, message="Tidak.", version=read)


def test_approving_many_one_that_cannot_be_holds_up_no_other(signing: Any, actor: Any) -> None:
    one, gone, two = signing("usaha", person(0)), signing("usaha", person(1)), signing("usaha", person(2))
    services.cancel_letter(actor=actor, letter=gone)
    outcomes = services.approve_many(
        actor=staff("kepala_desa"), letters=[one.pk, gone.pk, str(two.pk), one.pk], official_id=head().official_id
    )
    assert [each.is_approved for each in outcomes] == [True, False, True]
    assert "dibatalkan" in outcomes[1].problem.lower()
    serials = list(Letter.objects.filter(serial__isnull=False).order_by("serial").values_list("serial", flat=True))
    assert serials == [1, 2]


def test_issued_is_frozen_by_the_database(ready: Any) -> None:
    letter = ready()
    for change in (
        {"number": "1"}, {"merged": {}}, {"letter_date": "2020-01-01"}, {"token": "x"}, {"signer": {}}, {"serial": 99},
        {"answers": {}}, {"applicant": {}}, {"resident_id": person(5).pk},
    ):  # fmt: skip
        with pytest.raises(Error), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")
    with pytest.raises(Error), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state="submitted")  # a number without an issued state
    with pytest.raises(Error), transaction.atomic():
        LetterEvent.objects.filter(letter=letter).update(message="x")
    letter.refresh_from_db()
    assert letter.number and letter.merged["title"] == "Surat Keterangan Usaha"


def test_withdrawn_keeps_its_number(ready: Any, actor: Any) -> None:
    letter = ready()
    with pytest.raises(MessageMissing):
        services.withdraw_letter(actor=actor, letter=letter, reason="")
    number = letter.number
    letter = services.withdraw_letter(actor=actor, letter=letter, reason="Data pemohon keliru.")
    assert (letter.state, letter.number, letter.note) == ("withdrawn", number, "Data pemohon keliru.")
    with pytest.raises(WrongState):
        services.hand_over(actor=actor, letter=letter)


def test_a_letter_without_a_number_has_no_pdf(signing: Any, actor: Any) -> None:
    with pytest.raises(NotNumbered):
        services.render(signing().pk)
    with pytest.raises(NotFound):
        services.render("00000000-0000-7000-8000-000000000000")
    with pytest.raises(WrongState):
        services.print_again(actor=actor, letter=signing())
