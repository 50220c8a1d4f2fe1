"""Breaks that stop the clock of a sitting: as long as an accommodation gives, and over by themselves at the latest."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from codeward.web.exams.clock import deadline_of, in_break, now, still_open
from codeward.web.exams.events import note
from codeward.web.exams.models import Event, Sitting
from codeward.web.exams.sittings import SittingClosed, SittingRefused

__all__ = ["pause", "resume"]


def pause(sitting: Sitting) -> Sitting:
    """Begin a break that stops the clock, for as long as the accommodation has left. Raises SittingRefused."""
    with transaction.atomic():
        fresh = _held(sitting)
        at = now()
        if in_break(fresh, at):
            return fresh
        _end_break(fresh, at)
        room = fresh.breaks * 60 - fresh.paused
        if not fresh.timed or room < 1:
            raise SittingRefused(
                _("No break that stops the clock is left"),
                _("You may leave at any time: what you saved stays, and the clock runs on"),
            )
        fresh.break_from, fresh.break_until = at, at + dt.timedelta(seconds=room)
        _moved(fresh)
        note(fresh, Event.Kind.PAUSED)
        return fresh


def resume(sitting: Sitting) -> Sitting:
    """End the break under way; none is fine too. Raises SittingClosed where the time is over."""
    with transaction.atomic():
        fresh = _held(sitting)
        if fresh.break_from is not None:
            _end_break(fresh, now())
            note(fresh, Event.Kind.RESUMED)
        return fresh


def _held(sitting: Sitting) -> Sitting:
    """The open sitting, locked until the transaction ends."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("form")
    fresh = rows.get(pk=sitting.pk)
    if not still_open(Sitting.objects.filter(pk=fresh.pk)).exists():
        raise SittingClosed(_("The time is over, or this was submitted"), _("See what came of it"))
    return fresh


def _end_break(sitting: Sitting, at: dt.datetime) -> None:
    if sitting.break_from is None or sitting.break_until is None:
        return
    # Whole seconds, rounded up: a break of a tenth of a second a hundred times is no way to stop the clock.
    over = min(at, sitting.break_until)
    sitting.paused += -int(-(over - sitting.break_from).total_seconds() // 1)
    sitting.break_from = sitting.break_until = None
    _moved(sitting)


def _moved(sitting: Sitting) -> None:
    sitting.deadline = deadline_of(sitting)
    sitting.revision += 1
    sitting.save(
        update_fields=[
            "deadline",
            "revision",
            "break_from",
            "break_until",
            "paused",
            "added",
            "factor",
            "breaks",
        ]
    )
