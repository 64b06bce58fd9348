"""Pages of letters in the office, by subject."""
