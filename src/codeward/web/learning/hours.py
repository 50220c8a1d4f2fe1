"""The times that a learner studied: stretches that grow with what the server sees happen, and what counts of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta, tzinfo
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from codeward.practice.minutes import Event, Minutes, Stretch, Way, apart, by_week, going_on, total_of
from codeward.web.accounts.api import User
from codeward.web.learning.log import has_room, held
from codeward.web.learning.models import Log, Span
from codeward.web.registry import Registry

__all__ = ["Activity", "minutes", "move", "note", "note_activity", "on_plan", "plan", "stretches_of", "weeks"]

ROW: Final = 200
Plan = Mapping[tuple[Way, str], float]
_plans: Registry[Callable[[], Plan]] = Registry("plans of minutes")


class Activity(NamedTuple):
    """What somebody is at: a way of learning, and the id of the lesson, chart or skill."""

    way: Way
    id: str


def on_plan(name: str, plan: Callable[[], Plan]) -> None:
    """Register ``plan()``, the planned minutes of things by way and id. Call it in ``ready``."""
    _plans.add(name, plan)


def note_activity(learner: User, way: Way, id_: str) -> None:
    """Note that the server saw the learner at something just now. Nothing is noted where there is no room left."""
    with transaction.atomic():
        log = held(learner)
        before = log.stored
        note(log, Activity(way, id_))
        if log.stored != before:
            log.save(update_fields=["stored"])


def note(log: Log, activity: Activity) -> None:
    """Note it. Call it holding the log; its caller saves it."""
    newest = Span.objects.filter(learner_id=log.pk).order_by("-last_at", "-pk").first()
    was = _stretch(newest) if newest is not None else None
    event = Event(timezone.now(), activity.way, activity.id)
    now = going_on(was, event)
    if now == was:
        return
    if (
        newest is not None
        and was is not None
        and (now.way, now.id, now.began) == (was.way, was.id, was.began)
    ):
        Span.objects.filter(pk=newest.pk).update(last_at=now.last, seconds=now.length.total_seconds())
    elif has_room(log, ROW):
        Span.objects.create(
            learner_id=log.pk,
            way=now.way,
            content_id=now.id,
            began_at=now.began,
            last_at=now.last,
            seconds=now.length.total_seconds(),
        )


def _stretch(row: Span) -> Stretch:
    return Stretch(row.began_at, row.last_at, Way(row.way), row.content_id)


def stretches_of(learner: User | None) -> list[Stretch]:
    """Return every stretch of the learner's, as it was seen. One query."""
    if learner is None:
        return []
    rows = Span.objects.filter(learner=learner).values_list("began_at", "last_at", "way", "content_id")
    return [Stretch(began, last, Way(way), id_) for began, last, way, id_ in rows]


def plan() -> dict[tuple[Way, str], float]:
    """Return the planned minutes of everything that has some."""
    return {thing: minutes for made in _plans.values() for thing, minutes in made().items()}


def minutes(learner: User | None) -> Minutes:
    """Return the learner's minutes of instruction and of practice, all in all. One query, added up by the database."""
    if learner is None:
        return Minutes()
    told = Span.objects.filter(learner=learner).order_by().values_list("way", "content_id")
    spent = {(Way(way), id_): timedelta(seconds=n) for way, id_, n in told.annotate(n=Sum("seconds"))}
    return total_of(spent, plan())


def weeks(learner: User | None, zone: tzinfo) -> dict[date, Minutes]:
    """Return the minutes of each week by its Monday, oldest first. One query."""
    return by_week(stretches_of(learner), plan(), zone)


def move(guest: User, user: User) -> None:
    """Give the guest's stretches to the user. Time that both hold, on two devices, counts once."""
    Span.objects.filter(learner=guest).update(learner=user)
    rows = sorted(Span.objects.filter(learner=user), key=_stretch)
    changed = []
    for row, now in zip(rows, apart(_stretch(row) for row in rows), strict=True):
        if row.began_at != now.began:
            row.began_at, row.seconds = now.began, now.length.total_seconds()
            changed.append(row)
    Span.objects.bulk_update(changed, ["began_at", "seconds"], batch_size=200)
