"""The steps beside a learner's first charts: the four words of the guide again, each with the one thing to do now.

They say how the workspace is used and nothing of what is in the record. They go when the learner hides them, and for
good once a chart was handed in.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from codeward.charts import Chart
from codeward.web.accounts.api import User
from codeward.web.charts import grades

__all__ = ["Step", "coach"]

COACHED_LEVEL: Final = 1
"""The `difficulty` of the charts that are coached: a claim with procedures needs more than five words."""


class Step(NamedTuple):
    """A step: its id for the script, its word, what to do, and what the button says that leads there."""

    id: str
    name: str
    says: str
    does: str


def coach(learner: User | None, chart: Chart) -> tuple[Step, ...]:
    """The steps for this chart; none for who has handed in a chart, and none for a claim with procedures."""
    if chart.difficulty > COACHED_LEVEL or "procedures" in chart.asks:
        return ()
    if learner is not None and grades.current_grades(learner).exists():
        return ()
    return (
        Step(
            "read",
            _("Read"),
            _(
                "Read the note. Which words say what the patient has? Start with the main reason for the visit."
            ),
            _("Then find its code"),
        ),
        Step(
            "find",
            _("Find"),
            _("Type the doctor's word in the search box. Open the code that fits best."),
            _("Go to the search box"),
        ),
        Step(
            "check",
            _("Check"),
            _("Does every word of this code fit the note? Then add it. If not, go back and open another."),
            _("Add this code"),
        ),
        Step(
            "prove",
            _("Prove"),
            _("Select the words in the note that prove the code. Then press Attach."),
            _("Show the note"),
        ),
        Step(
            "submit",
            _("Submit"),
            _(
                "One more diagnosis in the note? Find it the same way. When the list is complete, press Submit."
            ),
            _("Find another code"),
        ),
    )
