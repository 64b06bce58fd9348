"""Every write to who is who: regency, villages, hosts, states. Run by the command line as owner unless noted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from balai.actor import Actor
from balai.ids import random_base32
from tenants import regions
from tenants.context import address, forget_cards
from tenants.errors import NotSetUp, VillageRefused
from tenants.grants import apply_village_grants, ensure_roles
from tenants.models import DataKind, District, Domain, LifecycleEvent, Regency, State, Village
from tenants.provisioning import ensure_template, make_schema, provisioning_lock, require_owner

_SUBDOMAIN = re.compile(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")


@dataclass
class Outcome:
    """What an onboarding command did."""

    changed: bool
    village: Village | None = None
    invitation: str = ""
    words: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def digits(code: str) -> str:
    """A code without its dots: 33.15.05.2010 -> 3315052010."""
    return code.replace(".", "").strip()


def add_regency(*, code: str, actor: Actor, base_domain: str | None = None) -> Outcome:
    """Make the deployment's regency with all its districts and villages (planned) from the official list.

    Idempotent: a second run adds what the list has new and changes nothing else.

    Raises:
        VillageRefused: no list for this code, or the deployment belongs to another regency.
    """
    require_owner()
    host = base_domain or settings.BALAI_BASE_DOMAIN
    try:
        listed = regions.load_regency(code)
    except (KeyError, FileNotFoundError, ValueError):
        raise VillageRefused(
            f"There is no list of villages for the regency {code}; known: {known_regencies()}."
        ) from None
    with transaction.atomic(), provisioning_lock():
        regency = Regency.objects.first()
        if regency is not None and regency.code != digits(listed.code):
            raise VillageRefused(
                f"This deployment belongs to {regency.name} ({regency.code}); one regency a deployment."
            )
        changed = regency is None
        if regency is None:
            regency = Regency.objects.create(
                code=digits(listed.code),
                name=listed.name,
                province_code=digits(listed.province_code),
                province_name=listed.province_name,
                host=host,
            )
            Domain.objects.create(domain=host, tenant=None, is_primary=True, verified_at=timezone.now())
        by_code = {district.code: district for district in District.objects.all()}
        for entry in listed.districts:
            if digits(entry.code) not in by_code:
                by_code[digits(entry.code)] = District.objects.create(
                    regency=regency, code=digits(entry.code), name=entry.name
                )
                changed = True
        known = set(Village.objects.values_list("code", flat=True))
        fresh = []
        for item in listed.villages:
            if digits(item.code) not in known:
                key = random_base32(8)
                fresh.append(
                    Village(
                        key=key,
                        schema_name=f"t_{key}",
                        code=digits(item.code),
                        name=item.name,
                        kind=item.kind,
                        district=by_code[digits(item.district_code)],
                    )
                )
        Village.objects.bulk_create(fresh)
        token = ""
        if regency_has_no_user():
            from balai.accounts.services import invite

            invitation, secret = invite(actor=actor, role="regency", name=f"Dispermasdes {listed.name}")
            token = address(regency.host, f"/undangan/{secret}/")
            del invitation
    return Outcome(
        changed=changed or bool(fresh),
        invitation=token,
        words=f"{regency.name}: {len(by_code)} districts, {len(known) + len(fresh)} villages.",
        data={
            "code": regency.code,
            "districts": len(by_code),
            "villages": len(known) + len(fresh),
            "host": regency.host,
        },
    )


def regency_has_no_user() -> bool:
    """Whether nobody was invited or exists on the regency's side yet."""
    from balai.accounts.models import Invitation, User

    return not User.objects.exists() and not Invitation.objects.exists()


def known_regencies() -> str:
    """Codes of the lists that come along."""
    from pathlib import Path

    return ", ".join(sorted(path.stem for path in Path(regions.__file__).parent.glob("*.csv")))


def free_subdomain(village: Village) -> str:
    """The subdomain that a village gets when none is asked for: its name, with its district's on a clash."""
    listed = regions.load_regency(village.code[:4])
    entry = next(item for item in listed.villages if digits(item.code) == village.code)
    return regions.slug_of(entry, listed)


