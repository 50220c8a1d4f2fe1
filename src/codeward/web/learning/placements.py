"""Placements: begun once a week, answered without a clock, ended by the learner and gone on with as they like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from codeward.errors import CodewardError
from codeward.practice.mastery import Source
from codeward.practice.placement import AGAIN_AFTER, LEFT_AFTER
from codeward.web.accounts.api import User
from codeward.web.learning.hours import Activity
from codeward.web.learning.log import Count, ask_room, held
from codeward.web.learning.models import Placement, Response
from codeward.web.learning.responses import Given, record

__all__ = [
    "PlacementRefused",
    "answer_placement",
    "end_placement",
    "go_on_placement",
    "last_placement",
    "may_go_on",
    "may_place_from",
    "open_placement",
    "start_placement",
    "unanswered",
]

ROW: Final = 8_000
"""Bytes that a placement takes with all that it may ask, beside its answers."""

Item = dict[str, Any]
Next = Callable[[Placement], Item | None]


class PlacementRefused(CodewardError):  # noqa: N818 - named as people say it
    """No placement begins now."""


def open_placement(learner: User | None) -> Placement | None:
    """Return the placement that is under way; one that was left for too long is ended first, and None returned."""
    if learner is None:
        return None
    found = Placement.objects.filter(learner=learner, ended_at=None).first()
    if found is not None and _left(found):
        end_placement(found)
        return None
    return found


def last_placement(learner: User | None) -> Placement | None:
    """Return the placement that was begun last, under way or ended."""
    if learner is None:
        return None
    return Placement.objects.filter(learner=learner).order_by("-started_at", "-pk").first()


def may_place_from(learner: User | None) -> datetime | None:
    """Return when the learner may begin another; None where now."""
    last = last_placement(learner)
    again = last.started_at + AGAIN_AFTER if last is not None else None
    return again if again is not None and again > timezone.now() else None


def unanswered(placement: Placement) -> Item | None:
    """Return what it asked last, where that waits for its answer."""
    last: Item | None = placement.items[-1] if placement.items else None
    if last is None:
        return None
    told = Response.objects.filter(
        learner_id=placement.learner_id,
        sitting=placement.public_id,
        source=str(Source.PLACEMENT),
        item=last["id"],
    )
    return None if told.exists() else last


def may_go_on(placement: Placement) -> bool:
    """Whether one that was ended early may be gone on with: something was still to be answered, and none is newer."""
    last = last_placement(placement.learner)
    newest = last is not None and last.pk == placement.pk
    return (
        placement.ended_at is not None
        and newest
        and not _left(placement)
        and unanswered(placement) is not None
    )


def start_placement(learner: User, seed: int, first: Item, *, count: Count | None = None) -> Placement:
    """Begin one with its first question, or go on with the one under way.

    Raises PlacementRefused within a week of the last one, and BoundsError where the learner has no room left.
    """
    with transaction.atomic():
        log = held(learner)
        going = open_placement(learner)
        if going is not None:
            return going
        again = may_place_from(learner)
        if again is not None:
            raise PlacementRefused(
                "you began a placement less than a week ago",
                f"Begin another from {again:%B %-d}, or take the test-out of any lesson",
            )
        ask_room(log, ROW, count)
        log.save(update_fields=["stored"])
        return Placement.objects.create(learner=learner, seed=seed, items=[first], started_at=timezone.now())


def answer_placement(
    placement: Placement,
    given: Given,
    following: Next,
    *,
    activity: Activity | None = None,
    count: Count | None = None,
) -> Placement:
    """Take the answer to what it asked last and ask what `following` says; end it where that is nothing.

    An answer to anything else is none: it was answered in another tab, or sent twice. Raises BoundsError.
    """
    with transaction.atomic():
        held(placement.learner)
        now = Placement.objects.get(pk=placement.pk)
        hand = unanswered(now)
        if now.ended_at is not None or hand is None or hand["id"] != given.item:
            return now
        record(now.learner, given, activity=activity, count=count)
        more = following(now)
        if more is None:
            now.ended_at = timezone.now()
        else:
            now.items = [*now.items, more]
        now.save(update_fields=["items", "ended_at"])
        return now


def end_placement(placement: Placement) -> Placement:
    """End it, once. What was answered stands."""
    with transaction.atomic():
        held(placement.learner)
        now = Placement.objects.get(pk=placement.pk)
        if now.ended_at is None:
            now.ended_at = timezone.now()
            now.save(update_fields=["ended_at"])
        return now


def go_on_placement(placement: Placement) -> Placement:
    """Open one again that was ended early. Raises PlacementRefused where it cannot be."""
    with transaction.atomic():
        held(placement.learner)
        now = Placement.objects.get(pk=placement.pk)
        if now.ended_at is None:
            return now
        if not may_go_on(now):
            raise PlacementRefused("this placement is over", "Begin another")
        now.ended_at = None
        now.save(update_fields=["ended_at"])
        return now


def _left(placement: Placement) -> bool:
    return placement.started_at + LEFT_AFTER <= timezone.now()
