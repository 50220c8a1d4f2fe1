"""Attempts: start one, change its answer, submit it once. The database decides every race."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from codeward.charts import AnswerError, Chart, Evidence, load_answer
from codeward.codesets import Shelf
from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.charts.fitting import check_fits
from codeward.web.charts.fold import Folded, answer_json, fold
from codeward.web.charts.grades import keep_shelf, make, note_editions
from codeward.web.charts.models import Attempt, Grade, Operation
from codeward.web.charts.operations import MAX_OPERATIONS, Batch
from codeward.web.charts.snapshots import snapshot_of, version_of

__all__ = [
    "AttemptClosed",
    "answer_of",
    "apply",
    "chart_of",
    "folded",
    "open_attempt",
    "resume",
    "start",
    "submit",
]


class AttemptClosed(CodewardError):  # noqa: N818 - named as people say it
    """The attempt was submitted or set aside: its answer does not change any more."""


def open_attempt(learner: User | None, chart_id: str) -> Attempt | None:
    """The learner's open attempt at the chart, if there is one."""
    if learner is None:
        return None
    return Attempt.objects.filter(learner=learner, chart_id=chart_id, state=Attempt.State.OPEN).first()


def start(learner: User, chart: Chart) -> Attempt:
    """The learner's open attempt at `chart`, made where there is none. Two requests at once get the same one."""
    snapshot = snapshot_of(chart)
    # Here and not on handing in, so that no transaction waits for the copies.
    editions = keep_shelf(Shelf.on(chart.coding_date))
    for _ in range(5):
        found = open_attempt(learner, chart.id)
        if found is not None:
            return found
        last = Attempt.objects.filter(learner=learner, chart_id=chart.id).aggregate(n=Max("number"))["n"]
        try:
            with transaction.atomic():
                made = Attempt.objects.create(
                    learner=learner, chart_id=chart.id, snapshot=snapshot, number=(last or 0) + 1
                )
                note_editions(made, editions)
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


def apply(attempt: Attempt, batch: Batch) -> list[str]:
    """Accept operations; returns the ids of all that are now stored, those sent before included.

    Idempotent by the client's id. Raises AttemptClosed when the attempt is not open, and AnswerError when evidence
    is not in the record or the answer would be more than can be handed in.
    """
    _check_evidence(chart_of(attempt), batch)
    with transaction.atomic():
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
        Operation.objects.bulk_create(
            Operation(
                attempt=attempt,
                client_id=operation.id,
                sequence=last + place,
                kind=operation.kind,
                payload=operation.model_dump(mode="json", exclude={"id", "kind"}),
            )
            for place, operation in enumerate(fresh.values(), start=1)
        )
        if fresh:
            Attempt.objects.filter(pk=attempt.pk).update(revision=last + len(fresh))
            # An answer that grew past what can be handed in is refused now, and nothing of the batch is kept.
            check_fits(folded(attempt))
        attempt.revision = last + len(fresh)
    return [str(one) for one in ids]


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
        now = timezone.now()
        won = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
            state=Attempt.State.SUBMITTED, submitted_at=now, changed_at=now
        )
        if not won:
            done = Grade.objects.filter(attempt_id=attempt.pk, current=True).first()
            if done is None:
                raise AttemptClosed("this attempt was set aside", "Resume it from the list of charts")
            return done
        made = make(attempt, load_answer(answer_of(attempt)), Grade.Cause.SUBMITTED)
        seen = Attempt.objects.filter(
            learner_id=attempt.learner_id, chart_id=attempt.chart_id, state=Attempt.State.SUBMITTED
        ).exclude(pk=attempt.pk)
        if not seen.exists():
            Attempt.objects.filter(pk=attempt.pk).update(counts=True)
    attempt.refresh_from_db()
    return made


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
