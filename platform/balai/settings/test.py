"""The tests: real servers, cheap passwords, everything else as in production."""

from balai.settings.base import *  # noqa: F403
from balai.settings.base import ALLOWED_HOSTS

SECRET_KEY = "test-only-secret-key-0123456789abcdefghijklmnopqrstuvwxyz"
DEBUG = False
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, ".localhost", "testserver", "127.0.0.1", "localhost"]
BALAI_DEMO_ACCOUNTS = True
# The strength of Argon2 is the library's to test; the suite hashes thousands of times.
PASSWORD_HASHERS = ["balai.settings.hashers.QuickArgon2"]
