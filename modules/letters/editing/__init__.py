"""What the editor of a letter's text needs beside the text: an example to preview, its words to read and compare."""

from modules.letters.editing.reading import BodyUnreadable, difference_of, lines_of, read_body
from modules.letters.editing.restoring import body_changes, restore_body
from modules.letters.editing.samples import Example, example_for, first_applicant, preview_of

__all__ = [
    "BodyUnreadable", "Example", "body_changes", "difference_of", "example_for", "first_applicant", "lines_of", "preview_of",
    "read_body", "restore_body",
]  # fmt: skip
