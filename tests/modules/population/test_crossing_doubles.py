"""The same number in two villages: found over keyed hashes, compared by agreement of both, settled by one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from balai.db import today
from modules.population import services
from modules.population.crossing import (
    agree_to_compare,
    catch_up,
    refresh_hashes,
    settle_as_mistaken,
    settle_as_moved,
)
from modules.population.crossing.errors import CrossingError
from modules.population.models import FamilyCard, Resident, Territory
from modules.population.selectors import crossing as selectors
from tenants.context import village_context
from tenants.exchange.doubles import find_doubles
from tenants.exchange.models import DoubleCase, Handover, KeyedHash
from tenants.exchange.sealing import digest_of
from tests.modules.population.test_crossing import THIRD, says

NIK, KK = "3315053101809777", "3315050101209777"


def here() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]


def look() -> tuple[int, int]:
    """What the two jobs do after a change: this village's hashes, then the regency's comparison."""
    refresh_hashes()
    schema = here()
    with village_context("public"):
        return find_doubles(schema)


@pytest.fixture()
def there(other_village: Any) -> Callable[[], Any]:
    """``with there(): ...``: inside the other village."""
    return lambda: village_context(other_village.schema_name)


def enter(actor: Any, nik: str = NIK, **more: Any) -> Resident:
    rt = Territory.objects.filter(kind="rt", void_at=None).order_by("pk").first()
    values = {"name": "SLAMET WIDODO", "sex": 1, "birth_place": "GROBOGAN", "birth_date": date(1980, 1, 31), "rt": rt}
    return services.create_resident(actor=actor, nik=nik, **(values | more))


@pytest.fixture()
def double(village: Any, actor: Any, there: Any) -> DoubleCase:
    """One person in both villages, found."""
    enter(actor)
    refresh_hashes()
    with there():
        enter(actor, name="SLAMET W", mother_name="SITI")
        assert look() == (1, 0)
    return DoubleCase.objects.get()


def test_hashes_hold_who_counts_and_nothing_readable(village: Any, actor: Any) -> None:
    came, went = refresh_hashes()
    counted = Resident.objects.filter(presence=1, residency=1, void_at=None, nik_temporary=False)
    cards = FamilyCard.objects.filter(pk__in=counted.values("family"), number_temporary=False, void_at=None)
    assert (came, went) == (counted.count() + cards.count(), 0) and came > 100
    assert refresh_hashes() == (0, 0)
    person = counted.first()
    assert person is not None
    row = KeyedHash.objects.get(kind="nik", subject=person.pk)
    assert bytes(row.digest) == digest_of("nik", person.nik) and len(bytes(row.digest)) == 32
    assert bytes(row.digest) != digest_of("kk", person.nik)


def test_hashes_follow_the_register(village: Any, actor: Any, make: Any) -> None:
    refresh_hashes()
    person = make("WARNI", nik=NIK)
    assert refresh_hashes() == (1, 0)
    services.update_resident(actor=actor, resident=person, nik="3315053101809770")
    assert refresh_hashes() == (1, 1)
    services.register_missing(
        actor=actor, resident=person, event_date=today(), report_date=today(), report_number="LP/1", reported_on=today()
    )
    assert refresh_hashes() == (0, 1)
    family = FamilyCard.objects.filter(number_temporary=False, members__presence=1).order_by("number").first()
    assert family is not None
    services.update_family(actor=actor, family=family, number="3315050101209123")
    assert refresh_hashes() == (1, 1)


def test_a_temporary_stay_and_a_temporary_number_are_no_double(village: Any, actor: Any, there: Any) -> None:
    enter(actor)
    enter(actor, nik="0", name="TANPA NIK")
    refresh_hashes()
    with there():
        services.register_move_in(
            actor=actor, name="SLAMET WIDODO", nik=NIK, sex=1, birth_date=date(1980, 1, 31), residency=2, purpose="Kerja",
            previous_address="Geyer", event_date=today(), report_date=today(),
        )  # fmt: skip
        enter(actor, nik="0", name="TANPA NIK")
        assert look() == (0, 0)
    assert DoubleCase.objects.count() == 0


def test_a_double_is_found_once_and_ends_when_the_number_is_gone(double: DoubleCase, actor: Any) -> None:
    assert (double.state, double.outcome) == ("open", "")
    assert look() == (0, 0), "found once, however often it is looked for"
    person = Resident.objects.get(nik=NIK)
    services.update_resident(actor=actor, resident=person, nik="3315053101809770")
    assert look() == (0, 1)
    double.refresh_from_db()
    assert (double.state, double.outcome) == ("settled", "gone") and double.settled_at is not None
    services.update_resident(actor=actor, resident=person, nik=NIK)
    assert look() == (1, 0), "another case, for what happened before is over"


def test_nobody_sees_the_other_person_before_both_agreed(double: DoubleCase, actor: Any, there: Any) -> None:
    assert selectors.comparison_for(double) is None
    with says(CrossingError, "Kedua desa perlu setuju"):
        settle_as_moved(actor=actor, case=double.pk, event_date=today())
    assert agree_to_compare(actor=actor, case=double.pk) is False
    assert catch_up() == 0 and Handover.objects.count() == 0, "one agreement shows nothing"
    with there():
        assert selectors.comparison_for(double) is None
        assert agree_to_compare(actor=actor, case=double.pk) is True
        assert catch_up() == 1 and catch_up() == 0
    with village_context("public"):
        from tenants.exchange.handovers import villages_due

        assert len(villages_due()) == 1
    assert catch_up() == 1
    theirs = selectors.comparison_for(double)
    assert theirs is not None
    assert (theirs["name"], theirs["mother_name"], theirs["birth_date"]) == ("SLAMET W", "SITI", "1980-01-31")
    assert not {"nik", "address", "phone", "family"} & set(theirs)
    with there():
        shown = selectors.comparison_for(double)
        assert shown is not None and shown["name"] == "SLAMET WIDODO"


def both_agree(double: DoubleCase, actor: Any, there: Any) -> None:
    agree_to_compare(actor=actor, case=double.pk)
    with there():
        agree_to_compare(actor=actor, case=double.pk)
        catch_up()
    catch_up()


def test_one_side_records_the_move_and_the_case_ends(double: DoubleCase, actor: Any, there: Any) -> None:
    both_agree(double, actor, there)
    (left,) = settle_as_moved(actor=actor, case=double.pk, event_date=today())
    line = left.events.last()
    assert line is not None
    assert (line.kind, line.details["double"], line.details["move_kind"]) == ("move_out", str(double.pk), 2)
    assert "Desa Boloh" in line.details["destination"]
    assert look() == (0, 1)
    double.refresh_from_db()
    assert (double.state, double.outcome, double.settled_by) == ("settled", "moved", here())
    assert catch_up() == 1
    with there():
        assert catch_up() == 1
    assert list(Handover.objects.values_list("state", "payload")) == [("withdrawn", None)] * 2
    assert services.verify_ledger() == []
    with says(CrossingError, "sudah selesai"):
        agree_to_compare(actor=actor, case=double.pk)


def test_one_side_takes_a_mistaken_entry_back(double: DoubleCase, actor: Any, there: Any) -> None:
    both_agree(double, actor, there)
    person = settle_as_mistaken(actor=actor, case=double.pk, reason="Tidak pernah tinggal di sini")
    person.refresh_from_db()
    assert person.void_at is not None
    assert look() == (0, 1)
    double.refresh_from_db()
    assert (double.state, double.outcome) == ("settled", "mistaken")


def test_a_family_card_in_two_villages(village: Any, actor: Any, there: Any, family: Any) -> None:
    refresh_hashes()
    with there():
        enter(actor, nik="3315053101809700", no_kk=KK, shdk=1, name="ORANG LAIN")
        assert look() == (1, 0)
    case = DoubleCase.objects.get()
    both_agree(case, actor, there)
    theirs = selectors.comparison_for(case)
    assert theirs is not None and (theirs["head"], theirs["members"]) == ("ORANG LAIN", 1)
    with says(CrossingError, "nomor KK"):
        settle_as_mistaken(actor=actor, case=case.pk, reason="x")
    assert len(settle_as_moved(actor=actor, case=case.pk, event_date=today())) == 3
    assert look() == (0, 1)


# -- who sees what -----------------------------------------------------------------------------------------------------


def test_a_third_village_sees_neither_case_nor_hash(village: Any, other_village: Any, there: Any) -> None:
    with there():
        refresh_hashes()
    with village_context("public"):
        DoubleCase.objects.create(
            kind="nik", digest=b"x" * 32, village_a=min(other_village.schema_name, THIRD),
            village_b=max(other_village.schema_name, THIRD),
        )  # fmt: skip
    assert DoubleCase.objects.count() == 0
    with connection.cursor() as cursor:
        for table in ("doublecase", "keyedhash"):
            cursor.execute(f"SELECT count(*) FROM public.exchange_{table}")
            assert cursor.fetchone() == (0,)
    with there():
        assert DoubleCase.objects.count() == 1


def test_a_village_forges_no_hash_and_no_agreement(double: DoubleCase, other_village: Any) -> None:
    theirs = "agreed_b_at" if double.village_a == here() else "agreed_a_at"
    forged = [
        (f"UPDATE public.exchange_doublecase SET {theirs} = now()", "own side"),
        ("UPDATE public.exchange_doublecase SET state = 'settled'", "own side"),
        (f"UPDATE public.exchange_doublecase SET settled_by = '{other_village.schema_name}'", "own side"),
        ("INSERT INTO public.exchange_doublecase (kind, digest, village_a, village_b, state, outcome, settled_by)"
         f" VALUES ('nik', 'x', '{double.village_a}', '{double.village_b}', 'open', '', '')", "permission denied"),
        ("INSERT INTO public.exchange_keyedhash (village, kind, digest, subject)"
         f" VALUES ('{other_village.schema_name}', 'nik', 'x', '{uuid.uuid4()}')", "row-level security"),
    ]  # fmt: skip
    for statement, words in forged:
        with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_regency_reads_no_subject(double: DoubleCase) -> None:
    with village_context("public"):
        assert KeyedHash.objects.values("village").distinct().count() == 2
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(KeyedHash.objects.values_list("subject", flat=True))


def test_a_burst_of_changes_costs_one_message_and_a_second_pass_nothing(
    village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from balai.jobs import sending

    sent: list[str] = []
    monkeypatch.setattr(sending, "send", lambda name, *args, **kwargs: sent.append(name) or True)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            enter(actor, nik=f"331505310180970{number}")
    assert sent.count("balai.refresh_hashes") == 1
    came, gone = refresh_hashes()
    assert came > 0 and gone == 0
    assert refresh_hashes() == (0, 0)
