"""The national signing service (BSrE's e-sign client service, its technical guide, version 1 of the API).

``POST {base}/api/sign/pdf`` as multipart: ``file``, ``nik``, ``passphrase``, ``tampilan`` (visible | invisible); visible
with ``image`` = true, ``imageTTD`` (PNG), ``page``, ``xAxis``, ``yAxis``, ``width``, ``height``; further ``reason``,
``location``. Basic authentication. The answer is the signed PDF, its name in the header ``id_dokumen``; what went wrong is
JSON with ``status_code`` and ``error``. ``GET {base}/api/user/status/{nik}`` says whether somebody is registered.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from balai.outbound import Answer, Forbidden, Silent, call
from modules.letters.signing.checking import has_evidence, read_signature
from modules.letters.signing.errors import (
    AccessRefused,
    AddressRefused,
    AnswerUnusable,
    CertificateNotValid,
    PassphraseWrong,
    ServiceDown,
    ServiceRefused,
    SignerUnknown,
    SigningError,
)
from modules.letters.signing.interface import Paper, Passphrase, Signed
from modules.letters.signing.trust import require_trusted_pdf

#: For the whole of a signature. The service asks its own authority for a certificate, a time stamp and revocation lists.
SIGN_SECONDS, ASK_SECONDS = 45.0, 8.0
_MAX_ANSWER = 25 * 1024 * 1024
#: What is told by a word where the service's number says nothing: its numbers differ between versions.
_WORDS: tuple[tuple[str, type[SigningError]], ...] = (
    (r"pass\s*phrase", PassphraseWrong),
    (r"belum terdaftar|tidak terdaftar|not registered|tidak ditemukan", SignerUnknown),
    (r"sertifikat.*(kedaluwarsa|kadaluarsa|expired|tidak berlaku|habis|dicabut)|certificate.*(expired|revoked)", CertificateNotValid),
)  # fmt: skip
_CODES: dict[str, type[SigningError]] = {
    "2031": PassphraseWrong, "2021": CertificateNotValid, "2011": SignerUnknown, "1110": SignerUnknown, "1111": SignerUnknown,
}  # fmt: skip


@dataclass(frozen=True)
class EsignSigner:
    """Signs through the service in the name of who has this NIK."""

    base_url: str
    username: str
    password: str = field(repr=False)
    nik: str = field(repr=False)
    account: str = ""
    seconds: float = SIGN_SECONDS

    def sign(self, paper: Paper, passphrase: Passphrase) -> Signed:
        """Sign the paper; see :class:`modules.letters.signing.interface.Signer`."""
        fields: dict[str, str] = {
            "nik": self.nik, "passphrase": passphrase.reveal(), "reason": paper.reason, "location": paper.location,
            "tampilan": "invisible",
        }  # fmt: skip
        files = [("file", paper.name, "application/pdf", paper.content)]
        if paper.place is not None and paper.stamp_png:
            place = paper.place
            fields |= {
                "tampilan": "visible", "image": "true", "page": str(place.page + 1), "xAxis": _number(place.left),
                "yAxis": _number(place.bottom), "width": _number(place.width), "height": _number(place.height),
            }  # fmt: skip
            files.append(("imageTTD", "ttd.png", "image/png", paper.stamp_png))
        body, kind = _multipart(fields, files)
        answer = self._ask("POST", "/api/sign/pdf", body, kind, self.seconds)
        if answer.status != 200 or not answer.body.startswith(b"%PDF-"):
            raise _refusal(answer)
        found = read_signature(answer.body, of=paper.content)
        require_trusted_pdf(answer.body)
        return Signed(
            answer.body, found.subject, found.issuer, found.serial, found.signed_at or datetime.now(UTC),
            has_timestamp=found.has_timestamp, reference=answer.headers.get("id_dokumen", "")[:100],
            level=found.level, long_term="embedded" if has_evidence(answer.body) else "",
        )  # fmt: skip

    def check(self) -> str:
        """What the service says of the person; "" where it says nothing of a state.

        Raises:
            SignerUnknown, AccessRefused, ServiceDown, AnswerUnusable, ServiceRefused: as they say.
        """
        answer = self._ask("GET", f"/api/user/status/{self.nik}", b"", "", ASK_SECONDS)
        if answer.status != 200:
            raise _refusal(answer)
        said = _json(answer)
        if said is None:
            raise AnswerUnusable()
        code = str(said.get("status_code", ""))
        if code in _CODES:
            raise _CODES[code]()
        return str(said.get("message") or said.get("status") or "")[:200]

    def _ask(self, method: str, path: str, body: bytes, kind: str, seconds: float) -> Answer:
        token = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Accept": "application/pdf, application/json"}
        if kind:
            headers["Content-Type"] = kind
        try:
            answer = call(
                method,
                self.base_url.rstrip("/") + path,
                body=body,
                headers=headers,
                seconds=seconds,
                max_bytes=_MAX_ANSWER,
            )
        except Forbidden:
            raise AddressRefused() from None
        except Silent:
            raise ServiceDown() from None
        if answer.status in {401, 403}:
            raise AccessRefused()
        if answer.status >= 500 and _json(answer) is None:
            raise ServiceDown()
        return answer


def _number(value: float) -> str:
    return str(round(value))


def _json(answer: Answer) -> dict[str, Any] | None:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refusal(answer: Answer) -> SigningError:
    """The service's no, as an error of ours."""
    said = _json(answer)
    if said is None:
        return AnswerUnusable()
    text = " ".join(str(said.get("error") or said.get("message") or "").split())[:200]
    # Words first: the same number means different things in different versions of the service.
    for pattern, error in _WORDS:
        if re.search(pattern, text, re.IGNORECASE):
            return error(field="passphrase") if error is PassphraseWrong else error()
    known = _CODES.get(str(said.get("status_code", "")))
    if known is not None:
        return known(field="passphrase") if known is PassphraseWrong else known()
    if answer.status >= 500:
        return ServiceDown()
    if not text:
        return AnswerUnusable()
    return ServiceRefused(said=text if text.endswith((".", "!", "?")) else f"{text}.")


def _multipart(fields: dict[str, str], files: list[tuple[str, str, str, bytes]]) -> tuple[bytes, str]:
    """RFC 7578. Names are ours; values stand as they are, for nothing can end a part but a boundary that nobody guesses."""
    boundary = secrets.token_hex(24)
    parts: list[bytes] = []
    for name, value in fields.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, filename, kind, content in files:
        safe = re.sub(r"[^\w .()-]", "_", filename)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{safe}"\r\nContent-Type: {kind}\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
