"""A sitting: begun once, saved as it goes, handed in once. The database decides every race, and tells the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from codeward.bounds import BoundsError
from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.exams import scores
from codeward.web.exams.clock import deadline_of, in_break, left, now, run_out, still_open
from codeward.web.exams.events import note
from codeward.web.exams.models import Accommodation, Answer, Event, Form, Score, Sitting
from codeward.web.exams.regrading import settle_score

__all__ = [
    "AT_ONCE",
    "A_DAY",
    "LATE",
    "MOST",
    "Change",
    "Saved",
    "SittingClosed",
    "SittingRefused",
    "begin",
    "close_run_out",
    "open_sitting",
    "save",
    "settled",
    "submit",
]

A_DAY: Final = 20
"""How many sittings somebody may begin in a day."""
AT_ONCE: Final = 200
"""How many changes one request may bring: what a device kept while it was offline."""
MOST: Final = 4_000_000
"""Bytes of the changes of one sitting: every one is kept."""
LATE: Final = 200
"""How many late answers are kept for whoever decides about a dispute."""
_ROW: Final = 200


class SittingRefused(CodewardError):  # noqa: N818 - named as people say it
    """What was asked of a sitting cannot be done now."""


class SittingClosed(SittingRefused):
    """The sitting takes no answers any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change at one question. What is None stays as it is. `seconds` were spent on it since the last change."""

    key: UUID
    place: int
    sequence: int
    given: str | None = None
    flagged: bool | None = None
    struck: str | None = None
    note: str | None = None
    marks: list[list[int]] | None = None
    seconds: int = 0

    @property
    def told(self) -> dict[str, Any]:
        """What it says, as its event keeps it."""
        names = ("given", "flagged", "struck", "note", "marks")
        said = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return {"sequence": self.sequence, **said, **({"seconds": self.seconds} if self.seconds else {})}

    @property
    def size(self) -> int:
        """The bytes that it is counted with."""
        return _ROW + sum(len(str(value).encode()) for value in self.told.values())


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of changes: the places that were taken, those where a newer one stood, and the seconds left."""

    taken: tuple[UUID, ...]
    older: dict[int, Answer] = field(default_factory=dict)
    revision: int = 0
    left: int | None = None


def open_sitting(learner: User | None, exam: str) -> Sitting | None:
    """The learner's sitting of that exam that is under way. One whose time is over is closed first, and None given."""
    if learner is None:
        return None
    found = Sitting.objects.select_related("form").filter(
        learner=learner, exam=exam, state=Sitting.State.OPEN
    )
    sitting = found.first()
    if sitting is None:
        return None
    sitting = settled(sitting)
    return sitting if sitting.is_open else None


def begin(learner: User, form: Form, *, timed: bool) -> Sitting:
    """Begin a sitting, or go on with the one of this exam that is under way, whatever its form.

    Two requests at once get the same one. Raises SittingRefused for a guest, and BoundsError after 20 in a day.
    """
    if learner.is_guest:
        raise SittingRefused(
            _("A practice exam needs an account: it takes hours, and must not be lost"),
            _("Sign up: it costs nothing, and what you did so far comes along"),
        )
    for _again in range(5):
        going = open_sitting(learner, form.exam)
        if going is not None:
            return going
        try:
            with transaction.atomic():
                return _begin(learner, form, timed=timed)
        except IntegrityError:
            # Somebody, in another tab, was a moment faster: what they began is gone on with.
            continue
    raise SittingRefused(_("This practice exam could not be begun"), _("Try again in a moment"))


def _begin(learner: User, form: Form, *, timed: bool) -> Sitting:
    mine = Sitting.objects.filter(learner=learner)
    if mine.filter(started_at__gt=Now() - dt.timedelta(days=1)).count() >= A_DAY:
        raise BoundsError(
            _("You began %(n)d practice exams within a day") % {"n": A_DAY}, _("Go on tomorrow")
        )
    last = mine.filter(form=form).aggregate(last=Max("number"))["last"] or 0
    more = _accommodation(learner)
    started = now()
    sitting = Sitting(
        form=form,
        learner=learner,
        exam=form.exam,
        number=last + 1,
        timed=timed,
        factor=more.factor if more and timed else 100,
        breaks=more.breaks if more and timed else 0,
        started_at=started,
        touched_at=started,
    )
    sitting.deadline = deadline_of(sitting)
    sitting.save()
    note(sitting, Event.Kind.BEGUN, timed=timed, factor=sitting.factor)
    return sitting


