"""What the books do by the clock, and what their jobs are called."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from codeward.codesets.install import bring_back, left_aside
from codeward.settings import home
from codeward.web.accounts.api import days_ago
from codeward.web.jobs.api import every, home_id, name_job
from codeward.web.office.books import homes, moves, uploads
from codeward.web.office.books.models import ENDED, LIVE, BookJob
from codeward.web.office.books.work import work

__all__ = ["MAX_FORGOTTEN", "WORK_DAYS", "clear", "forget_work", "register"]

WORK_DAYS: Final = 400
"""Days of the school that ended work on books is shown; who did what stands in the audit as long as its act asks."""
MAX_FORGOTTEN: Final = 500
"""Rows of such work that one run forgets: the rest is for the next, so that no run holds the database up."""


def clear() -> int:
    """Remove uploads of which no book was made within a day, but those that work waits for; return how many.

    A book that was hidden by a removal that never came to its end is put back.
    """
    bring_back(left_aside(home(), older=600))
    wanted = BookJob.objects.filter(home=home_id(), state__in=LIVE).exclude(upload="")
    return uploads.sweep(set(wanted.values_list("upload", flat=True)))


def forget_work() -> int:
    """Forget work on books that ended more than :data:`WORK_DAYS` days ago, the oldest first; return how many rows."""
    edge = days_ago(WORK_DAYS)
    if edge is None:
        return 0
    over = BookJob.objects.filter(state__in=ENDED, ended_at__date__lte=edge).order_by("ended_at", "id")
    gone = list(over.values_list("pk", flat=True)[:MAX_FORGOTTEN])
    BookJob.objects.filter(pk__in=gone).delete()
    return len(gone)


def register() -> None:
    """Put them on the clock."""
    every("books_lost", timedelta(minutes=1), moves.sweep, _("End work on books that a stopped worker left"))
    every("books_held", timedelta(minutes=5), homes.report, _("Write down which books this server has"))
    every("books_uploads", timedelta(hours=1), clear, _("Remove files of which no book was made"))
    every("books_work", timedelta(days=1), forget_work, _("Forget old work on books"))
    every("books_homes", timedelta(days=1), homes.prune, _("Forget servers that are gone"))
    name_job(work.module_path, _("Work on a code book"))
