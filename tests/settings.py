"""Settings of the tests: the hub's own, on a data folder of their own that goes when they end."""

import atexit
import os
import shutil
import tempfile

os.environ["HUB_DATA"] = tempfile.mkdtemp(prefix="hub-test-")
os.environ["HUB_LOOPBACK"] = "1"
atexit.register(shutil.rmtree, os.environ["HUB_DATA"], ignore_errors=True)

from gcmhub.config.catalogues import compile_catalogues  # noqa: E402 - as below
from gcmhub.config.settings import *  # noqa: E402, F403 - the data folder must be named first
from gcmhub.config.settings import (  # noqa: E402 - as above
    DATABASES,
    INSTALLED_APPS,
    LOCALE_PATHS,
    OPTIONS,
    STATIC_ROOT,
    STORAGES,
)

if not OPTIONS["DATABASE_URL"]:
    # A file, not memory: threads and children see what they would see in a running hub. It need not outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['HUB_DATA']}/hub.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY"
    )
else:
    del DATABASES["default"]["OPTIONS"]["pool"]  # it would hold the test database when that is dropped
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there, and warnings are errors
INSTALLED_APPS += ["tests.workflow.loans.apps.LoansConfig"]  # a life cycle of the tests, for the engine alone
compile_catalogues(LOCALE_PATHS[0])  # before any page or cached sentence is made
