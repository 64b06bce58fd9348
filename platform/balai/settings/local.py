"""One machine, embedded servers: the demo and development."""

from balai.settings.base import *  # noqa: F403
from balai.settings.base import ALLOWED_HOSTS, BALAI_PORT, SECRET_KEY
from balai.settings.environment import value

# Pages as people see them; BALAI_DEBUG=1 shows tracebacks and the gallery.
DEBUG = value("BALAI_DEBUG")
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60
BALAI_DEMO_ACCOUNTS = True
SECRET_KEY = SECRET_KEY or "local-only-" + "0" * 50
ALLOWED_HOSTS = [*ALLOWED_HOSTS, ".localhost", "127.0.0.1", "localhost"]
# Cookies ignore ports: two demos on one machine would sign each other out.
BALAI_COOKIE_SUFFIX = f"_{BALAI_PORT}"
