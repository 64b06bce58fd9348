"""Being inside a village, and knowing which."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from balai.errors import NotFound
from balai.registry import rules


@dataclass(frozen=True)
class VillageCard:
    """What pages, letters and jobs need to know of the village they run in."""

    schema_name: str
    key: str
    code: str
    name: str
    kind: str
    title: str
    district_name: str
    district_code: str
    regency_name: str
    regency_code: str
    province_name: str
    province_code: str
    subdomain: str
    host: str
    regency_host: str
    data: str
    state: str
    #: What the regency decided for all villages: see :meth:`rule`.
    rules: tuple[tuple[str, bool], ...] = ()

    def rule(self, code: str) -> bool:
        """What holds here of a rule that a module declares.

        Raises:
            KeyError: no installed module declares it.
        """
        return dict(self.rules).get(code, rules()[code].default)

    def url(self, path: str = "/") -> str:
        """The village's own address of a path."""
        return address(self.host, path)

    def verification_url(self, token: str) -> str:
        """Where a letter's QR code leads: the regency's host, which outlives a village's name."""
        return address(self.regency_host, f"/v/{self.key}-{token}")


def address(host: str, path: str = "/") -> str:
    """An absolute address as people see it: scheme, host, port where it is not the scheme's own."""
    port = settings.BALAI_PORT
    usual = {"http": 80, "https": 443}[settings.BALAI_SCHEME]
    shown = "" if port in {0, usual} or settings.BALAI_SCHEME == "https" else f":{port}"
    return f"{settings.BALAI_SCHEME}://{host}{shown}{path}"


@contextmanager
def village_context(schema_name: str) -> Iterator[None]:
    """Work inside a village (or ``public``); refused inside a transaction."""
    with schema_context(schema_name):
        yield


_cards: dict[tuple[str, str], tuple[float, VillageCard]] = {}
_CARD_SECONDS = 5.0


def current_village() -> VillageCard:
    """The village of this connection; kept for five seconds a process.

    Raises:
        NotFound: on the regency's side.
    """
    schema = connection.schema_name  # type: ignore[attr-defined]
    key = (str(connection.settings_dict["NAME"]), schema)
    kept = _cards.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    from tenants.models import Domain, Village

    village = Village.objects.select_related("district__regency").filter(schema_name=schema).first()
    if village is None:
        raise NotFound("Halaman ini hanya ada pada situs desa.")
    host = Domain.objects.filter(tenant=village, is_primary=True).values_list("domain", flat=True).first() or ""
    regency = village.district.regency
    card = VillageCard(
        schema_name=schema,
        key=village.key,
        code=village.code,
        name=village.name,
        kind=village.kind,
        title=village.title,
        district_name=village.district.name,
        district_code=village.district.code,
        regency_name=regency.name,
        regency_code=regency.code,
        province_name=regency.province_name,
        province_code=regency.province_code,
        subdomain=village.subdomain or "",
        host=host,
        regency_host=regency.host,
        data=village.data,
        state=village.state,
        rules=tuple(sorted(regency.rules.items())),
    )
    _cards[key] = (time.monotonic() + _CARD_SECONDS, card)
    return card


def forget_cards() -> None:
    """Forget what is kept (after a change of a village's row; tests)."""
    _cards.clear()
