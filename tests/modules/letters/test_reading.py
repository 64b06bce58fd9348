"""Making a letter reads a person: each way leaves a line that the person can see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from balai.audit.models import Entry
from modules.letters import services
from modules.letters.commands import Preview
from modules.letters.types import letter_type
from tests.modules.letters.conftest import person, staff
from tests.modules.letters.test_commands import run


def readings(who: Any) -> list[str]:
    """Who is said to have read somebody's record for a letter."""
    found = Entry.objects.filter(action="letters.form_read", about_id=str(who.pk)).order_by("id")
    return list(found.values_list("actor_role", flat=True))


def test_the_form_and_the_preview_are_one_reading(village: Any, office_client: Any) -> None:
    client, who = office_client("operator"), person()
    where = f"resident={who.pk}&type=domisili"
    assert who.name in client.get(f"/kantor/surat/baru/?{where}").content.decode()
    assert readings(who) == ["operator"]
    for text in ("a", "ab", "abc"):
        assert client.post(f"/kantor/surat/pratinjau/?{where}", {"keperluan": text}).status_code == 200
    assert readings(who) == ["operator"]
    entry = Entry.objects.get(action="letters.form_read", about_id=str(who.pk))
    assert (entry.purpose, entry.data) == ("surat", {"type": "domisili"})


def test_a_preview_without_the_form_is_a_reading_too(village: Any, office_client: Any) -> None:
    who = person()
    office_client("operator").post(f"/kantor/surat/pratinjau/?resident={who.pk}&type=domisili&as=pdf", {})
    assert readings(who) == ["operator"]
    # Another officer's reading is another's.
    office_client("sekretaris").post(f"/kantor/surat/pratinjau/?resident={who.pk}&type=domisili&as=pdf", {})
    assert readings(who) == ["operator", "sekretaris"]


def test_who_takes_part_in_the_letter_was_read_too(village: Any, office_client: Any) -> None:
    who, other = person(), person(7)
    kind = letter_type("kuasa")
    group = next(each for each in kind.parties if each.kind != "typed")
    office_client("operator").post(
        f"/kantor/surat/pratinjau/?resident={who.pk}&type={kind.key}", {f"p_{group.key}": str(other.pk)}
    )
    assert readings(who) == ["operator"]
    assert readings(other) == ["operator"]


def test_a_concept_gone_on_with_is_a_reading(village: Any, office_client: Any) -> None:
    from balai.accounts.models import User

    who = person(3)
    user = User.objects.get(username="operator")
    mine = staff("operator").__class__(
        kind="staff", id=str(user.pk), name="Operator", role="operator", rights=staff("operator").rights
    )
    draft = services.save_draft(actor=mine, letter_type=letter_type("usaha"), resident=who, answers={})
    assert not readings(who)
    assert office_client("operator").get(f"/kantor/surat/konsep/{draft.pk}/").status_code == 200
    assert readings(who) == ["operator"]


def test_the_command_leaves_a_line(village: Any, actor: Any, tmp_path: Path) -> None:
    who = person(4)
    run(
        Preview, actor, type="usaha", village="geyer", nik=who.nik, output=tmp_path / "x.pdf", party=[],
        field=["nama_usaha=Warung Uji", "keperluan=Kredit"],
    )  # fmt: skip
    assert len(readings(who)) == 1
