"""The look: tokens, components, fonts, template tags."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """What every page is made of."""

    name = "codeward.web.ui"
    label = "ui"
