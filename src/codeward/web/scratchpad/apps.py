"""The scratchpad app: codes of any code set collected on a claim in the making, checked together, taken along."""

from __future__ import annotations

from django.apps import AppConfig


class ScratchpadConfig(AppConfig):
    """Scratchpads."""

    name = "codeward.web.scratchpad"
    label = "scratchpad"

    def ready(self) -> None:
        """Register what is exported, and what a guest keeps."""
        from codeward.web.scratchpad import portability

        portability.register()
