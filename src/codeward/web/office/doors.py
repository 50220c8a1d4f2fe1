"""The doors of the office: whoever works for the school, a queue they see, a person within their reach."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.accounts.api import User
from codeward.web.audit.api import refused
from codeward.web.grants.api import Area, Need, Pass, is_staff, may, passes, reach, who_may
from codeward.web.mail.api import OutboxMail, unsent
from codeward.web.office.models import Invitation
from codeward.web.office.registry import Queue, queues

__all__ = [
    "colleague",
    "in_reach",
    "invitation_to_withdraw",
    "mail_to_send",
    "office_person",
    "people_pass",
    "people_within",
    "queue_to_see",
    "reaches_school",
    "row_to_move",
    "seen_by",
    "staff_or_404",
]

# Whoever reads one of these reads of people: who they are and when they were here.
PEOPLE_AREAS = (Area.PEOPLE, Area.RECORD, Area.APPLICATIONS, Area.TICKETS, Area.MONEY)


def staff_or_404(request: HttpRequest) -> User:
    """Whoever asks, if they work for the school; else there is no office."""
    if not isinstance(request.user, User) or not is_staff(request.user):
        refused(request, "office")
        raise Http404
    return request.user


def queue_to_see(request: HttpRequest, name: str) -> tuple[Queue, Pass]:
    """The queue of that name, for whoever sees it."""
    staff_or_404(request)
    found = next((one for one in queues() if one.name == name), None)
    if found is None:
        raise Http404
    return found, passes(request, found.area, found.need)


def row_to_move(request: HttpRequest, name: str, thing: str) -> tuple[Queue, Pass]:
    """A queue with one of its rows, for taking and handing over: by whoever may write there, and not about themselves.

    Whoever only reads a queue, such as an auditor, takes nothing from it.
    """
    found, passed = queue_to_see(request, name)
    if found.panel(passed, thing) is None:
        raise Http404
    row = next((row for row in found.rows(passed, "") if row.id == thing), None)
    # What is one's own a learner's row would let through: here nobody works on what is about themselves.
    if row is not None and row.about is not None and row.about.pk == passed.user.pk:
        raise Http404
    return found, passes(request, found.area, Need.WRITE)


def seen_by(user: User) -> bool:
    """Whether somebody may look for people at all."""
    return is_staff(user) and any(reach(user, area, Need.READ) for area in PEOPLE_AREAS)


def people_within(user: User) -> QuerySet[User]:
    """The accounts among which somebody may search. Reaching scopes only, each is asked for by :func:`in_reach`."""
    if not seen_by(user):
        raise Http404
    return User.objects.filter(state=User.State.ACTIVE)


def in_reach(user: User, person: User) -> bool:
    """Whether somebody may open a person's page in the office."""
    return any(may(user, area, Need.READ, about=person) for area in PEOPLE_AREAS)


def reaches_school(user: User) -> bool:
    """Whether somebody reads of everybody."""
    return any(reach(user, area, Need.READ).school for area in PEOPLE_AREAS)


def office_person(request: HttpRequest, public_id: str) -> tuple[User, User]:
    """Who asks, and the person whose page in the office they may open."""
    user = staff_or_404(request)
    person = get_object_or_404(User, ~Q(state=User.State.GUEST), public_id=public_id)
    if not seen_by(user) or not in_reach(user, person):
        raise Http404
    return user, person


def people_pass(request: HttpRequest, public_id: str, need: Need) -> tuple[Pass, User]:
    """Who asks, for a move about a person's account or roles: not about oneself, and with the second step."""
    staff_or_404(request)
    person = get_object_or_404(User, ~Q(state=User.State.GUEST), public_id=public_id)
    return passes(request, Area.PEOPLE, need, about=person), person


def invitation_to_withdraw(request: HttpRequest, public_id: str) -> tuple[Pass, Invitation]:
    """An invitation, for whoever decides about people."""
    staff_or_404(request)
    passed = passes(request, Area.PEOPLE, Need.DECIDE)
    return passed, get_object_or_404(Invitation, public_id=public_id)


def mail_to_send(request: HttpRequest, public_id: str) -> tuple[Pass, OutboxMail]:
    """A mail that did not go out, for whoever looks after the school's mails; what it says is not read."""
    staff_or_404(request)
    passed = passes(request, Area.MAILS, Need.WRITE)
    return passed, get_object_or_404(unsent(), public_id=public_id)


def colleague(queue: Queue, public_id: str) -> User:
    """Somebody who works the queue too."""
    return get_object_or_404(who_may(queue.area, Need.WRITE), public_id=public_id)
