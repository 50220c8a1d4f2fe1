"""``correct_lessons [LESSON…]``: tell whom the corrected keys of checks concern."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from codeward.curriculum import program
from codeward.web.courses.corrections import corrections_of
from codeward.web.notices.api import corrected

__all__ = ["Command"]

MOST_WHY = 500


class Command(BaseCommand):
    """Tells learners once of each key. Every answer keeps its version and its result."""

    help = "Tell whoever answered a check of these lessons under another key than today's; of all without a name."

    def add_arguments(self, parser: CommandParser) -> None:
        """The lessons."""
        parser.add_argument("--why", default="", help="what was corrected, in a sentence that learners read")
        parser.add_argument("lesson", nargs="*", help="the id of a lesson, such as d3")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the lessons, and say how many were told."""
        why = " ".join(options["why"].split())[:MOST_WHY]
        unknown = [one for one in options["lesson"] if one not in program().lessons]
        if unknown:
            raise CommandError(f"There is no lesson {unknown[0]}.")
        for name in options["lesson"] or program().lessons:
            found = corrections_of(program().lessons[name], why)
            if found or options["lesson"]:
                told = sum(corrected(one) for one in found)
                self.stdout.write(f"{name}: checks with another key: {len(found)}; learners told: {told}.")
