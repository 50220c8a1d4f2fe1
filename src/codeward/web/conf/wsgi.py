"""The WSGI application of the school, which web.serving serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward.web.conf.django")
application = get_wsgi_application()
