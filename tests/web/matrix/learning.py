"""Answers, what follows from them, and hours: their learner's alone."""

from __future__ import annotations

from datetime import timedelta

from codeward.practice.minutes import Way
from codeward.web.grants.table import Area, Need
from codeward.web.learning.api import Activity, end_placement, record, start_placement, start_test_out
from codeward.web.learning.models import Log, Placement, Response, Span, Standing, TestOut
from tests.web.learning.answers import SKILL, answer
from tests.web.matrix.kinds import Row, World, by, everyone, own

OPEN: dict[str, str] = {}
FOLDED = "folded from the log: pages of courses show it, each learner their own"


def build(world: World) -> None:
    """An answer, a test-out and a placement under way, and an hour of study."""
    record(world.owner, answer(), activity=Activity(Way.DRILL, SKILL))
    start_test_out(world.owner, "d3", [SKILL], [{"id": f"i{n}"} for n in range(12)])
    end_placement(start_placement(world.owner, 5, {"id": "i0"}))
    span = Span.objects.get(learner=world.owner, way=Way.DRILL)
    Span.objects.filter(pk=span.pk).update(began_at=span.last_at - timedelta(minutes=77), seconds=77 * 60)


def _placement(world: World) -> Placement:
    return Placement.objects.get(learner=world.owner)


ROWS = [
    Row(
        "learning.Span",
        (everyone("learning:hours", shows="1 h 17 min"),),
        lambda world: Span.objects.filter(learner=world.owner),
    ),
    Row("learning.Log", (everyone("learning:hours"),), lambda world: Log.objects.filter(learner=world.owner)),
    Row(
        "learning.Response",
        (
            by(Area.PROGRAMS, Need.WRITE, "courses:taught"),
            by(Area.PROGRAMS, Need.WRITE, "courses:taught-lesson", args=lambda _w: {"lesson_id": "d3"}),
        ),
        lambda world: Response.objects.filter(learner=world.owner),
    ),
    Row(
        "learning.Standing", mine=lambda world: Standing.objects.filter(learner=world.owner), why_none=FOLDED
    ),
    Row(
        "learning.Placement",
        (own("courses:placed", args=lambda world: {"sitting": _placement(world).public_id}),),
        lambda world: Placement.objects.filter(learner=world.owner),
    ),
    Row("learning.TestOut", mine=lambda world: TestOut.objects.filter(learner=world.owner), why_none=FOLDED),
]
