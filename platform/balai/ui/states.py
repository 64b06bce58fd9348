"""One status, one word, one look everywhere."""

from __future__ import annotations

#: State -> (kind of badge: "", quiet, good, warn, bad; icon).
STATES: dict[str, tuple[str, str]] = {
    # a letter
    "draft": ("quiet", "edit"), "submitted": ("", "send"), "checking": ("", "search"), "signing": ("warn", "writing-sign"),
    "sealing": ("warn", "shield-check"), "signed": ("good", "shield-check"), "working": ("", "refresh"),
    "district": ("warn", "building-community"), "ready": ("good", "package"), "handed": ("good", "circle-check"), "returned": ("warn", "rotate"),
    "rejected": ("bad", "x"), "cancelled": ("quiet", "ban"), "withdrawn": ("bad", "ban"), "replaced": ("quiet", "refresh"),
    # its verification
    "valid": ("good", "shield-check"), "not_valid": ("warn", "alert-triangle"),
    # a job, an import
    "waiting": ("quiet", "clock"), "running": ("", "refresh"), "done": ("good", "circle-check"), "failed": ("bad", "alert-triangle"),
    "uploaded": ("quiet", "upload"), "mapping": ("warn", "columns"), "checked": ("", "search"), "applied": ("good", "circle-check"), "undone": ("quiet", "rotate"),
    "refused": ("bad", "x"), "offered": ("warn", "clock"), "accepted": ("good", "check"), "settled": ("good", "circle-check"),
    "open": ("warn", "alert-triangle"), "acknowledged": ("", "refresh"),
    # a conversation
    "unanswered": ("warn", "clock"), "answered": ("good", "check"), "closed": ("quiet", "circle-check"), "unread": ("", "mail"),
    # a batch of letters
    "making": ("", "refresh"), "issuing": ("", "refresh"), "closing": ("", "refresh"),
    # a message on its way
    "sending": ("", "send"), "sent": ("good", "send"), "delivered": ("good", "circle-check"), "unknown": ("warn", "help"),
    "given_up": ("bad", "x"),
    # a village
    "planned": ("quiet", "clock"), "provisioning": ("", "refresh"), "setup": ("warn", "settings"), "live": ("good", "circle-check"),
    "read_only": ("warn", "eye"), "suspended": ("bad", "ban"), "archived": ("quiet", "package"), "removed": ("quiet", "trash"),
    "training": ("", "info-circle"),
}  # fmt: skip

#: The words of a letter's states, for who has no model at hand (the gallery, tests).
LETTER_WORDS: dict[str, str] = {
    "draft": "Konsep", "submitted": "Diajukan", "checking": "Sedang diperiksa", "signing": "Menunggu tanda tangan",
    "sealing": "Menunggu tanda tangan elektronik",
    "district": "Menunggu camat", "ready": "Siap diambil", "handed": "Diserahkan", "returned": "Dikembalikan", "rejected": "Ditolak",
    "cancelled": "Dibatalkan", "withdrawn": "Dicabut", "replaced": "Diganti",
}  # fmt: skip
