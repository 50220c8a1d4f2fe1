"""Contests as moves: kept while open, settled once with a reason, and closed when the key is corrected."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.audit.api import Kind, act, record
from codeward.web.charts.api import Attempt, charts, current_grades, version_of
from codeward.web.notices.api import Group, kind, tell
from codeward.web.office.api import not_anothers, settled
from codeward.web.results.models import MAX_REASON, Contest

__all__ = ["QUEUE", "SETTLED", "Decided", "close_corrected", "keep", "settle", "waiting"]

QUEUE = "disputes"
State = Contest.State
DECIDED = act("results.contest_settled", gettext_lazy("Decided about a reported key"), Kind.MOVE)
SETTLED = kind(
    "results.contest_settled",
    gettext_lazy("A report about an answer key is decided"),
    group=Group.STUDY,
    template="results/notices/contest_settled.txt",
    action=gettext_lazy("See the result"),
    preview=lambda: [
        {
            "chart": "Cough and fever",
            "code": "R05.1",
            "state": state.value,
            "reason": "Section I.B.4 asks for the symptom here.",
        }
        for state in (Contest.State.STANDS, Contest.State.TO_CORRECT, Contest.State.CORRECTED)
    ],
)


class Decided(CodewardError):  # noqa: N818 - named as people say it
    """The contest is in another state by now. A page answers 409."""


def waiting() -> QuerySet[Contest]:
    """Return the contests that wait: undecided, or the key is still to be corrected. The oldest first."""
    found = Contest.objects.filter(state__in=[State.OPEN, State.TO_CORRECT])
    return found.select_related("attempt__learner").order_by("made_at", "id")


def keep(attempt: Attempt, row: str, code: str, text: str) -> bool:
    """Keep what a learner says about a row. False where it was decided already, which stays as it is."""
    mine = Contest.objects.filter(attempt=attempt, row=row)
    now = timezone.now()
    if mine.filter(state=State.OPEN).update(text=text, code=code, changed_at=now):
        return True
    try:
        with transaction.atomic():
            Contest.objects.create(
                attempt=attempt, row=row, code=code, text=text, made_at=now, changed_at=now
            )
    except IntegrityError:  # made at the same moment in another tab, or decided
        return bool(mine.filter(state=State.OPEN).update(text=text, code=code, changed_at=now))
    return True


def settle(
    contest: Contest,
    by: User,
    state: Contest.State,
    reason: str,
    *,
    role: str = "",
    request: HttpRequest | None = None,
) -> Contest:
    """Decide an open contest: the key stands, or is to be corrected. The learner is told, with the reason.

    One conditional UPDATE; the same decision again changes nothing. Whoever calls has passed the door. Raises
    CodewardError without a reason, NotYours where a colleague has taken it, Decided where it was decided otherwise.
    """
    kept = " ".join(reason.split())
    if state not in {State.STANDS, State.TO_CORRECT}:
        raise CodewardError(_("No decision was chosen"), _("Choose whether the key stands."))
    if not kept or len(kept) > MAX_REASON:
        raise CodewardError(
            _("A decision needs a reason of at most %(n)d characters") % {"n": MAX_REASON},
            _("The learner reads it."),
        )
    return _move(contest, by, State.OPEN, state, kept, role, request)


def close_corrected(
    contest: Contest, by: User, *, role: str = "", request: HttpRequest | None = None
) -> Contest:
    """Close a contest whose key has been corrected since. The learner is told.

    Raises CodewardError while the chart is still in the version that was contested.
    """
    grade = current_grades(contest.attempt.learner).filter(attempt=contest.attempt).first()
    chart = charts().get(contest.attempt.chart_id)
    if chart is not None and grade is not None and version_of(grade.snapshot_id).version == chart.version:
        raise CodewardError(
            _("The chart still has the key that was reported"),
            _("Correct the key and install the chart first. Then close this."),
        )
    return _move(contest, by, State.TO_CORRECT, State.CORRECTED, contest.decision_reason, role, request)


def _move(
    contest: Contest,
    by: User,
    before: Contest.State,
    after: Contest.State,
    reason: str,
    role: str,
    request: HttpRequest | None,
) -> Contest:
    with transaction.atomic():
        not_anothers(QUEUE, contest.public_id, by)
        moved = Contest.objects.filter(pk=contest.pk, state=before).update(
            state=after, decided_at=timezone.now(), decided_by=by, decision_reason=reason
        )
        now = Contest.objects.select_related("attempt__learner").get(pk=contest.pk)
        if not moved:
            if now.state == after:
                return now
            raise Decided(
                _("Someone already decided this: %(state)s") % {"state": now.get_state_display()},
                _("Read it as it is now."),
            )
        learner = now.attempt.learner
        record(
            DECIDED,
            actor=by,
            about=learner,
            thing=now,
            role=role,
            changed={"state": (str(before), str(after))},
            reason=reason,
            request=request,
        )
        chart = charts().get(now.attempt.chart_id)
        tell(
            learner,
            SETTLED,
            f"{now.public_id}-{after}",
            context={
                "chart": chart.title if chart else now.attempt.chart_id,
                "code": now.code,
                "state": str(after),
                "reason": reason,
            },
            url=reverse("results:result", args=[now.attempt.public_id]),
        )
        if after != State.TO_CORRECT:
            settled(QUEUE, now.public_id)
    return now
