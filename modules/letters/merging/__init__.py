"""What stands on a letter: register, village, signer and answers brought together once, at approval.

``catalogue`` names every merge field (what the editor offers and a template's check knows), ``people`` and ``village`` say
what they are worth, ``letter`` brings them together for one letter.
"""

from modules.letters.merging.catalogue import MergeField, catalogue_of, groups_of, names_of, signers_of
from modules.letters.merging.letter import Draft, fill, merged_data, preview_data, printed_data

__all__ = [
    "Draft", "MergeField", "catalogue_of", "fill", "groups_of", "merged_data", "names_of", "preview_data", "printed_data",
    "signers_of",
]  # fmt: skip
