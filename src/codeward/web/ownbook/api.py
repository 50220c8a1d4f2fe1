"""What other apps may use of the own book. They import from here and nowhere deeper.

In an exam one's own book is what is allowed: a page of the codebook shown there passes ``ownbook_allowed`` in its
context, the answer of :func:`marks_allowed`, and the page script then draws these marks and lets nobody change them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from codeward.web.accounts.api import User
from codeward.web.ownbook import book
from codeward.web.ownbook.marks import Held

__all__ = ["Allowed", "Held", "marks_allowed"]


class Allowed(NamedTuple):
    """The marks that a learner may see in an exam, fixed as they were; never to be changed from there."""

    release: str
    marks: tuple[Held, ...]

    def to_json(self) -> dict[str, Any]:
        """What the page script reads in place of asking the server."""
        from codeward.web.ownbook.endpoints import mark_json

        marks = [mark_json(mark) for mark in self.marks]
        return {"marks": marks, "tabs": [{**one, "href": ""} for one in marks if one["kind"] == "tab"]}


def marks_allowed(learner: User | None, release: str, *, before: dt.datetime | None = None) -> Allowed:
    """The learner's own marks in a release; with `before` only those made and last changed until then.

    Nobody else's marks are ever among them.
    """
    marks = book.marks_of(learner, release=release)
    return Allowed(release, tuple(m for m in marks if before is None or m.changed_at <= before))
