"""``correct_grades CHART…``: judge what was handed in again, by the key of today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from codeward.errors import CodewardError
from codeward.web.audit.api import OPERATOR, record
from codeward.web.charts.grades import CORRECTED, correct
from codeward.web.charts.models import Attempt
from codeward.web.charts.snapshots import charts, shown_id_of
from codeward.web.notices.api import Correction, corrected

__all__ = ["Command"]

MOST_WHY = 500


class Command(BaseCommand):
    """Adds a grade where today's key is another. Every earlier grade stays as it was given."""

    help = "Judge the submissions of these charts again by today's key."

    def add_arguments(self, parser: CommandParser) -> None:
        """The charts."""
        parser.add_argument(
            "--rules", action="store_true", help="also where only the rules of grading are newer"
        )
        parser.add_argument("--why", default="", help="what was corrected, in a sentence that learners read")
        parser.add_argument("chart", nargs="+", help="the id of a chart, such as walk-in-cough")

    def handle(self, *args: Any, **options: Any) -> None:
        """Correct one submission after the other, tell whom it concerns, and say what came of it."""
        why = " ".join(options["why"].split())[:MOST_WHY]
        for asked in options["chart"]:
            chart_id = shown_id_of(asked)
            if chart_id not in charts():
                raise CommandError(f"There is no chart {asked}.")
            submitted = Attempt.objects.filter(chart_id=chart_id, state=Attempt.State.SUBMITTED)
            changed = 0
            for attempt in submitted.iterator(chunk_size=200):
                try:
                    changed += correct(attempt, rules=options["rules"], why=why) is not None
                except CodewardError as error:
                    self.stderr.write(f"{chart_id}, submission {attempt.public_id}: {error}")
            corrected(Correction("key", chart_id, charts()[chart_id].version, why))
            if changed:
                record(
                    CORRECTED,
                    actor=None,
                    role=OPERATOR,
                    thing=("chart", chart_id),
                    changed={"grades": (0, changed)},
                    reason=why,
                )
            self.stdout.write(f"{chart_id}: {changed} of {submitted.count()} submissions have a new grade.")
