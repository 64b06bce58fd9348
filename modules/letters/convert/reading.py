"""From bytes to templates as plain data: whose format it is, and whether it may be looked at at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from modules.letters.convert.errors import ImportRefused

#: All 42 shipped letters of OpenSID are 0.7 MB; pictures inside the text are what makes a file large, and they are not taken.
MAX_BYTES = 20 * 1024 * 1024
MAX_TEMPLATES = 300
#: Lists within lists of the JSON itself.
MAX_DEPTH = 60
#: What our own exchange files call themselves.
FORMAT = "balai-letters"
VERSION = 1


@dataclass(frozen=True)
class Parsed:
    """A file that was understood. ``source`` is ``opensid`` or ``balai``; ``aliases`` stand in our own files alone."""

    source: str
    templates: tuple[Mapping[str, Any], ...]
    aliases: Mapping[str, Any]
    origin: str = ""


def parse_file(content: bytes) -> Parsed:
    """The templates of a file.

    Raises:
        ImportRefused: too large, packed, no JSON, too deep, or nothing in it that looks like a template.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefused(
            _("Berkas terlalu besar: paling besar {n} MB. Ekspor sebagian templat saja, atau hapus gambar di dalamnya.").format(
                n=MAX_BYTES // 1024 // 1024
            ),
            field="file",
        )  # fmt: skip
    if content[:2] in (b"PK", b"\x1f\x8b"):
        raise ImportRefused(
            _("Ini berkas terkompresi. Buka dahulu, lalu unggah berkas .json yang ada di dalamnya."), field="file"
        )
    found = _json(content)
    if isinstance(found, Mapping) and found.get("format") == FORMAT:
        return _ours(found)
    if isinstance(found, Mapping):
        found = found.get("data") if isinstance(found.get("data"), list) else [found]
    if not isinstance(found, list) or not found:
        raise _nothing()
    if len(found) > MAX_TEMPLATES:
        raise ImportRefused(
            _("Terlalu banyak templat dalam satu berkas: paling banyak {n}.").format(n=MAX_TEMPLATES), field="file"
        )
    if not any(isinstance(each, Mapping) and ("template" in each or "template_desa" in each) for each in found):
        raise _nothing()
    return Parsed("opensid", tuple(each if isinstance(each, Mapping) else {} for each in found), {})


def _nothing() -> ImportRefused:
    return ImportRefused(
        _("Tidak ada templat surat di berkas ini. Di OpenSID, buka Pengaturan Surat, centang surat, lalu pilih Ekspor."),
        field="file",
    )  # fmt: skip


def _json(content: bytes) -> Any:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise ImportRefused(
            _("Berkas ini bukan JSON yang utuh. Ekspor ulang dari OpenSID, lalu unggah tanpa mengubahnya."),
            field="file",
        ) from None
    except RecursionError:
        raise _too_deep() from None
    level = [found]
    for _depth in range(MAX_DEPTH):
        level = [
            below
            for each in level
            if isinstance(each, dict | list)
            for below in (each.values() if isinstance(each, dict) else each)
            if isinstance(below, dict | list)
        ]
        if not level:
            return found
    raise _too_deep()


def _too_deep() -> ImportRefused:
    return ImportRefused(_("Isi berkas bersarang terlalu dalam, sehingga tidak dibaca."), field="file")


def _ours(found: Mapping[str, Any]) -> Parsed:
    if found.get("version") != VERSION:
        raise ImportRefused(
            _("Berkas ini dibuat Balai versi lain (format {n}). Perbarui salah satunya.").format(
                n=str(found.get("version"))[:10]
            ),
            field="file",
        )
    kinds, aliases = found.get("kinds"), found.get("aliases") or {}
    if not isinstance(kinds, list) or not isinstance(aliases, Mapping) or not (kinds or aliases):
        raise _nothing()
    if len(kinds) > MAX_TEMPLATES or len(aliases) > MAX_TEMPLATES:
        raise ImportRefused(
            _("Terlalu banyak templat dalam satu berkas: paling banyak {n}.").format(n=MAX_TEMPLATES), field="file"
        )
    return Parsed(
        "balai", tuple(each if isinstance(each, Mapping) else {} for each in kinds), aliases,
        str(found.get("village") or "")[:100],
    )  # fmt: skip


def as_data(value: Any) -> Any:
    """A part that one version writes as JSON and another as text that holds JSON; None where it is neither."""
    if isinstance(value, str):
        try:
            return json.loads(value) if value.strip() else None
        except (ValueError, RecursionError):
            return None
    return value
