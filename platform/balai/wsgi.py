"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ.get("BALAI_SETTINGS") or "balai.settings.local")
application = get_wsgi_application()
