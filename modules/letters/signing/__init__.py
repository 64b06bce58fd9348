"""Electronic signatures: drivers behind one interface (``interface.py``), the village's settings and certificates
(``settings.py``), which letters are signed so (``rules.py``), and signing one (``doing.py``)."""
