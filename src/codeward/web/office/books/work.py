"""Doing the work on books: the job itself, one function a kind, on the host whose home it is."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from django.utils.translation import gettext as _
from django_tasks import task

from codeward.codesets import BookFile, books
from codeward.codesets.install import (
    Installed,
    Order,
    Step,
    Stopped,
    bring_back,
    drop,
    install_aside,
    set_aside,
)
from codeward.errors import BookError, CodewardError
from codeward.settings import home
from codeward.web.office.books import homes, moves, uploads
from codeward.web.office.books.models import BookJob, BookOutcome
from codeward.web.office.books.moves import Outcome
from codeward.web.office.books.needs import readable, refuse_needed

__all__ = ["plain", "work"]

logger = structlog.get_logger("codeward.web.office.books")
Kind = BookOutcome.Kind
State = BookJob.State
# Seconds after which nobody is still about to write down that they opened a book.
SETTLED = 3.0
# Whether this very machine may be a publisher, as it is in tests.
LOOPBACK = False
_LEFT = {"left": Kind.LEFT, "lost": Kind.LOST}


@task()
def work(job_id: int) -> str:
    """Do one piece of work; return its state then. Of several workers, and of a repeat, one does it."""
    job = moves.claim(job_id)
    if job is None:
        return "not ours"
    outcomes: list[Outcome] = []
    try:
        _DO[BookJob.Kind(job.kind)](job, outcomes)
    except Stopped:
        moves.end(job, State.CANCELLED)
    except CodewardError as error:
        moves.end(job, State.FAILED, error=plain(error.message, job), way_out=plain(error.way_out, job))
    except Exception:  # whatever it was, the page must say that it has ended
        logger.exception("work on a book failed", job=job.public_id)
        moves.end(
            job,
            State.FAILED,
            error=_("Something went wrong that we did not expect."),
            way_out=_("Do it again. If it comes back, the log of the school says more."),
        )
    else:
        moves.end(job, State.DONE, outcomes)
    job.refresh_from_db()
    if job.upload and job.state == State.DONE:
        uploads.forget(job.upload)
    homes.report()
    return str(job.state)


def plain(words: str, job: BookJob) -> str:
    """Words of the installer as a sentence for the page, without the folders of this host, whose names nobody gave."""
    if job.upload:
        for hidden in (str(uploads.folder_of(job.upload)), job.upload):
            words = words.replace(hidden, job.files)
    words = re.sub(r"(?<![\w:/.-])/(?:[^\s/]+/)+", "", words).strip()
    return f"{words.rstrip('.')}." if words else ""


def _install(job: BookJob, outcomes: list[Outcome]) -> None:
    """Install in a process of its own, and compare each new book with its digest."""

    def watch(step: Step) -> None:
        if step.kind in _LEFT:
            outcomes.append(Outcome(_LEFT[step.kind], step.about, words=plain(step.more, job)))
        else:
            moves.tell_step(job, step.kind, step.about, step.done, step.total)

    order = Order(
        system=job.system,
        release=job.release or None,
        home=home(),
        source=uploads.folder_of(job.upload) if job.upload else None,
        loopback=LOOPBACK,
    )
    made = install_aside(order, watch=watch, go_on=lambda: moves.go_on(job))
    for place, one in enumerate(made):
        moves.tell_step(job, "check", one.release.title, place, len(made))
        outcomes.insert(place, _checked(one))


def _checked(one: Installed) -> Outcome:
    """Compare what was installed with its digest; what a package holds is made when it is first opened."""
    kind = Kind.ALREADY if one.already else Kind.INSTALLED
    if not one.path.is_file():
        return Outcome(kind, one.release.id)
    BookFile(one.path).verify()
    return Outcome(kind, one.release.id, one.path.name)


def _verify(job: BookJob, outcomes: list[Outcome]) -> None:
    rows = [row for name, row in homes.listed().items() if name == job.release]
    if not rows:
        raise BookError(
            _("%(release)s is not on this host") % {"release": job.release}, _("Install it first")
        )
    for row in rows:
        moves.tell_step(job, "check", row.release.title if row.release else job.release)
        try:
            books.verify(row)
        except CodewardError as error:
            raise BookError(
                _("%(book)s is damaged") % {"book": row.release.title if row.release else job.release},
                _("Install it again: the damaged book is replaced"),
            ) from error
        outcomes.append(Outcome(Kind.VERIFIED, job.release, row.path.name if row.path.is_file() else ""))


def _remove(job: BookJob, outcomes: list[Outcome]) -> None:
    """Remove a release that nothing needs.

    It is hidden first. Whoever opened it a moment before has written down so a moment later, and is asked about then:
    what came to need it meanwhile brings it back.
    """
    release = readable(job.release)
    refuse_needed(release)
    aside = set_aside(job.release, home())
    try:
        time.sleep(SETTLED)
        refuse_needed(release)
    except BaseException:
        bring_back(aside)
        raise
    drop(aside)
    outcomes.append(Outcome(Kind.REMOVED, job.release))


_DO: dict[BookJob.Kind, Callable[[BookJob, list[Outcome]], None]] = {
    BookJob.Kind.INSTALL: _install,
    BookJob.Kind.VERIFY: _verify,
    BookJob.Kind.REMOVE: _remove,
}
