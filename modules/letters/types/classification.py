"""Classification of letters: the part of the list of Permendagri 83/2022 that a village writes letters under.

The ten groups and their subjects are all there, the codes below them as far as a village needs them; names and codes were
compared with two published copies of the list (the Berita Negara itself was not at hand). The lists of field systems still
hold the older one (three digits, Permendagri 78/2012: "474.1"), so a village may write any code: the list helps, it does not
bind. 400.10.2's own name is ours: the copies name its children alone.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "classification.csv"
#: Three digits of the group, then numbers: "400.12.2.1"; the older lists' "474.1" and own suffixes ("300/RT") fit, too.
WRITTEN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$")


@functools.cache
def classification() -> Mapping[str, str]:
    """Name by code, in the order of the list."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def code_words(code: str) -> str:
    """A code with its name, where the list knows it."""
    name = classification().get(code)
    return f"{code} ({name})" if name else code
