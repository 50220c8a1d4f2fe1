"""Grants and what waits for a second person. Their pages are the office's; nobody decides about themselves."""

from __future__ import annotations

from codeward.web.grants import moves
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.table import Area, Need, Role
from tests.web.conftest import make_user
from tests.web.matrix.kinds import Row, World, by, nobody

OPEN: dict[str, str] = {}


def build(world: World) -> None:
    """Carol waits to become a director, by another director's word."""
    carol = make_user("carol@example.org", "Carolmark")
    world.things["carol"] = carol
    world.things["waiting"] = moves.give(world.other_director, carol, Role.DIRECTOR, reason="Takes over.")
    world.things["held"] = moves.give(world.other_director, carol, Role.MENTOR, reason="Knows the field.")
    world.things["approval"] = Approval.objects.get()


def _queue(_world: World) -> dict[str, str]:
    return {"name": "second-person"}


def _row(world: World) -> dict[str, str]:
    return {"name": "second-person", "thing": world.things["approval"].public_id}


def _approval(world: World) -> dict[str, str]:
    return {"public_id": world.things["approval"].public_id}


MOVED = frozenset({200, 302, 403, 409, 422})
ROWS = [
    Row(
        "grants.Approval",
        (
            by(Area.PEOPLE, Need.READ, "office:queue", args=_queue, shows="Carolmark"),
            by(Area.PEOPLE, Need.READ, "office:row", args=_row, shows="Takes over."),
            by(Area.PEOPLE, Need.READ, "office:table", args=_queue, shows="Carolmark"),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:decide",
                "POST",
                args=_approval,
                data=lambda _w: {"answer": "approve"},
            ),
            by(Area.PEOPLE, Need.DECIDE, "office:take_back", "POST", args=_approval, ok=MOVED),
        ),
        lambda world: Approval.objects.filter(pk=world.things["approval"].pk),
    ),
    Row(
        "grants.Grant",
        (
            by(Area.PEOPLE, Need.READ, "office:row", args=_row, shows="Carolmark"),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:decide",
                "POST",
                args=_approval,
                data=lambda _w: {"answer": "approve"},
            ),
            nobody("office:decide", "POST", args=lambda _w: {"public_id": "0" * 16}),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:give",
                "POST",
                args=lambda w: {"public_id": w.things["carol"].public_id},
                data=lambda _w: {"what": "role:support", "reason": "Joins."},
            ),
            by(
                Area.PEOPLE,
                Need.DECIDE,
                "office:end",
                "POST",
                args=lambda w: {"grant": w.things["held"].public_id},
                data=lambda _w: {"reason": "Leaves."},
            ),
        ),
        lambda world: Grant.objects.filter(person=world.things["carol"]),
    ),
]
