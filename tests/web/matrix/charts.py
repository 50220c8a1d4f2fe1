"""Attempts, their operations and grades, and what they were judged by."""

from __future__ import annotations

import uuid

from codeward.web.charts.api import Attempt, chart_or_404, charts, start
from codeward.web.charts.helping import check
from codeward.web.charts.models import Grade, GradeRow, HelpUse, Operation
from codeward.web.grants.table import Area, Need
from tests.web.matrix.kinds import Act, Row, World, by, everyone, own
from tests.web.results.work import CHART, coded, handed_in

OPEN: dict[str, str] = {
    "charts:query-hints": "rules of form, asked of the words that were sent; nothing is kept"
}
CODE = "J06.9"


def build(world: World) -> None:
    """One attempt in each state, at three charts."""
    others = [one for one in charts() if one != CHART]
    world.things["done"] = handed_in(world.owner, [CODE, "R05.9"])
    world.things["going"] = coded(world.owner, ["J45.901"], others[0])
    check(world.things["going"])
    aside = start(world.owner, chart_or_404(others[1]))
    Attempt.objects.filter(pk=aside.pk).update(state="set_aside")
    world.things["aside"] = aside


def _of(name: str):  # type: ignore[no-untyped-def]
    return lambda world: {"public_id": world.things[name].public_id}


def _batch(world: World) -> dict[str, object]:
    one = {"id": str(uuid.uuid4()), "kind": "add_line", "line": "new", "rank": 9, "code": "I10"}
    return {"operations": [one]}


def _record(**more: object) -> Act:
    # A result is part of the record: its learner's, and those's whose role reads records.
    return by(Area.RECORD, Need.READ, "results:result", own=True, args=_of("done"), **more)


def _past(**more: object) -> Act:
    args = lambda world: {"public_id": world.things["done"].public_id, "number": 1}  # noqa: E731
    return by(Area.RECORD, Need.READ, "results:past", own=True, args=args, **more)


ROWS = [
    Row(
        "charts.Attempt",
        (
            own("charts:operations", args=_of("going"), shows="J45.901"),
            own("charts:operations", "POST", args=_of("going"), data=_batch, json=True),
            own("charts:submit", "POST", args=_of("going")),
            own("charts:resume", "POST", args=_of("aside")),
            own("results:again", "POST", args=_of("done")),
            own("results:correct", "POST", args=_of("done")),
            own("results:result", args=_of("going")),
            _record(shows="Submitted"),
            everyone("charts:list"),
            everyone(
                "charts:chart", args=lambda w: {"chart_id": w.things["going"].chart_id}, shows="J45.901"
            ),
            everyone(
                "charts:start",
                "POST",
                args=lambda w: {"chart_id": w.things["going"].chart_id},
                shows="J45.901",
            ),
            everyone("progress:progress"),
            own("charts:edits", "POST", args=_of("going")),
            by(Area.RECORD, Need.READ, "charts:attempt-claim", own=True, args=_of("done"), shows=CODE),
            everyone(
                "charts:claim", args=lambda w: {"chart_id": w.things["going"].chart_id}, shows="J45.901"
            ),
        ),
        lambda world: Attempt.objects.filter(learner=world.owner),
    ),
    Row(
        "charts.Operation",
        (
            own("charts:operations", args=_of("going"), shows="J45.901"),
            own("charts:operations", "POST", args=_of("going"), data=_batch, json=True),
        ),
        lambda world: Operation.objects.filter(attempt__learner=world.owner),
    ),
    Row(
        "charts.HelpUse",
        (own("charts:edits", "POST", args=_of("going")),),
        lambda world: HelpUse.objects.filter(attempt__learner=world.owner),
    ),
    Row(
        "charts.Grade",
        (_record(shows="of 100"), _past()),
        lambda world: Grade.objects.filter(attempt__learner=world.owner),
    ),
    Row(
        "charts.GradeRow",
        (_record(shows="J06.9"), _past()),
        lambda world: GradeRow.objects.filter(grade__attempt__learner=world.owner),
    ),
    Row("charts.AttemptEdition", (own("charts:operations", args=_of("going")),)),
    Row("charts.GradeEdition", (_record(),)),
    Row(
        "learning.ContentVersion",
        (_record(), everyone("charts:chart", args=lambda _w: {"chart_id": CHART})),
    ),
]
