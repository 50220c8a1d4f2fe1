"""The today app: what whoever is signed in does next. It knows no other app; they register what they have to say."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The signed-in home."""

    name = "codeward.web.today"
    label = "today"
