"""Attempts: start one, change its answer, submit it once. The database decides every race."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from codeward.charts import AnswerError, Chart, Evidence, load_answer
from codeward.codesets import Shelf
from codeward.errors import CodewardError
from codeward.grading import grade as graded
from codeward.web.accounts.api import User
from codeward.web.charts import decided, spent
from codeward.web.charts.fitting import check_fits
from codeward.web.charts.fold import Folded, answer_json, fold
from codeward.web.charts.grades import judging, keep_shelf, note_editions, shelf_of, store
from codeward.web.charts.models import Attempt, Grade, Operation
from codeward.web.charts.operations import MAX_OPERATIONS, Batch
from codeward.web.charts.operations import Operation as AnyOperation
from codeward.web.charts.snapshots import snapshot_of, version_of
from codeward.web.charts.unfold import unfold
from codeward.web.quotas import ANSWERS, ATTEMPT, ask_person

__all__ = [
    "AttemptClosed",
    "answer_of",
    "apply",
    "chart_of",
    "folded",
    "open_attempt",
    "resume",
    "start",
    "start_from",
    "submit",
]


# What an attempt and a change take beside what the learner wrote: their rows, the editions, the entries of indexes.
ATTEMPT_ROWS, OPERATION_ROW = 2_000, 160


class AttemptClosed(CodewardError):  # noqa: N818 - named as people say it
    """The attempt was submitted or set aside: its answer does not change any more."""


def open_attempt(learner: User | None, chart_id: str) -> Attempt | None:
    """The learner's open attempt at the chart, if there is one."""
    if learner is None:
        return None
    return Attempt.objects.filter(learner=learner, chart_id=chart_id, state=Attempt.State.OPEN).first()


def start(learner: User, chart: Chart) -> Attempt:
    """The learner's open attempt at `chart`, made where there is none. Two requests at once get the same one.

    Raises BoundsError where the learner's work takes all the room it may.
    """
    return _start(learner, chart, ())


def start_from(attempt: Attempt, chart: Chart) -> Attempt:
    """The same, but one that is made begins with the answer of `attempt`, which was submitted, to be corrected.

    `chart` is today's version: evidence whose words it does not hold any more is left out. Where an attempt is open
    it is gone on with as it stands, so that asking twice changes nothing.
    """
    return _start(attempt.learner, chart, tuple(unfold(folded(attempt), chart, attempt.public_id)))


def _start(learner: User, chart: Chart, first: Sequence[AnyOperation]) -> Attempt:
    more = sum(OPERATION_ROW + len(one.model_dump_json().encode()) for one in first)
    snapshot = snapshot_of(chart)
    # Here and not on handing in, so that no transaction waits for the copies.
    editions = keep_shelf(Shelf.on(chart.coding_date))
    for _ in range(5):
        found = open_attempt(learner, chart.id)
        if found is not None:
            return found
        ask_person(ANSWERS, _held(learner), ATTEMPT_ROWS + more, guest=learner.is_guest)
        last = Attempt.objects.filter(learner=learner, chart_id=chart.id).aggregate(n=Max("number"))["n"]
        try:
            with transaction.atomic():
                made = Attempt.objects.create(
                    learner=learner,
                    chart_id=chart.id,
                    snapshot=snapshot,
                    number=(last or 0) + 1,
                    revision=len(first),
                    written=more,
                    stored=ATTEMPT_ROWS + more,
                )
                note_editions(made, editions)
                _store(made, first, after=0)
                return made
        except IntegrityError:
            # Another tab was first, with the same number or as the one open attempt: look again.
            continue
    raise AttemptClosed("the attempt could not be started", "Reload the page")


def chart_of(attempt: Attempt) -> Chart:
    """The chart in the version that this attempt is about."""
    return version_of(attempt.snapshot_id)


def folded(attempt: Attempt) -> Folded:
    """The answer in the making."""
    rows = attempt.operations.order_by("sequence").values_list("kind", "payload")
    return fold({"kind": kind, **payload} for kind, payload in rows)


def answer_of(attempt: Attempt) -> dict[str, Any]:
    """The answer in the public shape of ANSWER.json."""
    return answer_json(folded(attempt))


def apply(attempt: Attempt, batch: Batch, count: Callable[[int], None] | None = None) -> list[str]:
    """Accept operations; returns the ids of all that are now stored, those sent before included.

    Idempotent by the client's id. `count` is told how many bytes are stored, in their transaction, and may raise
    BoundsError. Raises AttemptClosed when the attempt is not open, AnswerError when evidence is not in the record or
    the attempt would be more than can be handed in, and BoundsError where its learner has no room left (`quotas`).
    """
    _check_evidence(chart_of(attempt), batch)
    with transaction.atomic():
        # The learner's lock, so that two attempts at once do not both get the last room.
        learner = User.objects.select_for_update(no_key=True).get(pk=attempt.learner_id)
        # This write takes the attempt's lock, so that sequence numbers are given to one request at a time.
        locked = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
            changed_at=timezone.now()
        )
        ids = [operation.id for operation in batch.operations]
        known = set(attempt.operations.filter(client_id__in=ids).values_list("client_id", flat=True))
        fresh = {o.id: o for o in batch.operations if o.id not in known}
        if not locked and fresh:
            raise AttemptClosed("this attempt is closed", "Start a new one from the chart's page")
        last = attempt.operations.aggregate(n=Max("sequence"))["n"] or 0
        if last + len(fresh) > MAX_OPERATIONS:
            raise AnswerError(f"one attempt holds at most {MAX_OPERATIONS:,} changes", "Submit it as it is")
        more = sum(OPERATION_ROW + len(o.model_dump_json().encode()) for o in fresh.values())
        if fresh:
            _ask_room(attempt, learner, more, count)
        _store(attempt, fresh.values(), after=last)
        if fresh:
            Attempt.objects.filter(pk=attempt.pk).update(
                revision=last + len(fresh), written=F("written") + more, stored=F("stored") + more
            )
            # An answer that grew past what can be handed in is refused now, and nothing of the batch is kept.
            check_fits(folded(attempt))
            spent.note(attempt, chart_of(attempt))
        attempt.revision = last + len(fresh)
    return [str(one) for one in ids]


