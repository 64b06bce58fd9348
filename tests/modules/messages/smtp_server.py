"""A mail server on this machine that speaks as RFC 5321, 3207 (STARTTLS) and 4954 (AUTH PLAIN) say, and remembers."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@lru_cache
def certificate(name: str) -> tuple[bytes, bytes]:
    """A certificate for a name that trusts itself, and its key (PEM)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.PEM), key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass
class Mail:
    """A letter that was taken, and how it came."""

    sender: str
    receiver: str
    text: str
    secure: bool
    user: str


@dataclass
class Server:
    """What a server does; ``said`` replaces its answer to a verb, "cut" breaks the line, "drip" answers for ever."""

    port: int = 0
    said: dict[str, str] = field(default_factory=dict)
    offers_tls: bool = True
    account: tuple[str, str] = ("kantor", "rahasia surel")
    taken: list[Mail] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)


@contextmanager
def smtp_server(folder: Path, *, implicit: bool = False, name: str = "localhost", **more: Any) -> Iterator[Server]:
    """Runs until the block ends; TLS with :func:`certificate`."""
    made = Server(**more)
    pem, key = certificate(name)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            line, secure, user, sender, receiver = self.request, False, "", "", ""
            try:
                if implicit:
                    line, secure = context.wrap_socket(line, server_side=True), True
                file = line.makefile("rwb")

                def say(text: str) -> None:
                    file.write(f"{text}\r\n".encode())
                    file.flush()

                say(made.said.get("HELLO", "220 surel siap"))
                while words := file.readline().decode().strip():
                    verb = words.split()[0].upper()
                    made.heard.append(verb)
                    said = made.said.get(verb)
                    if said == "cut":
                        return
                    if said == "drip":
                        while True:
                            file.write(b"2")
                            file.flush()
                            time.sleep(0.05)
                    if said:
                        say(said)
                        if said[0] in "45":
                            continue
                    if verb == "EHLO":
                        say("250-surel")
                        if made.offers_tls and not secure:
                            say("250-STARTTLS")
                        say("250 AUTH PLAIN")
                    elif verb == "STARTTLS":
                        say("220 mulai")
                        line, secure = context.wrap_socket(line, server_side=True), True
                        file = line.makefile("rwb")
                    elif verb == "AUTH":
                        _empty, name, password = base64.b64decode(words.split()[2]).decode().split("\0")
                        good = (name, password) == made.account
                        user = name if good else ""
                        say("235 masuk" if good else "535 salah")
                    elif verb == "MAIL":
                        sender = words.partition("<")[2].partition(">")[0]
                        say("250 ok")
                    elif verb == "RCPT":
                        receiver = words.partition("<")[2].partition(">")[0]
                        say("250 ok")
                    elif verb == "DATA":
                        say("354 lanjut")
                        lines = []
                        while (text := file.readline().decode().rstrip("\r\n")) != ".":
                            lines.append(text)
                        final = made.said.get("END", "250 diterima")
                        if final == "cut":
                            return
                        if final.startswith("250"):
                            made.taken.append(Mail(sender, receiver, "\n".join(lines), secure, user))
                        say(final)
                    elif verb == "QUIT":
                        say("221 dah")
                        return
                    else:
                        say("250 ok")
            except (OSError, ValueError):
                return

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    listener = Listener(("127.0.0.1", 0), Talk)
    made.port = listener.server_address[1]
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        listener.shutdown()
        listener.server_close()
