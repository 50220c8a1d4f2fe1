"""What first answers say of questions: how many there were and what was given, counted by the database in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count

from codeward.practice.mastery import Source
from codeward.web.learning.models import Response

__all__ = ["Tally", "first_tallies"]

ASKED_IN_LESSONS = (str(Source.CHECK), str(Source.PRETEST))


class Tally(NamedTuple):
    """So many first answers to a version of a question gave this, and it was right or not."""

    item: str
    version: str
    option: str
    right: bool
    many: int


def first_tallies(items: Iterable[str]) -> list[Tally]:
    """Return what was given first to questions of lessons, of everybody, by version. One query, nobody's name in it."""
    rows = Response.objects.filter(item__in=list(items), first=True, source__in=ASKED_IN_LESSONS)
    counted = rows.order_by().values_list("item", "version_id", "option", "right").annotate(many=Count("pk"))
    return [Tally(item, version or "", option, right, many) for item, version, option, right, many in counted]
