"""Many papers as one: in order, readable, what they share kept once."""

from __future__ import annotations

import pytest

from balai.documents import joining, render_letter
from balai.documents.reading import pdf_pages, pdf_png, pdf_text
from tests.platform.documents.sample import crest, sample, template


def letters(number: int) -> list[bytes]:
    made = []
    for index in range(number):
        data = sample("usaha", fields={"nama": f"WARGA NOMOR {index}"}, number=f"500/{index:03}/XI/2026")
        data["letterhead"]["crest_png"] = crest()
        made.append(render_letter(data, template()))
    return made


def test_pages_stand_in_order_and_look_as_they_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "PORTION", 2)
    papers = letters(5)
    whole = joining.join(papers)
    assert pdf_pages(whole) == 5
    assert [page.split() for page in pdf_text(whole).split("\f")] == [pdf_text(each).split() for each in papers]
    assert pdf_png(whole, 4) == pdf_png(papers[4])


def test_the_crest_stands_in_it_once() -> None:
    papers = letters(6)
    assert len(joining.join(papers)) < sum(len(each) for each in papers) / 2


def test_nothing_joins_to_nothing() -> None:
    with pytest.raises(ValueError, match="no paper"):
        joining.join([])
