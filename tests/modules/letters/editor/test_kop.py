"""The village's own head and foot: designed, refused, printed, frozen, and taken back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from balai.audit.models import Entry
from balai.documents import render_letter, warnings_of
from balai.documents.reading import pdf_png, pdf_size_mm, pdf_text
from balai.errors import BalaiError, Conflict, NotAllowed
from modules.letters import layers, services
from modules.letters.errors import LetterError
from modules.letters.kop import (
    change_kop,
    checked_design,
    default_design,
    kop_changes,
    present_kop,
    reset_kop,
    restore_kop,
)
from modules.letters.kop.forms import initial_of
from modules.letters.kop.sample import sample_data
from modules.letters.merging import Draft, preview_data, printed_data
from modules.letters.merging.letter import with_crest
from modules.letters.models import Kop, Letter
from modules.letters.services.printing import TEMPLATE
from modules.letters.types import letter_type
from tests.modules.letters.acting import issued
from tests.modules.letters.conftest import head, person, staff

SECRETARY = staff("sekretaris")
URL = "/kantor/surat/kop/"


def picture(color: str = "red", size: tuple[int, int] = (40, 40), form: str = "PNG") -> io.BytesIO:
    """An upload."""
    made = io.BytesIO()
    Image.new("RGB", size, color).save(made, form)
    made.seek(0)
    made.name = f"lambang.{form.lower()}"  # type: ignore[misc]
    return made


def printed(kind: str = "domisili") -> tuple[dict[str, Any], bytes]:
    """A letter as it would be printed now: its data, its PDF."""
    from balai.db import today
    from tenants.context import current_village

    data, _problems = preview_data(
        Draft(letter_type(kind), person()), signer=head(), village=current_village(), on=today()
    )
    made = with_crest(data)
    assert warnings_of(made, TEMPLATE) == []
    return made, render_letter(made, TEMPLATE)  # type: ignore[return-value]


def design(**changes: Any) -> dict[str, Any]:
    """The shipped design, changed."""
    return {**default_design(), **changes}


def form_data(**changes: Any) -> dict[str, Any]:
    """The form as the page has it."""
    found = {
        name: ("on" if value is True else value)
        for name, value in initial_of(default_design()).items()
        if value is not False
    }
    return found | changes


def test_the_shipped_design_prints_what_letters_without_one_print(village: Any) -> None:
    _data, before = printed()
    change_kop(actor=SECRETARY, design=default_design())
    data, after = printed()
    assert data["letterhead"]["kop"]["lines"][0]["text"] == data["letterhead"]["lines"][0]
    one, other = (Image.open(io.BytesIO(pdf_png(each, 0, 80))).convert("L") for each in (before, after))
    assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 0.05
    assert pdf_text(before) == pdf_text(after)


def test_every_part_of_a_design_is_printed(village: Any) -> None:
    page = {**default_design()["page"], "paper": "A4", "orientation": "landscape", "font": "Tinos", "size": 11}
    change_kop(
        actor=SECRETARY,
        design=design(
            lines=[
                {"text": "Pemerintah {nama_kabupaten}", "size": 12, "bold": False, "italic": True, "upper": False},
                {"text": "", "size": 10}, {"text": "Sekretariat {nama_desa}", "size": 18, "bold": True, "upper": True},
                {"text": "{telepon_desa}", "size": 10},
            ],
            rule="double", logo_place="above", height=45, space_after=5, foot="Melayani sepenuh hati", foot_codes=False,
            page=page, day="short_date", empty="........",
        ),
    )  # fmt: skip
    data, pdf = printed()
    text = pdf_text(pdf)
    assert "Pemerintah Kabupaten Grobogan" in text and "SEKRETARIAT" in text and "Melayani sepenuh hati" in text
    assert [line["size"] for line in data["letterhead"]["kop"]["lines"]] == [12, 18]
    assert data["village_code"] not in text and "........" in pdf_text(printed("usaha")[1])
    from balai.db import today

    assert f"{today():%d-%m-%Y}" in text
    assert pdf_size_mm(pdf) == (297.0, 210.0)
    # A kind with paper of its own keeps it, and follows the kop in all else.
    own = letter_type("domisili").page.as_dict() | {"paper": "A5", "orientation": "portrait"}
    layers.change_aspect(actor=SECRETARY, key="domisili", aspect="page", value=own)
    assert pdf_size_mm(printed()[1]) == (148.0, 210.0)
    layers.adopt(actor=SECRETARY, key="domisili", aspect="page")
    assert letter_type("domisili").page.paper == "A4" and letter_type("usaha").page.font == "Tinos"
    for place in ("left", "right"):
        for rule in ("thin", "none", "thick"):
            change_kop(actor=SECRETARY, design=design(logo_place=place, rule=rule))
            printed()


def test_an_approved_letter_keeps_the_kop_of_its_day(village: Any) -> None:
    change_kop(actor=SECRETARY, design=design(logo="own", foot="Kaki lama"), logo=picture("red"))
    letter = Letter.objects.get(pk=issued().pk)
    first = render_letter(printed_data(letter), TEMPLATE)
    assert "Kaki lama" in pdf_text(first)
    change_kop(actor=SECRETARY, design=design(logo="own", foot="Kaki baru"), logo=picture("blue"))
    assert render_letter(printed_data(Letter.objects.get(pk=letter.pk)), TEMPLATE) == first
    assert "Kaki baru" in pdf_text(printed()[1])
    reset_kop(actor=SECRETARY)
    assert render_letter(printed_data(Letter.objects.get(pk=letter.pk)), TEMPLATE) == first
    assert "kop" not in printed()[0]["letterhead"] and services.render(letter.pk)


def test_a_logo_is_drawn_anew_and_may_be_left_out(village: Any) -> None:
    change_kop(actor=SECRETARY, design=design(logo="own"), logo=picture(size=(3000, 2000), form="JPEG"))
    kept = printed()[0]["letterhead"]["crest_png"]
    assert kept is not None
    import base64

    assert max(Image.open(io.BytesIO(base64.b64decode(kept))).size) == 1000
    change_kop(actor=SECRETARY, design=design(logo="none"))
    assert printed()[0]["letterhead"]["crest_png"] is None
    # The picture is still the village's own when it is wanted again.
    change_kop(actor=SECRETARY, design=design(logo="own"))
    assert printed()[0]["letterhead"]["crest_png"] == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": [{"text": "{nik}", "size": 10}]}, "line_0"), ({"lines": [{"text": "{nama_desa|besar}", "size": 10}]}, "line_0"),
        ({"lines": [{"text": "x", "size": 99}]}, "line_0"), ({"lines": [{"text": "x" * 200, "size": 9}]}, "line_0"),
        ({"lines": [{"text": "x", "size": 9}] * 9}, "lines"), ({"rule": "wavy"}, "rule"), ({"logo": "/etc/passwd"}, "logo"),
        ({"height": 900}, "height"), ({"height": "nan"}, "height"), ({"day": "%Y"}, "day"), ({"empty": "x" * 40}, "empty"),
        ({"page": {"paper": "A0", "orientation": "portrait"}}, "paper"), ({"page": {}}, "paper"), ({"foot": "x" * 300}, "foot"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_place(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(LetterError) as refused:
        checked_design(design(**changes))
    assert refused.value.data["field"] == field and refused.value.message()


def test_pictures_that_are_none_and_pictures_too_large_are_refused(village: Any) -> None:
    for content in (
        b"<svg onload=alert(1)>",
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        b"\x89PNG" + b"0" * 50_000_000,
    ):
        with pytest.raises(BalaiError) as refused:
            change_kop(actor=SECRETARY, design=design(logo="own"), logo=io.BytesIO(content))
        assert refused.value.message()
    assert not Kop.objects.exists()
    with pytest.raises(LetterError):
        change_kop(actor=SECRETARY, design=design(logo="own"))


def test_who_may_and_who_is_later(village: Any) -> None:
    for role in ("operator", "kepala_desa", "viewer"):
        with pytest.raises(NotAllowed):
            change_kop(actor=staff(role), design=default_design())
        with pytest.raises(NotAllowed):
            reset_kop(actor=staff(role))
    row = change_kop(actor=SECRETARY, design=default_design())
    version = row.version
    change_kop(actor=SECRETARY, design=design(foot="Lain"), version=version)
    with pytest.raises(Conflict):
        change_kop(actor=SECRETARY, design=default_design(), version=version)
    assert Entry.objects.filter(action="letters.kop_changed").count() == 2
    first = kop_changes().last()
    assert first is not None
    with pytest.raises(NotAllowed):
        restore_kop(actor=staff("operator"), change=first.pk)
    restore_kop(actor=SECRETARY, change=first.pk, before=True)
    assert present_kop() is None


def test_the_page_previews_keeps_and_takes_back(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    page = client.get(URL).content.decode()
    assert (
        "Pemerintah {nama_kabupaten}" in page and "Kode yang dapat dipakai" in page and "Pakai kop bawaan" not in page
    )
    answer = client.post(f"{URL}pratinjau/?ukuran=layar&page=1", form_data(foot="Percobaan"))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg" and answer["X-Pages"] == "1"
    answer = client.post(f"{URL}pratinjau/", form_data(line_1="{nik}"))
    assert answer.status_code == 422 and "Baris 2: Kode nik tidak dikenal" in answer.content.decode()
    assert client.post(f"{URL}pratinjau/", {}).status_code == 422
    answer = client.post(URL, form_data(line_0_size="99"))
    assert answer.status_code == 422 and not Kop.objects.exists()
    saved = client.post(
        URL, form_data(line_0="Pemerintah Kabupaten", foot="Kaki", logo="own", picture=picture()), follow=True
    )
    text = saved.content.decode()
    assert "Kop disimpan" in text and "Urungkan" in text and "Pakai kop bawaan" in text
    row = Kop.objects.get()
    assert row.design["lines"][0]["text"] == "Pemerintah Kabupaten" and row.logo_file
    history = client.get(f"{URL}riwayat/").content.decode()
    assert "Gambar sendiri" in history and "Dipakai sekarang" in history
    change = kop_changes().first()
    assert change is not None
    client.post(f"{URL}riwayat/?sebelum={change.pk}")
    assert not Kop.objects.exists()
    client.post(f"{URL}riwayat/", {"change": change.pk})
    assert Kop.objects.get().design["foot"] == "Kaki"
    late = client.post(URL, form_data(version="2020-01-01"))
    assert late.status_code == 409
    client.post(URL, {"bawaan": "1"})
    assert not Kop.objects.exists()
    for role in ("operator", "kepala_desa"):
        assert office_client(role).get(URL).status_code == 403


def test_the_sample_page_tells_of_nobody(village: Any) -> None:
    data = sample_data(default_design(), "")
    assert person().name not in pdf_text(render_letter(data, TEMPLATE)) and data["letter_code"] == "000"
    assert pdf_text(render_letter(data, TEMPLATE)).count("CONTOH SURAT") == 1
