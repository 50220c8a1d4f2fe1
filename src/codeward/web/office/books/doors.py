"""The doors of the Books page: whoever may see to the school's settings, and the work that is theirs to see."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.codesets import SYSTEMS, System, system_of_release
from codeward.web.grants.api import Area, Need, Pass, passes
from codeward.web.office.books import homes
from codeward.web.office.books.models import BookJob

__all__ = ["book_to_keep", "job_to_see", "keeper", "reader", "system_to_see"]


def reader(request: HttpRequest) -> Pass:
    """Whoever may look at the books of this host. Raises Http404, and SecondStepNeeded."""
    return passes(request, Area.SETTINGS, Need.READ)


def keeper(request: HttpRequest, need: Need = Need.WRITE) -> Pass:
    """Whoever may install and verify; with `Need.DECIDE` remove. Raises Http404, and SecondStepNeeded."""
    return passes(request, Area.SETTINGS, need)


def job_to_see(request: HttpRequest, public_id: str) -> tuple[Pass, BookJob]:
    """A piece of work, for whoever may look at books."""
    who = reader(request)
    return who, get_object_or_404(BookJob.objects.select_related("actor"), public_id=public_id)


def system_to_see(request: HttpRequest, system: str) -> tuple[Pass, System]:
    """A code system or list, for whoever may look at books."""
    who = reader(request)
    if system not in SYSTEMS:
        raise Http404(system)
    return who, SYSTEMS[system]


def book_to_keep(request: HttpRequest, name: str, need: Need) -> tuple[Pass, System]:
    """The book of a release that is on this host, even a damaged one, for whoever may do `need` with it."""
    who = keeper(request, need)
    if name not in homes.listed():
        raise Http404(name)
    return who, SYSTEMS[system_of_release(name) or ""]
