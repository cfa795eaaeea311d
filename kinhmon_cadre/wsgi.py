"""WSGI entry of kinhmon-cadre."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinhmon_cadre.settings")
application = get_wsgi_application()
