"""``correct_grades CHART…``: judge what was handed in again, by the key of today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from codeward.errors import CodewardError
from codeward.web.charts.grades import correct
from codeward.web.charts.models import Attempt
from codeward.web.charts.snapshots import charts, shown_id_of

__all__ = ["Command"]


class Command(BaseCommand):
    """Adds a grade where today's key is another. Every earlier grade stays as it was given."""

    help = "Judge the submissions of these charts again by today's key."

    def add_arguments(self, parser: CommandParser) -> None:
        """The charts."""
        parser.add_argument(
            "--rules", action="store_true", help="also where only the rules of grading are newer"
        )
        parser.add_argument("chart", nargs="+", help="the id of a chart, such as walk-in-cough")

    def handle(self, *args: Any, **options: Any) -> None:
        """Correct one submission after the other, and say what came of it."""
        for asked in options["chart"]:
            chart_id = shown_id_of(asked)
            if chart_id not in charts():
                raise CommandError(f"There is no chart {asked}.")
            submitted = Attempt.objects.filter(chart_id=chart_id, state=Attempt.State.SUBMITTED)
            changed = 0
            for attempt in submitted.iterator(chunk_size=200):
                try:
                    changed += correct(attempt, rules=options["rules"]) is not None
                except CodewardError as error:
                    self.stderr.write(f"{chart_id}, submission {attempt.public_id}: {error}")
            self.stdout.write(f"{chart_id}: {changed} of {submitted.count()} submissions have a new grade.")
