"""What still proves a signature when its certificate has run out: the chain of certificates, and what their issuers said of
each at the time of signing (OCSP answers, revocation lists).

It is gathered by our own guarded way to the outside (:mod:`balai.outbound`), looked at by pyHanko's path validation, and only
then embedded. A source that is silent never keeps a village from signing; one that says "revoked", under its own signature,
does.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from balai.outbound import Forbidden, Silent

logger = logging.getLogger("balai.letters.signing")

#: How long one source is waited for, all of them together, and what they may send: a whole list is embedded in every letter.
ONE_SECONDS, ALL_SECONDS = 5.0, 12.0
MAX_BYTES = 2 * 1024 * 1024
#: No village's chain is longer; a longer one leads us about.
_MOST_ISSUERS, _MOST_URLS = 4, 2
#: An authority's clock may go a little before ours.
_TOLERANCE = timedelta(minutes=5)

#: Asks one source: (address, what is sent or nothing, its kind, seconds) -> what came back. Raises Forbidden or Silent.
Ask = Callable[[str, bytes, str, float], bytes]


class Lacking(Exception):
    """There is no evidence; ``reason`` is ``no_source`` (nothing names one), ``unreached`` (no answer) or ``unusable`` (an
    answer that proves nothing)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Revoked(Exception):
    """The certificate, or one above it, was revoked by who issued it."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


@dataclass(frozen=True)
class Sources:
    """Where to ask: what the certificates name, and for a signer's whose own names nothing, a list of the village's
    settings."""

    ask: Ask
    crl_url: str = ""


@dataclass
class Evidence:
    """What was gathered: the topmost certificates (taken for trusted: whether a reader trusts them is the reader's
    question), those between, and what their issuers said."""

    roots: list[x509.Certificate] = field(default_factory=list)
    others: list[x509.Certificate] = field(default_factory=list)
    ocsps: list[bytes] = field(default_factory=list)
    crls: list[bytes] = field(default_factory=list)

    def context(self) -> ValidationContext:
        """A validation by this evidence alone: every certificate below a root needs what its issuer said of it."""
        return ValidationContext(
            trust_roots=[_asn1(each) for each in self.roots],
            other_certs=[_asn1(each) for each in self.others],
            ocsps=[asn1_ocsp.OCSPResponse.load(each) for each in self.ocsps],
            crls=[asn1_crl.CertificateList.load(each) for each in self.crls],
            allow_fetching=False, revocation_mode="require", time_tolerance=_TOLERANCE,
        )  # fmt: skip

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.roots + other.roots, self.others + other.others, self.ocsps + other.ocsps, self.crls + other.crls
        )


def names_sources(certificate: x509.Certificate) -> bool:
    """Whether a certificate says where its issuer tells of its state."""
    return any(True for _url in (*_aia(certificate, AuthorityInformationAccessOID.OCSP), *_lists(certificate)))


def gather(
    certificate: x509.Certificate,
    known: Iterable[x509.Certificate],
    sources: Sources,
    *,
    usage: frozenset[str] = frozenset(),
) -> Evidence:
    """Evidence for a certificate, checked: embedded as it is, it validates the certificate today. ``known``: certificates
    that came with it; ``usage``: the extended usage it must have.

    Raises:
        Lacking: there is none. Revoked: it says that the certificate is not to be used.
    """  # fmt: skip
    until = time.monotonic() + ALL_SECONDS
    chain = _chain(certificate, list(known), sources, until)
    if len(chain) == 1:
        raise Lacking("no_source")
    # By lists, too, where the answers of the quicker kind do not suffice.
    evidence = _said(chain, sources, until, by_lists=False)
    try:
        return _checked(certificate, evidence, usage)
    except Lacking:
        return _checked(certificate, evidence + _said(chain, sources, until, by_lists=True), usage)


def _checked(certificate: x509.Certificate, evidence: Evidence, usage: frozenset[str]) -> Evidence:
    validator = CertificateValidator(_asn1(certificate), validation_context=evidence.context())
    try:
        asyncio.run(validator.async_validate_usage(set(), set(usage)))  # type: ignore[no-untyped-call]
    except RevokedError as error:
        # Of a responder's own certificate it says nothing about the signer's.
        if error.is_side_validation:
            raise Lacking("unusable") from None
        raise Revoked(error.revocation_dt) from None
    except (PathError, ValidationError, ValueError, TypeError, KeyError) as error:
        logger.info("evidence does not suffice: %s", error)
        raise Lacking("unusable") from None
    return evidence


def _said(chain: list[x509.Certificate], sources: Sources, until: float, *, by_lists: bool) -> Evidence:
    """What the issuers say of each certificate of a chain but the topmost; each is asked by OCSP, or by its list where it
    has no OCSP or that is silent (or ``by_lists`` alone)."""
    found = Evidence(roots=[chain[-1]], others=chain[:-1])
    for certificate, issuer in itertools.pairwise(chain):
        own = certificate is chain[0]
        quick = [] if by_lists else list(_aia(certificate, AuthorityInformationAccessOID.OCSP))
        lists = list(_lists(certificate))
        if own and not quick and not lists:
            lists = [sources.crl_url] if sources.crl_url else []
        if not quick and not lists:
            if by_lists:
                continue
            raise Lacking("no_source")
        answer = _first(_ask_ocsp(url, certificate, issuer, sources.ask, until) for url in quick[:_MOST_URLS])
        if answer is not None:
            found.ocsps.append(answer)
            found.others += _responders(answer)
            continue
        listed = _first(_ask_list(url, sources.ask, until) for url in lists[:_MOST_URLS])
        if listed is None and not by_lists:
            raise Lacking("unreached")
        found.crls += [listed] if listed is not None else []
    return found


def _first(answers: Iterator[bytes | None]) -> bytes | None:
    return next((each for each in answers if each is not None), None)


def _left(until: float) -> float:
    return min(ONE_SECONDS, until - time.monotonic())


def _asked(url: str, body: bytes, kind: str, ask: Ask, until: float) -> bytes | None:
    seconds = _left(until)
    if seconds <= 0:
        return None
    try:
        return ask(url, body, kind, seconds)
    except (Forbidden, Silent) as error:
        logger.warning("the source of revocation %s is silent: %s", url, type(error).__name__)
        return None


def _ask_ocsp(
    url: str, certificate: x509.Certificate, issuer: x509.Certificate, ask: Ask, until: float
) -> bytes | None:
    # SHA-1 names the certificate here, it protects nothing: responders know no other (RFC 5019, 2.1.1).
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1()).build()  # noqa: S303
    answer = _asked(url, asked.public_bytes(Encoding.DER), "application/ocsp-request", ask, until)
    if answer is None:
        return None
    try:
        found = ocsp.load_der_ocsp_response(answer)
        good = found.response_status == ocsp.OCSPResponseStatus.SUCCESSFUL and bool(list(found.responses))
    except ValueError:
        return None
    return answer if good else None


def _ask_list(url: str, ask: Ask, until: float) -> bytes | None:
    answer = _asked(url, b"", "", ask, until)
    if answer is None:
        return None
    try:
        read = x509.load_pem_x509_crl if answer.startswith(b"-----") else x509.load_der_x509_crl
        return read(answer).public_bytes(Encoding.DER)
    except ValueError:
        return None


def _responders(answer: bytes) -> list[x509.Certificate]:
    return list(ocsp.load_der_ocsp_response(answer).certificates)


def _chain(
    certificate: x509.Certificate, known: list[x509.Certificate], sources: Sources, until: float
) -> list[x509.Certificate]:
    """From the certificate up, as far as its issuers are at hand or can be fetched."""
    chain = [certificate]
    while len(chain) <= _MOST_ISSUERS and not _issued(chain[-1], chain[-1]):
        last = chain[-1]
        above = next((each for each in known if _issued(last, each) and each not in chain), None)
        if above is None:
            named = list(_aia(last, AuthorityInformationAccessOID.CA_ISSUERS))[:_MOST_URLS]
            fetched = [each for url in named for each in _ask_issuers(url, sources.ask, until)]
            above = next((each for each in fetched if _issued(last, each) and each not in chain), None)
        if above is None:
            break
        chain.append(above)
    return chain


def _ask_issuers(url: str, ask: Ask, until: float) -> list[x509.Certificate]:
    answer = _asked(url, b"", "", ask, until)
    if answer is None:
        return []
    readers: tuple[Callable[[bytes], list[x509.Certificate]], ...] = (
        lambda data: [x509.load_der_x509_certificate(data)],
        pkcs7.load_der_pkcs7_certificates,
        x509.load_pem_x509_certificates,
    )
    for read in readers:
        try:
            return read(answer)
        except (ValueError, TypeError):
            continue
    return []


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _web(names: Iterable[x509.GeneralName]) -> Iterator[str]:
    for name in names:
        if isinstance(name, x509.UniformResourceIdentifier) and name.value.lower().startswith(("http://", "https://")):
            yield name.value


def _aia(certificate: x509.Certificate, method: Any) -> Iterator[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return
    yield from _web(each.access_location for each in found if each.access_method == method)


def _lists(certificate: x509.Certificate) -> Iterator[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return
    for point in found:
        yield from _web(point.full_name or ())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
