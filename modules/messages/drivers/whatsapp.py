"""WhatsApp through a Cloud-API (Meta's, or a provider's that speaks it).

Published contract: ``POST {base}/{phone_number_id}/messages`` with a bearer token; ``messages[0].id`` is the reference. A
business may begin a conversation with an approved template only, so one with a single parameter in its body is named in
the settings. There is no idempotency key; ``biz_opaque_callback_data`` comes back with every status, and settles what a
lost answer left unclear. Statuses come as a webhook signed with the app's secret (``X-Hub-Signature-256``).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.messages.drivers.base import (
    Asked,
    DeliveryRef,
    Driver,
    Later,
    Never,
    News,
    NotThem,
    Option,
    Outgoing,
    Unclear,
    as_json,
    json_of,
    post,
)

#: Codes that pass: rate limits, the service is busy, an unknown error on their side.
_PASSING = {1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133016}
_WORDS = {
    10: _("Token tidak mempunyai izin mengirim. Periksa token pada pengaturan."),
    190: _("Token sudah tidak berlaku. Isi token baru pada pengaturan."),
    131026: _("Nomor ini tidak dapat menerima WhatsApp."),
    131042: _("Pembayaran akun WhatsApp bermasalah. Periksa akun pada penyedia."),
    131047: _("Lebih dari 24 jam sejak warga menulis: pesan harus memakai templat yang disetujui."),
    132000: _("Templat WhatsApp tidak cocok: harus mempunyai satu isian."),
    132001: _("Templat WhatsApp ini tidak ada atau belum disetujui."),
    132012: _("Templat WhatsApp tidak cocok: harus mempunyai satu isian."),
}


def flat(text: str) -> str:
    """A parameter of a template may hold neither line breaks nor tabs nor more than four spaces in a row."""
    return re.sub(r"\s+", " ", text).strip()


class WhatsApp(Driver):
    """Cloud-API."""

    key = "whatsapp_cloud"
    title = _("WhatsApp Cloud API")
    channels = ("whatsapp",)
    reports = True
    options = (
        Option("base", _("Alamat API"), _("Termasuk versinya."), default="https://graph.facebook.com/v23.0"),
        Option("number", _("ID nomor telepon (phone number ID)")),
        Option("token", _("Token akses"), secret=True),
        Option("app_secret", _("Rahasia aplikasi (app secret)"), _("Membuktikan bahwa kabar status benar dari penyedia."), secret=True),
        Option("verify", _("Kata sandi webhook (verify token)"), _("Karang sendiri; tulis sama pada penyedia."), secret=True),
        Option("template", _("Nama templat pesan"), _("Templat kategori utility dengan satu isian {{1}}. Kosong: kirim sebagai teks biasa."), required=False),
        Option("code_template", _("Nama templat kode"), _("Templat kategori authentication. Kosong: memakai templat pesan."), required=False),
        Option("language", _("Bahasa templat"), default="id"),
    )  # fmt: skip

    def check(self) -> None:
        """The number's key goes into the address."""
        if not re.fullmatch(r"\d{5,30}", self.values["number"]):
            raise Never(str(_("ID nomor telepon terdiri dari angka saja.")))

    def _content(self, out: Outgoing) -> dict[str, Any]:
        code = re.search(r"\d{6}", out.text) if out.is_code else None
        if code and self.values["code_template"]:
            parameter = [{"type": "text", "text": code[0]}]
            components = [
                {"type": "body", "parameters": parameter},
                {"type": "button", "sub_type": "url", "index": "0", "parameters": parameter},
            ]
            name = self.values["code_template"]
        elif self.values["template"]:
            components = [{"type": "body", "parameters": [{"type": "text", "text": flat(out.with_end)}]}]
            name = self.values["template"]
        else:
            return {"type": "text", "text": {"preview_url": False, "body": out.with_end}}
        language = {"code": self.values["language"]}
        return {"type": "template", "template": {"name": name, "language": language, "components": components}}

    def send(self, out: Outgoing) -> DeliveryRef:
        """One message; a number without the plus sign."""
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": out.to.lstrip("+"),
            "biz_opaque_callback_data": out.key,
            **self._content(out),
        }
        answer = post(
            f"{self.values['base'].rstrip('/')}/{self.values['number']}/messages",
            headers={"Authorization": f"Bearer {self.values['token']}", "Content-Type": "application/json"},
            body=json.dumps(body).encode(),
        )
        found = json_of(answer)
        if answer.status == 200 and isinstance(found, dict):
            sent = found.get("messages") or [{}]
            if reference := str(sent[0].get("id", "")):
                return DeliveryRef(reference[:150])
        error = found.get("error", {}) if isinstance(found, dict) else {}
        self._refused(answer.status, error if isinstance(error, dict) else {})
        raise Unclear(str(_("Jawaban penyedia tidak dapat dibaca.")))

    def _refused(self, status: int, error: dict[str, Any]) -> None:
        code = int(error.get("code") or 0) if str(error.get("code", "")).isdigit() else 0
        words = str(_WORDS.get(code, "")) or f"WhatsApp: {error.get('message') or status}"[:250]
        if status == 429 or code in _PASSING:
            raise Later(words)
        if status in {400, 401, 403, 404} or code:
            raise Never(words)

    def greet(self, asked: Asked) -> str | None:
        """``hub.challenge``, for who knows the verify token."""
        if asked.query.get("hub.mode") != "subscribe" or not _same(
            asked.query.get("hub.verify_token", ""), self.values["verify"]
        ):
            raise NotThem()
        return asked.query.get("hub.challenge", "")[:200]

    def news(self, asked: Asked) -> list[News]:
        """Statuses of a signed webhook; what else it holds (citizens' own messages) is not read."""
        wanted = "sha256=" + hmac.new(self.values["app_secret"].encode(), asked.body, hashlib.sha256).hexdigest()
        if not self.values["app_secret"] or not _same(asked.headers.get("x-hub-signature-256", ""), wanted):
            raise NotThem()
        found = []
        for entry in as_json(asked.body).get("entry") or []:
            for change in entry.get("changes") or []:
                for status in (change.get("value") or {}).get("statuses") or []:
                    state = {"sent": "sent", "delivered": "delivered", "read": "delivered", "failed": "failed"}.get(
                        str(status.get("status"))
                    )
                    if state:
                        errors = status.get("errors") or [{}]
                        code = errors[0].get("code")
                        words = str(_WORDS.get(code, "")) or str(errors[0].get("title") or "")
                        found.append(
                            News(
                                str(status.get("id", "")),
                                state,
                                words[:250],
                                str(status.get("biz_opaque_callback_data") or ""),
                            )
                        )
        return found


def _same(given: str, wanted: str) -> bool:
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
