"""Who may sign on a day and how it is printed; what the kop says."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from balai.remembering import remembered
from modules.government.models import Identity, Official, Post
from tenants.context import current_village


@dataclass(frozen=True)
class Signer:
    """A signature block: ``lines`` above the name, the name, and the number below it."""

    official_id: UUID
    line_style: str
    name: str
    lines: tuple[str, ...]
    number_label: str
    number: str

    @property
    def position(self) -> str:
        """The signer's own position: the block's last line."""
        return self.lines[-1]

    def as_dict(self) -> dict[str, Any]:
        """For the letter's frozen data."""
        return asdict(self) | {"official_id": str(self.official_id), "lines": list(self.lines)}


@remembered
def identity() -> Identity:
    """The identity's one row (not saved where none exists yet)."""
    return Identity.objects.first() or Identity()


def head_title(found: Identity | None = None) -> str:
    """How the head is printed: "KEPALA DESA GEYER", "LURAH PURWODADI"."""
    card = current_village()
    found = found or identity()
    title = found.head_title or ("Lurah" if card.kind == "kelurahan" else "Kepala Desa")
    return f"{title} {card.name}".upper()


def in_office(on: date) -> QuerySet[Official]:
    """Officials in office on a day."""
    return Official.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))


@remembered
def signers(on: date) -> list[Signer]:
    """Who may sign on a day, the head first.

    a.n. is the sekretaris' (one only), u.b. any other official's who may; without a head in office nobody signs.
    """
    found = list(in_office(on))
    head = next((each for each in found if each.post == Post.KADES), None)
    if head is None:
        return []
    row = identity()
    title = head_title(row)
    sekdes = next((each for each in found if each.post == Post.SEKDES), None)
    made = [_signer(head, "", (title,), row)]
    second = sekdes.position.upper() if sekdes else "SEKRETARIS DESA"
    for each in found:
        if each.post == Post.SEKDES and each.signs_an:
            made.append(_signer(each, "a.n.", (f"a.n. {title}", second), row))
        elif each.post == Post.OTHER and each.signs_ub:
            made.append(_signer(each, "u.b.", (f"a.n. {title}", second, "u.b.", each.position.upper()), row))
    return made


def number_of(official: Official, row: Identity) -> tuple[str, str]:
    """The label and the number that stand below a signature; both empty where there is none."""
    # More than ten characters are a civil servant's number (NIP), else the village's own is printed; what was entered
    # as a short NIP stands in only where there is no other.
    is_nip = len(official.nip) > 10
    number = official.nip if is_nip else official.nipd or official.nip
    label = "NIP" if is_nip else row.number_label
    return label if number else "", number


def _signer(official: Official, style: str, lines: tuple[str, ...], row: Identity) -> Signer:
    return Signer(official.pk, style, official.name, lines, *number_of(official, row))


def signer_for(official_id: Any, on: date) -> Signer | None:
    """The signature block of one official on a day; None where they may not sign."""
    return next((each for each in signers(on) if str(each.official_id) == str(official_id)), None)


@remembered
def letterhead() -> dict[str, Any]:
    """What the kop prints; the crest as base64 of its file, or None."""
    card = current_village()
    row = identity()
    crest = None
    if row.crest_file:
        from balai.files.models import StoredFile
        from balai.files.services import open_file

        stored = StoredFile.objects.filter(pk=row.crest_file).first()
        if stored is not None:
            with open_file(stored) as handle:
                crest = base64.b64encode(handle.read()).decode()
    return {
        "lines": [
            f"PEMERINTAH {card.regency_name}".upper(),
            f"{row.district_word or 'Kecamatan'} {card.district_name.removeprefix('Kecamatan ')}".upper(),
            card.title.upper(),
        ],
        "address": row.address,
        "postal_code": row.postal_code,
        "phone": row.phone,
        "email": row.email,
        "website": row.website,
        "crest_png": crest,
    }
