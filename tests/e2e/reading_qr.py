"""Reads a QR code from a picture of a page, as a phone's camera does: what is printed, not what was meant to be printed.

For our own letters: upright, clean, error level M, versions 1 to 6 (ISO/IEC 18004). Nothing is corrected: a code that
needs correction on a fresh page is a fault.
"""

from __future__ import annotations

import io
from itertools import groupby

from PIL import Image

#: Version -> (blocks, data words a block, words for correction a block) of level M.
BLOCKS_M = {1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24), 6: (4, 27, 16)}
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS = (
    lambda r, c: (r + c) % 2, lambda r, c: r % 2, lambda r, c: c % 3, lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2, lambda r, c: r * c % 2 + r * c % 3, lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)  # fmt: skip


def read_qr(png: bytes) -> str:
    """The text of the one code in the picture."""
    dark = Image.open(io.BytesIO(png)).convert("L").point(lambda value: 1 if value < 110 else 0)
    return _text(_words(_modules(dark)))


def _marks(picture: Image.Image) -> list[tuple[int, float, float]]:
    """Rows, middles and module widths of what has a corner mark's rhythm: dark and light as 1:1:3:1:1."""
    data, found = picture.tobytes(), []
    for row in range(0, picture.height, 2):
        line, at = data[row * picture.width : (row + 1) * picture.width], 0
        runs = []
        for value, group in groupby(line):
            length = sum(1 for _each in group)
            runs.append((value, at, length))
            at += length
        for first in range(len(runs) - 4):
            five = runs[first : first + 5]
            module = sum(length for _v, _a, length in five) / 7
            if five[0][0] == 1 and module >= 2 and all(
                abs(length - wanted * module) < module * 0.7
                for (_v, _a, length), wanted in zip(five, (1, 1, 3, 1, 1), strict=True)
            ):  # fmt: skip
                found.append((row, five[0][1] + module * 3.5, module))
    return found


def _modules(picture: Image.Image) -> list[list[int]]:
    # A corner mark shows its rhythm on three modules' height: many rows one above the other.
    groups: list[list[tuple[int, float, float]]] = []
    for mark in _marks(picture):
        for group in groups:
            row, middle, module = group[-1]
            if abs(mark[1] - middle) < module and mark[0] - row <= 6:
                group.append(mark)
                break
        else:
            groups.append([mark])
    corners = [
        ((group[0][0] + group[-1][0]) / 2, group[len(group) // 2][1], group[0][2])
        for group in groups
        if group[-1][0] - group[0][0] > group[0][2] * 2
    ]
    assert len(corners) == 3, f"{len(corners)} corner marks in the picture"
    top, left, module = min(corners, key=lambda each: each[0] + each[1])
    right = max(middle for _row, middle, _module in corners)
    size = round((right - left) / module) + 7
    step = (right - left) / (size - 7)
    assert size % 4 == 1, f"{size} modules"
    pixel = picture.load()
    assert pixel is not None
    return [
        [int(pixel[round(left + (column - 3) * step), round(top + (row - 3) * step)]) for column in range(size)]
        for row in range(size)
    ]


def _words(grid: list[list[int]]) -> list[int]:
    size = len(grid)
    version = (size - 17) // 4
    fixed = {(row, column) for row in range(size) for column in range(size) if row == 6 or column == 6}
    fixed |= {(row, column) for row in range(9) for column in (*range(9), *range(size - 8, size))}
    fixed |= {(row, column) for row in range(size - 8, size) for column in range(9)}
    if version > 1:
        fixed |= {(row, column) for row in range(size - 9, size - 4) for column in range(size - 9, size - 4)}
    form = [grid[8][column] for column in range(5)]
    level, mask = (form[0] ^ 1) * 2 + form[1], (form[2] ^ 1) * 4 + form[3] * 2 + (form[4] ^ 1)
    assert level == 0, "not of error level M"
    bits, rows = [], list(range(size - 1, -1, -1))
    right = size - 1
    while right > 0:
        right -= right == 6
        for row in rows:
            for column in (right, right - 1):
                if (row, column) not in fixed:
                    bits.append(grid[row][column] ^ (0 if _MASKS[mask](row, column) else 1))
        rows.reverse()
        right -= 2
    read = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - 7, 8)]
    blocks, data, _correction = BLOCKS_M[version]
    return [read[index * blocks + block] for block in range(blocks) for index in range(data)]


def _text(words: list[int]) -> str:
    bits, at, text = "".join(f"{word:08b}" for word in words), 0, b""

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == 4:
            text += bytes(take(8) for _each in range(take(8)))
        elif mode == 2:
            count = take(9)
            for _pair in range(count // 2):
                value = take(11)
                text += (_ALPHANUMERIC[value // 45] + _ALPHANUMERIC[value % 45]).encode()
            if count % 2:
                text += _ALPHANUMERIC[take(6)].encode()
        elif mode == 1:
            count = take(10)
            for left in range(count, 0, -3):
                digits = min(3, left)
                text += f"{take((4, 7, 10)[digits - 1]):0{digits}d}".encode()
        else:
            raise AssertionError(f"mode {mode} in the code")
    return text.decode()
