"""Supplements (data suplemen): free lists of residents or families with notes and columns of their own."""
