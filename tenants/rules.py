"""What the regency decides for all its villages at once: rules that modules declare, kept in the regency's row.

Villages read it in their card (:meth:`tenants.context.VillageCard.rule`): no query more.
"""

from __future__ import annotations

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.registry import rules
from tenants.context import forget_cards
from tenants.errors import NoSuchRule, NotSetUp
from tenants.models import Regency


def decided() -> dict[str, bool]:
    """Every declared rule and what holds in this regency."""
    regency = Regency.objects.first()
    kept = regency.rules if regency else {}
    return {code: bool(kept.get(code, rule.default)) for code, rule in rules().items()}


@atomic()
def set_rule(*, actor: Actor, code: str, value: bool) -> None:
    """Decide a rule for all villages.

    Raises:
        NotAllowed: the actor may not decide for the regency.
        NoSuchRule: no installed module declares it.
        NotSetUp: there is no regency yet.
    """
    require(actor, "regency.rules")
    if code not in rules():
        raise NoSuchRule(code)
    regency = Regency.objects.select_for_update().first()
    if regency is None:
        raise NotSetUp("There is no regency yet; 'balai regency add --code 33.15' makes it.")
    regency.rules = {**regency.rules, code: value}
    regency.save(update_fields=["rules"])
    audit.record(actor, "regency.rule_set", rule=code, value=value)
    forget_cards()
