"""What pages, other modules and the public ask of letters, by subject."""

from modules.letters.selectors.batch import (
    batch_counts,
    batch_letters,
    batch_problems,
    people_in_order,
    waiting_batches,
)
from modules.letters.selectors.working import (
    Step,
    Verification,
    answers_form,
    archive,
    drafts_of,
    is_mine,
    issued_years,
    letter_for_citizen,
    letter_types_for_citizens,
    letters_for_citizen,
    letters_of,
    next_step,
    open_counts,
    queue_for,
    search_results,
    shown_answers,
    timeline_of,
    to_issue,
    verification_of,
    waiting,
)

__all__ = [
    "Step", "Verification", "answers_form", "archive", "batch_counts", "batch_letters", "batch_problems", "drafts_of",
    "is_mine", "issued_years",
    "letter_for_citizen", "letter_types_for_citizens", "letters_for_citizen", "letters_of", "next_step", "open_counts",
    "people_in_order", "queue_for", "search_results", "shown_answers", "timeline_of", "to_issue", "verification_of", "waiting",
    "waiting_batches",
]  # fmt: skip
