"""Two servers of the outside world: the national signing service as its technical guide has it, and a time stamp
authority (RFC 3161). Real HTTP on this machine; each remembers what it was asked."""

from __future__ import annotations

import asyncio
import base64
import email.parser
import email.policy
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper

from modules.letters.signing.interface import Paper, Passphrase
from modules.letters.signing.pades import PadesSigner
from tests.modules.letters.signing.keys import PASSPHRASE, made

USER, PASSWORD = "desa-geyer", "akun-rahasia"


@dataclass
class Service:
    """A running server: ``how`` says what it answers, ``asked`` what it got."""

    url: str = ""
    how: str = "good"
    asked: list[dict[str, Any]] = field(default_factory=list)
    #: Answers wait for it where ``how`` is "slow".
    let_go: threading.Event = field(default_factory=threading.Event)


def _fields(head: str, body: bytes) -> dict[str, Any]:
    parsed = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        f"Content-Type: {head}\r\n\r\n".encode() + body
    )
    found: dict[str, Any] = {}
    for part in parsed.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        found[str(name)] = content if part.get_filename() else content.decode()
    return found


def _esign(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            return

        def say(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def no(self, status: int, code: int, error: str) -> None:
            self.say(status, json.dumps({"status_code": code, "error": error}).encode())

        def known(self) -> bool:
            wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if self.headers.get("Authorization") == wanted:
                return True
            self.no(401, 401, "Unauthorized")
            return False

        def do_GET(self) -> None:
            service.asked.append({"path": self.path})
            if not self.known():
                return
            if service.how == "unregistered":
                self.say(
                    200,
                    json.dumps(
                        {"status_code": 1110, "status": "NOT_REGISTERED", "message": "User belum terdaftar"}
                    ).encode(),
                )
            else:
                self.say(
                    200,
                    json.dumps(
                        {"status_code": 1111_0, "status": "ISSUE", "message": "User memiliki sertifikat aktif"}
                    ).encode(),
                )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = _fields(self.headers.get("Content-Type", ""), body)
            service.asked.append({"path": self.path, **found})
            if not self.known():
                return
            answers: dict[str, Callable[[], None]] = {
                "unregistered": lambda: self.no(400, 2011, "User belum terdaftar"),
                "expired": lambda: self.no(400, 2021, "Sertifikat user sudah expired"),
                "odd": lambda: self.no(400, 9999, "Dokumen tidak dapat diproses"),
                "down": lambda: self.say(503, b"<html>Service Unavailable</html>", "text/html"),
                "broken": lambda: self.no(500, 500, "Internal Server Error"),
                "garbage": lambda: self.say(200, b"%PDF-1.7 this is no letter", "application/pdf"),
                "words": lambda: self.say(200, b"ok", "text/plain"),
                "moved": lambda: self.say(302, b"", "text/plain", Location="http://localhost:1/"),
                "unsigned": lambda: self.say(200, found["file"], "application/pdf"),
                "cut": self.cut,
                "drip": self.drip,
            }
            if service.how in answers:
                answers[service.how]()
                return
            if service.how == "slow":
                service.let_go.wait(30)
            if found.get("passphrase") != PASSPHRASE:
                self.no(400, 2031, "Passphrase anda salah")
                return
            signer = PadesSigner(made().pkcs12, "service")
            content = found["file"]
            if service.how == "other":
                content = other_letter()
            signed = signer.sign(Paper(content, "surat.pdf", found.get("reason", ""), ""), Passphrase(PASSPHRASE))
            self.say(200, signed.content, "application/pdf", id_dokumen="dok-2026-0001")

        def cut(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "50000")
            self.end_headers()
            self.wfile.write(b"%PDF-1.7 half")

        def drip(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "50000")
            self.end_headers()
            for _n in range(200):
                try:
                    self.wfile.write(b"%")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)

    return Handler


def other_letter() -> bytes:
    """A PDF that is not the letter that was sent."""
    from balai.documents import render_letter
    from tests.platform.documents.sample import sample, template

    return render_letter(sample(number="470/999/lain"), template())


def _authority(service: Service) -> type[BaseHTTPRequestHandler]:
    card = made("Penanda Waktu Uji", stamps=True)
    stamper = DummyTimeStamper(
        x509.Certificate.load(card.certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(card.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
    )

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            return

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.asked.append({"path": self.path, "kind": self.headers.get("Content-Type")})
            if service.how == "good":
                asked = tsp.TimeStampReq.load(body)
                answer = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            else:
                answer = b"no time today"
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    return Handler


@contextmanager
def _running(make: Callable[[Service], type[BaseHTTPRequestHandler]]) -> Iterator[Service]:
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), make(service))
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def esign_service() -> Any:
    """The national service."""
    return _running(_esign)


def stamp_authority() -> Any:
    """A time stamp authority."""
    return _running(_authority)
