"""The moves of a piece of work: each one conditional UPDATE, in one transaction with its audit row and notice."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.codesets import SYSTEMS, books
from codeward.codesets.install import catalogue
from codeward.web.accounts.api import User
from codeward.web.office.books import told
from codeward.web.office.books.models import BookJob, BookOutcome

__all__ = ["STALE", "Outcome", "book_of", "cancel", "claim", "end", "go_on", "sweep", "tell_step"]

State = BookJob.State
# A worker writes every second or two while it works. After so long without a word it is gone.
STALE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one release; see BookOutcome."""

    kind: BookOutcome.Kind
    release: str
    book: str = ""
    words: str = ""


def book_of(job: BookJob) -> str:
    """What people call what the work is about: the release's title, else the system with the year or day asked for."""
    titles = {row.release.id: row.release.title for row in catalogue.rows()}
    titles |= {one.id: one.title for one in books.releases(job.system)}
    if job.release in titles:
        return titles[job.release]
    display = SYSTEMS[job.system].display if job.system in SYSTEMS else job.system
    return f"{display} {job.release.removeprefix(f'{job.system}-')}".strip()


def claim(job_id: int) -> BookJob | None:
    """Take waiting work for this run; None where it is not waiting (any more). Of several workers one gets it."""
    now, run = timezone.now(), secrets.token_hex(8)
    taken = BookJob.objects.filter(pk=job_id, state=State.WAITING).update(
        state=State.RUNNING, started_at=now, seen_at=now, run=run
    )
    return BookJob.objects.select_related("actor").get(pk=job_id) if taken else None


def tell_step(job: BookJob, step: str, about: str, done: int = 0, total: int | None = None) -> None:
    """Write down how far the work is; `done` of `total` bytes where that is known. A sign of life as well."""
    part = total if total is None or total >= done else None
    BookJob.objects.filter(pk=job.pk, run=job.run, state=State.RUNNING).update(
        step=step, about=about[:200], done=done, total=part, seen_at=timezone.now()
    )


def go_on(job: BookJob) -> bool:
    """Give a sign of life; False where the work was stopped, or is another run's."""
    return bool(
        BookJob.objects.filter(pk=job.pk, run=job.run, state=State.RUNNING).update(seen_at=timezone.now())
    )


def end(
    job: BookJob,
    state: State,
    outcomes: Iterable[Outcome] = (),
    *,
    error: str = "",
    way_out: str = "",
) -> bool:
    """End the work that this run has; False where it has ended otherwise meanwhile (nothing is written then)."""
    with transaction.atomic():
        ended = BookJob.objects.filter(pk=job.pk, run=job.run, state__in=[State.RUNNING, State.STOPPING])
        if not ended.update(state=state, ended_at=timezone.now(), error=error, way_out=way_out):
            return False
        BookOutcome.objects.bulk_create(
            BookOutcome(
                job=job, place=place, kind=one.kind, release=one.release, book=one.book, words=one.words
            )
            for place, one in enumerate(outcomes)
        )
        job.refresh_from_db()
        told.ended(job, book_of(job))
    return True


def cancel(job: BookJob, by: User) -> bool:
    """Stop work: what waits is stopped at once, what runs as soon as its worker sees it. False where it has ended."""
    with transaction.atomic():
        mine = BookJob.objects.filter(pk=job.pk)
        if mine.filter(state=State.WAITING).update(state=State.CANCELLED, ended_at=timezone.now()):
            job.refresh_from_db()
            told.stopped(job, by)
            return True
        if mine.filter(state=State.RUNNING).update(state=State.STOPPING):
            job.refresh_from_db()
            told.stopped(job, by)
            return True
    job.refresh_from_db()
    return job.state == State.STOPPING


def sweep() -> int:
    """End what no worker is doing any more: return how many. A sign from the future (a clock set back) is none."""
    now = timezone.now()
    gone = Q(seen_at__lt=now - STALE) | Q(seen_at__gt=now + STALE)
    count = 0
    for job in BookJob.objects.filter(gone, state__in=[State.RUNNING, State.STOPPING]).select_related(
        "actor"
    ):
        with transaction.atomic():
            mine = BookJob.objects.filter(gone, pk=job.pk, run=job.run, state=job.state)
            if job.state == State.STOPPING:
                moved = mine.update(state=State.CANCELLED, ended_at=now)
            else:
                moved = mine.update(
                    state=State.LOST,
                    ended_at=now,
                    error=_("The program that worked on it was ended before it was done."),
                    way_out=_("Nothing was changed by halves. Do it again."),
                )
            if moved:
                job.refresh_from_db()
                told.ended(job, book_of(job))
                count += 1
    return count
