"""The office's pages about the citizen's door, by subject."""
