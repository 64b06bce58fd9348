"""The head and foot of a village's letters, its paper, its dates: designed once, printed on every letter."""

from modules.letters.kop.changing import change_kop, kop_changes, reset_kop, restore_kop
from modules.letters.kop.design import FIELDS, Design, checked_design, default_design
from modules.letters.kop.printing import (
    default_page,
    forget_kop,
    kop_of,
    logo_of,
    present_design,
    present_kop,
    printed_kop,
)

__all__ = [
    "FIELDS", "Design", "change_kop", "checked_design", "default_design", "default_page", "forget_kop", "kop_changes", "kop_of",
    "logo_of", "present_design", "present_kop", "printed_kop", "reset_kop", "restore_kop",
]  # fmt: skip
