"""Who signs what, since when; and what the kop says."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image

from balai.actor import Actor
from balai.db import today
from balai.errors import Conflict, NotAllowed
from balai.files.errors import FileRefused
from modules.government import selectors, services
from modules.government.errors import GovernmentError
from modules.government.models import Official, Post
from tests.modules.letters.conftest import staff


def _picture(kind: str = "PNG") -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (80, 90), (20, 90, 60)).save(target, format=kind)
    target.seek(0)
    target.name = f"lambang.{kind.lower()}"
    return target


@pytest.fixture()
def empty(village: Any) -> Any:
    """A village whose officials nobody has recorded yet."""
    Official.objects.all().delete()
    return village


def _official(actor: Actor, post: Post, position: str, **more: Any) -> Official:
    values: dict[str, Any] = {"since": date(2020, 1, 1), "name": f"NAMA {position}"} | more
    return services.add_official(actor=actor, post=post, position=position, **values)


@pytest.mark.parametrize("post", [Post.KADES, Post.SEKDES])
def test_there_are_never_two_of_a_post_on_one_day(empty: Any, actor: Actor, post: Post) -> None:
    first = _official(actor, post, "Pejabat", since=date(2020, 1, 1), until=date(2025, 12, 31))
    with pytest.raises(GovernmentError) as caught:
        _official(actor, post, "Pejabat", since=date(2025, 12, 31))
    assert caught.value.data["field"] == "since"
    second = _official(actor, post, "Pejabat", since=date(2026, 1, 1))
    assert list(Official.objects.filter(post=post).order_by("since")) == [first, second]
    with pytest.raises(GovernmentError):
        services.change_official(actor=actor, official=first, until=date(2026, 6, 30))
    first.refresh_from_db()
    assert first.until == date(2025, 12, 31)


def test_the_signature_block_names_for_whom_one_signs(empty: Any, actor: Actor) -> None:
    _official(actor, Post.OTHER, "Kasi Pelayanan", signs_ub=True)
    _official(actor, Post.OTHER, "Kaur Keuangan")
    _official(actor, Post.SEKDES, "Sekretaris Desa", signs_an=True)
    assert selectors.signers(today()) == []  # without a head nobody signs for the head
    _official(actor, Post.KADES, "Kepala Desa")
    name = empty.name.upper()
    found = selectors.signers(today())
    assert found[0].lines == (f"KEPALA DESA {name}",)
    assert {each.line_style: each.lines for each in found} == {
        "": (f"KEPALA DESA {name}",),
        "a.n.": (f"a.n. KEPALA DESA {name}", "SEKRETARIS DESA"),
        "u.b.": (f"a.n. KEPALA DESA {name}", "SEKRETARIS DESA", "u.b.", "KASI PELAYANAN"),
    }


def test_a_term_decides_who_signs_on_a_day(empty: Any, actor: Actor) -> None:
    old = _official(actor, Post.KADES, "Kepala Desa", since=date(2020, 1, 1), until=date(2025, 12, 31))
    new = _official(actor, Post.KADES, "Kepala Desa", since=date(2026, 1, 1))
    assert [each.official_id for each in selectors.signers(date(2025, 12, 31))] == [old.pk]
    assert [each.official_id for each in selectors.signers(date(2026, 1, 1))] == [new.pk]
    assert selectors.signers(date(2019, 12, 31)) == []
    assert selectors.signer_for(old.pk, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("nip", "nipd", "label", "number"),
    [
        ("198001012005011001", "3315.01", "NIP", "198001012005011001"),
        ("", "3315.01", "NIPD", "3315.01"),
        ("1234567890", "3315.01", "NIPD", "3315.01"),
        ("", "", "", ""),
    ],
)
def test_a_long_number_is_a_nip_and_else_the_villages_own(
    empty: Any, actor: Actor, nip: str, nipd: str, label: str, number: str
) -> None:
    _official(actor, Post.KADES, "Kepala Desa", nip=nip, nipd=nipd)
    signer = selectors.signers(today())[0]
    assert (signer.number_label, signer.number) == (label, number)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"post": Post.OTHER, "signs_an": True}, "signs_an"),
        ({"post": Post.SEKDES, "signs_ub": True}, "signs_ub"),
        ({"post": Post.OTHER, "until": date(2019, 1, 1)}, "until"),
    ],
)
def test_a_right_to_sign_belongs_to_its_post(empty: Any, actor: Actor, values: dict[str, Any], field: str) -> None:
    with pytest.raises(GovernmentError) as caught:
        _official(actor, position="Kasi", **values)
    assert caught.value.data["field"] == field
    assert not Official.objects.exists()


def test_the_kop_carries_the_crest_and_takes_pictures_only(village: Any, actor: Actor) -> None:
    services.change_identity(actor=actor, address="Jalan Raya Contoh 2", postal_code="58172", crest=_picture("JPEG"))
    head = selectors.letterhead()
    assert head["address"] == "Jalan Raya Contoh 2"
    assert head["crest_png"]
    assert head["lines"][-1] == village.title.upper()
    with pytest.raises(FileRefused):
        services.change_identity(actor=actor, crest=io.BytesIO(b"%PDF-1.7\n%%EOF"))
    assert selectors.letterhead()["crest_png"] == head["crest_png"]


def test_the_later_of_two_editors_is_told(village: Any, actor: Actor) -> None:
    read = selectors.identity().updated_at.isoformat()
    services.change_identity(actor=actor, version=read, address="Jalan Pertama 1")
    with pytest.raises(Conflict):
        services.change_identity(actor=actor, version=read, address="Jalan Kedua 2")
    assert selectors.identity().address == "Jalan Pertama 1"


@pytest.mark.parametrize("role", ["operator", "viewer"])
def test_who_may_only_look_changes_nothing(village: Any, role: str) -> None:
    before = Official.objects.count()
    with pytest.raises(NotAllowed):
        services.change_identity(actor=staff(role), address="Lain")
    with pytest.raises(NotAllowed):
        _official(staff(role), Post.OTHER, "Kasi")
    assert Official.objects.count() == before


def test_the_demo_has_officials_once_and_never_over_real_ones(village: Any, actor: Actor) -> None:
    before = set(Official.objects.values_list("pk", flat=True))
    assert before
    services.set_up_demo(actor=actor)
    assert set(Official.objects.values_list("pk", flat=True)) == before
    assert selectors.signers(today())[0].line_style == ""


def test_the_pages_show_officials_now_and_before(village: Any, actor: Actor, office_client: Any, inside: Any) -> None:
    gone = _official(actor, Post.OTHER, "Kasi Kesejahteraan", since=date(2015, 1, 1), until=today() - timedelta(days=1))
    page = office_client("viewer", village).get("/kantor/pemerintahan/")
    assert page.status_code == 200
    assert gone.name in page.content.decode()
    assert office_client("viewer", village).get("/kantor/pemerintahan/identitas/").status_code == 403
    client = office_client("sekretaris", village)
    values = {"address": "Jalan Baru 9", "number_label": "NIPD", "postal_code": "5817"}
    wrong = client.post("/kantor/pemerintahan/identitas/", values)
    assert wrong.status_code == 422
    assert "Kode pos terdiri dari 5 angka." in wrong.content.decode()
    done = client.post("/kantor/pemerintahan/identitas/", values | {"postal_code": "58172", "crest": _picture()})
    assert done.status_code == 302, done.content.decode()[:3000]
    assert "Jalan Baru 9" in client.get("/kantor/pemerintahan/").content.decode()
    with inside(village):  # a request leaves the connection on the regency's side
        assert selectors.letterhead()["crest_png"]
