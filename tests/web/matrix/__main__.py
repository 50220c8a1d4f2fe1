"""``python -m tests.web.matrix``: write the page of permissions anew."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"

import django

django.setup()

from tests.web.matrix import page  # noqa: E402

page.PAGE.write_text(page.text(), encoding="utf-8")
print(f"Wrote {page.PAGE}")
