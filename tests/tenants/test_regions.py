"""The official list of Grobogan, and subdomains that never clash."""

from __future__ import annotations

import pytest

from tenants.regions import RESERVED, load_regency, slug_of

NINE = {
    "33.15.04.2013": "tambirejo",
    "33.15.04.2015": "boloh",
    "33.15.05.2010": "geyer",
    "33.15.06.2005": "sidorejo",
    "33.15.07.2013": "grabagan",
    "33.15.09.2012": "sumberagung-ngaringan",
    "33.15.11.2004": "selo",
    "33.15.14.2006": "karangsari",
    "33.15.17.2016": "baturagung",
}


def test_grobogan_is_whole() -> None:
    listed = load_regency("3315")
    assert (listed.code, listed.name, listed.province_name) == ("33.15", "Kabupaten Grobogan", "Jawa Tengah")
    assert len(listed.districts) == 19
    assert len(listed.villages) == 280
    assert sum(village.kind == "kelurahan" for village in listed.villages) == 7
    districts = {district.code for district in listed.districts}
    assert {village.district_code for village in listed.villages} == districts


def test_every_subdomain_is_unique_and_the_nine_are_as_expected() -> None:
    listed = load_regency("33.15")
    slugs = {village.code: slug_of(village, listed) for village in listed.villages}
    assert len(set(slugs.values())) == 280
    assert not set(slugs.values()) & RESERVED
    for code, expected in NINE.items():
        found = slugs[code]
        assert found == expected or found.startswith(expected.split("-")[0] + "-"), (code, found)


@pytest.mark.parametrize("code", ["33.1", "abcd", ""])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        load_regency(code)
