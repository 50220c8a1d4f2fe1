"""The steps beside a learner's first charts: the four words of the guide again, each with the one thing to do now.

They say how the workspace is used and nothing of what is in the record. They go when the learner hides them, and for
good once two charts were handed in.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from codeward.charts import Chart
from codeward.web.accounts.api import User
from codeward.web.charts import grades

__all__ = ["Step", "coach", "for_beginners"]

COACHED_LEVEL: Final = 1
"""The `difficulty` of the charts that are coached: a claim with procedures needs more than five words."""
COACHED_CHARTS: Final = 2
"""How many different charts are handed in with the steps beside them: one to follow them, one to use them."""


class Step(NamedTuple):
    """A step: its id for the script, its word, what to do, and what the button says that leads there.

    `%s` in `says` and `does` stands for the code that has no evidence yet.
    """

    id: str
    name: str
    says: str
    does: str


def for_beginners(chart: Chart) -> bool:
    """Whether the page of this chart speaks to beginners: diagnoses alone, at the first level."""
    return chart.difficulty <= COACHED_LEVEL and "procedures" not in chart.asks


def coach(learner: User | None, chart: Chart) -> tuple[Step, ...]:
    """The steps for this chart; none for who has handed in two charts, and none for a claim with procedures."""
    if not for_beginners(chart):
        return ()
    done = 0
    if learner is not None:
        done = grades.current_grades(learner).values("attempt__chart_id").distinct().count()
    if done >= COACHED_CHARTS:
        return ()
    last = _("The next chart comes without these steps.") if done == COACHED_CHARTS - 1 else ""
    ready = _("More in the note? Find it the same way. List complete? Press Submit.")
    return (
        Step(
            "read",
            _("Read"),
            _(
                "Read the note. Some words say what the patient has. Start with the main reason for the visit."
            ),
            _("Find its code"),
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
            _("Drag over the words in the note that prove %s. Then press the Attach button."),
            _("Show the note"),
        ),
        Step(
            "submit",
            _("Submit"),
            " ".join(filter(None, (ready, last))),
            _("Find another code"),
        ),
    )
