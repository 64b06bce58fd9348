"""Pages of the citizen's door."""
