"""Telegram's Bot API: ``POST {base}/bot<token>/sendMessage``.

A bot may write only to who has written to it first: the citizen opens ``t.me/<bot>?start=<code>``, and the bot's webhook
(with the secret that we set, ``X-Telegram-Bot-Api-Secret-Token``) brings the chat's number with that code. A message that
was taken counts as arrived: Telegram tells nothing later.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

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
from modules.messages.drivers.whatsapp import _same


@dataclass(frozen=True)
class Start:
    """Somebody opened the bot with our code."""

    code: str
    chat: str


class Telegram(Driver):
    """Bot API."""

    key = "telegram_bot"
    title = _("Bot Telegram")
    channels = ("telegram",)
    options = (
        Option("base", _("Alamat API"), default="https://api.telegram.org"),
        Option("bot", _("Nama bot"), _("Tanpa tanda @; misalnya DesaGeyerBot.")),
        Option("token", _("Token bot"), _("Dari @BotFather."), secret=True),
        Option("hook_secret", _("Kata sandi webhook"), _("Karang sendiri, huruf dan angka; dipakai saat setWebhook."), secret=True),
    )  # fmt: skip

    def check(self) -> None:
        """Both go into addresses."""
        if not re.fullmatch(r"[A-Za-z0-9_]{5,32}", self.values["bot"]):
            raise Never(str(_("Nama bot terdiri dari 5 sampai 32 huruf, angka, atau garis bawah.")))
        if self.values["token"] and not re.fullmatch(r"\d{5,20}:[A-Za-z0-9_-]{20,80}", self.values["token"]):
            raise Never(str(_("Token bot berbentuk angka, titik dua, lalu huruf dan angka.")))
        if not re.fullmatch(r"[A-Za-z0-9_-]{12,256}", self.values["hook_secret"]):
            raise Never(str(_("Kata sandi webhook paling sedikit 12 huruf atau angka.")))

    def start_url(self, code: str) -> str:
        """What the citizen opens to bind their Telegram."""
        return f"https://t.me/{self.values['bot']}?start={code}"

    def send(self, out: Outgoing) -> DeliveryRef:
        """One message, as plain text."""
        body = {"chat_id": out.to, "text": out.with_end, "link_preview_options": {"is_disabled": True}}
        answer = post(
            f"{self.values['base'].rstrip('/')}/bot{self.values['token']}/sendMessage",
            headers={"Content-Type": "application/json"},
            body=json.dumps(body).encode(),
        )
        found = json_of(answer)
        if not isinstance(found, dict):
            raise Unclear(str(_("Jawaban penyedia tidak dapat dibaca.")))
        if found.get("ok"):
            return DeliveryRef(str((found.get("result") or {}).get("message_id", "")), delivered=True)
        code, said = int(found.get("error_code") or answer.status), str(found.get("description", ""))[:200]
        if code == 429:
            wait = (found.get("parameters") or {}).get("retry_after") or 30
            raise Later(str(_("Terlalu banyak pesan sekaligus.")), seconds=int(wait))
        if code >= 500:
            raise Unclear(f"Telegram: {said}")
        if code == 401:
            raise Never(str(_("Token bot tidak berlaku. Periksa pada pengaturan.")))
        if code == 403:
            raise Never(str(_("Warga memblokir bot, atau belum memulai percakapan dengannya.")))
        raise Never(f"Telegram: {said}")

    def news(self, asked: Asked) -> list[News]:
        """Nothing is told later."""
        self.start(asked)
        return []

    def start(self, asked: Asked) -> Start | None:
        """Who opened the bot with a code, from a webhook that knows the secret.

        Raises:
            NotThem: the secret is missing or wrong.
        """
        if not _same(asked.headers.get("x-telegram-bot-api-secret-token", ""), self.values["hook_secret"]):
            raise NotThem()
        message = as_json(asked.body).get("message") or {}
        chat = message.get("chat") or {}
        code = re.fullmatch(r"/start ([a-z0-9]{16,40})", str(message.get("text", "")).strip())
        if chat.get("type") != "private" or code is None:
            return None
        return Start(code[1], str(chat.get("id", ""))[:30])
