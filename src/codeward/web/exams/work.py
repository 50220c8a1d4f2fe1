"""Work that is asked for and done beside the pages: scores made again."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

__all__ = ["ask_for_regrading", "regrade_sittings"]


@task()
def regrade_sittings() -> str:
    """Score again what is behind; returns how many. Done twice it changes nothing."""
    from codeward.web.exams.regrading import regrade

    return str(regrade().made)


def _enqueue() -> None:
    regrade_sittings.enqueue()


def ask_for_regrading() -> None:
    """Ask for it once the transaction is through."""
    transaction.on_commit(_enqueue)
