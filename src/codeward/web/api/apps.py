"""The app of the JSON API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """No tables: the books answer."""

    name = "codeward.web.api"
    label = "api"
