"""``balai user add | invite | list | close | reset-factor``: staff of the regency, a district or a village."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from balai.accounts import services as accounts
from balai.accounts.models import Invitation, User
from balai.actor import Actor
from balai.commands import Verb, VerbCommand
from balai.errors import Refused
from tenants.context import address, village_context
from tenants.models import District, Domain, Regency
from tenants.services import digits, village_of

VILLAGE_ROLES = ("kepala_desa", "sekretaris", "operator", "viewer")
PUBLIC_ROLES = ("regency", "district", "operator")


def _side(parser: CommandParser) -> None:
    parser.add_argument("--village", default="", help="a village's staff (subdomain, code or key); else the regency's")


def _schema_and_link(village: str) -> tuple[str, str, str]:
    """Schema, host and the path under which its invitations are accepted."""
    if village:
        found = village_of(village)
        if not found.exists:
            raise Refused(
                f"{found.title} does not live yet; 'balai village add --code {found.code}' brings it to life."
            )
        host = Domain.objects.filter(tenant=found, is_primary=True).values_list("domain", flat=True)[0]
        return found.schema_name, host, "/kantor/undangan/{}/"
    regency = Regency.objects.first()
    if regency is None:
        raise Refused("There is no regency yet; run 'balai regency add --code 33.15' first.")
    return "public", regency.host, "/undangan/{}/"


def _user(username: str) -> User:
    found = User.objects.filter(username__iexact=username).first()
    if found is None:
        raise Refused(f"There is no account '{username}' here; 'balai user list' shows all.")
    return found


class Add(Verb):
    """Invite somebody."""

    help = "invite a member of staff: prints a one-time link, valid 7 days (mailed too where SMTP is set)"

    def arguments(self, parser: CommandParser) -> None:
        _side(parser)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=sorted({*VILLAGE_ROLES, *PUBLIC_ROLES}))
        parser.add_argument("--email", default="")
        parser.add_argument("--district", default="", help="code of the district, for the role 'district'")
        parser.add_argument(
            "--again", action="store_true", help="void the open invitation of this name and make a new one"
        )

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        roles = VILLAGE_ROLES if options["village"] else PUBLIC_ROLES
        if options["role"] not in roles:
            raise Refused(f"The role '{options['role']}' does not exist here; choose one of {', '.join(roles)}.")
        district = digits(options["district"])
        if (options["role"] == "district") != bool(district):
            raise Refused("The role 'district' needs --district CODE, and no other role takes it.")
        if district and not District.objects.filter(code=district).exists():
            raise Refused(f"There is no district {options['district']}; its code has six digits, such as 33.15.05.")
        schema, host, path = _schema_and_link(options["village"])
        with village_context(schema):
            if options["again"]:
                void_open(actor, options["name"])
            _, secret = accounts.invite(
                actor=actor,
                role=options["role"],
                name=options["name"],
                email=options["email"],
                district_code=district,
            )
        link = address(host, path.format(secret))
        return {"invitation": link, "role": options["role"]}, [f"Invitation (valid 7 days, once): {link}"]


def void_open(actor: Actor, name: str) -> None:
    """Void the open invitations of a name; refuses when there is none.

    Raises:
        Refused: nobody of this name has an open invitation.
    """
    from django.utils import timezone

    waiting = Invitation.objects.filter(name=name, used_at=None, voided_at=None)
    if not waiting.update(voided_at=timezone.now()):
        raise Refused(f"There is no open invitation for '{name}'; leave --again out.")


class Invite(Add):
    """The same under the name that one looks for second."""

    help = "same as add; with --again the old invitation is voided"


class List(Verb):
    """Show accounts."""

    help = "list accounts and open invitations"

    def arguments(self, parser: CommandParser) -> None:
        _side(parser)

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        schema, _, _ = _schema_and_link(options["village"])
        with village_context(schema):
            users = list(User.objects.order_by("username").values("username", "name", "role", "is_active"))
            waiting = list(Invitation.objects.filter(used_at=None, voided_at=None).values("name", "role", "expires_at"))
        lines = [
            f"{u['username']:<20} {u['role']:<12} {u['name']}{'' if u['is_active'] else '  (closed)'}" for u in users
        ]
        lines += [
            f"{w['name']:<20} {w['role']:<12} invited, until {w['expires_at']:%Y-%m-%d %H:%M} UTC" for w in waiting
        ]
        return {"users": users, "invitations": waiting}, lines or ["Nobody yet."]


class _OfUser(Verb):
    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        _side(parser)


class Close(_OfUser):
    """Close an account."""

    help = "close an account and end all its sessions"

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        schema, _, _ = _schema_and_link(options["village"])
        with village_context(schema):
            accounts.close_account(actor=actor, user=_user(options["username"]))
        return {"closed": options["username"]}, [f"{options['username']} is closed; all its sessions ended."]


class ResetFactor(_OfUser):
    """A lost phone."""

    help = "take the second factor off an account (its owner must have been identified)"

    def run(self, actor: Actor, **options: Any) -> tuple[dict[str, Any], list[str]]:
        schema, _, _ = _schema_and_link(options["village"])
        with village_context(schema):
            accounts.reset_second_factor(actor=actor, user=_user(options["username"]))
        return {"reset": options["username"]}, [f"The second factor of {options['username']} is gone."]


class Command(VerbCommand):
    """Staff."""

    help = "Staff of the regency, a district or a village"
    thing = "user"
    verbs = {"add": Add, "invite": Invite, "list": List, "close": Close, "reset-factor": ResetFactor}