def check_subdomain(subdomain: str, *, village: Village | None = None) -> str:
    """A subdomain that can be given, in lower case.

    Raises:
        VillageRefused: not a host's label, reserved, or another village's.
    """
    wanted = subdomain.strip().lower()
    if not _SUBDOMAIN.match(wanted):
        raise VillageRefused(
            f"The subdomain '{subdomain}' is not usable: letters a-z, digits and '-' only, at most 63."
        )
    if wanted in regions.RESERVED:
        raise VillageRefused(f"The subdomain '{wanted}' is reserved; take another, such as 'desa-{wanted}'.")
    holder = Village.objects.filter(subdomain=wanted).exclude(pk=village.pk if village else None).first()
    if holder is not None:
        district = holder.district.name.lower().replace(" ", "-")
        raise VillageRefused(
            f"The subdomain '{wanted}' belongs to {holder.title} ({holder.code}) already; take '{wanted}-...' "
            f"with the district's name (the other lies in {district})."
        )
    return wanted


def village_of(reference: str) -> Village:
    """The village by subdomain, ten-digit code (dots allowed) or key.

    Raises:
        VillageRefused: there is none.
    """
    wanted = reference.strip().lower()
    found = (
        Village.objects.select_related("district__regency").filter(subdomain=wanted).first()
        or Village.objects.select_related("district__regency").filter(code=digits(wanted)).first()
        or Village.objects.select_related("district__regency").filter(key=wanted).first()
    )
    if found is None:
        raise VillageRefused(f"There is no village '{reference}'; 'balai village list' shows all.")
    return found  # type: ignore[no-any-return]


def planned_village(code: str) -> Village:
    """A village of the official list by its ten-digit code.

    Raises:
        VillageRefused, NotSetUp: malformed or unknown code; no regency yet.
    """
    if not Regency.objects.exists():
        raise NotSetUp("There is no regency yet; run 'balai regency add --code 33.15' first.")
    wanted = digits(code)
    if not re.fullmatch(r"[0-9]{10}", wanted):
        raise VillageRefused(f"The code '{code}' is not a village's: ten digits, such as 33.15.05.2010.")
    found = Village.objects.select_related("district__regency").filter(code=wanted).first()
    if found is None:
        raise VillageRefused(f"The code '{code}' is not on the official list of this regency; check the digits.")
    return found  # type: ignore[no-any-return]


def add_village(
    *,
    actor: Actor,
    code: str,
    subdomain: str = "",
    data: str = DataKind.EMPTY,
    officer: str = "",
    state: str = State.LIVE,
) -> Outcome:
    """Bring a planned village to life: schema, role, grants, host and the first officer's invitation, all or nothing.

    Idempotent: for a village that exists already nothing changes.

    Raises:
        VillageRefused: unknown code, unusable or taken subdomain.
    """
    require_owner()
    village = planned_village(code)
    if village.exists:
        if subdomain and village.subdomain != subdomain.strip().lower():
            raise VillageRefused(
                f"{village.title} exists already at '{village.subdomain}'; its subdomain is changed by 'village rename'."
            )
        return Outcome(changed=False, village=village, words=f"{village.title} exists already; nothing was changed.")
    wanted = check_subdomain(subdomain or free_subdomain(village), village=village)
    sql_text = ensure_template()
    with transaction.atomic(), provisioning_lock():
        token = ensure_roles()
        make_schema(village.schema_name, token=token, sql_text=sql_text, state=state)
        host = f"{wanted}.{village.district.regency.host}"
        before = village.state
        village.subdomain, village.state, village.data = wanted, state, data
        village.provisioned_at = timezone.now()
        village.live_at = timezone.now() if state == State.LIVE else None
        village.save(update_fields=["subdomain", "state", "data", "provisioned_at", "live_at"])
        Domain.objects.create(domain=host, tenant=village, is_primary=True, verified_at=timezone.now())
        _record(village, "added", actor, before={"state": before}, after={"state": state, "subdomain": wanted})
        secret = _invite_first_officer(actor, village, officer)
    forget_cards()
    return Outcome(
        changed=True,
        village=village,
        invitation=address(host, f"/kantor/undangan/{secret}/"),
        words=f"{village.title} lives at {address(host)}.",
    )


def _invite_first_officer(actor: Actor, village: Village, officer: str) -> str:
    from django_tenants.utils import schema_context

    from balai.accounts.services import invite

    wrapper: Any = connection
    with wrapper.switching_allowed(), schema_context(village.schema_name):
        _, secret = invite(actor=actor, role="sekretaris", name=officer or f"Sekretaris {village.title}")
    return str(secret)


