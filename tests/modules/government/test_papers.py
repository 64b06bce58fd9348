"""Who signs books, and what stands at their head: asked through the kernel, answered by this module."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.registry import letterhead, signatories
from modules.government.models import Official


def _official(**values: Any) -> Official:
    return Official.objects.create(
        **({"since": date(2026, 1, 1), "name": "SUTRISNO", "position": "Kepala Desa"} | values)
    )


def test_the_letterhead_names_regency_district_and_village(village: Any) -> None:
    found = letterhead()
    assert found is not None
    assert found.lines == ("PEMERINTAH KABUPATEN GROBOGAN", "KECAMATAN GEYER", "DESA GEYER")
    assert found.place == "GEYER" and found.crest is None


def test_the_holders_of_a_past_day_sign_its_books(village: Any) -> None:
    Official.objects.all().delete()
    _official(post="kades", nip="198001012005012001", until=date(2026, 6, 30))
    _official(post="kades", name="RINI ASTUTI", position="Pj. Kepala Desa", since=date(2026, 7, 1), nipd="12")
    found = signatories(date(2026, 6, 30))
    assert (found["kades"].title, found["kades"].name) == ("KEPALA DESA GEYER", "SUTRISNO")
    assert found["kades"].number == "NIP 198001012005012001"
    assert (found["sekdes"].title, found["sekdes"].name) == ("SEKRETARIS DESA GEYER", "")
    acting = signatories(date(2026, 7, 1))["kades"]
    assert (acting.title, acting.name, acting.number) == ("PJ. KEPALA DESA GEYER", "RINI ASTUTI", "NIPD 12")
