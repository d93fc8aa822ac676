"""The entry point of the web server."""

import os
import re
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmhub.config.settings")
UPLOADS = re.compile(r"/submissions/[\w-]+/edit/")  # paths that take files
READERS_WAIT = 3  # seconds for a connection of the database; commands and the worker wait longer
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - as below

from gcmhub.config.gate import Gate  # noqa: E402 - as below
from gcmhub.config.maintenance import Maintenance  # noqa: E402 - as below
from gcmhub.web.front import PageFront  # noqa: E402 - needs the settings

database: Any = settings.DATABASES["default"]["OPTIONS"]
if "pool" in database:
    database["pool"]["timeout"] = READERS_WAIT

application = Maintenance(
    PageFront(
        Gate(
            django_application,
            settings.HUB_WEB_THREADS,
            settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            uploads=UPLOADS,
            upload_limit=settings.HUB_UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        )
    ),
    settings.DATA / "maintenance",
)
