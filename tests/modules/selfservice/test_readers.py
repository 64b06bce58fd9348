"""Who opened my data: every reading that the code writes down has words, shown by day, by role, to the person alone."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from balai import audit
from balai.actor import Actor
from balai.audit.models import Entry
from modules.messages.models import Thread
from modules.selfservice.reading import OTHERS, WORDS, entries_of, line_of, words_of
from tests.modules.selfservice.conftest import adults
from tests.modules.selfservice.test_acting import family_with_child

ROOT = Path(__file__).resolve().parents[3]
PAGE = "/layanan/siapa-membuka/"


def readings_in_code() -> dict[str, str]:
    """Every action that is written down as a reading anywhere in the house, with the file where it stands."""
    found: dict[str, str] = {}
    for root in ("modules", "platform/balai", "tenants", "workers"):
        for path in (ROOT / root).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or len(node.args) < 2:
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name != "record_read":
                    continue
                words = [
                    each.value
                    for each in ast.walk(node.args[1])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                assert words, f"{path}:{node.lineno} names its action in a way that this walk cannot read"
                found |= dict.fromkeys(words, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_every_reading_that_the_code_records_has_a_citizens_words_or_a_reason() -> None:
    found = readings_in_code()
    assert len(found) > 20
    without = {action: place for action, place in found.items() if action not in WORDS and action not in OTHERS}
    assert without == {}, "give them words in modules/selfservice/reading.py, or a reason why they are nobody's"
    gone = {action for action in OTHERS if action not in found}
    assert gone == set()
    assert not WORDS.keys() & OTHERS.keys()


def test_events_of_the_register_are_named_by_themselves(village: Any) -> None:
    assert words_of("population.death")[0] == "Mencatat peristiwa: Meninggal"
    assert words_of("population.move_in")[0] == "Mencatat peristiwa: Pindah masuk"
    assert words_of("something.new")[0] == "Mengurus data Anda"


def test_the_page_says_when_which_role_what_for_and_no_officers_name(
    village: Any, citizen_client: Any, desk: Any, actor: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    assert desk.get(f"/kantor/penduduk/{who.pk}/").status_code == 200
    assert desk.get(f"/kantor/keluarga/{who.family_id}/").status_code == 200
    officer = Actor(kind="staff", id="1", name="Sri Rejeki", role="sekretaris", rights=frozenset())
    audit.record_read(officer, "population.history_read", about=who)
    entry = entries_of(who).filter(action="population.history_read").get()
    page = client.get(PAGE).content.decode()
    assert "Membuka data Anda" in page and "Membuka kartu keluarga Anda" in page
    assert "Operator" in page and "melayani atau memeriksa data penduduk" in page
    assert "Sekretaris Desa" in page and "Sri Rejeki" not in page
    assert "Sri Rejeki" in line_of(entry, who, names=True).who
    assert "Masuk Layanan Mandiri" not in page
    assert "Masuk Layanan Mandiri" in client.get(PAGE + "?saya=1").content.decode()


def test_lines_stand_under_their_days_and_are_paged(
    village: Any, citizen_client: Any, django_assert_max_num_queries: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(at=now - timedelta(days=number // 30), actor_kind="staff", actor_id="1", actor_name="X", actor_role="operator",
              action="population.resident_read", about_type="population.resident", about_id=str(who.pk))
        for number in range(90)
    )  # fmt: skip
    with django_assert_max_num_queries(25):
        first = client.get(PAGE).content.decode()
    # Two days, and the lists of many people below them.
    assert first.count("<h2>") == 3
    # Each line says its words twice: for the eye, and beside "Tanyakan"; the PIN's own line stands among them.
    assert first.count("Membuka data Anda") == 2 * 39
    assert "page=2" in first
    assert client.get(PAGE + "?page=3").content.decode().count("Membuka data Anda") == 2 * 11


def test_asking_why_begins_a_conversation(village: Any, citizen_client: Any, desk: Any) -> None:
    first, second = adults()[:2]
    mine, stranger = citizen_client(first), citizen_client(second)
    desk.get(f"/kantor/penduduk/{first.pk}/")
    entry = entries_of(first).filter(action="population.resident_read").get()
    ask = f"/layanan/siapa-membuka/tanya/?baris={entry.pk}"
    assert ask.replace("&", "&amp;") in mine.get(PAGE).content.decode()
    assert "Mohon dijelaskan" in mine.get(ask).content.decode()
    for foreign in (ask, "/layanan/siapa-membuka/tanya/", "/layanan/siapa-membuka/tanya/?baris=x", f"{ask}999"):
        assert stranger.get(foreign).status_code == 404, foreign
    assert stranger.post(ask, {"body": "Mengapa?"}).status_code == 404
    own = entries_of(first).filter(actor_kind="citizen").first()
    assert own is not None
    assert mine.get(f"/layanan/siapa-membuka/tanya/?baris={own.pk}").status_code == 404
    answer = mine.post(ask, {"body": "Mohon dijelaskan untuk apa."})
    assert answer.status_code == 302
    assert Thread.objects.get().subject == "Mengapa data saya dibuka?"


def test_a_child_reads_later_who_of_the_family_acted(village: Any, citizen_client: Any) -> None:
    head, _wife, child = family_with_child()
    citizen_client(head).get(f"/layanan/data-saya/{child.pk}/")
    entry = entries_of(child).filter(action="selfservice.family_data_read").get()
    line = line_of(entry, child, names=False)
    assert line.who == f"{head.name.title()} (keluarga Anda)"
    audit.record_read(Actor.operator(), "population.resident_read", about=child)
    assert line_of(entries_of(child)[0], child, names=False).own is False
