"""The design as a letter prints it: words filled, sizes decided; and the paper of kinds that ask for no other."""

from __future__ import annotations

import base64
import time
from typing import Any, cast

from django.db import connection

from balai.documents.blocks import Values, parse, resolve
from balai.files import StoredFile
from balai.files.services import open_file
from modules.government.selectors import letterhead
from modules.letters.kop.design import Design, default_design
from modules.letters.models.kop import Kop
from modules.letters.types.declaration import PageSetup

#: How long a process may go on with what it has read (seconds); its own changes are seen at once.
_KEPT = 2.0
_kept: dict[str, tuple[float, Kop | None]] = {}


def forget_kop(schema: str = "") -> None:
    """Read anew at the next question (after a change; between tests)."""
    if schema:
        _kept.pop(schema, None)
    else:
        _kept.clear()


def present_kop(*, fresh: bool = False) -> Kop | None:
    """The village's row; None where letters look as they are shipped."""
    schema = str(connection.schema_name)  # type: ignore[attr-defined]
    if schema == "public":
        return None
    known = _kept.get(schema)
    if known is not None and not fresh and known[0] > time.monotonic():
        return known[1]
    row = Kop.objects.first()
    _kept[schema] = (time.monotonic() + _KEPT, row)
    return row


def present_design() -> Design:
    """The village's design, or the shipped one."""
    row = present_kop()
    # What was kept before a part was added has that part's default.
    return cast(Design, default_design() | row.design) if row is not None else default_design()  # type: ignore[operator]


def default_page() -> PageSetup | None:
    """Paper and letters of kinds that ask for no other; None: as shipped."""
    from modules.letters.layers.effective import page_of

    row = present_kop()
    return page_of(row.design["page"]) if row is not None else None


def printed_kop(design: Design, values: dict[str, Any], logo: str) -> dict[str, Any]:
    """The head and foot as the template draws them and an approved letter freezes them. ``logo`` is the key of a picture
    of the village's own, or nothing."""
    known = values | _joined(values)
    lines = []
    for line in design["lines"]:
        done, _problems = resolve({"type": "paragraph", "content": parse(line["text"])}, Values(fields=known, empty=""))
        text = " ".join("".join(str(each.get("text", " ")) for each in done["content"]).split())
        if text:
            lines.append({**line, "text": text.upper() if line["upper"] else text})
    return {
        "lines": lines, "logo": logo if design["logo"] == "own" and logo else design["logo"],
        **{
            name: design[name]  # type: ignore[literal-required]
            for name in ("logo_place", "logo_height", "rule", "height", "space_after", "foot", "foot_codes", "foot_pages")
        },
    }  # fmt: skip


def kop_of(values: dict[str, Any]) -> dict[str, Any] | None:
    """The present head and foot; None where the village has designed none."""
    row = present_kop()
    if row is None:
        return None
    return printed_kop(present_design(), values, str(row.logo_file or ""))


def _joined(values: dict[str, Any]) -> dict[str, str]:
    """The two lines that the identity's parts make, as the shipped kop prints them."""
    where = (values["alamat_kantor"], f"Kode Pos {values['kode_pos']}" if values["kode_pos"] else "")
    phone = f"Telepon {values['telepon_desa']}" if values["telepon_desa"] else ""
    contact = (phone, values["email_desa"], values["website_desa"])
    return {"alamat_lengkap": ", ".join(filter(None, where)), "kontak": ", ".join(filter(None, contact))}


def logo_of(kop: dict[str, Any] | None) -> str | None:
    """The picture at a letter's head as base64: the village's crest, the letters' own, or none."""
    logo = str(kop["logo"]) if kop else "crest"
    if logo == "none":
        return None
    if logo not in ("crest", "own"):
        stored = StoredFile.objects.filter(pk=logo).first()
        if stored is not None:
            with open_file(stored) as handle:
                return base64.b64encode(handle.read()).decode()
    crest: str | None = letterhead()["crest_png"]
    return crest
