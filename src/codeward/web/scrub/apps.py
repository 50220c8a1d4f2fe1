"""The scrub app: a claim is checked as a payer would, on a page. It has no rows: nothing that is sent is kept."""

from __future__ import annotations

from django.apps import AppConfig


class ScrubConfig(AppConfig):
    """Check a claim."""

    name = "codeward.web.scrub"
    label = "scrub"
