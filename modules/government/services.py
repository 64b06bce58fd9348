"""Writes of the village's identity and officials."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts.models import User
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from balai.files.services import store
from modules.government.errors import GovernmentError
from modules.government.models import Identity, Official, Post
from modules.population.models import Resident
from tenants.context import current_village

CREST_BYTES = 2 * 1024 * 1024
#: What the identity's page asks and the service takes.
IDENTITY_TEXTS = (
    "address", "postal_code", "phone", "email", "website", "head_title", "number_label", "hamlet_word", "district_word",
    "district_head_title", "district_head_name", "district_head_number",
)  # fmt: skip


@atomic()
def change_identity(*, actor: Actor, version: str = "", crest: BinaryIO | None = None, **texts: str) -> Identity:
    """Change what the kop prints; the crest is a PNG or JPEG of at most 2 MB.

    Raises:
        Conflict, FileRefused.
    """
    require(actor, "government.change")
    row, _made = Identity.objects.select_for_update().get_or_create(only=True)
    if version and version != row.updated_at.isoformat():
        raise Conflict()
    for name in IDENTITY_TEXTS:
        if name in texts:
            setattr(row, name, str(texts[name] or "").strip())
    row.number_label = row.number_label or "NIPD"
    if crest is not None:
        stored = store(
            actor=actor, content=crest, name=getattr(crest, "name", "lambang.png"), kind="government.crest",
            accept=["image/png", "image/jpeg"], max_bytes=CREST_BYTES, permission="government.view",
        )  # fmt: skip
        row.crest_file = stored.pk
    row.updated_at = timezone.now()
    row.save()
    audit.record(actor, "government.identity_changed")
    return row


def _save(official: Official) -> None:
    errors = {
        "official_one_kades": GovernmentError(_("Sudah ada Kepala Desa pada masa itu. Isi dahulu tanggal akhir yang lama."), field="since"),
        "official_one_sekdes": GovernmentError(_("Sudah ada Sekretaris Desa pada masa itu. Isi dahulu tanggal akhir yang lama."), field="since"),
        "official_term": GovernmentError(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="until"),
        "official_an_is_sekdes": GovernmentError(_("Hanya Sekretaris Desa yang menandatangani a.n."), field="signs_an"),
        "government_official_user_id_key": GovernmentError(_("Akun ini sudah dihubungkan dengan pejabat lain."), field="user"),
        "official_ub_is_other": GovernmentError(_("u.b. hanya bagi perangkat selain Kepala dan Sekretaris Desa."), field="signs_ub"),
    }  # fmt: skip
    with translate_unique(errors):
        official.save()


@atomic()
def add_official(
    *, actor: Actor, name: str, post: str, position: str, since: date, until: date | None = None, nip: str = "", nipd: str = "",
    signs_an: bool = False, signs_ub: bool = False, resident: Resident | None = None, user: User | None = None,
) -> Official:  # fmt: skip
    """Put somebody in office (a resident, or somebody from outside).

    Raises:
        GovernmentError: two heads at once, or a right to sign that the post has not.
    """
    require(actor, "government.change")
    official = Official(
        name=name.strip(), post=post, position=position.strip(), since=since, until=until, nip=nip.strip(), nipd=nipd.strip(),
        signs_an=signs_an, signs_ub=signs_ub, resident=resident, user=user,
    )  # fmt: skip
    _save(official)
    audit.record(actor, "government.official_added", about=official, post=post)
    return official


@atomic()
def change_official(*, actor: Actor, official: Official, version: str = "", **changes: Any) -> Official:
    """Change an official's data or end the term.

    Raises:
        Conflict, GovernmentError.
    """
    require(actor, "government.change")
    now = Official.objects.select_for_update(of=("self",)).get(pk=official.pk)
    if version and version != now.updated_at.isoformat():
        raise Conflict()
    for name, value in changes.items():
        setattr(now, name, value)
    now.updated_at = timezone.now()
    _save(now)
    audit.record(actor, "government.official_changed", about=now, columns=sorted(changes))
    return now


def set_up_demo(*, actor: Actor) -> None:
    """Identity and officials for a village of the demo, from its synthetic residents. Does nothing where some exist."""
    if Official.objects.exists() or current_village().data == "real":
        return
    card = current_village()
    change_identity(
        actor=actor, address=f"Jalan Raya {card.name} Nomor 1", postal_code="58100", phone="",
        email=f"kantor@{card.subdomain}.example", website=card.host,
    )  # fmt: skip
    people = list(
        Resident.objects.filter(presence=1, void_at=None, sex__in=[1, 2], education__gte=5, birth_date__isnull=False)
        .filter(birth_date__lte=date(1992, 1, 1), birth_date__gte=date(1966, 1, 1))
        .order_by("nik")[:5]
    )
    posts = [
        (Post.KADES, "Kepala Desa", False, False),
        (Post.SEKDES, "Sekretaris Desa", True, False),
        (Post.OTHER, "Kasi Pemerintahan", False, True),
        (Post.OTHER, "Kasi Pelayanan", False, True),
        (Post.OTHER, "Kaur Umum dan Tata Usaha", False, False),
    ]
    for number, (person, (post, position, an, ub)) in enumerate(zip(people, posts, strict=False), 1):
        add_official(
            actor=actor, resident=person, name=person.name, post=post, position=position, since=min(date(2023, 1, 2), today()),
            nipd=f"{card.code[-4:]}{number:03d}", signs_an=an, signs_ub=ub,
        )  # fmt: skip
