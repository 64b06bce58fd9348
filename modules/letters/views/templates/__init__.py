"""``surat/templat/``: kinds of letters as the village has them, aspect by aspect; kinds of its own; files from and for others."""
