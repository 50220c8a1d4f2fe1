"""Where a move of another app leads when it is done: back to its queue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from codeward.errors import CodewardError
from codeward.web.office.doors import queue_to_see
from codeward.web.office.views_queue import refused

__all__ = ["back", "back_with"]


def back(request: HttpRequest, queue: str, said: str = "") -> HttpResponse:
    """Lead to the queue, with what was done in words."""
    if said:
        messages.success(request, said)
    return redirect("office:queue", name=queue)


def back_with(
    request: HttpRequest, queue: str, thing: str, error: CodewardError, status: int = 409
) -> HttpResponse:
    """Show the row as it stands now with what went wrong. The move's own door has been passed already."""
    found, passed = queue_to_see(request, queue)
    return refused(request, found, passed, thing, error, status)
