"""``regrade_sittings``: score practice exams anew where a key was corrected or a question was taken out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from codeward.web.exams.regrading import regrade

__all__ = ["Command"]

MOST_WHY = 500


class Command(BaseCommand):
    """Adds a score where today's keys are others. Every earlier score stays as it was."""

    help = "Score practice exams again where a key was corrected or a question was taken out."

    def add_arguments(self, parser: CommandParser) -> None:
        """What was corrected."""
        parser.add_argument("--why", default="", help="what was corrected, in a sentence that learners read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all sittings, and say what came of it."""
        told = regrade(why=" ".join(options["why"].split())[:MOST_WHY])
        self.stdout.write(
            f"{told.made} of {told.looked} sittings were scored again; in {told.changed} the points changed."
        )
