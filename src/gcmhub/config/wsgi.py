"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmhub.config.settings")
django_application = get_wsgi_application()

from gcmhub.web.front import PageFront  # noqa: E402 - needs the settings

application = PageFront(django_application)
