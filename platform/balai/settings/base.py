"""What holds everywhere. Everything tunable comes from the environment (:mod:`balai.settings.environment`)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from balai.api.defaults import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from balai.settings.environment import value

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("BALAI_DATA") or ROOT / "var").expanduser().resolve()

DEBUG = False
SECRET_KEY = value("BALAI_SECRET_KEY")
BALAI_BASE_DOMAIN = value("BALAI_BASE_DOMAIN")
BALAI_SCHEME = value("BALAI_SCHEME")
BALAI_PORT = value("BALAI_PORT")
BALAI_DEMO_ACCOUNTS = False
ALLOWED_HOSTS = [f".{BALAI_BASE_DOMAIN}", *value("BALAI_EXTRA_HOSTS")]

# -- modules: one line a feature ---------------------------------------------------------------------------------------
BALAI_VILLAGE_MODULES = [
    "modules.population",
    "modules.government",
    "modules.letters",
    "modules.households",
    "modules.groups",
    "modules.supplements",
    "modules.voters",
    "modules.messages",
    "modules.selfservice",
]
BALAI_REGENCY_MODULES = ["modules.regency", "modules.publishing"]
BALAI_MODULES = [*BALAI_VILLAGE_MODULES, *BALAI_REGENCY_MODULES]

# Both sides have people, work and papers; these tables are never joined across.
BOTH_SIDES = [
    "django.contrib.contenttypes",  # Django's own needs
    "django.contrib.auth",  # the sign-in library; its groups and permissions are not used
    "django.contrib.sessions",  # sessions stand beside the users they belong to
    "pghistory",  # history's context
    "balai.accounts",  # staff of a village, staff of the regency
    "balai.audit",  # who read and did what, on either side
    "balai.jobs",  # slow work of either side
    "balai.files",  # papers of either side
    "balai.api",  # tokens of either side
]
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "tenants.exchange",
    *BOTH_SIDES,
    "balai.indicators",
    *BALAI_REGENCY_MODULES,
    "balai.ui",
    "pgtrigger",
    "django.contrib.postgres",  # trigram and GIN wrappers, no tables
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
]
TENANT_APPS = [*BOTH_SIDES, *BALAI_VILLAGE_MODULES]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
TENANT_MODEL = "tenants.Village"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_URLCONF = "balai.urls.regency"
ROOT_URLCONF = "balai.urls.village"
WSGI_APPLICATION = "balai.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "tenants.middleware.HostlessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "balai.web.compression.TextCompression",
    "tenants.middleware.VillageMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "balai.accounts.sessions.DoorSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "balai.accounts.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "balai.web.middleware.ErrorMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "balai.ui.context.site",
            ],
            "builtins": ["balai.ui.templatetags.balai"],
        },
    }
]

# -- database ----------------------------------------------------------------------------------------------------------
AS_OWNER = value("BALAI_AS_OWNER")
_database = value("BALAI_OWNER_URL" if AS_OWNER else "BALAI_DATABASE_URL") or {"NAME": "balai"}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        "ENGINE": "tenants.backend",
        "BALAI_OWNER": AS_OWNER,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": not AS_OWNER,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"connect_timeout": 10}
        if AS_OWNER
        else {
            "connect_timeout": 10,
            "pool": {
                "min_size": 1,
                "max_size": value("BALAI_POOL_SIZE"),
                "timeout": 10,
                "max_lifetime": 600,
                "max_idle": 120,
            },
        },
        "TEST": {},
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = False
GET_EXECUTOR_FUNCTION = "django_tenants_smart_executor.load_executor"
TENANT_MULTIPROCESSING_MAX_PROCESSES = 2
SHOW_PUBLIC_IF_NO_TENANT_FOUND = False
PGTRIGGER_MIGRATIONS = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True

# -- Redis: cache, throttles, broker -----------------------------------------------------------------------------------
REDIS_URL = value("REDIS_URL") or "redis://127.0.0.1:6379/0"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "KEY_PREFIX": "balai",
    }
}
CELERY_BROKER_URL = REDIS_URL
BALAI_JOB_LEASE_SECONDS = value("BALAI_JOB_LEASE_SECONDS")

# -- people ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "balai.web.errors.csrf_failure"
BALAI_COOKIE_SUFFIX = ""
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# -- words, zone -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
TIME_ZONE = value("BALAI_TIME_ZONE")
USE_TZ = True
USE_I18N = True

# -- files -------------------------------------------------------------------------------------------------------------
MEDIA_ROOT = value("BALAI_MEDIA_ROOT") or str(DATA / "files")
BALAI_ACCEL = value("BALAI_ACCEL")
#: Whose name stands on a list that leaves the house: the kernel knows no village, this place does.
BALAI_REPORT_FRAME = "tenants.reporting.frame"
STATIC_URL = "/static/"
STATIC_ROOT = str(ROOT / "build" / "static")
BALAI_ASSETS = ROOT / "build" / "assets"
STATICFILES_DIRS = [("", str(BALAI_ASSETS))] if BALAI_ASSETS.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# -- what a browser may do ---------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if value("BALAI_TRUSTED_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
BALAI_TRUSTED_PROXY = value("BALAI_TRUSTED_PROXY")
BALAI_METRICS_TOKEN = value("BALAI_METRICS_TOKEN")

# -- mail --------------------------------------------------------------------------------------------------------------
_mail = urlsplit(value("BALAI_SMTP_URL"))
BALAI_SENDS_MAIL = bool(_mail.hostname)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if BALAI_SENDS_MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = value("BALAI_MAIL_FROM")

# -- calls to other servers --------------------------------------------------------------------------------------------
BALAI_PRODUCTION = bool(value("BALAI_PRODUCTION"))
BALAI_INNER_HOSTS = frozenset(host.lower() for host in value("BALAI_INNER_HOSTS"))
BALAI_ESIGN_HOSTS = frozenset(host.lower() for host in value("BALAI_ESIGN_HOSTS"))
BALAI_SIGNING_ANCHORS: str = value("BALAI_SIGNING_ANCHORS")

# -- logs, errors ------------------------------------------------------------------------------------------------------
from balai.settings.logs import LOGGING, configure_errors  # noqa: E402, F401

configure_errors(value("SENTRY_DSN"))
PROMETHEUS_EXPORT_MIGRATIONS = False
# pgtrigger puts its own autodetector into makemigrations, django-tenants its own migrate: they only warn differently.
SILENCED_SYSTEM_CHECKS = ["django_tenants.W003", "commands.E001"]
