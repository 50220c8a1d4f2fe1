"""Django's settings for tests: the real ones, in a home of their own, on SQLite or on PostgreSQL.

``CODEWARD_TEST_DATABASE_URL=postgresql://root@127.0.0.1/postgres`` runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="codeward-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["CODEWARD_HOME"] = _folder
os.environ["CODEWARD_DATABASE_URL"] = os.environ.get("CODEWARD_TEST_DATABASE_URL", "")
os.environ["CODEWARD_DESIGN_GALLERY"] = "1"
os.environ["CODEWARD_LOG_LEVEL"] = "WARNING"
# Playwright's sync API runs an event loop in the thread of the test, which then uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from codeward.web.conf.django import *  # noqa: E402, F403
from codeward.web.conf.django import DATABASES, HOME, STORAGES  # noqa: E402

# A file, not memory: the live server's threads have connections of their own, and WAL needs a file.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Argon2 is slow on purpose; one round is enough where nothing is guarded.
PASSWORD_HASHERS = ["tests.web.hashers.QuickArgon2"]
# Static files straight from the rooms: nothing is collected.
STATIC_ROOT = HOME / "static"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
