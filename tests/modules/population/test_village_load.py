"""``balai village load``: any layout, found by looking, said aloud."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from balai.errors import BalaiError
from modules.population.importing import layout_titles
from modules.population.models import Resident
from tests.factories import layouts as factory
from tests.factories.opensid import card, nik, person, workbook
from tests.factories.xls import write_xls


def verb(*words: str) -> tuple[Any, int, str]:
    """What ``village load --json`` prints, its exit code, and what it told on the way."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("village", "load", *words, "--json", stdout=out, stderr=err)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except CommandError as error:
        code = error.returncode
    return (json.loads(out.getvalue()) if out.getvalue().strip() else None), code, err.getvalue()


@pytest.mark.parametrize("name", factory.ROWS)
def test_the_layout_is_found_and_said(village: Any, inside: Any, tmp_path: Path, name: str) -> None:
    path = write_xls(tmp_path / "berkas.xls", {"Lembar1": factory.ROWS[name](factory.houses())})
    report, code, told = verb(village.subdomain, str(path), "--dry-run")
    assert (code, report["layout"], report["new"], report["applied"]) == (0, name, 5, 0)
    assert f"Layout {name} (" in told
    assert ("Not sure" in told) == (name == "bip2012")
    report, code, _told = verb(village.subdomain, str(path), "--layout", name)
    assert (code, report["applied"]) == (0, 5)
    with inside(village):
        assert Resident.objects.filter(nik__in=[nik(each) for each in range(1, 6)], void_at=None).count() == 5
    report, code, _told = verb(village.subdomain, str(path))
    assert (code, report["new"], report["unchanged"]) == (0, 0, 5)


def test_a_layout_that_does_not_exist_is_one_sentence_with_the_known_ones(village: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [person(nik=nik(1), no_kk=card(1))])
    with pytest.raises(BalaiError) as refused:
        call_command("village", "load", village.subdomain, str(path), "--layout", "bip1999")
    sentence = refused.value.message()
    assert sentence.count(".") == 2 and all(name in sentence for name in layout_titles())


def test_a_layout_that_does_not_fit_is_one_sentence(village: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [person(nik=nik(1), no_kk=card(1))])
    with pytest.raises(BalaiError, match="SIAK"):
        call_command("village", "load", village.subdomain, str(path), "--layout", "siak")
