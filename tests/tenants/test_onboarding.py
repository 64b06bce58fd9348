"""A village joins: one transaction, idempotent, one sentence for every wrong input. Run as operators do, by the CLI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import commands

ROOT = Path(__file__).resolve().parents[2]


def balai(*words: str, afresh: bool = False) -> tuple[int, dict[str, Any], str]:
    """Run the command line against the test's database; returns exit code, --json's object, stderr.

    ``afresh``: the program starts from nothing, as at an operator's prompt.
    """
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
        "BALAI_SETTINGS": "balai.settings.test",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if not afresh:
        code, out, errors = commands.run([*words, "--json"], environment)
        return code, json.loads(out or "{}"), errors
    done = subprocess.run(
        [sys.executable, "-m", "balai", *words, "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def _schemas() -> set[str]:
    with psycopg.connect(os.environ["BALAI_OWNER_URL"]) as connection:
        return {row[0] for row in connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")}


@pytest.mark.usefixtures("real_db")
def test_a_village_joins_once_and_a_second_run_changes_nothing() -> None:
    code, made, _ = balai("village", "add", "--code", "33.15.07.2013", "--subdomain", "grabagan", afresh=True)
    assert code == 0
    assert made["changed"] is True
    assert made["state"] == "live"
    assert "/kantor/undangan/" in made["invitation"]
    assert made["schema"] in _schemas()
    code, again, _ = balai("village", "add", "--code", "3315072013", "--subdomain", "grabagan")
    assert code == 0
    assert again["changed"] is False
    assert again["invitation"] == ""
    code, status, _ = balai("fleet", "status")
    assert code == 0, status
    assert status["grants"] == {}


@pytest.mark.parametrize(
    ("words", "needle"),
    [
        (("village", "add", "--code", "33.15.99.2099"), "official list"),
        (("village", "add", "--code", "331507"), "ten digits"),
        (("village", "add", "--code", "33.15.07.2013", "--subdomain", "www"), "reserved"),
        (("village", "add", "--code", "33.15.07.2013", "--subdomain", "geyer"), "belongs to Desa Geyer"),
        (("village", "add", "--code", "33.15.07.2013", "--subdomain", "Desa_ku!"), "not usable"),
        (("village", "add", "--code", "33.15.05.2010", "--subdomain", "lain"), "exists already"),
        (("village", "show", "atlantis"), "no village"),
        (("village", "suspend", "geyer"), "--reason"),
    ],
)
def test_wrong_input_is_one_sentence_and_changes_nothing(
    words: tuple[str, ...], needle: str, django_db_setup: None
) -> None:
    before = _schemas()
    code, found, errors = balai(*words)
    assert code == 2
    assert needle in found["message"]
    assert "Traceback" not in errors
    assert _schemas() == before


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("code,subdomain\n3315072013,grabagan\n33150,x\n", "line 3"),
        ("code,subdomain\n3315072013\n", "line 2: 1 cells where 2"),
        ("kode,sub\n3315072013,grabagan\n", "line 1"),
        ("code,subdomain\n3315072013,satu\n3315072013,dua\n", "line 3: 3315072013 stands on line 2"),
        ("code,subdomain\n3315072013,geyer\n", "line 2: The subdomain 'geyer' belongs"),
        ("", "empty"),
    ],
)
def test_a_bad_csv_names_the_line_and_creates_nothing(
    tmp_path: Path, text: str, needle: str, django_db_setup: None
) -> None:
    path = tmp_path / "villages.csv"
    path.write_text(text)
    before = _schemas()
    code, found, _ = balai("village", "import", str(path))
    assert code == 2
    assert needle in found["message"]
    assert _schemas() == before


@pytest.mark.usefixtures("real_db")
def test_a_failure_half_way_rolls_everything_back(village: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host is taken in the last steps: schema, role and row must be gone with it."""
    with psycopg.connect(os.environ["BALAI_OWNER_URL"], autocommit=True) as connection:
        connection.execute(
            "INSERT INTO tenants_domain (domain, tenant_id, is_primary) VALUES ('grabagan.grobogan.localhost', NULL, true)"
        )
    before = _schemas()
    code, _found, _ = balai("village", "add", "--code", "33.15.07.2013", "--subdomain", "grabagan")
    assert code != 0
    assert _schemas() == before
    code, shown, _ = balai("village", "show", "3315072013")
    assert shown["state"] == "planned"


@pytest.mark.usefixtures("real_db")
def test_a_suspended_village_is_closed_by_its_grants(village: Any, client_of: Any) -> None:
    assert balai("village", "suspend", "geyer", "--reason", "Perintah pengadilan")[0] == 0
    from tenants.context import forget_cards

    forget_cards()
    page = client_of(village).get("/kantor/masuk/")
    assert page.status_code == 503
    assert "Perintah pengadilan" in page.content.decode()
    from django.db import ProgrammingError, connection

    connection.set_tenant(village)
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE population_resident SET name = name")
    assert balai("village", "resume", "geyer")[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE population_resident SET name = name WHERE false")


def test_a_replayed_village_equals_a_migrated_one(village: Any) -> None:
    """Same tables, columns, constraints, indexes and triggers as the template's migrations make."""
    from tests.building.compare import shape_of_migrated, shape_of_schema

    replayed, migrated = shape_of_schema(village.schema_name), shape_of_migrated()
    for kind in migrated:
        assert sorted(set(replayed[kind]) ^ set(migrated[kind])) == [], kind
