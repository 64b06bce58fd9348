"""Templates from elsewhere and for elsewhere: OpenSID's export, and files between villages.

``reading`` looks at the file, ``html``, ``inline``, ``tables``, ``signing`` and ``blocks`` read a text, ``questions`` the form,
``opensid`` makes a kind of both; ``writing`` is the way back; ``exchange`` our own format; ``running`` previews, uses and takes back.
"""

from modules.letters.convert.errors import ImportRefused, Issue
from modules.letters.convert.exchange import exchange_file, opensid_file
from modules.letters.convert.reading import MAX_BYTES
from modules.letters.convert.running import (
    ACTIONS,
    apply_import,
    default_choice,
    read_import,
    read_stored,
    start_import,
    undo_import,
)

__all__ = [
    "ACTIONS", "MAX_BYTES", "ImportRefused", "Issue", "apply_import", "default_choice", "exchange_file", "opensid_file", "read_import",
    "read_stored", "start_import", "undo_import",
]  # fmt: skip
