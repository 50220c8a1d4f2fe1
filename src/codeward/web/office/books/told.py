"""What is written down of the work on books, and who is told when it ends."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.web.audit.api import Kind, act, record
from codeward.web.notices.api import Group, Timing, kind, tell
from codeward.web.office.books.models import BookJob

__all__ = ["begun", "ended", "stopped"]

_ASKED = {
    BookJob.Kind.INSTALL: act("office.book_install_asked", _("Began to install a release"), Kind.MOVE),
    BookJob.Kind.VERIFY: act("office.book_verify_asked", _("Began to verify a release"), Kind.MOVE),
    BookJob.Kind.REMOVE: act("office.book_remove_asked", _("Began to remove a release"), Kind.MOVE),
}
_DONE = {
    BookJob.Kind.INSTALL: act("office.book_installed", _("Installed a release"), Kind.MOVE),
    BookJob.Kind.VERIFY: act("office.book_verified", _("Verified a release"), Kind.MOVE),
    BookJob.Kind.REMOVE: act("office.book_removed", _("Removed a release"), Kind.MOVE),
}
_FAILED = act("office.book_failed", _("Work on a release failed"), Kind.MOVE, failed=True)
_STOP = act("office.book_stop_asked", _("Stopped work on a release"), Kind.MOVE)
_CANCELLED = act("office.book_stopped", _("Work on a release was stopped"), Kind.MOVE)

_ENDED = kind(
    "office.book_work",
    _("Work on a code book has ended"),
    group=Group.WORK,
    template="office/books/notice.txt",
    preview=lambda: [
        {"what": what.value, "book": "ICD-10-CM FY2027", "state": state.value, "error": ""}
        for what in BookJob.Kind
        for state in (BookJob.State.DONE, BookJob.State.CANCELLED, BookJob.State.FAILED)
    ],
    default=Timing.NEVER,
    shown=lambda person: BookJob.objects.filter(actor=person).exists(),
)


def begun(job: BookJob) -> None:
    """Write down who asked for it. In the transaction that makes the row."""
    changed: dict[str, Any] = {"home": (None, job.home)}
    if job.source:
        changed["source"] = (None, job.source)
    if job.licensed:
        changed["license_stated"] = (None, True)
    record(_ASKED[BookJob.Kind(job.kind)], actor=job.actor, thing=_thing(job), changed=changed)


def stopped(job: BookJob, by: Any) -> None:
    """Write down who had it stopped."""
    record(_STOP, actor=by, thing=_thing(job), changed={"home": (None, job.home)})


def ended(job: BookJob, book: str) -> None:
    """Write down how it ended and tell whoever asked. `book`: what the release is called. In the move's transaction."""
    act = {
        BookJob.State.DONE: _DONE[BookJob.Kind(job.kind)],
        BookJob.State.CANCELLED: _CANCELLED,
    }.get(BookJob.State(job.state), _FAILED)
    record(act, actor=job.actor, thing=_thing(job), changed={"home": (None, job.home)})
    if job.actor is not None:
        context = {"what": job.kind, "book": book, "state": job.state, "error": job.error[:500]}
        url = reverse("office:book_job", args=[job.public_id])
        tell(job.actor, _ENDED, job.public_id, context=context, url=url)


def _thing(job: BookJob) -> tuple[str, str]:
    return "release", job.release or job.system