def _store(attempt: Attempt, operations: Iterable[AnyOperation], *, after: int) -> None:
    """Store the operations behind the one whose sequence number is `after`."""
    Operation.objects.bulk_create(
        Operation(
            attempt=attempt,
            client_id=operation.id,
            sequence=place,
            kind=operation.kind,
            payload=operation.model_dump(mode="json", exclude={"id", "kind"}),
        )
        for place, operation in enumerate(operations, start=after + 1)
    )


def _held(learner: User) -> int:
    """How many bytes the learner's attempts take."""
    return Attempt.objects.filter(learner=learner).aggregate(n=Sum("stored"))["n"] or 0


def _ask_room(attempt: Attempt, learner: User, more: int, count: Callable[[int], None] | None) -> None:
    """Raise AnswerError where the attempt has no room for `more` bytes, BoundsError where its learner has none."""
    written = Attempt.objects.values_list("written", flat=True).get(pk=attempt.pk)
    if written + more > ATTEMPT:
        raise AnswerError("one attempt holds no more changes than this", "Submit it as it is")
    ask_person(ANSWERS, _held(learner), more, guest=learner.is_guest)
    if count is not None:
        count(more)


def _check_evidence(chart: Chart, batch: Batch) -> None:
    for operation in batch.operations:
        if operation.kind == "attach_evidence":
            marked = operation.model_dump(include={"document", "start", "end", "quote"})
            wrong = chart.misplaced(Evidence(**marked))
            if wrong is not None:
                raise AnswerError(wrong, "Select the words again")


def submit(attempt: Attempt) -> Grade:
    """Close the attempt and grade it, once: submitting again gives its current grade.

    Only the learner's first submission of the chart counts, because the key is shown with the grade.
    Raises AttemptClosed for an attempt that was set aside, and AnswerError, leaving it open, for an answer that is
    more than can be handed in (only one kept before that was asked of every change).
    """
    with transaction.atomic():
        _hold_learner(attempt)
        now = timezone.now()
        won = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
            state=Attempt.State.SUBMITTED, submitted_at=now, changed_at=now
        )
        if not won:
            done = Grade.objects.filter(attempt_id=attempt.pk, current=True).first()
            if done is None:
                raise AttemptClosed("this attempt was set aside", "Resume it from the list of charts")
            return done
        answer, chart = load_answer(answer_of(attempt)), judging(attempt)
        judged = graded(chart, answer, shelf_of(attempt))
        made = store(attempt, answer, chart, judged, Grade.Cause.SUBMITTED)
        seen = Attempt.objects.filter(
            learner_id=attempt.learner_id, chart_id=attempt.chart_id, state=Attempt.State.SUBMITTED
        ).exclude(pk=attempt.pk)
        if not seen.exists():
            Attempt.objects.filter(pk=attempt.pk).update(counts=True)
            decided.write(attempt, chart, judged, made.snapshot)
        spent.note(attempt, chart)
    attempt.refresh_from_db()
    return made


def _hold_learner(attempt: Attempt) -> None:
    """Lock the attempt's learner, before the attempt as `apply` does: what is written of answers needs it too."""
    for _ in range(2):
        found = User.objects.select_for_update(no_key=True).filter(pk=attempt.learner_id).first()
        if found is not None:
            return
        # A guest who was merged at this moment: the attempt is the account's now.
        attempt.refresh_from_db(fields=["learner"])


def resume(attempt: Attempt) -> bool:
    """Open an attempt that was set aside; the one now open at that chart is set aside in turn.

    Returns False for one that is not set aside, or where another request opened one at the same moment.
    """
    try:
        with transaction.atomic():
            # One at a time for a learner: two that each close what the other opens would wait for each other.
            User.objects.select_for_update(no_key=True).get(pk=attempt.learner_id)
            if not Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SET_ASIDE).exists():
                return False
            Attempt.objects.filter(
                learner_id=attempt.learner_id, chart_id=attempt.chart_id, state=Attempt.State.OPEN
            ).update(state=Attempt.State.SET_ASIDE)
            won = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SET_ASIDE).update(
                state=Attempt.State.OPEN
            )
    except IntegrityError:
        # The database holds one open attempt for a learner and chart: another was opened first.
        return False
    attempt.refresh_from_db()
    return bool(won)
