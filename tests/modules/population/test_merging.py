"""Two records of one person: found, compared, made one; the numbers and the balance stay true, and nothing that pointed is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.audit.models import Entry
from balai.db import today
from balai.errors import Conflict, NotAllowed
from modules.population import services
from modules.population.errors import BeingMoved, CannotUndo, MergeRefused, NikTaken, NotHere
from modules.population.models import EventKind, FormerNik, Resident, ResidentDocument, Territory
from modules.population.selectors import counted, families_to_mend, resident_by_nik, residents_found
from modules.population.selectors.alike import doubles_inside
from modules.population.selectors.balance import balance, counts_at
from modules.population.services import papers
from modules.population.services.merging import SEAT, better_kept, differing, suggested
from tests.modules.population.conftest import month, staff
from tests.modules.population.test_pages import FRAME, digits_of, text_of
from tests.papers import small_pdf

PDF = small_pdf()
NIK, OTHER = "3315053101809555", "3315053101809123"
Make = Callable[..., Any]


@pytest.fixture()
def two(make: Make) -> tuple[Any, Any]:
    """One person twice: with a NIK and a phone; without one, spelt otherwise."""
    without = make("MOH SLAMET", religion=1, mother_name="SITI")
    return make("MUHAMMAD SLAMET", nik=NIK, phone="0811"), without


def merge(actor: Any, kept: Any, merged: Any, **more: Any) -> Any:
    return services.merge_residents(actor=actor, kept=kept, merged=merged, **more)


# -- one record --------------------------------------------------------------------------------------------------------


def test_what_stays_is_chosen_field_by_field(two: Any, actor: Any) -> None:
    kept, merged = two
    assert set(differing(kept, merged)) == {"nik", "name", "phone", "religion", "mother_name"}
    assert suggested(kept, merged) >= {"religion", "mother_name"}
    assert "nik" not in suggested(kept, merged) and "phone" not in suggested(kept, merged)
    assert better_kept(merged, kept) == kept
    now = merge(actor, kept, merged, take={"religion", "mother_name"})
    assert (now.name, now.phone, now.religion, now.mother_name) == ("MUHAMMAD SLAMET", "0811", 1, "SITI")
    gone = Resident.objects.get(pk=merged.pk)
    assert gone.void_at is not None and gone.merged_into_id == kept.pk and gone.presence == 9
    assert services.verify_ledger() == []
    assert Entry.objects.filter(action="population.residents_merged", about_id=str(kept.pk)).count() == 1


def test_both_numbers_find_the_person(two: Any, make: Make, actor: Any) -> None:
    kept, merged = two
    temporary = merged.nik
    merge(actor, kept, merged)
    assert resident_by_nik(temporary) == kept and resident_by_nik(NIK) == kept
    assert list(residents_found(temporary)) == [kept]
    third = make("SLAMET M", nik=OTHER)
    merge(actor, third, kept, take={"nik"})
    assert Resident.objects.get(pk=third.pk).nik == NIK
    for number in (NIK, OTHER, temporary):
        assert resident_by_nik(number) == third
    assert Resident.objects.get(pk=merged.pk).merged_into_id == third.pk, "whose record went twice leads to the last"
    assert set(FormerNik.objects.filter(resident=third).values_list("nik", flat=True)) == {OTHER, temporary}


def test_one_leaves_the_numbers_and_the_balance_adds_up(village: Any, make: Make, actor: Any) -> None:
    services.declare_complete(actor=actor)
    rts = [Territory.objects.filter(kind="rt").order_by("pk")[0]]
    rts.append(services.add_territory(actor=actor, kind="rt", name="099", parent=rts[0].parent))
    first = services.register_move_in(
        actor=actor, name="SLAMET", sex=1, rt=rts[0], birth_date=date(1980, 1, 31), nik=NIK,
        previous_address="Kudus", event_date=today(), report_date=today(),
    )  # fmt: skip
    second = services.register_move_in(
        actor=actor, name="SLAMET W", sex=1, rt=rts[1], birth_date=date(1980, 1, 31), nik=OTHER,
        previous_address="Kudus", event_date=today(), report_date=today(),
    )  # fmt: skip
    before = counted().count()
    merge(actor, first, second, take={SEAT})
    assert counted().count() == before - 1
    found = balance(month(), today())
    assert found.adds_up
    assert found.rows["closing"].people == counts_at(today()).people == before - 1
    line = second.events.get(kind=EventKind.MERGED)
    assert (line.before["presence"], line.after["presence"], line.details) == (1, 9, {"into": str(first.pk)})
    mine = first.events.get(kind=EventKind.MERGED)
    assert mine.before["rt_id"] != mine.after["rt_id"] == line.before["rt_id"]
    assert services.verify_ledger() == []


def test_while_data_are_prepared_nobody_was_ever_there_twice(two: Any, actor: Any) -> None:
    kept, merged = two
    opening = balance(month(), today()).rows["opening"].people
    merge(actor, kept, merged)
    found = balance(month(), today())
    assert found.rows["opening"].people == opening - 1
    assert found.rows["moves"].people == 0 and found.adds_up


def test_after_a_closing_the_printed_month_stays(two: Any, actor: Any) -> None:
    from modules.population.models import RegisterState

    kept, merged = two
    services.declare_complete(actor=actor)
    RegisterState.objects.update(complete_on=month(1))
    services.close_month(actor=actor, month=month(1))
    last = balance(month(1), month() - timedelta(days=1)).rows["closing"].people
    merge(actor, kept, merged)
    assert balance(month(1), month() - timedelta(days=1)).rows["closing"].people == last
    assert balance(month(), today()).rows["closing"].people == last - 1
    assert services.verify_ledger() == []


def test_a_seat_goes_with_its_family(family: Any, make: Make, actor: Any, rt: Any) -> None:
    head, wife, child = family
    lone = make("BUDI S", birth_date=date(2010, 5, 5), phone="0812")
    assert suggested(lone, child) >= {SEAT}
    now = merge(actor, lone, child, take=suggested(lone, child))
    assert (now.family_id, now.shdk, now.rt_id, now.nik) == (head.family_id, 4, child.rt_id, child.nik)
    assert services.verify_ledger() == []
    with pytest.raises(MergeRefused) as refused:
        merge(actor, make("SLAMET LAIN", nik=OTHER), head)
    assert "memimpin keluarga" in refused.value.message()
    assert list(families_to_mend()) == [] or head.family not in families_to_mend()
    other = make("SLAMET LAIN DUA")
    now = merge(actor, other, head, take={SEAT, "nik"})
    assert (now.shdk, now.family_id, now.nik) == (1, head.family_id, head.nik)
    with pytest.raises(MergeRefused):
        merge(actor, now, wife, take={SEAT})


def test_everything_that_points_follows(two: Any, family: Any, actor: Any, rt: Any) -> None:
    from modules.government.models import Official
    from modules.letters.models import Letter
    from modules.letters.selectors import letters_of
    from modules.letters.services import request_letter
    from modules.selfservice.models import CitizenAccount
    from modules.selfservice.services import set_demo_pin

    kept, merged = two
    paper = papers.add_paper(actor=actor, resident=merged, kind="ktp", content=PDF, name="ktp.pdf")
    services.change_territory(actor=actor, territory=rt, name=rt.name, head=merged)
    official = Official.objects.create(resident=merged, name="SLAMET", position="Kaur", since=today())
    letter = request_letter(actor=actor, letter_type="domisili", resident=merged, answers={"purpose": "Sekolah"})
    set_demo_pin(actor=actor, resident=merged, pin="740295")
    merge(actor, kept, merged)
    assert ResidentDocument.objects.get(pk=paper.pk).resident_id == kept.pk
    assert Territory.objects.get(pk=rt.pk).head_id == kept.pk
    assert Official.objects.get(pk=official.pk).resident_id == kept.pk
    assert Letter.objects.get(pk=letter.pk).resident_id == kept.pk
    assert list(letters_of(kept)) == [letter]
    assert CitizenAccount.objects.get(resident=kept).active
    assert merged.events.count() == 2, "what happened to the other record stays with it"


def test_an_issued_letter_is_frozen_and_still_the_persons(two: Any, actor: Any) -> None:
    from modules.government.selectors import signers
    from modules.letters.models import Letter
    from modules.letters.selectors import letters_of

    kept, merged = two
    letter = Letter.objects.create(
        type_key="domisili", resident=merged, channel="office", state="ready", number="470/1", sequence="domisili", year=2026, serial=1,
        token="t", letter_date=today(), approved_at="2026-01-01T00:00Z", signer=signers(today())[0].as_dict(),
    )  # fmt: skip
    merge(actor, kept, merged)
    assert Letter.objects.get(pk=letter.pk).resident_id == merged.pk
    assert list(letters_of(kept)) == [letter]


def test_two_keys_to_the_door_become_one(two: Any, actor: Any) -> None:
    from modules.selfservice.models import CitizenAccount
    from modules.selfservice.services import set_demo_pin

    kept, merged = two
    for each in two:
        set_demo_pin(actor=actor, resident=each, pin="740295")
    merge(actor, kept, merged)
    assert CitizenAccount.objects.get(resident=kept).active
    assert not CitizenAccount.objects.get(resident=merged).active


def test_who_stands_twice_in_one_list_is_refused_and_nothing_happened(two: Any, actor: Any) -> None:
    from modules.households.models import HouseholdMember
    from modules.households.services import create_household

    kept, merged = two
    for each in two:
        create_household(actor=actor, head=each)
    before = HouseholdMember.objects.count()
    with pytest.raises(MergeRefused) as refused:
        merge(actor, kept, merged)
    assert "Rumah tangga" in refused.value.message()
    assert Resident.objects.get(pk=merged.pk).is_here and HouseholdMember.objects.count() == before
    assert services.verify_ledger() == []


# -- may not, too late, twice at once ----------------------------------------------------------------------------------


def test_who_may_not_and_what_cannot(two: Any, actor: Any, other_village: Any) -> None:
    from modules.population.crossing import release

    kept, merged = two
    for role in ("viewer", "kepala_desa"):
        with pytest.raises(NotAllowed):
            merge(staff(role), kept, merged)
    with pytest.raises(MergeRefused):
        merge(actor, kept, kept)
    services.update_resident(actor=actor, resident=merged, phone="0899")
    with pytest.raises(Conflict):
        merge(actor, kept, merged, merged_version=merged.version)
    release(actor=actor, residents=[kept], destination=other_village.schema_name, event_date=today())
    for pair in ((kept, merged), (merged, kept)):
        with pytest.raises(BeingMoved):
            merge(actor, *pair)


def test_a_merge_is_not_undone_and_its_record_is_read_only(two: Any, actor: Any, make: Make) -> None:
    kept, merged = two
    merge(actor, kept, merged)
    for event in (merged.events.get(kind=EventKind.MERGED), kept.events.get(kind=EventKind.MERGED)):
        with pytest.raises(CannotUndo):
            services.undo_event(actor=actor, event=event, reason="Keliru")
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=merged.events.get(kind=EventKind.INITIAL), reason="Keliru")
    with pytest.raises(NotHere):
        services.update_resident(actor=actor, resident=merged, phone="1")
    with pytest.raises(NotHere):
        merge(actor, kept, merged)
    with pytest.raises(NikTaken):
        make("LAIN", nik=NIK)


def test_the_dead_record_and_the_living_one(make: Make, actor: Any) -> None:
    dead, living = make("SLAMET", nik=NIK), make("SLAMET W", nik=OTHER)
    services.register_death(
        actor=actor, resident=dead, event_date=today(), report_date=today(), place="Rumah", cause=1, witness=1,
        unknown=("time", "child_number"),
    )  # fmt: skip
    dead.refresh_from_db()
    assert better_kept(dead, living) == living
    assert SEAT not in differing(dead, living)
    with pytest.raises(MergeRefused):
        merge(actor, dead, living, take={SEAT})
    now = merge(actor, dead, living)
    assert now.presence == 2 and not counted().filter(pk__in=[dead.pk, living.pk]).exists()
    assert services.verify_ledger() == []


def test_two_officers_merge_the_same_two_at_once(real_db: None, village: Any, actor: Any) -> None:
    from django.db import connections

    rt = Territory.objects.filter(kind="rt").order_by("pk").first()
    made = [
        services.create_resident(actor=actor, name=name, sex=1, birth_date=date(1980, 1, 31), rt=rt)
        for name in ("SLAMET SATU", "SLAMET DUA")
    ]
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def run(kept: Any, merged: Any) -> None:
        connection.set_tenant(village)
        try:
            ready.wait(10)
            merge(actor, kept, merged)
            outcomes.append("done")
        except NotHere:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(made[0], made[1])),
        threading.Thread(target=run, args=(made[1], made[0])),
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(outcomes) == ["done", "refused"]
    assert Resident.objects.filter(pk__in=[each.pk for each in made], void_at=None).count() == 1
    assert services.verify_ledger() == []


# -- finding and pages -------------------------------------------------------------------------------------------------


def found(*people: Any) -> list[list[str]]:
    keys = {each.pk for each in people}
    return [pair.reasons for pair in doubles_inside() if {pair.first, pair.second} <= keys]


def test_who_may_be_one_person(make: Make, actor: Any, rt: Any) -> None:
    assert found(make("WARSINI", nik=NIK), make("WARSINI", sex=2)) == [["same"]]
    assert found(make("SUTARMAN", birth_date=date(1970, 1, 1)), make("SUTARMAM", birth_date=date(1970, 1, 1))) == [
        ["alike"]
    ]
    a = make("KASTURI", birth_date=date(1971, 1, 1), mother_name="SUMI")
    assert found(a, make("KASTURI", birth_date=date(1971, 11, 1), mother_name="SUMI")) == [["mother"]]
    assert found(make("PONIMAN", birth_date=date(1972, 1, 1)), make("PONIMAN", birth_date=None)) == [["unborn"]]
    changed = make("LASIMIN", nik=OTHER, birth_date=date(1980, 1, 31))
    services.update_resident(actor=actor, resident=changed, nik="3315053101809124")
    assert found(changed, make("ORANG ITU", nik=OTHER)) == [["number"]]


def test_who_is_not(family: Any, make: Make, actor: Any) -> None:
    card = family[0].family.number
    twins = [
        make(f"MUHAMMAD {name}", nik=f"331505050515900{n}", no_kk=card, shdk=4, birth_date=date(2015, 5, 5))
        for n, name in enumerate(("HASAN", "HASAM"))
    ]
    assert found(*twins) == [], "on one card, each with a NIK: the civil registry told them apart"
    a, b = make("SUTARMAN", birth_date=date(1970, 1, 1)), make("SUTARMAM", birth_date=date(1970, 1, 1))
    services.tell_apart(actor=actor, first=b, second=a)
    assert found(a, b) == []
    services.tell_apart(actor=actor, first=a, second=b)
    services.untell_apart(actor=actor, first=a, second=b)
    assert found(a, b) == [["alike"]]
    for each in (a, b):
        services.register_move_out(
            actor=actor, resident=each, kind=3, destination="Kudus", event_date=today(), report_date=today()
        )
    assert found(a, b) == [], "who both left are nobody's work"


def test_from_the_list_to_one_record(office_client: Any, two: Any, make: Make) -> None:
    kept, merged = two
    client = office_client("operator")
    page = text_of(client.get("/kantor/penduduk/ganda/"))
    assert "MUHAMMAD SLAMET" in page and "Nama dan tanggal lahir sama" in page
    choose = text_of(client.get(f"/kantor/penduduk/{kept.pk}/gabung/"))
    assert "Tampak orang yang sama" in choose and "MOH SLAMET" in choose
    stranger = make("ORANG LAIN", nik=OTHER)
    searched = text_of(client.get(f"/kantor/penduduk/{kept.pk}/gabung/", {"q": "orang lain"}))
    assert f"/kantor/penduduk/{kept.pk}/gabung/{stranger.pk}/" in searched
    url = f"/kantor/penduduk/{merged.pk}/gabung/{kept.pk}/"
    answer = client.get(url)
    compare = text_of(answer)
    assert "Data yang dipertahankan" in compare and "Penggabungan tidak dapat dibatalkan" in compare
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert sent["keep"] == "right", "the record with a NIK stays"
    assert (sent["take_nik"], sent["take_religion"]) == ("right", "left")
    unsure = client.post(url, sent)
    assert unsure.status_code == 422 and "Anda memastikan" in text_of(unsure)
    done = client.post(url, sent | {"sure": "on"}, follow=True)
    assert "Kedua data MUHAMMAD SLAMET kini satu." in text_of(done)
    assert Resident.objects.get(pk=kept.pk).religion == 1
    gone = text_of(client.get(f"/kantor/penduduk/{merged.pk}/"))
    assert "sudah digabung ke" in gone and f"/kantor/penduduk/{kept.pk}/" in gone
    assert client.get(url).status_code == 404
    assert "Tidak ada data yang tampak tercatat dua kali" in text_of(client.get("/kantor/penduduk/ganda/"))


def test_a_late_comparison_is_refused_beside_what_changed(office_client: Any, two: Any, actor: Any) -> None:
    kept, merged = two
    client = office_client("operator")
    url = f"/kantor/penduduk/{kept.pk}/gabung/{merged.pk}/"
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    services.update_resident(actor=actor, resident=merged, phone="0899")
    late = client.post(url, sent | {"sure": "on"})
    assert late.status_code == 409
    assert Resident.objects.get(pk=merged.pk).is_here


def test_told_apart_by_a_button_with_a_way_back(office_client: Any, two: Any) -> None:
    client = office_client("operator")
    pair = doubles_inside()[0]
    url = f"/kantor/penduduk/{pair.first}/beda/{pair.second}/"
    page = text_of(client.post(url, follow=True))
    assert "Urungkan" in page and f"{url}batal/" in page
    assert doubles_inside() == []
    client.post(f"{url}batal/")
    assert len(doubles_inside()) == 1


def test_rights_masks_and_queries_of_the_pages(office_client: Any, two: Any, make: Make) -> None:
    from tests.modules.population.conftest import letters

    urls = [
        "/kantor/penduduk/ganda/",
        f"/kantor/penduduk/{two[0].pk}/gabung/",
        f"/kantor/penduduk/{two[0].pk}/gabung/{two[1].pk}/",
    ]
    for role in ("viewer", "kepala_desa"):
        for url in urls:
            assert office_client(role).get(url).status_code == 403
        assert office_client(role).post(f"/kantor/penduduk/{two[0].pk}/beda/{two[1].pk}/").status_code == 403
    client = office_client("operator")
    client.get(urls[0])
    with CaptureQueriesContext(connection) as few:
        client.get(urls[0])
    for number in range(12):
        for spelling in ("SUTARMAN", "SUTARMAM"):
            make(f"{spelling} {letters(number)}", birth_date=date(1960 + number, 1, 1))
    with CaptureQueriesContext(connection) as many:
        assert text_of(client.get(urls[0])).count("Bandingkan dan gabungkan") >= 12
    assert len(many) <= len(few) + 1 and len(many) <= FRAME + 4
    assert NIK in digits_of(client.get(urls[2]))
