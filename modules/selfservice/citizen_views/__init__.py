"""The citizen's pages: one thing a page, everything works without JavaScript."""
