"""``python -m balai``: the project's command line (see :mod:`balai.cli`)."""

from balai.cli import main

raise SystemExit(main())
