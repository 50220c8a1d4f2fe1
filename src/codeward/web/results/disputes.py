"""The queue of contested keys in the office: read whole, and decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from codeward.errors import CodewardError
from codeward.web.charts.api import charts, current_grades, version_of
from codeward.web.grants.api import Area, Need, Pass, may
from codeward.web.office.api import NotYours, Panel, Queue, QueueRow, State, back, back_with, queue
from codeward.web.results.doors import contest_to_settle
from codeward.web.results.models import Contest
from codeward.web.results.present import shown
from codeward.web.results.settling import QUEUE, Decided, close_corrected, settle, waiting
from codeward.web.typed import one_line

__all__ = ["corrected", "decide", "register", "rows"]

# A learner hears within a week.
DUE = timedelta(days=7)
STATES = {
    Contest.State.OPEN: State(gettext_lazy("To be decided"), "question", "info"),
    Contest.State.TO_CORRECT: State(gettext_lazy("Key to be corrected"), "partial", "partial"),
}


def _title(contest: Contest) -> str:
    chart = charts().get(contest.attempt.chart_id)
    return chart.title if chart is not None else contest.attempt.chart_id


def _row(contest: Contest) -> QueueRow:
    return QueueRow(
        contest.public_id,
        _title(contest),
        contest.code,
        STATES[Contest.State(contest.state)],
        contest.made_at,
        (contest.decided_at or contest.made_at) + DUE,
        contest.attempt.learner,
    )


def rows(passed: Pass, words: str) -> Iterable[QueueRow]:
    """The contests of learners whom the reader teaches."""
    found = waiting()
    if words:
        titled = [one.id for one in charts().values() if words.casefold() in one.title.casefold()]
        found = found.filter(Q(code__icontains=words) | Q(attempt__chart_id__in=titled))
    everybody = passed.reach.school
    for contest in found.iterator(chunk_size=200):
        if everybody or _teaches(passed, contest):
            yield _row(contest)


def _teaches(passed: Pass, contest: Contest) -> bool:
    return may(passed.user, Area.PROGRAMS, Need.WRITE, about=contest.attempt.learner)


def panel(passed: Pass, thing: str) -> Panel | None:
    """One contest whole: the learner's words, the row of the grade, and what the key says."""
    contest = waiting().filter(public_id=thing).first()
    if contest is None:
        return None
    learner = contest.attempt.learner
    own = learner.pk == passed.user.pk
    if not own and not _teaches(passed, contest):
        return None
    grade = (
        current_grades(learner).filter(attempt=contest.attempt).prefetch_related("rows", "editions").first()
    )
    line = chart = None
    if grade is not None:
        chart = version_of(grade.snapshot_id)
        found = shown(grade.to_json(), chart, {contest.row: contest})
        line = next((one for one in (*found.lines, *found.queries) if one.id == contest.row), None)
    context = {"contest": contest, "line": line, "chart": chart, "own": own}
    title = f"{contest.code} · {_title(contest)}"
    about = None if own else learner
    return Panel(
        title, "", "results/_dispute.html", context, STATES[Contest.State(contest.state)], about, contest
    )


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Settle it with a reason: the key stands, or is to be corrected."""
    passed, contest = contest_to_settle(request, public_id)
    reason = one_line(request.POST.get("reason", ""))
    answer = request.POST.get("answer", "")
    state = Contest.State(answer) if answer in Contest.State.values else Contest.State.OPEN
    try:
        settle(contest, passed.user, state, reason, role=passed.role, request=request)
    except CodewardError as error:
        if isinstance(error, Decided) and not waiting().filter(pk=contest.pk).exists():
            return back(request, QUEUE, error.message)
        status = 409 if isinstance(error, (Decided, NotYours)) else 422
        return back_with(request, QUEUE, public_id, error, status)
    return back(request, QUEUE, _("Decided. The learner gets a notice with your reason."))


@require_POST
def corrected(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close it: the key has been corrected."""
    passed, contest = contest_to_settle(request, public_id)
    try:
        close_corrected(contest, passed.user, role=passed.role, request=request)
    except CodewardError as error:
        if isinstance(error, Decided) and not waiting().filter(pk=contest.pk).exists():
            return back(request, QUEUE, error.message)
        return back_with(request, QUEUE, public_id, error)
    return back(request, QUEUE, _("Closed. The learner gets a notice that the key is corrected."))


def register() -> None:
    """Put the queue into the office."""
    queue(
        Queue(
            name=QUEUE,
            label=gettext_lazy("Disputes"),
            rows=rows,
            panel=panel,
            area=Area.PROGRAMS,
            need=Need.WRITE,
            first=gettext_lazy("Chart"),
            second=gettext_lazy("Code"),
            empty=gettext_lazy("When a learner says that a key is wrong, it comes here to be decided."),
            order=10,
        )
    )
