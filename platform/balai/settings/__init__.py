"""Settings: ``base`` (everybody), ``local`` (embedded), ``production``, ``test``."""
