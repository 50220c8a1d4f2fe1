"""``note_answers``: write into the log of answers what was handed in before there was one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from codeward.charts import load_answer
from codeward.grading import grade as graded
from codeward.web.charts import decided
from codeward.web.charts.grades import shelf_of
from codeward.web.charts.models import Attempt
from codeward.web.charts.snapshots import version_of

__all__ = ["Command"]


class Command(BaseCommand):
    """Each submission that counts is judged again by the key of its first grade, and its decisions are written."""

    help = "Write the decisions of earlier submissions into the log that skills are read from. Twice is once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the submissions, the oldest first, one transaction each."""
        done = 0
        for key in Attempt.objects.filter(counts=True).order_by("submitted_at").values_list("pk", flat=True):
            with transaction.atomic():
                attempt = Attempt.objects.select_related("learner").get(pk=key)
                first = attempt.grades.select_related("snapshot").get(number=1)
                chart = version_of(first.snapshot_id)
                judged = graded(chart, load_answer(first.answer), shelf_of(attempt))
                done += decided.write(attempt, chart, judged, first.snapshot, attempt.submitted_at)
        self.stdout.write(f"{done} decisions are in the log.")
