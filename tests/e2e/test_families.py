"""Families and territory in a browser: a split, a head who died and is replaced, an RT that moves and comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.acting import sign_in
from tests.e2e.conftest import Live
from tests.e2e.test_pages import DEVICES, walk
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

#: Families of a head, a wife and at least two children, the largest first; each test takes another one.
FAMILIES = """
SELECT family_id, count(*) FROM population_resident WHERE presence = 1 AND void_at IS NULL AND family_id IS NOT NULL
GROUP BY 1 HAVING count(*) FILTER (WHERE shdk = 1) = 1 AND count(*) FILTER (WHERE shdk = 3) = 1 AND count(*) >= 4
ORDER BY 2 DESC, 1 OFFSET %s LIMIT 1
"""


def family_of(live: Live, place: int) -> tuple[str, list[tuple[str, str, int]]]:
    """A family's key and its members (key, name, position), head first."""
    (family, _size) = live.sql(FAMILIES, place)[0]
    members = live.sql(
        "SELECT id, name, shdk FROM population_resident WHERE family_id = %s AND presence = 1 ORDER BY shdk, birth_date", family
    )  # fmt: skip
    return str(family), [(str(key), name, shdk) for key, name, shdk in members]


@DEVICES
def test_every_page_of_families_and_territory(
    live: Live, visitor: Callable[..., Visitor], width: int, dark: bool
) -> None:
    family, _members = family_of(live, 6)
    rt = str(
        live.sql("SELECT id FROM population_territory WHERE kind = 'rt' AND void_at IS NULL ORDER BY name LIMIT 1")[0][
            0
        ]
    )
    officer = visitor(width, dark=dark)
    sign_in(officer, "operator")
    walk(
        officer,
        {
            "keluarga-saring": "/kantor/keluarga/?welfare=none&size_from=2&sort=-size",
            "keluarga-kosong": "/kantor/keluarga/?q=xqxqxq",
            "keluarga-perbaiki": "/kantor/keluarga/perbaiki/",
            "keluarga-baru": "/kantor/keluarga/baru/",
            "keluarga-baru-orang": "/kantor/keluarga/baru/orang/",
            "keluarga-satu": f"/kantor/keluarga/{family}/",
            "keluarga-anggota": f"/kantor/keluarga/{family}/anggota/",
            "keluarga-susunan": f"/kantor/keluarga/{family}/susunan/",
            "keluarga-pecah": f"/kantor/keluarga/{family}/pecah/",
            "keluarga-ubah": f"/kantor/keluarga/{family}/ubah/",
            "wilayah-cetak": "/kantor/wilayah/cetak/",
            "wilayah-ubah": f"/kantor/wilayah/{rt}/ubah/",
            "wilayah-pindah": f"/kantor/wilayah/{rt}/pindah/",
            "wilayah-gabung": f"/kantor/wilayah/{rt}/gabung/",
        },
    )
    officer.open("/kantor/keluarga/")
    officer.tick("tbody .tick input >> nth=0")
    officer.tick("tbody .tick input >> nth=1")
    officer.look("keluarga-dipilih")
    officer.click(officer.page.get_by_role("button", name="Pindah RT"))
    officer.look("keluarga-pindah-rt")
    assert officer.path() == "/kantor/keluarga/pindah-rt/"


