"""Certificates of people who never lived, made for a test, and an independent look at signatures: the CMS by OpenSSL,
the ByteRange by hand. Nothing here imports what signs."""

from __future__ import annotations

import hashlib
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "rahasia kepala desa 1"


@dataclass(frozen=True)
class Made:
    """An authority's certificate (PEM), and a PKCS#12 of a person below it."""

    authority: bytes
    pkcs12: bytes
    certificate: Any
    key: Any


@lru_cache
def authority() -> tuple[Any, Any]:
    """A root of trust of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Uji Balai")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=900)).not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made, key


@lru_cache
def made(
    name: str = "BUDI SANTOSO", *, days: int = 365, since: int = 1, kind: str = "rsa", usage: bool = True,
    passphrase: str = PASSPHRASE, stamps: bool = False,
) -> Made:  # fmt: skip
    """A person's certificate: ``days`` from now on (negative: it has run out), ``since`` days ago."""
    root, root_key = authority()
    key: Any = (
        ec.generate_private_key(ec.SECP256R1())
        if kind == "ec"
        else rsa.generate_private_key(public_exponent=65537, key_size=1024 if kind == "weak" else 2048)
    )
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]))
        .issuer_name(root.subject).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=since)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.KeyUsage(usage, usage, not usage, False, False, False, False, False, False), critical=True)
    )  # fmt: skip
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(root_key, hashes.SHA256())
    secret = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    content = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [root], secret)
    return Made(root.public_bytes(Encoding.PEM), content, certificate, key)


@dataclass(frozen=True)
class Found:
    """What OpenSSL and the ByteRange say of a signed PDF."""

    is_good: bool
    said: str
    covers_all: bool
    cms: bytes


def inspect(content: bytes, trusted: bytes, folder: Path) -> Found:
    """Verify a PDF's signature without any PDF library: find the ByteRange, take the CMS out of its gap, and have OpenSSL
    check it over the bytes around the gap, down to the trusted root."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", content)
    assert found, "there is no signature"
    start, first, second, rest = map(int, found.groups())
    gap = content[start + first : second]
    assert gap[:1] == b"<" and gap[-1:] == b">"
    raw = bytes.fromhex(gap[1:-1].decode())
    # DER says its own length; what follows in the gap is padding.
    count = raw[1] & 0x7F
    length = int.from_bytes(raw[2 : 2 + count], "big") if raw[1] & 0x80 else raw[1]
    cms = raw[: length + 2 + (count if raw[1] & 0x80 else 0)]
    signed = content[start : start + first] + content[second : second + rest]
    for name, data in (("cms.der", cms), ("signed.bin", signed), ("root.pem", trusted)):
        (folder / name).write_bytes(data)
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms.der", "-content", "signed.bin",
         "-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Found(done.returncode == 0, done.stderr, second + rest == len(content), cms)


def sha256(content: bytes) -> str:
    """Its hash as people compare it."""
    return hashlib.sha256(content).hexdigest()
