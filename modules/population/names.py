"""Names as people search for them: spelling folded, so that Muh., Moch. and Mohamad find Muhammad."""

from __future__ import annotations

import functools
import re

_MUHAMMAD = re.compile(
    r"^(M|MD|MUH|MUHAMAD|MUHAMMAD|MUHAMED|MOH|MOHD|MOHAMAD|MOHAMMAD|MOHAMED|MOCH|MOCHAMAD|MOCHAMMAD|MUCH|MUCHAMAD|MUCHAMMAD|MUKHAMAD|MUKHAMMAD|MOKHAMAD|MOKHAMMAD)$"
)
_ABDUL = {"ABD": "ABDUL", "ABDL": "ABDUL"}
_DOUBLE = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile(r"[^A-Z0-9]+")


@functools.lru_cache(maxsize=50_000)  # words, not people: the same for every village
def _word(word: str) -> str:
    if _MUHAMMAD.match(word) and word != "M":
        return "MUHAMAD"
    word = _ABDUL.get(word, word)
    for old, new in (("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "SY"), ("NJ", "NY"), ("CH", "H"), ("Y", "I")):
        word = word.replace(old, new)
    return _DOUBLE.sub(r"\1", word)


def fold_name(name: str) -> str:
    """The search key of a name: upper case, old spelling made new, double letters single, punctuation to spaces."""
    return " ".join(_word(word) for word in _NOT_LETTER.sub(" ", name.upper()).split())
