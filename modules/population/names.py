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
    return _spelled(_ABDUL.get(word, word))


@functools.lru_cache(maxsize=10_000)
def _spelled(word: str) -> str:
    """A word by the spelling rules alone."""
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    return _DOUBLE.sub(r"\1", word)


def _ascii(name: str) -> str:
    text = name.upper()
    return text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def fold_name(name: str) -> str:
    """The search key of a name: upper case, old spelling made new, double letters single, punctuation to spaces.

    A key for searching, never for showing: what is typed is folded the same way, then compared word by word.
    """
    return " ".join(_word(word) for word in _NOT_LETTER.sub(" ", _ascii(name)).split())


def words_of(text: str) -> list[tuple[str, ...]]:
    """What was typed into a search box, word by word: each with the keys that it may stand for, the likeliest first.

    A word that is being typed is folded as what it may become: "Moha" is on its way to Mohamad, so it stands for the
    beginning of that key as well as for itself; "Moch" is Muhammad and the beginning of Mochtar.
    """
    found = []
    for word in _NOT_LETTER.sub(" ", _ascii(text)).split():
        keys = [_word(word)]
        if word in _MUHAMMAD:
            keys.append(_spelled(word))
        elif len(word) >= 3 and any(spelling.startswith(word) for spelling in _MUHAMMAD):
            keys.append(_spelled(_BEGINNING.sub("MUHA", word)) if _BEGINNING.match(word) else "MUH")
        found.append(tuple(dict.fromkeys(keys)))
    return found


#: How spellings of Muhammad begin.
_BEGINNING = re.compile(r"^M[OU](?:CH|KH|H)A*")
