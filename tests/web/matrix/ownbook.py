"""The own book: no record, so its learner's alone."""

from __future__ import annotations

import uuid
from typing import Any

from codeward.codesets import books
from codeward.web.ownbook import book
from codeward.web.ownbook.changes import read_batch
from codeward.web.ownbook.models import Mark, OwnBook, TakenChange
from tests.web.matrix.kinds import Row, World, everyone, own

OPEN: dict[str, str] = {}
MARK = uuid.UUID("0a0a0a0a-1111-4222-8333-444444444444")
WORDS = "notemark of Olive"


def _put(mark: uuid.UUID, text: str) -> bytes:
    import json

    content = {
        "release": books.open("icd10cm").release.id,
        "anchor": "icd10cm/E11.9",
        "kind": "note",
        "text": text,
    }
    change = {"kind": "put", "id": str(uuid.uuid4()), "mark": str(mark), "content": content}
    return json.dumps({"changes": [change]}).encode()


def build(world: World) -> None:
    """A note of the owner's."""
    book.apply(world.owner, read_batch(_put(MARK, WORDS)))


def _release(_world: World) -> dict[str, Any]:
    return {"release": books.open("icd10cm").release.id}


def _changes(_world: World) -> bytes:
    return _put(MARK, "Somebody else's words")


ACTS = (
    own("ownbook:mark", args=lambda _w: {"mark_id": MARK}, shows="notemark"),
    own("ownbook:turn", "POST", args=lambda _w: {"mark_id": MARK}),
    everyone("ownbook:own", shows="notemark"),
    everyone("ownbook:export", shows="notemark"),
    everyone("ownbook:marks", data=_release, shows="notemark"),
    everyone("ownbook:changes", "POST", data=_changes, json=True),
    everyone("ownbook:import", "POST"),
    # Without marks of a release there is nothing to carry over.
    everyone("ownbook:carry", may_be_empty=True),
    everyone("ownbook:carry", "POST", may_be_empty=True),
)
ROWS = [
    Row("ownbook.Mark", ACTS, lambda world: Mark.objects.filter(learner=world.owner)),
    Row(
        "ownbook.OwnBook",
        (
            everyone("ownbook:marks", data=_release),
            everyone("ownbook:changes", "POST", data=_changes, json=True),
        ),
        lambda world: OwnBook.objects.filter(learner=world.owner),
    ),
    Row(
        "ownbook.TakenChange",
        (everyone("ownbook:changes", "POST", data=_changes, json=True),),
        lambda world: TakenChange.objects.filter(learner=world.owner),
    ),
]
