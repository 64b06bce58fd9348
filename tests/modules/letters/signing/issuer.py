"""Who issues certificates and says whether they still hold: a root, an authority below it, persons below that, and the
HTTP server where both tell of their certificates (OCSP, revocation lists, the authority's own certificate)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Aia
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modules.letters.signing.interface import Paper
from tests.modules.letters.signing.keys import PASSPHRASE

_NOW = datetime.now(UTC)


@lru_cache
def _key(name: str) -> Any:
    if name.startswith("Penanda"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Issuer:
    """The running server. ``how`` says what it answers by OCSP (good, revoked, down, garbage, forged, unknown), ``lists``
    the same of its lists; ``asked`` is what it was asked."""

    url: str = ""
    how: str = "good"
    lists: str = "good"
    stamps: str = "good"
    asked: list[str] = field(default_factory=list)
    issued: dict[int, x509.Certificate] = field(default_factory=dict)

    @property
    def root(self) -> x509.Certificate:
        """What everybody trusts."""
        return self._card("CA Akar Uji", "CA Akar Uji", authority=True)

    @property
    def below(self) -> x509.Certificate:
        """The authority that issues to persons; the root tells of it by a list."""
        return self._card("CA Antara Uji", "CA Akar Uji", authority=True, lists="root.crl")

    def person(self, name: str = "BUDI SANTOSO", *, quick: bool = True, lists: str = "below.crl") -> x509.Certificate:
        """A person's certificate: told of by OCSP (``quick``) and by a list."""
        return self._card(name, "CA Antara Uji", quick=quick, lists=lists)

    def pkcs12(self, certificate: x509.Certificate) -> bytes:
        """With its key and nothing above it: the chain is to be fetched."""
        name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        secret = BestAvailableEncryption(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(b"x", _key(str(name)), certificate, None, secret)

    def _card(
        self, name: str, by: str, *, authority: bool = False, quick: bool = False, lists: str = "", stamps: bool = False
    ) -> x509.Certificate:
        serial = int.from_bytes(f"{name}{quick}{lists}".encode()[:19], "big")
        if serial in self.issued:
            return self.issued[serial]
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
            .public_key(_key(name).public_key()).serial_number(serial)
            .not_valid_before(_NOW - timedelta(days=30)).not_valid_after(_NOW + timedelta(days=7300 if authority else 365))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(_key(name).public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_key(by).public_key()), critical=False)
        )  # fmt: skip
        places = [(Aia.OCSP, "ocsp")] if quick else []
        if name != by and not authority:
            places.append((Aia.CA_ISSUERS, "below.cer"))
        elif name != by:
            places.append((Aia.CA_ISSUERS, "root.cer"))
        if places:
            named = [x509.AccessDescription(kind, self._web(path)) for kind, path in places]
            builder = builder.add_extension(x509.AuthorityInformationAccess(named), critical=False)
        if lists:
            point = x509.DistributionPoint([self._web(lists)], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.issued[serial] = made = builder.sign(_key(by), hashes.SHA256())
        return made

    def _web(self, path: str) -> x509.UniformResourceIdentifier:
        return x509.UniformResourceIdentifier(f"{self.url}/{path}")

    def stamper(self) -> DummyTimeStamper:
        """An authority that tells the time, below the same root."""
        card = self._card("Penanda Waktu Uji", "CA Antara Uji", quick=True, lists="below.crl", stamps=True)
        plain = _key("Penanda Waktu Uji").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        store = SimpleCertificateStore()
        store.register_multiple([_asn1(self.below)])
        return DummyTimeStamper(_asn1(card), asn1_keys.PrivateKeyInfo.load(plain), certs_to_embed=store)

    def answer(self, body: bytes) -> bytes:
        """By OCSP."""
        asked = ocsp.load_der_ocsp_request(body)
        card = self.issued[asked.serial_number]
        gone = self.how in {"revoked", "forged"}
        state = ocsp.OCSPCertStatus.UNKNOWN if self.how == "unknown" else ocsp.OCSPCertStatus.GOOD
        now = datetime.now(UTC)
        builder = ocsp.OCSPResponseBuilder().add_response(
            card, self.below, hashes.SHA1(), ocsp.OCSPCertStatus.REVOKED if gone else state,
            now - timedelta(minutes=1), now + timedelta(hours=12), now - timedelta(days=2) if gone else None,
            x509.ReasonFlags.key_compromise if gone else None,
        )  # fmt: skip
        signer = "Penipu" if self.how == "forged" else "CA Antara Uji"
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.below)
        return builder.sign(_key(signer), hashes.SHA256()).public_bytes(Encoding.DER)

    def listed(self, name: str) -> bytes:
        """A list of what an authority has revoked."""
        by = "CA Akar Uji" if name == "root.crl" else "CA Antara Uji"
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
            .last_update(now - timedelta(minutes=1)).next_update(now + timedelta(days=1))
            .add_extension(x509.CRLNumber(7), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_key(by).public_key()), critical=False)
        )  # fmt: skip
        if self.lists == "revoked" and name == "below.crl":
            for serial in self.issued:
                one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(days=2))
                builder = builder.add_revoked_certificate(one.build())
        return builder.sign(_key(by), hashes.SHA256()).public_bytes(Encoding.DER)


def _asn1(card: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(card.public_bytes(Encoding.DER))


def paper(content: bytes) -> Paper:
    """A letter to sign invisibly."""
    return Paper(content, "surat.pdf", "Persetujuan surat", "Desa Geyer")


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            return

        def say(self, body: bytes, how: str = "good") -> None:
            if how == "garbage":
                body = b"no answer of that kind"
            self.send_response(503 if how == "down" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            name = self.path.strip("/")
            issuer.asked.append(name)
            if name.endswith(".cer"):
                card = issuer.root if name == "root.cer" else issuer.below
                self.say(card.public_bytes(Encoding.DER))
            else:
                self.say(issuer.listed(name), issuer.lists)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            issuer.asked.append(self.path.strip("/"))
            if self.path == "/tsa":
                asked = tsp.TimeStampReq.load(body)
                self.say(asyncio.run(issuer.stamper().async_request_tsa_response(asked)).dump(), issuer.stamps)
            else:
                self.say(issuer.answer(body), issuer.how)

    return Handler


@contextmanager
def issuing() -> Iterator[Issuer]:
    """It runs until the block ends."""
    issuer = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer))
    server.daemon_threads = True
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    # Everything there is, before anybody asks for it.
    _ = issuer.root, issuer.below
    issuer.stamper()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
