"""JSON for the room: changes are taken as they come, and every reply says how many seconds are left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from codeward.bounds import BoundsError
from codeward.web.accounts.api import SessionOver
from codeward.web.exams.changes import ChangeError, answer_json, read_changes
from codeward.web.exams.clock import in_break, left, now
from codeward.web.exams.doors import own_sitting
from codeward.web.exams.models import Sitting
from codeward.web.exams.sittings import SittingClosed, SittingRefused, save, settled
from codeward.web.problems import told_as_json

__all__ = ["changes"]

# With 403 the page tells it, keeps the change on the device and tries again: a break ends, room is made.
_told = told_as_json(
    {SittingClosed: 409, SessionOver: 409, ChangeError: 400, SittingRefused: 403, BoundsError: 403}
)


def _state(sitting: Sitting) -> dict[str, Any]:
    at = now()
    return {
        "state": sitting.state,
        "revision": sitting.revision,
        "left": left(sitting, at) if sitting.is_open else 0,
        "paused": sitting.is_open and in_break(sitting, at),
        "result": reverse("exams:result", args=[sitting.public_id]),
    }


@require_http_methods(["GET", "POST"])
@_told
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET how it stands; POST changes, which may have been sent before."""
    sitting = own_sitting(request, public_id)
    if request.method == "GET":
        return JsonResponse(_state(settled(sitting)))
    told = save(sitting, read_changes(request.body))
    return JsonResponse(
        {
            "taken": [str(one) for one in told.taken],
            "older": {str(place): answer_json(row) for place, row in told.older.items()},
            "state": Sitting.State.OPEN,
            "revision": told.revision,
            "left": told.left,
            "paused": False,
        }
    )
