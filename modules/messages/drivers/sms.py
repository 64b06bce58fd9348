"""SMS through any HTTP gateway: what the request looks like is written by the village as a template.

In the body (a form ``to=[nomor]&text=[pesan]``, or JSON with the codes inside its texts) and in header values stand the
codes [nomor], [pesan], [kunci] and [rahasia]. The body is taken apart first and filled afterwards, so that a message can
never add a field of its own. Where the gateway knows an idempotency header, a lost answer may be asked for again.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

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
    json_of,
    post,
)
from modules.messages.drivers.whatsapp import _same

#: Signs of the GSM 7-bit alphabet; those of the second line take two places (3GPP TS 23.038).
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = set("^{}\\[~]|€")


def parts_of(text: str) -> int:
    """In how many parts an SMS goes, and is paid."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        size = sum(2 if sign in _GSM_TWICE else 1 for sign in text)
        one, many = 160, 153
    else:
        size, one, many = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else -(-size // many)


def _filled(value: Any, codes: dict[str, str]) -> Any:
    """A template's value with its codes filled, text by text."""
    if isinstance(value, str):
        return re.sub(r"\[(\w+)\]", lambda found: codes.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(each, codes) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, codes) for key, each in value.items()}
    return value


def _at(found: Any, path: str) -> str:
    """The value at a path like ``data.0.id``; "" where there is none."""
    for part in path.split(".") if path else ():
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            return ""
    return "" if found is None or isinstance(found, dict | list) else str(found)


def _words(text: str) -> set[str]:
    return {each.strip().lower() for each in text.split(",") if each.strip()}


class HttpSms(Driver):
    """A gateway that takes an HTTP request."""

    key = "sms_http"
    title = _("Gerbang SMS melalui HTTP")
    channels = ("sms",)
    reports = True
    notes = (
        _(
            "Setiap SMS ditutup dengan tautan pendek untuk berhenti, kecuali kode. Panjangnya ikut dihitung: SMS yang lebih dari "
            "160 huruf dikirim dan dibayar sebagai beberapa bagian."
        ),
    )
    options = (
        Option("url", _("Alamat gerbang"), _("https://...")),
        Option("format", _("Bentuk isi"), choices=(("form", _("Formulir")), ("json", "JSON")), default="form"),
        Option("body", _("Isi permintaan"), _("Formulir: to=[nomor]&text=[pesan]. JSON: {\"to\": \"[nomor]\", \"text\": \"[pesan]\"}. Kode: [nomor], [pesan], [kunci], [rahasia]."), long=True),
        Option("header", _("Header Authorization"), _("Misalnya Bearer [rahasia]. Kosong: tidak dikirim."), required=False),
        Option("secret", _("Kata rahasia"), _("Menggantikan kode [rahasia]."), secret=True, required=False),
        Option("key_header", _("Header kunci sekali kirim"), _("Misalnya Idempotency-Key, bila gerbang mengenalnya. Pesan yang jawabannya hilang lalu aman dikirim lagi."), required=False),
        Option("id_path", _("Letak nomor pesan pada jawaban"), _("Misalnya data.id."), required=False),
        Option("ok_path", _("Letak status pada jawaban"), _("Kosong: cukup status HTTP 2xx."), required=False),
        Option("ok_words", _("Kata status yang berarti diterima"), _("Dengan koma, misalnya ok,queued."), required=False),
        Option("hook_secret", _("Kata sandi kabar status"), _("Dikirim gerbang sebagai ?rahasia=... atau header X-Rahasia."), secret=True, required=False),
        Option("hook_id", _("Nama isian nomor pesan pada kabar"), default="id", required=False),
        Option("hook_status", _("Nama isian status pada kabar"), default="status", required=False),
        Option("delivered_words", _("Kata yang berarti sampai"), default="delivered,delivrd", required=False),
        Option("failed_words", _("Kata yang berarti gagal"), default="failed,undelivered,undeliv,rejected,expired", required=False),
    )  # fmt: skip

    @property
    def idempotent(self) -> bool:
        """Where the gateway knows a key."""
        return bool(self.values["key_header"])

    def check(self) -> None:
        """The template must be readable and name the number and the message."""
        if self.values["format"] == "json":
            try:
                if not isinstance(json.loads(self.values["body"]), dict):
                    raise ValueError
            except ValueError:
                raise Never(str(_("Isi permintaan bukan JSON yang lengkap."))) from None
        if not all(code in self.values["body"] for code in ("[nomor]", "[pesan]")):
            raise Never(str(_("Isi permintaan harus memuat [nomor] dan [pesan].")))
        if self.values["key_header"] and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,60}", self.values["key_header"]):
            raise Never(str(_("Nama header hanya huruf, angka, dan garis.")))
        if re.search(r"[\r\n]", self.values["header"] + self.values["secret"]):
            raise Never(str(_("Header dan kata rahasia harus satu baris.")))

    def send(self, out: Outgoing) -> DeliveryRef:
        """One SMS."""
        codes = {"nomor": out.to, "pesan": out.with_end, "kunci": out.key, "rahasia": self.values["secret"]}
        if self.values["format"] == "json":
            body, kind = json.dumps(_filled(json.loads(self.values["body"]), codes)), "application/json"
        else:
            pairs = parse_qsl(self.values["body"], keep_blank_values=True)
            body, kind = urlencode([(name, _filled(value, codes)) for name, value in pairs]), "application/x-www-form-urlencoded"  # fmt: skip
        headers = {"Content-Type": kind}
        if self.values["header"]:
            headers["Authorization"] = _filled(self.values["header"], codes)
        if self.values["key_header"]:
            headers[self.values["key_header"]] = out.key
        answer = post(self.values["url"], headers=headers, body=body.encode())
        if answer.status in {408, 429, 503}:
            wait = answer.headers.get("retry-after", "")
            raise Later(str(_("Gerbang SMS sedang sibuk.")), seconds=int(wait) if wait.isdigit() else 0)
        if answer.status >= 500:
            raise Unclear(f"Gerbang SMS: {answer.status}")
        if not 200 <= answer.status < 300:
            raise Never(f"Gerbang SMS: {answer.status}")
        found = json_of(answer)
        if self.values["ok_path"] and _at(found, self.values["ok_path"]).lower() not in _words(self.values["ok_words"]):
            raise Never(
                f"Gerbang SMS: {_at(found, self.values['ok_path']) or answer.body[:80].decode('utf-8', 'replace')}"
            )
        return DeliveryRef(_at(found, self.values["id_path"])[:150])

    def news(self, asked: Asked) -> list[News]:
        """One status, as a form, JSON or in the query."""
        given = asked.query.get("rahasia", "") or asked.headers.get("x-rahasia", "")
        if not _same(given, self.values["hook_secret"]):
            raise NotThem()
        fields: dict[str, Any] = dict(asked.query)
        if "json" in asked.headers.get("content-type", ""):
            try:
                read = json.loads(asked.body)
            except ValueError:
                raise NotThem() from None
            fields |= read if isinstance(read, dict) else {}
        else:
            fields |= dict(parse_qsl(asked.body.decode("utf-8", "replace")))
        word = _at(fields, self.values["hook_status"]).lower()
        state = "delivered" if word in _words(self.values["delivered_words"]) else "failed" if word in _words(self.values["failed_words"]) else ""  # fmt: skip
        reference = _at(fields, self.values["hook_id"])
        return [News(reference, state, word if state == "failed" else "")] if state and reference else []
