"""Text into lines of a width: by words, by hyphens and slashes where a word is too long, by letters at last."""

from __future__ import annotations

import re

from balai.documents.tables.faces import Face

#: Where a heading may be broken with a hyphen; not seen where it is not.
SOFT_HYPHEN = "\u00ad"
#: Keeps what belongs together on one line (RT 001); printed and copied as a space.
NO_BREAK = "\u00a0"
_CONTROL = re.compile(r"[^\S\n \u00a0]+|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]+")
#: After these a long word may be broken: PELAJAR/MAHASISWA, surat-menyurat, a@b.c.
_PARTS = re.compile(r"[^/\-.,&@_]+[/\-.,&@_]*|[/\-.,&@_]+")
#: A broken word leaves no fewer letters on its last line.
_LEFT_OVER = 3
#: Words whose width is remembered by a face; a village's own words are far fewer.
_REMEMBERED = 50_000


class Wrapper:
    """Wraps for one face; remembers how wide words are."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._space = face.width(" ")
        self._words: dict[str, int] = {}

    def lines(self, text: str, limit: int) -> list[tuple[str, int]]:
        """Lines of at most ``limit`` (the font's units) with their widths; a newline in the text begins a new one."""
        if text.isprintable():
            width = self._face.width(text)
            if width <= limit:
                return [(text, width)] if text else []
            return self._wrapped(text, limit)
        found: list[tuple[str, int]] = []
        for paragraph in _CONTROL.sub(" ", text).split("\n"):
            found += self._wrapped(paragraph, limit) or [("", 0)]
        return [(line.replace(NO_BREAK, " "), width) for line, width in found] if NO_BREAK in text else found

    def _wrapped(self, text: str, limit: int) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        line, filled = "", 0
        for word in filter(None, text.split(" ")):
            width = self._words.get(word)
            if width is None:
                width = self._face.width(word.replace(SOFT_HYPHEN, ""))
                if len(self._words) < _REMEMBERED:
                    self._words[word] = width
            if width <= limit and SOFT_HYPHEN in word:
                word = word.replace(SOFT_HYPHEN, "")
            if line and filled + self._space + width <= limit:
                line, filled = f"{line} {word}", filled + self._space + width
                continue
            if line and width > limit:
                # BURUH TANI/ | PERKEBUNAN rather than BURUH | TANI/ | PERKEBUNAN.
                begun = self._beginning(word, limit - filled - self._space)
                if begun:
                    line, filled = f"{line} {begun}", filled + self._space + self._face.width(begun)
                    word = word[len(begun) :]
                    width = self._face.width(word)
            if line:
                found.append((line, filled))
            line, filled = word, width
            if width > limit:
                *whole, (line, filled) = self._broken(word, limit)
                found += whole
        if line:
            found.append((line, filled))
        return found

    def _beginning(self, word: str, room: int) -> str:
        """The parts of a long word that still fit on a line."""
        if SOFT_HYPHEN in word:
            return ""
        begun, filled = "", 0
        for part in _PARTS.findall(word)[:-1]:
            filled += self._face.width(part)
            if filled > room:
                break
            begun += part
        return begun

    def _hyphenated(self, word: str, limit: int) -> list[tuple[str, int]]:
        """A word that says where it may be broken."""
        *parts, last = word.split(SOFT_HYPHEN)
        hyphen = self._face.widths[SOFT_HYPHEN]
        found: list[tuple[str, int]] = []
        piece, filled = "", 0
        for place, part in enumerate([*parts, last]):
            width = self._face.width(part)
            end = hyphen if place < len(parts) else 0
            if piece and filled + width + end > limit:
                found.append((piece + SOFT_HYPHEN, filled + hyphen))
                piece, filled = "", 0
            piece, filled = piece + part, filled + width
        found.append((piece, filled))
        return [
            line
            for piece, filled in found
            for line in ([(piece, filled)] if filled <= limit else self._broken(piece, limit))
        ]

    def _broken(self, word: str, limit: int) -> list[tuple[str, int]]:
        """A word that is longer than a line, in pieces."""
        if SOFT_HYPHEN in word.rstrip(SOFT_HYPHEN):
            return self._hyphenated(word, limit)
        found: list[tuple[str, int]] = []
        piece, filled = "", 0
        for part in _PARTS.findall(word):
            width = self._face.width(part)
            if filled + width <= limit:
                piece, filled = piece + part, filled + width
                continue
            if piece:
                found.append((piece, filled))
            piece, filled = part, width
            while filled > limit and len(piece) > 1:
                cut = self._fitting(piece, limit)
                if len(piece) - cut < _LEFT_OVER and cut > 2 * _LEFT_OVER:
                    cut = len(piece) - _LEFT_OVER
                found.append((piece[:cut], self._face.width(piece[:cut])))
                piece = piece[cut:]
                filled = self._face.width(piece)
        found.append((piece, filled))
        return found

    def _fitting(self, piece: str, limit: int) -> int:
        filled = 0
        for place, character in enumerate(piece):
            filled += self._face.widths[character]
            if filled > limit:
                return max(1, place)
        return len(piece)