def _accommodation(learner: User) -> Accommodation | None:
    """The most generous one in force."""
    live = Accommodation.objects.filter(learner=learner, starts_at__lte=Now())
    return live.filter(Q(ends_at=None) | Q(ends_at__gt=Now())).order_by("-factor", "-breaks").first()


def settled(sitting: Sitting) -> Sitting:
    """The sitting as it is now: one whose time is over is closed and scored, by whoever looks first.

    Where a key was corrected since it was scored, it is scored again: nobody is shown the old answer as right.
    """
    if run_out(Sitting.objects.filter(pk=sitting.pk)).exists():
        _close(sitting, Sitting.ClosedBy.CLOCK)
        return Sitting.objects.select_related("form", "learner").get(pk=sitting.pk)
    if not sitting.is_open:
        settle_score(sitting)
    return sitting


def close_run_out(most: int = 500) -> int:
    """Close what nobody came back to; return how many. A chore: each is a transaction of its own.

    One that cannot be scored stays open and must not keep the others from being closed: it is told when they are.
    """
    rows = run_out(Sitting.objects.select_related("form", "learner")).order_by("deadline")[:most]
    done, failed = 0, []
    for one in rows:
        try:
            done += _close(one, Sitting.ClosedBy.CLOCK)
        except Exception as error:  # noqa: BLE001 - the time of the others is over too; told below
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some practice exams whose time is over could not be submitted", failed)
    return done


def save(sitting: Sitting, changes: Sequence[Change]) -> Saved:
    """Take changes. Each counts once, whoever sends it again, and an older one never replaces a newer.

    One conditional UPDATE decides whether the sitting still takes them and holds it until they are written. Raises
    SittingClosed after the deadline, SittingRefused in a break and for a place that the form has not, BoundsError where
    the sitting's room is used up. What is refused for its time is kept as an event, for whoever decides a dispute.
    """
    if len(changes) > AT_ONCE:
        raise BoundsError(_("More than %(n)d changes came at once") % {"n": AT_ONCE}, _("Send them in parts"))
    if any(not 1 <= one.place <= sitting.form.items for one in changes):
        raise SittingRefused(_("The form has no question of that number"), _("Reload the page"))
    more = sum(one.size for one in changes)
    with transaction.atomic():
        mine = still_open(Sitting.objects.filter(pk=sitting.pk, stored__lte=MOST - more))
        mine = mine.filter(Q(break_until=None) | Q(break_until__lte=Now()))
        if mine.update(revision=F("revision") + 1, stored=F("stored") + more, touched_at=Now()):
            return _write(sitting, changes)
    raise _refusal(sitting, changes)


def _write(sitting: Sitting, changes: Sequence[Change]) -> Saved:
    """Write what is new; the sitting's row is held by the UPDATE before."""
    keys = [one.key for one in changes]
    known = set(
        Event.objects.filter(sitting=sitting, client_key__in=keys).values_list("client_key", flat=True)
    )
    places = {one.place for one in changes}
    rows = {row.place: row for row in Answer.objects.filter(sitting=sitting, place__in=places)}
    events, older = [], set()
    for one in changes:
        if one.key in known:
            continue
        known.add(one.key)
        row = rows.get(one.place)
        late = row is not None and one.sequence <= row.sequence
        kind = Event.Kind.OLDER if late else Event.Kind.SAVED
        events.append(Event(sitting=sitting, client_key=one.key, kind=kind, place=one.place, told=one.told))
        if late:
            older.add(one.place)
            continue
        rows[one.place] = _changed(row or Answer(sitting=sitting, place=one.place), one)
    fields = ["sequence", "given", "flagged", "struck", "note", "marks", "seconds", "saved_at"]
    taken = {event.place for event in events if event.kind == Event.Kind.SAVED}
    at = now()
    for place in taken:
        rows[place or 0].saved_at = at
    Answer.objects.bulk_create(
        [rows[place or 0] for place in sorted(taken, key=lambda one: one or 0)],
        update_conflicts=True,
        unique_fields=["sitting", "place"],
        update_fields=fields,
    )
    Event.objects.bulk_create(events)
    fresh = Sitting.objects.only("revision", "deadline", "break_until").get(pk=sitting.pk)
    return Saved(tuple(keys), {place: rows[place] for place in older}, fresh.revision, left(fresh, at))


