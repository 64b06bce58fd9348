"""Signing one letter. Taken, signed, kept: three steps, and only the first and the last hold a transaction. What happens
between them (another server, a lost line, a killed process) leaves the letter waiting, never half signed and never twice."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor
from balai.db import atomic
from balai.errors import BalaiError, NotAllowed, NotFound
from balai.files import StoredFile
from balai.files.services import discard
from balai.outbound import Forbidden, Silent, call
from modules.letters.errors import WrongState
from modules.letters.models import Driver, EventKind, Letter, LongTerm, Signature, SignatureState, State
from modules.letters.services.steps import locked, move
from modules.letters.signing.address import require_confirmed
from modules.letters.signing.asking import ask
from modules.letters.signing.errors import (
    AddressRefused,
    BeingSigned,
    NoCertificate,
    NotPrintedYet,
    PassphraseWrong,
    ServiceDown,
    SigningOff,
)
from modules.letters.signing.esign import SIGN_SECONDS, EsignSigner
from modules.letters.signing.evidence import Sources
from modules.letters.signing.interface import Paper, Passphrase, Signed, Signer
from modules.letters.signing.pades import PadesSigner
from modules.letters.signing.papers import bytes_of, keep_signed, unsigned_file
from modules.letters.signing.rules import may_sign, present_signing
from modules.letters.signing.settings import TRIES, esign_for, key_of
from modules.letters.signing.stamp import place_of, stamp_of, stamp_png
from tenants.context import current_village

logger = logging.getLogger("balai.letters.signing")

#: A try that has said nothing for so long is lost. Longer than the longest that a driver waits: a living one is not robbed.
LEASE = timedelta(seconds=SIGN_SECONDS + 45)
_MISSED = {LongTerm.UNREACHED, LongTerm.UNUSABLE}
_STAMP_SECONDS = 10.0
_MAX_STAMP = 64 * 1024


@dataclass(frozen=True)
class _Taken:
    letter: Letter
    attempt: UUID
    driver: str


def sign_letter(*, actor: Actor, letter: Letter, passphrase: Passphrase) -> Letter:
    """Sign an approved letter in the name of its signer; a letter that is signed already is given back as it is.

    Not a job: a job's arguments are kept, and the passphrase must not be. Not in one transaction: the service is asked
    without holding a lock.

    Raises:
        NotAllowed: the actor neither holds ``letters.approve`` nor is the letter's own signer.
        NotFound, WrongState: there is no such letter, or it does not wait for an electronic signature.
        NotPrintedYet, BeingSigned, SigningOff: not now.
        Throttled: too many wrong passphrases.
        SigningError: as the driver says; the letter waits on.
    """
    if not may_sign(actor, letter):
        raise NotAllowed(right="letters.approve")
    taken = _take(actor, letter)
    if isinstance(taken, Letter):
        return taken
    try:
        signer = _signer_of(taken)
        if isinstance(signer, EsignSigner):
            require_confirmed(actor, signer.base_url)
        throttle.check(TRIES, account=signer.account, address=actor.address)
        try:
            signed = signer.sign(_paper_of(taken), passphrase)
        except PassphraseWrong:
            throttle.failed(TRIES, account=signer.account, address=actor.address)
            raise
        throttle.succeeded(TRIES, account=signer.account, address=actor.address)
    except BaseException as error:
        _give_back(actor, taken, error)
        raise
    return _keep(actor, taken, signed)


@atomic
def _take(actor: Actor, letter: Letter) -> _Taken | Letter:
    """Take the letter for one try; the letter itself where it is signed already."""
    row = Letter.objects.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if row is None:
        raise NotFound()
    signature, _made = Signature.objects.select_for_update().get_or_create(letter=row)
    if signature.state == SignatureState.SIGNED:
        return row
    if row.state != State.SEALING:
        raise WrongState(state=row.state, label=str(State(row.state).label))
    driver = present_signing().driver
    if not driver:
        raise SigningOff()
    now = timezone.now()
    if signature.state == SignatureState.WORKING and signature.attempted_at and now - signature.attempted_at < LEASE:
        raise BeingSigned()
    if unsigned_file(row) is None:
        raise NotPrintedYet()
    signature.state, signature.attempt, signature.attempted_at = SignatureState.WORKING, uuid.uuid4(), now
    signature.attempts += 1
    signature.save(update_fields=["state", "attempt", "attempted_at", "attempts"])
    return _Taken(row, signature.attempt, driver)


def _signer_of(taken: _Taken) -> Signer:
    official, name = taken.letter.signer.get("official_id", ""), str(taken.letter.signer.get("name", ""))
    if taken.driver == Driver.ESIGN:
        return esign_for(official, name)
    found = key_of(official)
    if found is None:
        raise NoCertificate(name=name)
    content, row = found
    settings = present_signing()
    url = settings.timestamp_url
    return PadesSigner(
        content, f"certificate:{row.pk}", (lambda asked: _stamp_from(url, asked)) if url else None,
        Sources(ask, settings.crl_url),
    )  # fmt: skip


def _stamp_from(url: str, asked: bytes) -> bytes:
    try:
        answer = call(
            "POST", url, body=asked, headers={"Content-Type": "application/timestamp-query"}, seconds=_STAMP_SECONDS,
            max_bytes=_MAX_STAMP,
        )  # fmt: skip
    except Forbidden:
        raise AddressRefused() from None
    except Silent:
        raise ServiceDown() from None
    if answer.status != 200:
        raise ServiceDown()
    return answer.body


def _paper_of(taken: _Taken) -> Paper:
    letter, village = taken.letter, current_village()
    stored = unsigned_file(letter)
    if stored is None:
        raise NotPrintedYet()
    content = bytes_of(stored)
    name, position = str(letter.signer.get("name", "")), str((letter.signer.get("lines") or [""])[-1])
    place = place_of(content, position=position, name=name) if letter.merged.get("signature_box") else None
    stamp = stamp_of(letter.merged, name=name, position=position, at=timezone.now()) if place else b""
    return Paper(
        content, f"surat-{letter.serial}-{letter.year}.pdf", _("Persetujuan {title}").format(title=letter.title),
        village.title, place, stamp, stamp_png(stamp) if stamp and taken.driver == Driver.ESIGN else b"",
    )  # fmt: skip


@atomic
def _give_back(actor: Actor, taken: _Taken, error: BaseException) -> None:
    words = error.message() if isinstance(error, BalaiError) else _("Tanda tangan gagal. Coba lagi.")
    # Only our own try: where another has taken the letter since, it is not ours to give back.
    Signature.objects.filter(letter=taken.letter, attempt=taken.attempt, state=SignatureState.WORKING).update(
        state=SignatureState.WAITING, attempt=None, last_error=words[:300]
    )
    code = getattr(error, "code", type(error).__name__)
    audit.record(actor, "letters.signing_failed", about=taken.letter, outcome="failed", driver=taken.driver, why=code)
    logger.warning("letter %s was not signed: %s", taken.letter.pk, code)


@atomic
def _keep(actor: Actor, taken: _Taken, signed: Signed) -> Letter:
    """Keep the signed letter. The first signed file of a letter counts, whichever try it came from; what comes later, or
    comes for a letter that was withdrawn meanwhile, is dropped."""
    row = Letter.objects.select_for_update(of=("self",)).get(pk=taken.letter.pk)
    signature = Signature.objects.select_for_update().get(letter=row)
    if signature.state == SignatureState.SIGNED:
        return row
    if row.state != State.SEALING:
        Signature.objects.filter(pk=signature.pk).update(state=SignatureState.WAITING, attempt=None)
        raise WrongState(state=row.state, label=str(State(row.state).label))
    row = locked(row, [State.SEALING])
    stored = keep_signed(row, signed.content)
    signature.state, signature.driver, signature.attempt, signature.last_error = (
        SignatureState.SIGNED,
        taken.driver,
        None,
        "",
    )
    signature.signed_file_id, signature.sha256 = stored.pk, stored.sha256
    signature.subject, signature.issuer, signature.serial = (
        signed.subject[:300],
        signed.issuer[:300],
        signed.serial[:60],
    )
    signature.reference, signature.has_timestamp = signed.reference[:100], signed.has_timestamp
    signature.level, signature.long_term = signed.level, signed.long_term
    signature.signed_at, signature.signed_by = timezone.now(), actor.name[:150]
    signature.save()
    for unsigned in StoredFile.objects.filter(pk__in=[signature.unsigned_file_id], deleted_at=None):
        discard(stored=unsigned)
    row.pdf_file_id = stored.pk
    # What no certificate of the village can have is said on the letter's page, not in every story.
    words = signature.get_long_term_display() if signature.long_term in _MISSED else ""
    return move(row, State.READY, EventKind.SIGNED, actor=actor, message=words, also=["pdf_file_id"])
