"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE",
    os.environ.get("BALAI_SETTINGS")
    or ("balai.settings.production" if os.environ.get("BALAI_PRODUCTION") == "1" else "balai.settings.local"),
)
application = get_wsgi_application()
# Named, not imported: the kernel knows no wing to its right.
import_string("tenants.start.refuse_demo_data")()
