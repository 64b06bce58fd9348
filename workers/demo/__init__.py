"""``balai demo``: everything on one machine, and the walk that checks it."""
