"""JSON for the page script. Thin: reading a request, asking the book, answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from codeward.bounds import BoundsError
from codeward.web.accounts.api import SessionOver, User, current_learner
from codeward.web.ownbook import book
from codeward.web.ownbook.anchors import MarkError
from codeward.web.ownbook.changes import read_batch
from codeward.web.ownbook.doors import own_mark
from codeward.web.ownbook.marks import Held
from codeward.web.ownbook.models import Mark
from codeward.web.ownbook.places import MarkedBooks
from codeward.web.problems import told_as_json
from codeward.web.quotas import counter

__all__ = ["changes", "mark", "marks"]

MAX_PREFIXES = 60
MAX_TABS = 200


_told = told_as_json({book.NoSuchMark: 404, SessionOver: 409, MarkError: 400, BoundsError: 403})


def mark_json(held: Held) -> dict[str, Any]:
    """A mark as the page script reads it."""
    return {
        "id": str(held.id),
        "version": str(held.version),
        "anchor": held.anchor,
        "kind": held.kind,
        "colour": held.colour,
        "text": held.text,
        "label": held.label,
    }


def _who(learner: User | None) -> dict[str, Any]:
    return {
        "learner": learner.public_id if learner is not None else None,
        "guest": learner is not None and learner.state == User.State.GUEST,
    }


def _state(learner: User | None, release: str, prefixes: list[str]) -> dict[str, Any]:
    """The marks of one page, the tabs of the whole book, and whose they are."""
    found: list[Mark] = []
    tabs: list[Held] = []
    if learner is not None and release:
        rows = book.live(learner).filter(release=release)
        wanted = Q()
        for prefix in prefixes:
            wanted |= Q(anchor__startswith=prefix)
        found = list(rows.filter(wanted))
        tabs = [row.held() for row in rows.filter(kind=Mark.Kind.TAB)[:MAX_TABS]]
    marked = MarkedBooks()
    return {
        **_who(learner),
        "revision": book.revision_of(learner),
        "marks": [mark_json(row.held()) for row in found],
        "tabs": [{**mark_json(tab), "href": marked.href(tab)} for tab in marked.in_order(tabs)],
    }


@require_GET
@never_cache
@_told
def marks(request: HttpRequest) -> HttpResponse:
    """The marks that stand at anchors beginning with each `prefix`, in the `release`; without a prefix all of it."""
    release = request.GET.get("release", "")
    prefixes = [one for one in request.GET.getlist("prefix") if one]
    if not release:
        raise MarkError("no release is named", "Ask with ?release=icd10cm-2026-04-01")
    if len(prefixes) > MAX_PREFIXES or "\0" in "".join([release, *prefixes]):
        raise MarkError(f"a page asks for at most {MAX_PREFIXES} places", "Ask for shorter prefixes")
    return JsonResponse(_state(current_learner(request), release, prefixes))


@require_GET
@never_cache
@_told
def mark(request: HttpRequest, mark_id: UUID) -> HttpResponse:
    """One mark of one's own, whether it stands or was taken out. Anybody else's is a 404."""
    found = own_mark(request, mark_id)
    held = found.held()
    return JsonResponse(
        {
            **mark_json(held),
            "release": held.release,
            "quote": held.quote,
            "removed": found.removed_at is not None,
        }
    )


@require_POST
@_told
def changes(request: HttpRequest) -> HttpResponse:
    """Take a batch of changes, which may have been sent before; makes the guest where nobody is signed in."""
    batch = read_batch(request.body)
    learner = current_learner(request)
    mine = learner.public_id if learner is not None else None
    if batch.learner is not None and batch.learner != mine:
        # Somebody else works in this browser now: the page decides whether its changes are theirs.
        return JsonResponse(
            {"error": "the changes are somebody else's", "way_out": "Sign in again", **_who(learner)},
            status=409,
        )
    if not batch.changes:
        return JsonResponse({**_who(learner), "accepted": [], "copied": []})
    learner = learner or current_learner(request, create=True)
    done = book.apply(learner, batch, counter(request, guest=learner.is_guest))
    return JsonResponse({**_who(learner), **done._asdict()})