def _changed(row: Answer, change: Change) -> Answer:
    for name in ("given", "flagged", "struck", "note", "marks"):
        value = getattr(change, name)
        if value is not None:
            setattr(row, name, value)
    row.sequence = change.sequence
    row.seconds += change.seconds
    return row


def _refusal(sitting: Sitting, changes: Iterable[Change]) -> CodewardError:
    """Why changes were not taken. Those that came too late are kept as events."""
    fresh = Sitting.objects.select_related("form", "learner").filter(pk=sitting.pk).first()
    if fresh is None:
        return _gone()
    at = now()
    if fresh.is_open and in_break(fresh, at):
        return SittingRefused(
            _("You are in a break, and the clock stands still"), _("End the break to go on. Nothing is lost")
        )
    if fresh.is_open and still_open(Sitting.objects.filter(pk=fresh.pk)).exists():
        return BoundsError(
            _("This sitting holds as many changes as it may"), _("Hand it in: all that was saved counts")
        )
    room = LATE - Event.objects.filter(sitting=fresh, kind=Event.Kind.LATE).count()
    late = [
        Event(sitting=fresh, client_key=one.key, kind=Event.Kind.LATE, place=one.place, told=one.told)
        for one in list(changes)[: max(0, room)]
    ]
    try:
        Event.objects.bulk_create(late, ignore_conflicts=True)
    except IntegrityError:
        return _gone()
    settled(fresh)
    return SittingClosed(
        _("The time was over before this answer arrived"),
        _("What was saved before counts. If your connection failed, write to the school: the answer is kept"),
    )


def submit(sitting: Sitting) -> Score:
    """Hand it in and score it, once. Whoever asks again gets the same score; after the deadline the clock did it.

    Raises SittingClosed where it is gone.
    """
    if not _close(sitting, Sitting.ClosedBy.LEARNER):
        settled(sitting)
    score = Score.objects.filter(sitting=sitting, current=True).first()
    if score is None:
        raise _gone()
    return score


def _gone() -> SittingClosed:
    """Its learner was deleted meanwhile, with all that is theirs."""
    return SittingClosed(_("This sitting is not there any more"), _("Begin another"))


def _close(sitting: Sitting, by: Sitting.ClosedBy) -> bool:
    """Close and score it in one transaction, so that it is open or scored and never between; False where it was."""
    with transaction.atomic():
        # The learner first, as everywhere (`learning.log.held`): their log is written with the score.
        if (
            not User.objects.select_for_update(no_key=True)
            .filter(pk=sitting.learner_id)
            .values_list("pk")
            .first()
        ):
            return False
        rows = Sitting.objects.filter(pk=sitting.pk)
        mine = still_open(rows) if by == Sitting.ClosedBy.LEARNER else run_out(rows)
        closed = Now() if by == Sitting.ClosedBy.LEARNER else F("deadline")
        if not mine.update(
            state=Sitting.State.SUBMITTED, closed_at=closed, closed_by=by, revision=F("revision") + 1
        ):
            return False
        fresh = Sitting.objects.select_related("form", "learner").get(pk=sitting.pk)
        if fresh.break_from is not None and fresh.break_until is not None and fresh.closed_at is not None:
            over = min(fresh.break_until, fresh.closed_at)
            fresh.paused += max(0, int((over - fresh.break_from).total_seconds()))
            fresh.break_from = fresh.break_until = None
            fresh.save(update_fields=["paused", "break_from", "break_until"])
        note(fresh, Event.Kind.SUBMITTED, by=str(by))
        scores.keep(fresh, Score.Cause.SUBMITTED)
        return True
