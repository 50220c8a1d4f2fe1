"""The exams app: practice exams, put together, sat, scored."""

from __future__ import annotations

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """Practice exams."""

    name = "codeward.web.exams"
    label = "exams"

    def ready(self) -> None:
        """Register what is exported, what staff decide, and the chore that closes what ran out."""
        from codeward.web.exams import cards, chores, moves, portability  # noqa: F401 - moves registers its acts

        cards.register()
        portability.register()
        chores.register()
