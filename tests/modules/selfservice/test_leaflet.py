"""The leaflet for citizens: one page, this village's address, what the regency allows."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.documents.reading import pdf_pages, pdf_size_mm, pdf_text
from modules.selfservice.leaflet import leaflet
from tenants.context import current_village
from tests.modules.population.conftest import office_client

__all__ = ["office_client"]


def test_the_leaflet_is_one_page_with_the_villages_own_address(village: Any, office_client: Any) -> None:
    answer = office_client("operator").get("/kantor/layanan-mandiri/selebaran.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pdf = answer.content
    text = " ".join(pdf_text(pdf).split()).replace("\u200b", "")
    # The address breaks after its dots.
    joined = text.replace(" ", "")
    assert pdf_pages(pdf) == 1 and [round(each) for each in pdf_size_mm(pdf)] == [210, 297]
    assert "Mengurus surat dari rumah" in text and f"Layanan Mandiri {current_village().title}" in text
    assert f"{village.subdomain}.grobogan.localhost" in joined and "Tekan Daftar dan foto KTP" in text


def test_where_nobody_registers_from_home_the_leaflet_says_where_the_pin_is(village: Any, monkeypatch: Any) -> None:
    card = current_village()
    monkeypatch.setattr(type(card), "rule", lambda self, code: False)
    text = " ".join(pdf_text(leaflet(card, date(2026, 11, 26))).split())
    assert "petugas memberi slip PIN" in text and "Tekan Daftar" not in text


def test_who_may_not_give_out_pins_gets_no_leaflet(office_client: Any) -> None:
    assert office_client("viewer").get("/kantor/layanan-mandiri/selebaran.pdf").status_code == 403
