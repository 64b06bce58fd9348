"""The command line as operators use it: verbs, exit codes, one JSON object, one sentence for what is wrong."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tenants.test_onboarding import balai

ROOT = Path(__file__).resolve().parents[1]


def test_an_unknown_command_is_one_sentence(django_db_setup: None) -> None:
    code, _found, errors = balai("no-such-command", afresh=True)
    assert code == 2
    assert "There is no command 'no-such-command'" in errors
    assert "Traceback" not in errors


@pytest.mark.usefixtures("real_db")
def test_the_regency_stays_as_it_is_when_added_again() -> None:
    code, found, _errors = balai("regency", "add", "--code", "33.15")
    assert (code, found["changed"], found["villages"], found["districts"]) == (0, False, 280, 19)
    code, found, _errors = balai("regency", "add", "--code", "99.99")
    assert code == 2
    assert "no list" in found["message"]


@pytest.mark.usefixtures("real_db")
def test_staff_come_and_go() -> None:
    code, made, _errors = balai(
        "user", "add", "--village", "geyer", "--name", "Petugas Baru", "--role", "operator", afresh=True
    )
    assert code == 0
    assert "/kantor/undangan/" in made["invitation"]
    code, again, _errors = balai(
        "user", "add", "--village", "geyer", "--name", "Petugas Baru", "--role", "operator", "--again"
    )
    assert code == 0
    assert again["invitation"] != made["invitation"]
    code, listed, _errors = balai("user", "list", "--village", "geyer")
    assert [each["name"] for each in listed["invitations"]].count("Petugas Baru") == 1
    assert balai("user", "close", "operator", "--village", "geyer")[0] == 0
    code, listed, _errors = balai("user", "list", "--village", "geyer")
    assert next(each for each in listed["users"] if each["username"] == "operator")["is_active"] is False
    assert balai("user", "reset-factor", "sekretaris", "--village", "geyer")[0] == 0
    for wrong, needle in (
        (("user", "add", "--name", "X", "--role", "kepala_desa"), "does not exist here"),
        (("user", "add", "--name", "X", "--role", "district"), "--district"),
        (("user", "add", "--name", "X", "--role", "district", "--district", "999999"), "no district"),
        (("user", "close", "nobody", "--village", "geyer"), "no account"),
        (("user", "add", "--village", "3315112004", "--name", "X", "--role", "viewer"), "does not live yet"),
    ):
        code, found, _errors = balai(*wrong)
        assert code == 2, wrong
        assert needle in found["message"], found


@pytest.mark.usefixtures("real_db")
def test_facts_are_rebuilt_and_a_drift_is_told() -> None:
    code, found, _errors = balai("facts", "rebuild")
    assert (code, found["villages"], found["drift"]) == (0, 2, [])
    code, found, _errors = balai("facts", "status")
    assert code == 0
    assert len(found["villages"]) == 2


@pytest.mark.usefixtures("real_db")
def test_synthetic_people_never_enter_real_data(village: Any) -> None:
    from tenants.models import Village

    code, found, _errors = balai("village", "populate", "geyer", "--residents", "0", "--seed", "1")
    assert code == 2
    from django.db import connection

    connection.set_schema_to_public()
    Village.objects.filter(pk=village.pk).update(data="real")
    code, found, _errors = balai("village", "populate", "geyer", "--residents", "10", "--seed", "1")
    assert code == 2
    assert found["error"] == "real_data"


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "balai", "demo", "--port", str(port), "--data", str(tmp_path)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "Traceback" not in done.stderr
