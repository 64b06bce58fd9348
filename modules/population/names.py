"""Names as people search for them: spelling folded, so that Muh., Moch. and Mohamad find Muhammad."""

from __future__ import annotations

import functools
import re
import unicodedata

#: Spellings of the commonest first name; folded, they lose their double M like every other double letter.
_MUHAMMAD = frozenset(
    (
        "MD", "MUH", "MUHAMAD", "MUHAMMAD", "MUHAMED", "MUHAMMED", "MOH", "MOHD", "MOHAMAD", "MOHAMMAD", "MOHAMED",
        "MOHAMMED", "MOCH", "MOCHAMAD", "MOCHAMMAD", "MUCH", "MUCHAMAD", "MUCHAMMAD", "MUKHAMAD", "MUKHAMMAD", "MOKH",
        "MOKHAMAD", "MOKHAMMAD", "MUKH",
    )
)  # fmt: skip
_ABDUL = {"ABD": "ABDUL", "ABDL": "ABDUL"}
#: Spelling before 1972 (Soewandi, Van Ophuijsen) and sounds that villages spell both ways (Yanto, Ianto; Achmad, Ahmad).
_SPELLINGS = (("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "SY"), ("NJ", "NY"), ("CH", "H"), ("Y", "I"))
_DOUBLE = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile(r"[^A-Z0-9]+")


@functools.lru_cache(maxsize=50_000)  # words, not people: the same for every village
def _word(word: str) -> str:
    if word in _MUHAMMAD:
        return "MUHAMAD"
    word = _ABDUL.get(word, word)
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    return _DOUBLE.sub(r"\1", word)


def fold_name(name: str) -> str:
    """The search key of a name: upper case, old spelling made new, double letters single, punctuation to spaces.

    A key for searching, never for showing: what is typed is folded the same way, then compared word by word.
    """
    text = name.upper()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return " ".join(_word(word) for word in _NOT_LETTER.sub(" ", text).split())
