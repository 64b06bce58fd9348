"""One person, many spellings: the search key brings them together."""

from __future__ import annotations

import pytest

from modules.population.names import fold_name


@pytest.mark.parametrize(
    "names",
    [
        [
            "MUHAMMAD RIZKY",
            "Muh. Rizky",
            "Moh Rizky",
            "Moch. Rizky",
            "Mohamad Rizky",
            "Muhamad  Rizky",
            "MOCHAMMAD RIZKY",
        ],
        ["Soekarno", "Sukarno", "SUKARNO"],
        ["Djoko", "Joko"],
        ["Tjokro", "Cokro"],
        ["Soetrisno", "Sutrisno"],
        ["Achmad", "Ahmad"],
        ["Sulistyo", "Sulistio"],
        ["Siti Annisa", "SITI ANISA"],
        ["Nur-Aini", "NUR AINI", "nur,aini", "Nur'aini"],
        ["José", "JOSE"],
        ["Abd. Rohman", "Abdul Rohman"],
    ],
)
def test_spellings_of_one_name_have_one_key(names: list[str]) -> None:
    assert len({fold_name(name) for name in names}) == 1, [fold_name(name) for name in names]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUTINI", "SUTINAH"),
        ("M ARIFIN", "MUHAMMAD ARIFIN"),
        ("PAIMAN", "PAINEM"),
        ("NUR", "NURI"),
        ("SARI", "SITI SARI"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_nothing_but_signs_is_an_empty_key() -> None:
    assert fold_name("") == fold_name(" .-, ") == ""


def test_the_same_names_have_the_same_keys() -> None:
    names = [f"MOCH. SOETRISNO {number % 300}" for number in range(20_000)]
    keys = [fold_name(name) for name in names]
    assert keys[7] == "MUHAMAD SUTRISNO 7"
