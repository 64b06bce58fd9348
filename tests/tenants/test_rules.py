"""What the regency decides for all villages reaches each, and no village can decide it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from balai.errors import NotAllowed
from tenants.context import current_village, village_context
from tenants.errors import NoSuchRule
from tenants.models import Regency
from tenants.rules import decided, set_rule
from tests.modules.population.conftest import staff

RULE = "population.births_in_mutations"


def test_a_rule_stands_as_declared_until_the_regency_decides(village: Any, actor: Any) -> None:
    assert current_village().rule(RULE) is True
    connection.set_schema_to_public()
    set_rule(actor=actor, code=RULE, value=False)
    assert decided()[RULE] is False
    connection.set_tenant(village)
    assert current_village().rule(RULE) is False


def test_nobody_decides_a_rule_that_is_not_or_without_the_right(village: Any, actor: Any) -> None:
    connection.set_schema_to_public()
    with pytest.raises(NoSuchRule):
        set_rule(actor=actor, code="population.nothing", value=False)
    with pytest.raises(NotAllowed):
        set_rule(actor=staff("operator"), code=RULE, value=False)
    with pytest.raises(KeyError), village_context("public"):
        connection.set_tenant(village)
        current_village().rule("population.nothing")


def test_a_village_cannot_write_the_regencys_row(village: Any) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        Regency.objects.update(rules={RULE: False})


def test_the_command_shows_and_sets(village: Any) -> None:
    connection.set_schema_to_public()
    out = io.StringIO()
    call_command("regency", "rule", RULE, "off", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"rules": {RULE: False}}
    out = io.StringIO()
    call_command("regency", "rule", stdout=out)
    assert f"{RULE}: off" in out.getvalue()
