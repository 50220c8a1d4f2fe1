"""What staff decide about a sitting: more time, an accommodation, that it does not count. Each is written down."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts.api import User
from codeward.web.audit.api import Act, Kind, act, record
from codeward.web.exams.clock import deadline_of, now, still_open
from codeward.web.exams.events import note
from codeward.web.exams.forms import FURTHEST
from codeward.web.exams.models import FACTORS, Accommodation, Event, Sitting, Suspension
from codeward.web.exams.sittings import SittingClosed, SittingRefused
from codeward.web.exams.work import ask_for_regrading

__all__ = [
    "LONGEST_REASON", "MOST_MINUTES", "end_accommodation", "extend", "give_time", "put_back", "retire", "suspend",
    "void",
]  # fmt: skip

MOST_MINUTES: Final = 240
LONGEST_REASON: Final = 500
EXTENDED: Final = act("exams.time_added", gettext_lazy("Added time to a practice exam"), Kind.MOVE)
GIVEN: Final = act("exams.accommodation_given", gettext_lazy("Gave more time for practice exams"), Kind.MOVE)
ENDED: Final = act("exams.accommodation_ended", gettext_lazy("Ended more time for practice exams"), Kind.MOVE)
VOIDED: Final = act("exams.sitting_voided", gettext_lazy("Took a practice exam out of the record"), Kind.MOVE)

SUSPENDED: Final = act(
    "exams.item_suspended", gettext_lazy("Took a question out of practice exams"), Kind.MOVE
)
RETIRED: Final = act("exams.item_retired", gettext_lazy("Retired a question of practice exams"), Kind.MOVE)
PUT_BACK: Final = act(
    "exams.item_put_back", gettext_lazy("Put a question back into practice exams"), Kind.MOVE
)


def extend(sitting: Sitting, minutes: int, *, by: User, reason: str) -> Sitting:
    """Add minutes to a sitting that is under way: one that is over stays over. Whoever may is asked at the door.

    Raises SittingClosed, and SittingRefused for anything but 1 to 240 minutes and for a reason that is missing.
    """
    _asked(1 <= minutes <= MOST_MINUTES, _("Give 1 to %(n)d minutes") % {"n": MOST_MINUTES})
    reason = _reason(reason)
    with transaction.atomic():
        rows = still_open(Sitting.objects.filter(pk=sitting.pk, timed=True))
        more = dt.timedelta(minutes=minutes)
        if not rows.update(
            added=F("added") + minutes * 60, deadline=F("deadline") + more, revision=F("revision") + 1
        ):
            raise SittingClosed(_("This sitting is over or has no clock"), _("Give a new one instead"))
        fresh = Sitting.objects.select_related("form", "learner").get(pk=sitting.pk)
        note(fresh, Event.Kind.EXTENDED, minutes=minutes)
        record(
            EXTENDED,
            actor=by,
            about=fresh.learner,
            thing=fresh,
            changed={"seconds": (fresh.added - minutes * 60, fresh.added)},
            reason=reason,
        )
        return fresh


def give_time(
    learner: User, factor: int, breaks: int, *, by: User, reason: str, until: dt.datetime | None = None
) -> Accommodation:
    """Give a learner more time from now on, in the sitting that is under way too. Raises SittingRefused."""
    _asked(factor in FACTORS, _("The time is %(n)s hundredths") % {"n": ", ".join(map(str, FACTORS))})
    _asked(0 <= breaks <= MOST_MINUTES, _("Give at most %(n)d minutes of breaks") % {"n": MOST_MINUTES})
    _asked(factor > FACTORS[0] or breaks > 0, _("Give more time, or breaks that stop the clock"))
    # Far beyond every zone's last day a date could not even be shown.
    at = timezone.now()
    _asked(
        until is None or at < until <= at + FURTHEST, _("Give a day from today on, at most three years ahead")
    )
    reason = _reason(reason)
    with transaction.atomic():
        given = Accommodation.objects.create(
            learner=learner, factor=factor, breaks=breaks, ends_at=until, given_by=by, reason=reason
        )
        record(
            GIVEN,
            actor=by,
            about=learner,
            thing=given,
            changed={"factor": (FACTORS[0], factor), "breaks": (0, breaks)},
            reason=reason,
        )
        under_way = Sitting.objects.filter(learner=learner, timed=True).select_related("form")
        for sitting in still_open(under_way).select_for_update(of=("self",)):
            sitting.factor = max(sitting.factor, factor)
            sitting.breaks = max(sitting.breaks, breaks)
            sitting.deadline = deadline_of(sitting)
            sitting.revision += 1
            sitting.save(update_fields=["factor", "breaks", "deadline", "revision"])
            note(sitting, Event.Kind.EXTENDED, factor=sitting.factor, breaks=sitting.breaks)
    return given


def end_accommodation(given: Accommodation, *, by: User, reason: str) -> bool:
    """End one from now on; what is under way keeps its time. False where it had ended."""
    reason = _reason(reason)
    with transaction.atomic():
        live = Accommodation.objects.filter(pk=given.pk).filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
        if not live.update(ends_at=Now()):
            return False
        record(ENDED, actor=by, about=given.learner, thing=given, reason=reason)
        return True


def void(sitting: Sitting, *, by: User, reason: str) -> bool:
    """Say of a sitting that was handed in that it does not count. Answers and scores stay. False where it was so."""
    reason = _reason(reason)
    with transaction.atomic():
        if not Sitting.objects.filter(pk=sitting.pk, state=Sitting.State.SUBMITTED).update(
            state=Sitting.State.VOID, revision=F("revision") + 1
        ):
            return False
        note(sitting, Event.Kind.VOIDED)
        record(
            VOIDED,
            actor=by,
            about=sitting.learner,
            thing=sitting,
            changed={"state": (str(Sitting.State.SUBMITTED), str(Sitting.State.VOID))},
            reason=reason,
        )
        return True


def suspend(item: str, *, by: User, reason: str, role: str = "") -> bool:
    """Take a question out: from now on it enters no form and no score. False where it was out.

    Scores that it counted in are made again by the job that this asks for once it is written down.
    """
    if not _take_out(item, Suspension.Kind.SUSPENDED, SUSPENDED, by=by, reason=reason, role=role):
        return False
    ask_for_regrading()
    return True


def retire(item: str, *, by: User, reason: str, role: str = "") -> bool:
    """Take a question out of forms for good. Scores stay as they are. False where it was retired."""
    return _take_out(item, Suspension.Kind.RETIRED, RETIRED, by=by, reason=reason, role=role)


def _take_out(item: str, kind: Suspension.Kind, what: Act, *, by: User, reason: str, role: str) -> bool:
    reason = _reason(reason)
    with transaction.atomic():
        _row, new = Suspension.objects.get_or_create(
            item=item, kind=kind, ended_at=None, defaults={"reason": reason}
        )
        if new:
            record(what, actor=by, role=role, thing=("item", item), reason=reason)
    return new


def put_back(item: str, *, by: User, reason: str, role: str = "") -> bool:
    """Put a question back. Scores that were made without it stay as they are. False where it was not out."""
    reason = _reason(reason)
    with transaction.atomic():
        rows = Suspension.objects.select_for_update().filter(item=item, ended_at=None)
        if not rows.update(ended_at=now()):
            return False
        record(PUT_BACK, actor=by, role=role, thing=("item", item), reason=reason)
    return True


def _asked(holds: bool, way_out: str) -> None:
    if not holds:
        raise SittingRefused(_("This cannot be given"), way_out)


def _reason(text: str) -> str:
    text = " ".join(text.split())[:LONGEST_REASON]
    _asked(bool(text), _("Write the reason: it stands in the record, and the learner reads it"))
    return text