def import_villages(*, actor: Actor, text: str, source: str, dry_run: bool = False) -> list[Outcome]:
    """Bring many villages to life from a CSV with the columns ``code``, ``subdomain`` (optional), ``officer`` (optional).

    The whole file is checked first; one bad line and nothing is created.

    Raises:
        VillageRefused: names the line and the mend.
    """
    require_owner()
    rows = list(_csv_rows(text, source))
    seen: dict[str, int] = {}
    taken: dict[str, int] = {}
    plan: list[tuple[Village, str, str]] = []
    for line, row in rows:
        try:
            village = planned_village(row["code"])
            subdomain = row.get("subdomain") or village.subdomain or free_subdomain(village)
            if not village.exists:
                subdomain = check_subdomain(subdomain, village=village)
        except VillageRefused as error:
            raise VillageRefused(f"{source}, line {line}: {error.message()}") from None
        if village.code in seen:
            raise VillageRefused(f"{source}, line {line}: {village.code} stands on line {seen[village.code]} already.")
        if subdomain in taken:
            raise VillageRefused(f"{source}, line {line}: '{subdomain}' stands on line {taken[subdomain]} already.")
        seen[village.code], taken[subdomain] = line, line
        plan.append((village, subdomain, row.get("officer") or ""))
    if dry_run:
        return [
            Outcome(changed=not village.exists, village=village, words=f"{village.title} would live at '{subdomain}'.")
            for village, subdomain, _ in plan
        ]
    return [
        add_village(actor=actor, code=village.code, subdomain="" if village.exists else subdomain, officer=officer)
        for village, subdomain, officer in plan
    ]


def _csv_rows(text: str, source: str) -> Iterable[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    heading: list[str] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if not heading:
            heading = [cell.strip().lower() for cell in cells]
            if "code" not in heading:
                raise VillageRefused(
                    f"{source}, line {reader.line_num}: the first line must name the columns: code,subdomain."
                )
            unknown = set(heading) - {"code", "subdomain", "officer"}
            if unknown:
                raise VillageRefused(f"{source}, line {reader.line_num}: unknown column {sorted(unknown)[0]!r}.")
            continue
        if len(cells) != len(heading):
            raise VillageRefused(
                f"{source}, line {reader.line_num}: {len(cells)} cells where {len(heading)} are needed "
                f"({','.join(heading)}); check commas and quotes."
            )
        yield reader.line_num, {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
    if not heading:
        raise VillageRefused(f"{source} is empty; the first line names the columns: code,subdomain.")


_ALLOWED: dict[str, set[str]] = {
    State.SETUP: {State.LIVE},
    State.LIVE: {State.SETUP, State.READ_ONLY, State.SUSPENDED},
    State.READ_ONLY: {State.LIVE, State.SUSPENDED},
    State.SUSPENDED: {State.LIVE, State.READ_ONLY},
}


def change_state(*, actor: Actor, village: Village, state: str, reason: str) -> Outcome:
    """Move a village between live, read-only and suspended; its role's grants change in the same transaction.

    Raises:
        VillageRefused: this change is not possible from its state, or no reason is given.
    """
    require_owner()
    if village.state == state:
        return Outcome(
            changed=False, village=village, words=f"{village.title} is {state} already; nothing was changed."
        )
    if state not in _ALLOWED.get(village.state, set()):
        raise VillageRefused(f"{village.title} is {village.state}; it cannot become {state}.")
    if state != State.LIVE and not reason.strip():
        raise VillageRefused("Say why with --reason: the village's page shows it.")
    with transaction.atomic(), provisioning_lock():
        before = village.state
        village.state, village.state_reason = state, reason if state != State.LIVE else ""
        if state == State.LIVE and village.live_at is None:
            village.live_at = timezone.now()
        village.save(update_fields=["state", "state_reason", "live_at"])
        apply_village_grants(village.schema_name, ensure_roles(), state)
        _record(village, state, actor, reason=reason, before={"state": before}, after={"state": state})
    forget_cards()
    return Outcome(changed=True, village=village, words=f"{village.title} is {state} now.")


def mark_data(*, actor: Actor, village: Village, data: str) -> None:
    """Say what a village's data are: empty, synthetic or real (kept in its history). On the regency's side.

    Raises:
        VillageRefused: real data never become synthetic.
    """
    if village.data == data:
        return
    if village.data == DataKind.REAL:
        raise VillageRefused(f"{village.title} holds real data; that cannot be changed.")
    with transaction.atomic():
        _record(village, "data", actor, before={"data": village.data}, after={"data": data})
        village.data = data
        village.save(update_fields=["data"])
    forget_cards()


def _record(
    village: Village, act: str, actor: Actor, *, reason: str = "", before: dict[str, Any], after: dict[str, Any]
) -> None:
    LifecycleEvent.objects.create(
        village=village, act=act, actor=f"{actor.kind}:{actor.name}", reason=reason, before=before, after=after
    )
