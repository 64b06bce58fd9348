"""Production: nothing embedded, no default secret, no demo account, HTTPS only."""

from django.core.exceptions import ImproperlyConfigured

from balai.settings.base import *  # noqa: F403
from balai.settings.base import AS_OWNER, BALAI_SCHEME, SECRET_KEY, STORAGES
from balai.settings.environment import value

DEBUG = False
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("BALAI_SECRET_KEY must be set to at least 50 random characters.")
if not value("BALAI_OWNER_URL" if AS_OWNER else "BALAI_DATABASE_URL"):
    raise ImproperlyConfigured("BALAI_DATABASE_URL (and for the owner's commands BALAI_OWNER_URL) must be set.")
if not value("REDIS_URL"):
    raise ImproperlyConfigured("REDIS_URL must be set.")
if BALAI_SCHEME != "https":
    raise ImproperlyConfigured("BALAI_SCHEME must be https in production.")
if value("BALAI_WEB_THREADS") > value("BALAI_POOL_SIZE"):
    raise ImproperlyConfigured("BALAI_WEB_THREADS must not be more than BALAI_POOL_SIZE.")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^tls/ask$"]
SECURE_HSTS_SECONDS = 31_536_000
# Villages' own domains are theirs: what stands beside them is not ours to force.
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
# W019: the office shows PDFs in frames of its own pages.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W005", "security.W021", "django_tenants.W003", "commands.E001"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