def test_a_family_splits_its_head_dies_and_another_leads(live: Live, visitor: Callable[..., Visitor]) -> None:
    family, members = family_of(live, 0)
    (head, head_name, _), (_wife, wife_name, _), (_first, first_name, _), (_second, second_name, _) = members[:4]
    officer = visitor(1280)
    sign_in(officer, "operator")
    officer.open(f"/kantor/keluarga/{family}/")
    officer.page.locator("summary", has_text="Lainnya").first.click()
    officer.click(officer.page.get_by_role("link", name="Pecah KK", exact=True))
    officer.page.select_option("[name=head]", label=first_name)
    officer.page.get_by_label(second_name).select_option(label="FAMILI LAIN")
    officer.look("pecah-diisi")
    officer.click(officer.button("Buat KK baru"))
    assert officer.path() != f"/kantor/keluarga/{family}/"
    text = officer.page.inner_text("main")
    assert first_name in text and second_name in text and "sementara" in text
    officer.look("pecah-jadi")
    # The head dies; the family asks for a new one where it stands in the queue.
    officer.open(f"/kantor/penduduk/{head}/meninggal/")
    _die(officer)
    officer.open("/kantor/keluarga/perbaiki/?jenis=no_head")
    row = officer.page.locator("tbody tr", has_text=wife_name)
    row.locator("select").select_option(label=wife_name)
    officer.look("perbaiki-kepala")
    officer.click(row.get_by_role("button", name="Jadikan kepala"))
    assert f"{wife_name} menjadi kepala keluarga" in officer.page.inner_text("body")
    officer.open(f"/kantor/keluarga/{family}/")
    assert wife_name in officer.page.inner_text("h1")
    assert head_name in officer.page.inner_text("main")
    officer.look("keluarga-berganti-kepala")


def _die(officer: Visitor) -> None:
    """Fill in the form of a death, whatever it asks beyond what the law needs."""
    from balai.db import today

    day = f"{today():%d-%m-%Y}"
    for name, text in {
        "event_date": day,
        "report_date": day,
        "place": "Rumah",
        "time": "14.30",
        "child_number": "1",
    }.items():
        if officer.page.locator(f"[name={name}]").count():
            officer.fill(f"[name={name}]", text)
    for name in ("cause", "witness"):
        officer.page.select_option(f"[name={name}]", index=1)
    officer.click(officer.button("Catat kematian"))
    assert officer.path().endswith("/meninggal/") is False, officer.page.inner_text("main")


def test_an_rt_moves_with_its_people_and_comes_back(live: Live, visitor: Callable[..., Visitor]) -> None:
    rt, name = live.sql(
        "SELECT id, name FROM population_territory WHERE kind = 'rt' AND void_at IS NULL ORDER BY name DESC, id LIMIT 1"
    )[0]
    people = live.sql(
        "SELECT count(*) FROM population_resident WHERE rt_id = %s AND presence = 1 AND void_at IS NULL", rt
    )
    officer = visitor(1280)
    sign_in(officer, "operator")
    officer.open(f"/kantor/wilayah/{rt}/pindah/")
    officer.page.select_option("[name=parent]", index=1)
    officer.fill("[name=name]", "099")
    officer.click(officer.button("Lihat akibatnya"))
    assert f"{people[0][0]} orang" in officer.page.inner_text("main")
    officer.look("wilayah-pindah-akibat")
    officer.click(officer.button("Pindahkan"))
    assert "RT 099 dipindahkan" in officer.page.inner_text("body")
    officer.look("wilayah-dipindahkan")
    officer.click(officer.page.get_by_role("button", name="Urungkan"))
    moved = live.sql("SELECT t.name, count(*) FROM population_territory t JOIN population_resident r ON r.rt_id = t.id "
                     "WHERE r.presence = 1 AND r.void_at IS NULL AND t.void_at IS NULL AND t.name IN (%s, '099') GROUP BY 1", name)  # fmt: skip
    assert "099" not in {row[0] for row in moved}
    # Its head is found by a fragment of the name.
    back = live.sql(
        "SELECT id FROM population_territory WHERE kind = 'rt' AND void_at IS NULL ORDER BY created_at DESC LIMIT 1"
    )[0][0]
    officer.open(f"/kantor/wilayah/{back}/ubah/")
    somebody = live.sql("SELECT name FROM population_resident WHERE rt_id = %s AND presence = 1 LIMIT 1", back)[0][0]
    officer.page.locator("[name=head_text]").press_sequentially(somebody[:6], delay=20)
    officer.page.locator(".picker-list [role=option], .picker-list li").first.wait_for()
    officer.look("wilayah-kepala-dicari")
