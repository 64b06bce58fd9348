"""Why a file was not taken."""

from __future__ import annotations

from balai.errors import Refused


class FileRefused(Refused):
    """The file cannot be taken; nothing was kept.

    ``reason`` is one of ``empty``, ``too_large``, ``wrong_kind``, ``broken``, ``too_many_pixels``, ``disk_full``,
    ``unreadable``; ``field`` is the form's input that the sentence belongs beside, where the caller named one.
    """

    code = "file_refused"
