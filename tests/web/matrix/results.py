"""Contests of a grade's rows."""

from __future__ import annotations

from codeward.web.grants.table import Area, Need
from codeward.web.results.models import Contest
from tests.web.matrix.kinds import Row, World, by, own

OPEN: dict[str, str] = {}
WORDS = "The guideline says contestmark."


def build(world: World) -> None:
    """An open contest, and one that is to be corrected."""
    done = world.things["done"]
    first, second = done.grade.rows.all()[:2]
    for row, more in ((first, {}), (second, {"state": "to_correct", "decision_reason": "It is so."})):
        if more:
            more["decided_at"] = done.submitted_at
        made = Contest.objects.create(attempt=done, row=row.row, code="J06.9", text=WORDS, **more)
        world.things["to correct" if more else "contest"] = made


def _settle(world: World) -> dict[str, str]:
    return {"answer": "stands", "reason": "The note excludes it."}


ROWS = [
    Row(
        "results.Contest",
        (
            by(
                Area.RECORD,
                Need.READ,
                "results:result",
                own=True,
                args=lambda w: {"public_id": w.things["done"].public_id},
                shows="contestmark",
            ),
            own(
                "results:contest",
                "POST",
                args=lambda w: {"public_id": w.things["done"].public_id, "row": w.things["contest"].row},
                data=lambda _w: {"text": "Other words."},
            ),
            by(
                Area.PROGRAMS,
                Need.WRITE,
                "results:settle",
                "POST",
                args=lambda w: {"public_id": w.things["contest"].public_id},
                data=_settle,
                ok=frozenset({200, 302, 409, 422}),
                decides=True,
            ),
            by(
                Area.PROGRAMS,
                Need.WRITE,
                "results:corrected",
                "POST",
                args=lambda w: {"public_id": w.things["to correct"].public_id},
                ok=frozenset({200, 302, 409, 422}),
                decides=True,
            ),
        ),
        lambda world: Contest.objects.filter(attempt__learner=world.owner),
    ),
]
